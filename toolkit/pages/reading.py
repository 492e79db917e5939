"""The reading pages: address and event in, reader and screen out. Pure, and the same for both hosts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from toolkit.content import load_library
from toolkit.content.guides import load_guides
from toolkit.content.interface import interface
from toolkit.content.readiness import load_readiness
from toolkit.content.synonyms import load_synonyms
from toolkit.content.workbook import load_workbook
from toolkit.core.guide_links import Web, Work, web
from toolkit.pages import (
    reading_cases,
    reading_certificate,
    reading_explore,
    reading_intro,
    reading_practice,
    reading_principles,
    reading_search,
    reading_words,
    reading_work,
)
from toolkit.pages.reading_book import shelf_of
from toolkit.pages.reading_check import checked, passed
from toolkit.pages.reading_state import Builder, NotHere, Reader, Reading, path_of
from toolkit.pages.screen import Event, Screen
from toolkit.render.html import know
from toolkit.render.links import Links

PAGES: Mapping[str, Builder] = {
    "": reading_intro.overview,
    "tour": reading_intro.tour,
    "introduction": reading_intro.introduction,
    "principles": reading_principles.principles,
    "cases": reading_cases.cases,
    "roadmap": reading_practice.roadmap,
    "primers": reading_practice.primers,
    "glossary": reading_words.glossary,
    "explorables": reading_explore.explorables,
    "readiness": reading_work.readiness,
    "workbook": reading_work.workbook,
    "search": reading_search.search,
    "certificate": reading_certificate.certificate,
}
"""What shows the pages whose address begins with a word."""


def view(reader: Reader, reading: Reading) -> Screen:
    """The screen at the reader's address; raises NotHere. Pure: the same reader and reading give the same HTML."""
    builder = PAGES.get(reader.parts[0] if reader.parts else "")
    if builder is None:
        raise NotHere(reader.path)
    screen = builder(reader, reading)
    product = reading.interface.gettext("Responsible AI Toolkit")
    crumbs = (("", reading.interface.gettext("Read")), *screen.crumbs) if reader.path else ()
    title = f"{screen.title} – {product}"
    back = (crumbs[-1][0] or OVERVIEW) if crumbs else ""
    return replace(screen, title=title, route=route(reader), back=back, crumbs=crumbs)


OVERVIEW = "overview"
"""What events call the overview, because an empty address is none."""


def route(reader: Reader) -> str:
    """The address of a reader: path and query, as events name it."""
    query = urlencode([(name, one) for name, given in reader.query.items() for one in given if name != "lang"])
    return (reader.path or OVERVIEW) + (f"?{query}" if query else "")


def update(reader: Reader, event: Event, reading: Reading) -> Reader:
    """The reader after an event: at another address, or after handing in a form. Anything else changes nothing."""
    address = event.value if isinstance(event.value, str) else ""
    if event.kind == "route" or (event.kind == "act" and event.name == "go"):
        return arrived(reader.at(address.strip("#/")), reading)
    if event.kind == "act" and event.name == "submit":
        return arrived(reader.asking(address, dict(_filled(event.form))), reading)
    return reader


def _filled(form: Mapping[str, object]) -> Iterator[tuple[str, list[str]]]:
    for name, value in form.items():
        given = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and one]
        if given:
            yield name, given


def arrived(reader: Reader, reading: Reading) -> Reader:
    """A reader who has just come to an address: what the query chooses is remembered."""
    if reader.path in (OVERVIEW, "home"):
        reader = replace(reader, path="")
    memory = reader.memory.choosing(*(reader.one(name) for name in ("level", "role", "activity")))
    known = {one.id: one for one in reading.guides.chapters}
    read, done = set(memory.read), set(memory.passed)
    read |= {one for one in reader.many("done") if one in known}
    if reader.parts[:1] == ("introduction",) and (chapter := known.get("/".join(reader.rest))):
        read |= {chapter.id} if any(one.answered for one in checked(chapter, reader)) else set()
        done |= {chapter.id} if passed(chapter, reader) else set()
    agreed = reader.agreed | (set(reader.rest) if reader.parts[:1] == ("cases",) and reader.one("go") else set())
    return replace(reader, memory=replace(memory, read=frozenset(read), passed=frozenset(done)), agreed=agreed)


def addresses(reading: Reading) -> Iterator[str]:
    """The path of every page that has one of its own, for tests and for printing."""
    guides = reading.guides
    yield from ("", "introduction", "principles", "cases", "roadmap", "primers", "glossary")
    yield from (path_of(kind, one.id) for kind, one in guides.resources() if reading.has(kind, one.id))
    yield from (path_of("term", one.id) for one in reading.library.terms)
    yield from ("readiness", *(f"readiness/{one.id}" for one in reading.shelf.readiness.dimensions), "workbook")
    yield from (path_of("statement", one.id) for one in reading.shelf.readiness.statements)
    yield from (path_of("question", one.id) for one in reading.shelf.workbook.questions)
    if guides.primers:
        yield "primers/all"
    if guides.tour.pages:
        yield from ("tour", "tour/check", *(f"tour/{n}" for n in range(1, len(guides.tour.pages) + 1)))
    yield from ("explorables", "search", "certificate")


@lru_cache(maxsize=16)
def reading_of(lang: str, links: Links, today: date) -> Reading:
    """The reading pages of a language; raises ContentError. Loaded once for each language, then quick."""
    shelf = shelf_of(lang)
    know(lang, shelf.translated)
    return Reading(shelf, _web(lang), interface(lang), links, today, frozenset(PAGES))


@lru_cache(maxsize=8)
def _web(lang: str) -> Web:
    shelf = shelf_of(lang)
    library = shelf.library
    work = Work(shelf.readiness.statements, shelf.workbook.questions)
    return web(shelf.guides, library.items, library.controls.values(), library.principles, work)


def forget() -> None:
    """Read the content anew at the next page, because it has changed."""
    for cached in (load_guides, load_library, load_readiness, load_workbook, load_synonyms, shelf_of, _web, reading_of):
        cached.cache_clear()
