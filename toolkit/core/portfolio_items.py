"""Items over many systems: where they sit, how controls move them, which hold levels up, which unknowns hurt most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolkit.core.method import Interval, Method
from toolkit.core.portfolio import System
from toolkit.core.responses import State, Tier
from toolkit.core.risk import Rated
from toolkit.core.sensitivity import ToFindOut, Weight, find_out_first, holders, is_open

Cell = tuple[int, int]
"""Likelihood and impact, each 1 to 5."""


@dataclass(frozen=True, slots=True)
class Density:
    """How many items are in each cell: `sure` by their answers, `could` as one of several cells that they allow.

    `anywhere` counts items of which nothing is known: in every cell they would say nothing.
    """

    sure: Mapping[Cell, int]
    could: Mapping[Cell, int]
    anywhere: int
    items: int


def density(systems: Iterable[System], tier: Tier, principle: str = "") -> Density:
    """Where the items of all systems sit in one tier. A fixed item counts once; an open one in each cell it allows."""
    sure: Counter[Cell] = Counter()
    could: Counter[Cell] = Counter()
    anywhere = items = 0
    for rated in _rated(systems, tier, principle):
        items += 1
        if not is_open(rated):
            sure[rated.likelihood.lo, rated.impact.lo] += 1
        elif rated.likelihood == rated.impact == Interval(1, 5):
            anywhere += 1
        else:
            rows, columns = rated.likelihood, rated.impact
            could.update((x, y) for x in range(rows.lo, rows.hi + 1) for y in range(columns.lo, columns.hi + 1))
    return Density(dict(sure), dict(could), anywhere, items)


def _rated(systems: Iterable[System], tier: Tier, principle: str) -> Iterable[Rated]:
    for system in systems:
        for rated in system.tier(tier).items.values():
            if not principle or rated.principle == principle:
                yield rated


def moves(
    systems: Iterable[System], before: Tier, after: Tier, principle: str = ""
) -> tuple[tuple[tuple[Cell, Cell], int], ...]:
    """How many items go from one cell to another between two tiers, most first; only items that are sure in both."""
    found: Counter[tuple[Cell, Cell]] = Counter()
    for system in systems:
        later = system.tier(after).items
        for rated in _rated([system], before, principle):
            then = later[rated.item]
            if not (is_open(rated) or is_open(then)):
                here, there = _cell(rated), _cell(then)
                if here != there:
                    found[here, there] += 1
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _cell(rated: Rated) -> Cell:
    return rated.likelihood.lo, rated.impact.lo


def transitions(
    systems: Iterable[System], before: Tier, after: Tier, levels: int, principle: str = ""
) -> tuple[tuple[int, ...], ...]:
    """Items by level before (rows) and after (columns), as indexes; items that are open in either are left out."""
    table = [[0] * levels for _ in range(levels)]
    for system in systems:
        later = system.tier(after).items
        for rated in _rated([system], before, principle):
            then = later[rated.item]
            if rated.level.determined and then.level.determined:
                table[rated.level.lo][then.level.lo] += 1
    return tuple(map(tuple, table))


# ---------------------------------------------------------------- drivers and unknowns


@dataclass(frozen=True, slots=True)
class Driver:
    """An item, its principle, and the systems (ids) in which it holds the level at `level` or above, each once."""

    item: str
    principle: str
    systems: tuple[str, ...]


def drivers(systems: Sequence[System], tier: Tier, least: int = 1, principle: str = "") -> tuple[Driver, ...]:
    """The items that hold most systems at their level, most first, then by id. `least`: the level index that counts.

    An item holds a system if the system cannot fall below its level while the item stays (rule “highest decides”).
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    about: dict[str, str] = {}
    for system in systems:
        known = [one for one in system.tier(tier).items.values() if one.state in (State.ANSWERED, State.RANGE)]
        rated = {one.item: one for one in known}
        for name in holders(known):
            if rated[name].level.lo >= least and principle in ("", rated[name].principle):
                found[name].append(system.id)
                about[name] = rated[name].principle
    rows = [Driver(name, about[name], tuple(ids)) for name, ids in found.items()]
    return tuple(sorted(rows, key=lambda one: (-len(one.systems), one.item)))


@dataclass(frozen=True, slots=True)
class Hurting:
    """An item that is open in `open` systems; in `decisive` ones (ids) an answer to it could lower the upper end.

    `together` are those in which it could do so only with others.
    """

    item: str
    principle: str
    decisive: tuple[str, ...]
    together: tuple[str, ...]
    open: int


def unknowns(
    systems: Sequence[System],
    tier: Tier,
    method: Method,
    principle: str = "",
    known: Callable[[System], Sequence[ToFindOut]] | None = None,
) -> tuple[Hurting, ...]:
    """The open items that hurt most: first what decides alone in most systems, then together, then by how often.

    `known` gives what is to be found out in a system, for whoever has computed it before.
    """
    about: dict[str, str] = {}
    seen: defaultdict[tuple[str, Weight], list[str]] = defaultdict(list)
    for system in systems:
        result = system.tier(tier)
        open_ones = known(system) if known else find_out_first(result, method, system.result.findings)
        for one in open_ones:
            owner = result.items[one.item].principle
            if principle in ("", owner):
                about[one.item] = owner
                seen[one.item, one.weight].append(system.id)
    rows = [_hurting(name, owner, seen) for name, owner in about.items()]
    return tuple(sorted(rows, key=lambda one: (-len(one.decisive), -len(one.together), -one.open, one.item)))


def _hurting(item: str, principle: str, seen: Mapping[tuple[str, Weight], Sequence[str]]) -> Hurting:
    alone, together, other = (tuple(seen.get((item, weight), ())) for weight in Weight)
    return Hurting(item, principle, alone, together, len(alone) + len(together) + len(other))


# ---------------------------------------------------------------- principle × system


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A principle of a system: its level (None: not assessed), items surely at its least level, and all of them.

    `applies` is False where nothing of the principle applies to the system.
    """

    level: Interval | None
    top: int
    items: int
    applies: bool = True


def heat(system: System, tier: Tier, principles: Iterable[str], levels: int) -> dict[str, HeatCell]:
    """One row of the heat map, by principle. `levels` is how many levels the method has."""
    found = {}
    for name in principles:
        node = system.node(tier, name)
        level = system.level(tier, name)
        top = node.counts_lo[levels - 1 - level.lo] if level and level.lo < levels else 0
        found[name] = HeatCell(level, top, node.items, node.level is not None)
    return found
