"""The result: the level with its range, where it sits, what drives it, and what could change it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from toolkit.content.scoring import Scored, score
from toolkit.core import sensitivity, uncertainty
from toolkit.core.health import health
from toolkit.core.method import Method
from toolkit.core.model import Item
from toolkit.core.questionnaire import progress
from toolkit.core.responses import Decision, State, Tier
from toolkit.core.risk import Node, TierResult
from toolkit.core.triggers import Finding, past_review, relevant
from toolkit.pages.desk import Context
from toolkit.pages.risk_state import RiskState, Work
from toolkit.pages.screen import Part
from toolkit.pages.threads import treating
from toolkit.pages.view_whatif import named, what_if
from toolkit.render.charts import Placed, cell_marks, matrix_gist
from toolkit.render.html import render
from toolkit.render.report_parts import MatrixShape

MOST_TREATS = 4
"""At most so many workbook questions stand beside a driver."""

TOP = 8
"""Lists of drivers and unknowns show so many entries first; the rest is one step away."""


def result(state: RiskState, context: Context, work: Work) -> list[Part]:
    """All parts of the result screen."""
    lang = context.interface.lang
    shared = result_context(context, work)
    shared["severe"] = any(row["finding"].matches and row["severe"] for row in shared["law"])
    order = ["head", "next", "where", "drivers", "unknown", "whatif", "versions"]
    # A rule that may forbid the system comes before everything else that could be done.
    order.insert(order.index("next" if shared["severe"] else "versions"), "law")
    shared |= {"tries": what_if(state, context, work)}
    return [Part(name, render(lang, f"result_{name}.j2", **shared)) for name in order]


def result_context(context: Context, work: Work) -> dict[str, Any]:
    """Everything that the result, the report and the exports show, as plain values."""
    scored, method = work.scored, work.scored.method
    current = scored.result.tiers[Tier.CURRENT]
    return {
        "record": work.state.record,
        "title": work.assessment.title,
        "demo": work.assessment.demo,
        "method": method,
        "progress": progress(scored.items, work.assessment.responses),
        "tiers": {str(tier): named(method, each.system.level) for tier, each in scored.result.tiers.items()},
        "current": node_row(context, method, current.system, ""),
        "stress": named(method, scored.result.stress),
        "law_open": law_open(current),
        "principles": principle_rows(context, scored),
        "matrix": matrix_shape(context, work),
        "placed": [(str(number), name) for name, number in numbers(scored).items() if name in current.items],
        **item_names(scored),
        "law": law_rows(context, scored.findings),
        "packs": packs(context),
        "holders": [row | {"treats": _treats(context, work, row["item"])} for row in holder_rows(scored, current)],
        "pivots": pivot_rows(work, current),
        "unknowns": unknown_rows(scored, current),
        "probability": probability(context, work),
        "library": context.library,
        "health": health_lines(context, method),
        "today": context.today,
        "other": other_method(context, work),
    }


def item_names(scored: Scored) -> dict[str, dict[str, str]]:
    """Titles and sections of the applicable items, by id."""
    items = scored.items
    return {"titles": {i.id: i.title for i in items}, "sections": {i.id: i.principle for i in items}}


def law_open(tier: TierResult) -> bool:
    """Whether legal questions that are still open widen the system's level beyond what the answers leave open."""
    level, before = tier.system.level, tier.before_law
    return bool(level and before and level.hi > max(before.hi, level.lo))


def node_row(context: Context, method: Method, node: Node, label: str) -> dict[str, Any]:
    """A node with its level, the count of items at its certain level, how much is answered, and its bar."""
    known = node.level is not None and node.assessed
    top = node.level.lo if node.level else 0
    at_top = node.counts_lo[len(method.levels) - 1 - top] if known and top < method.top else 0
    bounds = node.level if known and node.level and node.level.hi < method.top else None
    return {
        "id": node.id,
        "label": context.mark(label),
        "route": "",
        "level": named(method, node.level),
        "low": bounds.lo if bounds else None,
        "high": bounds.hi if bounds else None,
        "levels": method.levels,
        "text": context.interface.gettext("Not applicable") if node.level is None else "",
        "count_text": _count(context, method, node, at_top, top),
        "at_top": at_top,
        "items": node.items,
        "answered": node.answered,
        "not_applicable": node.not_applicable,
        "assessed": node.assessed,
    }


