"""What a form to fill in is made of, whichever file it becomes: tabs of rows, columns, and answers that own cells."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from toolkit.content.interface import Interface

Values = Mapping[str, Any]
"""Stored answers by key; None and a missing key mean the same."""

Place = tuple[str, str]
"""A cell within its tab: the id of its row and of its column."""


class Cells(StrEnum):
    """What stands in a column: text that nobody changes, free text, one of a list, or a day."""

    FIXED = "fixed"
    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: what is stored, the word of the form's language, and other words that people write for it."""

    value: str
    word: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `prompt` is what to write there; `options` are those of every row that has none of its own.

    `free` lets people write what is not on the list. `width` is in characters. On paper, `lines` is the room to write.
    """

    id: str
    title: str
    cells: Cells = Cells.TEXT
    width: int = 18
    prompt: str = ""
    options: tuple[Option, ...] = ()
    free: bool = False
    lines: int = 1


class Refused(Exception):
    """Cells that cannot be understood; `place` is which of the answer's cells, `name` a sentence of form_words."""

    def __init__(self, place: int, name: str, **values: object) -> None:
        super().__init__(name)
        self.place, self.name, self.values = place, name, values


@dataclass(frozen=True, slots=True)
class Answer(ABC):
    """Cells (all in one tab) that together say the values of some keys."""

    places: tuple[Place, ...]
    keys: tuple[str, ...]

    def show(self, values: Values) -> tuple[str, ...]:
        """The text of each cell for stored answers."""
        return self._show(values)

    def read(self, texts: Sequence[str], values: Values) -> dict[str, Any]:
        """The value of each key for the text of each cell, None where it is cleared; raises Refused.

        `values` are those that the form was written with.
        """
        return self._read(texts, values)

    @abstractmethod
    def _show(self, values: Values) -> tuple[str, ...]: ...

    @abstractmethod
    def _read(self, texts: Sequence[str], values: Values) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One question: its fixed texts by column, its answers, help to show beside it, and lists of its own by column.

    A `heading` has neither answers nor help. `title` names it in messages.
    """

    id: str
    title: str
    fixed: Mapping[str, str]
    answers: tuple[Answer, ...] = ()
    help: str = ""
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet of the form; `check` is the column whose text shows that a row still belongs to its id."""

    id: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    check: str = "question"


@dataclass(frozen=True)
class Form:
    """A form in a language: `lines` are how to fill it in; `version` and `sha256` say which questions it asks.

    `needs` are keys that decide what it looks like without being asked in it, `hints` what holds on paper, too.
    """

    kind: str
    title: str
    interface: Interface
    lines: tuple[str, ...]
    tabs: tuple[Tab, ...]
    version: str
    sha256: str
    name: str = ""
    demo: bool = False
    needs: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """Every key that the form can say something about."""
        return frozenset(key for _, _, answer in self.answers() for key in answer.keys)

    def answers(self) -> tuple[tuple[Tab, Row, Answer], ...]:
        """Every answer with its tab and row, in the order of the form."""
        return tuple((tab, row, one) for tab in self.tabs for row in tab.rows for one in row.answers)
