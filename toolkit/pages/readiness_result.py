"""The result: stages as intervals in words, what holds them, gaps in their order, and what to do. Never a grade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from toolkit.core.method import Interval
from toolkit.core.readiness import Standing, passage
from toolkit.core.readiness_change import unconfirmed
from toolkit.core.readiness_gaps import Gap
from toolkit.core.responses import State
from toolkit.pages.conflicts import conflict_of
from toolkit.pages.desk import Context
from toolkit.pages.readiness_answer import before_of, had_evidence
from toolkit.pages.readiness_state import ReadinessState, ReadinessWork, settled
from toolkit.pages.readiness_words import gap_words, open_answers, rating_words, stage_meanings, stage_words
from toolkit.pages.screen import Part
from toolkit.render.html import render
from toolkit.store import Role

TOP = 6
"""Lists show so many entries first; the rest is one step away."""


def result(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """The result of today; nothing but a way to it while a group's answers are not opened."""
    lang = context.interface.lang
    if work.waiting:
        return [Part("result", render(lang, "ready_waiting.j2"))]
    return [Part("result", render(lang, "ready_result.j2", **result_context(state, context, work)))]


def result_context(state: ReadinessState, context: Context, work: ReadinessWork) -> dict[str, Any]:
    """Everything that the result shows, as plain values."""
    found, names = work.result, {one.id: one.title for one in work.content.dimensions}
    answered = sum(one.answered + one.not_applicable for one in found.standings.values())
    return {
        "record": state.record,
        "answered": answered,
        "total": len(work.content.statements),
        "overall": stage_words(context, found.overall, open_answers(found)),
        "weakest": [names[name] for name in found.weakest],
        "sure": len(found.weakest) == 1,
        "dimensions": [_dimension(context, work, found.standings[name], names[name]) for name in names],
        "theta": percent(work),
        "lenient": work.lenient,
        "gates": gates(context, work),
        "gaps": [gap_row(context, work, one) for one in work.findings.gaps],
        "later": [gap_row(context, work, one) for one in work.findings.later],
        "find_out": [gap_row(context, work, one) for one in work.findings.find_out],
        "strengths": [_strength(context, work, name) for name in work.findings.strengths],
        "advice": _advice(context, work),
        "apart": work.apart,
        "people": len(work.sheets),
        "disputed": len(work.differences) if work.apart else 0,
        "address": context.address,
        "stages": stage_meanings(context),
        "top": TOP,
        "owner": state.role is Role.OWNER,
        "frozen": state.frozen,
        "summary": state.values.get("meta/summary") or "",
    }


def percent(work: ReadinessWork) -> int:
    """The share of a stage's practices that must be in place, in per cent."""
    return round(100 * float(work.result.theta))


def _dimension(context: Context, work: ReadinessWork, one: Standing, title: str) -> dict[str, Any]:
    stage = one.stage or Interval(0, 0)
    return {
        "id": one.dimension,
        "title": title,
        "words": stage_words(context, one.stage, len(one.open_)),
        "lo": stage.lo,
        "hi": stage.hi,
        "applies": one.stage is not None,
        "target": one.target,
        "gap": gap_words(context, one),
        "answered": one.answered,
        "not_applicable": one.not_applicable,
        "statements": one.statements,
        "stress": _stress(context, one),
        "holds": _rows(work, one.holds),
        "open": _rows(work, one.open_),
    }


def _stress(context: Context, one: Standing) -> str:
    """The stage as if nothing was left out, where that is lower."""
    if one.stress is None or one.stage is None or one.stress.lo >= one.stage.lo:
        return ""
    return stage_words(context, Interval(one.stress.lo, one.stress.lo), 0)


def _rows(work: ReadinessWork, names: Iterable[str]) -> list[dict[str, Any]]:
    return [{"id": name, "statement": work.statements[name].statement} for name in names]


def gap_row(context: Context, work: ReadinessWork, gap: Gap) -> dict[str, Any]:
    """A gap with why it stands where it stands in the order."""
    return {
        "id": gap.statement,
        "statement": work.statements[gap.statement].statement,
        "now": rating_words(context, work.ratings.get(gap.statement)),
        "target": context.interface.say("level {level}", level=gap.target),
        "reasons": reasons(context, gap),
        "recommendations": gap.recommendations,
    }


