"""Action plans: proposed after what they need, by quarter, and honest about what cannot work."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from toolkit.core.plan import (
    Action,
    Status,
    Trouble,
    board,
    overdue,
    propose,
    quarter,
    ready,
    served,
    to_quarter,
    troubles,
)
from toolkit.core.practice import Recommendation
from toolkit.core.readiness_gaps import Advice

START = date(2027, 1, 1)


def recommendation(name, *needs, effort="S"):
    return Recommendation(name, name.title(), "", "", "", "legal", effort, "One day", (), needs=needs)


ROADMAP = {one.id: one for one in (recommendation("c", "b"), recommendation("b", "a", effort="M"), recommendation("a"))}


def action(name="a", **more):
    given = {"owner_role": "legal", "start": START, "due": date(2027, 3, 1)} | more
    return Action(name, name, **given)


def test_an_action_starts_when_what_it_needs_is_due():
    advice = [Advice("c", ("s1", "s2")), Advice("b", ("s3",)), Advice("a", ())]
    plan = propose(advice, ROADMAP, START)
    assert [one.id for one in plan] == ["c", "b", "a"]
    days = {one.id: one for one in plan}
    assert days["a"].start == START
    assert days["b"].start == days["a"].due == START + timedelta(days=31)
    assert days["c"].start == days["b"].due
    assert days["c"].statements == ("s1", "s2")
    assert troubles(plan) == ()


def test_what_is_in_the_plan_already_is_not_proposed_again():
    plan = propose([Advice("a", ()), Advice("b", ())], ROADMAP, START, taken={"a"})
    assert [(one.id, one.needs) for one in plan] == [("b", ("a",))]


@pytest.mark.parametrize(("day", "place"), [((2027, 1, 1), (2027, 1)), ((2027, 12, 31), (2027, 4))])
def test_a_day_lies_in_a_quarter(day, place):
    assert quarter(date(*day)) == place


def test_the_board_has_a_column_for_each_quarter_and_the_undated_last():
    plan = (action("a", due=date(2027, 7, 1)), action("b", due=None), action("c"))
    assert {place: [one.id for one in column] for place, column in board(plan).items()} == {
        (2027, 1): ["c"], (2027, 3): ["a"], None: ["b"],
    }  # fmt: skip
    assert list(board(plan))[-1] is None


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_an_action_moves_to_the_end_of_a_quarter_without_dragging(number):
    due = to_quarter((action("a"), action("b")), "a", (2027, number))[0].due
    assert quarter(due) == (2027, number)
    assert quarter(due + timedelta(days=1)) != (2027, number)


def test_late_actions_come_oldest_first_and_finished_ones_are_not_late():
    plan = (action("a"), action("b", due=date(2027, 2, 1)), action("c", due=START, status=Status.DONE))
    assert [one.id for one in overdue(plan, date(2027, 6, 1))] == ["b", "a"]
    assert overdue(plan, date(2027, 2, 1)) == ()


def test_an_action_can_go_on_when_nothing_before_it_is_open():
    plan = (action("a"), action("b", needs=("a",)), action("c", needs=("elsewhere",)))
    assert [one.id for one in ready(plan)] == ["a", "c"]
    assert [one.id for one in ready((replace(plan[0], status=Status.DONE), *plan[1:]))] == ["b", "c"]


def test_finished_actions_stand_beside_what_they_served():
    plan = (action("a", statements=("s",), status=Status.DONE), action("b", statements=("s",)))
    assert [one.id for one in served(plan, "s")] == ["a"]


@pytest.mark.parametrize(
    ("plan", "trouble"),
    [
        ((action(owner_role=" "),), Trouble("a", "no-owner")),
        ((action(due=None),), Trouble("a", "no-day")),
        ((action(due=date(2026, 1, 1)),), Trouble("a", "due-before-start")),
        ((action(needs=("x",)),), Trouble("a", "need-gone", "x")),
        ((action(needs=("b",)), action("b", status=Status.DROPPED)), Trouble("a", "need-gone", "b")),
        ((action(needs=("b",)), action("b", due=date(2027, 4, 1))), Trouble("a", "due-before-need", "b")),
        ((action(needs=("b",)), action("b", needs=("a",))), Trouble("a", "ring", "b")),
    ],
)
def test_what_cannot_work_is_named(plan, trouble):
    assert trouble in troubles(plan)


def test_a_finished_action_has_no_trouble():
    assert troubles((action(owner_role="", due=None, status=Status.DONE),)) == ()
