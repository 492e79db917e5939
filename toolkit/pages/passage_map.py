"""System level beside readiness stage, as a map in words: the two are never multiplied (METHOD 2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from toolkit.content.interface import Interface
from toolkit.core.method import Interval, Method
from toolkit.core.readiness import Passage, passage
from toolkit.core.statements import HIGHEST, Gate
from toolkit.pages.desk import Context
from toolkit.pages.readiness_compare_view import stage_words
from toolkit.pages.view_whatif import named
from toolkit.render.html import render


@dataclass(frozen=True, slots=True)
class Placed:
    """A system on the map: `level` is an interval of level indexes of the method, None where nothing applies.

    It leads to a `route` of the same page, or to the `href` of another.
    """

    title: str
    level: Interval | None
    route: str = ""
    href: str = ""


def passage_map(context: Context, systems: Sequence[Placed], stage: Interval | None, method: Method) -> Markup:
    """The map, and below it a list that says the same in sentences; `stage` is that of the weakest dimension."""
    gates = context.readiness.gates
    return render(
        context.interface.lang,
        "passage_map.j2",
        stages=range(HIGHEST + 1),
        rows=[_row(context, systems, stage, method, level) for level in range(method.top, -1, -1)],
        systems=[_said(context, one, passage(gates, one.level, method, stage), method) for one in systems],
        stage=stage_words(context.interface, stage) if stage else "",
    )


def _row(
    context: Context, systems: Sequence[Placed], stage: Interval | None, method: Method, level: int
) -> dict[str, Any]:
    cells = [_cell(context, systems, stage, method, level, column) for column in range(HIGHEST + 1)]
    return {"level": method.level(level), "cells": cells}


def _cell(
    context: Context, systems: Sequence[Placed], stage: Interval | None, method: Method, level: int, column: int
) -> dict[str, Any]:
    """Whether a stage is enough for a level, and the numbers of the systems that are, or may be, here."""
    _ = context.interface.gettext
    passes = passage(context.readiness.gates, Interval(level, level), method, Interval(column, column)).passes
    here = stage is not None and stage.lo <= column <= stage.hi
    marks = [
        {"number": number, "title": one.title, "sure": bool(stage and stage.determined and one.level.determined)}
        for number, one in enumerate(systems, 1)
        if here and one.level is not None and one.level.lo <= level <= one.level.hi
    ]
    words = _("Never") if level == method.top else _("Enough") if passes else _("Wait")
    return {"words": words, "marks": marks}


def _said(context: Context, one: Placed, found: Passage, method: Method) -> dict[str, Any]:
    return {
        "title": one.title,
        "route": one.route,
        "href": one.href,
        "level": named(method, one.level),
        "text": said(context.interface, found, method, context.readiness.gates),
    }


def said(interface: Interface, found: Passage, method: Method, gates: Sequence[Gate]) -> str:
    """Whether the agency stands far enough for a system, in one sentence."""
    if found.level is None:
        return interface.gettext("Nothing applies to this system, so it waits for no stage.")
    if found.level.lo == method.top:
        return interface.gettext("No stage is enough for a system at this level.")
    if found.passes:
        return interface.gettext("The agency’s stage is enough for this level.")
    if found.passes is False:
        return interface.say("It waits: this level needs stage {stage} in every dimension.", stage=found.needed.lo)
    highest = max((gate.stage for gate in gates), default=0)
    return interface.say(
        "Not known yet: open answers decide. At most, stage {stage} in every dimension is needed.",
        stage=min(found.needed.hi, highest),
    )
