"""A form as an XLSX file: locked questions, unlocked answers with lists and help, and a hidden sheet that knows both.

Answer cells hold text and are formatted as text, so that a spreadsheet neither runs nor rewrites what is in them. An
apostrophe inside the text, as registers have it, would come back as part of what people typed.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from toolkit.exchange.bundle import dumps
from toolkit.exchange.cells import chunks, guard, shown
from toolkit.exchange.fields import is_day
from toolkit.exchange.form import Cells, Column, Form, Option, Row, Tab, Values
from toolkit.exchange.tables import put

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

FORMAT = "toolkit-form/1"
MARK = "toolkit:"
"""Begins the first cell of the row with the ids of columns; the id of the tab follows."""

HIDDEN, LISTS = "toolkit", "toolkit_lists"
HEADS = 2
"""Rows above the first question: ids of columns (hidden), and their headings."""

PROMPT, NOTE = 250, 1_500
DARK, LIGHT, GREY = "1F3A5F", "FFF9E5", "F2F4F7"
_UNFIT = re.compile(r"[\[\]:*?/\\']")


def form_xlsx(form: Form, values: Values) -> bytes:
    """The form as XLSX, filled with the answers given so far."""
    from openpyxl import Workbook

    book = Workbook()
    _first(book.worksheets[0], form)
    lists = Lists(book)
    for tab in form.tabs:
        _fill(book.create_sheet(title_of(tab.title, book.sheetnames)), tab, values, lists)
    lists.write()
    _remember(book, form, values)
    for sheet in book.worksheets:
        sheet.sheet_view.rightToLeft = form.interface.dir == "rtl"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def title_of(title: str, taken: Iterable[str]) -> str:
    """A name for a sheet: at most 31 characters, none that spreadsheets refuse, and not used yet."""
    base = _UNFIT.sub(" ", title).strip()[:28] or "-"
    used = {one.casefold() for one in taken}
    return next(
        name
        for name in (base, *(f"{base} {n}" for n in range(2, 100)))
        if name.casefold() not in used | {HIDDEN, LISTS}
    )


def question_digest(text: str) -> str:
    """What tells one question from another, whatever a spreadsheet does to spaces."""
    return hashlib.sha256(" ".join(shown(text).split()).encode()).hexdigest()[:12]


# ---------------------------------------------------------------- sheets


def _first(sheet: Worksheet, form: Form) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = title_of(form.interface.gettext("How to fill this in"), ())
    sheet.column_dimensions["A"].width = 100
    for row, line in enumerate((form.title, *form.lines), start=1):
        put(sheet, row, 1, shown(line))
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    sheet.protection.sheet = True


def _fill(sheet: Worksheet, tab: Tab, values: Values, lists: Lists) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    put(sheet, 1, 1, MARK + tab.id)
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True
    for place, column in enumerate(tab.columns, start=2):
        put(sheet, 1, place, column.id)
        put(sheet, HEADS, place, shown(column.title))
        head = sheet.cell(HEADS, place)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=DARK)
        head.alignment = _wrapped()
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    said = {place: text for row in tab.rows for one in row.answers
            for place, text in zip(one.places, one.show(values), strict=True)}  # fmt: skip
    for line, row in enumerate(tab.rows, start=HEADS + 1):
        _row(sheet, line, tab, row, said)
    _lists(sheet, tab, lists)
    _manners(sheet, tab)


def _row(sheet: Worksheet, line: int, tab: Tab, row: Row, said: Mapping[tuple[str, str], str]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    put(sheet, line, 1, row.id)
    for place, column in enumerate(tab.columns, start=2):
        cell = sheet.cell(line, place)
        if (row.id, column.id) in said:
            _answer(sheet, cell, column, said[(row.id, column.id)])
        else:
            put(sheet, line, place, shown(row.fixed.get(column.id, "")))
            _question(cell, row)
        if column.id == tab.check and row.help:
            cell.comment = Comment(row.help[:NOTE], "Responsible AI Toolkit", height=260, width=420)
        if row.heading:
            cell.font = Font(bold=True)


def _wrapped() -> Any:
    from openpyxl.styles import Alignment

    return Alignment(wrap_text=True, vertical="top")


def _question(cell: Cell, row: Row) -> None:
    from openpyxl.styles import PatternFill

    cell.alignment = _wrapped()
    cell.fill = PatternFill("solid", fgColor=GREY if row.heading else "FFFFFF")


def _answer(sheet: Worksheet, cell: Cell, column: Column, text: str) -> None:
    from openpyxl.styles import Border, PatternFill, Protection, Side

    line = Side(style="thin", color="B8BEC8")
    if column.cells is Cells.DAY and is_day(text):
        cell.value = date.fromisoformat(text)
    else:
        put(sheet, cell.row, cell.column, shown(text))
        # As if it had been typed with an apostrophe in front, which is no part of the text.
        cell.quotePrefix = guard(text) != text
    # Typed into a cell of format “text”, 2-4 stays no date and =1 no formula. A day has to stay one.
    cell.number_format = "yyyy-mm-dd" if column.cells is Cells.DAY else "@"
    cell.alignment, cell.protection = _wrapped(), Protection(locked=False)
    cell.fill = PatternFill("solid", fgColor=LIGHT)
    cell.border = Border(line, line, line, line)


def _manners(sheet: Worksheet, tab: Tab) -> None:
    """Protected without a password, frozen heads, sorting and filtering allowed, and fit for printing."""
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)
    fixed = [place for place, column in enumerate(tab.columns, start=2) if column.id == tab.check]
    sheet.freeze_panes = sheet.cell(HEADS + 1, (fixed or [2])[0] + 1)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADS}:{HEADS}"


# ---------------------------------------------------------------- lists to choose from


class Lists:
    """The lists of all sheets in the columns of a hidden one: inside a rule, a list may have 255 characters only."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._words: list[tuple[str, ...]] = []

    def range_of(self, options: tuple[Option, ...]) -> str:
        """Where the words of a list stand."""
        from openpyxl.utils import get_column_letter

        words = tuple(shown(one.word) for one in options)
        if words not in self._words:
            self._words.append(words)
        letter = get_column_letter(self._words.index(words) + 1)
        return f"{LISTS}!${letter}$1:${letter}${len(words)}"

    def write(self) -> None:
        """The hidden sheet."""
        sheet = self._book.create_sheet(LISTS)
        for place, words in enumerate(self._words, start=1):
            for row, word in enumerate(words, start=1):
                put(sheet, row, place, word)
        sheet.sheet_state = "hidden"


