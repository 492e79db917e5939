"""From the state of the workbook page to a screen."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.pages.acts import address
from toolkit.pages.desk import Context
from toolkit.pages.screen import Part, Screen
from toolkit.pages.workbook_state import WorkbookState, WorkbookWork
from toolkit.render.html import render

Builder = Callable[[WorkbookState, Context, WorkbookWork], list[Part]]


def view(state: WorkbookState, context: Context) -> Screen:
    """The screen of a state. Pure: the same state and context give the same HTML."""
    name = state.screen if state.record is not None else "list"
    parts = BUILDERS.get(name, tasks)(state, context, WorkbookWork(state, context))
    return Screen(
        title=context.interface.gettext("Responsible AI in action"),
        route=address(state),
        parts=(Part("message", render(context.interface.lang, "message.j2", text=state.message, guest="")), *parts),
        demo=bool(state.record and state.record.demo),
        back="" if name == "list" else "list" if name == "tasks" else "tasks",
        focus="errors" if state.errors else "title",
    )


def listing(state: WorkbookState, context: Context, work: WorkbookWork) -> list[Part]:
    """What there is, and a way to begin."""
    html = render(
        context.interface.lang, "work_list.j2", summaries=state.summaries, shared=state.shared, errors=state.errors
    )
    return [Part("systems", html)]


def tasks(state: WorkbookState, context: Context, work: WorkbookWork) -> list[Part]:
    """What there is to answer."""
    html = render(context.interface.lang, "work_tasks.j2", record=state.record, count=len(context.workbook.questions))
    return [Part("tasks", html)]


BUILDERS: dict[str, Builder] = {"list": listing, "tasks": tasks}
