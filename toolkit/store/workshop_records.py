"""What the store takes and gives about workshops, as plain frozen dataclasses, and the errors it raises. No SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from toolkit.core.model import ToolkitError
from toolkit.core.workshop import Room, Setup, Stage
from toolkit.core.workshop_events import Refusal
from toolkit.store.records import Json

KEEP_DAYS = 30
"""How long a workshop is kept after the last thing that happened in it, unless its trainer says otherwise, in days."""

MOST_LINKS = 200
"""Links of one part that a workshop can have at a time; whoever needs more withdraws those from before."""

LONGEST_DAYS = 365
"""The longest time that a trainer can choose, and how long a workshop waits for its beginning, in days."""


class Part(StrEnum):
    """What somebody who holds a link is in a workshop."""

    PERSON = "person"
    """Answers questions, their own."""
    TRAINER = "trainer"
    """Runs the workshop: its owner, or somebody with the link for a second trainer."""
    SCREEN = "screen"
    """Looks at what everybody may see, and does nothing."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever may come into a workshop, as what, and as which person. `digest` is that of their token.

    It is empty for the owner, who needs no token.
    """

    workshop_id: str
    part: Part
    person: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Fresh tokens, which are shown once: only their digests are kept."""

    trainer: str
    screen: str


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop without what happened in it; `code` is empty once it has ended. Times are aware, in UTC."""

    id: str
    owner: str
    title: str
    code: str
    keep_days: int
    created_at: datetime
    delete_at: datetime

    @property
    def last_at(self) -> datetime:
        """When the last thing happened in a workshop that has begun."""
        return self.delete_at - timedelta(days=self.keep_days)


@dataclass(frozen=True, slots=True)
class Listed:
    """A workshop of an owner at a glance: how it was set up, where it is, how many people are or were in the room."""

    workshop: Workshop
    setup: Setup
    stage: Stage
    joined: int


@dataclass(frozen=True, slots=True)
class Playing:
    """A workshop after its first `number` events. It stays good: `follow` reads only what has happened since."""

    room: Room
    number: int


@dataclass(frozen=True, slots=True)
class Acted:
    """What became of events: the room after them, and for each why it did not happen, or None."""

    playing: Playing
    refusals: tuple[Refusal | None, ...]

    @property
    def refusal(self) -> Refusal | None:
        """The first reason why something did not happen."""
        return next((one for one in self.refusals if one), None)


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of somebody's wish to come in: their token, or why not."""

    token: str
    acted: Acted


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many codes were tried from there."""

    time: timedelta


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes that were kept; they outlive the votes."""

    workshop_id: str
    title: str
    minutes: Json
    created_at: datetime


class NoWorkshop(ToolkitError):
    """There is no such workshop, or not for this person."""

    def __init__(self) -> None:
        """Say what to do, and not whether it ever was there."""
        super().__init__("This workshop is not there, or was deleted: ask the trainer for the code or a new link.")


class NotAllowed(ToolkitError):
    """Somebody in a workshop tried what is not theirs to do."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This link does not allow that: use your own link, or ask the trainer.")
