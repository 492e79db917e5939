"""The life of a listing: listed, under review, withdrawn with a kind of reason, reinstated; and who must be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from toolkit.core.model import ToolkitError


class State(StrEnum):
    """Where a listing stands."""

    LISTED = "listed"
    UNDER_REVIEW = "under-review"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"


PROPOSED = (State.LISTED, State.REINSTATED)
"""States in which a tool is proposed to people who search by criteria. Its page stays in all of them."""

MOVES: Mapping[State, tuple[State, ...]] = {
    State.LISTED: (State.UNDER_REVIEW,),
    State.UNDER_REVIEW: (State.WITHDRAWN, State.LISTED),
    State.WITHDRAWN: (State.REINSTATED,),
    State.REINSTATED: (State.UNDER_REVIEW,),
}
"""What can follow what. Nothing is withdrawn without a review, and a tombstone is never deleted."""


class Dealing(StrEnum):
    """Why somebody must hear of a change: what they did with the tool."""

    PROVIDES = "provides"
    SAVED = "saved"
    COMPARED = "compared"
    REVIEWED = "reviewed"
    ASSESSED = "assessed"


@dataclass(frozen=True, slots=True)
class Move:
    """A change of a listing: by whom (a code), when, and why. A withdrawal has a reason class and an explanation."""

    to: State
    by: str
    at: datetime
    reason: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Touch:
    """Somebody who dealt with a tool; `about` is what they made with it, such as the id of an assessment."""

    person: str
    dealing: Dealing
    about: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person must be told and has to acknowledge; `because` is all that they did with the tool.

    `guidance` is the id of a guidance text; `flagged` are the person's assessments to look at again.
    """

    person: str
    listing: str
    state: State
    reason: str
    guidance: str
    because: tuple[Dealing, ...]
    flagged: tuple[str, ...] = ()


def state_of(history: Sequence[Move]) -> State:
    """Where a listing stands after its moves; without any it is listed."""
    return history[-1].to if history else State.LISTED


def move(history: Sequence[Move], new: Move, reasons: Collection[str]) -> tuple[Move, ...]:
    """The history with one more move; raises ToolkitError with a sentence if it cannot be made.

    `reasons` are the reason classes of the catalogue.
    """
    for problem in _problems(history, new, reasons):
        raise ToolkitError(problem)
    return (*history, new)


def _problems(history: Sequence[Move], new: Move, reasons: Collection[str]) -> Iterator[str]:
    now = state_of(history)
    if new.to not in MOVES[now]:
        can = " or ".join(MOVES[now])
        yield f"a tool that is {now} cannot become {new.to}; it can become {can}"
    if new.to is State.WITHDRAWN and new.reason not in reasons:
        yield f"“{new.reason}” is no reason class; choose one of {', '.join(reasons)}"
    if new.to is not State.LISTED and not new.explanation.strip():
        yield f"a tool does not become {new.to} without an explanation; write one, without a word about a case"
    if new.to is State.REINSTATED and history and history[-1].by == new.by:
        yield "who withdrew a tool cannot reinstate it; ask another coordinator"
    if history and new.at < history[-1].at:
        yield "this change is older than the last one; look at the clock of the server"


def proposed(history: Sequence[Move]) -> bool:
    """Whether the tool appears in searches by criteria."""
    return state_of(history) in PROPOSED


def tombstone(history: Sequence[Move]) -> Move | None:
    """The withdrawal that counts now, with its day, reason class and explanation; None where the tool is not withdrawn.

    The page of a tool stays in every state: there is no move that deletes one.
    """
    return history[-1] if state_of(history) is State.WITHDRAWN else None


_GUIDANCE: Mapping[State, tuple[str, str]] = {
    State.LISTED: ("reinstated", "reinstated"),
    State.UNDER_REVIEW: ("under-review", "under-review"),
    State.WITHDRAWN: ("withdrawn-users", "withdrawn-provider"),
    State.REINSTATED: ("reinstated", "reinstated"),
}
"""Guidance for people who use the tool, and for its provider."""


def notices(listing: str, last: Move, touches: Iterable[Touch]) -> tuple[Notice, ...]:
    """Who is told of a move: the provider and everyone who dealt with the tool, each once, by their codes."""
    people: dict[str, list[Touch]] = {}
    for one in touches:
        people.setdefault(one.person, []).append(one)
    return tuple(_notice(listing, last, person, people[person]) for person in sorted(people))


def _notice(listing: str, last: Move, person: str, touches: Sequence[Touch]) -> Notice:
    because = {one.dealing for one in touches}
    users, provider = _GUIDANCE[last.to]
    assessed = (one.about for one in touches if one.dealing is Dealing.ASSESSED and one.about)
    return Notice(
        person=person,
        listing=listing,
        state=last.to,
        reason=last.reason,
        guidance=provider if because == {Dealing.PROVIDES} else users,
        because=tuple(one for one in Dealing if one in because),
        flagged=tuple(dict.fromkeys(assessed)) if last.to in (State.UNDER_REVIEW, State.WITHDRAWN) else (),
    )
