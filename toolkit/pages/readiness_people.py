"""Who answers apart: adding people, handing out links, progress without answers, opening them all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from toolkit.core.kept import SHEET, day_of
from toolkit.pages.desk import Context
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.readiness_state import ReadinessState, ReadinessWork
from toolkit.pages.readiness_words import person_name
from toolkit.pages.reading_labels import ROLES, role_name
from toolkit.pages.screen import Create, Event, Invite, Manage, Part, Save, Withdraw
from toolkit.pages.share import LABEL_MOST, NO_LINKS, Step
from toolkit.render.html import render
from toolkit.store import Role, Share

LINK_DAYS = 60
"""How long a respondent's link is good."""

NOBODY = "That person is not part of this assessment. Load the page again."
SUBMITTED = "This assessment was submitted and cannot change. Begin the next one from it."

# ---------------------------------------------------------------- events


def add(state: ReadinessState, event: Event, context: Context) -> Step:
    """Somebody who answers apart gets a sheet of their own."""
    if state.record is None or state.is_sheet:
        return state, ()
    _unfrozen(state)
    name, chosen = text(event.form.get("person"), LABEL_MOST).strip(), text(event.form.get("role"))
    if chosen and chosen not in ROLES:
        raise BadInput("That role is not known. Choose one of the list.")
    if not name and not chosen:
        return _with_error(state, context.interface.gettext("Write a name, or choose a role.")), ()
    note = {"name": name, "role": chosen}
    values = {"meta/main": state.record.id, "meta/name": name, "meta/role": chosen}
    values |= {} if context.address else {"meta/here": "yes"}
    return state, (
        Create(state.record.title, values, state.record.demo, kind=SHEET, refer="sheet/{id}", note=note, stay=True),
    )


def _with_error(state: ReadinessState, sentence: str) -> ReadinessState:
    return replace(state, errors=(("person", sentence),))


def invite(state: ReadinessState, event: Event, context: Context) -> Step:
    """A link to somebody's own answers, and to nothing else."""
    name = _one(state, event)
    if not context.address:
        raise BadInput(NO_LINKS)
    person = next(one for one in ReadinessWork(state, context).people if one.id == name)
    label = person_name(context, person)[:LABEL_MOST]
    return state, (Invite(str(Role.EDIT), label, LINK_DAYS, record=name),)


def end_link(state: ReadinessState, event: Event, context: Context) -> Step:
    """End a link at once."""
    sheet, _, share = text(event.value).partition("/")
    return state, (Withdraw(share, record=_known(state, sheet)),)


def leave_out(state: ReadinessState, event: Event, context: Context) -> Step:
    """Their answers stay, and do not count."""
    name = _one(state, event)
    return state, (Save((("meta/left_out", sorted({*_left(state), name}), None),)),)


def count_in(state: ReadinessState, event: Event, context: Context) -> Step:
    """Their answers count again."""
    name = _one(state, event)
    return state, (Save((("meta/left_out", sorted({*_left(state)} - {name}) or None, None),)),)


def remove(state: ReadinessState, event: Event, context: Context) -> Step:
    """After a second click: delete somebody's answers, and forget them."""
    name = _one(state, event)
    asked = f"remove/{name}"
    if state.confirm != asked:
        return replace(state, confirm=asked), ()
    forget = Save(((f"sheet/{name}", None, None), ("meta/left_out", sorted({*_left(state)} - {name}) or None, None)))
    gone = (Manage("delete", record=name),) if name in state.linked else ()
    return replace(state, confirm=""), (*gone, forget)


def open_answers(state: ReadinessState, event: Event, context: Context) -> Step:
    """From now on the owner sees what each person said."""
    _unfrozen(state)
    if not ReadinessWork(state, context).apart:
        return state, ()
    return state, (Save((("meta/opened", context.today.isoformat(), None),)),)


def answer_here(state: ReadinessState, event: Event, context: Context) -> Step:
    """The owner opens somebody's sheet to fill it in on this computer; the record says so."""
    return (state, (Save((("meta/here", "yes", None),)),)) if state.is_sheet else (state, ())


def done(state: ReadinessState, event: Event, context: Context) -> Step:
    """A respondent says that they are done, or not done yet."""
    if not state.is_sheet or state.closed_sheet:
        return state, ()
    return state, (Save((("meta/done", "yes" if event.name == "done" else None, None),)),)


def _one(state: ReadinessState, event: Event) -> str:
    _unfrozen(state)
    return _known(state, text(event.value))


def _known(state: ReadinessState, name: str) -> str:
    if not name or not state.values.get(f"sheet/{name}"):
        raise BadInput(NOBODY)
    return name


def _left(state: ReadinessState) -> list[str]:
    given = state.values.get("meta/left_out")
    return [str(one) for one in given] if isinstance(given, list) else []


def _unfrozen(state: ReadinessState) -> None:
    if state.frozen:
        raise BadInput(SUBMITTED)


# ---------------------------------------------------------------- the screen


def people(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """Everybody with their progress, never with an answer."""
    owner = state.role is Role.OWNER
    html = render(
        context.interface.lang,
        "ready_people.j2",
        errors=state.errors,
        people=[_row(state, context, work, one.id) for one in work.people] if owner else [],
        total=len(work.content.statements),
        own=work.done(work.content.statements) if work.apart else 0,
        owner=owner,
        frozen=state.frozen,
        confirm=state.confirm,
        address=context.address,
        link=f"{context.address}share/{state.token}" if state.token else "",
        link_name=next((person_name(context, one) for one in work.people if one.id == state.token_for), ""),
        roles=[{"value": name, "label": role_name(context.interface, name) or "–"} for name in ("", *ROLES)],
        opened=_day(context, work.opened),
        late=sum(not one.done and not one.out for one in work.people),
    )
    return [Part("people", html)]


def _row(state: ReadinessState, context: Context, work: ReadinessWork, name: str) -> dict[str, Any]:
    person = next(one for one in work.people if one.id == name)
    return {
        "id": name,
        "label": person_name(context, person),
        "answered": work.done(work.content.statements, person.ratings),
        "done": person.done,
        "here": person.here,
        "out": person.out,
        "there": person.there,
        "links": [_link(context, one) for one in state.linked_shares.get(name, ())],
    }


def _link(context: Context, one: Share) -> dict[str, Any]:
    date = context.interface.date
    return {
        "id": one.id,
        "expired": one.expires_at is not None and one.expires_at <= context.now,
        "ends": date(one.expires_at.date()) if one.expires_at else "",
        "used": date(one.used_at.date()) if one.used_at else "",
    }


def _day(context: Context, iso: str) -> str:
    found = day_of(iso)
    return context.interface.date(found) if found else ""
