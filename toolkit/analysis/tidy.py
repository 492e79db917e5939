"""Answers and levels of many systems as one long table: a row for each item of a system in each tier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from toolkit.core.method import Interval, Method
from toolkit.core.portfolio import System
from toolkit.core.responses import Response, State, Tier
from toolkit.core.risk import Rated

Row = Mapping[str, Any]

COLUMNS: Mapping[str, type] = {
    "system": str,
    "title": str,
    "unit": str,
    "illustration": bool,
    "changed": date,
    "content": str,
    "method": str,
    "tier": str,
    "item": str,
    "principle": str,
    "state": str,
    "confidence": str,
    "evidenced": bool,
    "known_factors": int,
    "likelihood_lo": int,
    "likelihood_hi": int,
    "impact_lo": int,
    "impact_hi": int,
    "level_lo": int,
    "level_hi": int,
    "at_least": str,
    "at_most": str,
    "system_lo": int,
    "system_hi": int,
}
"""Every column with its type. Levels are indexes of the method from 0, and in words; likelihood and impact are 1 to 5.

`system_lo` and `system_hi` are the level of the whole system in that tier, legal rules applied, and empty where nothing
is known: not assessed is never low. `known_factors` says how many of likelihood and impact were answered. Texts of
answers are not in it. A system to which nothing applies has no row.
"""


def tidy(systems: Iterable[tuple[System, Mapping[str, Response]]]) -> Iterator[Row]:
    """A row for each item of each system in each tier, in that order; give all of them by one method."""
    for system, given in systems:
        about = {
            "system": system.id,
            "title": system.title,
            "unit": " / ".join(system.groups.get("unit", ())),
            "illustration": system.demo,
            "changed": system.changed,
            "content": system.content,
            "method": system.result.method.id,
        }
        for tier in Tier:
            low, high = _ends(system.level(tier))
            shown = about | {"tier": str(tier), "system_lo": low, "system_hi": high}
            for rated in system.tier(tier).items.values():
                yield shown | _item(rated, given.get(rated.item, Response()), system.result.method)


def _item(rated: Rated, given: Response, method: Method) -> dict[str, Any]:
    known = given.state in (State.ANSWERED, State.RANGE)
    return {
        "item": rated.item,
        "principle": rated.principle,
        "state": str(rated.state),
        "confidence": str(given.confidence) if given.confidence and known else "",
        "evidenced": bool(given.evidence) and known,
        "known_factors": ((given.likelihood is not None) + (given.impact is not None)) if known else 0,
        "likelihood_lo": rated.likelihood.lo,
        "likelihood_hi": rated.likelihood.hi,
        "impact_lo": rated.impact.lo,
        "impact_hi": rated.impact.hi,
        "level_lo": rated.level.lo,
        "level_hi": rated.level.hi,
        "at_least": method.level(rated.level.lo).id,
        "at_most": method.level(rated.level.hi).id,
    }


def _ends(level: Interval | None) -> tuple[int | None, int | None]:
    return (level.lo, level.hi) if level else (None, None)
