"""Action plans as files: what goes in comes out, and calendars and spreadsheets get nothing that they would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from openpyxl import load_workbook

from toolkit.core.plan import Action, Plan, Status
from toolkit.exchange.cells import shown, unguard
from toolkit.exchange.plan import COLUMNS, to_row, write_csv, write_ics, write_xlsx

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PLAN: Plan = (
    Action(
        "rec-a", "Name an owner; in writing, with a deputy", "rec-a", ("ready-a",), "legal", date(2027, 1, 1),
        date(2027, 3, 31), "S", "One day", progress="Asked the chief.\nWaiting.",
    ),
    Action("rec-b", "تعيين مسؤول عن النظام " * 6, needs=("rec-a",), due=date(2027, 6, 30), status=Status.DONE),
    Action("rec-c", "No day yet"),
)  # fmt: skip


def unfolded(ics: bytes) -> list[str]:
    """The content lines by RFC 5545, 3.1, read without any library."""
    return ics.decode().replace("\r\n ", "").split("\r\n")


def test_each_action_with_a_day_is_an_all_day_entry() -> None:
    first, second = Calendar.from_ical(write_ics(PLAN, "p", "Plan", NOW)).walk("VEVENT")
    assert first.decoded("dtstart") == date(2027, 3, 31)
    assert first.decoded("dtend") == date(2027, 4, 1)
    assert str(first["summary"]) == "Name an owner; in writing, with a deputy"
    assert "progress: Asked the chief.\nWaiting." in str(first["description"])
    assert second.decoded("dtstart") == date(2027, 6, 30)


def test_a_calendar_reminds_a_week_before_unless_the_action_is_finished() -> None:
    first, second = Calendar.from_ical(write_ics(PLAN, "p", "Plan", NOW)).walk("VEVENT")
    assert [alarm.decoded("trigger") for alarm in first.walk("VALARM")] == [timedelta(days=-7)]
    assert second.walk("VALARM") == []


def test_a_dropped_action_is_cancelled() -> None:
    (entry,) = Calendar.from_ical(write_ics((replace(PLAN[0], status=Status.DROPPED),), "p", "", NOW)).walk("VEVENT")
    assert str(entry["status"]) == "CANCELLED"


def test_an_entry_keeps_its_identity_and_two_plans_do_not_share_any() -> None:
    def names(ics: bytes) -> list[str]:
        return [line for line in unfolded(ics) if line.startswith("UID:")]

    moved = (replace(PLAN[0], due=date(2028, 1, 1), title="Another title"), *PLAN[1:])
    later = write_ics(moved, "p", "Plan", NOW + timedelta(days=9))
    assert names(write_ics(PLAN, "p", "Plan", NOW)) == names(later)
    assert not set(names(later)) & set(names(write_ics(PLAN, "q", "Plan", NOW)))


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert write_ics(PLAN, "p", "Plan", NOW) == write_ics(PLAN, "p", "Plan", NOW)


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_says() -> None:
    ics = write_ics(PLAN, "p", "Plan", NOW)
    assert ics.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in ics.replace(b"\r\n", b"")
    assert max(map(len, ics.split(b"\r\n"))) <= 75
    assert "SUMMARY:Name an owner\\; in writing\\, with a deputy" in unfolded(ics)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(texts, texts)
def test_any_text_comes_back_from_the_calendar_and_adds_no_line(title: str, progress: str) -> None:
    plan = (replace(PLAN[0], title=title, progress=progress),)
    ics = write_ics(plan, "p", "Plan", NOW)
    (entry,) = Calendar.from_ical(ics).walk("VEVENT")
    assert str(entry.get("summary", "")) == " ".join(shown(title).split())
    assert sum(line.startswith("BEGIN:") for line in unfolded(ics)) == 3
    assert sum(line.startswith("UID:") for line in unfolded(ics)) == 1


@pytest.mark.parametrize("bom", [True, False])
def test_csv_holds_every_action_in_order(bom: bool) -> None:
    rows = list(csv.DictReader(io.StringIO(write_csv(PLAN, bom=bom).decode("utf-8-sig"))))
    assert [row["action_id"] for row in rows] == ["rec-a", "rec-b", "rec-c"]
    assert rows[0]["quarter"] == "2027 Q1"
    assert rows[1]["needs"] == "Name an owner; in writing, with a deputy"
    assert rows[2]["due"] == ""


@settings(max_examples=60, deadline=None, derandomize=True)
@given(texts)
def test_no_cell_is_a_formula_and_every_cell_comes_back(text: str) -> None:
    plan = (replace(PLAN[0], title=text, progress=f"={text}"),)
    row = next(csv.DictReader(io.StringIO(write_csv(plan).decode("utf-8-sig"), newline="")))
    assert {name: unguard(cell) for name, cell in row.items()} == {
        k: shown(v) for k, v in to_row(plan[0], plan).items()
    }
    assert row["progress"].startswith("'=")


def test_the_workbook_shows_the_plan_in_the_words_and_the_direction_of_its_language() -> None:
    names = {"title": "الإجراء", "done": "تم", "Name an owner; in writing, with a deputy": "never used for a title"}
    sheet = load_workbook(io.BytesIO(write_xlsx(PLAN, "ar", names))).worksheets[0]
    cells = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells[0][COLUMNS.index("title")] == "الإجراء"
    assert cells[2][COLUMNS.index("status")] == "تم"
    assert cells[1][COLUMNS.index("title")] == PLAN[0].title
    assert sheet.sheet_view.rightToLeft
    assert not load_workbook(io.BytesIO(write_xlsx(PLAN, "en"))).worksheets[0].sheet_view.rightToLeft


def test_the_workbook_holds_text_and_no_formula() -> None:
    plan = (replace(PLAN[0], title="=HYPERLINK(1)", progress="#N/A"),)
    sheet = load_workbook(io.BytesIO(write_xlsx(plan, "en"))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet.cell(2, 2).value == "'=HYPERLINK(1)"
