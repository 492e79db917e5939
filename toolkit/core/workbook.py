"""The action workbook: questions to settle about one AI system, chosen for a role, a stage and an activity.

Nothing is scored. The choice is deterministic, and each question says why it is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from toolkit.core.conditions import Condition, Facts, truth
from toolkit.core.guide import STAGES, Text
from toolkit.core.model import OWN, Source, ToolkitError
from toolkit.core.practice import ACTIVITIES, OTHER_ROLES, ROLES

EVERY_ROLE = (*ROLES, *OTHER_ROLES)
"""Roles that answer questions, in reading order."""

FEWEST, MOST = 12, 25
"""How many questions a reader gets, where there are as many."""

# ---------------------------------------------------------------- what authors write


@dataclass(frozen=True, slots=True)
class Question:
    """Something to settle; `principle` is instrumental, `order` (1–9) is its place within a stage.

    `ask` holds ids of roles, or a few words for people outside. `fingerprint` is of the question in English.
    """

    id: str
    principle: str
    question: Text
    why: Text
    weak: Text
    strong: Text
    ask: tuple[Text, ...]
    keep: tuple[Text, ...]
    stages: tuple[str, ...]
    activities: tuple[str, ...]
    roles: tuple[str, ...]
    applies_when: Condition
    order: int
    cases: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    source: Source = OWN
    fingerprint: str = ""

    @property
    def ask_roles(self) -> tuple[str, ...]:
        """Those of `ask` that are roles of the toolkit."""
        return tuple(one for one in self.ask if one in EVERY_ROLE)


@dataclass(frozen=True, eq=False)
class Workbook:
    """All questions in one language, principle by principle. `sha256` is of the source language."""

    lang: str
    sha256: str
    questions: tuple[Question, ...]
    translated: frozenset[str] = frozenset()

    def question(self, name: str) -> Question:
        """A question by id; raises ToolkitError."""
        for one in self.questions:
            if one.id == name:
                return one
        raise ToolkitError(f"there is no workbook question “{name}”; choose one from the workbook")


# ---------------------------------------------------------------- what people answer


class Status(StrEnum):
    """How far a question is."""

    OPEN = "open"
    IN_HAND = "in-hand"
    SETTLED = "settled"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered; “not applicable” counts only with its `reason`, and “settled” only with a text."""

    status: Status = Status.OPEN
    text: str = ""
    owner_role: str = ""
    evidence: str = ""
    reason: str = ""


Replies = Mapping[str, Reply]
"""Question id to its reply; an absent one is open."""


def status_of(reply: Reply | None) -> Status:
    """The status that counts: a settled question without an answer, or one left out without a reason, is in hand."""
    if reply is None:
        return Status.OPEN
    empty = reply.status is Status.SETTLED and not reply.text.strip()
    unreasoned = reply.status is Status.NOT_APPLICABLE and not reply.reason.strip()
    return Status.IN_HAND if empty or unreasoned else reply.status


def finished(reply: Reply | None) -> bool:
    """Whether nothing more is to be done: settled, or left out with a reason."""
    return status_of(reply) in (Status.SETTLED, Status.NOT_APPLICABLE)


# ---------------------------------------------------------------- choosing


class Why(StrEnum):
    """Why a question was chosen, most fitting first."""

    HERE = "here"
    """For this role at this stage."""
    EARLIER = "earlier"
    """For this role at an earlier stage: should be settled by now."""
    NEXT = "next"
    """For this role at a later stage: good to know early."""
    OTHERS = "others"
    """For this stage, answered by another role: worth asking."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, where the system is, and what the agency does with it; an empty wish means all."""

    role: str = ""
    stage: str = ""
    activity: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question and why it is there; `sure`: it applies for certain, `driver`: it treats a driver of the risk."""

    question: Question
    why: Why
    at: str
    sure: bool
    driver: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The questions in the order to read them; `fitting` is how many there were for this role and stage."""

    questions: tuple[Chosen, ...]
    fitting: int
    left_out: int


def applicable(questions: Iterable[Question], facts: Facts) -> tuple[Question, ...]:
    """The questions whose condition is not “no”; an unknown condition means that the question is asked."""
    return tuple(one for one in questions if truth(one.applies_when, facts) is not False)


def choose(
    questions: Sequence[Question], facts: Facts, reader: Reader, drivers: Collection[str] = (), most: int = MOST
) -> Choice:
    """12 to 25 questions for a reader, in the order of the life cycle; fewer only where there are fewer.

    All for the role at the stage, if they are not too many; else those that treat a risk driver (`drivers`: item ids)
    first, then one principle after the other by order. Below 12 it is filled up: what the role should have settled
    earlier (nearest stage first), what comes next, what others answer at the stage. Raises ToolkitError for a reader
    that does not exist.
    """
    check_reader(reader)
    fits = [
        Chosen(one, *placed, truth(one.applies_when, facts) is True, not set(drivers).isdisjoint(one.items))
        for one in applicable(questions, facts)
        if reader.activity in ("", *one.activities) and (placed := _placed(one, reader))
    ]
    here = [one for one in fits if one.why is Why.HERE]
    taken = _in_turn(here, most)
    rest = sorted((one for one in fits if one.why is not Why.HERE), key=lambda one: _distance(one, reader))
    for why in (Why.EARLIER, Why.NEXT, Why.OTHERS):
        taken += [one for one in rest if one.why is why][: max(0, min(FEWEST, most) - len(taken))]
    order = {one.id: place for place, one in enumerate(questions)}
    ordered = sorted(taken, key=lambda one: (STAGES.index(one.at), one.question.order, order[one.question.id]))
    return Choice(tuple(ordered), len(here), len(here) - sum(one.why is Why.HERE for one in taken))


