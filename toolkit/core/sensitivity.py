"""What drives a level: decisive unknowns, holders, pivots, and what is worth finding out (METHOD 2.2 and 2.8).

A “what if” is `risk.assess` again with other responses; nothing here repeats it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import accumulate
from operator import mul

from toolkit.core.matrix import STEPS
from toolkit.core.method import Interval, Method
from toolkit.core.model import Control, Item
from toolkit.core.responses import Factor, Response, State
from toolkit.core.risk import Rated, TierResult, highest, node_level, rate
from toolkit.core.triggers import Finding, apply
from toolkit.core.uncertainty import any_of

# ---------------------------------------------------------------- the system with some items changed


@dataclass(frozen=True, slots=True)
class _System:
    """A tier with its legal floor, ready to be asked for the system level with some items at other levels."""

    result: TierResult
    method: Method
    floor: Interval

    def level(self, changed: Mapping[str, Interval]) -> Interval:
        """The system level; only the principles of the changed items are computed again."""
        rated = self.result.items
        touched = {rated[item].principle for item in changed}
        nodes = [node.level for name, node in self.result.instrumental.items() if name not in touched]
        for name in touched:
            levels = [changed.get(r.item, r.level) for r in rated.values() if r.principle == name]
            nodes.append(node_level(self.method, levels))
        # Raising by the floor once equals raising by every finding: the law takes maxima.
        whole = highest([*nodes, self.floor])
        return whole if whole is not None else self.floor


def _system(result: TierResult, method: Method, findings: Sequence[Finding]) -> _System:
    return _System(result, method, apply(Interval(0, 0), findings, method))


def is_open(rated: Rated) -> bool:
    """Whether something is left to find out: an unknown, a range, a missing factor or a control without evidence."""
    return not (rated.likelihood.determined and rated.impact.determined)


# ---------------------------------------------------------------- decisive unknowns


@dataclass(frozen=True, slots=True)
class Decisive:
    """Open items whose low ends would lower the system's upper end: each `alone`, or only all of `together`."""

    alone: tuple[str, ...]
    together: tuple[str, ...]


def decisive(result: TierResult, method: Method, findings: Sequence[Finding] = ()) -> Decisive:
    """The open items that stand between the system's upper end and a lower one (METHOD 2.2).

    `together` is filled only if no item is decisive alone: a smallest set that is, or nothing if none is. Pass no
    findings to see what the items decide where the law already holds the level up.
    """
    system = _system(result, method, findings)
    low = {r.item: Interval(r.level.lo, r.level.lo) for r in result.items.values() if is_open(r)}
    before = system.level({}).hi

    def lowers(items: Iterable[str]) -> bool:
        return system.level({item: low[item] for item in items}).hi < before

    if not lowers(low):
        return Decisive((), ())
    alone = tuple(item for item in low if lowers([item]))
    if alone:
        return Decisive(alone, ())
    together = list(low)
    for item in low:
        rest = [other for other in together if other != item]
        together = rest if lowers(rest) else together
    return Decisive((), tuple(together))


class Weight(IntEnum):
    """How an open item bears on the system's upper end; the lower value comes first."""

    ALONE = 0
    TOGETHER = 1
    NONE = 2


@dataclass(frozen=True, slots=True)
class ToFindOut:
    """An open item. `above`: levels by which its high end lies above the system's low end (negative: below).

    `if_low` and `if_high` are the system levels if the answer turned out to be at its low or its high end.
    """

    item: str
    state: State
    level: Interval
    weight: Weight
    above: int
    if_low: Interval
    if_high: Interval


