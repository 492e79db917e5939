"""A report as neutral blocks: headings, paragraphs, facts, lists, tables, notices; every format says the same.

Every text is plain here, and each writer escapes it in its own way. A text carries what writers need to know of it: in
which language it is, where that is not the language of the report, and whether people typed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

from markupsafe import Markup

from toolkit.core.method import LevelName

# ---------------------------------------------------------------- text


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text. `lang` is its language if it is another one; `typed`: its direction is its own; `strong`: bold."""

    text: str
    lang: str = ""
    typed: bool = False
    strong: bool = False
    kind: ClassVar[str] = "words"


@dataclass(frozen=True, slots=True)
class Level:
    """A level or a range of levels: `text` in words, and the names at both ends where there are colours for them."""

    text: str
    low: LevelName | None = None
    high: LevelName | None = None
    kind: ClassVar[str] = "level"


Line: TypeAlias = tuple[Words | Level, ...]
Said: TypeAlias = "str | Words | Level | Line | None"
"""What callers may give for a line."""


def line(*parts: Said) -> Line:
    """Parts as one line; text is taken as it is, markup loses its tags, and what is empty is left out."""
    found: list[Words | Level] = []
    for part in parts:
        if isinstance(part, tuple):
            found += part
        elif isinstance(part, Words | Level):
            found.append(part)
        elif part:
            found.append(Words(str(part.striptags() if isinstance(part, Markup) else part)))
    return tuple(one for one in found if one.text)


def typed(text: str) -> Words:
    """What people typed, or a code."""
    return Words(text, typed=True)


def strong(part: Said) -> Line:
    """A line in bold."""
    return tuple(Words(one.text, one.lang, one.typed, True) if isinstance(one, Words) else one for one in line(part))


def plain(given: Line) -> str:
    """A line as text."""
    return "".join(one.text for one in given)


def titled(name: Line) -> Line:
    """A name before what belongs to it: with a colon, unless it is a question or has one already."""
    return name if plain(name).endswith(("?", "؟", ":", ".")) else line(name, ":")


def foreign(given: Line) -> str:
    """The language of a line that is in another one than the report from beginning to end, else an empty text."""
    found = {one.lang if isinstance(one, Words) else "" for one in given}
    return found.pop() if len(found) == 1 else ""


# ---------------------------------------------------------------- blocks


class Tone(StrEnum):
    """What a paragraph is for."""

    PLAIN = "plain"
    LEAD = "gist"
    OVERALL = "overall"
    ABOVE = "eyebrow"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (the title) to 4; `new_page` where paper has pages."""

    level: int
    text: Line
    new_page: bool = False
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: Line
    tone: Tone = Tone.PLAIN
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to notice; `sign` is info, demo, warn, stop or ok."""

    sign: str
    title: Line
    text: Line = ()
    kind: ClassVar[str] = "notice"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what belongs to them, each one or more lines; `look` is summary, tiers or key."""

    rows: tuple[tuple[Line, tuple[Line, ...]], ...]
    look: str = "summary"
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; the first line of an entry leads it, the others say more."""

    entries: tuple[tuple[Line, ...], ...]
    ordered: bool = False
    kind: ClassVar[str] = "list"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heads; the first cell of a row names it. `shown`: the caption is not in a heading above it."""

    caption: Line
    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    shown: bool = True
    kind: ClassVar[str] = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing that HTML makes of data (`form`: matrix or bars), and the blocks that say the same without it."""

    form: str
    data: Any
    instead: tuple[Block, ...]
    kind: ClassVar[str] = "figure"


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that stay together, such as one answer."""

    blocks: tuple[Block, ...]
    kind: ClassVar[str] = "group"


Block: TypeAlias = Heading | Paragraph | Notice | Facts | Listing | Table | Figure | Group


@dataclass(frozen=True, slots=True)
class Document:
    """A report: its language, its title, what kind of report it is, and its blocks in reading order.

    `classification` stands on each sheet. `demo`: made-up answers, which each sheet says.
    """

    lang: str
    title: str
    product: str
    blocks: tuple[Block, ...]
    classification: str = ""
    organization: str = ""
    demo: bool = False


# ---------------------------------------------------------------- making blocks


def heading(level: int, *parts: Said, new_page: bool = False) -> Heading:
    """A heading."""
    return Heading(level, line(*parts), new_page)


def para(*parts: Said, tone: Tone = Tone.PLAIN) -> Paragraph:
    """A paragraph."""
    return Paragraph(line(*parts), tone)


def facts(rows: Iterable[tuple[Said, Said | Sequence[Line]]], look: str = "summary") -> Facts:
    """Names with a line or a list of lines each; rows without any are left out."""
    made = ((line(name), _lines(value)) for name, value in rows)
    return Facts(tuple((name, lines) for name, lines in made if lines), look)


def _lines(value: Said | Sequence[Line]) -> tuple[Line, ...]:
    if isinstance(value, list):
        return tuple(one for one in value if one)
    single = line(value)  # type: ignore[arg-type]  # a list was dealt with
    return (single,) if single else ()


def listing(entries: Iterable[Said | Sequence[Said]], *, ordered: bool = False) -> Listing:
    """A list of lines, or of lists of lines."""
    made = [tuple(map(line, one)) if isinstance(one, list) else (line(one),) for one in entries]  # type: ignore[arg-type]  # as in `_lines`
    return Listing(tuple(tuple(part for part in one if part) for one in made if any(one)), ordered)


def table(caption: Said, head: Sequence[Said], rows: Iterable[Sequence[Said]], *, shown: bool = False) -> Table:
    """A table; empty cells get a dash, so that nobody takes them for forgotten."""
    filled = tuple(tuple(line(cell) or line("–") for cell in row) for row in rows)
    return Table(line(caption), tuple(map(line, head)), filled, shown)


def flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks for writers that do not draw: figures as what stands for them, groups opened."""
    for one in blocks:
        if isinstance(one, Figure):
            yield from flat(one.instead)
        elif isinstance(one, Group):
            yield from flat(one.blocks)
        else:
            yield one