def check_reader(reader: Reader) -> None:
    """Raise ToolkitError for a role, stage or activity that does not exist."""
    for kind, value, known in (
        ("role", reader.role, EVERY_ROLE), ("stage", reader.stage, STAGES), ("activity", reader.activity, ACTIVITIES),
    ):  # fmt: skip
        if value and value not in known:
            raise ToolkitError(f"there is no {kind} “{value}”; choose one of {', '.join(known)}")


def _placed(one: Question, reader: Reader) -> tuple[Why, str] | None:
    """Why a question is there, and the stage at which it is shown; None where it is neither for the role nor now."""
    stages = sorted(one.stages, key=STAGES.index)
    mine, now = reader.role in ("", *one.roles), reader.stage in ("", *one.stages)
    if mine and now:
        return Why.HERE, reader.stage or stages[0]
    if now:
        return Why.OTHERS, reader.stage or stages[0]
    if not mine:
        return None
    before = [stage for stage in stages if STAGES.index(stage) < STAGES.index(reader.stage)]
    return (Why.EARLIER, before[-1]) if before else (Why.NEXT, stages[0])


def _distance(one: Chosen, reader: Reader) -> tuple[int, bool, int, str]:
    steps = abs(STAGES.index(one.at) - STAGES.index(reader.stage)) if reader.stage else 0
    return steps, not one.driver, one.question.order, one.question.id


def _in_turn(fits: Sequence[Chosen], most: int) -> list[Chosen]:
    """At most so many: drivers first, then one question of each principle after the other, early ones first."""
    seen: Counter[str] = Counter()
    turns: list[tuple[bool, int, int, str, Chosen]] = []
    for one in sorted(fits, key=lambda one: (not one.driver, one.question.order, one.question.id)):
        turns.append((not one.driver, seen[one.question.principle], one.question.order, one.question.id, one))
        seen[one.question.principle] += 1
    return [turn[-1] for turn in sorted(turns, key=lambda turn: turn[:-1])][:most]


# ---------------------------------------------------------------- stage gates and hand-over


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that is not finished, and with whom: the owner's role if there is one, else those who may answer."""

    question: Question
    status: Status
    roles: tuple[str, ...]
    left_over: bool


@dataclass(frozen=True, slots=True)
class StageGate:
    """What remains before a system leaves a stage, early things first; `of` counts every question that matters here."""

    stage: str
    waiting: tuple[Waiting, ...]
    settled: int
    not_applicable: int
    of: int

    @property
    def open_(self) -> bool:
        """Whether nothing remains."""
        return not self.waiting

    def by_role(self) -> dict[str, tuple[Waiting, ...]]:
        """What remains with each role, in reading order; a question that several may answer stands with each."""
        names = dict.fromkeys((*EVERY_ROLE, *(role for one in self.waiting for role in one.roles)))
        found = {name: tuple(one for one in self.waiting if name in one.roles) for name in names}
        return {name: waiting for name, waiting in found.items() if waiting}


def stage_gate(
    questions: Sequence[Question], facts: Facts, replies: Replies, stage: str, activity: str = ""
) -> StageGate:
    """What remains before leaving a stage: its own questions, and those left over from earlier stages only."""
    check_reader(Reader(stage=stage, activity=activity))
    place = STAGES.index(stage)
    due = [
        one
        for one in applicable(questions, facts)
        if activity in ("", *one.activities) and min(map(STAGES.index, one.stages)) <= place
    ]
    states = Counter(status_of(replies.get(one.id)) for one in due)
    waiting = [_waiting(one, replies, stage) for one in due if not finished(replies.get(one.id))]
    order = {one.id: position for position, one in enumerate(questions)}
    waiting.sort(key=lambda one: (not one.left_over, one.question.order, order[one.question.id]))
    return StageGate(stage, tuple(waiting), states[Status.SETTLED], states[Status.NOT_APPLICABLE], len(due))


def _waiting(one: Question, replies: Replies, stage: str) -> Waiting:
    reply = replies.get(one.id, Reply())
    owner = reply.owner_role.strip()
    return Waiting(one, status_of(reply), (owner,) if owner else one.roles, stage not in one.stages)


def with_role(gate: StageGate, role: str) -> tuple[Waiting, ...]:
    """What is open for one role: the list to hand over, for example to the legal adviser before procurement."""
    return tuple(one for one in gate.waiting if role in one.roles)