def _lists(sheet: Worksheet, tab: Tab, lists: Lists) -> None:
    """A rule for each column and list: what may be chosen, and what to write."""
    from openpyxl.utils import get_column_letter

    answered = {place for row in tab.rows for one in row.answers for place in one.places}
    for place, column in enumerate(tab.columns, start=2):
        cells: dict[tuple[Option, ...], list[str]] = {}
        for line, row in enumerate(tab.rows, start=HEADS + 1):
            if (row.id, column.id) in answered:
                options = row.options.get(column.id, column.options)
                cells.setdefault(options, []).append(f"{get_column_letter(place)}{line}")
        for options, where in cells.items():
            _rule(sheet, column, options, where, lists)


def _rule(sheet: Worksheet, column: Column, options: tuple[Option, ...], cells: list[str], lists: Lists) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.cells is Cells.FIXED or not (options or column.prompt):
        return
    rule = DataValidation(
        type="list" if options else None, formula1=lists.range_of(options) if options else None, allow_blank=True
    )
    rule.showErrorMessage, rule.errorStyle = bool(options) and not column.free, "stop"
    if column.prompt:
        rule.promptTitle, rule.prompt, rule.showInputMessage = column.title[:32], column.prompt[:PROMPT], True
    for cell in cells:
        rule.add(cell)
    sheet.add_data_validation(rule)


# ---------------------------------------------------------------- what the file remembers


def _remember(book: Workbook, form: Form, values: Values) -> None:
    """A sheet that no menu shows: which form this is, and the answers that it was written with."""
    sheet = book.create_sheet(HIDDEN)
    known = {key: values[key] for key in sorted(form.keys | {*form.needs}) if values.get(key) is not None}
    rows = {
        tab.id: {row.id: question_digest(row.fixed.get(tab.check, "")) for row in tab.rows if not row.heading}
        for tab in form.tabs
    }
    about = {
        **{"format": FORMAT, "kind": form.kind, "lang": form.interface.lang, "version": form.version},
        **{"sha256": form.sha256, "name": form.name, "demo": form.demo, "base": known, "rows": rows},
    }
    for row, text in enumerate(chunks(dumps(about)), start=1):
        put(sheet, row, 1, text)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
