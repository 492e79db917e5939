"""Terms: what was shown is what was accepted, changes are announced and visible, and nobody is held."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.hub import DAY, FIRST, NOON, SECOND, VERSIONS
from toolkit.content.hub import load_hub
from toolkit.core.guides import texts_of
from toolkit.core.hub_terms import (
    Acceptance,
    Choice,
    Duty,
    Kind,
    accept,
    altered,
    announced,
    choices,
    difference,
    digest,
    duty,
    in_force,
    red_line,
    text_of,
)
from toolkit.core.model import ToolkitError

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "hub-terms.txt"
START = date.fromisoformat(SECOND.effective)
TODAY = DAY + timedelta(days=10)


def accepted(version: str) -> Acceptance:
    return Acceptance("ann", version, "en", "0" * 64, NOON)


# ---------------------------------------------------------------- accepting


def test_an_acceptance_is_of_the_text_that_was_shown() -> None:
    one = accept("ann", FIRST, digest(FIRST), NOON)
    assert (one.version, one.lang, one.at) == ("1.0", "en", NOON)
    assert one.sha256 == hashlib.sha256(text_of(FIRST).encode()).hexdigest()
    with pytest.raises(ToolkitError, match="read them again"):
        accept("ann", SECOND, digest(FIRST), NOON)
    with pytest.raises(ToolkitError, match="needs its zone"):
        accept("ann", FIRST, digest(FIRST), datetime(2026, 6, 1, 12))  # noqa: DTZ001 - this is what must be refused


def test_the_text_holds_everything_that_is_shown() -> None:
    (terms,) = load_hub().terms
    text = text_of(terms)
    assert [one.where for one in texts_of(terms) if one.text not in text] == []
    assert terms.version in text
    assert terms.effective in text


def test_another_language_is_another_text() -> None:
    assert digest(replace(FIRST, lang="ar")) != digest(FIRST)


def test_a_text_that_was_changed_without_a_new_version_is_found() -> None:
    one = accept("ann", FIRST, digest(FIRST), NOON)
    assert altered(FIRST, [one]) == ()
    assert altered(replace(FIRST, summary=("Longer.",)), [one]) == (one,)
    assert altered(SECOND, [one]) == (), "another version is another text"


def test_published_terms_stay_as_they_were() -> None:
    """Who accepted them accepted these words; other words need a new version, in a file of its own."""
    kept = dict(line.split() for line in GOLDEN.read_text("utf-8").splitlines() if line and line[0] != "#")
    assert {one.id: digest(one) for one in load_hub().terms} == kept


# ---------------------------------------------------------------- versions


def test_versions_rise_with_their_days() -> None:
    every = load_hub().terms
    assert [one.effective for one in every] == sorted({one.effective for one in every})


@pytest.mark.parametrize(
    ("on", "counts", "next_one"),
    [
        (DAY - timedelta(days=1), "1.0", None),  # before any counts, the first is what people read
        (DAY, "1.0", None),
        (START - timedelta(days=31), "1.0", None),
        (START - timedelta(days=30), "1.0", "2.0"),
        (START - timedelta(days=1), "1.0", "2.0"),
        (START, "2.0", None),
        (START + timedelta(days=999), "2.0", None),
    ],
)
def test_the_notice_begins_in_time(on: date, counts: str, next_one: str | None) -> None:
    assert in_force(VERSIONS, on).version == counts
    coming = announced(VERSIONS, on)
    assert (coming.version if coming else None) == next_one


def test_without_terms_nothing_begins() -> None:
    with pytest.raises(ToolkitError, match="write one under hub/terms"):
        in_force((), TODAY)


@pytest.mark.parametrize(
    ("done", "on", "what"),
    [
        ((), TODAY, Duty.MUST_ACCEPT),
        (("1.0",), TODAY, Duty.NONE),
        (("1.0",), START - timedelta(days=5), Duty.MAY_ACCEPT),
        (("1.0", "2.0"), START - timedelta(days=5), Duty.NONE),
        (("2.0",), START - timedelta(days=5), Duty.MUST_ACCEPT),
        (("1.0",), START, Duty.MUST_ACCEPT),
        (("1.0", "2.0"), START, Duty.NONE),
        (("2.0",), START, Duty.NONE),
    ],
)
def test_what_a_person_has_to_do(done: tuple[str, ...], on: date, what: Duty) -> None:
    assert duty(VERSIONS, map(accepted, done), on) is what


def test_reading_later_ends_with_the_day() -> None:
    assert choices(Duty.MAY_ACCEPT) == (Choice.ACCEPT, Choice.LATER, Choice.DISAGREE)
    assert choices(Duty.MUST_ACCEPT) == (Choice.ACCEPT, Choice.DISAGREE)
    assert choices(Duty.NONE) == ()


# ---------------------------------------------------------------- differences


def test_the_difference_names_every_changed_clause() -> None:
    found = {one.clause: one.pieces for one in difference(FIRST, SECOND)}
    assert list(found) == ["law", "data", "leaving"]
    assert [(one.kind, one.text) for one in found["law"]] == [
        (Kind.SAME, "Keep the "), (Kind.REMOVED, "law."), (Kind.ADDED, "law of your country.")
    ]  # fmt: skip
    assert [one.kind for one in found["data"]] == [Kind.ADDED]
    assert [one.kind for one in found["leaving"]] == [Kind.REMOVED]
    assert difference(FIRST, FIRST) == ()


def test_a_changed_summary_is_a_difference_too() -> None:
    assert [one.clause for one in difference(FIRST, replace(FIRST, summary=("Other.",), not_promised=()))] == [
        "summary", "not-promised"
    ]  # fmt: skip


WORDS = st.lists(st.sampled_from(["the", "law", "law.", "of", "\n", "  ", "you"]), max_size=12).map(" ".join)


@given(was=WORDS, now=WORDS)
def test_a_red_line_gives_back_both_texts(was: str, now: str) -> None:
    pieces = red_line(was, now)
    assert "".join(one.text for one in pieces if one.kind is not Kind.ADDED) == was
    assert "".join(one.text for one in pieces if one.kind is not Kind.REMOVED) == now


@given(was=WORDS, now=WORDS)
def test_texts_differ_exactly_where_a_red_line_shows_it(was: str, now: str) -> None:
    assert (was == now) is all(one.kind is Kind.SAME for one in red_line(was, now))
