"""The one thread through readiness, risk, workbook, roadmap and plan: what in one of them matters in another.

All links are ids in the content; no page knows another. What is taken over says where it is from and waits for a yes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from toolkit.core.model import Item
from toolkit.core.plan import Plan, overdue, ready
from toolkit.core.practice import Recommendation
from toolkit.core.readiness_gaps import Gap
from toolkit.core.statements import Statement
from toolkit.core.workbook import Question, Replies, StageGate, Status, status_of

# ---------------------------------------------------------------- readiness → risk


@dataclass(frozen=True, slots=True)
class Prompt:
    """A risk item that the agency's own gaps make likelier: the statements, the most pressing first."""

    item: str
    statements: tuple[str, ...]


def prompts(gaps: Sequence[Gap], statements: Iterable[Statement], items: Iterable[str]) -> tuple[Prompt, ...]:
    """What to remember at each risk item, in the order of the items; those without a gap are left out."""
    names = {one.id: one.items for one in statements}
    found = ((item, tuple(gap.statement for gap in gaps if item in names.get(gap.statement, ()))) for item in items)
    return tuple(Prompt(item, because) for item, because in found if because)


# ---------------------------------------------------------------- risk → workbook


class Tie(StrEnum):
    """How a question belongs to a risk item, closest first."""

    ITEM = "item"
    """It names the item."""
    CONTROL = "control"
    """It names a control of the item."""
    PRINCIPLE = "principle"
    """It serves the same principle."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook question that treats a risk item; `controls` are those that both name."""

    question: Question
    tie: Tie
    controls: tuple[str, ...]


def questions_for(item: Item, questions: Iterable[Question]) -> tuple[Opened, ...]:
    """The workbook questions that treat a risk item: those that name it, or a control of it, or its principle."""
    found = [Opened(one, tie, _shared(item, one)) for one in questions if (tie := _tie(item, one))]
    place = list(Tie)
    return tuple(sorted(found, key=lambda one: (place.index(one.tie), -len(one.controls))))


def _shared(item: Item, question: Question) -> tuple[str, ...]:
    return tuple(name for name in question.controls if name in item.controls)


def _tie(item: Item, question: Question) -> Tie | None:
    if item.id in question.items:
        return Tie.ITEM
    if _shared(item, question):
        return Tie.CONTROL
    return Tie.PRINCIPLE if question.principle == item.principle else None


# ---------------------------------------------------------------- workbook → risk


@dataclass(frozen=True, slots=True)
class Support:
    """A settled answer that can serve as evidence for a control; it counts only after somebody has confirmed it."""

    control: str
    question: str
    text: str
    evidence: str
    owner_role: str


def support(control: str, questions: Iterable[Question], replies: Replies) -> tuple[Support, ...]:
    """The workbook answers that can serve as evidence for a control: settled, with evidence, naming the control."""
    named = ((one.id, replies[one.id]) for one in questions if control in one.controls and one.id in replies)
    return tuple(
        Support(control, name, reply.text, reply.evidence, reply.owner_role)
        for name, reply in named
        if status_of(reply) is Status.SETTLED and reply.evidence.strip()
    )


# ---------------------------------------------------------------- roadmap → gaps and risks


@dataclass(frozen=True, slots=True)
class Closes:
    """What a recommendation would close here: gaps in readiness, and risk items by name or through a control."""

    recommendation: str
    statements: tuple[str, ...]
    items: tuple[str, ...]


def closes(one: Recommendation, gaps: Iterable[Gap], drivers: Iterable[Item]) -> Closes:
    """The agency's own gaps and the drivers of its risks that a recommendation would close; both may be empty."""
    return Closes(
        one.id,
        tuple(gap.statement for gap in gaps if one.id in gap.recommendations),
        tuple(item.id for item in drivers if item.id in one.items or not set(item.controls).isdisjoint(one.controls)),
    )


# ---------------------------------------------------------------- what next


class Next(StrEnum):
    """Kinds of next steps, the most pressing first."""

    OVERDUE = "overdue"
    """An action is late (id of an action)."""
    BLOCKER = "blocker"
    """A practice is missing without which people come to harm (statement)."""
    LEFT_OVER = "left-over"
    """A question of an earlier stage is not settled (question)."""
    TREAT = "treat"
    """A risk that holds the system at its level has no treatment (risk item)."""
    FIND_OUT = "find-out"
    """An unknown answer decides the level (risk item)."""
    SETTLE = "settle"
    """A question of this stage is not settled (question)."""
    ASK = "ask"
    """A readiness answer is not known (statement)."""
    PLAN = "plan"
    """A gap has no action yet (statement)."""
    ACT = "act"
    """An action can go on now (id of an action)."""


@dataclass(frozen=True, slots=True)
class Step:
    """A useful next step: its kind, and the id of what it is about."""

    kind: Next
    id: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known on a day about an agency and one system; whatever is not looked at yet stays empty.

    `untreated` are the risk items that hold the level and have no treatment, `decisive` those whose unknown decides it.
    """

    on: date
    gaps: tuple[Gap, ...] = ()
    find_out: tuple[Gap, ...] = ()
    plan: Plan = ()
    gate: StageGate | None = None
    untreated: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()


def next_steps(situation: Situation, most: int = 3) -> tuple[Step, ...]:
    """The next useful steps, the most pressing first: one of each kind, then a second of each, without repeats."""
    columns = [[Step(kind, name) for name in _candidates(kind, situation)] for kind in Next]
    rounds = zip_longest(*columns)
    found = dict.fromkeys(step for steps in rounds for step in steps if step is not None)
    return tuple(found)[:most]


def _candidates(kind: Next, now: Situation) -> Iterator[str]:
    planned = {name for one in now.plan for name in one.statements}
    late = overdue(now.plan, now.on)
    waiting = now.gate.waiting if now.gate else ()
    match kind:
        case Next.OVERDUE:
            yield from (one.id for one in late)
        case Next.BLOCKER | Next.PLAN:
            yield from _unplanned(now.gaps, planned, blocker=kind is Next.BLOCKER)
        case Next.LEFT_OVER | Next.SETTLE:
            yield from (one.question.id for one in waiting if one.left_over is (kind is Next.LEFT_OVER))
        case Next.TREAT:
            yield from now.untreated
        case Next.FIND_OUT:
            yield from now.decisive
        case Next.ASK:
            yield from (one.statement for one in now.find_out)
        case Next.ACT:
            yield from (one.id for one in ready(now.plan) if one not in late)


def _unplanned(gaps: Iterable[Gap], planned: Collection[str], *, blocker: bool) -> Iterator[str]:
    return (one.statement for one in gaps if one.blocker is blocker and one.statement not in planned)
