"""A report as Markdown (CommonMark with tables): every character of a text stays what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.content.interface import FIRST_STRONG_ISOLATE, POP_ISOLATE
from toolkit.render.document import (
    Block,
    Document,
    Facts,
    Heading,
    Level,
    Line,
    Listing,
    Notice,
    Paragraph,
    Table,
    Tone,
    Words,
    flat,
    titled,
)
from toolkit.render.document_text import closing, demo_notice

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~]|&(?=[#\w]))")
_LEADING = re.compile(r"([-+=]|\d{1,9}(?=[.)]))")
_BLANK = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def markdown(document: Document) -> str:
    """The whole document; ends with one newline."""
    demo = [demo_notice(document)] if document.demo else []
    top = [document.product, document.classification]
    head = " · ".join(escaped(part) for part in top if part)
    body = [*map(_block, demo), *map(_block, flat(document.blocks)), _block(closing(document))]
    return "\n\n".join([head, *(one for one in body if one)]) + "\n"


def escaped(text: str) -> str:
    """A text in which no character means anything to Markdown or HTML; breaks and blanks become single blanks."""
    return _SPECIAL.sub(r"\\\1", _BLANK.sub(" ", _CONTROL.sub("\ufffd", text)))


def said(line: Line) -> str:
    """A line; what people typed keeps its own direction."""
    text = "".join(_piece(one) for one in line).strip()
    return _LEADING.sub(_harmless, text, count=1) if _LEADING.match(text) else text


def _harmless(found: re.Match[str]) -> str:
    """The beginning of a line that would be a list or an underline; in numbers the dot is what counts."""
    return f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}"


def _piece(one: Words | Level) -> str:
    if isinstance(one, Level):
        return f"**{escaped(one.text)}**"
    text = escaped(one.text)
    if one.typed or one.lang:
        text = f"{FIRST_STRONG_ISOLATE}{text.strip()}{POP_ISOLATE}"
    return f"**{text.strip()}**" if one.strong and text.strip() else text


def _bold(text: str) -> str:
    """In bold, unless a part of it is already: marks that touch each other would mean something else."""
    return text if "**" in text or not text else f"**{text}**"


def _block(one: Block) -> str:
    text = ""
    match one:
        case Heading():
            text = f"{'#' * one.level} {said(one.text)}"
        case Paragraph():
            bold = one.tone in (Tone.LEAD, Tone.OVERALL)
            text = _bold(said(one.text)) if bold else said(one.text)
        case Notice():
            text = f"> {_bold(said(one.title))}" + (f"\n>\n> {said(one.text)}" if one.text else "")
        case Facts():
            rows = ((_bold(said(titled(name))), "; ".join(map(said, values))) for name, values in one.rows)
            text = "\n".join(f"- {name} {value}" for name, value in rows)
        case Listing():
            text = "\n".join(_entries(one))
        case Table():
            text = _table(one)
    return text


def _entries(one: Listing) -> Iterator[str]:
    for number, lines in enumerate(one.entries, 1):
        mark = f"{number}. " if one.ordered else "- "
        further = "\\\n" + " " * len(mark)  # a break inside the entry
        yield mark + further.join(map(said, lines))


def _table(one: Table) -> str:
    caption = [_bold(said(one.caption)), ""] if one.shown else []
    rule = "|" + " --- |" * len(one.head)
    return "\n".join([*caption, _row(one.head), rule, *map(_row, one.rows)])


def _row(cells: Sequence[Line]) -> str:
    return "| " + " | ".join(said(cell) or " " for cell in cells) + " |"
