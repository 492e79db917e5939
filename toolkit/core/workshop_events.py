"""What can happen in a workshop, as data, and why something may be refused.

Each event carries an id of its sender’s making; the same id again is the same event, sent twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.core.workshop import Choices, Entry, Moderated, Paper, Person, Phase

# ---------------------------------------------------------------- what people in the room do


@dataclass(frozen=True, slots=True)
class Join:
    """Somebody comes in, comes back, or changes their language or group."""

    id: str
    person: Person


@dataclass(frozen=True, slots=True)
class Vote:
    """Somebody answers a question, or changes the answer; `round` is the one that their page shows."""

    id: str
    person: str
    poll: str
    round: int
    choices: Choices
    reason: str = ""


# ---------------------------------------------------------------- what trainers do


@dataclass(frozen=True, slots=True)
class Begin:
    """The lobby ends; people can still come in."""

    id: str


@dataclass(frozen=True, slots=True)
class Move:
    """Questions go to their next phase: open, close, show, discuss, record, skip. All of them, or none."""

    id: str
    polls: tuple[str, ...]
    to: Phase


@dataclass(frozen=True, slots=True)
class Count:
    """Ballots on paper are entered; what was entered before for that round is replaced."""

    id: str
    poll: str
    round: int
    ballots: Paper


@dataclass(frozen=True, slots=True)
class Moderate:
    """A reason is shown (in other words, if there are some) or hidden."""

    id: str
    reason: str
    decision: Moderated


@dataclass(frozen=True, slots=True)
class Write:
    """A point, a decision or an action is written down; the same entry again is a correction."""

    id: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Remove:
    """Something that was written down goes; the minutes say that it did, and not its words."""

    id: str
    entry: str


@dataclass(frozen=True, slots=True)
class Void:
    """The answers of a round that nobody has seen are thrown away: more answered, say, than people are there."""

    id: str
    poll: str
    round: int


@dataclass(frozen=True, slots=True)
class Present:
    """How many people the trainer counts (0: not counted), and whether nobody new comes in. None leaves it as it is."""

    id: str
    counted: int | None = None
    shut: bool | None = None


@dataclass(frozen=True, slots=True)
class Inject:
    """A new fact of the training case comes to light."""

    id: str
    inject: str


@dataclass(frozen=True, slots=True)
class Screen:
    """What the big screen looks at: a question, nothing (blank), a part of the agenda, a timer until a second.

    `ends` is the second at which the part of the agenda should end. None leaves a setting as it is, so that two
    trainers who press at once do not undo each other.
    """

    id: str
    focus: str | None = None
    blank: bool | None = None
    part: int | None = None
    until: int | None = None
    ends: int | None = None


@dataclass(frozen=True, slots=True)
class Robots:
    """A rehearsal wants so many robots in the room; they come in and answer as `toolkit.core.rehearsal` says."""

    id: str
    number: int


@dataclass(frozen=True, slots=True)
class End:
    """The workshop is over: nothing changes any more."""

    id: str


Trainers = Begin | Move | Count | Moderate | Write | Remove | Void | Present | Inject | Screen | Robots | End
Event = Join | Vote | Trainers


class Refusal(StrEnum):
    """Why something did not happen; each deserves its own sentence."""

    ENDED = "ended"
    NOT_BEGUN = "not-begun"
    NOT_IN_ROOM = "not-in-room"
    FULL = "full"
    SHUT = "shut"
    """Nobody new comes in now."""
    CAME_BACK = "came-back"
    """Somebody who came in again may have answered this round with the page that they lost."""
    NO_NAME = "no-name"
    NAME_TAKEN = "name-taken"
    TOO_LONG = "too-long"
    NO_GROUP = "no-group"
    NO_QUESTION = "no-question"
    NOT_OPEN = "not-open"
    """The question does not take votes now."""
    TOO_LATE = "too-late"
    """The round has closed; what counted before still counts."""
    NO_ANSWER = "no-answer"
    """The answer is none of those that are offered."""
    NOT_NOW = "not-now"
    """A question cannot go from where it is to where it should."""
    SHOWN = "shown"
    """The result has been seen, so its round stays as it is."""
    TOO_MANY = "too-many"
    EMPTY = "empty"
    NO_ENTRY = "no-entry"
    NO_INJECT = "no-inject"
    NO_REHEARSAL = "no-rehearsal"
    """Robots are for rehearsals only."""
