"""What the search looks through: everything to read in a language, with its English text where that differs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from toolkit.content import Library, load_library
from toolkit.content.guides import load_guides
from toolkit.content.interface import ENGLISH
from toolkit.content.markdown import blocks
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.core import search as core
from toolkit.core.guide import Chapter, PrinciplePage
from toolkit.core.guides import Guides, Passage, texts_of
from toolkit.core.model import Item
from toolkit.core.statements import Readiness
from toolkit.core.synonyms import FEWEST
from toolkit.core.workbook import Workbook

HEADINGS = frozenset({"question", "lead", "heading", "title", "label", "summary"})
"""Fields whose texts count as headings."""

_KINDS = "chapter section principle case recommendation primer explorable tour term statement question item control"
KINDS = tuple(_KINDS.split())
"""What can be found, in the order in which equal hits stand."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, eq=False)
class Shelf:
    """Everything that can be read, in one language."""

    guides: Guides
    library: Library
    readiness: Readiness
    workbook: Workbook

    @cached_property
    def translated(self) -> frozenset[str]:
        """Every text that is in that language."""
        parts = (self.guides, self.library, self.readiness, self.workbook)
        return frozenset().union(*(one.translated for one in parts))


@lru_cache(maxsize=8)
def shelf_of(lang: str) -> Shelf:
    """What there is in a language; raises ContentError."""
    return Shelf(load_guides(lang), load_library(lang), load_readiness(lang), load_workbook(lang))


@dataclass(frozen=True, eq=False)
class Book:
    """The index of a language, and which of its texts are in that language."""

    lang: str
    index: core.Index
    spoken: frozenset[str]
    entries: tuple[core.Entry, ...]

    @cached_property
    def words(self) -> dict[str, str]:
        """Every longer word that occurs, folded, to how it is written first."""
        found: dict[str, str] = {}
        for entry in self.entries:
            for text in (entry.title, *entry.headings, *entry.texts):
                for word in _WORD.findall(text):
                    if len(word) >= FEWEST:
                        found.setdefault(core.fold(word), word)
        return found

    @cached_property
    def partly_foreign(self) -> bool:
        """Whether a quarter of the titles or more is in English still, on pages of another language."""
        foreign = sum(entry.title not in self.spoken for entry in self.entries)
        return self.lang != ENGLISH and 4 * foreign >= len(self.entries)


@lru_cache(maxsize=8)
def book_of(shelf: Shelf) -> Book:
    """The index of everything, built once for each language."""
    known = shelf.translated
    everything = [one.text for _, resource in shelf.guides.resources() for one in texts_of(resource)]
    everything += [one.text for page in shelf.guides.tour.pages for one in texts_of(page)]
    spoken = {block for text in everything if text in known for block in blocks(text)}
    found = entries(shelf)
    if shelf.guides.lang != ENGLISH:
        found = tuple(_with_english(found, entries(shelf_of(ENGLISH))))
    return Book(shelf.guides.lang, core.Index(found), frozenset(spoken | known), found)


def _with_english(own: Iterable[core.Entry], english: Iterable[core.Entry]) -> Iterator[core.Entry]:
    """Entries that can be found by their English words too, after their own."""
    known = {(one.kind, one.id, one.part): one for one in english}
    for entry in own:
        other = known.get((entry.kind, entry.id, entry.part), core.NOTHING)
        here = {entry.title, *entry.headings, *entry.texts, ""}
        headings = [one for one in (other.title, *other.headings) if one not in here]
        texts = [one for one in other.texts if one not in here]
        yield replace(entry, headings=(*entry.headings, *headings), texts=(*entry.texts, *texts))


def entries(shelf: Shelf) -> tuple[core.Entry, ...]:
    """Everything that can be found, kind by kind."""
    found = [*_guides(shelf.guides, shelf.library), *_risks(shelf.library), *_work(shelf)]
    return tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))


def _guides(guides: Guides, library: Library) -> Iterator[core.Entry]:
    for kind, one in guides.resources():
        if isinstance(one, Chapter):
            yield _entry(kind, one.id, one.title, (p for p in texts_of(one) if not p.where.startswith("sections.")))
            for section in one.sections:
                yield _entry("section", one.id, section.heading, texts_of(section), part=section.id)
        elif isinstance(one, PrinciplePage):
            principle = library.principle(one.id)
            yield _entry(kind, one.id, principle.name, (Passage("lead", principle.definition, False), *texts_of(one)))
        else:
            yield _entry(kind, one.id, one.title, texts_of(one))
    for number, page in enumerate(guides.tour.pages, 1):
        yield _entry("tour", str(number), page.title, texts_of(page))


def _risks(library: Library) -> Iterator[core.Entry]:
    for term in library.terms:
        yield core.Entry("term", term.id, term.term, term.forms, (term.definition,))
    for item in library.items:
        yield core.Entry("item", item.id, item.title, (item.event,), _of_item(item))
    for control in library.controls.values():
        yield core.Entry("control", control.id, control.title, (), (control.description, *control.evidence))


def _of_item(item: Item) -> tuple[str, ...]:
    return (item.cause, item.consequence, item.why, item.likelihood.question, item.example.text, *item.evidence)


def _work(shelf: Shelf) -> Iterator[core.Entry]:
    for one in shelf.readiness.statements:
        yield core.Entry("statement", one.id, one.statement, (), (one.why, *one.levels.values(), *one.evidence))
    for asked in shelf.workbook.questions:
        texts = (asked.why, asked.strong, asked.weak, *asked.keep)
        yield core.Entry("question", asked.id, asked.question, (), texts)


def _entry(kind: str, name: str, title: str, passages: Iterable[Passage], part: str = "") -> core.Entry:
    headings: list[str] = []
    texts: list[str] = []
    for passage in passages:
        if passage.text == title:
            continue
        is_heading = not passage.markdown and passage.where.rpartition(".")[2] in HEADINGS
        (headings if is_heading else texts).extend(blocks(passage.text) if passage.markdown else (passage.text,))
    return core.Entry(kind, name, title, tuple(headings), tuple(texts), part)
