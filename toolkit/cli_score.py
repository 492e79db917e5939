"""The result of one assessment as data with stable keys (`toolkit-score/1`) and as lines for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from toolkit.content import Library
from toolkit.content.scoring import Scored
from toolkit.core import sensitivity
from toolkit.core.method import Interval, Method
from toolkit.core.questionnaire import progress
from toolkit.core.responses import State, Tier
from toolkit.core.risk import Node, Rated, TierResult
from toolkit.core.triggers import Finding, past_review, relevant
from toolkit.exchange.bundle import ILLUSTRATION, INDEPENDENT

FORMAT = "toolkit-score/1"
DRIVER_TIER = Tier.CURRENT
"""Drivers and unknowns are about how things stand now, with the controls that are in place."""


@dataclass(frozen=True)
class Outcome:
    """A scored assessment with what is needed to explain it."""

    scored: Scored
    library: Library
    on: date
    told: Sequence[str] = ()

    @property
    def method(self) -> Method:
        """The method that was used."""
        return self.scored.method

    @property
    def tier(self) -> TierResult:
        """The tier that drivers and unknowns are about."""
        return self.scored.result.tiers[DRIVER_TIER]

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader must know: illustration, no official score, differences on reading, packs past their review."""
        demo = (ILLUSTRATION,) if self.scored.assessment.demo else ()
        old = (
            f"legal pack {pack.id} was to be reviewed by {pack.review_by.isoformat()}; ask the {pack.owner_role}"
            for pack in self.library.packs
            if past_review(pack, self.on)
        )
        return (*demo, INDEPENDENT, *self.told, *old)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The legal triggers that match or may match."""
        return relevant(self.scored.findings)

    def find_out(self) -> tuple[sensitivity.ToFindOut, ...]:
        """What is open, the most important first."""
        return sensitivity.find_out_first(self.tier, self.method, self.scored.findings)

    def holders(self) -> tuple[str, ...]:
        """The items that hold the system where it is."""
        return sensitivity.holders(self.tier.items.values())


# ---------------------------------------------------------------- as data


def as_data(outcome: Outcome) -> dict[str, Any]:
    """Everything as plain values; levels are ids, null where not applicable. Keys never change within a format."""
    scored, library = outcome.scored, outcome.library
    return {
        "format": FORMAT,
        "assessment": {"id": scored.assessment.id, "title": scored.assessment.title},
        "demo": scored.assessment.demo,
        "method": {"id": outcome.method.id, "version": outcome.method.version},
        "questionnaire": {"id": library.questionnaire, "version": library.version, "sha256": library.sha256},
        "packs": [
            {"id": p.id, "version": p.version, "checked": p.checked.isoformat(), "review_by": p.review_by.isoformat()}
            for p in library.packs
        ],
        "evaluated_on": outcome.on.isoformat(),
        "applicable": len(scored.items),
        "coverage": coverage(outcome),
        "tiers": {tier.value: _tier(outcome.method, result) for tier, result in scored.result.tiers.items()},
        "stress": ends(outcome.method, scored.result.stress),
        "drivers": _drivers(outcome),
        "unknowns": [_unknown(outcome.method, one) for one in outcome.find_out()],
        "triggers": [_trigger(outcome.method, finding) for finding in outcome.findings],
        "notices": list(outcome.notices),
    }


def ends(method: Method, level: Interval | None) -> dict[str, Any] | None:
    """A level interval by its ids, or None."""
    if level is None:
        return None
    low, high = method.level(level.lo).id, method.level(level.hi).id
    return {"at_least": low, "at_most": high, "determined": level.determined}


def coverage(outcome: Outcome) -> dict[str, Any]:
    """How much of what applies was dealt with and answered, and the number of items in each state."""
    scored = outcome.scored
    given = [scored.assessment.responses.get(item.id) for item in scored.items]
    states = [response.state if response else State.SKIPPED for response in given]
    done = progress(scored.items, scored.assessment.responses)
    node = outcome.tier.system
    return {
        "items": {"dealt_with": done.done, "answered": done.answered, "total": done.total},
        "factors": {"answered": node.factors, "total": 2 * node.items},
        "states": {state.value: states.count(state) for state in State},
    }


def _tier(method: Method, result: TierResult) -> dict[str, Any]:
    return {
        "system": _node(method, result.system) | {"before_law": ends(method, result.before_law)},
        "core": {name: _node(method, node) for name, node in result.core.items()},
        "instrumental": {name: _node(method, node) for name, node in result.instrumental.items()},
        "items": {name: _rated(method, rated) for name, rated in result.items.items()},
    }


def _node(method: Method, node: Node) -> dict[str, Any]:
    names = [level.id for level in reversed(method.levels)]
    level = ends(method, node.level) or {"at_least": None, "at_most": None, "determined": True}
    return level | {
        "assessed": node.assessed,
        "items": node.items,
        "not_applicable": node.not_applicable,
        "counts": {
            "at_least": dict(zip(names, node.counts_lo, strict=True)),
            "at_most": dict(zip(names, node.counts_hi, strict=True)),
        },
    }


def _rated(method: Method, rated: Rated) -> dict[str, Any]:
    return {
        "state": rated.state.value,
        "likelihood": [rated.likelihood.lo, rated.likelihood.hi],
        "impact": [rated.impact.lo, rated.impact.hi],
        **(ends(method, rated.level) or {}),
    }


def _drivers(outcome: Outcome) -> dict[str, Any]:
    scored, method = outcome.scored, outcome.method
    given = (scored.items, scored.assessment.responses, method, outcome.library.controls, scored.findings)
    return {
        "tier": DRIVER_TIER.value,
        "holders": list(outcome.holders()),
        "pivots": [
            {"item": p.item, "factor": p.factor, "step": p.step, **(ends(method, p.level) or {})}
            for p in sensitivity.pivots(outcome.tier, *given)
        ],
    }


def _unknown(method: Method, one: sensitivity.ToFindOut) -> dict[str, Any]:
    return {
        "item": one.item,
        "state": one.state.value,
        "decisive": one.weight.name.lower(),
        **(ends(method, one.level) or {}),
        "system_if_low": ends(method, one.if_low),
        "system_if_high": ends(method, one.if_high),
    }


def _trigger(method: Method, finding: Finding) -> dict[str, Any]:
    floor = finding.trigger.floor
    return {
        "id": finding.trigger.id,
        "pack": {"id": finding.pack.id, "version": finding.pack.version},
        "title": finding.trigger.title,
        "matches": finding.matches,
        "binding": finding.binding,
        "applies_from": finding.applies_from.isoformat(),
        "in_force": finding.in_force,
        "floor": None if floor == "none" else method.level(method.index(floor)).id,
        "message": finding.trigger.message,
    }
