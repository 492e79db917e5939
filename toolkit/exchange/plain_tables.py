"""Tables of text as CSV and XLSX, with every cell guarded: no text is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.exchange.cells import guard, shown
from toolkit.exchange.tables import RIGHT_TO_LEFT, put

Cells = Mapping[str, str]
"""Column to text; missing ones are empty."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A table: its name, its columns in order, its rows, and which columns hold long texts."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Cells]
    wide: Sequence[str] = ()
    lang: str = "en"

    def grid(self) -> list[list[str]]:
        """Headings, then a row for each; guarded and showable."""
        cells = [[row.get(column, "") for column in self.columns] for row in self.rows]
        return [[guard(shown(text)) for text in row] for row in (list(self.columns), *cells)]


def write_plain_csv(table: Plain, *, separator: str = ",", bom: bool = False) -> bytes:
    """The table as CSV (RFC 4180, UTF-8; `bom` lets spreadsheets see that)."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(table.grid())
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def write_plain_xlsx(table: Plain) -> bytes:
    """The table as a workbook of one sheet with a frozen heading."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = table.name
    for row, cells in enumerate(table.grid(), start=1):
        for place, text in enumerate(cells, start=1):
            put(sheet, row, place, text)
            wide = table.columns[place - 1] in table.wide
            sheet.cell(row, place).alignment = Alignment(wrap_text=wide, vertical="top")
    for place, column in enumerate(table.columns, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = 50 if column in table.wide else 18
    sheet.freeze_panes = "C2"
    sheet.sheet_view.rightToLeft = table.lang.partition("-")[0] in RIGHT_TO_LEFT
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
