"""From the state of the workshop page to a screen: the list, the steps of a new one, a workshop, notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from toolkit.core.minutes_kept import minutes_of
from toolkit.core.workshop import Stage
from toolkit.pages.desk import Context
from toolkit.pages.screen import Part, Screen
from toolkit.pages.workshop import address, begun
from toolkit.pages.workshop_made import made, notes
from toolkit.pages.workshop_state import STEPS, WorkshopState
from toolkit.pages.workshop_steps import check, people, questions, time
from toolkit.render.html import render
from toolkit.store.workshop_records import Listed, Minutes

FILES = (("html", "Page"), ("pdf", "PDF"), ("docx", "Word"))
"""In which forms minutes can be taken away."""

Builder = Callable[[WorkshopState, Context], list[Part]]


def view(state: WorkshopState, context: Context) -> Screen:
    """The screen of a state. Pure: the same state and context give the same HTML."""
    name = _screen(state)
    parts = BUILDERS[name](state, context)
    lang = context.interface.lang
    message = Part("message", render(lang, "message.j2", text=state.message, guest=""))
    return Screen(
        title=_title(state, context, name),
        route=address(state),
        parts=(message, *parts),
        back=_back(state, name),
        focus="errors" if state.errors else "title",
    )


def _screen(state: WorkshopState) -> str:
    if state.screen == "new" and state.draft is not None:
        return state.arg if state.arg in STEPS else STEPS[0]
    return state.screen if state.looked is not None and state.screen in ("workshop", "notes") else "list"


def _title(state: WorkshopState, context: Context, name: str) -> str:
    _ = context.interface.gettext
    titles = {
        "list": _("Workshops"),
        "time": _("New workshop: time"),
        "questions": _("New workshop: questions"),
        "people": _("New workshop: people"),
        "check": _("New workshop: check"),
        "workshop": state.looked.setup.title if state.looked else "",
        "notes": _("Notes for the trainer"),
    }
    subject = state.looked.setup.title if state.looked and name == "notes" else ""
    return " – ".join(part for part in (titles[name], subject, _("Responsible AI Toolkit")) if part)


def _back(state: WorkshopState, name: str) -> str:
    """The step before, the workshop that the notes belong to, else the list; above the list there is nothing here."""
    if name in STEPS[1:]:
        return f"new/{STEPS[STEPS.index(name) - 1]}"
    if name == "notes" and state.looked:
        return state.looked.workshop.id
    return "" if name == "list" else "list"


def listing(state: WorkshopState, context: Context) -> list[Part]:
    """The workshops there are, what was begun, and the minutes that were kept."""
    html = render(
        context.interface.lang,
        "workshop_list.j2",
        rows=[row(one, context) for one in state.workshops],
        minutes=[_minutes(one) for one in state.minutes],
        draft=state.draft if begun(state, context) else None,
        confirm=state.confirm,
        home=context.elsewhere("home"),
        served=bool(context.address),
    )
    return [Part("workshops", html)]


def row(one: Listed, context: Context) -> dict[str, Any]:
    """A workshop as a line of the list."""
    meta = one.workshop
    return {
        "id": meta.id,
        "title": one.setup.title,
        "demo": one.setup.demo,
        "code": meta.code,
        "stage": str(one.stage),
        "stage_label": stage_words(context)[one.stage],
        "joined": one.joined,
        "made": meta.created_at.astimezone(),
        "until": meta.delete_at.astimezone(),
        "places": places(one, context),
    }


def places(one: Listed, context: Context) -> list[tuple[str, str]]:
    """Where to go from the list: to run it while it can be run, and to what came of it."""
    _ = context.interface.gettext
    if one.stage is Stage.ENDED:
        return [("after", _("Results and minutes"))]
    return [("control", _("Control view")), ("screen", _("Big screen"))]


def stage_words(context: Context) -> Mapping[Stage, str]:
    """Where a workshop is."""
    _ = context.interface.gettext
    return {Stage.LOBBY: _("Not begun"), Stage.RUNNING: _("Going on"), Stage.ENDED: _("Ended")}


def _minutes(one: Minutes) -> dict[str, Any]:
    """Minutes as a line of the list; those that nobody can read any more say so by having no files."""
    kept = minutes_of(one.minutes)
    made_up, files = bool(kept and kept.minutes.demo), FILES if kept else ()
    return {
        "id": one.workshop_id,
        "title": one.title,
        "on": one.created_at.astimezone(),
        "demo": made_up,
        "files": files,
    }


BUILDERS: Mapping[str, Builder] = {
    "list": listing,
    "time": time,
    "questions": questions,
    "people": people,
    "check": check,
    "workshop": made,
    "notes": notes,
}
