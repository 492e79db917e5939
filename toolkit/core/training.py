"""The nouns of what trainers work with: agendas, training cases with their keys, notes, texts to print.

`Text` and `Markdown` mean what they mean in `toolkit.core.guide`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.core.agreement import Bands, Limits
from toolkit.core.guide import Markdown, Text
from toolkit.core.method import Interval, Method
from toolkit.core.model import OWN, ProfileAnswers, Source, ToolkitError
from toolkit.core.workbook import Status
from toolkit.core.workshop import About, Measures, Poll, Setup

STATUSES = (Status.OPEN, Status.IN_HAND, Status.SETTLED)
"""The three steps on which a room says how far a workbook question is."""

KEPT = 4
"""The step from which a principle counts as kept."""

# ---------------------------------------------------------------- agendas


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an agenda; `kind` is welcome, input, case, vote, reveal, discuss, revote, break, actions or close."""

    id: str
    day: int
    kind: str
    title: Text
    minutes: int
    what: Text


@dataclass(frozen=True, slots=True)
class Agenda:
    """A template; `questions` is how many fit into it, `people` a range."""

    id: str
    title: Text
    audience: Text
    people: str
    questions: int
    lead: Text
    bring: tuple[Text, ...]
    parts: tuple[Part, ...]
    source: Source = OWN

    @property
    def minutes(self) -> int:
        """The length of all parts together, breaks included."""
        return sum(one.minutes for one in self.parts)


# ---------------------------------------------------------------- training cases


@dataclass(frozen=True, slots=True)
class Number:
    """A figure of a case, with its denominator."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a case: what it is about, and the minutes for both rounds and the talk between them."""

    about: About
    subject: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Surprise:
    """A fact that comes to light on the way; `touches` are the questions that it bears on."""

    id: str
    title: Text
    when: Text
    text: Markdown
    touches: tuple[str, ...]
    ask: Text


@dataclass(frozen=True, slots=True)
class Key:
    """What the authors would answer, as a range on each scale, and why; after a surprise where one is named."""

    subject: str
    ranges: tuple[Interval, ...]
    because: Text
    inject: str = ""


@dataclass(frozen=True, slots=True)
class TrainingCase:
    """A made-up police system to practise on. `warning` is none, child-abuse or violence."""

    id: str
    title: Text
    lead: Text
    minutes: int
    warning: str
    situation: Markdown
    numbers: tuple[Number, ...]
    profile: ProfileAnswers
    questions: tuple[Asked, ...]
    injects: tuple[Surprise, ...]
    key: tuple[Key, ...]
    debrief: tuple[Text, ...]
    lesson: Text
    facts: Mapping[str, bool] = field(default_factory=dict)
    principles: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    source: Source = OWN

    def answers(self, subject: str, told: tuple[str, ...] = ()) -> Key | None:
        """The key to a question after the facts that were told, the last of them first."""
        mine = {one.inject: one for one in self.key if one.subject == subject}
        return next((mine[name] for name in (*reversed(told), "") if name in mine), None)


class Fit(StrEnum):
    """How a room’s answer lies beside the key; both are ranges, so none of them is a mark."""

    INSIDE = "inside"
    OVERLAPS = "overlaps"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"
    """The room does not know, which can be the best answer."""


def fit(room: Interval | None, key: Interval) -> Fit:
    """Compare a room’s answer on one scale with the key."""
    if room is None:
        return Fit.UNKNOWN
    if key.lo <= room.lo and room.hi <= key.hi:
        return Fit.INSIDE
    return Fit.OVERLAPS if room.lo <= key.hi and key.lo <= room.hi else Fit.OUTSIDE


# ---------------------------------------------------------------- notes and texts


@dataclass(frozen=True, slots=True)
class Note:
    """Notes on one question; `id` is the id of what the question is about."""

    id: str
    purpose: Text
    prompts: tuple[Text, ...]
    misunderstandings: tuple[Text, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A text to print; `kind` is poster, ballot or handout."""

    id: str
    kind: str
    title: Text
    text: Markdown
    points: tuple[Text, ...] = ()


@dataclass(frozen=True, eq=False)
class Trainers:
    """Everything for trainers in one language. `sha256` is of the source language.

    `level` is the level at which a decision hangs; `principle` and `status` are the words of their steps; `promises` is
    what people are told before they join; `names` are for nicknames.
    """

    lang: str
    sha256: str
    version: str
    level: str
    least: int
    delete_after_days: int
    limits: Limits
    bands: Bands
    unknown: Text
    principle: Mapping[str, Text]
    status: Mapping[str, Text]
    promises: tuple[Text, ...]
    names: tuple[Text, ...]
    agendas: tuple[Agenda, ...]
    cases: tuple[TrainingCase, ...]
    notes: Mapping[str, Note]
    texts: tuple[Printed, ...]
    translated: frozenset[str] = frozenset()

    def agenda(self, name: str) -> Agenda:
        """A template by id; raises ToolkitError."""
        for one in self.agendas:
            if one.id == name:
                return one
        raise ToolkitError(f"there is no agenda “{name}”; choose one of {', '.join(x.id for x in self.agendas)}")

    def agenda_of(self, setup: Setup) -> Agenda | None:
        """The template that shares most parts with a workshop, and has fewest besides; None where none shares any."""
        mine = {name for name, _ in setup.agenda}
        parts = {one.id: {part.id for part in one.parts} for one in self.agendas}
        near = [one for one in self.agendas if parts[one.id] & mine]
        return max(near, key=lambda one: (len(parts[one.id] & mine), -len(parts[one.id] - mine)), default=None)

    def parts_of(self, agenda: Iterable[tuple[str, int]]) -> dict[str, Part]:
        """Parts by id: as they are in the template that an agenda (ids with minutes) is most like, else in another."""
        mine = set(agenda)
        near = sorted(self.agendas, key=lambda one: len({(part.id, part.minutes) for part in one.parts} & mine))
        return {part.id: part for one in near for part in one.parts}

    def known_case(self, name: str) -> TrainingCase | None:
        """A training case by id, if it is still there."""
        return next((one for one in self.cases if one.id == name), None)

    def case(self, name: str) -> TrainingCase:
        """A training case by id; raises ToolkitError."""
        if one := self.known_case(name):
            return one
        raise ToolkitError(f"there is no training case “{name}”; choose one of {', '.join(x.id for x in self.cases)}")

    def measures(self, method: Method) -> Measures:
        """What votes are held against."""
        return Measures(method, self.bands, self.limits, self.level)


# ---------------------------------------------------------------- from content to questions for a room


def poll_of(about: About, subject: str, target: int, minutes: int = 5, better: tuple[bool, ...] = ()) -> Poll:
    """A question for a room. `target` is the rating (1–5) from which a practice is in place.

    `better` says of each option of a decision whether it is among the better ones.
    """
    steps, side = (5,), frozenset(range(target, 6))
    match about:
        case About.ITEM:
            return Poll(subject, about, subject, (5, 5), frozenset(), minutes)
        case About.QUESTION:
            steps, side = (len(STATUSES),), frozenset({len(STATUSES)})
        case About.DECISION:
            steps = (len(better),)
            side = frozenset(step for step, good in enumerate(better, start=1) if good)
        case About.PRINCIPLE:
            side = frozenset(range(KEPT, 6))
    return Poll(subject, about, subject, steps, side, minutes)


def polls_of(case: TrainingCase, target: int) -> tuple[Poll, ...]:
    """The questions of a training case; it asks about risk items, statements and workbook questions only."""
    return tuple(poll_of(one.about, one.subject, target, one.minutes) for one in case.questions)
