"""Many systems at once: their order as far as it is sure, shares as bounds, coverage and filters (METHOD 4).

No means and no grades: levels are ordinal, so only counts, highest levels and orders are computed. Every level here is
by one method, because levels of two methods cannot be compared (METHOD 4.1).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from toolkit.core.method import Interval
from toolkit.core.responses import Tier
from toolkit.core.risk import Node, RiskResult, TierResult

Standing = tuple[int, ...]
"""The system's level, then its items at each level, highest first: comparing these is leximax (METHOD 0, row 6)."""

STALE_DAYS = 365
"""An assessment that nobody changed for longer than this, in days, is named as old."""


@dataclass(frozen=True, slots=True)
class System:
    """One assessed system. `groups` are what it can be gathered by: profile fields and `unit`, with the chosen options.

    `content` names the questions it was answered on, `family` the first version, `changed` the day of the last change.
    """

    id: str
    title: str
    result: RiskResult
    changed: date
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    content: str = ""
    family: str = ""
    version: int = 1
    frozen: bool = False
    demo: bool = False
    method: str = ""

    def tier(self, tier: Tier) -> TierResult:
        """Everything about one tier."""
        return self.result.tiers[tier]

    def node(self, tier: Tier, principle: str = "") -> Node:
        """The system, or one of its instrumental principles."""
        found = self.result.tiers[tier]
        return found.instrumental[principle] if principle else found.system

    def level(self, tier: Tier, principle: str = "") -> Interval | None:
        """The level; None where nothing applies or nothing at all is known: not assessed is never low."""
        node = self.node(tier, principle)
        return node.level if node.assessed else None

    @property
    def triggers(self) -> tuple[str, ...]:
        """Legal rules that match, by id."""
        return tuple(one.trigger.id for one in self.result.findings if one.matches and one.binding)

    @property
    def open_triggers(self) -> tuple[str, ...]:
        """Legal rules that may match: a question behind them is open."""
        open_ones = (one for one in self.result.findings if one.matches is not False and one.binding is not False)
        return tuple(one.trigger.id for one in open_ones if not (one.matches and one.binding))

    @property
    def coverage(self) -> tuple[int, int]:
        """Answered items, and those that apply."""
        node = self.result.tiers[Tier.CURRENT].system
        return node.answered, node.items

    def age(self, today: date) -> int:
        """Days since the last change."""
        return max(0, (today - self.changed).days)


# ---------------------------------------------------------------- order


def standings(system: System, tier: Tier, principle: str = "") -> tuple[Standing, Standing]:
    """Where a system stands at least and at most. Nothing known is lowest at least, and not lowest at most."""
    node = system.node(tier, principle)
    if node.level is None:
        return (-1,), (-1,)
    low = (node.level.lo, *node.counts_lo) if node.assessed else (-1,)
    return low, (node.level.hi, *node.counts_hi)


def leximax(systems: Iterable[System], tier: Tier, principle: str = "", *, most: bool = False) -> tuple[System, ...]:
    """The worst first, by what is sure; then by what may be; then by title and id. Total, whatever the order given.

    With `most`, by what may be first.
    """

    def key(one: System) -> tuple[tuple[int, ...], tuple[int, ...], str, str]:
        low, high = standings(one, tier, principle)
        first, second = (high, low) if most else (low, high)
        return tuple(-n for n in first), tuple(-n for n in second), one.title.casefold(), one.id

    return tuple(sorted(systems, key=key))


def places(systems: Sequence[System], tier: Tier, principle: str = "") -> dict[str, Interval]:
    """The best and the worst place (1 is the worst risk) that each system may have, by id.

    A system is surely before another only if its least standing is above the other's greatest (METHOD 4.1).
    """
    both = {one.id: standings(one, tier, principle) for one in systems}
    lows, highs = sorted(low for low, _ in both.values()), sorted(high for _, high in both.values())
    count = len(both)
    return {
        name: Interval(1 + count - bisect_right(lows, high), count - bisect_left(highs, low))
        for name, (low, high) in both.items()
    }


