"""The nouns of a workshop: what is set up, what is going on, what people in the room did. Computes next to nothing.

A room is a value. `toolkit.core.workshop_events` says what may happen to it, `workshop_views` who may see what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.core.agreement import Bands, Limits, Vote
from toolkit.core.anonymity import LEAST
from toolkit.core.group_answer import own_level
from toolkit.core.method import Method
from toolkit.core.workshop_past import Past

# ---------------------------------------------------------------- what is set up


class About(StrEnum):
    """What a question of a workshop is about."""

    ITEM = "item"
    """A risk item: likelihood and impact."""
    STATEMENT = "statement"
    """A readiness statement: one of five described levels."""
    QUESTION = "question"
    """A workbook question: how far the room has settled it (open, in hand, settled)."""
    DECISION = "decision"
    """A decision of a case study: one of its options, which have no order."""
    PRINCIPLE = "principle"
    """A principle: how far the agency lives by it, in five steps."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A question that is put to the room.

    `of` is the id of what it is about. `steps` are the numbers of steps of its scales: two for a risk item, else one.
    `side` are the steps of one camp where a decision hangs on them (in place, settled, the better options); a risk item
    has the level instead.
    """

    id: str
    about: About
    of: str
    steps: tuple[int, ...] = (5,)
    side: frozenset[int] = frozenset()
    minutes: int = 5

    @property
    def ordered(self) -> bool:
        """Whether the steps have an order, so that medians mean something."""
        return self.about is not About.DECISION

    def fits(self, choices: Choices) -> bool:
        """Whether an answer is one of those that are offered: a step or “I don’t know” on each scale."""
        return len(choices) == len(self.steps) and all(
            one is None or 1 <= one <= top for one, top in zip(choices, self.steps, strict=True)
        )


Choices = tuple[Vote, ...]
"""One answer: a step, or None for “I don’t know”, on each scale of a question."""


class Identity(StrEnum):
    """What people are called in the room."""

    ANONYMOUS = "anonymous"
    NICKNAMES = "nicknames"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Group:
    """People with the same role."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Setup:
    """A workshop as its trainer set it up.

    `least` is the smallest number of people behind anything that is counted. `salt` shuffles reasons. `injects` are the
    facts that a training case can reveal, in their order. `agenda` holds minutes of each part, by its id.
    """

    id: str
    title: str
    code: str
    polls: tuple[Poll, ...]
    identity: Identity = Identity.ANONYMOUS
    groups: tuple[Group, ...] = ()
    languages: tuple[str, ...] = ("en",)
    least: int = LEAST
    method: str = "rights-first"
    salt: str = ""
    case: str = ""
    injects: tuple[str, ...] = ()
    agenda: tuple[tuple[str, int], ...] = ()
    most_people: int = 500
    demo: bool = False

    def poll(self, name: str) -> Poll | None:
        """A question by id, if there is one."""
        return next((one for one in self.polls if one.id == name), None)


# ---------------------------------------------------------------- what is going on


class Stage(StrEnum):
    """Where the whole workshop is."""

    LOBBY = "lobby"
    RUNNING = "running"
    ENDED = "ended"


class Phase(StrEnum):
    """Where one question is."""

    WAITING = "waiting"
    FIRST = "first"
    """Round 1 is open: private, only the number of answers can be seen."""
    FIRST_CLOSED = "first-closed"
    FIRST_SHOWN = "first-shown"
    DISCUSSION = "discussion"
    SECOND = "second"
    """Round 2 is open: private again."""
    SECOND_CLOSED = "second-closed"
    SECOND_SHOWN = "second-shown"
    RECORDED = "recorded"
    SKIPPED = "skipped"


OPEN: Mapping[Phase, int] = {Phase.FIRST: 1, Phase.SECOND: 2}
"""Phases in which votes are taken, and their round."""

CLOSED: Mapping[Phase, int] = {Phase.FIRST_CLOSED: 1, Phase.SECOND_CLOSED: 2}
"""Phases between the last vote and the first look."""