def find_out_first(result: TierResult, method: Method, findings: Sequence[Finding] = ()) -> tuple[ToFindOut, ...]:
    """The open items in the order to find out: decisive first, then how far up they reach, then by id.

    A total order, the same for any order of the items.
    """
    system = _system(result, method, findings)
    sets = decisive(result, method, findings)
    base = system.level({})
    weights = dict.fromkeys(sets.alone, Weight.ALONE) | dict.fromkeys(sets.together, Weight.TOGETHER)
    found = [
        ToFindOut(
            item=r.item,
            state=r.state,
            level=r.level,
            weight=weights.get(r.item, Weight.NONE),
            above=r.level.hi - base.lo,
            if_low=system.level({r.item: Interval(r.level.lo, r.level.lo)}),
            if_high=system.level({r.item: Interval(r.level.hi, r.level.hi)}),
        )
        for r in result.items.values()
        if is_open(r)
    ]
    return tuple(sorted(found, key=lambda one: (one.weight, -one.above, one.item)))


# ---------------------------------------------------------------- holders and pivots


def holders(rated: Iterable[Rated]) -> tuple[str, ...]:
    """The items that hold their node at its lower end: all must fall for it to fall (rule “highest decides”)."""
    given = list(rated)
    top = max((r.level.lo for r in given), default=None)
    return tuple(r.item for r in given if r.level.lo == top)


@dataclass(frozen=True, slots=True)
class Pivot:
    """One step (−1 or +1) of an item's likelihood or impact (`factor`) that moves the system to `level`."""

    item: str
    factor: str
    step: int
    level: Interval


def pivots(
    result: TierResult,
    items: Iterable[Item],
    responses: Mapping[str, Response],
    method: Method,
    controls: Mapping[str, Control],
    findings: Sequence[Finding] = (),
) -> tuple[Pivot, ...]:
    """Every single step of an answered item that changes the system's level interval in the tier (METHOD 2.8)."""
    system = _system(result, method, findings)
    base = system.level({})
    found = []
    for item in items:
        response = responses.get(item.id, Response())
        if item.id not in result.items or response.state is not State.ANSWERED:
            continue
        for factor, step, other in _one_step(response):
            level = system.level({item.id: rate(item, other, method, result.tier, controls).level})
            if level != base:
                found.append(Pivot(item.id, factor, step, level))
    return tuple(found)


def _one_step(response: Response) -> Iterator[tuple[str, int, Response]]:
    """The response with one answered factor one step lower or higher, within 1 to 5."""
    for name, factor in (("likelihood", response.likelihood), ("impact", response.impact)):
        if factor is None or factor.lo != factor.hi:
            continue
        for step in (-1, 1):
            code = factor.lo + step
            if code in STEPS:
                yield name, step, _with(response, name, Factor(code, code))


def _with(response: Response, name: str, factor: Factor) -> Response:
    return replace(response, likelihood=factor) if name == "likelihood" else replace(response, impact=factor)


# ---------------------------------------------------------------- importance and the value of information


@dataclass(frozen=True, slots=True)
class Losses:
    """What a wrong decision costs, in any one unit: escalating without need, and proceeding with a high risk."""

    needless_escalation: float
    miss: float


def birnbaum(tails: Sequence[float]) -> tuple[float, ...]:
    """B_j = Π over i ≠ j of (1 − t_i): how far P(any) rises from t_j = 0 to t_j = 1, for independent items."""
    clear = [1 - t for t in tails]
    before = list(accumulate(clear, mul, initial=1.0))
    after = list(accumulate(reversed(clear), mul, initial=1.0))
    return tuple(before[j] * after[len(clear) - 1 - j] for j in range(len(clear)))


def evppi(tails: Sequence[float], losses: Losses) -> tuple[float, ...]:
    """What learning whether item j reaches the level is worth, in units of `losses`; independent items (METHOD 2.8).

    Two actions, proceed or escalate: min over actions of the expected loss, less its mean once j is known. Zero means
    that more evidence on j would not change what to do.
    """
    now = _least_loss(any_of(tails), losses)
    # If j reaches the level, escalating is right and costs nothing; otherwise the rest decides, with P = 1 − B_j.
    return tuple(
        max(0.0, now - t * _least_loss(1.0, losses) - (1 - t) * _least_loss(1 - rest, losses))
        for t, rest in zip(tails, birnbaum(tails), strict=True)
    )


def _least_loss(probability: float, losses: Losses) -> float:
    return min(losses.miss * probability, losses.needless_escalation * (1 - probability))