def _count(context: Context, method: Method, node: Node, at_top: int, top: int) -> str:
    """The count beside each maximum, e.g. “High: 4 of 17”."""
    if not node.assessed or node.level is None:
        return context.interface.say("{answered} of {items} answered", answered=node.answered, items=node.items)
    label = method.level(top).label
    return context.interface.say("{level}: {number} of {items}", level=label, number=at_top, items=node.items)


def principle_rows(context: Context, scored: Scored) -> list[dict[str, Any]]:
    """Each core principle with its instrumental ones, in the current tier."""
    tier, method, library = scored.result.tiers[Tier.CURRENT], scored.method, context.library
    rows = []
    for core, children in library.tree.items():
        below = [
            node_row(context, method, tier.instrumental[name], library.principle(name).name)
            | {"route": f"section/{name}"}
            for name in children
            if tier.instrumental[name].items or tier.instrumental[name].not_applicable
        ]
        rows.append(node_row(context, method, tier.core[core], library.principle(core).name) | {"children": below})
    return rows


def numbers(scored: Scored) -> dict[str, int]:
    """A short running number for each applicable item, to name it inside the matrix."""
    return {item.id: position for position, item in enumerate(scored.items, 1)}


def placed(scored: Scored, tier: TierResult) -> list[Placed]:
    """Where each answered item sits in the matrix, under its running number."""
    order, titles = numbers(scored), {item.id: item.title for item in scored.items}
    return [
        Placed(str(order[r.item]), titles[r.item], r.likelihood, r.impact)
        for r in tier.items.values()
        if r.state in (State.ANSWERED, State.RANGE)
    ]


def matrix_shape(context: Context, work: Work) -> MatrixShape:
    """The matrix with the items in their cells, and the sentence that says the same."""
    method, tier = work.scored.method, work.scored.result.tiers[Tier.CURRENT]
    items = placed(work.scored, tier)
    sure = [r.level.lo for r in tier.items.values() if r.level.determined and r.state is not State.SKIPPED]
    counted = {level.label: sure.count(index) for index, level in reversed(list(enumerate(method.levels)))}
    return {
        "grid": method.grid,
        "levels": (*method.levels, method.unacceptable),
        "likelihood": method.likelihood,
        "impact": method.impact,
        "marks": cell_marks(items),
        "gist": matrix_gist(context.interface, items, counted),
        "key": [(one.label, one.text) for one in items],
    }


