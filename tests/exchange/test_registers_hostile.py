"""What people may type, however odd, leaves every foreign register readable, and nothing of it is run or lost."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document as Book
from icalendar import Calendar
from openpyxl import load_workbook
from trestle.oscal.poam import Model

from tests.exchange.small import LIBRARY, TODAY, assessment, scored
from toolkit.content import load_library
from toolkit.content.read import parse_yaml
from toolkit.core.responses import Decision, Response, State, Treatment
from toolkit.exchange import ciso, linked_data, oscal, simplerisk
from toolkit.exchange.bundle import public_copy, write_bundle
from toolkit.exchange.ciso_back import read_ciso_risks
from toolkit.exchange.outgoing import outgoing
from toolkit.exchange.review_calendar import write_calendar
from toolkit.pages.report_file import FRIA, report_file

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
OVERRIDE, ISOLATE_END = "\u202e", "\u2069"
TEXTS = {
    "formula": "=1+1",
    "full-width formula": "＝1+1",
    "formula after a tab": "\t=HYPERLINK(1)",
    "command": "@SUM(1)|'cmd'!A0",
    "new lines": "one\nBEGIN:VEVENT\nSUMMARY:two\r\nEND:VCALENDAR\rEND",
    "controls": "a\0b\x07c\x1bd\x7fe\ufffe",
    "separators": "a\x85b\u2028c\u2029d",
    "bidi": f"invoice {OVERRIDE}fdp.exe",
    "quotes": "She said \"no\", 'yes'; \\n, `x`",
    "long": "ü and more " * 5_000,
    "half a character": "x\ud800y",
    "yaml": "a: b\n- &x *x !!python/object:os.system\n---\n# {",
    "html": "<script>alert(1)</script>&amp;{{ 1 }}",
    "blank": "  \u00a0 ",
    "joined": "👮🏿\u200d♀️" * 60,
    "arabic": "نظام التعرف على الوجوه " * 20,
}
ENTERABLE = {name: text for name, text in TEXTS.items() if name not in ("controls", "half a character")}
"""Texts that files and pages let in; the others are kept out there already."""


def hostile(text):
    """An assessment with a text everywhere where people type."""
    return assessment(
        title=text,
        meta={"review_date": "2027-06-01", "unit": text, "system_id": text, "organization": text, "summary": text},
        responses={
            **assessment().responses,
            "face-gap": Response(State.UNKNOWN, note=text, evidence=text, reason=text),
        },
        treatments={
            "wrong-lead": Treatment(Decision.MITIGATE, text, text, "2027-03-31", text),
            "missed-case": Treatment(Decision.AVOID, text),
        },
    )


@pytest.fixture(params=TEXTS)
def given(request):
    return hostile(TEXTS[request.param])


@pytest.fixture
def out(given):
    return outgoing((scored(given),), LIBRARY, TODAY)


def clean(text):
    """No control character, and every writing direction that is opened is closed."""
    assert not [char for char in text if ord(char) < 32 and char not in "\n\t"]
    assert OVERRIDE not in text
    assert text.count("\u202a") + text.count("\u202b") <= text.count("\u202c")


def every_text(value):
    """Each text in a parsed JSON value."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in every_text(one)]


@pytest.mark.parametrize("write", [ciso.write_ciso, ciso.write_ciso_controls])
def test_a_workbook_opens_and_holds_no_formula(out, write):
    rows = [row for sheet in load_workbook(BytesIO(write(out).data)) for row in sheet.iter_rows()]
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
    for text in (str(cell.value) for row in rows for cell in row if cell.value):
        assert not text.startswith(("=", "+", "-", "@", "＝", "\t"))
        clean(text)


@pytest.mark.parametrize("text", ENTERABLE.values(), ids=ENTERABLE)
def test_a_risk_assessment_comes_back_from_its_workbook_unchanged(text, tmp_path):
    given, path = hostile(text), tmp_path / "register.xlsx"
    path.write_bytes(ciso.write_ciso(outgoing((scored(given),), LIBRARY, TODAY)).data)
    found = read_ciso_risks(path, given, LIBRARY, TODAY)
    assert found.differences == ()
    assert write_bundle(found.assessment, LIBRARY) == write_bundle(given, LIBRARY)


def test_a_table_has_as_many_cells_in_each_row_as_columns(out):
    rows = list(csv.reader(io.StringIO(simplerisk.write_simplerisk(out).data.decode(), newline="")))
    assert {len(row) for row in rows} == {len(simplerisk.COLUMNS)}
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "＝", "\t"))
        clean(cell)


def test_a_plan_of_action_is_valid_and_comes_back_whole(given, out):
    data = oscal.write_oscal(out).data
    Model.model_validate_json(data)
    back = oscal.read_oscal(data, LIBRARY).assessment
    assert write_bundle(back, LIBRARY) == write_bundle(public_copy(given), LIBRARY)
    for text in every_text(json.loads(data)):
        clean(text)


def test_linked_data_is_json_in_utf_8_and_its_addresses_have_no_space(out):
    graph = json.loads(linked_data.write_linked(out).data.decode())["@graph"]
    assert not [node["@id"] for node in graph if set(node["@id"]) & set(' <>"{}|\\^`\n')]
    for text in every_text(graph):
        clean(text)


def test_a_calendar_has_lines_of_75_octets_and_no_entry_that_somebody_typed(out):
    data = write_calendar(out, NOW).data
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in lines:
        line.decode()  # no character is cut in two
    events = Calendar.from_ical(data).walk("VEVENT")
    assert [str(one["DTSTART"].dt) for one in events] == ["2027-01-01", "2027-03-31", "2027-06-01"]
    for one in events:
        clean(str(one["SUMMARY"]))
        clean(str(one.get("DESCRIPTION", "")))


@pytest.mark.parametrize("text", ENTERABLE.values(), ids=ENTERABLE)
def test_a_matrix_library_is_one_document_whatever_a_method_is_called(text):
    one = outgoing((scored(assessment()),), LIBRARY, TODAY)
    method = replace(one.systems[0].method, name=text, summary=text)
    data = ciso.write_ciso_matrix(replace(one, systems=(replace(one.systems[0], method=method),))).data
    found = parse_yaml(data.decode(), "matrix.yaml")
    expected = text.replace("\x85", " ")  # YAML takes this line break of mainframes for a space
    assert found["name"] == expected
    assert found["objects"]["risk_matrix"][0]["description"] == expected


# ---------------------------------------------------------------- Article 27


@pytest.mark.parametrize("text", ENTERABLE.values(), ids=ENTERABLE)
def test_a_fundamental_rights_assessment_opens_in_every_format(text):
    library = load_library()
    first = library.items[0].id
    given = replace(
        assessment(),
        title=text,
        profile={},
        method=library.default_method,
        meta={"summary": text, "organization": text},
        responses={first: Response(State.UNKNOWN, note=text, evidence=text, reason=text)},
        treatments={first: Treatment(Decision.MITIGATE, text, text, "2027-03-31", text)},
    )
    page = report_file(given, FRIA, "html", "en", moment=NOW)[2].decode()
    assert "<script>alert" not in page
    assert page.count("<h2") >= 6
    words = "\n".join(
        one.text for one in Book(BytesIO(report_file(given, FRIA, "docx", "en", moment=NOW)[2])).paragraphs
    )
    assert "(f) What happens when a risk comes true" in words
    assert not [char for char in words if ord(char) < 32 and char not in "\n\t"]
