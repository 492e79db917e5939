"""What a room answered as a table of counts, CSV or XLSX, with a sentence wherever counts are left out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from toolkit.core.anonymity import LEAST, LEAST_FOR_MIDDLE, Shown
from toolkit.core.minutes_kept import KeptMinutes
from toolkit.exchange.cells import guard, shown
from toolkit.exchange.plain_tables import Plain, write_plain_csv
from toolkit.exchange.tables import RIGHT_TO_LEFT, put
from toolkit.exchange.workshop import COLUMNS, to_rows
from toolkit.pages.exports import CSV, XLSX
from toolkit.pages.minutes_words import Told, file_name, rule
from toolkit.render.document import line, plain

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = {"title": 60, "left_out": 50, "question": 34}
"""Columns that are wider than others, in characters."""


def answers_file(kept: KeptMinutes, ending: str, lang: str) -> tuple[str, str, bytes]:
    """File name, media type and content of the counts, as csv or xlsx."""
    told = Told(kept, lang)
    name = file_name(kept, "answers", ending)
    return (name, XLSX, _xlsx(told)) if ending == "xlsx" else (name, CSV, write_plain_csv(table(told), bom=True))


def table(told: Told) -> Plain:
    """A row for each scale of each round that was shown."""
    titles = {one.poll.of: plain(line(told.title(one.poll.id))) for one in told.kept.minutes.records}
    reasons = {str(shown_): text for shown_, text in _reasons(told).items()}
    rows = []
    for row in to_rows(told.kept.minutes):
        more = {"title": titles.get(row["question"], ""), "left_out": reasons.get(row["shown"], "")}
        rows.append(row | more)
    return Plain("Answers", ("title", *COLUMNS, "left_out"), rows)


def _reasons(told: Told) -> dict[Shown, str]:
    say = told.tell.interface.say
    least = max(told.kept.least, LEAST)
    return {
        Shown.MIDDLE: say(
            "Fewer than {least} people answered, or fewer by phone, so only the middle is given, and no counts.",
            least=least,
        ),
        Shown.NOTHING: say(
            "Fewer than {least} people answered, or fewer by phone, so nothing is given.", least=LEAST_FOR_MIDDLE
        ),
    }


def _xlsx(told: Told) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    answers = table(told)
    sheet.title, cells = answers.name, answers.grid()
    for number, row in enumerate(cells, 1):
        for place, text in enumerate(row, 1):
            put(sheet, number, place, text, number=number > 1 and text.isdigit())
    for place, column in enumerate(cells[0], 1):
        sheet.column_dimensions[sheet.cell(1, place).column_letter].width = WIDTHS.get(column, 14)
    sheet.freeze_panes = "B2"
    _explain(told, book.create_sheet("Read me"))
    for one in book.worksheets:
        one.sheet_view.rightToLeft = told.lang in RIGHT_TO_LEFT
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _explain(told: Told, sheet: Worksheet) -> None:
    """What is in the file, what is missing, and why."""
    _ = told.gettext
    lines = [
        told.kept.minutes.title,
        _("This was a rehearsal. Robots answered, and nothing in it is real.") if told.kept.minutes.demo else "",
        _("A row is one scale of one question in one round. Columns step_1 to step_5 count the people on each step."),
        plain(rule(told)),
        _("An empty cell means “left out” or “does not apply”, and never zero."),
        _("There is no row for a person, and no row for a question whose result was not shown."),
        _("Consensus goes from 0 (two camps at the ends) to 1 (all on one step). It is no mark for the room."),
    ]  # fmt: skip
    for number, text in enumerate(filter(None, lines), 1):
        put(sheet, number, 1, guard(shown(text)))
    sheet.column_dimensions["A"].width = 110
