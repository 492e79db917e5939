"""The risk page: events in, new state and commands out. Pure; the host does what the commands say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from toolkit.core.kept import READINESS, RISK, WORKBOOK
from toolkit.pages import exports, form_in
from toolkit.pages.acts import COMMON, FROZEN, answering, stepped
from toolkit.pages.desk import Context, Desk
from toolkit.pages.inputs import MOST_NOTE, BadInput, clean, text
from toolkit.pages.risk_state import RiskState, Work, page_number, profile_pages
from toolkit.pages.screen import Command, Create, Event, History, Manage, Open, Save
from toolkit.pages.view import view

SCREENS = frozenset(
    (
        "home",
        "list",
        "describe",
        "legal",
        "tasks",
        "section",
        "check",
        "result",
        "treat",
        "export",
        "share",
        form_in.NAME,
    )
)
Step = tuple[RiskState, tuple[Command, ...]]


def update(state: RiskState, event: Event, context: Context) -> Step:
    """The page after an event, and what is to be done. Bad input changes nothing and leaves a sentence."""
    return stepped(state, event, context, KINDS, ACTS, answers=frozenset({"proof"}))


def _cleaned(state: RiskState, context: Context, key: str, value: Any) -> tuple[str, Any]:
    return clean(context.library, state.values, key, value)


def _route(state: RiskState, event: Event, context: Context) -> Step:
    return _to(state, text(event.value), context)


def _to(state: RiskState, route: str, context: Context) -> Step:
    identity, _, rest = route.strip("#/").partition("/")
    if identity in ("", "list", "home"):
        return replace(state, confirm="", tried=frozenset()), (Open("", identity),)
    screen, _, arg = rest.partition("/")
    known = {one.id for one in context.library.principles}
    if screen == "section" and arg.partition("/")[0] not in known:
        screen, arg = "tasks", ""
    return _open(state, identity, screen or "tasks", arg)


def _open(state: RiskState, identity: str, screen: str, arg: str) -> Step:
    known = screen if screen in SCREENS else "tasks"
    moved = replace(state, returning="", history_of="", history=(), confirm="")
    return moved, (Open(identity, known, text(arg)),)


def _go(state: RiskState, event: Event, context: Context) -> Step:
    route = text(event.value)
    if route in ("list", "home") or state.record is None or "/" in route or route not in SCREENS:
        target = (
            route if "/" in route or route in ("list", "home") else f"{state.record.id if state.record else ''}/{route}"
        )
        first = target.partition("/")[0]
        if state.record is not None and first in SCREENS - {"list", "home"}:
            target = f"{state.record.id}/{target}"
        return _to(state, target, context)
    return _open(state, state.record.id, route, "")


def _new(state: RiskState, event: Event, context: Context) -> Step:
    title = text(event.form.get("title", ""), 200).strip()
    if not title:
        sentence = context.interface.gettext("Give the system a name that your colleagues will recognise.")
        return replace(state, errors=(("title", sentence),)), ()
    return state, (Create(title),)


def _continue(state: RiskState, event: Event, context: Context) -> Step:
    if state.record is None:
        return state, ()
    missing = _missing(state, context)
    if missing:
        return replace(state, errors=missing), ()
    if state.returning:
        return _open(state, state.record.id, state.returning, "")
    screen, arg = Work(state, context).after(state.screen, state.arg)
    return _open(state, state.record.id, screen, arg)


def _missing(state: RiskState, context: Context) -> tuple[tuple[str, str], ...]:
    if state.screen != "describe":
        return ()
    pages = profile_pages(context.library)
    number = page_number(state.arg, len(pages))
    say = context.interface.say
    return tuple(
        (f"profile/{field.id}", say("Choose an answer for “{label}”, or “I don’t know”.", label=field.label))
        for field in pages[number - 1]
        if field.required and not state.values.get(f"profile/{field.id}")
    )


def _edit(state: RiskState, event: Event, context: Context) -> Step:
    """Go to an answer from the review page, and come back there afterwards."""
    route = text(event.value)
    screen, _, arg = route.partition("/")
    if state.record is None or screen not in SCREENS:
        return state, ()
    moved, commands = _to(state, f"{state.record.id}/{screen}/{arg}", context)
    return replace(moved, returning="check" if state.screen == "check" else ""), commands


def _history(state: RiskState, event: Event, context: Context) -> Step:
    name = text(event.value)
    if state.history_of == name:
        return replace(state, history_of="", history=()), ()
    context.library.item(name)
    return replace(state, history_of=name), (History(f"item/{name}/"),)


def _try(state: RiskState, event: Event, context: Context) -> Step:
    name, _, control = text(event.value).partition("/")
    if control not in context.library.item(name).controls:
        raise BadInput("That safeguard is not suggested for this question. Load the page again.")
    return replace(state, tried=state.tried ^ {(name, control)}), ()


def _plan(state: RiskState, event: Event, context: Context) -> Step:
    """Store the controls that were tried as planned, where nothing is recorded for them yet."""
    if state.frozen:
        raise BadInput(FROZEN)
    planned = {"status": "planned", "strength": None, "evidenced": False, "note": ""}
    keys = [f"item/{item}/control/{control}" for item, control in sorted(state.tried)]
    writes = tuple((key, planned, state.rev(key)) for key in keys if not state.values.get(key))
    done = replace(state, tried=frozenset())
    return done, (Save(writes),) if writes else ()


def _proof(state: RiskState, event: Event, context: Context) -> Step:
    """Take a workbook answer as evidence for a safeguard that is recorded, and note where it is from."""
    if state.frozen:
        raise BadInput(FROZEN)
    item, _, rest = text(event.value).partition("/")
    control, _, question = rest.partition("/")
    key = f"item/{item}/control/{control}"
    given = state.values.get(key)
    found = next((one for one in Work(state, context).proofs(control) if one.question.id == question), None)
    if not given or found is None:
        raise BadInput("That answer is not in the workbook any more. Load the page again.")
    said = context.interface.say("From the workbook, “{question}”: {evidence}", question=found.question.question,
                                 evidence=found.support.evidence)  # fmt: skip
    note = "\n".join(part for part in (given.get("note", ""), said) if part)[:MOST_NOTE]
    return state, (Save(((key, {**given, "evidenced": True, "note": note}, state.rev(key)),)),)


def _method(state: RiskState, event: Event, context: Context) -> Step:
    if event.value not in tuple(context.library.methods):
        raise BadInput("That scoring method is not known. Choose one of the list.")
    return state, (Save((("meta/method", event.value, None),)),)


def _submit(state: RiskState, event: Event, context: Context) -> Step:
    if state.record is None or state.frozen:
        return state, ()
    return state, (Manage("submit", result=exports.frozen_result(Work(state, context))),)


Handler = Callable[[RiskState, Event, Context], Step]

UPLOADS = form_in.uploads(form_in.chosen(RISK, _cleaned), exports.uploaded)
KINDS: Mapping[str, Handler] = {"change": answering(_cleaned), "route": _route, "upload": UPLOADS}
ACTS: Mapping[str, Handler] = {
    **COMMON,
    **form_in.acts(_cleaned),
    "go": _go,
    "new": _new,
    "continue": _continue,
    "edit": _edit,
    "history": _history,
    "try": _try,
    "plan": _plan,
    "proof": _proof,
    "method": _method,
    "submit": _submit,
    "export": exports.download,
    "samples": exports.add_samples,
}

DESK = Desk((RISK,), RiskState(), update, view, around=(READINESS, WORKBOOK))
