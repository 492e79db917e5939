"""From the state of the readiness page to a screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from toolkit.pages import (
    form_in,
    plan_begin,
    plan_view,
    readiness_answer,
    readiness_differences,
    readiness_files,
    readiness_map,
    readiness_people,
    readiness_result,
)
from toolkit.pages.acts import address
from toolkit.pages.desk import Context
from toolkit.pages.origin import origin_parts
from toolkit.pages.plan_work import is_plan
from toolkit.pages.readiness_compare_view import compare
from toolkit.pages.readiness_state import ReadinessState, ReadinessWork
from toolkit.pages.readiness_words import open_answers, stage_words
from toolkit.pages.reading_labels import role_name
from toolkit.pages.screen import Part, Screen
from toolkit.pages.view_share import share
from toolkit.render.html import render
from toolkit.store import Role

Builder = Callable[[ReadinessState, Context, ReadinessWork], list[Part]]
MINUTES = 2
"""About how long a statement takes."""

EDITING = ("aspect", "statement", "differences", "targets")
"""Screens whose fields cannot change any more once the assessment was submitted."""

SHEET_SCREENS = ("tasks", "aspect", "statement", form_in.NAME)
"""Screens of a respondent's sheet."""


def view(state: ReadinessState, context: Context) -> Screen:
    """The screen of a state. Pure: the same state and context give the same HTML."""
    if is_plan(state):
        return plan_view.view(state, context)
    name = shown_screen(state)
    work = ReadinessWork(state, context)
    parts = BUILDERS.get(name, tasks)(state, context, work)
    return Screen(
        title=_title(state, context, work, name),
        route=address(state),
        parts=(*_demo(state, context), _message(state, context, name), *origin_parts(state, context, name), *parts),
        back=_back(name),
        keys=state.keys,
        frozen=state.fixed and name in EDITING,
        focus="errors" if state.errors else "title",
    )


def shown_screen(state: ReadinessState) -> str:
    """Which screen is shown: of a sheet only those for answering, of somebody else's only its task list."""
    if state.record is None:
        return "list"
    if state.closed_sheet or (state.is_sheet and state.screen not in SHEET_SCREENS):
        return "tasks"
    return state.screen if state.screen in BUILDERS else "tasks"


def _back(name: str) -> str:
    ways = {"list": "", "tasks": "list", "statement": "check", "targets": "result", "plan": "result", "map": "result"}
    return ways.get(name, "tasks")


def _demo(state: ReadinessState, context: Context) -> list[Part]:
    """That all this is made up, in words for an agency: those of the frame are about a system."""
    made_up = state.record is not None and state.record.demo
    return [Part("demo", render(context.interface.lang, "ready_demo.j2"))] if made_up else []


def _message(state: ReadinessState, context: Context, name: str) -> Part:
    return Part(
        "message", render(context.interface.lang, "message.j2", text=state.message, guest=_guest(state, context))
    )


def _guest(state: ReadinessState, context: Context) -> str:
    """What a guest may do here; empty for the owner, and on a sheet, which says it itself."""
    _ = context.interface.gettext
    if state.record is None or state.role is Role.OWNER or state.is_sheet:
        return ""
    if state.role is Role.EDIT:
        return _("Somebody shares this assessment with you. You may read and answer; its owner sees who answered.")
    return _("Somebody shares this assessment with you. You may read it and export it.")


def _title(state: ReadinessState, context: Context, work: ReadinessWork, name: str) -> str:
    _ = context.interface.gettext
    aspect = readiness_answer.aspect_of(work, state.arg)[0] if name == "aspect" else ""
    statement = work.statements.get(state.arg) if name == "statement" else None
    titles = {
        "list": _("Organisational readiness"),
        "tasks": _("Task list"),
        "aspect": work.aspect_titles.get(aspect, aspect) if aspect else "",
        "statement": statement.statement if statement else "",
        "people": _("Who answers"),
        "differences": _("Differences"),
        "result": _("Result"),
        "targets": _("What you aim at"),
        "check": _("Check your answers"),
        "export": _("Export and submit"),
        "share": _("Share"),
        form_in.NAME: _("Answers from a filled form"),
        "plan": _("From gaps to an action plan"),
        "map": _("Your AI systems beside this stage"),
        "compare": _("What changed since the last assessment"),
    }
    own = [titles.get(name, ""), state.record.title if state.record else ""]
    return " – ".join(part for part in (*own, _("Responsible AI Toolkit")) if part)


# ---------------------------------------------------------------- the list, and the task list


