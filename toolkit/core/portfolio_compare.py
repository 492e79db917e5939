"""Systems side by side: what differs, what must not be compared and why, and what changed on common items over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from toolkit.core.method import Interval, Method
from toolkit.core.portfolio import System
from toolkit.core.responses import Response, State, Tier
from toolkit.core.risk import Rated, highest, node_level

MOST = 4
"""So many systems can be compared at a time."""


class Refusal(StrEnum):
    """Why a comparison is not valid, or only in part (METHOD 4.1)."""

    CONTENT = "content"
    METHOD = "method"
    DEMO = "demo"
    NOTHING_KNOWN = "nothing-known"
    NOT_DETERMINED = "not-determined"
    OTHER_ITEMS = "other-items"
    MEANS = "means"
    POPULATION = "population"
    ASSESSORS = "assessors"


ALWAYS = (Refusal.MEANS, Refusal.POPULATION, Refusal.ASSESSORS)
"""What no portfolio allows, whatever is in it."""


def refusals(systems: Sequence[System], tier: Tier) -> tuple[Refusal, ...]:
    """What stands against comparing these systems, the strongest reason first; nothing for fewer than two."""
    if len(systems) < 2:
        return ()
    levels = [one.level(tier) for one in systems]
    items = [set(one.tier(tier).items) for one in systems]
    reasons = {
        Refusal.DEMO: len({one.demo for one in systems}) > 1,
        Refusal.METHOD: len({one.result.method.id for one in systems}) > 1,
        Refusal.CONTENT: len({one.content for one in systems}) > 1,
        Refusal.NOTHING_KNOWN: any(level is None for level in levels),
        Refusal.NOT_DETERMINED: any(level and not level.determined for level in levels),
        Refusal.OTHER_ITEMS: any(one != items[0] for one in items),
    }
    return tuple(reason for reason, stands in reasons.items() if stands)


# ---------------------------------------------------------------- side by side


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that is not the same in all systems: its rating in each, in their order; None where it does not apply."""

    item: str
    principle: str
    rated: tuple[Rated | None, ...]
    given: tuple[Response | None, ...]

    @property
    def spread(self) -> int:
        """Levels between the highest upper and the lowest lower end; where it applies to some only, at least 1."""
        there = [one.level for one in self.rated if one is not None]
        wide = max(one.hi for one in there) - min(one.lo for one in there)
        return max(wide, 1) if None in self.rated else wide


def differences(
    systems: Sequence[System], answers: Sequence[Mapping[str, Response]], tier: Tier
) -> tuple[Difference, ...]:
    """The items that differ in level, state, rating or controls, the furthest apart first, then by id."""
    tiers = [one.tier(tier).items for one in systems]
    names = dict.fromkeys(name for items in tiers for name in items)
    found = []
    for name in names:
        rated = tuple(items.get(name) for items in tiers)
        given = tuple(all_.get(name) if name in items else None for all_, items in zip(answers, tiers, strict=True))
        if len({_shown(one, response) for one, response in zip(rated, given, strict=True)}) > 1:
            principle = next(one.principle for one in rated if one is not None)
            found.append(Difference(name, principle, rated, given))
    return tuple(sorted(found, key=lambda one: (-one.spread, one.item)))


def _shown(rated: Rated | None, response: Response | None) -> tuple[object, ...] | None:
    if rated is None:
        return None
    controls = frozenset((one.id, one.status) for one in response.controls) if response else frozenset()
    return rated.level, rated.likelihood, rated.impact, rated.state, controls


# ---------------------------------------------------------------- over time


class Cause(StrEnum):
    """Why the level of an item differs between two versions."""

    ANSWER = "answer"
    RESOLVED = "resolved"
    OPENED = "opened"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Moved:
    """An item whose level is another one, or which stands in one version only (then `was` or `now` is None)."""

    item: str
    cause: Cause
    was: Interval | None
    now: Interval | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Two versions of one system. `common_*` is the highest level over the items in both, `all_*` over each one's own.

    Only the common levels may be compared: the others differ also because other questions were asked (METHOD 4.2, G37).
    """

    common: int
    common_was: Interval | None
    common_now: Interval | None
    all_was: Interval | None
    all_now: Interval | None
    moved: tuple[Moved, ...]

    def count(self, cause: Cause) -> int:
        """How many items moved for one cause."""
        return sum(one.cause is cause for one in self.moved)


KNOWN = (State.ANSWERED, State.RANGE)


def trend(before: Mapping[str, Rated], after: Mapping[str, Rated], method: Method) -> Trend:
    """What changed between two versions in one tier: changed answers, resolved unknowns, changed content."""
    both = [name for name in before if name in after]
    moved = [
        Moved(name, _cause(before[name], after[name]), before[name].level, after[name].level)
        for name in both
        if before[name].level != after[name].level
    ]
    moved += [Moved(name, Cause.CONTENT, one.level, None) for name, one in before.items() if name not in after]
    moved += [Moved(name, Cause.CONTENT, None, one.level) for name, one in after.items() if name not in before]
    return Trend(
        common=len(both),
        common_was=_highest([before[name] for name in both], method),
        common_now=_highest([after[name] for name in both], method),
        all_was=_highest(list(before.values()), method),
        all_now=_highest(list(after.values()), method),
        moved=tuple(moved),
    )


def _cause(was: Rated, now: Rated) -> Cause:
    if was.state in KNOWN:
        return Cause.ANSWER if now.state in KNOWN else Cause.OPENED
    return Cause.RESOLVED


def _highest(rated: Sequence[Rated], method: Method) -> Interval | None:
    """The highest of the principles' levels, each by the method's own rule."""
    by_principle: dict[str, list[Interval]] = {}
    for one in rated:
        by_principle.setdefault(one.principle, []).append(one.level)
    return highest(node_level(method, levels) for levels in by_principle.values())
