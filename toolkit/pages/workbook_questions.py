"""The questions of the workbook: which ones, why they are there, and what was answered."""

from __future__ import annotations

from typing import Any

from toolkit.core.model import ToolkitError
from toolkit.core.workbook import Chosen, Question, Reply, Status, finished, status_of
from toolkit.pages import threads
from toolkit.pages import workbook_words as words
from toolkit.pages.conflicts import conflict_of, history_rows
from toolkit.pages.desk import Context
from toolkit.pages.reading_labels import role_name
from toolkit.pages.risk_state import page_number
from toolkit.pages.screen import Part
from toolkit.pages.workbook_state import Place, WorkbookState, WorkbookWork, place_of
from toolkit.render.html import render

PARTS = ("status", "text", "owner_role", "evidence", "reason")
MOST_DRAWN = 1000
DRAWN: dict[tuple[Any, ...], str] = {}
"""Questions as drawn, by everything that they show: an answer changes one of twenty."""


def questions(state: WorkbookState, context: Context, work: WorkbookWork) -> list[Part]:
    """The questions of a role at a stage; one at a time if the reader prefers."""
    place = place_of(state.arg)
    choice = work.choice(place)
    chosen = choice.questions
    at = page_number(str(place.at), len(chosen))
    shown = chosen[at - 1 : at] if state.single else chosen
    head = render(
        context.interface.lang,
        "work_head.j2",
        place=place,
        names=_names(context, place),
        choice=choice,
        done=sum(finished(work.replies.get(one.question.id)) for one in chosen),
        everything=place.moved(everything=True).route,
        first=not state.single or at == 1,
        **_choosing(context, place, opened=not chosen),
        **shown_as(state),
    )
    drawn = [Part(f"q-{one.question.id}", question(state, context, work, one, chosen.index(one) + 1)) for one in shown]
    return [Part("top", head), *drawn, Part("nav", _nav(state, context, place, at, len(chosen)))]


def single(state: WorkbookState, context: Context, work: WorkbookWork) -> list[Part]:
    """One question by its id: where links from lists and from other pages lead."""
    lang = context.interface.lang
    try:
        found = work.content.question(state.arg)
    except ToolkitError:
        return [Part("top", render(lang, "work_gone.j2"))]
    head = render(lang, "work_one.j2", name=context.library.principle(found.principle).name, **shown_as(state))
    nav = render(lang, "work_nav.j2", single=False, at=0, count=0, before="", after="")
    return [Part("top", head), Part(f"q-{found.id}", question(state, context, work, found, 0)), Part("nav", nav)]


def shown_as(state: WorkbookState) -> dict[str, Any]:
    """How questions are shown."""
    return {"help": state.help, "single": state.single, "keys": state.keys, "errors": state.errors}


def _names(context: Context, place: Place) -> dict[str, Any]:
    _, wish = context.interface.gettext, place.reader
    return {
        "role": role_name(context.interface, wish.role) if wish.role else _("Everybody"),
        "stage": words.stage(context, wish.stage) if wish.stage else _("All stages"),
        "activity": words.activity(context, wish.activity) if wish.activity else _("Whatever the agency does with it"),
    }


def _choosing(context: Context, place: Place, *, opened: bool) -> dict[str, Any]:
    return {"options": choices(context), "wishes": place.reader, "opened": opened}


def choices(context: Context) -> dict[str, list[dict[str, Any]]]:
    """What there is to choose from: roles, stages, activities."""
    _ = context.interface.gettext
    return {
        "role": words.role_options(context, _("Everybody")),
        "stage": words.stage_options(context, _("All stages")),
        "activity": words.activity_options(context, _("Whatever the agency does with it")),
    }


def _nav(state: WorkbookState, context: Context, place: Place, at: int, count: int) -> str:
    lone = state.single and count > 1
    return render(
        context.interface.lang,
        "work_nav.j2",
        single=lone,
        at=at,
        count=count,
        before=place.moved(at - 1).route if lone and at > 1 else "",
        after=place.moved(at + 1).route if lone and at < count else "",
    )


# ---------------------------------------------------------------- one question


