"""From a filled form to the text of its cells, wherever people moved them; nothing is believed, nothing is run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from toolkit.exchange.cells import excel_unescape
from toolkit.exchange.form import Place, Values
from toolkit.exchange.form_write import FORMAT, HIDDEN, LISTS, MARK
from toolkit.exchange.problems import BundleError, printable
from toolkit.exchange.safe_json import load, read_bytes
from toolkit.exchange.safe_xlsx import open_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 3_000, 60, 40
MAX_CELLS = 600_000
"""Cells of all sheets, empty ones inside a sheet included."""

NOT_OURS = "this is no form of this toolkit: its hidden sheet is gone; fill in a form that `toolkit form` wrote"


@dataclass(frozen=True, slots=True)
class Found:
    """The text of a cell, where it stands, and why it cannot be used (a name of form_words), if it cannot."""

    text: str
    where: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet as it was filled: its name, the cells that belong to rows and columns, rows that stand twice or alone.

    `lost` are cells with text in rows that lost their id, `extra` headings of columns that are not ours.
    """

    name: str
    cells: Mapping[Place, Found]
    twice: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def rows(self) -> frozenset[str]:
        """The ids of the rows that are there."""
        return frozenset(row for row, _ in self.cells)


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form: what it remembers of how it was written, and its sheets by the id of the tab."""

    kind: str
    lang: str
    version: str
    sha256: str
    name: str
    demo: bool
    base: Values
    rows: Mapping[str, Mapping[str, str]]
    pages: Mapping[str, Page]
    copies: tuple[str, ...] = ()


def is_form(source: Path | bytes) -> bool:
    """Whether an XLSX file has the hidden sheet of a form."""
    try:
        with zipfile.ZipFile(io.BytesIO(read_bytes(source))) as archive:
            info = archive.getinfo("xl/workbook.xml")
            names = archive.read(info) if info.file_size < 1_000_000 else b""
    except Exception:  # whatever a damaged archive makes its reader raise, it is no form
        return False
    return f'name="{HIDDEN}"'.encode() in names


def read_form(source: Path | bytes) -> Filled:
    """The cells of a filled form; raises BundleError for a file that is none, or was damaged."""
    book = open_xlsx(read_bytes(source))
    if HIDDEN not in book.sheetnames:
        raise BundleError([NOT_OURS])
    about = _about(book[HIDDEN])
    _check_size(book.worksheets)
    pages: dict[str, Page] = {}
    copies: list[str] = []
    for sheet in book.worksheets:
        found = None if sheet.title in (HIDDEN, LISTS) else _page(sheet)
        if found and found[0] in pages:
            copies.append(sheet.title)
        elif found:
            pages[found[0]] = found[1]
    return Filled(**about, pages=pages, copies=tuple(copies))


def _check_size(sheets: Sequence[Worksheet]) -> None:
    """Refuse, before it is gone through, what is far larger than any form."""
    sizes = [min(one.max_row, MAX_ROWS) * min(one.max_column, MAX_COLUMNS) for one in sheets]
    if len(sizes) > MAX_SHEETS or sum(sizes) > MAX_CELLS:
        raise BundleError([f"the file has {len(sizes)} sheets, and more cells than a form; keep only the form in it"])


def _about(sheet: Worksheet) -> dict[str, Any]:
    cells = [sheet.cell(row, 1).value for row in range(1, min(sheet.max_row, MAX_ROWS) + 1)]
    given = load("".join(excel_unescape(one) for one in cells if isinstance(one, str)))
    if given.get("format") != FORMAT:
        found = printable(str(given.get("format")))
        raise BundleError([f"the form says {found}, and only {FORMAT} can be read; write a fresh form"])
    texts = {key: given.get(key) for key in ("kind", "lang", "version", "sha256", "name")}
    base, rows = given.get("base"), given.get("rows")
    whole = (
        isinstance(base, Mapping)
        and isinstance(rows, Mapping)
        and all(isinstance(one, Mapping) for one in rows.values())
    )
    if not whole or not all(isinstance(one, str) for one in texts.values()):
        raise BundleError(["the hidden sheet of the form was changed; write a fresh form and copy the answers over"])
    return {**texts, "demo": given.get("demo") is True, "base": base, "rows": rows}


# ---------------------------------------------------------------- one sheet


def _page(sheet: Worksheet) -> tuple[str, Page] | None:
    """The tab that a sheet holds and its cells, found by the ids that stand in it; None for any other sheet."""
    high, wide = min(sheet.max_row, MAX_ROWS), min(sheet.max_column, MAX_COLUMNS)
    grid = [list(row) for row in sheet.iter_rows(max_row=high, max_col=wide)]
    head = next(((y, x) for y, row in enumerate(grid) for x, one in enumerate(row) if _is_mark(one.value)), None)
    if head is None:
        return None
    merged = frozenset(_merged(sheet))
    tab = str(grid[head[0]][head[1]].value).removeprefix(MARK).strip()
    columns = {x: _text(one.value).strip() for x, one in enumerate(grid[head[0]]) if x != head[1]}
    cells: dict[Place, Found] = {}
    seen: dict[str, int] = {}
    twice: dict[str, str] = {}
    lost: list[str] = []
    for y, row in enumerate(grid):
        name = _text(row[head[1]].value).strip()
        if y == head[0]:
            continue
        if name in seen:
            twice[name] = row[head[1]].coordinate
        elif name:
            seen[name] = y
            cells |= {(name, column): _found(row[x], merged) for x, column in columns.items() if column}
        elif y > head[0] + 1:
            lost += [one.coordinate for x, one in enumerate(row) if columns.get(x) and _text(one.value).strip()][:1]
    extra = _extra(grid, head, columns)
    return tab, Page(sheet.title, cells, twice, tuple(lost), extra)


def _is_mark(value: object) -> bool:
    return isinstance(value, str) and value.startswith(MARK)


def _extra(grid: list[list[Any]], head: tuple[int, int], columns: Mapping[int, str]) -> tuple[str, ...]:
    """Headings of columns without an id."""
    below = grid[head[0] + 1] if head[0] + 1 < len(grid) else []
    texts = [_text(one.value).strip() for x, one in enumerate(below) if x != head[1] and not columns.get(x)]
    return tuple(printable(text) for text in texts if text)


def _merged(sheet: Worksheet) -> Iterator[str]:
    """Where merged cells stand; how many there may be was checked before the file was opened."""
    from openpyxl.utils import get_column_letter

    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                yield f"{get_column_letter(column)}{row}"


def _found(cell: Any, merged: frozenset[str]) -> Found:
    trouble = {"f": "formula", "e": "error"}.get(getattr(cell, "data_type", ""), "")
    if cell.coordinate in merged:
        trouble = "merged"
    return Found(_text(cell.value), cell.coordinate, trouble)


def _text(value: object) -> str:
    """What a cell says: whole numbers without a decimal, days as ISO text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return excel_unescape(value).replace("\r\n", "\n")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)
