"""All guides together: where each is read, and which texts it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, TypeVar

from toolkit.core.guide import Chapter, Explorable, PrinciplePage
from toolkit.core.model import Source, ToolkitError
from toolkit.core.practice import Block, Case, Path, Primer, Recommendation, Tour

Resource = Chapter | Explorable | PrinciplePage | Case | Recommendation | Primer
Named = TypeVar("Named", Chapter, Explorable, PrinciplePage, Case, Recommendation, Primer)

WORDS_A_MINUTE = 200
"""How fast people read text that is new to them; a round figure at the lower end of what is usually measured."""

ADDRESSES: Mapping[str, str] = {
    "chapter": "/read/introduction",
    "explorable": "/read/explorables",
    "principle": "/read/principles",
    "case": "/read/cases",
    "recommendation": "/read/roadmap",
    "primer": "/read/primers",
    "term": "/read/glossary",
    "statement": "/read/readiness",
    "question": "/read/workbook",
}
"""Where the guides of a kind are listed; one of them is at this address, a slash and its id."""

TOUR = "/read/tour"

_LINK = re.compile(r"\]\([^)]*\)")
_WORD = re.compile(r"[^\W_](?:[\w’'–-]|[.,](?=\d))*")


def address(kind: str, name: str) -> str:
    """Where something is read: `kind` is a key of ADDRESSES."""
    return f"{ADDRESSES[kind]}/{name}"


@dataclass(frozen=True, eq=False)
class Guides:
    """All guides in one language, in reading order. `sha256` is of the source language.

    `translated` holds every text that is translated; `untranslated` the addresses of what has English text left, and is
    empty in the source language.
    """

    lang: str
    sha256: str
    chapters: tuple[Chapter, ...] = ()
    explorables: tuple[Explorable, ...] = ()
    pages: tuple[PrinciplePage, ...] = ()
    cases: tuple[Case, ...] = ()
    blocks: tuple[Block, ...] = ()
    paths: tuple[Path, ...] = ()
    primers: tuple[Primer, ...] = ()
    tour: Tour = field(default_factory=Tour)
    translated: frozenset[str] = frozenset()
    untranslated: frozenset[str] = frozenset()

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """Every recommendation of the roadmap, block by block."""
        return tuple(one for block in self.blocks for aspect in block.aspects for one in aspect.recommendations)

    def resources(self) -> Iterator[tuple[str, Resource]]:
        """Everything with an address of its own, with its kind; not the tour, whose address is TOUR."""
        yield from (("chapter", one) for one in self.chapters)
        yield from (("explorable", one) for one in self.explorables)
        yield from (("principle", one) for one in self.pages)
        yield from (("case", one) for one in self.cases)
        yield from (("recommendation", one) for one in self.recommendations)
        yield from (("primer", one) for one in self.primers)

    def chapter(self, name: str) -> Chapter:
        """A chapter by id; raises ToolkitError."""
        return _named(self.chapters, name, "chapter")

    def explorable(self, name: str) -> Explorable:
        """The words of an explorable by id; raises ToolkitError."""
        return _named(self.explorables, name, "explorable")

    def page(self, name: str) -> PrinciplePage:
        """The page of a principle by the principle's id; raises ToolkitError."""
        return _named(self.pages, name, "principle page")

    def case(self, name: str) -> Case:
        """A case by id; raises ToolkitError."""
        return _named(self.cases, name, "case")

    def recommendation(self, name: str) -> Recommendation:
        """A recommendation by id; raises ToolkitError."""
        return _named(self.recommendations, name, "recommendation")

    def primer(self, name: str) -> Primer:
        """A primer by id, such as legal-procure; raises ToolkitError."""
        return _named(self.primers, name, "primer")


def _named(things: Iterable[Named], name: str, kind: str) -> Named:
    for thing in things:
        if thing.id == name:
            return thing
    raise ToolkitError(f"there is no {kind} “{name}”; choose one from the list of its kind")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a guide; `where` leads to it by field, id or position, such as sections.what-it-is.text."""

    where: str
    text: str
    markdown: bool


def texts_of(thing: object, where: str = "") -> Iterator[Passage]:
    """Every text for readers in a noun of the guides, in the order of its fields."""
    for one in fields(thing):  # type: ignore[arg-type]  # a noun is a dataclass; its type says nothing of that
        value, at = getattr(thing, one.name), f"{where}.{one.name}".lstrip(".")
        readable = "Text" in str(one.type) or "Markdown" in str(one.type)
        for name, entry in _entries(value):
            place = f"{at}.{name}".rstrip(".")
            if is_dataclass(entry) and not isinstance(entry, Source):
                yield from texts_of(entry, place)
            elif readable and isinstance(entry, str) and entry:
                yield Passage(place, entry, "Markdown" in str(one.type))


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, tuple):
        yield from ((str(getattr(entry, "id", position)), entry) for position, entry in enumerate(value))
    elif isinstance(value, Mapping):
        yield from value.items()
    else:
        yield "", value


def words_of(thing: object) -> int:
    """How many words for readers a noun holds; the targets of links do not count."""
    return sum(len(_WORD.findall(_LINK.sub("]", passage.text))) for passage in texts_of(thing))


def reading_minutes(words: int) -> int:
    """Minutes that so many words take to read, rounded, at least 1."""
    return max(1, round(words / WORDS_A_MINUTE))
