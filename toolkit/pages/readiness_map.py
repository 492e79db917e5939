"""The visitor's own AI systems beside the agency's stage: which may go on, which wait, and what is not known yet."""

from __future__ import annotations

from toolkit.core.responses import Tier
from toolkit.pages import threads
from toolkit.pages.desk import Context
from toolkit.pages.passage_map import Placed, passage_map
from toolkit.pages.readiness_state import ReadinessState, ReadinessWork
from toolkit.pages.screen import Part
from toolkit.render.html import render
from toolkit.store import Stored


def systems(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """The map of the visitor's systems, by their level of today, and those that have no level yet."""
    placed = [_placed(context, one) for one in state.versions]
    known = [one for one in placed if one.level is not None]
    method = context.library.method(context.library.default_method)
    stage = None if work.waiting else work.result.overall
    html = render(
        context.interface.lang,
        "ready_map.j2",
        map=passage_map(context, known, stage, method) if known else "",
        open=[one for one in placed if one.level is None],
        href=context.elsewhere("risk"),
    )
    return [Part("map", html)]


def _placed(context: Context, record: Stored) -> Placed:
    found = threads.scored(context, record)
    node = found.result.tiers[Tier.CURRENT].system if found else None
    level = node.level if node and node.assessed else None
    return Placed(record.title, level, href=context.elsewhere("risk", f"{record.id}/result"))
