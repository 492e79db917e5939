"""How the linter measures sentences."""

from __future__ import annotations

import pytest

from toolkit.content.check_rules import anchor_problems
from toolkit.content.check_text import banned, reading, sentences, syllables, texts


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("police", 2),
        ("officer", 3),
        ("people", 2),
        ("see", 1),
        ("rhythm", 1),
        ("accountability", 6),
        ("1,000", 1),
    ],
)
def test_syllables_are_counted_by_vowel_groups(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_stop_or_question_mark_ends_a_sentence_and_a_decimal_does_not() -> None:
    split = sentences("It fails in 1.5 % of cases. “Why?” Nobody knows.")
    assert [len(words) for words in split] == [6, 1, 2]


def test_the_grade_is_that_of_the_formula() -> None:
    found = reading(["The cat sat on the mat."])
    assert (found.sentences, found.mean_words) == (1, 6.0)
    assert found.grade == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)


def test_nothing_to_read_has_no_grade() -> None:
    assert reading([]).sentences == 0
    assert reading(["", "–"]).grade == 0.0


def test_only_texts_for_readers_are_read() -> None:
    raw = {
        "id": "a",
        "title": "A title",
        "source": {"note": "hidden"},
        "grid": {"1": ["low"]},
        "steps": ["First", "Second"],
    }
    assert [one.text for one in texts(raw)] == ["A title", "First", "Second"]


@pytest.mark.parametrize("text", ["<b>", "</p>", "<!-- x", "a\x00", "a\x1b[31m", "a\u202e", "\ufeffa", "a\u200bb"])
def test_hidden_things_are_banned(text: str) -> None:
    assert list(banned(text))


@pytest.mark.parametrize("text", ["fewer < 5", "a > b", "“quoted”", "é – ñ", "ب\u2067ا\u2069", "two\nlines"])
def test_plain_texts_in_any_script_are_not_banned(text: str) -> None:
    assert not list(banned(text))


def test_a_unit_is_a_plural_that_its_question_speaks_of() -> None:
    assert not list(anchor_problems("In how many searches does it fail?", "searches"))
    assert not list(anchor_problems("How many people are missed?", "people whose case was ranked"))
    assert list(anchor_problems("In how many searches does it fail?", "search"))
    assert list(anchor_problems("How often does it fail?", "searches"))
