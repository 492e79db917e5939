"""A workshop that was set up: its code, its links, what to print, rehearsing; and notes on its questions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from toolkit.content.interface import languages
from toolkit.content.workshop import load_trainers
from toolkit.core.training import Key, TrainingCase
from toolkit.core.workshop import Poll, Setup, Stage
from toolkit.pages.desk import Context
from toolkit.pages.screen import Part
from toolkit.pages.workshop_notes import advice
from toolkit.pages.workshop_questions import askables
from toolkit.pages.workshop_state import WorkshopState
from toolkit.pages.workshop_steps import hours, kind_words, mark
from toolkit.render.html import render
from toolkit.render.qr import qr_png
from toolkit.store.workshop_records import Listed
from toolkit.store.workshop_records import Part as Place

PRINTED = ("agenda", "notes", "ballots", "poster", "handout")
FILES = ("html", "pdf", "docx")
HERE_ONLY = frozenset({"127.0.0.1", "localhost", "::1"})
"""Hosts that only this computer reaches."""


def made(state: WorkshopState, context: Context) -> list[Part]:
    """A workshop of one’s own."""
    one, spoken = state.looked, context.interface
    if one is None:
        return []
    host = urlsplit(context.address).hostname or ""
    html = render(
        spoken.lang, "workshop_made.j2", one=one.workshop, setup=one.setup, stage=str(one.stage), joined=one.joined,
        facts=_facts(one, context), fresh=state.fresh, confirm=state.confirm, served=bool(context.address),
        here_only=host in HERE_ONLY, join=f"{context.address}join", qr=_qr(one, context), links=_links(state, context),
        speaks=[(code, name) for code, name, _dir in languages() if code in one.setup.languages],
        go=lambda path, lang=spoken.lang: f"workshop/{one.workshop.id}/{path}?lang={lang}", printed=_printed(context),
        begun=one.stage is not Stage.LOBBY, ended=one.stage is Stage.ENDED,
    )  # fmt: skip
    return [Part("workshop", html)]


def _qr(one: Listed, context: Context) -> str:
    code = one.workshop.code
    return qr_png(f"{context.address}join?code={code}", cell=5) if code and context.address else ""


def _links(state: WorkshopState, context: Context) -> dict[str, str]:
    paths = {Place.TRAINER: "t", Place.SCREEN: "screen"}
    return {str(part): f"{context.address}{paths[part]}/{token}" for part, token in state.tokens.items()}


def _printed(context: Context) -> list[dict[str, Any]]:
    _ = context.interface.gettext
    words = {
        "agenda": (_("Agenda"), _("for the wall and the trainers")),
        "notes": (_("Notes for the trainer"), _("never for participants: they hold the key of a case")),
        "ballots": (_("Paper ballots"), _("for those without a phone, and for a day without a network")),
        "poster": (_("Poster with the code"), _("for the door")),
        "handout": (_("Handout"), _("for each person")),
    }
    return [{"kind": kind, "title": words[kind][0], "hint": words[kind][1], "files": FILES} for kind in PRINTED]


def _facts(one: Listed, context: Context) -> list[dict[str, Any]]:
    spoken, setup = context.interface, one.setup
    _, trainers = spoken.gettext, load_trainers(spoken.lang)
    agenda, case = trainers.agenda_of(setup), trainers.known_case(setup.case)
    length = hours(context, sum(minutes for _name, minutes in setup.agenda))
    time = Markup("{} ({})").format(mark(context, agenda.title), length) if agenda else length
    rows = [
        (_("Time"), time),
        (_("Questions"), spoken.number(len(setup.polls))),
        (_("Training case"), mark(context, case.title) if case else ""),
        (_("Groups"), _(", ").join(group.title for group in setup.groups)),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


# ---------------------------------------------------------------- notes


def notes(state: WorkshopState, context: Context) -> list[Part]:
    """What trainers should know about each question; with a training case also its key, which no participant sees."""
    one = state.looked
    if one is None:
        return []
    case = load_trainers(context.interface.lang).known_case(one.setup.case)
    rows = [_note(poll, one.setup, case, context) for poll in one.setup.polls]
    html = render(context.interface.lang, "workshop_notes.j2", setup=one.setup, rows=rows, case=case)
    return [Part("notes", html)]


def _note(poll: Poll, setup: Setup, case: TrainingCase | None, context: Context) -> dict[str, Any]:
    lang = context.interface.lang
    asked = askables(lang).get(f"{poll.about}/{poll.of}")
    facts = {one.id: one.title for one in case.injects} if case else {}
    keys = [one for one in case.key if one.subject == poll.of] if case else []
    return {
        "title": asked.title if asked else poll.of,
        "kind": kind_words(context)[poll.about],
        "why": asked.why if asked else "",
        "minutes": poll.minutes,
        "note": advice(lang, poll.about, poll.of),
        "keys": [_key(one, facts, context) for one in keys if not one.inject or one.inject in setup.injects],
    }


def _key(one: Key, facts: dict[str, str], context: Context) -> dict[str, Any]:
    spoken = context.interface
    ranges = [_range(each.lo, each.hi, context) for each in one.ranges]
    if len(ranges) == 2:
        said = spoken.say("likelihood {likelihood}, impact {impact}", likelihood=ranges[0], impact=ranges[1])
    else:
        said = spoken.say("step {step}", step=ranges[0])
    return {"after": facts.get(one.inject, ""), "range": said, "because": one.because}


def _range(low: int, high: int, context: Context) -> str:
    spoken = context.interface
    if low == high:
        return spoken.number(low)
    return spoken.say("{low} to {high}", low=spoken.number(low), high=spoken.number(high))
