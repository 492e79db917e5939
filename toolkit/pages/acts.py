"""What people do on every page about records, whatever the record is: answer, undo, settle conflicts, share, delete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from toolkit.core.model import ToolkitError
from toolkit.pages import share
from toolkit.pages.desk import Context, RecordState
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.screen import Command, Create, Event, Manage, Open, Save

State = TypeVar("State", bound=RecordState)
Step = tuple[Any, tuple[Command, ...]]
Handler = Callable[[Any, Event, Context], Step]
Clean = Callable[[Any, Context, str, Any], tuple[str, Any]]
"""From state, context, key and value, as a browser claims them, to what is stored; raises BadInput."""

FROZEN = "This version was submitted and cannot change. Make a new version first."
HELP_LEVELS = ("basic", "intermediate", "advanced")


def stepped(
    state: State,
    event: Event,
    context: Context,
    kinds: Mapping[str, Handler],
    acts: Mapping[str, Handler],
    owners: frozenset[str] = frozenset(),
    answers: frozenset[str] = frozenset(),
) -> Step:
    """The page after an event, and what is to be done. Bad input changes nothing and leaves a sentence.

    `owners` and `answers` name the page's own acts for which one must own the record, or may answer it.
    """
    handler = acts.get(event.name) if event.kind == "act" else kinds.get(event.kind)
    if handler is None:
        return state, ()
    if state.record is not None and not state.role.covers(share.needed(event, owners, answers)):
        return replace(state, message=share.refusal(state.role, context.interface), pending={}, conflicts=()), ()
    try:
        return handler(replace(state, message="", errors=(), token="", token_for=""), event, context)
    except BadInput as error:
        return replace(state, message=error.said(context.interface)), ()
    except ToolkitError as error:
        return replace(state, message=str(error)), ()


def answering(clean: Clean) -> Handler:
    """The handler of answers, with what a page lets a browser write."""

    def change(state: RecordState, event: Event, context: Context) -> Step:
        if state.record is None:
            return state, ()
        if state.frozen:
            raise BadInput(FROZEN)
        key, value = clean(state, context, event.name, event.value)
        if any(conflict.key == key for conflict in state.conflicts):
            return _again(state, key, value), ()
        if key not in state.pending and state.values.get(key) == value:
            return state, ()
        pending = {**state.pending, key: (value, event.rev)}
        return replace(state, pending=pending), (Save(tuple((name, *given) for name, given in pending.items())),)

    return change


def _again(state: RecordState, key: str, value: Any) -> RecordState:
    """Another answer to what two windows disagree on: mine from now on, and stored only when the person says so."""
    mine = (replace(one, mine=value) if one.key == key else one for one in state.conflicts)
    return replace(state, conflicts=tuple(one for one in mine if one.mine != one.theirs))


def _help(state: RecordState, event: Event, context: Context) -> Step:
    return (replace(state, help=event.value), ()) if event.value in HELP_LEVELS else (state, ())


def _single(state: RecordState, event: Event, context: Context) -> Step:
    return replace(state, single=event.value == "one"), ()


def _keys(state: RecordState, event: Event, context: Context) -> Step:
    return replace(state, keys=not state.keys), ()


def _resolve(state: RecordState, event: Event, context: Context) -> Step:
    """Settle what two windows changed: keep theirs (nothing to do) or write mine over it, knowingly."""
    conflicts = state.conflicts
    settled = replace(state, conflicts=())
    if event.value != "mine":
        return settled, ()
    return settled, (Save(tuple((conflict.key, conflict.mine, None) for conflict in conflicts)),)


def _manage(action: str) -> Handler:
    def handler(state: RecordState, event: Event, context: Context) -> Step:
        if state.record is None:
            return state, ()
        title = text(event.form.get("title", "") or event.value or "", 200).strip()
        if action == "delete" and state.confirm != "delete":
            return replace(state, confirm="delete"), ()
        if action in ("rename", "copy") and not title:
            return replace(state, errors=(("title", context.interface.gettext("Write a name first.")),)), ()
        return replace(state, confirm=""), (Manage(action, title),)

    return handler


def _cancel(state: RecordState, event: Event, context: Context) -> Step:
    return replace(state, confirm=""), ()


def _undo(state: RecordState, event: Event, context: Context) -> Step:
    return (state, (Manage("undo"),)) if state.record else (state, ())


COMMON: Mapping[str, Handler] = {
    "help": _help,
    "mode": _single,
    "keys": _keys,
    "resolve": _resolve,
    "undo": _undo,
    "cancel": _cancel,
    "share-link": share.link,
    "share-account": share.with_account,
    "withdraw": share.withdraw,
    **{action: _manage(action) for action in ("rename", "copy", "version", "delete")},
}


# ---------------------------------------------------------------- addresses


def address(state: RecordState) -> str:
    """The address of the screen that is shown: `<record>/<screen>/<arg>`, or the list's."""
    if state.record is None:
        return state.screen
    return "/".join(part for part in (state.record.id, state.screen, state.arg) if part)


def moving(screens: frozenset[str]) -> tuple[Handler, Handler]:
    """Handlers of addresses (`<record>/<screen>/<arg>`) and of buttons (the same, or `<screen>/<arg>` of this record).

    A screen that does not exist becomes the task list; whether its `arg` exists is for the view to find out.
    """

    def route(state: RecordState, event: Event, context: Context) -> Step:
        identity, _, rest = text(event.value).strip("#/").partition("/")
        if identity in ("", "list", "home"):  # the product's name leads home; here that is the list
            return replace(state, confirm=""), (Open("", "list"),)
        screen, _, arg = rest.partition("/")
        moved = replace(state, history_of="", history=(), confirm="")
        return moved, (Open(identity, screen if screen in screens else "tasks", arg),)

    def go(state: RecordState, event: Event, context: Context) -> Step:
        wanted = text(event.value).strip("#/")
        if state.record is not None and wanted.partition("/")[0] in screens:
            wanted = f"{state.record.id}/{wanted}"
        return route(state, replace(event, value=wanted), context)

    return route, go


def beginning(fresh: Callable[[str, Context], Create], missing: str) -> Handler:
    """The handler that starts a record under the name in the form; `missing` is said where there is none."""

    def new(state: RecordState, event: Event, context: Context) -> Step:
        title = text(event.form.get("title", ""), 200).strip()
        if not title:
            return replace(state, errors=(("title", context.interface.gettext(missing)),)), ()
        return state, (fresh(title, context),)

    return new