def question(state: WorkbookState, context: Context, work: WorkbookWork, one: Chosen | Question, number: int) -> str:
    """A question with why it is there, what helps to answer it, and what was answered; drawn anew if that changes."""
    asked = one.question if isinstance(one, Chosen) else one
    shown = _answered(state, context, asked) | {
        "number": number,
        "help": state.help,
        "here": _here(context, one) if isinstance(one, Chosen) else [],
        "reply": work.replies.get(asked.id, Reply()),
        "found": _found(context, work, asked),
        "fixed": state.fixed,
    }
    key = (context.workbook, asked.id, work.system.id if work.system else "", context.address, repr(shown))
    if key not in DRAWN:
        if len(DRAWN) >= MOST_DRAWN:
            DRAWN.clear()
        DRAWN[key] = _drawn(context, work, asked, shown)
    return DRAWN[key]


def _answered(state: WorkbookState, context: Context, asked: Question) -> dict[str, Any]:
    """What was answered, with revisions, disagreements and, where it is open, the history."""
    key, mark = f"reply/{asked.id}", f"withhold/reply/{asked.id}"
    past = state.history_of == f"{key}/"
    return {
        "key": key,
        "values": {part: state.values.get(f"{key}/{part}") or "" for part in PARTS},
        "revs": {part: state.rev(f"{key}/{part}") for part in PARTS},
        "withheld": {"key": mark, "value": state.values.get(mark) or "", "rev": state.rev(mark)},
        "conflict": conflict_of(state, context, key, words.said) or conflict_of(state, context, mark, words.said),
        "past": _past(context, state) if past else [],
        "open_history": past,
    }


def _drawn(context: Context, work: WorkbookWork, asked: Question, shown: dict[str, Any]) -> str:
    reply: Reply = shown["reply"]
    return render(
        context.interface.lang,
        "work_question.j2",
        one=asked,
        counts=str(status_of(reply)),
        statuses=[{"value": str(each), "label": words.status(context, each)} for each in Status],
        owners=words.role_options(context, context.interface.gettext("Nobody yet"), reply.owner_role),
        related=related(context, work, asked),
        asks=[
            role_name(context.interface, each) if each in asked.ask_roles else context.mark(each) for each in asked.ask
        ],
        **shown,
    )


def _here(context: Context, one: Chosen) -> list[str]:
    """Why a question is there, in a few short sentences."""
    _, say = context.interface.gettext, context.interface.say
    lines = [words.why(context, one.why)]
    if one.why not in ("here", "others"):
        lines.append(say("Stage: {stage}", stage=words.stage_name(context, one.at)))
    if one.driver:
        lines.append(_("It treats a risk that holds the level of the system"))
    if not one.sure:
        lines.append(_("It may not apply: the description of the system leaves that open"))
    return lines


def _found(context: Context, work: WorkbookWork, asked: Question) -> list[dict[str, Any]]:
    """What the risk assessment records already, to be taken over as evidence, or looked up there."""
    controls = context.library.controls
    rows = [one for one in threads.recorded(asked, work.assessment) if one.control in controls]
    return [{"one": one, "title": controls[one.control].title, "act": f"{asked.id}/{one.control}"} for one in rows]


def related(context: Context, work: WorkbookWork, asked: Question) -> dict[str, Any]:
    """What belongs to a question, each with its name and, where the server is known, its address."""
    library, guides = context.library, context.guides
    items = {one.id: one.title for one in library.items}
    cases, advice = ({x.id: x.title for x in many} for many in (guides.cases, guides.recommendations))

    def rows(names: tuple[str, ...], titles: dict[str, str], path: str) -> list[tuple[str, str]]:
        return [(titles[one], context.address_to(path + one)) for one in names if one in titles]

    sections = {one.id: risk_address(context, work, f"section/{one.principle}") for one in library.items}
    return {
        "principle": (
            library.principle(asked.principle).name,
            context.address_to(f"read/principles/{asked.principle}"),
        ),
        "cases": rows(asked.cases, cases, "read/cases/"),
        "recommendations": rows(asked.recommendations, advice, "read/roadmap/"),
        "items": [(items[one], sections[one]) for one in asked.items if one in items],
        "controls": [library.controls[one].title for one in asked.controls if one in library.controls],
    }


def risk_address(context: Context, work: WorkbookWork, screen: str = "tasks") -> str:
    """Where the risk assessment of the system is read; empty where the server is not known, or without one."""
    if work.system is None:
        return ""
    return context.address_to(f"risk?assessment={work.system.id}", f"#{work.system.id}/{screen}")


def _past(context: Context, state: WorkbookState) -> list[dict[str, Any]]:
    """The changes of one question in words."""
    return history_rows(context, state.history, lambda key: words.part(context, key.rpartition("/")[2]), words.said)
