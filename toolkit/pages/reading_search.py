"""Search over everything that can be read: guides, glossary, risk items and controls, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from markupsafe import Markup

from toolkit.content.synonyms import load_synonyms
from toolkit.core import search as core
from toolkit.core.synonyms import alike, nearest, plain
from toolkit.pages.reading_book import KINDS, Book, book_of
from toolkit.pages.reading_state import Reader, Reading, path_of, sheet
from toolkit.pages.screen import Screen

ON_A_PAGE = 15

NAMES = {
    "chapter": "Chapter",
    "section": "Section of a chapter",
    "principle": "Principle",
    "case": "Case",
    "recommendation": "Recommendation",
    "primer": "Primer",
    "explorable": "Try it out",
    "tour": "Tour",
    "term": "Glossary",
    "statement": "Readiness statement",
    "question": "Workbook question",
    "item": "Risk item",
    "control": "Safeguard",
}
"""What a hit is, by its kind."""


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


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: the words of the question, and the phrases that mean the same as some of them."""

    words: tuple[str, ...]
    others: core.Others

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrases that are looked for besides."""
        return tuple(one for _, phrases in self.others.values() for one in phrases)

    def at(self, book: Book) -> tuple[core.Found, ...]:
        """Everything that is found, the best first."""
        return book.index.found(self.words, self.others)


def search(reader: Reader, reading: Reading) -> Screen:
    """The form, and what was found for `q`, narrowed by `kind`, at page `page`."""
    _ = reading.interface.gettext
    question = "".join(c if c.isprintable() else " " for c in reader.one("q")).strip()
    words, book = core.words_of(question), book_of(reading.shelf)
    asked = Asked(words, alike(words, load_synonyms(reading.lang)))
    found = asked.at(book)
    html = reading.draw(
        "read_search.j2",
        question=question,
        asked="q" in reader.query or bool(reader.one("sent")),
        words=words,
        also=_written(asked, reading),
        longest=core.LONGEST,
        cut=len(reader.one("q")) >= core.LONGEST,
        meant="" if found else _meant(asked, book, reading),
        english=book.partly_foreign,
        everything=len(found),
        **_narrowed(found, asked, reader, reading),
    )
    title = reading.interface.say("Search: {words}", words=question) if question else _("Search")
    return sheet(title, html)


def _narrowed(found: Sequence[core.Found], asked: Asked, reader: Reader, reading: Reading) -> dict[str, Any]:
    """The hits of the kind and page that are wanted, or the nearest."""
    kinds = core.counts(sorted(found, key=lambda one: KINDS.index(one[1].entry.kind)))
    kind = reader.one("kind") if reader.one("kind") in kinds else ""
    wanted = [one for one in found if kind in ("", one[1].entry.kind)]
    last = max(1, ceil(len(wanted) / ON_A_PAGE))
    page = min(last, max(1, _number(reader.one("page"))))
    marked = (*asked.words, *asked.phrases)
    here = wanted[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return {
        "kind": kind,
        "kinds": [(name, reading.interface.gettext(NAMES[name]), number) for name, number in kinds.items()],
        "first": (page - 1) * ON_A_PAGE + 1,
        "page": page,
        "last": last,
        "hits": [_shown(core.shown(one, marked), reading, book_of(reading.shelf)) for one in here],
    }


def _written(asked: Asked, reading: Reading) -> list[str]:
    """The phrases that are looked for besides, as the groups write them."""
    wanted = set(asked.phrases)
    return [one for group in load_synonyms(reading.lang) for one in group if plain(one) in wanted]


def _meant(asked: Asked, book: Book, reading: Reading) -> str:
    """The question with words that nothing holds replaced by the nearest, where that finds something; else nothing."""
    better = [one if book.index.holds(one) else nearest(one, book.words) for one in asked.words]
    if not all(better) or tuple(better) == asked.words:
        return ""
    words = tuple(better)
    found = Asked(words, alike(words, load_synonyms(reading.lang))).at(book)
    return " ".join(book.words.get(one, one) for one in words) if found else ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 4 else 1


# ---------------------------------------------------------------- what is shown of a hit


def _shown(hit: core.Hit, reading: Reading, book: Book) -> Shown:
    kind: str | Markup = reading.interface.gettext(NAMES[hit.entry.kind])
    if hit.entry.kind == "section":
        chapter = reading.mark(reading.name("chapter", hit.entry.id))
        kind = Markup("{}: {}").format(reading.interface.gettext(NAMES["chapter"]), chapter)
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
