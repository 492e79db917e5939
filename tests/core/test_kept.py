"""Answers come back from flat keys as they went in; what does not fit is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.core import plan, workbook
from toolkit.core.kept import (
    action_values,
    agreements_of,
    keyed,
    plan_of,
    rating_of,
    rating_values,
    ratings_of,
    replies_of,
    reply_values,
    targets_of,
    withheld,
)
from toolkit.core.responses import Factor, State
from toolkit.core.statements import Rating

TEXT = st.text(max_size=20)
LEVELS = st.tuples(st.integers(1, 5), st.integers(1, 5)).map(lambda ends: Factor(min(ends), max(ends)))


@st.composite
def ratings(draw: st.DrawFn) -> Rating:
    """Any rating in which the level fits the state."""
    state = draw(st.sampled_from([State.SKIPPED, State.UNKNOWN, State.NA, State.WITHHELD, State.ANSWERED]))
    level = draw(LEVELS) if state is State.ANSWERED else None
    if level is not None and level.lo < level.hi:
        state = State.RANGE
    texts = [draw(TEXT) for _ in range(3)]
    return Rating(state, level, *texts, still_true=draw(st.sampled_from([True, False, None])))


@given(ratings())
def test_a_rating_comes_back(rating: Rating) -> None:
    assert rating_of(rating_values(rating)) == rating


@given(st.builds(workbook.Reply, st.sampled_from(workbook.Status), TEXT, TEXT, TEXT, TEXT))
def test_a_reply_comes_back(reply: workbook.Reply) -> None:
    assert replies_of(keyed("reply", "work-x", reply_values(reply))) == {"work-x": reply}


DAYS = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
NAMES = st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(tuple)
ACTIONS = st.builds(
    plan.Action, st.just("act-1"), TEXT.filter(bool), TEXT, NAMES, TEXT, DAYS, DAYS, st.sampled_from("SML"), TEXT,
    NAMES, st.sampled_from(plan.Status), TEXT, TEXT, DAYS,
)  # fmt: skip


@given(st.lists(ACTIONS, max_size=4))
def test_a_plan_comes_back_in_its_order(actions: list[plan.Action]) -> None:
    whole = tuple(replace(one, id=f"act-{9 - place}") for place, one in enumerate(actions))
    values = {
        k: v for place, one in enumerate(whole) for k, v in keyed("action", one.id, action_values(one, place)).items()
    }
    assert plan_of(values) == whole


@pytest.mark.parametrize("level", [0, 6, True, "3", [1], [1, None], [0, 2], 2.5, {"a": 1}, ""])
def test_a_level_that_is_none_is_skipped_and_never_guessed(level: object) -> None:
    assert rating_of({"level": level}) == Rating()


def test_a_range_may_come_in_either_order() -> None:
    assert rating_of({"level": [4, 2]}) == Rating(State.RANGE, Factor(2, 4))


def test_only_what_is_under_its_root_counts() -> None:
    values = {
        "rating/a/level": 3,
        "agreed/a/level": 2,
        "agreed/a/comment": "we talked",
        "rating/b": 1,
        "rating/c/level": None,
    }
    assert ratings_of(values) == {"a": Rating(State.ANSWERED, Factor(3, 3))}
    assert agreements_of(values)["a"].note == "we talked"
    assert agreements_of({"agreed/a/comment": "nothing settled"}) == {}


def test_targets_are_steps() -> None:
    aims = targets_of({"target/stage/people-expertise": 4, "target/stage/x": 9, "target/rating/ready-a": 2})
    assert (aims.stages, aims.ratings) == ({"people-expertise": 4}, {"ready-a": 2})


def test_what_is_not_for_release_is_known_by_kind() -> None:
    values = {"withhold/rating/a": "names a supplier", "withhold/reply/b": "x", "withhold/rating/c": None}
    assert withheld(values, "rating") == {"a"}
