"""Everything that a room can be asked, to look through and to choose from, and what trainers need to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from toolkit.content import load_library
from toolkit.content.guides import load_guides
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.content.workshop import load_trainers
from toolkit.core.search import fold, words_of
from toolkit.core.training import Note
from toolkit.core.workshop import About
from toolkit.pages.workshop_draft import Draft, Picked

MINUTES = {About.ITEM: 15, About.STATEMENT: 12, About.QUESTION: 12, About.DECISION: 10, About.PRINCIPLE: 10}
"""How long a question takes, both rounds and the talk between them, where no note says it."""


@dataclass(frozen=True, slots=True)
class Askable:
    """Something that a room can be asked. `where` names what it belongs to, `why` says what it is for."""

    about: About
    of: str
    title: str
    where: str
    why: str = ""

    @property
    def key(self) -> str:
        """What it is called on the page."""
        return f"{self.about}/{self.of}"


@lru_cache(maxsize=8)
def askables(lang: str) -> dict[str, Askable]:
    """By key everything that a room can be asked, in reading order; raises ContentError."""
    return {one.key: one for one in _askables(lang)}


def _askables(lang: str) -> Iterator[Askable]:
    library, readiness, workbook = load_library(lang), load_readiness(lang), load_workbook(lang)
    names = {one.id: one.name for one in library.principles}
    for item in library.items:
        yield Askable(About.ITEM, item.id, item.title, names.get(item.principle, ""), item.why)
    dimensions = {one.id: one.title for one in readiness.dimensions}
    for statement in readiness.statements:
        place = dimensions.get(statement.dimension, "")
        yield Askable(About.STATEMENT, statement.id, statement.statement, place, statement.why)
    for question in workbook.questions:
        place = names.get(question.principle, "")
        yield Askable(About.QUESTION, question.id, question.question, place, question.why)
    for case in load_guides(lang).cases:
        for decision in case.decisions:
            yield Askable(About.DECISION, decision.id, decision.ask.intermediate, case.title, decision.when)
    for principle in library.principles:
        parent = names.get(principle.parent, "")
        yield Askable(About.PRINCIPLE, principle.id, principle.name, parent, principle.definition)


@lru_cache(maxsize=8)
def translated(lang: str) -> frozenset[str]:
    """Every text of all this that is translated."""
    parts = (load_library(lang), load_readiness(lang), load_workbook(lang), load_guides(lang), load_trainers(lang))
    return frozenset().union(*(one.translated for one in parts))


@lru_cache(maxsize=8)
def _folded(lang: str) -> dict[str, str]:
    english = askables("en")
    return {
        key: fold(f"{one.title} {one.where} {english[key].title} {english[key].where}")
        for key, one in askables(lang).items()
    }


def found(lang: str, kind: str, query: str) -> list[Askable]:
    """What fits a kind (empty: every kind) and has all words of the query, whose order does not matter.

    In another language the English words find it too.
    """
    words, texts = words_of(query), _folded(lang)
    return [
        one
        for key, one in askables(lang).items()
        if kind in ("", one.about) and all(word in texts[key] for word in words)
    ]


@lru_cache(maxsize=1)
def better() -> dict[str, tuple[bool, ...]]:
    """Of each decision of a case study: which of its options are among the better ones."""
    decisions = (one for case in load_guides("en").cases for one in case.decisions)
    return {one.id: tuple(option.judgement == "better" for option in one.options) for one in decisions}


def note_on(lang: str, of: str) -> Note | None:
    """What trainers should know about a question, where somebody wrote it down."""
    return load_trainers(lang).notes.get(of)


def minutes_of(about: About, of: str) -> int:
    """How long a question takes, unless its trainer says otherwise."""
    note = note_on("en", of)
    return note.minutes if note else MINUTES[about]


def with_case(draft: Draft, name: str) -> tuple[Picked, ...]:
    """The questions of another training case (or none) in place of those of the one before; others stay."""
    trainers = load_trainers("en")
    cases = {one.id: one for one in trainers.cases}
    before = {one.subject for one in cases[draft.case].questions} if draft.case in cases else set()
    asked = cases[name].questions if name else ()
    fresh = tuple(Picked(one.about, one.subject, one.minutes) for one in asked)
    known = {one.key for one in fresh}
    return (*fresh, *(one for one in draft.picked if one.of not in before and one.key not in known))