def listing(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """What there is, and a way to begin."""
    total = len(work.content.statements)
    html = render(
        context.interface.lang,
        "ready_list.j2",
        summaries=state.summaries,
        shared=state.shared,
        errors=state.errors,
        has_demo=any(one.demo for one in state.summaries),
        total=total,
        hours=context.interface.number(total * MINUTES / 60),
    )
    return [Part("systems", html)]


def tasks(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """The parts with where they stand, and what comes after them."""
    if state.is_sheet:
        return [_sheet(state, context, work)]
    html = render(
        context.interface.lang,
        "ready_tasks.j2",
        record=state.record,
        organization=state.values.get("meta/organization") or "",
        errors=state.errors,
        confirm=state.confirm,
        frozen=state.frozen,
        role=str(state.role),
        apart=work.apart,
        done=_progress(work),
        groups=_dimensions(context, work),
        after=_after(state, context, work),
        people=len(work.people),
        ready=sum(one.done for one in work.people),
    )
    return [Part("tasks", html)]


def _progress(work: ReadinessWork) -> dict[str, int]:
    return {"done": work.done(work.content.statements), "total": len(work.content.statements)}


def _sheet(state: ReadinessState, context: Context, work: ReadinessWork) -> Part:
    name, role = (str(state.values.get(f"meta/{part}") or "") for part in ("name", "role"))
    name = name or role_name(context.interface, role)
    html = render(
        context.interface.lang,
        "ready_sheet.j2",
        record=state.record,
        name=name,
        closed=state.closed_sheet,
        said_done=state.values.get("meta/done") == "yes",
        done=_progress(work),
        groups=_dimensions(context, work),
        main=state.values.get("meta/main") or "" if state.role is Role.OWNER else "",
        fixed=state.fixed,
    )
    return Part("tasks", html)


def _dimensions(context: Context, work: ReadinessWork) -> list[dict[str, Any]]:
    groups = []
    for dimension in work.content.dimensions:
        names = dict.fromkeys(one.aspect for one in dimension.statements)
        rows = [_aspect_row(context, work, name) for name in names]
        groups.append({"title": context.mark(dimension.title), "tasks": rows})
    return groups


def _aspect_row(context: Context, work: ReadinessWork, name: str) -> dict[str, Any]:
    say, here = context.interface.say, work.aspects[name]
    done = work.done(here)
    note = say("{done} of {total} answered", done=done, total=len(here))
    if left := MINUTES * (len(here) - done):
        note += " · " + say("about {minutes} minutes left", minutes=left)
    title = context.mark(work.aspect_titles.get(name, name))
    status = "done" if done == len(here) else "doing" if done else "todo"
    return {"title": title, "route": f"aspect/{name}", "note": note, **_status(context, status)}


def _status(context: Context, status: str) -> dict[str, str]:
    _ = context.interface.gettext
    words = {"done": _("Completed"), "doing": _("In progress"), "todo": _("Not started"), "info": _("Open")}
    return {"status": status, "status_label": words.get(status, words["info"])}


def _after(state: ReadinessState, context: Context, work: ReadinessWork) -> dict[str, Any]:
    _, say_n = context.interface.gettext, context.interface.say_n
    ready = sum(one.done for one in work.people)
    who = say_n("{done} of {number} person is done", "{done} of {number} people are done", len(work.people), done=ready)
    differ = len(work.differences) if work.apart and not work.waiting else 0
    differs = say_n("{number} statement", "{number} statements", differ) if differ else ""
    answered = any(one.answered for one in work.result.standings.values())
    stage = stage_words(context, work.result.overall, open_answers(work.result)) if answered else ""
    rows = [
        (_("Who answers"), "people", who if work.apart else _("One person, or several apart")),
        *([(_("Differences"), "differences", differs)] if work.apart else []),
        *([] if work.apart and not work.own else [(_("Check your answers"), "check", "")]),
        (_("What you aim at"), "targets", ""),
        (_("Result"), "result", _("There is no result yet") if work.waiting else stage),
        (_("Your AI systems beside this stage"), "map", ""),
        (_("Action plan"), "plan", plan_begin.note(state, context)),
        *([(_("What changed since the last assessment"), "compare", "")] if state.values.get("meta/previous") else []),
        (_("Export and submit"), "export", ""),
    ]
    info = _status(context, "info")
    entries = [{"title": title, "route": route, "note": note, **info} for title, route, note in rows]
    return {"title": _("People, result and follow-up"), "tasks": entries}


BUILDERS: dict[str, Builder] = {
    "list": listing,
    "tasks": tasks,
    "aspect": readiness_answer.aspect,
    "statement": readiness_answer.statement,
    "people": readiness_people.people,
    "differences": readiness_differences.differences,
    "check": readiness_result.check,
    "targets": readiness_result.targets,
    "result": readiness_result.result,
    "plan": plan_begin.begin,
    "compare": compare,
    "export": readiness_files.export,
    "map": readiness_map.systems,
    "share": share,
    form_in.NAME: form_in.difference,
}
