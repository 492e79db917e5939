"""What if the yardstick were another one: a method with other thresholds, as data. A result is never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from toolkit.core.method import Interval, Method
from toolkit.core.model import ToolkitError

STEPS = (-1, 0, 1)
COUNTS = (1, 2, 3)
NAME = 80


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named yardstick: a method; each likelihood and impact read so many steps higher (−1 to 1); and how many count.

    `count` is k: a principle has the level that at least k of its items reach (1 to 3), 0 for the method's own rule.
    """

    name: str
    method: str
    likelihood: int = 0
    impact: int = 0
    count: int = 0

    def __post_init__(self) -> None:
        if self.likelihood not in STEPS or self.impact not in STEPS or self.count not in (0, *COUNTS):
            raise ToolkitError("A scenario moves each scale by one step at most, and lets 1 to 3 items decide.")

    @property
    def said(self) -> dict[str, Any]:
        """As plain data, to be kept."""
        return asdict(self)


def read(raw: object) -> Scenario | None:
    """A scenario from kept data; None for anything else."""
    if not isinstance(raw, Mapping) or not all(isinstance(raw.get(name), str) for name in ("name", "method")):
        return None
    numbers = {name: raw.get(name, 0) for name in ("likelihood", "impact", "count")}
    if not all(isinstance(one, int) for one in numbers.values()):
        return None
    try:
        return Scenario(str(raw["name"])[:NAME], str(raw["method"]), **numbers)
    except ToolkitError:
        return None


def yardstick(method: Method, scenario: Scenario) -> Method:
    """The method with the scenario's thresholds. Its grid stays monotone: it is the same one, read a step further."""
    grid = tuple(
        tuple(method.grid[_kept(row + scenario.likelihood)][_kept(column + scenario.impact)] for column in range(5))
        for row in range(5)
    )
    rule = replace(method.aggregate, k=scenario.count, escalate=False) if scenario.count else method.aggregate
    return replace(method, grid=grid, aggregate=rule)


def _kept(index: int) -> int:
    return min(max(index, 0), 4)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a scenario does to levels: systems that surely rise or fall, may do either, or stay."""

    rises: tuple[str, ...]
    falls: tuple[str, ...]
    shifts: tuple[str, ...]
    same: int


def effect(pairs: Iterable[tuple[str, Interval | None, Interval | None]]) -> Effect:
    """Sort systems (id, level now, level in the scenario) by what the scenario does; indexes of one set of levels.

    A system rises or falls if no end moves the other way; what only widens or narrows has shifted.
    """
    rises, falls, shifts, same = [], [], [], 0
    for name, now, then in pairs:
        if now == then:
            same += 1
        elif now is None or then is None:
            shifts.append(name)
        elif then.lo >= now.lo and then.hi >= now.hi:
            rises.append(name)
        elif then.lo <= now.lo and then.hi <= now.hi:
            falls.append(name)
        else:
            shifts.append(name)
    return Effect(tuple(rises), tuple(falls), tuple(shifts), same)
