"""From the state of the workbook page to a screen: the list, the task list, and which module draws the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from toolkit.core.guide import STAGES
from toolkit.core.workbook import EVERY_ROLE, StageGate, with_role
from toolkit.pages import (
    form_in,
    threads,
    view_share,
    workbook_export,
    workbook_file,
    workbook_gates,
    workbook_questions,
)
from toolkit.pages import workbook_words as words
from toolkit.pages.acts import address
from toolkit.pages.conflicts import conflict_of
from toolkit.pages.desk import Context
from toolkit.pages.reading_labels import role_name
from toolkit.pages.screen import Part, Screen
from toolkit.pages.workbook_state import WorkbookState, WorkbookWork, place_of
from toolkit.render.html import render

Builder = Callable[[WorkbookState, Context, WorkbookWork], list[Part]]
EDITING = ("questions", "question", "tasks", "gate")
"""Screens whose fields nobody can change who may only read."""


def view(state: WorkbookState, context: Context) -> Screen:
    """The screen of a state. Pure: the same state and context give the same HTML."""
    name = state.screen if state.record is not None else "list"
    name = name if name in BUILDERS else "tasks"
    parts = BUILDERS[name](state, context, WorkbookWork(state, context))
    guest = view_share.guest_notice(state, context)
    return Screen(
        title=_title(state, context, name),
        route=address(state),
        parts=(Part("message", render(context.interface.lang, "message.j2", text=state.message, guest=guest)), *parts),
        demo=bool(state.record and state.record.demo),
        back="" if name == "list" else "list" if name == "tasks" else "tasks",
        keys=state.keys,
        frozen=state.fixed and name in EDITING,
        focus="errors" if state.errors else "title",
    )


def _title(state: WorkbookState, context: Context, screen: str) -> str:
    _ = context.interface.gettext
    wish = place_of(state.arg).reader
    names = {
        "questions": " – ".join(
            one
            for one in (
                role_name(context.interface, wish.role) if wish.role else _("Questions"),
                words.stage_name(context, wish.stage) if wish.stage else "",
                str(place_of(state.arg).at or "") if state.single else "",
            )
            if one
        ),
        "question": _("Question"),
        "handover": _("Hand over"),
        "gate": context.interface.say("Leaving the stage: {stage}", stage=words.stage_name(context, state.arg)),
        "file": _("System file"),
        "export": _("Reports and forms"),
        form_in.NAME: _("Answers from a filled form"),
        "share": _("Share"),
    }
    subject = state.record.title if state.record else ""
    return " – ".join(part for part in (names.get(screen, ""), subject, _("Responsible AI in action")) if part)


def listing(state: WorkbookState, context: Context, work: WorkbookWork) -> list[Part]:
    """What there is, and a way to begin: with a system that is assessed already, or with a new one."""
    new = {"value": "", "label": context.interface.gettext("A system that is not on the list")}
    systems = [{"value": one.id, "label": one.title} for one in threads.families(state.others)]
    html = render(
        context.interface.lang,
        "work_list.j2",
        summaries=state.summaries,
        shared=state.shared,
        systems=[new, *systems],
        errors=state.errors,
        has_demo=any(one.demo for one in state.summaries),
    )
    return [Part("systems", html)]


def tasks(state: WorkbookState, context: Context, work: WorkbookWork) -> list[Part]:
    """Where the system is, which questions to choose, what is open at each stage and with each role."""
    html = render(
        context.interface.lang,
        "work_tasks.j2",
        record=state.record,
        errors=state.errors,
        confirm=state.confirm,
        role=str(state.role),
        fixed=state.fixed,
        purpose=_field(state, context, "purpose"),
        stage=_field(state, context, "stage") | _offered(context, work, "stage"),
        activity=_field(state, context, "activity") | _offered(context, work, "activity"),
        options=workbook_questions.choices(context),
        wishes={"role": "", "stage": work.stage, "activity": work.activity},
        system=work.system,
        risk=workbook_questions.risk_address(context, work),
        groups=[_stage_group(context, work), _role_group(context, work), _end_group(context)],
    )
    return [Part("tasks", html)]


def _field(state: WorkbookState, context: Context, name: str) -> dict[str, Any]:
    key = f"meta/{name}"
    value, conflict = state.values.get(key) or "", conflict_of(state, context, key, words.said)
    return {"key": key, "value": value, "rev": state.rev(key), "conflict": conflict}


def _offered(context: Context, work: WorkbookWork, name: str) -> dict[str, Any]:
    """What the description of the system says, in words; `one` is whether it can be taken over with a yes."""
    stage = (work.offered.stage,) if work.offered.stage else ()
    given = stage if name == "stage" else work.offered.activities
    say = words.stage_name if name == "stage" else words.activity
    _ = context.interface.gettext
    none = _("Not said yet")
    options = words.stage_options(context, none) if name == "stage" else words.activity_options(context, none)
    said = _(", ").join(say(context, one) for one in given)
    return {"options": options, "said": said, "one": len(given) == 1, "differs": list(given)}


def _stage_group(context: Context, work: WorkbookWork) -> dict[str, Any]:
    rows = [_stage_row(context, work, work.gate(stage)) for stage in STAGES]
    return {"title": context.interface.gettext("Stages: what remains before the system leaves each"), "tasks": rows}


def _stage_row(context: Context, work: WorkbookWork, gate: StageGate) -> dict[str, Any]:
    _, say_n = context.interface.gettext, context.interface.say_n
    early = sum(one.left_over for one in gate.waiting)
    note = say_n("{number} of them from an earlier stage", "{number} of them from earlier stages", early)
    here = _("The system is here. ") if gate.stage == work.stage else ""
    if work.passed(gate.stage) and gate.waiting:
        status, label = "doing", say_n("Gone on, {number} open", "Gone on, {number} open", len(gate.waiting))
    elif work.passed(gate.stage):
        status, label = "done", _("Gone on")
    elif gate.open_:
        status, label = "done", _("Nothing remains")
    else:
        begun = gate.settled or gate.not_applicable
        status = "doing" if begun else "todo"
        label = say_n("{number} open", "{number} open", len(gate.waiting))
    title = words.stage(context, gate.stage)
    row = {"title": title, "route": f"gate/{gate.stage}", "status": status, "status_label": label}
    return row | {"note": here + (note if early and status != "done" else "")}


def _role_group(context: Context, work: WorkbookWork) -> dict[str, Any]:
    """What is open with each role before the system leaves its present stage."""
    stage = work.stage or STAGES[0]
    gate, say, rows = work.gate(stage), context.interface.say, []
    for name in EVERY_ROLE:
        number = len(with_role(gate, name))
        label = context.interface.say_n("{number} open", "{number} open", number)
        row = {"title": role_name(context.interface, name), "route": f"handover/{name}/{stage}"}
        rows.append(row | {"status": "todo" if number else "done", "status_label": label})
    title = say("Hand over: what is open before leaving {stage}", stage=words.stage_name(context, stage))
    return {"title": title, "tasks": rows}


def _end_group(context: Context) -> dict[str, Any]:
    _ = context.interface.gettext
    rows = [
        {"title": _("System file: everything known about this system"), "route": "file"},
        {"title": _("Reports and forms"), "route": "export"},
    ]
    return {"title": _("Together"), "tasks": [row | {"status": "info", "status_label": _("Open")} for row in rows]}


BUILDERS: dict[str, Builder] = {
    "list": listing,
    "tasks": tasks,
    "questions": workbook_questions.questions,
    "question": workbook_questions.single,
    "handover": workbook_gates.handover,
    "gate": workbook_gates.gate,
    "file": workbook_file.file,
    "export": workbook_export.export,
    form_in.NAME: form_in.difference,
    "share": view_share.share,
}
