"""The same forms on paper: boxes to tick, lines to write on, and ids in small print for whoever types them in."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from toolkit.content.interface import Interface
from toolkit.exchange.form import Cells, Column, Form, Option, Place, Row, Tab, Values
from toolkit.exchange.form_answers import Ticks
from toolkit.exchange.form_words import plain
from toolkit.pages.forms import Wish, form_of, without_withheld
from toolkit.render.form import form_page
from toolkit.render.pdf import Paper, pdf, require

ANSWER = "answer"
"""A column whose heading says nothing beside its question."""

SHORTEST = 3
"""From so many words on, choices stand below one another."""


@dataclass(frozen=True, slots=True)
class Box:
    """A choice to tick: its word, what it means, and whether it is ticked already."""

    word: str
    hint: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A place to answer: boxes, or `lines` to write on with the `text` that is there already."""

    label: str
    boxes: tuple[Box, ...] = ()
    beside: bool = True
    lines: int = 0
    text: str = ""
    legend: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A question on paper; a `tick` has one box in front of it and no fields."""

    id: str
    number: str
    title: str
    more: tuple[str, ...]
    fields: tuple[Field, ...]
    heading: bool = False
    tick: Box | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter of the form."""

    title: str
    entries: tuple[Entry, ...]


def form_html(kind: str, lang: str, values: Values | None = None, **wish: Unpack[Wish]) -> bytes:
    """The form as one HTML file that prints well and fetches nothing; raises ToolkitError."""
    given = without_withheld(values or {})
    form = form_of(kind, lang, given, **wish)
    return _page(form, given).encode()


def form_pdf(
    kind: str, lang: str, values: Values | None = None, *, paper: Paper = Paper.A4, **wish: Unpack[Wish]
) -> bytes:
    """The form as a tagged PDF; raises NoPdf where the extra is missing, and ToolkitError."""
    require()
    made = form_html(kind, lang, values, **wish).decode()
    return pdf([made], paper, styles=())


def _page(form: Form, values: Values) -> str:
    parts = tuple(_part(tab, values) for tab in form.tabs)
    return form_page(
        form.interface.lang,
        title=form.title,
        name=form.name,
        demo=form.demo,
        lines=_lines(form.interface, form.hints),
        parts=[part for part in parts if part.entries],
        version=" ".join(filter(None, (form.kind, form.version, form.sha256[:16]))),
        foreign=lambda text: _foreign(form.interface, text),
    )


def _lines(spoken: Interface, hints: Sequence[str]) -> tuple[str, ...]:
    _ = spoken.gettext
    return (
        _("Tick one box in each group, and write in clear letters. Take more paper if the lines are too few."),
        _("Not known? Tick “I don’t know”. A question without a tick means that nobody has answered yet."),
        *hints,
        _("Write no personal data and no case data."),
        _("The small print beside each question is for whoever types the answers in."),
    )


def _foreign(spoken: Interface, text: str) -> bool:
    """Whether a text on a page that runs from right to left is not in its script: English that nobody translated."""
    return spoken.dir == "rtl" and not any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def _part(tab: Tab, values: Values) -> Part:
    said: dict[Place, str] = {}
    ticks: dict[str, Option] = {}
    for row in tab.rows:
        for one in row.answers:
            said |= dict(zip(one.places, one.show(values), strict=True))
            if isinstance(one, Ticks):
                ticks |= {place[0]: choice for place, choice in zip(one.places, one.offered, strict=True)}
    return Part(tab.title, tuple(_entry(tab, row, said, ticks.get(row.id)) for row in tab.rows))


def _entry(tab: Tab, row: Row, said: Mapping[Place, str], tick: Option | None) -> Entry:
    title = row.fixed.get(tab.check, row.title)
    hint = row.fixed.get("hint", "")
    if tick is not None:
        ticked = any(said.get((row.id, column.id)) for column in tab.columns)
        return Entry(row.id, "", "", (), (), tick=Box(tick.word, hint, ticked))
    title, *rest = title.split("\n")
    shown = {"stages", "roles", "risk"}
    notes = [
        f"{column.title}: {row.fixed[column.id]}" for column in tab.columns if column.id in shown & row.fixed.keys()
    ]
    helps = row.help.split("\n\n")[:1] if row.help else []
    more = tuple(text for text in (*rest, hint, *helps, *notes) if text)
    fields = tuple(
        _field(column, row, said[(row.id, column.id)]) for column in tab.columns if (row.id, column.id) in said
    )
    return Entry(row.id, row.fixed.get("number", ""), title, more, fields, row.heading)


def _field(column: Column, row: Row, text: str) -> Field:
    options = row.options.get(column.id, () if column.id == ANSWER and not row.options else column.options)
    label = "" if column.id == ANSWER else column.title
    if column.cells is not Cells.CHOICE or column.free or not (options or column.options):
        return Field(label, lines=column.lines, text=text)
    legend, hints = _hints(column, row)
    boxes = tuple(
        Box(_short(one, column), hints.get(one.value, ""), bool(text) and plain(text) == plain(one.word))
        for one in options or column.options
    )
    long = any(one.hint or len(one.word.split()) > SHORTEST for one in boxes)
    return Field(label, boxes, not long, legend=legend)


def _short(one: Option, column: Column) -> str:
    """Upper ends and best guesses need their numbers only: the words stand above."""
    return one.value if column.id.endswith(("highest", "_guess")) else one.word


def _hints(column: Column, row: Row) -> tuple[str, dict[str, str]]:
    """What each step means, from texts beside the question; and what is asked, if they begin with that."""
    levels = {name.removeprefix(column.id): text for name, text in row.fixed.items() if name.startswith(column.id)}
    if "_words" not in levels:
        return "", levels
    lines = levels["_words"].split("\n")
    legend = "" if lines[0][:1].isdigit() else lines[0]
    pairs = [line.partition(" ") for line in lines if line[:1].isdigit()]
    return legend, {number: text for number, _, text in pairs}
