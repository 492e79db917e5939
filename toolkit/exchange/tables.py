"""Registers as files: CSV and XLSX out, and back to plain rows of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.content import Library
from toolkit.content.scoring import Scored
from toolkit.exchange.bundle import dumps, write_bundle
from toolkit.exchange.cells import excel_escape, excel_unescape, guard, shown, unguard
from toolkit.exchange.columns import RECORD, SCORES, ColumnNames, check_columns, heading
from toolkit.exchange.explanation import Line, explanation
from toolkit.exchange.problems import BundleError
from toolkit.exchange.register import Row, all_columns, to_rows
from toolkit.exchange.safe_json import decode, read_bytes
from toolkit.exchange.safe_xlsx import archive
from toolkit.exchange.verify import freeze

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "Register"
MAX_ROWS = 20_000
MAX_COLUMNS = 500
MAX_UNPACKED = 200_000_000
"""Bytes that an XLSX file may unpack to."""

RIGHT_TO_LEFT = ("ar", "dv", "fa", "he", "ps", "ur", "yi")
WIDE = ("description", "rationale", "existing_controls", "planned_controls", "evidence_refs", "triggers")

Table = list[list[str]]
"""Headings, then cells, as text without guards."""


def grid(rows: Sequence[Row], names: ColumnNames) -> Iterator[tuple[str, list[str]]]:
    """Each column that is not left out, with its heading and guarded cells."""
    for column in all_columns(rows):
        title = heading(column, names)
        if title is not None:
            # Records are ASCII and already cut to size; only what people see is made showable.
            cells = [row.get(column, "") for row in rows]
            yield column, [guard(shown(title)), *(guard(c if column.startswith(RECORD) else shown(c)) for c in cells)]


def write_csv(
    scored: Scored, library: Library, on: date, *, bom: bool = True, names: ColumnNames | None = None
) -> bytes:
    """The register as CSV (RFC 4180, UTF-8; `bom` lets spreadsheets see that); raises BundleError for bad names."""
    return csv_of(to_rows(scored, library, on), bom=bom, names=names)


def csv_of(rows: Sequence[Row], *, bom: bool = True, names: ColumnNames | None = None) -> bytes:
    """Rows of one or more systems as CSV; raises BundleError for bad names."""
    check_columns(names or {})
    columns = [cells for _, cells in grid(rows, names or {})]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def write_json(scored: Scored, library: Library, on: date) -> bytes:
    """The assessment as a bundle with its levels frozen on the day `on`."""
    result = freeze(scored.assessment, library, on, scored.method.id)
    return dumps(write_bundle(scored.assessment, library, result)).encode()


def write_xlsx(scored: Scored, library: Library, on: date, *, names: ColumnNames | None = None) -> bytes:
    """The register as a workbook, with a second sheet that explains it; raises BundleError for bad names."""
    return xlsx_of(to_rows(scored, library, on), explanation(scored, library, on), library.lang, names=names)


def xlsx_of(rows: Sequence[Row], lines: Sequence[Line], lang: str, *, names: ColumnNames | None = None) -> bytes:
    """Rows of one or more systems as a workbook, with `lines` on a second sheet; raises BundleError for bad names."""
    from openpyxl import Workbook

    check_columns(names or {})
    book = Workbook()
    register, notes = book.worksheets[0], book.create_sheet("About")
    register.title = SHEET
    for place, (column, cells) in enumerate(grid(rows, names or {}), start=1):
        _fill(register, place, column, cells)
    register.freeze_panes = "B2"
    register.auto_filter.ref = register.dimensions
    for line in lines:
        notes.append([""] * len(line))
        for place, text in enumerate(line, start=1):
            put(notes, notes.max_row, place, guard(shown(text)))
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 34, 100
    for sheet in (register, notes):
        sheet.sheet_view.rightToLeft = lang.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, place: int, column: str, cells: Iterable[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    dimension = sheet.column_dimensions[get_column_letter(place)]
    dimension.width = 60 if column in WIDE else max(14, len(column) + 2)
    dimension.hidden = column.startswith(RECORD)
    for row, text in enumerate(cells, start=1):
        put(sheet, row, place, text, number=column in SCORES)
        cell = sheet.cell(row, place)
        cell.alignment = Alignment(wrap_text=column in WIDE, vertical="top")
        if row == 1:
            cell.font = Font(bold=True, color="FFFFFF")
            cell.fill = PatternFill("solid", fgColor="1F3A5F")


def put(sheet: Worksheet, row: int, place: int, text: str, *, number: bool = False) -> None:
    """Fill a cell (counted from 1) so that it shows this text and nothing else; `number` lets digits be a number."""
    cell = sheet.cell(row, place)
    if number and text.isascii() and text.isdigit():
        cell.value = int(text)
    elif text:
        cell.value = excel_escape(text)
        # The library takes text such as =1 or #N/A for a formula or an error; here every text is text.
        cell.data_type = "s"


# ---------------------------------------------------------------- reading


def read_csv_table(source: Path | bytes) -> Table:
    """The cells of a CSV file, separated by comma, semicolon or tab; raises BundleError."""
    text = decode(read_bytes(source))
    if "\0" in text:
        raise BundleError(["the file holds a NUL character; save it as CSV in UTF-8 again"])
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise BundleError([f"not readable as CSV ({error}); export the file again"]) from error
    return _limited([[unguard(cell) for cell in row] for row in rows])


def read_xlsx_table(source: Path | bytes) -> Table:
    """The cells of the sheet “Register”, or else the first; a formula is its last value; raises BundleError."""
    from openpyxl import load_workbook

    raw = read_bytes(source)
    with archive(raw, MAX_UNPACKED, "save the register as XLSX or read it as CSV"):
        pass  # only its size: the library below opens it anew
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        rows = [[_text(value) for value in row] for row in sheet.iter_rows(max_row=MAX_ROWS + 2, values_only=True)]
    except Exception as error:
        # The library raises whatever its XML and zip parsers do; to the reader they all mean the same.
        raise BundleError([f"not readable as XLSX ({type(error).__name__}); save it as XLSX again"]) from error
    return _limited(rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return unguard(excel_unescape(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _limited(rows: Table) -> Table:
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    if not kept:
        raise BundleError(["the file has no rows; choose a register that was exported"])
    if max(map(len, kept)) > MAX_COLUMNS:
        raise BundleError([f"the file has a row of more than {MAX_COLUMNS} cells; check its separator"])
    if len(kept) > MAX_ROWS + 1:
        raise BundleError([f"the file has more than {MAX_ROWS:,} rows; a register has one for each risk; split it"])
    return kept
