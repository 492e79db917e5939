"""A filled form comes back: what it would change is shown first, and stored in one step when the person says so."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from toolkit.pages.acts import FROZEN, Clean, Handler, Step
from toolkit.pages.desk import Context, RecordState
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.screen import Event, Open, Part, Save
from toolkit.pages.share import refusal
from toolkit.render.html import render
from toolkit.store import Role

if TYPE_CHECKING:  # pages start without what only files need
    from toolkit.exchange.form_compare import Change, Difference
    from toolkit.exchange.form_read import Filled

NAME = "form"
"""The name of the field in which a form is chosen, and of the screen that shows what it would change."""

MOST = 5_000_000
"""The largest form that a page takes, in bytes."""

SHOWN = 20
"""So many changes stand open; the rest is folded."""

TOO_LARGE = "This file is too large. Choose a smaller file."
NOT_WHOLE = "This file did not arrive whole. Choose it again."
NOTHING = "There is no form to take over. Choose the file again."
MOVED = "Answers were changed since you chose the file. Look at the difference again; nothing is stored yet."
NOT_HERE = "This cannot be said here. Its place is the assessment itself, which belongs to its owner."


@dataclass(frozen=True, slots=True)
class Incoming:
    """A filled form that was chosen as a file: what it would change, and what the page does not let it change.

    `before` are the values of the keys that it touches, as they were when the difference was made. `taken` are the
    writes that were asked for, empty before.
    """

    filled: Filled
    difference: Difference
    before: Mapping[str, Any]
    taken: Mapping[str, Any]


def chosen(kind: str, clean: Clean) -> Handler:
    """The handler of a file with a filled form of a kind; `clean` says what the page lets a visitor write."""

    def uploaded(state: RecordState, event: Event, context: Context) -> Step:
        from toolkit.pages.forms import filled_form

        if state.record is None:
            return state, ()
        if not state.role.covers(Role.EDIT):
            return replace(state, message=refusal(state.role, context.interface)), ()
        if state.frozen:
            raise BadInput(FROZEN)
        filled = filled_form(file_bytes(event.value), kind)
        made = incoming(filled, clean, state, context)
        return replace(state, incoming=made), (Open(state.record.id, NAME),)

    return uploaded


def file_bytes(value: Any) -> bytes:
    """The bytes of a file as a browser sends it; raises BadInput."""
    given = value.get("base64") if isinstance(value, Mapping) else None
    if not isinstance(given, str):
        raise BadInput(NOT_WHOLE)
    if len(given) > MOST * 4 // 3 + 4:
        raise BadInput(TOO_LARGE)
    try:
        return base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput(NOT_WHOLE) from error


def incoming(filled: Filled, clean: Clean, state: RecordState, context: Context) -> Incoming:
    """The difference between a form and the answers of now, without what the page does not accept."""
    from toolkit.pages.forms import compare_filled

    found = compare_filled(filled, state.values, context.interface)
    kept: list[Change] = []
    conflicts: list[Change] = []
    refused = list(found.refused)
    for target, changes in ((kept, found.changes), (conflicts, found.conflicts)):
        for one in changes:
            try:
                target.append(replace(one, values=_cleaned(clean, state, context, one.values)))
            except BadInput as error:
                refused.append(_refusal(one, error.said(context.interface)))
    shown = replace(found, changes=tuple(kept), conflicts=tuple(conflicts), refused=tuple(refused))
    before = {key: state.values.get(key) for one in (*kept, *conflicts) for key in one.values}
    return Incoming(filled, shown, before, {})


def _refusal(change: Change, sentence: str) -> Any:
    from toolkit.exchange.form_compare import Refusal

    return Refusal(change.where, change.question, sentence)


def _cleaned(clean: Clean, state: RecordState, context: Context, values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _value(clean, state, context, key, value) for key, value in values.items()}


def _value(clean: Clean, state: RecordState, context: Context, key: str, value: Any) -> Any:
    """The value to store; each part of it is checked as if somebody had chosen it on the page. Raises BadInput."""
    if isinstance(value, str) or value is None or key.startswith("profile/"):
        return clean(state, context, key, value)[1]
    for name, part in _parts(key, value):
        clean(state, context, name, part)
    return value


def _parts(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """What a browser would send for the parts of a range, a safeguard or a step."""
    if isinstance(value, list):
        yield from ((key, str(one)) for one in value)
    elif isinstance(value, Mapping):
        yield from ((f"{key}.{name}", str(part) if isinstance(part, int) and name == "strength" else part)
                    for name, part in value.items())  # fmt: skip
    else:
        yield key, str(value)


# ---------------------------------------------------------------- to take over


def taking(clean: Clean) -> Handler:
    """The handler that stores what a form changes, with the conflicts in which the person chose the form: once."""

    def take(state: RecordState, event: Event, context: Context) -> Step:
        given = state.incoming
        if state.record is None or given is None:
            raise BadInput(NOTHING)
        if state.frozen:
            raise BadInput(FROZEN)
        if any(state.values.get(key) != value for key, value in given.before.items()):
            fresh = incoming(given.filled, clean, state, context)
            return replace(state, incoming=fresh, message=context.interface.gettext(MOVED)), ()
        found = given.difference
        mine = [one for n, one in enumerate(found.conflicts) if text(event.form.get(f"conflict-{n}")) == "mine"]
        writes = {key: value for one in (*found.changes, *mine) for key, value in one.values.items()}
        if not writes:
            return state, ()
        save = Save(tuple((key, value, state.rev(key)) for key, value in writes.items()))
        return replace(state, incoming=replace(given, taken=writes)), (save,)

    return take


def drop(state: RecordState, event: Event, context: Context) -> Step:
    """Forget the form; nothing was stored."""
    return replace(state, incoming=None), ()


def acts(clean: Clean) -> Mapping[str, Handler]:
    """The acts of the screen."""
    return {"form-take": taking(clean), "form-drop": drop}


# ---------------------------------------------------------------- the screen


def landed(state: RecordState) -> int:
    """How many of the values that were taken over are stored as they were in the form."""
    held = state.record.values if state.record else {}
    taken = state.incoming.taken if state.incoming else {}
    return sum(held.get(key) == value for key, value in taken.items())


def difference(state: RecordState, context: Context, work: object = None) -> list[Part]:
    """What the form that was chosen would change, or that it was taken over; without one, a way to choose one."""
    from toolkit.pages.conflicts import conflict_of

    del work
    given, say = state.incoming, context.interface.say
    name, title = given.filled.name if given else "", state.record.title if state.record else ""
    other = say("The form was written for “{name}”. You are about to fill in “{title}”.", name=name, title=title)
    done = landed(state)
    html = render(
        context.interface.lang,
        "form_difference.j2",
        given=given.difference if given else None,
        taken=_answers(given) if given and done else 0,
        conflicts=[conflict_of(state, context, one.key) for one in state.conflicts[:1]],
        more=len(state.conflicts) > 1,
        other=other if name and name != title else "",
        shown=SHOWN,
        fixed=state.fixed,
    )
    return [Part("difference", html)]


def _answers(given: Incoming) -> int:
    """How many answers were taken over; one may have several keys."""
    found = given.difference
    return sum(set(one.values) <= set(given.taken) for one in (*found.changes, *found.conflicts))


def uploads(form: Handler, other: Handler | None = None) -> Handler:
    """The handler of every file: a form goes to the form, anything else to the page's own handler, if it has one."""

    def uploaded(state: RecordState, event: Event, context: Context) -> Any:
        if event.name == NAME:
            return form(state, event, context)
        return other(state, event, context) if other else (state, ())

    return uploaded
