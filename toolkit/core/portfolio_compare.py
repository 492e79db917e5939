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
    """Why an item differs between two versions; the first that fits, so that each item has one."""

    CONTENT = "content"
    APPLIES = "applies"
    RESOLVED = "resolved"
    OPENED = "opened"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Seen:
    """One version of a system in one tier: what is rated, what applies (also what was left out as not applicable).

    `asked` has a fingerprint of each question of its questionnaire (`migration.fingerprint`); None if nobody kept them.
    """

    rated: Mapping[str, Rated]
    applies: frozenset[str]
    asked: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """An item with another level or question, or which counts in one version only (then `was` or `now` is None)."""

    item: str
    cause: Cause
    was: Interval | None
    now: Interval | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Two versions of one system. `common_*` is the highest level over the items in both whose question is the same.

    `all_*` is over each one's own. Only the common levels may be compared: the others differ also because other
    questions were asked (METHOD 4.2, G37). With `untold`, nobody knows whether questions read the same.
    """

    common: int
    common_was: Interval | None
    common_now: Interval | None
    all_was: Interval | None
    all_now: Interval | None
    moved: tuple[Moved, ...]
    untold: bool = False

    def count(self, cause: Cause) -> int:
        """How many items moved for one cause; over all causes these are all that moved."""
        return sum(one.cause is cause for one in self.moved)


KNOWN = (State.ANSWERED, State.RANGE)


def trend(before: Seen, after: Seen, method: Method) -> Trend:
    """What changed between two versions in one tier, each item with one cause: questions, description, answers."""
    names = [*before.rated, *(name for name in after.rated if name not in before.rated)]
    causes = {name: _cause(name, before, after) for name in names}
    both = [name for name in names if name in before.rated and name in after.rated]
    common = [name for name in both if causes[name] is not Cause.CONTENT]
    return Trend(
        common=len(common),
        common_was=_highest([before.rated[name] for name in common], method),
        common_now=_highest([after.rated[name] for name in common], method),
        all_was=_highest(list(before.rated.values()), method),
        all_now=_highest(list(after.rated.values()), method),
        moved=tuple(
            Moved(name, cause, _level(before, name), _level(after, name)) for name, cause in causes.items() if cause
        ),
        untold=before.asked is None or after.asked is None,
    )


def _level(seen: Seen, name: str) -> Interval | None:
    return seen.rated[name].level if name in seen.rated else None


def _cause(name: str, before: Seen, after: Seen) -> Cause | None:
    """The one reason for which an item differs; None if it does not."""
    if before.asked is not None and after.asked is not None and before.asked.get(name) != after.asked.get(name):
        return Cause.CONTENT
    if name not in before.applies or name not in after.applies:
        return Cause.APPLIES
    was, now = before.rated.get(name), after.rated.get(name)
    if was and now and was.level == now.level:
        return None
    # What somebody left out as not applicable is known: it was looked at, and there is a reason.
    knew, know = (one is None or one.state in KNOWN for one in (was, now))
    if knew and know:
        return Cause.ANSWER
    if know:
        return Cause.RESOLVED
    return Cause.OPENED if knew else Cause.ANSWER


def _highest(rated: Sequence[Rated], method: Method) -> Interval | None:
    """The highest of the principles' levels, each by the method's own rule."""
    by_principle: dict[str, list[Interval]] = {}
    for one in rated:
        by_principle.setdefault(one.principle, []).append(one.level)
    return highest(node_level(method, levels) for levels in by_principle.values())
