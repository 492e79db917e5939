"""The system file: everything that is known about one AI system, across stages and people."""

from __future__ import annotations

from functools import partial
from typing import Any

from toolkit.core.guide import STAGES
from toolkit.core.kept import day_of
from toolkit.core.questionnaire import chosen
from toolkit.core.responses import ControlStatus, Decision, Tier
from toolkit.core.thread import Next, Step
from toolkit.core.workbook import Reply, status_of
from toolkit.pages import threads
from toolkit.pages import workbook_words as words
from toolkit.pages.conflicts import history_rows
from toolkit.pages.desk import Context
from toolkit.pages.linked import PAGES
from toolkit.pages.reading_labels import role_name
from toolkit.pages.risk_state import page_number
from toolkit.pages.screen import Part
from toolkit.pages.view_whatif import named
from toolkit.pages.workbook_gates import decision
from toolkit.pages.workbook_questions import risk_address
from toolkit.pages.workbook_state import WorkbookState, WorkbookWork
from toolkit.render.html import render
from toolkit.store import Stored

STEPS = {
    Next.LEFT_OVER: "Settle a question that an earlier stage left over",
    Next.SETTLE: "Settle a question of this stage",
    Next.TREAT: "Decide what to do about a risk that holds the level",
    Next.FIND_OUT: "Find out what decides the level",
}


def file(state: WorkbookState, context: Context, work: WorkbookWork) -> list[Part]:
    """What the system is, its levels, answers, treatments, safeguards, gates, history, and what to do next."""
    lang = context.interface.lang
    shared = {"record": state.record, "work": work, "whole": bool(state.versions)}
    parts: dict[str, dict[str, Any]] = {
        "head": {
            "described": _described(context, work),
            "purpose": state.values.get("meta/purpose") or "",
            "stage": words.stage(context, work.stage) if work.stage else "",
            "risk": risk_address(context, work),
            "steps": _steps(context, work),
        },
        "risk": {
            "versions": [_version(context, one) for one in state.versions],
            "treatments": _treatments(context, work),
            "controls": _controls(context, work),
        },
        "answers": {"stages": _answers(state, context, work), "count": len(work.replies)},
        "gates": {"gates": [(words.stage(context, one), decision(context, work, one)) for one in STAGES]},
        "past": _past(state, context, work),
    }
    return [
        Part(f"file-{name}", render(lang, f"work_file_{name}.j2", **shared, **given)) for name, given in parts.items()
    ]


def _described(context: Context, work: WorkbookWork) -> list[tuple[Any, Any]]:
    """The description of the system in words."""
    rows = []
    for field in context.library.profile:
        picked = chosen(work.assessment.profile, field) or ()
        labels = [context.mark(one.label) for one in field.options if one.id in picked]
        if labels:
            rows.append((context.mark(field.label), words.listed(labels)))
    return rows


def _steps(context: Context, work: WorkbookWork) -> list[dict[str, str]]:
    """The next three useful steps in words."""
    if work.state.record is None:
        return []
    found = threads.steps(context, work.pressing, work.gate(work.stage or STAGES[0]))
    return [_step(context, work, one) for one in found if one.kind in STEPS]


def _step(context: Context, work: WorkbookWork, one: Step) -> dict[str, str]:
    about = one.kind in (Next.LEFT_OVER, Next.SETTLE)
    title = work.content.question(one.id).question if about else context.library.item(one.id).title
    return {
        "what": context.interface.gettext(STEPS[one.kind]),
        "title": context.mark(title),
        "route": f"question/{one.id}" if about else "",
        "href": "" if about else risk_address(context, work, "result"),
    }


# ---------------------------------------------------------------- risk


def _version(context: Context, record: Stored) -> dict[str, Any]:
    """A version of the risk assessment with its levels: as frozen at submission, else as they are today."""
    levels = threads.frozen_levels(context, record) if record.frozen else {}
    found = None if levels else threads.scored(context, record)
    if found is not None:
        tiers = {str(tier): named(found.method, found.result.tiers[tier].system.level) for tier in Tier}
        levels = {name: level for name, level in tiers.items() if level}
    nothing = {"low": None, "high": None}
    return {"record": record, "tiers": [levels.get(str(tier), nothing) for tier in Tier]}


def _treatments(context: Context, work: WorkbookWork) -> list[dict[str, Any]]:
    """What will be done about risks, from the newest version that the visitor may see."""
    titles = {one.id: one.title for one in context.library.items}
    return [
        {
            "title": titles[name],
            "plan": plan,
            "decided": plan.decision is not Decision.OPEN,
            "due": context.interface.date(due) if (due := day_of(plan.due)) else plan.due,
        }
        for name, plan in work.assessment.treatments.items()
        if name in titles and (plan.decision is not Decision.OPEN or plan.action)
    ]


def _controls(context: Context, work: WorkbookWork) -> list[dict[str, Any]]:
    """Safeguards in place, whether there is evidence for them, and workbook answers that could serve as evidence."""
    library = context.library
    found: dict[str, dict[str, Any]] = {}
    for response in work.assessment.responses.values():
        for one in response.controls:
            if one.status is ControlStatus.IN_PLACE and one.id in library.controls:
                row = found.setdefault(
                    one.id, {"title": library.controls[one.id].title, "evidenced": False, "notes": []}
                )
                row["evidenced"] = row["evidenced"] or one.evidenced
                row["notes"] += [one.note] if one.note and one.note not in row["notes"] else []
    for name, row in found.items():
        row["proofs"] = threads.proofs(name, context, work.state.record)
    return list(found.values())


# ---------------------------------------------------------------- workbook and history


def _answers(state: WorkbookState, context: Context, work: WorkbookWork) -> list[tuple[Any, list[dict[str, Any]]]]:
    """What was answered, by the first stage at which each question stands."""
    rows: dict[str, list[dict[str, Any]]] = {stage: [] for stage in STAGES}
    for one in work.content.questions:
        reply = work.replies.get(one.id)
        if reply is not None and reply != Reply():
            row = {"question": one, "reply": reply, "status": words.status(context, status_of(reply))}
            row |= {"route": f"question/{one.id}", "who": role_name(context.interface, reply.owner_role)}
            row["withheld"] = state.values.get(f"withhold/reply/{one.id}") or ""
            rows[min(one.stages, key=STAGES.index)].append(row)
    return [(words.stage(context, stage), given) for stage, given in rows.items() if given]


def _past(state: WorkbookState, context: Context, work: WorkbookWork) -> dict[str, Any]:
    """What happened, newest first, a page at a time."""
    page = page_number(state.arg, PAGES)
    numbers = {one.id: one.version_no for one in state.versions}
    told = history_rows(context, [one for _, one in state.past], partial(words.about, context), words.said)
    rows = [{"where": numbers.get(name), **row} for (name, _), row in zip(state.past, told, strict=True)]
    older, newer = f"file/{page + 1}" if state.more else "", f"file/{page - 1}" if page > 1 else ""
    return {"rows": rows, "page": page, "older": older, "newer": newer}
