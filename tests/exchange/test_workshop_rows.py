"""A workshop as CSV holds counts that may be shown, and nobody’s vote."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from tests.core.room import CASE, MEASURES, READY, RISK, courses, joined, play, shown_once, to, votes
from tests.core.strategies import brisk
from toolkit.core.minutes import minutes
from toolkit.core.workshop import Phase
from toolkit.core.workshop_rules import happen
from toolkit.exchange.workshop import COLUMNS, STEPS, to_rows


def rows(room: Any) -> list[dict[str, str]]:
    return to_rows(minutes(room, MEASURES))


def test_a_row_is_one_scale_of_one_round() -> None:
    room = shown_once(joined(6), RISK, (2, 4), (2, 4), (3, 4), (3, 5), (None, 5), (2, None))
    likelihood, impact = rows(room)
    assert [likelihood[step] for step in STEPS] == ["0", "3", "2", "0", "0"]
    assert (likelihood["unknown"], likelihood["scale"], impact["scale"]) == ("1", "likelihood", "impact")
    assert (impact["middle_low"], impact["middle_high"]) == ("4", "5")
    assert (impact["answer_low"], impact["answer_high"]) == ("4", "5")


def test_where_too_few_voted_counts_are_empty_and_not_zero() -> None:
    (three,) = rows(shown_once(joined(3), READY, 1, 2, 5))
    assert (three["shown"], three["middle_low"], "step_1" in three, "unknown" in three) == ("middle", "2", False, False)
    (two,) = rows(shown_once(joined(2), READY, 1, 5))
    assert (two["voters"], "middle_low" in two) == ("2", False)


def test_what_was_not_shown_is_not_written() -> None:
    room = play(joined(6), *to(READY, Phase.FIRST), *votes(READY, 1, *[3] * 6), *to(READY, Phase.FIRST_CLOSED))
    assert rows(room) == []


def test_options_have_counts_only() -> None:
    (row,) = rows(shown_once(joined(6), CASE, 1, 2, 2, 2, 3, 4))
    assert [row.get(step, "") for step in STEPS] == ["1", "3", "1", "1", ""]
    assert (row["consensus"], "middle_low" in row, "answer_low" in row) == ("", False, False)


@brisk
@given(courses())
def test_no_row_is_about_few_people_and_none_names_anybody(course: list[Any]) -> None:
    room = joined(8)
    for event in course:
        room, _ = happen(room, event)
    for row in rows(room):
        assert set(row) <= set(COLUMNS)
        assert "step_1" not in row or int(row["voters"]) >= 5
        counted = sum(int(row[step]) for step in STEPS if step in row) + int(row.get("unknown", "0"))
        assert counted in (0, int(row["voters"]))
        assert not any(value in {f"p{n}" for n in range(8)} for value in row.values())
