"""An action plan as files: CSV and XLSX to work with, ICS for the calendar (RFC 5545).

Cells are guarded as in the risk register: no text is ever run as a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from toolkit.core.plan import FINISHED, Action, Plan, Status, quarter
from toolkit.exchange.cells import guard, shown
from toolkit.exchange.tables import RIGHT_TO_LEFT, put

if TYPE_CHECKING:
    from icalendar import Event

COLUMNS = (
    "action_id", "title", "owner_role", "status", "start", "due", "quarter", "size", "cost", "needs", "recommendation",
    "statements", "progress", "reason", "finished",
)  # fmt: skip
"""Everything that an action holds, and the quarter in which it is due."""

DETAILS = ("owner_role", "status", "start", "size", "cost", "needs", "progress", "reason")
"""What a calendar entry says below its title."""

VALUES = ("owner_role", "status", "size")
"""Columns whose values are ids with words in each language."""

WIDE = ("title", "progress", "reason", "needs", "statements")
SHEET = "Plan"
NOTICE = timedelta(days=7)
"""How long before an action is due the calendar reminds."""

Names = Mapping[str, str]
"""Column to its heading, and value (a status or a role) to its word, in the language of the file."""


def to_row(action: Action, plan: Plan) -> dict[str, str]:
    """One action as text by column; what it needs is named by title."""
    titles = {one.id: one.title for one in plan}
    year, number = quarter(action.due) if action.due else (0, 0)
    return {
        "action_id": action.id,
        "title": action.title,
        "owner_role": action.owner_role,
        "status": action.status.value,
        "start": _day(action.start),
        "due": _day(action.due),
        "quarter": f"{year} Q{number}" if year else "",
        "size": action.size,
        "cost": action.cost,
        "needs": "; ".join(titles.get(name, name) for name in action.needs),
        "recommendation": action.recommendation,
        "statements": "; ".join(action.statements),
        "progress": action.progress,
        "reason": action.reason,
        "finished": _day(action.finished),
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def grid(plan: Plan, names: Names | None = None) -> list[list[str]]:
    """Headings, then a row for each action in the order of the plan, guarded and showable."""
    words = names or {}
    rows = [to_row(one, plan) for one in plan]
    cells = [[_word(row, column, words) for column in COLUMNS] for row in rows]
    return [[guard(shown(cell)) for cell in row] for row in ([words.get(one, one) for one in COLUMNS], *cells)]


def _word(row: Mapping[str, str], column: str, names: Names) -> str:
    return names.get(row[column], row[column]) if column in VALUES else row[column]


def write_csv(plan: Plan, names: Names | None = None, *, bom: bool = True) -> bytes:
    """The plan as CSV (RFC 4180, UTF-8; `bom` lets spreadsheets see that)."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(grid(plan, names))
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def write_xlsx(plan: Plan, lang: str, names: Names | None = None) -> bytes:
    """The plan as a workbook of one sheet, with filters and a frozen heading."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for row, cells in enumerate(grid(plan, names), start=1):
        for place, text in enumerate(cells, start=1):
            put(sheet, row, place, text)
            sheet.cell(row, place).alignment = Alignment(wrap_text=COLUMNS[place - 1] in WIDE, vertical="top")
    for place, column in enumerate(COLUMNS, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = 50 if column in WIDE else 16
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.sheet_view.rightToLeft = lang.partition("-")[0] in RIGHT_TO_LEFT
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# ---------------------------------------------------------------- calendar


def write_ics(plan: Plan, plan_id: str, title: str, now: datetime, names: Names | None = None) -> bytes:
    """A calendar with an all-day entry on the day each action is due; actions without a day are left out.

    Entries keep their identity by `plan_id` and action, so that a calendar that reads a newer file replaces them. `now`
    (with a zone) is when the file was made. Entries and not tasks, because common calendars do not read tasks.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Responsible AI Toolkit//Action plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _line(title))
    for one in plan:
        if one.due:
            calendar.add_component(_event(one, plan, plan_id, now.astimezone(UTC), names or {}))
    return bytes(calendar.to_ical())


def _event(action: Action, plan: Plan, plan_id: str, now: datetime, names: Names) -> Event:
    from icalendar import Event

    due = action.due or now.date()
    row = to_row(action, plan)
    lines = [f"{names.get(x, x)}: {_word(row, x, names)}" for x in DETAILS if row[x]]
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, f"toolkit:plan:{plan_id}:{action.id}")))
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("summary", _line(action.title))
    event.add("description", shown("\n".join(lines)))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if action.status is Status.DROPPED else "CONFIRMED")
    if action.status not in FINISHED:
        _remind(event, action.title)
    return event


def _remind(event: Event, title: str) -> None:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _line(title))
    alarm.add("trigger", -NOTICE)
    event.add_component(alarm)


def _line(text: str) -> str:
    """A text on one line."""
    return " ".join(shown(text).split())
