"""The page of a trainer: the workshops there are, and setting up a new one. Pure: the visit touches the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from toolkit.content.interface import languages
from toolkit.content.readiness import load_readiness
from toolkit.content.workshop import load_trainers
from toolkit.core.model import ToolkitError
from toolkit.core.workshop import About, Setup
from toolkit.pages.desk import Context
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.screen import Event
from toolkit.pages.workshop_draft import MOST_QUESTIONS, MOST_TITLE, MOST_WORDS, Draft, draft_from, setup_of_draft
from toolkit.pages.workshop_inputs import changed, picked_of, with_group
from toolkit.pages.workshop_questions import better, minutes_of
from toolkit.pages.workshop_state import SHOWN, STEPS, Delete, HandOver, Keep, Make, Show, Step, WorkshopState
from toolkit.store.workshop_records import Listed, Part

Handler = Callable[[WorkshopState, Event, Context], Step]
FIRST = ("new", STEPS[0])
REHEARSAL_DAYS = 7
"""How long a copy for rehearsing is kept after the last thing in it: nobody has to remember it."""


def update(state: WorkshopState, event: Event, context: Context) -> Step:
    """The page after an event, and what is to be done. Bad input changes nothing and leaves a sentence."""
    handler = ACTS.get(event.name) if event.kind == "act" else KINDS.get(event.kind)
    if handler is None:
        return state, ()
    try:
        return handler(replace(state, message="", errors=(), fresh=False), event, context)
    except BadInput as error:
        return replace(state, message=error.said(context.interface)), ()
    except ToolkitError as error:
        return replace(state, message=str(error)), ()


# ---------------------------------------------------------------- going


def address(state: WorkshopState) -> str:
    """The address of the screen that is shown."""
    if state.screen == "new":
        return f"new/{state.arg}"
    if state.looked and state.screen in ("workshop", "notes"):
        return state.looked.workshop.id + ("/notes" if state.screen == "notes" else "")
    return "list"


def _route(state: WorkshopState, event: Event, context: Context) -> Step:
    wanted = text(event.value).strip("#/")
    first, _, rest = wanted.partition("/")
    quiet = replace(state, confirm="", editing="", tokens={}, shown=SHOWN)
    if first in ("", "list", "home"):
        return quiet, (Show("list"),)
    if first == "new":
        return quiet, (Show("new", rest if rest in STEPS else STEPS[0]),)
    return quiet, (Show("notes" if rest == "notes" else "workshop", first),)


def _begin(state: WorkshopState, event: Event, context: Context) -> Step:
    """Begin a new one, in place of another that was begun only after a second click."""
    if begun(state, context) and state.confirm != "begin":
        return replace(state, confirm="begin"), ()
    return replace(state, confirm=""), (Keep(fresh_draft(context)), Show(*FIRST))


def fresh_draft(context: Context) -> Draft:
    """What a new workshop begins with: good for a room of twenty without another click."""
    codes = [code for code, *_ in languages()]
    lang = context.interface.lang
    return Draft(languages=(lang,) if lang in codes else ("en",))


def begun(state: WorkshopState, context: Context) -> bool:
    """Whether something was chosen for a new workshop that would be lost."""
    return state.draft is not None and state.draft != fresh_draft(context)


def _again(state: WorkshopState, event: Event, context: Context) -> Step:
    """A new one like another, which stays as it is."""
    one = _known(state, event)
    if begun(state, context) and state.confirm != f"again/{one.workshop.id}":
        return replace(state, confirm=f"again/{one.workshop.id}"), ()
    draft = draft_from(one.setup, load_trainers().agenda_of(one.setup), one.workshop.keep_days)
    return replace(state, confirm=""), (Keep(draft), Show(*FIRST))


def _drop(state: WorkshopState, event: Event, context: Context) -> Step:
    if state.confirm != "drop":
        return replace(state, confirm="drop"), ()
    return replace(state, confirm=""), (Keep(None), Show("list"))


def _cancel(state: WorkshopState, event: Event, context: Context) -> Step:
    return replace(state, confirm=""), ()


# ---------------------------------------------------------------- choosing


def _change(state: WorkshopState, event: Event, context: Context) -> Step:
    return state, (Keep(changed(_draft(state), event.name, event.value, context)),)


def _draft(state: WorkshopState) -> Draft:
    if state.draft is None:
        raise BadInput("This workshop was made or thrown away in another window. Go back to the list.")
    return state.draft


def _find(state: WorkshopState, event: Event, context: Context) -> Step:
    kind, query = text(event.form.get("kind")), text(event.form.get("query"), MOST_WORDS).strip()
    if kind not in ("", *About):
        raise BadInput("That choice is not on the list. Load the page again.")
    return replace(state, shown=SHOWN), (Keep(replace(_draft(state), kind=kind, query=query)),)


def _more(state: WorkshopState, event: Event, context: Context) -> Step:
    return replace(state, shown=state.shown + SHOWN), ()


def _pick(state: WorkshopState, event: Event, context: Context) -> Step:
    """Ask a question, or no longer: the button stays where it is, and with it the focus."""
    draft, key = _draft(state), text(event.value)
    if key in draft.keys:
        return _unpick(state, event, context)
    if len(draft.picked) >= MOST_QUESTIONS:
        raise BadInput("A workshop has at most {most} questions. Take one out first.", most=MOST_QUESTIONS)
    one = picked_of(key, context, 1)
    one = replace(one, minutes=minutes_of(one.about, one.of))
    return state, (Keep(replace(draft, picked=(*draft.picked, one))),)


def _unpick(state: WorkshopState, event: Event, context: Context) -> Step:
    draft, key = _draft(state), text(event.value)
    return state, (Keep(replace(draft, picked=tuple(one for one in draft.picked if one.key != key))),)


def _edit(state: WorkshopState, event: Event, context: Context) -> Step:
    """Show what can be changed about a question, or hide it again."""
    key = text(event.value)
    return replace(state, editing="" if state.editing == key else key), ()


def _move(state: WorkshopState, event: Event, context: Context) -> Step:
    """Ask a question one place earlier or later."""
    draft, key = _draft(state), text(event.value)
    order = list(draft.picked)
    at = next((place for place, one in enumerate(order) if one.key == key), None)
    to = -1 if at is None else at + (-1 if event.name == "earlier" else 1)
    if at is None or not 0 <= to < len(order):
        return state, ()
    order[at], order[to] = order[to], order[at]
    return state, (Keep(replace(draft, picked=tuple(order))),)


def _group(state: WorkshopState, event: Event, context: Context) -> Step:
    return state, (Keep(with_group(_draft(state), event.form.get("group"))),)


# ---------------------------------------------------------------- making


def missing(draft: Draft, context: Context) -> tuple[tuple[str, str], ...]:
    """What must be there before a workshop can be made: the field, and a sentence."""
    _ = context.interface.gettext
    found = []
    if not draft.title:
        found.append(("title-field", _("Give the workshop a name.")))
    if not draft.picked:
        found.append(("questions-field", _("Choose at least one question.")))
    return tuple(found)


def _make(state: WorkshopState, event: Event, context: Context) -> Step:
    draft = _draft(state)
    errors = missing(draft, context)
    if errors:
        return replace(state, errors=errors), ()
    return state, (Make(made_of(draft, context), draft.days),)


def made_of(draft: Draft, context: Context) -> Setup:
    """The workshop that a draft describes; raises ToolkitError where content is gone that it needs."""
    trainers, target = load_trainers("en"), load_readiness("en").target
    known = [picked_of(one.key, context, one.minutes) for one in draft.picked]
    draft = replace(draft, picked=tuple(known))
    agenda, case = trainers.agenda(draft.agenda), trainers.known_case(draft.case)
    setup = setup_of_draft(draft, agenda, case, target, better())
    return replace(setup, method=context.library.default_method)


# ---------------------------------------------------------------- a workshop there is


def _known(state: WorkshopState, event: Event) -> Listed:
    name = text(event.value)
    for one in (*state.workshops, *filter(None, [state.looked])):
        if one.workshop.id == name:
            return one
    raise BadInput("This workshop is not there any more. Load the page again.")


def _hand_over(state: WorkshopState, event: Event, context: Context) -> Step:
    if state.looked is None or event.value not in (Part.TRAINER, Part.SCREEN):
        raise BadInput("That choice is not on the list. Load the page again.")
    return replace(state, confirm=""), (HandOver(Part(event.value)),)


def _withdraw(state: WorkshopState, event: Event, context: Context) -> Step:
    """After a second click: all links end, and the owner gets others."""
    if state.looked is None:
        return state, ()
    if state.confirm != "withdraw":
        return replace(state, confirm="withdraw"), ()
    return replace(state, confirm=""), (HandOver(Part.TRAINER, anew=True),)


def _delete(state: WorkshopState, event: Event, context: Context) -> Step:
    one = _known(state, event)
    if state.confirm != f"delete/{one.workshop.id}":
        return replace(state, confirm=f"delete/{one.workshop.id}"), ()
    return replace(state, confirm=""), (Delete(one.workshop.id), Show("list"))


def _delete_minutes(state: WorkshopState, event: Event, context: Context) -> Step:
    name = text(event.value)
    if not any(one.workshop_id == name for one in state.minutes):
        raise BadInput("These minutes are not there any more. Load the page again.")
    if state.confirm != f"minutes/{name}":
        return replace(state, confirm=f"minutes/{name}"), ()
    return replace(state, confirm=""), (Delete(name, minutes=True), Show("list"))


def _rehearse(state: WorkshopState, event: Event, context: Context) -> Step:
    """A copy to rehearse with; what happens in it is made up, and says so."""
    one = _known(state, event)
    title = context.interface.say("Rehearsal: {title}", title=one.setup.title)[:MOST_TITLE]
    copy = replace(one.setup, id="", code="", salt="", demo=True, title=title)
    return replace(state, confirm=""), (Make(copy, REHEARSAL_DAYS, done=False),)


ACTS: Mapping[str, Handler] = {
    "go": _route,
    "begin": _begin,
    "again": _again,
    "drop": _drop,
    "cancel": _cancel,
    "find": _find,
    "more": _more,
    "pick": _pick,
    "unpick": _unpick,
    "edit": _edit,
    "earlier": _move,
    "later": _move,
    "add-group": _group,
    "make": _make,
    "link": _hand_over,
    "withdraw": _withdraw,
    "delete": _delete,
    "delete-minutes": _delete_minutes,
    "rehearse": _rehearse,
}
KINDS: Mapping[str, Handler] = {"route": _route, "change": _change}
