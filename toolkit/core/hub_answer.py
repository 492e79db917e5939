"""A provider’s answer to the withdrawal of its tool: on the record, read first, changed where it was sent back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from toolkit.core.hub_access import Action, Member, may
from toolkit.core.hub_feedback import Refused
from toolkit.core.hub_listing import Move, tombstone
from toolkit.core.hub_refuse import refusals
from toolkit.core.model import ToolkitError


class State(StrEnum):
    """Where an answer stands."""

    WAITING = "waiting"
    PUBLISHED = "published"
    SENT_BACK = "sent-back"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider says to the withdrawal that is move `move` (from 1) of a listing; `version` counts from 1.

    `asks` says whether the provider asks that the tool is listed again. `by` and `decided_by` are codes.
    """

    listing: str
    move: int
    version: int
    by: str
    provider: str
    text: str
    asks: bool
    at: datetime
    state: State = State.WAITING
    note: str = ""
    decided_by: str = ""


def latest(every: Sequence[Answer], listing: str, history: Sequence[Move]) -> Answer | None:
    """The answer to the withdrawal that counts now; None where there is neither."""
    if tombstone(history) is None:
        return None
    found = [one for one in every if (one.listing, one.move) == (listing, len(history))]
    return max(found, key=lambda one: one.version, default=None)


def answer(new: Answer, earlier: Answer | None, history: Sequence[Move], by: Member, on: date) -> Answer:
    """An answer to keep, once for each withdrawal unless it was sent back; raises Refused or ToolkitError."""
    if not may(by, Action.ANSWER_WITHDRAWAL, on) or by.agency != new.provider:
        raise ToolkitError("only a contact of the tool’s own provider can answer")
    if tombstone(history) is None:
        raise ToolkitError("only a withdrawal can be answered; look where the listing stands now")
    if earlier and earlier.state is not State.SENT_BACK:
        raise ToolkitError("there is an answer to this withdrawal already; a coordinator can send it back to you")
    if not new.text.strip():
        raise ToolkitError("an answer needs words; write some")
    if found := refusals({"text": new.text}):
        raise Refused(found)
    return replace(
        new, move=len(history), version=earlier.version + 1 if earlier else 1, by=by.code, state=State.WAITING
    )


def settle(one: Answer, by: Member, on: date, *, publish: bool, note: str = "") -> Answer:
    """An answer published on the page of the tool, or sent back with words; raises Refused or ToolkitError."""
    if not may(by, Action.REVIEW_LISTING, on) or by.code == one.by:
        raise ToolkitError("only a coordinator decides on an answer")
    if one.state is not State.WAITING:
        raise ToolkitError("this answer is not waiting any more; read the latest one")
    if not publish and not note.strip():
        raise ToolkitError("the provider must know what to change; write it")
    if found := refusals({"note": note}):
        raise Refused(found)
    return replace(one, state=State.PUBLISHED if publish else State.SENT_BACK, note=note, decided_by=by.code)
