"""Which planned treatments to begin with: what each does to risks, and how good a set of them is (METHOD 4.3).

A treatment here is a planned safeguard of a system, paid for once whatever number of its risks it was planned for; or
the target of one risk that was rated directly. All of it is a projection: nothing is ever stored as a result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from toolkit.core.method import Interval, Method
from toolkit.core.model import Control, Item
from toolkit.core.responses import AppliedControl, ControlStatus, Response, Tier
from toolkit.core.risk import held, inherent, item_level, leaves, lowered, rate, reduction, rerating, steps

Counts = tuple[int, ...]
"""Risks at each level above the lowest, the highest level first: at one end of the intervals, then at the other."""

TARGET = "target"
"""Stands where a control's id stands, for a target that was rated directly."""


class First(StrEnum):
    """Which ends count first: what is sure (the lower ends), or what may be (the upper ends)."""

    SURE = "sure"
    MAY = "may"


@dataclass(frozen=True, slots=True)
class Option:
    """A treatment that can be chosen. `cost` is in hundredths of the agency's unit; None: unknown, which is not zero.

    `control` is empty for a target that was rated directly; `items` are those that it was planned for.
    """

    id: str
    system: str
    control: str
    items: tuple[str, ...]
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A level that a risk can be brought to: of each group in `needs`, at least one treatment must be chosen."""

    needs: tuple[frozenset[str], ...]
    level: Interval

    def open_to(self, chosen: Collection[str]) -> bool:
        """Whether the chosen treatments lead there."""
        return all(any(one in chosen for one in group) for group in self.needs)


@dataclass(frozen=True, slots=True)
class Risk:
    """An item of a system. The first of its ways needs nothing; each further one is better at one end at least."""

    system: str
    item: str
    ways: tuple[Way, ...]

    def level(self, chosen: Collection[str] = ()) -> Interval:
        """The projected level with the chosen treatments."""
        found = [way.level for way in self.ways if way.open_to(chosen)]
        return Interval(min(one.lo for one in found), min(one.hi for one in found))


@dataclass(frozen=True, slots=True)
class Problem:
    """All treatments of some systems and all their risks, by one method with `levels` levels."""

    options: tuple[Option, ...]
    risks: tuple[Risk, ...]
    levels: int
    first: First = First.SURE

    def priced(self, budget: int) -> tuple[Option, ...]:
        """The treatments that can be chosen at all: a cost is known, and within the budget."""
        return tuple(one for one in self.options if one.cost is not None and one.cost <= budget)

    def cost(self, chosen: Collection[str]) -> int:
        """What the chosen treatments cost together, in hundredths of the unit."""
        return sum(one.cost or 0 for one in self.options if one.id in chosen)

    def counts(self, chosen: Collection[str] = ()) -> Counts:
        """How many risks are at each level with the chosen treatments; of two sets, the lower tuple is better."""
        return standing((risk.level(chosen) for risk in self.risks), self.levels, self.first)


def standing(levels: Iterable[Interval], names: int, first: First = First.SURE) -> Counts:
    """Risks at each level above the lowest, highest first, at the ends that count first, then at the others."""
    known = list(levels)
    ends = [[one.lo for one in known], [one.hi for one in known]]
    if first is First.MAY:
        ends.reverse()
    return tuple(end.count(level) for end in ends for level in range(names - 1, 0, -1))


# ---------------------------------------------------------------- from answers


@dataclass(frozen=True, slots=True)
class Subject:
    """A system as it is described: its items that apply, and what was answered."""

    id: str
    items: Sequence[Item]
    responses: Mapping[str, Response]


def problem(
    subjects: Iterable[Subject],
    method: Method,
    controls: Mapping[str, Control],
    costs: Mapping[str, int],
    first: First = First.SURE,
) -> Problem:
    """Every planned treatment of some systems, with its cost if there is one (by id of the option), and every risk."""
    found: dict[str, Option] = {}
    risks = []
    for subject in subjects:
        for item in subject.items:
            given = subject.responses.get(item.id, Response())
            if not leaves(item, given):
                risks.append(Risk(subject.id, item.id, _ways(subject.id, item, given, method, controls)))
                for one in _options(subject.id, item.id, given):
                    before = found.get(one.id)
                    items = (*(before.items if before else ()), item.id)
                    found[one.id] = replace(one, items=items, cost=costs.get(one.id))
    return Problem(tuple(found.values()), tuple(risks), len(method.levels), first)


def _planned(given: Response) -> list[AppliedControl]:
    return [one for one in given.controls if one.status is ControlStatus.PLANNED]


def _options(system: str, item: str, given: Response) -> Iterator[Option]:
    if Tier.TARGET in given.rerated:
        yield Option(f"{system}/{TARGET}/{item}", system, "", ())
        return
    for one in _planned(given):
        yield Option(f"{system}/{one.id}", system, one.id, ())


def only(given: Response, system: str, item: str, chosen: Collection[str]) -> Response:
    """The response as if only the chosen treatments were planned; what is in place stays."""
    kept = tuple(
        one for one in given.controls if one.status is not ControlStatus.PLANNED or f"{system}/{one.id}" in chosen
    )
    if Tier.TARGET in given.rerated and f"{system}/{TARGET}/{item}" in chosen:
        return given
    if Tier.TARGET in given.rerated:  # its planned safeguards are part of that target, not treatments of their own
        kept = tuple(one for one in kept if one.status is not ControlStatus.PLANNED)
    return replace(given, controls=kept, rerated={t: r for t, r in given.rerated.items() if t is not Tier.TARGET})


def _ways(system: str, item: Item, given: Response, method: Method, controls: Mapping[str, Control]) -> tuple[Way, ...]:
    bare = only(given, system, item.id, ())
    level = rate(item, bare, method, Tier.TARGET, controls).level
    if Tier.TARGET in given.rerated:
        target = rate(item, given, method, Tier.TARGET, controls).level
        better = target != level and target.lo <= level.lo and target.hi <= level.hi
        needs = (frozenset({f"{system}/{TARGET}/{item.id}"}),)
        return (Way((), level), Way(needs, target)) if better else (Way((), level),)
    planned = {f"{system}/{one.id}": steps([one], controls) for one in _planned(given)}
    return tuple(_packages(planned, _remaining(item, bare, method, controls))) if planned else (Way((), level),)


@dataclass(frozen=True, slots=True)
class _Remaining:
    """An item without its plans: its axes, and the steps that safeguards in place take off the low and high end."""

    axes: tuple[Interval, Interval]
    there: tuple[tuple[int, int], tuple[int, int]]
    method: Method

    def level(self, preventive: int, mitigating: int) -> Interval:
        """The level once so many steps, planned and in place together, are taken off each axis."""
        low, high = self.there
        likelihood = lowered(self.axes[0], max(low[0], preventive), max(high[0], preventive))
        impact = lowered(self.axes[1], max(low[1], mitigating), max(high[1], mitigating))
        return item_level(self.method, likelihood, impact)


def _remaining(item: Item, bare: Response, method: Method, controls: Mapping[str, Control]) -> _Remaining:
    likelihood, impact = inherent(item, bare)
    direct = rerating(bare, Tier.TARGET)
    axes = (held(direct[0], likelihood), held(direct[1], impact)) if direct else (likelihood, impact)
    return _Remaining(axes, reduction(bare, Tier.TARGET, controls), method)


def _packages(planned: Mapping[str, tuple[int, int]], after: _Remaining) -> Iterator[Way]:
    """A way for each pair of steps that some treatments reach, the weakest first; only where a level gains from it."""
    both = [{0, *(pair[axis] for pair in planned.values())} for axis in (0, 1)]
    kept: list[tuple[int, int, Interval]] = []
    for p, m in sorted(product(*both), key=lambda pair: (sum(pair), pair)):
        level = after.level(p, m)
        if any(x <= p and y <= m and one.lo <= level.lo and one.hi <= level.hi for x, y, one in kept):
            continue
        kept.append((p, m, level))
        reach = [frozenset(n for n, s in planned.items() if s[axis] >= step) for axis, step in ((0, p), (1, m)) if step]
        yield Way(tuple(dict.fromkeys(reach)), level)


# ---------------------------------------------------------------- why


class Why(StrEnum):
    """Why a treatment is chosen or not."""

    CHOSEN = "chosen"
    NO_COST = "no-cost"
    TOO_DEAR = "too-dear"
    ADDS_NOTHING = "adds-nothing"
    NO_ROOM = "no-room"


@dataclass(frozen=True, slots=True)
class Moved:
    """A risk whose level differs by one treatment: without it, and with it."""

    system: str
    item: str
    without: Interval
    with_it: Interval


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, and which risks differ by this treatment beside all that are chosen."""

    option: Option
    why: Why
    moved: tuple[Moved, ...]


def reasons(found: Problem, chosen: Collection[str], budget: int) -> tuple[Reason, ...]:
    """For each treatment why it is chosen or not; exact if `chosen` is the best set for the budget."""
    about: defaultdict[str, list[Risk]] = defaultdict(list)
    for risk in found.risks:
        for name in {name for way in risk.ways for group in way.needs for name in group}:
            about[name].append(risk)
    return tuple(_reason(one, about[one.id], chosen, budget) for one in found.options)


def _reason(one: Option, risks: Sequence[Risk], chosen: Collection[str], budget: int) -> Reason:
    pairs = [(risk, risk.level({*chosen} - {one.id}), risk.level({*chosen, one.id})) for risk in risks]
    moved = tuple(Moved(risk.system, risk.item, without, with_) for risk, without, with_ in pairs if without != with_)
    if one.id in chosen:
        return Reason(one, Why.CHOSEN, moved)
    if not moved:
        return Reason(one, Why.ADDS_NOTHING, ())
    if one.cost is None:
        return Reason(one, Why.NO_COST, moved)
    return Reason(one, Why.TOO_DEAR if one.cost > budget else Why.NO_ROOM, moved)
