"""What trainers read about a question: a note of its own, else one made of what its content says and of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from toolkit.content import load_library
from toolkit.content.guides import load_guides
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.content.workshop import load_trainers
from toolkit.core.training import Note
from toolkit.core.workshop import About
from toolkit.render.html import know


@dataclass(frozen=True, slots=True)
class Advice:
    """What trainers read about a question. `show` is what somebody in the room may be able to show.

    `weak` is an answer that sounds well and settles nothing, empty where there is none.
    """

    purpose: str
    prompts: tuple[str, ...]
    misunderstandings: tuple[str, ...]
    minutes: int
    show: tuple[str, ...] = ()
    weak: str = ""


@dataclass(frozen=True, slots=True)
class _Own:
    """What the content of a question says by itself; `aspect` is the note beside it."""

    aspect: str
    purpose: str
    prompts: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    weak: str = ""


@lru_cache(maxsize=512)
def advice(lang: str, about: About, of: str) -> Advice | None:
    """What trainers read about a question in a language; None where the content no longer has it."""
    words = load_trainers(lang)
    own = next(_own(lang, about, of), None)
    if own is None:
        return None
    kind, aspect, note = words.notes[str(about)], words.notes.get(own.aspect), words.notes.get(of)
    if note is not None and about is not About.PRINCIPLE:
        return _made(note, own)
    prompts = (*own.prompts, *(aspect.prompts if aspect else ()))
    made = Note(
        of,
        own.purpose,
        prompts or kind.prompts,
        (*(aspect.misunderstandings if aspect else ()), *kind.misunderstandings),
        kind.minutes,
    )
    return _made(made, own)


def _made(note: Note, own: _Own) -> Advice:
    return Advice(note.purpose, note.prompts, note.misunderstandings, note.minutes, own.show, own.weak)


def known(lang: str) -> None:
    """Tell the page which of these texts are translated."""
    for one in (load_trainers(lang), load_library(lang), load_readiness(lang), load_workbook(lang), load_guides(lang)):
        know(lang, one.translated)


def _own(lang: str, about: About, of: str) -> Iterator[_Own]:
    match about:
        case About.ITEM:
            items = (one for one in load_library(lang).items if one.id == of)
            yield from (_Own(one.principle, one.why, show=one.evidence) for one in items)
        case About.STATEMENT:
            statements = (one for one in load_readiness(lang).statements if one.id == of)
            yield from (_Own(one.aspect, one.why, show=one.evidence) for one in statements)
        case About.QUESTION:
            questions = (one for one in load_workbook(lang).questions if one.id == of)
            yield from (_Own(one.principle, one.why, show=one.keep, weak=one.weak) for one in questions)
        case About.DECISION:
            found = (one for case in load_guides(lang).cases for one in case.decisions if one.id == of)
            yield from (_Own("", one.text, (one.ask.basic, one.ask.intermediate, one.ask.advanced)) for one in found)
        case About.PRINCIPLE:
            note = load_trainers(lang).notes.get(of)
            yield from (_Own(of, note.purpose) for _ in [1] if note)
