"""What a reading page knows: the content it is given, what the reader chose, and where the reader is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, unquote

from markupsafe import Markup

from toolkit.content import Library
from toolkit.content.interface import ENGLISH, Interface
from toolkit.core.guide import LEVELS
from toolkit.core.guide_links import Web
from toolkit.core.guides import Guides, address
from toolkit.core.model import Source, Term, ToolkitError
from toolkit.core.practice import ACTIVITIES, ROLES
from toolkit.pages.reading_book import Shelf
from toolkit.pages.reading_labels import speakers
from toolkit.pages.reading_own import Own
from toolkit.pages.screen import Part, Screen
from toolkit.render.html import mark_block, mark_language, render
from toolkit.render.links import Links, Value

LONGEST, MOST = 200, 60
"""Characters of a query value, and names in a query; the rest is not looked at."""

Query = Mapping[str, tuple[str, ...]]


class NotHere(ToolkitError):
    """There is no reading page of that address."""


def path_of(kind: str, identity: str) -> str:
    """The path of a thing that has a page of its own; `kind` is a key of ADDRESSES."""
    return address(kind, identity).removeprefix("/read/")


@dataclass(frozen=True, eq=False)
class Reading:
    """What is given and never changes: content, language, links of the host, and the day. Texts are in both sets.

    `own` is what the reader has of their own, where the host knows them.
    """

    shelf: Shelf
    web: Web
    interface: Interface
    links: Links
    today: date
    pages: frozenset[str] = frozenset()
    own: Own | None = None

    @property
    def lang(self) -> str:
        """The language of the interface."""
        return self.interface.lang

    @property
    def guides(self) -> Guides:
        """The guides."""
        return self.shelf.guides

    @property
    def library(self) -> Library:
        """The questionnaires and the words."""
        return self.shelf.library

    @property
    def translated(self) -> frozenset[str]:
        """Every content text that is in the language of the page."""
        return self.shelf.translated

    def mark(self, text: str) -> Markup:
        """A plain content text, marked as English where it is not translated."""
        return mark_language(text, self.lang, self.translated) if text else Markup()

    def draw(self, template: str, **context: Any) -> Markup:
        """A template that also knows `reading`, `links`, `to` (attributes of a link), `md` and `path`."""
        given = {"reading": self, "links": self.links, "to": self.links.to, "md": self.md, "path": path_of}
        return render(self.lang, template, **given, **speakers(self.interface), **context)

    def md(self, text: str) -> Markup:
        """A Markdown content text, marked as English where it is not translated."""
        return mark_block(self.links.md(text), self.lang, text in self.translated)

    def name(self, kind: str, identity: str) -> str:
        """What readers know a thing by; its id where there is no such thing (yet)."""
        return self._names.get((kind, identity), identity)

    def names(self, kind: str, ids: Iterable[str]) -> list[str]:
        """What readers know several things by."""
        return [self.name(kind, one) for one in ids]

    def has(self, kind: str, identity: str) -> bool:
        """Whether there is such a thing, and a page or place where it can be read."""
        return (kind, identity) in self._names and (kind != "explorable" or self.offers("explorables"))

    def known(self, kind: str, ids: Iterable[str]) -> tuple[str, ...]:
        """Those that there are."""
        return tuple(one for one in ids if self.has(kind, one))

    def in_english(self, kind: str) -> bool:
        """Whether things of a kind have names in English still, on a page of another language."""
        names = (name for (one, _), name in self._names.items() if one == kind)
        return self.lang != ENGLISH and any(name and name not in self.translated for name in names)

    def cited(self, sources: Iterable[Source]) -> list[list[Source]]:
        """Sources that name something, one entry for each document: what says more of the same stands with it."""
        found: dict[str, list[Source]] = {}
        for one in sources:
            same = found.setdefault(one.url or one.origin, [])
            if one.origin and not any(_says(other, one) for other in same):
                same[:] = [*(other for other in same if not _says(one, other)), one]
        return [same for same in found.values() if same]

    def terms(self, ids: Iterable[str]) -> list[Term]:
        """The glossary's entries of these ids, in their order."""
        return [self._terms[one] for one in ids if one in self._terms]

    def numbered(self, options: Iterable[Any]) -> list[tuple[str, Markup]]:
        """Options of a choice as value (its number from 1) and text."""
        return [(str(number), self.mark(one.text)) for number, one in enumerate(options, 1)]

    def offers(self, page: str) -> bool:
        """Whether there are pages whose address begins with this word."""
        return page in self.pages

    @cached_property
    def _terms(self) -> dict[str, Term]:
        return {one.id: one for one in self.library.terms}

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        library, guides = self.library, self.guides
        found = {(kind, one.id): str(getattr(one, "title", "")) for kind, one in guides.resources()}
        found |= {("principle", one.id): one.name for one in library.principles}
        found |= {("term", one.id): one.term for one in library.terms}
        found |= {("item", one.id): one.title for one in library.items}
        found |= {("control", one.id): one.title for one in library.controls.values()}
        fields = [one for one in library.profile if one.id in ("application", "technique", "stage", "activity")]
        found |= {("statement", one.id): one.statement for one in self.shelf.readiness.statements}
        found |= {("question", one.id): one.question for one in self.shelf.workbook.questions}
        return found | {(one.id, option.id): option.label for one in fields for option in one.options}


