"""What is printed for a workshop: agenda, notes for trainers, ballots, posters with the square to join, a handout.

Only the notes hold the key of a training case, and nothing but the poster says how to come in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from markupsafe import Markup

from toolkit.content.interface import Interface, interface
from toolkit.content.markdown import blocks
from toolkit.core.method import Interval
from toolkit.core.training import Key, Printed, TrainingCase
from toolkit.core.workshop import About, Poll, Setup
from toolkit.pages.room_questions import asked, trainers
from toolkit.pages.workshop_notes import advice, known
from toolkit.render.document_html import css_string
from toolkit.render.html import HERE, render
from toolkit.render.qr import qr_png

STYLES = ("form.css", "workshop.css")


class Kind(StrEnum):
    """What can be printed."""

    POSTER = "poster"
    AGENDA = "agenda"
    HANDOUT = "handout"
    BALLOTS = "ballots"
    NOTES = "notes"


KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a printed page needs to know: the workshop, the language, and where people join (with the code, if any)."""

    setup: Setup
    lang: str
    join: str = ""


def kind_words(spoken: Interface, kind: Kind) -> str:
    """What a printed matter is called."""
    _ = spoken.gettext
    return {
        Kind.POSTER: _("Posters: how to join, how we talk"),
        Kind.AGENDA: _("Agenda"),
        Kind.HANDOUT: _("Handout: the case, without its key"),
        Kind.BALLOTS: _("Ballots on paper"),
        Kind.NOTES: _("Notes for trainers, with the key"),
    }[kind]


def printed(kind: Kind, sheet: Sheet) -> str:
    """One kind of printed matter as a whole HTML document that prints well and fetches nothing."""
    spoken = interface(sheet.lang)
    given = held(kind, sheet)
    style = "".join((HERE / "static" / name).read_text(encoding="utf-8") for name in STYLES)
    title = f"{sheet.setup.title} – {kind_words(spoken, kind)}"
    running = f"{sheet.setup.title} – {spoken.gettext('Rehearsal')}" if sheet.setup.demo else sheet.setup.title
    return str(render(
        sheet.lang, f"print_{kind}.j2", title=title, style=Markup(style), running=css_string(running),  # our own files
        setup=sheet.setup, blocks=blocks, kind=kind_words(spoken, kind), **given,
    ))  # fmt: skip


def held(kind: Kind, sheet: Sheet) -> dict[str, Any]:
    """What a kind of printed matter holds, for whoever writes it down."""
    builders = {Kind.POSTER: _poster, Kind.AGENDA: _agenda, Kind.HANDOUT: _handout, Kind.BALLOTS: _ballots}
    return builders.get(kind, _notes)(sheet)


def _texts(sheet: Sheet, kind: str) -> dict[str, Printed]:
    return {one.id: one for one in trainers(sheet.lang).texts if one.kind == kind}


def _case(sheet: Sheet) -> TrainingCase | None:
    return trainers(sheet.lang).known_case(sheet.setup.case)


def _poster(sheet: Sheet) -> dict[str, Any]:
    texts, code = _texts(sheet, "poster"), sheet.setup.code
    risks = any(one.about is About.ITEM for one in sheet.setup.polls)
    more = [texts[name] for name in ("poster-rules", *(["poster-scale"] if risks else [])) if name in texts]
    square = qr_png(f"{sheet.join}?code={code}") if sheet.join and code else ""
    return {"text": texts.get("poster-join"), "square": square, "join": sheet.join, "code": code, "more": more}


def _agenda(sheet: Sheet) -> dict[str, Any]:
    words = trainers(sheet.lang)
    rows = [(title, minutes) for title, minutes, _what in _parts(sheet)]
    return {"rows": rows, "minutes": sum(minutes for _name, minutes in sheet.setup.agenda), "promises": words.promises}


def _handout(sheet: Sheet) -> dict[str, Any]:
    questions = [_asked(sheet, one) for one in sheet.setup.polls]
    return {"case": _case(sheet), "questions": questions, "after": _texts(sheet, "handout").get("handout-person")}


def _ballots(sheet: Sheet) -> dict[str, Any]:
    texts = _texts(sheet, "ballot")
    kinds = {True: texts.get("ballot-risk"), False: texts.get("ballot-level")}
    ballots = [(_asked(sheet, one), kinds[one.about is About.ITEM]) for one in sheet.setup.polls]
    return {"ballots": ballots, "unknown": trainers(sheet.lang).unknown, "tally": None}


def _notes(sheet: Sheet) -> dict[str, Any]:
    case, texts = _case(sheet), _texts(sheet, "handout")
    known(sheet.lang)
    questions = [
        {
            "asked": _asked(sheet, one),
            "note": advice(sheet.lang, one.about, one.of),
            "minutes": one.minutes,
            "keys": _keys(sheet, one),
        }
        for one in sheet.setup.polls
    ]
    more = [texts[name] for name in ("handout-trainer", "handout-tally") if name in texts]
    return {"case": case, "questions": questions, "agenda": _agenda(sheet), "parts": _parts(sheet), "more": more}


def _parts(sheet: Sheet) -> list[tuple[str, int, str]]:
    """The agenda with what the trainer does in each part."""
    known = trainers(sheet.lang).parts_of(sheet.setup.agenda)
    return [
        (known[name].title, minutes, known[name].what) if name in known else (name, minutes, "")
        for name, minutes in sheet.setup.agenda
    ]


def _keys(sheet: Sheet, poll: Poll) -> list[Mapping[str, Any]]:
    """What the authors answer: at first, and after each fact that changes it."""
    case = _case(sheet)
    if case is None:
        return []
    titles = {one.id: one.title for one in case.injects}
    mine = [one for one in case.key if one.subject == poll.of]
    return [{"after": titles.get(one.inject, ""), "ranges": _ranges(sheet, poll, one), "because": one.because}
            for one in mine]  # fmt: skip


def _ranges(sheet: Sheet, poll: Poll, key: Key) -> list[tuple[str, str]]:
    spoken = interface(sheet.lang)
    _ = spoken.gettext
    names = [_("Likelihood"), _("Impact")] if poll.about is About.ITEM else [_("Answer")]
    return [(name, _span(spoken, one)) for name, one in zip(names, key.ranges, strict=False)]


def _span(spoken: Interface, given: Interval) -> str:
    return str(given.lo) if given.determined else spoken.say("{low} to {high}", low=given.lo, high=given.hi)


def _asked(sheet: Sheet, poll: Poll) -> Mapping[str, Any]:
    found = asked(poll, sheet.lang, sheet.setup.method)
    return {"title": found.title, "hint": found.hint, "scales": found.scales, "ordered": poll.ordered}
