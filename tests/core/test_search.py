"""Search: folded across scripts, every word must occur, titles before headings before text, calm about anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.core.search import Entry, Hit, Index, fold, marked, shown, words_of


def hits(question: str, *entries: Entry) -> list[Hit]:
    words = words_of(question)
    return [shown(one, words) for one in Index(entries).found(words)]


def ids(question: str, *entries: Entry) -> list[str]:
    return [hit.entry.id for hit in hits(question, *entries)]


def titled(title: str, *texts: str, headings: tuple[str, ...] = (), name: str = "") -> Entry:
    return Entry("chapter", name or title, title, headings, texts)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("خصوصية", "السلامة والخصوصية في العمل"),
        ("خصوصيه", "الخُصُوصِيَّة"),
        ("الادارة", "الإدارة"),
        ("احمد", "أحمد"),
        ("اداب", "آداب"),
        ("مستشفي", "مستشفى"),
        ("محمد", "مـحـمـد"),
        ("١٢٣", "Article 123"),
        ("2027", "سنة ٢٠٢٧"),
        ("风险", "人工智能风险评估"),
        ("ストレス", "ｽﾄﾚｽ"),
        ("STRASSE", "Straße"),
        ("istanbul", "İSTANBUL"),
        ("resume", "Résumé"),
        ("μεγας", "ΜΈΓΑΣ"),
        ("ёлка", "ЁЛКА"),
        ("की", "काम की बात"),
        ("کتاب", "كتاب"),
        ("می خواهم", "می\u200cخواهم من می خواهم"),
        ("police’s", "the police's own data"),
    ],
)
def test_a_word_is_found_however_it_is_written(question: str, text: str) -> None:
    assert ids(question, titled("other", text)) == ["other"]


def test_all_words_must_occur_but_anywhere_in_a_thing() -> None:
    both = titled("Face search", "How many false matches there are.", name="both")
    one = titled("Face search", "Nothing else.", name="one")
    assert ids("matches face", one, both) == ["both"]


def test_a_hit_in_a_title_stands_before_one_in_a_heading_and_that_before_one_in_the_text() -> None:
    text, title = titled("A", "on drift", name="text"), titled("Drift", name="title")
    heading = titled("B", "on drift", headings=("What drift is",), name="heading")
    assert ids("drift", text, heading, title) == ["title", "heading", "text"]


def test_even_inside_a_word_a_title_stands_before_a_heading() -> None:
    heading = titled("B", headings=("خصوصية",), name="heading")
    assert ids("خصوصية", heading, titled("والخصوصية", name="title")) == ["title", "heading"]


def test_between_equal_hits_the_given_order_decides() -> None:
    assert ids("x-ray", *(titled("X-ray", name=name) for name in "cab")) == ["c", "a", "b"]


def test_a_short_latin_word_is_found_at_the_beginning_of_words_only() -> None:
    assert ids("ai", titled("Explain and train"), titled("What AI is"), titled("AIs")) == ["What AI is", "AIs"]


@pytest.mark.parametrize("question", ["", "   ", "\x00", "…!?", "<>&\"'", "()[]{}.*+?^$|\\", "\u200f\u0640\u064b"])
def test_a_question_without_words_finds_nothing(question: str) -> None:
    assert hits(question, titled("Anything", "at all")) == []


def test_signs_between_words_count_as_spaces() -> None:
    assert ids("(.*)face\x00recognition[", titled("Face-recognition")) == ["Face-recognition"]


def test_a_huge_question_is_cut_not_refused() -> None:
    assert len(words_of("word" * 2500)) == 1
    assert len(words_of(" ".join(f"w{n}" for n in range(2500)))) <= 12
    assert hits("a" * 10_000, titled("a")) == []


def test_the_snippet_shows_the_text_with_most_words_and_marks_them_as_they_are_written() -> None:
    entry = titled("T", "A base camp.", "The Base Rate decides.")
    (hit,) = hits("base rate", entry)
    assert hit.source == "The Base Rate decides."
    assert [piece.text for piece in hit.snippet if piece.found] == ["Base", "Rate"]


def test_a_long_text_is_cut_around_the_first_word_between_words() -> None:
    text = "before " * 60 + "needle " + "after " * 60
    (hit,) = hits("needle", titled("T", text))
    snippet = "".join(piece.text for piece in hit.snippet)
    assert snippet.startswith("… before")
    assert snippet.endswith("after …")
    assert "needle" in snippet
    assert len(snippet) < 300


def test_a_text_without_spaces_is_cut_as_well() -> None:
    (hit,) = hits("险评", titled("T", "前" * 500 + "风险评估" + "后" * 500))
    assert "风险评估" in "".join(piece.text for piece in hit.snippet)
    assert [piece.text for piece in hit.snippet if piece.found] == ["险评"]


def test_marks_over_letters_stay_with_what_was_found() -> None:
    pieces = marked("في الخُصُوصِيَّة هنا", words_of("خصوصية"))
    assert [piece.text for piece in pieces if piece.found] == ["خُصُوصِيَّة"]


@given(st.text(max_size=60), st.text(max_size=30))
def test_marking_never_changes_the_text(text: str, question: str) -> None:
    assert "".join(piece.text for piece in marked(text, words_of(question))) == text


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1, max_size=40))
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    if words_of(text):
        assert ids(text, titled("T", text)) == ["T"]
