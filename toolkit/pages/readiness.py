"""The readiness page: events in, new state and commands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from toolkit.core.kept import PLAN, READINESS, SHEET
from toolkit.core.responses import State
from toolkit.pages import form_in, plan, plan_begin, readiness_files, readiness_people
from toolkit.pages.acts import COMMON, Handler, Step, answering, moving, stepped
from toolkit.pages.desk import Context, Desk
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.plan_work import is_plan
from toolkit.pages.readiness_inputs import META, clean, clean_sheet
from toolkit.pages.readiness_state import ReadinessState
from toolkit.pages.readiness_view import view
from toolkit.pages.screen import Create, Event, Gather, History, Open
from toolkit.store import Stored

SCREENS = (
    plan.SCREENS
    | plan_begin.SCREENS
    | frozenset(
        (
            "tasks",
            "aspect",
            "statement",
            "people",
            "differences",
            "check",
            "targets",
            "result",
            "map",
            "export",
            "share",
            form_in.NAME,
        )
    )
)
CLOSED = "These answers belong to somebody else. Choose “Answer here” first if you enter them for that person."
NOT_HERE = "This belongs to the assessment as a whole. Its owner says it there."
NO_RESTRICTED = "“Restricted” cannot be taken over. Write the answer, and under “Not for release” why it stays inside."
NO_NAME = "Give the assessment a name, for example the name of your agency and the year."


def _gathering(handler: Handler) -> Handler:
    """Moving, and for the map of systems what it shows."""

    def moved(state: ReadinessState, event: Event, context: Context) -> Step:
        after, commands = handler(state, event, context)
        asks = any(isinstance(one, Open) and one.id and one.screen == "map" for one in commands)
        return after, (*commands, Gather(own=True)) if asks else commands

    return moved


_route, _go = (_gathering(one) for one in moving(SCREENS))


def update(state: ReadinessState, event: Event, context: Context) -> Step:
    """The page after an event, and what is to be done."""
    if is_plan(state):
        return stepped(state, event, context, PLAN_KINDS, PLAN_ACTS, frozenset(), plan.ANSWERS)
    return stepped(state, event, context, KINDS, ACTS, OWNERS, ANSWERS)


def _cleaned(state: ReadinessState, context: Context, key: str, value: Any) -> tuple[str, Any]:
    if not state.is_sheet:
        return clean(context.readiness, state.values, key, value)
    if state.closed_sheet:
        raise BadInput(CLOSED)
    return clean_sheet(context.readiness, state.values, key, value)


def _from_form(state: ReadinessState, context: Context, key: str, value: Any) -> tuple[str, Any]:
    """What a form may say: what the page lets a visitor write, and nothing that the page cannot show."""
    if state.is_sheet and not key.startswith("rating/"):
        raise BadInput(NOT_HERE)
    if key.endswith("/state") and value == State.WITHHELD:
        raise BadInput(NO_RESTRICTED)
    return _cleaned(state, context, key, value)


def _new(state: ReadinessState, event: Event, context: Context) -> Step:
    title = text(event.form.get("title", ""), 200).strip()
    if not title:
        return replace(state, errors=(("title-field", context.interface.gettext(NO_NAME)),)), ()
    organization = text(event.form.get("organization", ""), META["organization"]).strip()
    values = {"meta/organization": organization} if organization else {}
    return state, (Create(title, values, screen="tasks"),)


def _history(state: ReadinessState, event: Event, context: Context) -> Step:
    name = text(event.value)
    if state.history_of == name or state.closed_sheet:
        return replace(state, history_of="", history=()), ()
    context.readiness.statement(name)
    return replace(state, history_of=name), (History(f"rating/{name}/"),)


def links(record: Stored) -> Iterable[str]:
    """Sheets of respondents, the plan, the assessment before; of a sheet or plan, nothing."""
    for key in record.values:
        if key.startswith("sheet/"):
            yield key.removeprefix("sheet/")
    for name in ("meta/plan", "meta/previous", "meta/readiness"):
        if isinstance(found := record.values.get(name), str):
            yield found


def unclosed(handler: Handler) -> Handler:
    """A handler that does nothing with the answers of somebody to whom the owner sent a link."""

    def guarded(state: ReadinessState, event: Event, context: Context) -> Step:
        if state.closed_sheet:
            raise BadInput(CLOSED)
        return handler(state, event, context)

    return guarded


OWNERS = plan_begin.OWNERS | frozenset(
    (
        "add-person",
        "invite",
        "end-link",
        "leave-out",
        "count-in",
        "remove-person",
        "open-answers",
        "answer-here",
        "repeat",
    )
)
ANSWERS = frozenset(("done", "not-done"))
UPLOADS = form_in.uploads(unclosed(form_in.chosen(READINESS, _from_form)), readiness_files.uploaded)
KINDS: Mapping[str, Handler] = {"change": answering(_cleaned), "route": _route, "upload": UPLOADS}
ACTS: Mapping[str, Handler] = {
    **COMMON,
    **{name: unclosed(handler) for name, handler in form_in.acts(_from_form).items()},
    **plan_begin.ACTS,
    "go": _go,
    "new": _new,
    "history": _history,
    "add-person": readiness_people.add,
    "invite": readiness_people.invite,
    "end-link": readiness_people.end_link,
    "leave-out": readiness_people.leave_out,
    "count-in": readiness_people.count_in,
    "remove-person": readiness_people.remove,
    "open-answers": readiness_people.open_answers,
    "answer-here": readiness_people.answer_here,
    "done": readiness_people.done,
    "not-done": readiness_people.done,
    "submit": readiness_files.submit,
    "repeat": readiness_files.repeat,
    "export": readiness_files.download,
    "samples": readiness_files.add_samples,
}

PLAN_KINDS: Mapping[str, Handler] = {**KINDS, "upload": readiness_files.uploaded, **plan.KINDS}
PLAN_ACTS: Mapping[str, Handler] = {**COMMON, "go": _go, **plan.ACTS}

DESK = Desk(
    (READINESS, SHEET, PLAN),
    ReadinessState(),
    update,
    view,
    links,
    lambda context: context.library.translated | context.readiness.translated | context.guides.translated,
    kin={READINESS: (PLAN,)},
)