def law_rows(context: Context, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The legal findings that match or may match, those that match first."""
    rows = []
    for finding in sorted(relevant(findings), key=lambda f: (f.matches is not True, f.trigger.floor == "none")):
        article = next((a for a in finding.pack.articles if a.id == finding.trigger.article), None)
        duties = [d for d in finding.pack.requirements if d.id in finding.trigger.require]
        severe = finding.trigger.floor in ("unacceptable", "extreme")
        rows.append({"finding": finding, "article": article, "duties": duties, "severe": severe})
    return rows


def packs(context: Context) -> list[dict[str, Any]]:
    """The legal packs with their versions, and whether they are past review."""
    return [{"pack": pack, "stale": past_review(pack, context.today)} for pack in context.library.packs]


def holder_rows(scored: Scored, tier: TierResult) -> list[dict[str, Any]]:
    """The items that hold the level: all of them must fall for it to fall."""
    known = [r for r in tier.items.values() if r.state in (State.ANSWERED, State.RANGE)]
    top = max((r.level.lo for r in known), default=0)
    if not known or top == 0 or (tier.before_law and tier.before_law.lo != top):
        return []
    return [_item_row(scored, name, tier) for name in sensitivity.holders(known)]


def _treats(context: Context, work: Work, item: Item) -> list[dict[str, str]]:
    """The workbook questions that treat an item, with where each is asked; only for whoever has the assessment."""
    found = treating(item, context, work.workbook)[:MOST_TREATS]
    return [
        {"question": one.question.question, "href": context.elsewhere("workbook", one.route), "status": str(one.status)}
        for one in found
    ]


def _item_row(scored: Scored, name: str, tier: TierResult) -> dict[str, Any]:
    rated = tier.items[name]
    item = next(item for item in scored.items if item.id == name)
    return {"id": name, "item": item, "rated": rated, "level": named(scored.method, rated.level)}


def pivot_rows(work: Work, tier: TierResult) -> list[dict[str, Any]]:
    """Single steps of an answer that would change the system's level."""
    scored = work.scored
    found = sensitivity.pivots(
        tier, scored.items, work.assessment.responses, scored.method, work.library.controls, scored.findings
    )
    titles = {item.id: item for item in scored.items}
    return [{"pivot": p, "item": titles[p.item], "level": named(scored.method, p.level)} for p in found[: 3 * TOP]]


def unknown_rows(scored: Scored, tier: TierResult) -> list[dict[str, Any]]:
    """What to find out first, with what each answer could change."""
    rows = []
    for one in sensitivity.find_out_first(tier, scored.method, scored.findings):
        row = _item_row(scored, one.item, tier)
        rows.append(
            row | {"one": one, "if_low": named(scored.method, one.if_low), "if_high": named(scored.method, one.if_high)}
        )
    return rows


def probability(context: Context, work: Work) -> dict[str, Any] | None:
    """P(system is High or above) with its dependence bounds; None unless enough confidence was recorded."""
    scored, table = work.scored, uncertainty.read(context.library.distributions)
    if not uncertainty.shown(scored.items, work.assessment.responses, scored.method, table):
        return None
    level = scored.method.index("high")
    tails = uncertainty.tails(
        scored.items, work.assessment.responses, scored.method, context.library.controls, table, level, Tier.CURRENT
    )
    together = uncertainty.combine(tuple(tails.values()))
    if together is None:
        return None
    lawful = uncertainty.with_law(together, scored.findings, scored.method, level)
    losses = sensitivity.Losses(*context.library.losses[scored.method.id])
    worth = sensitivity.evppi([span.lo for span in tails.values()], losses)
    best = sorted(zip(tails, worth, strict=True), key=lambda pair: -pair[1])[:3]
    return {
        "level": scored.method.level(level),
        "p": lawful,
        "learn": [(name, value) for name, value in best if value > 0],
    }


def health_lines(context: Context, method: Method) -> dict[str, Any]:
    """The matrix health report of the method in use."""
    return {"method": method, "report": health(method.grid, len(method.levels))}


def other_method(context: Context, work: Work) -> list[dict[str, Any]]:
    """What the other methods would say: the choice of method is visible, not hidden."""
    rows = []
    for name, method in context.library.methods.items():
        if (
            name != work.scored.method.id
            and len(method.levels) == len(work.scored.method.levels)
            and not method.severity
        ):
            other = score(context.library, work.assessment, context.today, name)
            rows.append({"method": method, "level": named(method, other.result.tiers[Tier.CURRENT].system.level)})
    return rows


def decision_words(context: Context) -> dict[Decision, str]:
    """What each treatment decision is called."""
    _ = context.interface.gettext
    return {
        Decision.OPEN: _("Not decided yet"),
        Decision.MITIGATE: _("Reduce it"),
        Decision.AVOID: _("Avoid it: do not do this"),
        Decision.TRANSFER: _("Share or transfer it"),
        Decision.ACCEPT: _("Accept it, with a reason"),
    }
