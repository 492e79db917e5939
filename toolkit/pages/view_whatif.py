"""What could change the level: safeguards that are not there yet, tried without storing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from toolkit.content.scoring import score
from toolkit.core.method import Interval, Method
from toolkit.core.responses import AppliedControl, ControlStatus, Response, State, Tier
from toolkit.pages.desk import Context
from toolkit.pages.risk_state import RiskState, Work

TOP = 8
"""So many of the worst risks are offered."""


def named(method: Method, level: Interval | None) -> dict[str, Any] | None:
    """A level interval with its names, or None."""
    if level is None:
        return None
    return {
        "low": method.level(level.lo),
        "high": method.level(level.hi),
        "determined": level.determined,
        "lo": level.lo,
        "hi": level.hi,
    }


def what_if(state: RiskState, context: Context, work: Work) -> dict[str, Any]:
    """Controls that could still be added to the worst items, and the level if the ticked ones worked."""
    scored = work.scored
    tier = scored.result.tiers[Tier.TARGET]
    worst = sorted(
        (r for r in tier.items.values() if r.state in (State.ANSWERED, State.RANGE)),
        key=lambda r: (-r.level.hi, -r.level.lo, r.item),
    )[:TOP]
    rows = []
    for rated in worst:
        item = next(item for item in scored.items if item.id == rated.item)
        given = work.assessment.responses.get(item.id, Response())
        had = {control.id for control in given.controls}
        options = [
            {
                "control": context.library.controls[name],
                "value": f"{item.id}/{name}",
                "tried": (item.id, name) in state.tried,
            }
            for name in item.controls
            if name not in had
        ]
        rows.append({"item": item, "level": named(scored.method, rated.level), "options": options})
    return {
        "rows": [row for row in rows if row["options"]],
        "now": named(scored.method, tier.system.level),
        "then": named(scored.method, _tried(state, context, work)),
        "count": len(state.tried),
        "frozen": state.fixed,
    }


def _tried(state: RiskState, context: Context, work: Work) -> Interval | None:
    responses: Mapping[str, Response] = work.assessment.responses
    extra: dict[str, Response] = dict(responses)
    for item, name in sorted(state.tried):
        before = extra.get(item, Response())
        extra[item] = replace(before, controls=(*before.controls, AppliedControl(name, ControlStatus.PLANNED)))
    changed = score(context.library, replace(work.assessment, responses=extra), context.today)
    return changed.result.tiers[Tier.TARGET].system.level