def _says(more: Source, less: Source) -> bool:
    """Whether one source says everything that another of the same document says."""
    return more.sure == less.sure and more.origin.startswith(less.origin)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a reader: level, role, activity, chapters read to their end, and chapters passed."""

    level: str = LEVELS[0]
    role: str = ""
    activity: str = ""
    read: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()

    def said(self) -> dict[str, Any]:
        """As JSON can hold it, the same for the same memory; what is usual is left out."""
        lists = {"read": sorted(self.read), "passed": sorted(self.passed)}
        words = {"level": self.level if self.level != LEVELS[0] else "", "role": self.role, "activity": self.activity}
        return {name: value for name, value in (words | lists).items() if value}

    @staticmethod
    def of(said: object, chapters: Iterable[str]) -> Memory:
        """From what was kept; anything that is not known (any more) is dropped."""
        given = said if isinstance(said, Mapping) else {}
        known = frozenset(chapters)
        read, passed = (known.intersection(_texts(given.get(name))) for name in ("read", "passed"))
        words = (str(given.get(name) or "") for name in ("level", "role", "activity"))
        return Memory(read=read, passed=passed).choosing(*words)

    def choosing(self, level: str = "", role: str = "", activity: str = "") -> Memory:
        """With another level, role or activity, where these are known ones."""
        return replace(
            self,
            level=level if level in LEVELS else self.level,
            role=role if role in ROLES else self.role,
            activity=activity if activity in ACTIVITIES else self.activity,
        )


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a reader is and what is remembered. `agreed` are cases whose warning was read in this visit."""

    path: str = ""
    query: Query = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    agreed: frozenset[str] = frozenset()

    @property
    def parts(self) -> tuple[str, ...]:
        """The path in segments; empty for the overview."""
        return tuple(self.path.split("/")) if self.path else ()

    @property
    def rest(self) -> tuple[str, ...]:
        """The segments after the first."""
        return self.parts[1:]

    def one(self, name: str) -> str:
        """The first value of a name in the query, or nothing."""
        return next(iter(self.query.get(name, ())), "")

    def many(self, name: str) -> tuple[str, ...]:
        """Every value of a name in the query."""
        return self.query.get(name, ())

    def at(self, route: str) -> Reader:
        """At another address (path and query), with the same memory."""
        path, _, query = route.partition("?")
        values = parse_qs(query[: LONGEST * MOST], keep_blank_values=True, errors="replace")
        return self.asking(unquote(path), values)

    def asking(self, path: str, values: Mapping[str, Iterable[str]]) -> Reader:
        """At a path with these query values, shortened to what a page looks at."""
        short = {name: tuple(one[:LONGEST] for one in given) for name, given in list(values.items())[:MOST]}
        return replace(self, path=path.strip("/")[:LONGEST], query=short)


Builder = Callable[[Reader, Reading], Screen]
"""A page: raises NotHere for a path that is not one of its own."""

Crumb = tuple[str, str]
"""A path and its name."""


def sheet(title: str, html: str, *crumbs: Crumb) -> Screen:
    """A screen from its HTML, an element with the id `page`, below the pages that `crumbs` name."""
    return Screen(title, "", (Part("page", html),), crumbs=crumbs)


__all__ = ["Builder", "Crumb", "Links", "Memory", "NotHere", "Query", "Reader", "Reading", "Value", "sheet"]