# ---------------------------------------------------------------- numbers


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `total` surely have something, and how many may: `sure` ≤ `most` ≤ `total`."""

    sure: int
    most: int
    total: int

    @property
    def bounds(self) -> tuple[float, float]:
        """The share, from 0 to 1, between its ends; (0, 1) of nothing, because nothing is known of it."""
        return (self.sure / self.total, self.most / self.total) if self.total else (0.0, 1.0)


def share(systems: Sequence[System], tier: Tier, level: int, principle: str = "") -> Share:
    """How many are at `level` (an index) or above: [known, known + undetermined] (METHOD 4.1, G33).

    Systems to which nothing applies are not counted; those without an answer may be anything.
    """
    nodes = [node for one in systems if (node := one.node(tier, principle)).level is not None]
    sure = sum(1 for n in nodes if n.assessed and n.level and n.level.lo >= level)
    most = sum(1 for n in nodes if n.level and (n.level.hi >= level))
    return Share(sure, most, len(nodes))


def distribution(systems: Iterable[System], tier: Tier, levels: int, principle: str = "") -> tuple[Share, ...]:
    """For each level index from 0 to `levels`: how many are surely just there, and how many may be."""
    found = [one.level(tier, principle) for one in systems]
    known = [level for level in found if level is not None]
    return tuple(
        Share(
            sum(one.lo == at == one.hi for one in known),
            sum(one.lo <= at <= one.hi for one in known),
            len(known),
        )
        for at in range(levels + 1)
    )


def answered(systems: Iterable[System]) -> tuple[int, int]:
    """Answered items of all systems together, and those that apply."""
    pairs = [one.coverage for one in systems]
    return sum(done for done, _ in pairs), sum(items for _, items in pairs)


def widest(systems: Iterable[System], tier: Tier) -> tuple[System, ...]:
    """The systems whose level is not determined, the widest first, then by title: where finding out helps most."""
    wide = [(level.hi - level.lo, one) for one in systems if (level := one.level(tier)) and not level.determined]
    return tuple(one for _, one in sorted(wide, key=lambda pair: (-pair[0], pair[1].title.casefold(), pair[1].id)))


# ---------------------------------------------------------------- filters


@dataclass(frozen=True, slots=True)
class Query:
    """What to look at. Empty fields ask for nothing. `level` is an index: surely at or above it, with `may` possibly.

    With `just`, the level is that one, for sure or perhaps. With a `principle`, levels mean that principle's. `cell` is
    (likelihood, impact): an item is, or may be, there. `since` and `until` are the first and last day of change.
    """

    level: int | None = None
    may: bool = False
    just: bool = False
    since: date | None = None
    until: date | None = None
    principle: str = ""
    trigger: str = ""
    text: str = ""
    cell: tuple[int, int] | None = None
    groups: tuple[tuple[str, str], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether everything is asked for."""
        return self == Query()


def matching(systems: Iterable[System], query: Query, tier: Tier) -> tuple[System, ...]:
    """The systems that answer to all of a query, in the order given."""
    return tuple(one for one in systems if _matches(one, query, tier))


def _matches(system: System, query: Query, tier: Tier) -> bool:
    words = query.text.casefold().split()
    where = " ".join((system.title, *system.groups.get("unit", ()))).casefold()
    return (
        all(option in system.groups.get(name, ()) for name, option in query.groups)
        and all(word in where for word in words)
        and (not query.trigger or query.trigger in (*system.triggers, *(system.open_triggers if query.may else ())))
        and _changed(system, query)
        and _reaches(system, query, tier)
        and (query.cell is None or bool(in_cell(system, query.cell, tier, query.principle)))
    )


def _changed(system: System, query: Query) -> bool:
    return (query.since or date.min) <= system.changed <= (query.until or date.max)


def _reaches(system: System, query: Query, tier: Tier) -> bool:
    if query.principle and system.node(tier, query.principle).level is None:
        return False
    if query.level is None:
        return True
    node = system.node(tier, query.principle)
    if query.just:
        return node.assessed and node.level is not None and node.level.lo <= query.level <= node.level.hi
    if query.may:
        return node.level is not None and node.level.hi >= query.level
    return node.assessed and node.level is not None and node.level.lo >= query.level


def in_cell(system: System, cell: tuple[int, int], tier: Tier, principle: str = "") -> tuple[str, ...]:
    """The items of a system that are, or may be, in a cell (likelihood, impact); what may be anywhere is nowhere."""
    likelihood, impact = cell
    return tuple(
        one.item
        for one in system.tier(tier).items.values()
        if one.likelihood.lo <= likelihood <= one.likelihood.hi
        and one.impact.lo <= impact <= one.impact.hi
        and (not principle or one.principle == principle)
        and not (one.likelihood == one.impact == Interval(1, 5))
    )