MOVES: Mapping[Phase, frozenset[Phase]] = {
    Phase.WAITING: frozenset({Phase.FIRST, Phase.SKIPPED}),
    Phase.FIRST: frozenset({Phase.FIRST_CLOSED}),
    Phase.FIRST_CLOSED: frozenset({Phase.FIRST, Phase.FIRST_SHOWN, Phase.SKIPPED}),
    Phase.FIRST_SHOWN: frozenset({Phase.DISCUSSION, Phase.SECOND, Phase.RECORDED}),
    Phase.DISCUSSION: frozenset({Phase.SECOND, Phase.RECORDED}),
    Phase.SECOND: frozenset({Phase.SECOND_CLOSED}),
    Phase.SECOND_CLOSED: frozenset({Phase.SECOND, Phase.SECOND_SHOWN}),
    Phase.SECOND_SHOWN: frozenset({Phase.RECORDED}),
    Phase.RECORDED: frozenset(),
    Phase.SKIPPED: frozenset({Phase.WAITING}),
}
"""Where a question can go from each phase. A round opens again only while nobody has seen its result."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who joined; `name` is empty in an anonymous workshop, `again` if an earlier page of theirs was lost."""

    id: str
    name: str = ""
    group: str = ""
    lang: str = "en"
    again: bool = False


@dataclass(frozen=True, slots=True)
class Cast:
    """One person’s vote in one round. `group` is that of the moment; `sent` are the ids of all it was sent with."""

    choices: Choices
    reason: str = ""
    group: str = ""
    sent: tuple[str, ...] = ()


Paper = tuple[tuple[Choices, int], ...]
"""Ballots on paper: each answer, and how many gave it."""


class Verdict(StrEnum):
    """What the trainer decided about a reason."""

    SHOWN = "shown"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Moderated:
    """A decision about a reason; `text` replaces its words where it was reworded."""

    verdict: Verdict
    text: str = ""


class Kind(StrEnum):
    """What was written down."""

    POINT = "point"
    DECISION = "decision"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that the trainer wrote down; `owner_role` and `due` (ISO day) are for actions."""

    id: str
    kind: Kind
    text: str
    poll: str = ""
    owner_role: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A workshop at one moment.

    `votes` and `paper` are by question and round. `until` is when the timer ends, `ends` when the part of the agenda
    should (seconds, 0 for no timer); neither closes anything. `robots` is how many a rehearsal wants. `seen` are the
    ids of what trainers did, so that nothing happens twice.
    """

    setup: Setup
    stage: Stage = Stage.LOBBY
    people: Mapping[str, Person] = field(default_factory=dict)
    phases: Mapping[str, Phase] = field(default_factory=dict)
    votes: Mapping[tuple[str, int], Mapping[str, Cast]] = field(default_factory=dict)
    paper: Mapping[tuple[str, int], Paper] = field(default_factory=dict)
    moderated: Mapping[str, Moderated] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    injects: tuple[str, ...] = ()
    focus: str = ""
    until: int = 0
    part: int = 0
    ends: int = 0
    robots: int = 0
    blank: bool = False
    seen: frozenset[str] = frozenset()
    past: Past = field(default_factory=Past)

    @property
    def present(self) -> int:
        """How many people came in; who came in again after a loss counts once."""
        return len(self.people) - len(self.past.back)

    def phase(self, poll: str) -> Phase:
        """Where a question is."""
        return self.phases.get(poll, Phase.WAITING)

    def cast(self, poll: str, number: int) -> Mapping[str, Cast]:
        """The votes of a round, by person; those on paper are not among them."""
        return self.votes.get((poll, number), {})

    def answers(self, poll: str, number: int) -> list[Choices]:
        """Every answer of a round, sent or on paper, in an order that says nothing."""
        sent = [one.choices for one in self.cast(poll, number).values()]
        written = [choices for choices, count in self.paper.get((poll, number), ()) for _ in range(count)]
        return sorted(sent + written, key=lambda choices: [one or 0 for one in choices])

    def voters(self, poll: str, number: int) -> int:
        """How many answered in a round."""
        return len(self.cast(poll, number)) + sum(count for _, count in self.paper.get((poll, number), ()))


# ---------------------------------------------------------------- what votes are held against


@dataclass(frozen=True, eq=False)
class Measures:
    """What the content says about judging votes: the method, its level at which a decision hangs, bands, limits."""

    method: Method
    bands: Bands = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    level: str = "high"

    @property
    def high(self) -> int:
        """The index of the level from which a system needs a decision."""
        return self.method.index(self.level)

    def side(self, poll: Poll, choices: Choices) -> bool | None:
        """Which camp an answer is in: at or above the decision, below it, or neither for certain."""
        if poll.about is About.ITEM:
            level = own_level((choices[0], choices[1]), self.method)
            return True if level.lo >= self.high else False if level.hi < self.high else None
        return None if choices[0] is None else choices[0] in poll.side
