"""The change of a listing: what a coordinator can do next, and what everybody concerned is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from toolkit.content.interface import Interface
from toolkit.core.hub import Listing
from toolkit.core.hub_listing import MOVES, Dealing, Move, Notice, State, Touch, notices, state_of
from toolkit.store.hub_records import Told

NEXT = {
    State.LISTED: "End the review: nothing was found, it stays listed",
    State.UNDER_REVIEW: "Put it under review",
    State.WITHDRAWN: "Withdraw it",
    State.REINSTATED: "List it again",
}
TOLD = {
    "reviewed": "“{tool}” is under review. You saved it, compared it, wrote about it or assessed it.",
    "withdrawn": "“{tool}” was withdrawn. You saved it, compared it or wrote about it: read what to do.",
    "flagged": "“{tool}” was withdrawn, and you assessed it: read what to do, and look at your assessment again.",
    "again": "“{tool}” is listed again. You saved it, compared it, wrote about it or assessed it.",
    "own-reviewed": "“{tool}”, which you provide, is under review.",
    "own-withdrawn": "“{tool}”, which you provide, was withdrawn: read why, and what you can do.",
    "own-again": "“{tool}”, which you provide, is listed again.",
}
"""What people are told, with the name of the tool."""

WITHDRAWALS = frozenset(TOLD[name] for name in ("withdrawn", "flagged", "own-withdrawn"))
"""What stands on every page until its reader has acknowledged it."""

PROBLEMS = {
    "explanation": "Write an explanation. It stands on the page of the tool, so no word about a case.",
    "reason": "Choose the kind of reason.",
    "other": "Whoever withdrew a tool cannot list it again: ask another coordinator.",
    "meanwhile": "Somebody else was faster: look where the listing stands now.",
}
"""Why a move cannot be made."""


def next_moves(spoken: Interface, history: Sequence[Move]) -> list[tuple[str, str]]:
    """What can follow, in words."""
    _ = spoken.gettext
    return [(str(one), _(NEXT[one])) for one in MOVES[state_of(history)]]


def problem(spoken: Interface, name: str) -> str:
    """A problem in words; empty for none."""
    return spoken.gettext(PROBLEMS[name]) if name in PROBLEMS else ""


def wrong_with(new: Move, history: Sequence[Move], reasons: Collection[str]) -> str:
    """The id of the problem with a move; empty where nothing is wrong, or where only the core can tell."""
    if new.to not in MOVES[state_of(history)]:
        return "meanwhile"
    if new.to is State.WITHDRAWN and new.reason not in reasons:
        return "reason"
    if new.to is not State.LISTED and not new.explanation.strip():
        return "explanation"
    return "other" if new.to is State.REINSTATED and history[-1].by == new.by else ""


def told(one: Listing, last: Move, touches: Sequence[Touch], providers: Collection[str]) -> list[Told]:
    """The notices for everybody who dealt with a tool, and for its provider's contacts."""
    every = [*touches, *(Touch(code, Dealing.PROVIDES) for code in providers)]
    return [_told(one, notice) for notice in notices(one.id, last, every) if notice.person != last.by]


def _told(one: Listing, notice: Notice) -> Told:
    provides = notice.because == (Dealing.PROVIDES,)
    place = f"{'listings' if provides else 'tools'}/{one.id}"
    return Told(notice.person, _sentence(notice, provides=provides), {"tool": one.name}, place)


def _sentence(notice: Notice, *, provides: bool) -> str:
    names = {State.UNDER_REVIEW: "reviewed", State.WITHDRAWN: "flagged" if notice.flagged else "withdrawn"}
    if provides:
        names[State.WITHDRAWN] = "withdrawn"
    return TOLD[("own-" if provides else "") + names.get(notice.state, "again")]


def sentences(spoken: Interface) -> list[str]:
    """Every sentence that people are told, in a language."""
    _ = spoken.gettext
    return [_(TOLD[name]) for name in TOLD]
