"""Export, import, score: the same assessment and the same levels, whatever people typed (METHOD 2.9, 23)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.exchange.small import LIBRARY, SECRET, TODAY, assessment, scored
from tests.exchange.strategies import NASTY, assessments, texts
from toolkit.core.responses import AppliedControl, Assessment, ControlStatus, Factor, Response, State, Treatment
from toolkit.exchange import cells
from toolkit.exchange.bundle import ILLUSTRATION, Imported, dumps, public_copy, read_bundle, write_bundle
from toolkit.exchange.importing import read_csv, read_json, read_xlsx
from toolkit.exchange.tables import write_csv, write_json, write_xlsx

Reader = Callable[..., Imported]
Writer = Callable[..., bytes]
FORMATS = {"json": (write_json, read_json), "csv": (write_csv, read_csv), "xlsx": (write_xlsx, read_xlsx)}
quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize(("write", "read"), FORMATS.values(), ids=FORMATS)
@given(original=assessments)
@example(original=assessment())
@example(original=assessment(responses={}, profile={}, demo=True))
@quick
def test_an_exported_assessment_comes_back_with_the_same_levels(
    write: Writer, read: Reader, original: Assessment
) -> None:
    imported = read(write(scored(original), LIBRARY, TODAY), LIBRARY)
    assert imported.assessment == public_copy(original)
    assert imported.differences == ()
    assert scored(imported.assessment).result == scored(original).result


@given(original=assessments)
@quick
def test_equal_assessments_give_identical_bytes(original: Assessment) -> None:
    backwards = Assessment(
        **{
            **{name: getattr(original, name) for name in original.__slots__},
            "responses": dict(reversed(list(original.responses.items()))),
        }
    )
    text = dumps(write_bundle(original, LIBRARY))
    assert dumps(write_bundle(backwards, LIBRARY)) == text
    assert dumps(write_bundle(read_bundle(text, LIBRARY).assessment, LIBRARY)) == text


@pytest.mark.parametrize("text", NASTY)
def test_guarding_a_text_and_taking_the_guard_off_changes_nothing(text: str) -> None:
    assert cells.unguard(cells.guard(text)) == text
    assert cells.excel_unescape(cells.excel_escape(text)) == text


@given(text=texts | st.text("'=+-@\t\r\n ＝a"))
@settings(max_examples=200, deadline=None)
def test_no_guarded_cell_starts_like_a_formula(text: str) -> None:
    cell = cells.guard(text)
    assert cells.unguard(cell) == text
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_formulas_are_text_in_both_kinds_of_file() -> None:
    note, title = '=HYPERLINK("http://example.org","open")', "@SUM(1)"
    given = assessment(title=title, responses={"wrong-lead": Response(State.UNKNOWN, note=note, evidence="#N/A")})
    rows = list(csv.reader(io.StringIO(write_csv(scored(given), LIBRARY, TODAY).decode("utf-8-sig"))))
    assert f"'{note}" in rows[1]
    assert f"'{title}" in rows[1]
    book = load_workbook(io.BytesIO(write_xlsx(scored(given), LIBRARY, TODAY)))
    found = {cell.value: cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert found[f"'{note}"] == found[f"'{title}"] == "s"
    assert found["#N/A"] == "s"
    assert "f" not in found.values()
    assert "e" not in found.values()


def test_an_open_writing_direction_ends_with_the_cell() -> None:
    assert cells.shown("a\u2067b") == "a\u2067b\u2069"
    assert cells.shown("a\u202bb\u2066c") == "a\u202bb\u2066c\u2069\u202c"
    assert "\u202e" not in cells.shown("abc\u202edef")
    assert len(cells.shown("\u2067" * 40_000)) <= cells.MAX_CELL


def test_a_bundle_shows_no_character_that_reorders_text() -> None:
    given = assessment(title="gpj.\u202eexe\u2069\u2028end")
    text = dumps(write_bundle(given, LIBRARY))
    assert not {"\u202e", "\u2069", "\u2028"} & set(text)
    assert read_bundle(text, LIBRARY).assessment.title == given.title


@pytest.mark.parametrize(("write", "read"), FORMATS.values(), ids=FORMATS)
def test_withheld_text_never_reaches_an_export(write: Writer, read: Reader) -> None:
    hidden = Response(
        State.WITHHELD,
        Factor(5, 5),
        Factor(5, 5),
        note=SECRET,
        evidence=SECRET,
        reason=SECRET,
        reviewer="Head of oversight",
        controls=(AppliedControl("audit", ControlStatus.IN_PLACE, note=SECRET),),
    )
    plan = Treatment(action=SECRET, status=SECRET, owner_role="Head of unit")
    given = assessment(responses={"wrong-lead": hidden}, treatments={"wrong-lead": plan})
    raw = write(scored(given), LIBRARY, TODAY)
    if write is write_xlsx:
        book = load_workbook(io.BytesIO(raw))
        shown = str([cell.value for sheet in book for row in sheet.iter_rows() for cell in row])
    else:
        shown = raw.decode()
    assert "Nightingale" not in shown
    assert "Head of oversight" in shown
    assert read(raw, LIBRARY).assessment.responses["wrong-lead"].likelihood is None


def test_a_withheld_row_says_restricted() -> None:
    given = assessment(responses={"wrong-lead": Response(State.WITHHELD, reviewer="Judge")})
    row = next(csv.DictReader(io.StringIO(write_csv(scored(given), LIBRARY, TODAY, bom=False).decode())))
    assert (row["unknown_reason"], row["rationale"], row["level_inherent"]) == (
        "restricted",
        "restricted",
        "Low – Extreme",
    )


@pytest.mark.parametrize("write", [write_json, write_csv, write_xlsx])
def test_every_export_of_an_illustration_says_so(write: Writer) -> None:
    raw = write(scored(assessment(demo=True)), LIBRARY, TODAY)
    if write is write_xlsx:
        book = load_workbook(io.BytesIO(raw))
        titles = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert f"{ILLUSTRATION}: Title of wrong-lead" in titles
        assert f"{ILLUSTRATION}." in titles
    else:
        assert ILLUSTRATION in raw.decode()
