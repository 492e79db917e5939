"""Search over everything that can be read: guides, glossary, risk items and controls, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from markupsafe import Markup

from toolkit.content import Library
from toolkit.content.markdown import blocks
from toolkit.core import search as core
from toolkit.core.guide import Chapter, PrinciplePage
from toolkit.core.guides import Guides, Passage, texts_of
from toolkit.core.model import Item
from toolkit.pages.reading_state import Reader, Reading, path_of, sheet
from toolkit.pages.screen import Screen

ON_A_PAGE = 15
HEADINGS = frozenset({"question", "lead", "heading", "title", "label", "summary"})
"""Fields whose texts count as headings."""

KINDS = {
    "chapter": "Chapter",
    "section": "Section of a chapter",
    "principle": "Principle",
    "case": "Case",
    "recommendation": "Recommendation",
    "primer": "Primer",
    "explorable": "Try it out",
    "tour": "Tour",
    "term": "Glossary",
    "item": "Risk item",
    "control": "Safeguard",
}
"""What can be found, in the order in which equal hits stand."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as the template shows it: the attributes of its link (empty without a page), kind, title and snippet.

    `foreign_…` says that the text is not translated.
    """

    to: Markup
    kind: str | Markup
    title: tuple[core.Piece, ...]
    snippet: tuple[core.Piece, ...]
    foreign_title: bool
    foreign_snippet: bool


@dataclass(frozen=True, eq=False)
class Book:
    """The index of a language, and which of its texts are in that language."""

    index: core.Index
    spoken: frozenset[str]


def search(reader: Reader, reading: Reading) -> Screen:
    """The form, and what was found for `q`, narrowed by `kind`, at page `page`."""
    _ = reading.interface.gettext
    question = "".join(c if c.isprintable() else " " for c in reader.one("q")).strip()
    words, book = core.words_of(question), book_of(reading.guides, reading.library)
    found = book.index.found(words)
    kinds = core.counts(sorted(found, key=lambda one: list(KINDS).index(one[1].entry.kind)))
    kind = reader.one("kind") if reader.one("kind") in kinds else ""
    wanted = [one for one in found if kind in ("", one[1].entry.kind)]
    last = max(1, ceil(len(wanted) / ON_A_PAGE))
    page = min(last, max(1, _number(reader.one("page"))))
    here = wanted[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    html = reading.draw(
        "read_search.j2",
        question=question,
        asked="q" in reader.query or bool(reader.one("sent")),
        words=words,
        longest=core.LONGEST,
        cut=len(reader.one("q")) >= core.LONGEST,
        kind=kind,
        kinds=[(name, _(KINDS[name]), number) for name, number in kinds.items()],
        everything=len(found),
        total=len(wanted),
        first=(page - 1) * ON_A_PAGE + 1,
        page=page,
        last=last,
        hits=[_shown(core.shown(one, words), reading, book) for one in here],
    )
    title = reading.interface.say("Search: {words}", words=question) if question else _("Search")
    return sheet(title, html)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 4 else 1


# ---------------------------------------------------------------- what is shown of a hit


def _shown(hit: core.Hit, reading: Reading, book: Book) -> Shown:
    kind: str | Markup = reading.interface.gettext(KINDS[hit.entry.kind])
    if hit.entry.kind == "section":
        chapter = reading.mark(reading.name("chapter", hit.entry.id))
        kind = Markup("{}: {}").format(reading.interface.gettext(KINDS["chapter"]), chapter)
    is_english = reading.lang == "en"
    return Shown(
        to=_leads(hit.entry, reading),
        kind=kind,
        title=hit.title,
        snippet=hit.snippet,
        foreign_title=not is_english and hit.entry.title not in reading.translated,
        foreign_snippet=not is_english and hit.source not in book.spoken,
    )


def _leads(entry: core.Entry, reading: Reading) -> Markup:
    if entry.kind in ("item", "control"):
        return Markup() if reading.links.widget else reading.links.out("risk")
    if entry.kind == "tour":
        return reading.links.to(f"tour/{entry.id}")
    kind = "chapter" if entry.kind == "section" else entry.kind
    return reading.links.to(path_of(kind, entry.id), at=entry.part)


# ---------------------------------------------------------------- what can be found


@lru_cache(maxsize=8)
def book_of(guides: Guides, library: Library) -> Book:
    """The index of everything, built once for each language."""
    known = guides.translated | library.translated
    everything = [one.text for _, resource in guides.resources() for one in texts_of(resource)]
    everything += [one.text for page in guides.tour.pages for one in texts_of(page)]
    spoken = {block for text in everything if text in known for block in blocks(text)}
    return Book(core.Index(entries(guides, library)), frozenset(spoken | known))


def entries(guides: Guides, library: Library) -> tuple[core.Entry, ...]:
    """Everything that can be found, kind by kind."""
    found = [*_guides(guides, library), *_risks(library)]
    order = list(KINDS)
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


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


def _entry(kind: str, name: str, title: str, passages: Iterable[Passage], part: str = "") -> core.Entry:
    headings: list[str] = []
    texts: list[str] = []
    for passage in passages:
        if passage.text == title:
            continue
        is_heading = not passage.markdown and passage.where.rpartition(".")[2] in HEADINGS
        (headings if is_heading else texts).extend(blocks(passage.text) if passage.markdown else (passage.text,))
    return core.Entry(kind, name, title, tuple(headings), tuple(texts), part)
