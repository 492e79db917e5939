"""An action plan: what is done about gaps, by which role, by when, after what; pure, and without a clock of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from toolkit.core.practice import Recommendation
from toolkit.core.readiness_gaps import Advice


class Status(StrEnum):
    """How far an action is."""

    OPEN = "open"
    IN_HAND = "in-hand"
    DONE = "done"
    DROPPED = "dropped"


SIZES: Mapping[str, int] = {"S": 31, "M": 183, "L": 365}
"""Days that an action of a size usually takes: within a month, within half a year, longer (as in the roadmap)."""

FINISHED = (Status.DONE, Status.DROPPED)


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a role does by a day; `needs` are the actions that come before, `statements` what it serves.

    `size` is S, M or L. `reason` says why an action was dropped, or why it is late.
    """

    id: str
    title: str
    recommendation: str = ""
    statements: tuple[str, ...] = ()
    owner_role: str = ""
    start: date | None = None
    due: date | None = None
    size: str = "M"
    cost: str = ""
    needs: tuple[str, ...] = ()
    status: Status = Status.OPEN
    progress: str = ""
    reason: str = ""
    finished: date | None = None


Plan = tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something in a plan that cannot work; `kind` is a stable slug, `other` the action that it concerns too."""

    action: str
    kind: str
    other: str = ""


# ---------------------------------------------------------------- proposing


def propose(
    advice: Sequence[Advice], roadmap: Mapping[str, Recommendation], start: date, taken: Collection[str] = ()
) -> Plan:
    """An action for each recommendation that is not in the plan yet (`taken`), each after those that it needs.

    The order of the advice is kept. An action starts when what it needs is due, or on the day `start`.
    """
    wanted = {one.recommendation: one for one in advice if one.recommendation in roadmap}
    left = {name: one for name, one in wanted.items() if name not in taken}
    due: dict[str, date] = {}
    made: dict[str, Action] = {}
    for name in _after_needs(left, roadmap):
        one = roadmap[name]
        needs = tuple(need for need in one.needs if need in left or need in taken)
        begin = max((due[need] for need in needs if need in due), default=start)
        due[name] = begin + timedelta(days=SIZES[one.effort])
        made[name] = Action(
            id=name, title=one.title, recommendation=name, statements=left[name].statements, owner_role=one.owner,
            start=begin, due=due[name], size=one.effort, cost=one.cost, needs=needs,
        )  # fmt: skip
    return tuple(made[name] for name in left)


def _after_needs(wanted: Iterable[str], roadmap: Mapping[str, Recommendation]) -> tuple[str, ...]:
    """Recommendations so that each stands after those it needs; `toolkit check` holds the roadmap free of rings."""
    names = list(wanted)
    return tuple(TopologicalSorter({x: [n for n in roadmap[x].needs if n in names] for x in names}).static_order())


# ---------------------------------------------------------------- looking


def quarter(day: date) -> tuple[int, int]:
    """Year and quarter (1–4) of a day."""
    return day.year, (day.month - 1) // 3 + 1


def board(plan: Plan) -> dict[tuple[int, int] | None, Plan]:
    """Actions by the quarter in which they are due, earliest first; those without a day stand under None, last."""
    days = sorted({quarter(one.due) for one in plan if one.due})
    columns: dict[tuple[int, int] | None, Plan] = {
        place: tuple(sorted((one for one in plan if one.due and quarter(one.due) == place), key=_by_day))
        for place in days
    }
    undated = tuple(one for one in plan if one.due is None)
    return columns | {None: undated} if undated else columns


def _by_day(one: Action) -> tuple[date, str]:
    return one.due or date.max, one.id


def to_quarter(plan: Plan, name: str, place: tuple[int, int]) -> Plan:
    """The plan with one action due at the end of a quarter: how an action is moved without dragging."""
    year, number = place
    first = date(year + number // 4, number % 4 * 3 + 1, 1)
    return tuple(replace(one, due=first - timedelta(days=1)) if one.id == name else one for one in plan)


def overdue(plan: Plan, on: date) -> Plan:
    """Actions that should be finished by now and are not, the oldest first."""
    late = [one for one in plan if one.due and one.due < on and one.status not in FINISHED]
    return tuple(sorted(late, key=_by_day))


def ready(plan: Plan) -> Plan:
    """Actions that can go on now: not finished, and nothing before them is open. The earliest due first."""
    done = {one.id for one in plan if one.status in FINISHED}
    here = {one.id for one in plan}
    free = [one for one in plan if one.id not in done and all(need in done or need not in here for need in one.needs)]
    return tuple(sorted(free, key=_by_day))


def served(plan: Plan, statement: str) -> Plan:
    """The finished actions that served a statement, to stand beside what became of it."""
    return tuple(one for one in plan if statement in one.statements and one.status is Status.DONE)


def troubles(plan: Plan) -> tuple[Trouble, ...]:
    """What cannot work: due before its start, due before what it needs, a need that is gone, a ring, no owner, no day.

    In the order of the plan.
    """
    known = {one.id: one for one in plan}
    found = [trouble for one in plan for trouble in _troubles(one, known)]
    return (*found, *_ring(plan, known))


def _troubles(one: Action, known: Mapping[str, Action]) -> Iterable[Trouble]:
    if one.status in FINISHED:
        return
    if not one.owner_role.strip():
        yield Trouble(one.id, "no-owner")
    if one.due is None:
        yield Trouble(one.id, "no-day")
    elif one.start and one.due < one.start:
        yield Trouble(one.id, "due-before-start")
    for need in one.needs:
        other = known.get(need)
        if other is None or other.status is Status.DROPPED:
            yield Trouble(one.id, "need-gone", need)
        elif other.due and one.due and one.due < other.due and other.status not in FINISHED:
            yield Trouble(one.id, "due-before-need", need)


def _ring(plan: Plan, known: Mapping[str, Action]) -> Iterable[Trouble]:
    sorter = TopologicalSorter({one.id: [need for need in one.needs if need in known] for one in plan})
    try:
        sorter.prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        yield Trouble(ring[0], "ring", ring[1])