def reasons(context: Context, gap: Gap) -> str:
    """Why a gap comes where it comes: blocker, size of the gap, importance, effort."""
    _, say_n = context.interface.gettext, context.interface.say_n
    size = gap.gap.lo or gap.gap.hi
    wide = say_n("{number} level to go", "{number} levels to go", size)
    if not gap.gap.determined:
        wide = say_n("at most {number} level to go", "at most {number} levels to go", gap.gap.hi)
    matters = {1: _("helpful"), 2: _("important"), 3: _("very important")}[gap.importance]
    work = {1: _("little work"), 2: _("some work"), 3: _("much work")}[gap.effort]
    first = [_("going on without it can harm people")] if gap.blocker else []
    return _("; ").join([*first, wide, matters, work])


def _strength(context: Context, work: ReadinessWork, name: str) -> dict[str, Any]:
    return {
        "id": name,
        "statement": work.statements[name].statement,
        "now": rating_words(context, work.ratings.get(name)),
    }


def _advice(context: Context, work: ReadinessWork) -> list[dict[str, Any]]:
    known = {one.id: one for one in context.guides.recommendations}
    return [
        {"one": known[each.recommendation], "count": len(each.statements)}
        for each in work.findings.advice
        if each.recommendation in known
    ]


def gates(context: Context, work: ReadinessWork) -> list[dict[str, Any]]:
    """For which levels of risk the agency's stage is enough; level and stage stand side by side."""
    _ = context.interface.gettext
    method = context.library.method(context.library.default_method)
    words = {True: _("Enough"), False: _("Not enough yet"), None: _("Not known yet: answers are open")}
    rows = []
    for index in range(method.top):
        found = passage(work.content.gates, Interval(index, index), method, work.result.overall)
        asks = context.interface.say("stage {stage}", stage=found.needed.lo) if found.needed.lo else _("no stage")
        rows.append({"level": method.level(index), "asks": asks, "words": words[found.passes]})
    return rows


# ---------------------------------------------------------------- what the agency aims at


def targets(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """Which stage the agency aims at in each dimension, and how strict a stage is."""
    own = [name for name in work.targets.ratings if name in work.statements]
    html = render(
        context.interface.lang,
        "ready_targets.j2",
        errors=state.errors,
        dimensions=[_aim(state, work, one.id, one.title, context) for one in work.content.dimensions],
        usual=work.content.target,
        lenient={"value": state.values.get("meta/lenient") or "", "rev": state.rev("meta/lenient")},
        share=round(100 * float(work.content.lenient)),
        own=[{**row, "level": work.targets.ratings[row["id"]]} for row in _rows(work, own)],
        fixed=state.fixed,
        conflict=conflict_of(state, context, "meta/lenient"),
    )
    return [Part("targets", html)]


def _aim(state: ReadinessState, work: ReadinessWork, name: str, title: str, context: Context) -> dict[str, Any]:
    key = f"target/stage/{name}"
    given = {"value": state.values.get(key) or "", "rev": state.rev(key)}
    return {"key": key, "title": title, "conflict": conflict_of(state, context, key), **given}


# ---------------------------------------------------------------- checking


def check(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """Every answer of this record, what is open first."""
    rows = [_answer(context, work, name) for name in work.statements]
    unsure = [row for row in rows if row["unsure"]]
    html = render(
        context.interface.lang,
        "ready_check.j2",
        open=[row for row in rows if row["open"]],
        unsure=unsure,
        out=[row for row in rows if row["out"]],
        stale=_stale(work, rows),
        groups=_groups(work, rows),
        done={"done": work.done(work.content.statements), "total": len(rows)},
        apart=work.apart,
        withheld=sum(key.startswith("withhold/rating/") for key in state.values),
        top=TOP,
    )
    return [Part("check", html)]


def _answer(context: Context, work: ReadinessWork, name: str) -> dict[str, Any]:
    rating, one = work.own.get(name), work.statements[name]
    state = rating.state if rating else State.SKIPPED
    return {
        "id": name,
        "aspect": one.aspect,
        "statement": one.statement,
        "words": rating_words(context, rating),
        "open": not settled(rating),
        "unsure": state in (State.UNKNOWN, State.RANGE),
        "out": state is State.NA and settled(rating),
    }


def _stale(work: ReadinessWork, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Evidence from the assessment before of which nobody has said whether it is still true."""
    asked = [name for name, one in work.statements.items() if had_evidence(work, one)] if before_of(work) else []
    names = set(unconfirmed(work.own, asked))
    return [row for row in rows if row["id"] in names]


def _groups(work: ReadinessWork, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "title": work.aspect_titles.get(name, name),
            "rows": [row for row in rows if row["aspect"] == name],
        }
        for name in work.aspects
    ]
