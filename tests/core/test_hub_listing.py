"""The life of a listing: which moves there are, what each needs, and who hears of it."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.hub import NOON, REASONS
from toolkit.content.hub import load_hub
from toolkit.core.hub_listing import MOVES, Dealing, Move, State, Touch, move, notices, proposed, state_of, tombstone
from toolkit.core.model import ToolkitError

LISTED, REVIEW, WITHDRAWN, BACK = State.LISTED, State.UNDER_REVIEW, State.WITHDRAWN, State.REINSTATED
MOVED = {(LISTED, REVIEW), (REVIEW, WITHDRAWN), (REVIEW, LISTED), (WITHDRAWN, BACK), (BACK, REVIEW)}


def made(to: State, by: str = "cole", **changes: str) -> Move:
    reason = "security" if to is WITHDRAWN else ""
    return Move(to, by, NOON, **{"reason": reason, "explanation": "A reader raised a concern.", **changes})


def history(*states: State) -> tuple[Move, ...]:
    found: tuple[Move, ...] = ()
    for number, state in enumerate(states):
        found = move(found, made(state, by=f"coordinator {number}"), REASONS)
    return found


PASTS = {
    LISTED: (),
    REVIEW: history(REVIEW),
    WITHDRAWN: history(REVIEW, WITHDRAWN),
    BACK: history(REVIEW, WITHDRAWN, BACK),
}


@pytest.mark.parametrize(("now", "to"), list(product(State, State)))
def test_only_these_moves_are_possible(now: State, to: State) -> None:
    assert state_of(PASTS[now]) is now
    if (now, to) in MOVED:
        assert state_of(move(PASTS[now], made(to, by="somebody else"), REASONS)) is to
    else:
        with pytest.raises(ToolkitError, match=f"{now} cannot become {to}"):
            move(PASTS[now], made(to), REASONS)


def test_a_withdrawal_needs_a_reason() -> None:
    with pytest.raises(ToolkitError, match="no reason class; choose one of security"):
        move(PASTS[REVIEW], made(WITHDRAWN, reason="dislike"), REASONS)
    with pytest.raises(ToolkitError, match="without an explanation"):
        move(PASTS[REVIEW], made(WITHDRAWN, explanation=" "), REASONS)
    classes = {one.id for one in load_hub().catalogue.reasons}
    assert {"rights-violation-development", "rights-violation-use"} <= classes


def test_who_withdrew_a_tool_cannot_reinstate_it() -> None:
    withdrawn = move(PASTS[REVIEW], made(WITHDRAWN, by="cole"), REASONS)
    with pytest.raises(ToolkitError, match="ask another coordinator"):
        move(withdrawn, made(BACK, by="cole"), REASONS)
    assert state_of(move(withdrawn, made(BACK, by="cora"), REASONS)) is BACK


def test_time_does_not_run_backwards() -> None:
    early = Move(LISTED, "cora", NOON - timedelta(days=1))
    with pytest.raises(ToolkitError, match="older than the last one"):
        move(PASTS[REVIEW], early, REASONS)


def test_a_tool_under_review_or_withdrawn_is_not_proposed() -> None:
    assert [state for state, past in PASTS.items() if proposed(past)] == [LISTED, BACK]


def test_a_withdrawn_tool_keeps_its_page() -> None:
    stone = tombstone(PASTS[WITHDRAWN])
    assert stone is not None
    assert (stone.at, stone.reason, bool(stone.explanation)) == (NOON, "security", True)
    assert [state for state, past in PASTS.items() if tombstone(past)] == [WITHDRAWN]
    assert set(MOVES) == set(State), "no state is an end, and none deletes"


def test_everyone_who_dealt_with_a_tool_is_told_once() -> None:
    touches = [
        Touch("pia", Dealing.PROVIDES), Touch("ann", Dealing.ASSESSED, "a-1"), Touch("ann", Dealing.SAVED),
        Touch("ben", Dealing.COMPARED), Touch("ann", Dealing.ASSESSED, "a-2"), Touch("eve", Dealing.REVIEWED),
    ]  # fmt: skip
    found = {one.person: one for one in notices("lark", PASTS[WITHDRAWN][-1], touches)}
    assert list(found) == ["ann", "ben", "eve", "pia"]
    assert found["ann"].because == (Dealing.SAVED, Dealing.ASSESSED)
    assert found["ann"].flagged == ("a-1", "a-2")
    assert {name: one.guidance for name, one in found.items()} == {
        "ann": "withdrawn-users", "ben": "withdrawn-users", "eve": "withdrawn-users", "pia": "withdrawn-provider"
    }  # fmt: skip
    assert {one.reason for one in found.values()} == {"security"}


def test_every_notice_has_its_guidance() -> None:
    touches = [Touch("pia", Dealing.PROVIDES), Touch("ann", Dealing.SAVED)]
    known = {one.id for one in load_hub().guidance}
    for state in State:
        assert {one.guidance for one in notices("lark", made(state), touches)} <= known


def test_assessments_are_not_flagged_when_a_tool_comes_back() -> None:
    (notice,) = notices("lark", PASTS[BACK][-1], [Touch("ann", Dealing.ASSESSED, "a-1")])
    assert notice.flagged == ()


@given(st.lists(st.sampled_from(State), max_size=12))
def test_no_walk_reaches_a_withdrawal_without_a_review(wishes: list[State]) -> None:
    past: tuple[Move, ...] = ()
    for number, state in enumerate(wishes):
        if state in MOVES[state_of(past)]:
            past = move(past, made(state, by=str(number)), REASONS)
    for before, after in zip((None, *past), past, strict=False):
        if after.to is WITHDRAWN:
            assert before is not None
            assert before.to is REVIEW
