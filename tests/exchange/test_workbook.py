"""The register as a workbook, and files that are no register at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from openpyxl import load_workbook

from tests.exchange.small import LIBRARY, TODAY, assessment, refusal, scored
from toolkit.core.responses import Factor
from toolkit.exchange.bundle import Imported
from toolkit.exchange.columns import COLUMNS
from toolkit.exchange.importing import read_csv, read_xlsx
from toolkit.exchange.tables import write_xlsx


def test_a_workbook_is_ready_to_use_and_explains_itself() -> None:
    book = load_workbook(io.BytesIO(write_xlsx(scored(assessment()), LIBRARY, TODAY)))
    register, about = book.worksheets
    assert register.freeze_panes == "B2"
    assert register.auto_filter.ref.startswith("A1:")
    assert register["A1"].font.bold
    assert register.cell(2, COLUMNS.index("impact_inherent") + 1).value == 4
    text = "\n".join(str(cell.value) for row in about.iter_rows() for cell in row)
    for words in (
        "not an official UNICRI or INTERPOL score",
        "Almost certain",
        "rights-first 1.0.0",
        "Medium – Extreme",
    ):
        assert words in text
    assert not register.sheet_view.rightToLeft


def test_a_workbook_in_a_right_to_left_language_starts_at_the_right() -> None:
    book = load_workbook(io.BytesIO(write_xlsx(scored(assessment()), replace(LIBRARY, lang="ar"), TODAY)))
    assert all(sheet.sheet_view.rightToLeft for sheet in book)


def test_edits_in_a_workbook_count_with_numbers_and_dates_as_spreadsheets_store_them() -> None:
    book = load_workbook(io.BytesIO(write_xlsx(scored(assessment()), LIBRARY, TODAY)))
    sheet = book.worksheets[0]
    for column, value in {"likelihood_inherent": 2.0, "due_date": datetime(2027, 1, 31)}.items():  # noqa: DTZ001 – as openpyxl reads it
        sheet.cell(2, COLUMNS.index(column) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    read = read_xlsx(out.getvalue(), LIBRARY)
    assert read.assessment.responses["wrong-lead"].likelihood == Factor(2, 2)
    assert read.assessment.treatments["wrong-lead"].due == "2027-01-31"
    assert len(read.differences) == 2


def bomb() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/a.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(201):
            part.write(b" " * 1_000_000)
    return out.getvalue()


def empty_archive() -> bytes:
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("read", "raw", "words"),
    [
        (read_csv, b"", "no rows"),
        (read_csv, b"a,b\n1,2\n", "no heading “risk_id”"),
        (read_csv, b"risk_id,owner,owner\n", "“owner” stands twice"),
        (read_csv, b"risk_id\n\xff", "line 2, column 1"),
        (read_csv, b"risk_id\nwrong\0lead", "NUL"),
        (read_csv, b'risk_id,owner\nwrong-lead,"open', "not readable as CSV"),
        (read_csv, b"risk_id" + b"," * 600, "more than 500 cells"),
        (read_csv, b"risk_id\n" + b"wrong-lead\n" * 21_000, "more than 20,000 rows"),
        (read_xlsx, b"risk_id,owner\n", "not an XLSX file"),
        (read_xlsx, empty_archive(), "not readable as XLSX"),
        (read_xlsx, bomb(), "unpacks to 201,000,000 bytes"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_a_file_that_is_no_register_is_refused_in_a_sentence(
    read: Callable[..., Imported], raw: bytes, words: str
) -> None:
    assert words in refusal(lambda: read(raw, LIBRARY))
