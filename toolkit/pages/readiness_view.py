"""From the state of the readiness page to a screen."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.pages import plan_begin, plan_view
from toolkit.pages.acts import address
from toolkit.pages.desk import Context
from toolkit.pages.plan_work import is_plan
from toolkit.pages.readiness_compare_view import compare
from toolkit.pages.readiness_state import ReadinessState, ReadinessWork
from toolkit.pages.screen import Part, Screen
from toolkit.render.html import render

Builder = Callable[[ReadinessState, Context, ReadinessWork], list[Part]]


def view(state: ReadinessState, context: Context) -> Screen:
    """The screen of a state. Pure: the same state and context give the same HTML."""
    if is_plan(state):
        return plan_view.view(state, context)
    name = state.screen if state.record is not None else "list"
    parts = BUILDERS.get(name, tasks)(state, context, ReadinessWork(state, context))
    return Screen(
        title=context.interface.gettext("Organisational readiness"),
        route=address(state),
        parts=(Part("message", render(context.interface.lang, "message.j2", text=state.message, guest="")), *parts),
        demo=bool(state.record and state.record.demo),
        back="" if name == "list" else "list" if name == "tasks" else "tasks",
        focus="errors" if state.errors else "title",
    )


def listing(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """What there is, and a way to begin."""
    html = render(
        context.interface.lang, "ready_list.j2", summaries=state.summaries, shared=state.shared, errors=state.errors
    )
    return [Part("systems", html)]


def tasks(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """The dimensions with where they stand."""
    rows = [(one, work.result.standings[one.id]) for one in context.readiness.dimensions]
    return [Part("tasks", render(context.interface.lang, "ready_tasks.j2", record=state.record, rows=rows))]


BUILDERS: dict[str, Builder] = {"list": listing, "tasks": tasks, "plan": plan_begin.begin, "compare": compare}
