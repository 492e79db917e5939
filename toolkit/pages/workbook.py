"""The workbook page: events in, new state and commands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from toolkit.core.guide import STAGES
from toolkit.core.kept import RISK, WORKBOOK
from toolkit.core.workbook import Reader
from toolkit.pages import form_in, threads, workbook_export
from toolkit.pages.acts import COMMON, FROZEN, Handler, Step, answering, moving, stepped
from toolkit.pages.desk import Context, Desk
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.linked import PAGES
from toolkit.pages.risk_state import page_number
from toolkit.pages.screen import Command, Create, Event, Gather, History, Open, Save
from toolkit.pages.workbook_inputs import clean
from toolkit.pages.workbook_state import KNOWN, Place, WorkbookState, WorkbookWork
from toolkit.pages.workbook_view import view
from toolkit.store import Stored

SCREENS = frozenset(("tasks", "questions", "question", "handover", "gate", "file", "export", "share", form_in.NAME))
NO_SYSTEM = "That risk assessment is not on your list. Load the page again."
NO_CHOICE = "That choice is not on the list. Load the page again."
NAMELESS = "Give the system a name that your colleagues will recognise."
TWICE = "There is a workbook of this name already. Open it above, or give this one another name."
_route, _go = moving(SCREENS)


def update(state: WorkbookState, event: Event, context: Context) -> Step:
    """The page after an event, and what is to be done."""
    return stepped(state, event, context, KINDS, ACTS, OWNERS, ANSWERS)


def _cleaned(state: WorkbookState, context: Context, key: str, value: Any) -> tuple[str, Any]:
    return clean(context.workbook, state.values, key, value)


def links(record: Stored) -> Iterable[str]:
    """The risk assessment of the system."""
    if isinstance(found := record.values.get("meta/system"), str):
        yield found


# ---------------------------------------------------------------- where to go


def _gathering(handler: Handler) -> Handler:
    """A handler of addresses that also asks for everything that the system file and its report show."""

    def moved(state: WorkbookState, event: Event, context: Context) -> Step:
        after, commands = handler(state, event, context)
        more: tuple[Command, ...] = tuple(
            Gather(page_number(one.arg, PAGES))
            for one in commands
            if isinstance(one, Open) and one.id and one.screen in ("file", "export")
        )
        return after, (*commands, *more)

    return moved


def _choose(state: WorkbookState, event: Event, context: Context) -> Step:
    """Go to the questions of the role, stage and activity in the form."""
    if state.record is None:
        return state, ()
    wishes = {name: text(event.form.get(name)) for name in KNOWN}
    if any(value and value not in KNOWN[name] for name, value in wishes.items()):
        raise BadInput(NO_CHOICE)
    return state, (Open(state.record.id, "questions", Place(Reader(**wishes)).arg),)


def _history(state: WorkbookState, event: Event, context: Context) -> Step:
    name = text(event.value)
    if state.history_of == f"reply/{name}/":
        return replace(state, history_of="", history=()), ()
    context.workbook.question(name)
    return replace(state, history_of=f"reply/{name}/"), (History(f"reply/{name}/"),)


# ---------------------------------------------------------------- to begin


def _new(state: WorkbookState, event: Event, context: Context) -> Step:
    """A workbook for a system that has a risk assessment, or for a new one, which then gets a draft of one."""
    title = text(event.form.get("title"), 200).strip()
    name = text(event.form.get("system"))
    chosen = next((one for one in threads.families(state.others) if one.id == name), None)
    if name and chosen is None:
        raise BadInput(NO_SYSTEM)
    if not title and chosen is None:
        return replace(state, errors=(("title-field", context.interface.gettext(NAMELESS)),)), ()
    if (title or (chosen.title if chosen else "")) in [one.title for one in state.summaries]:
        return replace(state, errors=(("title-field", context.interface.gettext(TWICE)),)), ()
    values = {"meta/purpose": text(event.form.get("purpose"), 2_000).strip() or None}
    if chosen is not None:
        values["meta/system"] = chosen.id
        return state, (Create(title or chosen.title, values, chosen.demo, "tasks"),)
    return state, (Create(title, values, screen="tasks"), _risk(title, {}))


def _risk(title: str, values: Mapping[str, Any], demo: bool = False) -> Create:
    """The risk assessment of a new system; the workbook that is open keeps its id."""
    return Create(title, values, demo, kind=RISK, refer="meta/system", stay=True)


def _assess(state: WorkbookState, event: Event, context: Context) -> Step:
    """Begin the risk assessment of a system that has none that can be seen."""
    if state.record is None or WorkbookWork(state, context).system is not None:
        return state, ()
    return state, (_risk(state.record.title, {}),)


def _samples(state: WorkbookState, event: Event, context: Context) -> Step:
    """Put the worked illustration on the list, with the risk assessment of its system."""
    from toolkit.pages import exports  # only where somebody asks for it
    from toolkit.pages.answers import values_of

    if any(one.demo for one in state.summaries):
        return state, ()
    made = exports.sample_workbook()
    given = next(one for one in exports.samples(context) if one.id == made["values"]["meta/system"])
    there = next((one for one in state.others if one.demo and one.title == given.title), None)
    values = {**made["values"], "meta/system": there.id if there else None}
    risk = () if there else (_risk(given.title, values_of(given), demo=True),)
    return state, (Create(made["title"], values, True, "tasks"), *risk)


# ---------------------------------------------------------------- answers that are taken over


def _confirm(state: WorkbookState, event: Event, context: Context) -> Step:
    """Take over stage or activity from the description of the system."""
    offered = WorkbookWork(state, context).offered
    found = {"stage": (offered.stage,), "activity": offered.activities}.get(text(event.value), ())
    if state.frozen:
        raise BadInput(FROZEN)
    if len(found) != 1 or not found[0]:
        raise BadInput(NO_CHOICE)
    key = f"meta/{event.value}"
    return state, (Save(((key, found[0], state.rev(key)),)),)


def _take(state: WorkbookState, event: Event, context: Context) -> Step:
    """Take over a safeguard that the risk assessment records as evidence of an answer, with where it is from."""
    name, _, control = text(event.value).partition("/")
    question = context.workbook.question(name)
    if state.frozen:
        raise BadInput(FROZEN)
    given = threads.recorded(question, WorkbookWork(state, context).assessment)
    found = next((one for one in given if one.control == control), None)
    if found is None:
        raise BadInput(NO_CHOICE)
    key = f"reply/{name}/evidence"
    title = context.library.controls[control].title
    line = context.interface.say("From the risk assessment: {title}.", title=title)
    line = f"{line} {found.note}" if found.note else line
    before = str(state.values.get(key) or "")
    if line in before:
        return state, ()
    _, value = clean(context.workbook, state.values, key, f"{before}\n{line}".strip())
    return state, (Save(((key, value, state.rev(key)),)),)


def _assign(state: WorkbookState, event: Event, context: Context) -> Step:
    """Give a question to a role."""
    name, _, role = text(event.value).partition("/")
    if state.frozen:
        raise BadInput(FROZEN)
    key, value = clean(context.workbook, state.values, f"reply/{name}/owner_role", role)
    return state, (Save(((key, value, state.rev(key)),)),)


# ---------------------------------------------------------------- gates


def _pass(state: WorkbookState, event: Event, context: Context) -> Step:
    """Record the decision to go on to the next stage, with who took it and which open points are accepted."""
    stage = text(event.value)
    if state.record is None or stage not in STAGES or state.frozen:
        raise BadInput(NO_CHOICE)
    by, note = (text(event.form.get(name), 2_000).strip() for name in ("by", "note"))
    waiting = WorkbookWork(state, context).gate(stage).waiting
    _ = context.interface.gettext
    missing = [("gate-by", _("Write who decides: name and role."))] if not by else []
    if waiting and not note:
        missing.append(("gate-note", _("Points are still open. Write why they can wait, and who takes care of them.")))
    if missing:
        return replace(state, errors=tuple(missing)), ()
    accepted = " ".join(one.question.id for one in waiting)
    decision = {"by": by, "note": note, "open": accepted, "on": context.today.isoformat()}
    key, after = f"meta/gate/{stage}", STAGES[STAGES.index(stage) + 1 :][:1]
    moved = tuple(("meta/stage", one, state.rev("meta/stage")) for one in after)
    return state, (Save(((key, decision, state.rev(key)), *moved)),)


def _reopen(state: WorkbookState, event: Event, context: Context) -> Step:
    """Take a decision at a gate back; the history keeps it."""
    stage = text(event.value)
    if stage not in STAGES or state.frozen:
        raise BadInput(NO_CHOICE)
    key = f"meta/gate/{stage}"
    return state, (Save(((key, None, state.rev(key)),)),)


OWNERS = frozenset({"assess", "pass", "reopen"})
ANSWERS = frozenset({"confirm", "take", "assign"})
UPLOADS = form_in.uploads(form_in.chosen(WORKBOOK, _cleaned))
KINDS: Mapping[str, Handler] = {"change": answering(_cleaned), "route": _gathering(_route), "upload": UPLOADS}
ACTS: Mapping[str, Handler] = {
    **COMMON,
    **form_in.acts(_cleaned),
    "export": workbook_export.download,
    "go": _gathering(_go),
    "new": _new,
    "samples": _samples,
    "assess": _assess,
    "choose": _choose,
    "history": _history,
    "confirm": _confirm,
    "take": _take,
    "assign": _assign,
    "pass": _pass,
    "reopen": _reopen,
}

DESK = Desk(
    (WORKBOOK,),
    WorkbookState(),
    update,
    view,
    links,
    lambda context: context.library.translated | context.workbook.translated | context.guides.translated,
)
