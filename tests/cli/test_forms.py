"""`toolkit form` and `toolkit import` of a filled form: nothing is stored without --yes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.exchange.record_strategies import QUESTIONS, STATEMENTS
from tests.pages.form_strategies import LIBRARY, fill
from toolkit.exchange.bundle import dumps, read_bundle
from toolkit.exchange.record import Record, Sheet, content_of, read_record, write_record
from toolkit.pages.answers import values_of
from toolkit.pages.forms import without_withheld

ONE = STATEMENTS[0]
TAB = "culture-infrastructure"


def typed(path: Path, cells: dict[str, dict[tuple[str, str], Any]]) -> None:
    """Fill cells of a form that was written."""
    path.write_bytes(fill(path.read_bytes(), cells))


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A submitted readiness record with a sheet."""
    version, digest = content_of("readiness")
    values = {f"rating/{ONE}/level": 2, f"agreed/{ONE}/level": 3, f"withhold/rating/{ONE}": "an open case"}
    sheet = Sheet("s1", "Ann", {f"rating/{ONE}/level": 4})
    path = tmp_path / "ours.toolkit.json"
    result = {"marks": [{"id": ONE, "dimension": TAB, "required_at": 2}]}
    one = Record("readiness", "Our agency", values, (sheet,), version, digest, id="r1", result=result)
    path.write_text(dumps(write_record(one)), encoding="utf-8")
    return path


def test_a_blank_form_is_filled_and_becomes_a_record(run: Run, tmp_path: Path) -> None:
    assert run("form", "readiness", "-o", "f.xlsx").code == 0
    typed(tmp_path / "f.xlsx", {TAB: {(ONE, "level"): 2, (ONE, "highest"): 4, (ONE, "note"): "Seen"}})
    shown = run("import", "f.xlsx")
    assert "new: Culture and infrastructure, I3" in shown.out
    assert "“2 – 4”" in shown.out
    assert "Nothing was stored" in shown.out
    assert not (tmp_path / "f-filled.toolkit.json").exists()
    assert run("import", "f.xlsx", "--yes").code == 0
    read = read_record(tmp_path / "f-filled.toolkit.json").record
    assert read.values == {f"rating/{ONE}/level": [2, 4], f"rating/{ONE}/note": "Seen"}
    assert (read.content_version, read.content_sha256) == content_of("readiness")


def test_a_prefilled_form_goes_back_into_its_record_and_nothing_else_changes(run: Run, record: Path) -> None:
    assert run("form", "readiness", record, "-o", "f.xlsx", "--lang", "ar").code == 0
    typed(record.with_name("f.xlsx"), {TAB: {(ONE, "evidence"): "Plan of May"}})
    shown = run("import", "f.xlsx", "--into", record, "--yes", "-o", "new.toolkit.json")
    assert shown.code == 0
    assert "is a draft again" in shown.out
    before, after = read_record(record).record, read_record(record.with_name("new.toolkit.json")).record
    assert after.values == {**before.values, f"rating/{ONE}/evidence": "Plan of May"}
    assert (after.sheets, after.id, after.title, after.result) == (before.sheets, "r1", "Our agency", None)


def test_a_conflict_has_to_be_decided(run: Run, record: Path) -> None:
    run("form", "readiness", record, "-o", "f.xlsx")
    typed(record.with_name("f.xlsx"), {TAB: {(ONE, "level"): 5}})
    data = json.loads(record.read_text("utf-8"))
    data["values"][f"rating/{ONE}/level"] = 1
    record.write_text(json.dumps(data), encoding="utf-8")
    shown = run("import", "f.xlsx", "--into", record, "--yes", "-o", "new.json")
    assert shown.code == 1
    assert "stored by now: “1”" in shown.out
    assert "decide with --conflicts" in shown.err
    assert not record.with_name("new.json").exists()
    run("import", "f.xlsx", "--into", record, "--yes", "-o", "form.json", "--conflicts", "form")
    run("import", "f.xlsx", "--into", record, "--yes", "-o", "file.json", "--conflicts", "file")
    found = [
        read_record(record.with_name(f"{one}.json")).record.values[f"rating/{ONE}/level"] for one in ("form", "file")
    ]
    assert found == [5, 1]


def test_refused_cells_stop_the_import_until_they_are_mended_or_left_out(run: Run, tmp_path: Path) -> None:
    run("form", "readiness", "-o", "f.xlsx")
    typed(tmp_path / "f.xlsx", {TAB: {(ONE, "level"): 9, (ONE, "note"): "Kept"}})
    ran = run("import", "f.xlsx", "--yes")
    assert (ran.code, "refused: Culture and infrastructure, I3" in ran.out, "--skip" in ran.err) == (1, True, True)
    assert run("import", "f.xlsx", "--yes", "--skip", "-o", "n.json").code == 0
    assert read_record(tmp_path / "n.json").record.values == {f"rating/{ONE}/note": "Kept"}


def test_a_risk_form_comes_back_as_a_bundle(run: Run, sample: Path, tmp_path: Path) -> None:
    assert run("form", "risk", sample, "-o", "f.xlsx").code == 0
    before = read_bundle(sample, LIBRARY).assessment
    item = next(iter(before.responses))
    typed(tmp_path / "f.xlsx", {"risks": {(item, "note"): "Checked again", (item, "withhold"): "an open case"}})
    ran = run("import", "f.xlsx", "--into", sample, "--yes", "-o", "b.json")
    assert ran.code == 0
    after = read_bundle(tmp_path / "b.json", LIBRARY).assessment
    changed = {f"item/{item}/note": "Checked again", f"withhold/item/{item}": "an open case"}
    assert values_of(after) == {**without_withheld(values_of(before)), **changed}
    assert "text of restricted answers" in ran.out
    assert (after.id, after.title, after.demo) == (before.id, before.title, before.demo)
    assert run("form", "risk", tmp_path / "b.json", "-o", "again.xlsx").code == 0


def test_a_workbook_form_becomes_a_record(run: Run, tmp_path: Path) -> None:
    run("form", "workbook", "-o", "f.xlsx")
    from toolkit.pages.forms import form_of

    tab = next(tab.id for tab, row, _ in form_of("workbook", "en").answers() if row.id == QUESTIONS[0])
    typed(tmp_path / "f.xlsx", {tab: {(QUESTIONS[0], "status"): "Settled", (QUESTIONS[0], "text"): "Unit A, daily."}})
    run("import", "f.xlsx", "--yes", "-o", "w.json")
    read = read_record(tmp_path / "w.json").record
    assert read.kind == "workbook"
    assert read.values == {f"reply/{QUESTIONS[0]}/status": "settled", f"reply/{QUESTIONS[0]}/text": "Unit A, daily."}


def test_a_form_of_another_kind_or_file_is_refused(run: Run, record: Path, sample: Path) -> None:
    assert "choose its own form" in run("form", "risk", record).err
    assert "bundle or record" in run("form", "risk", "x.csv").err
    run("form", "readiness", "-o", "f.xlsx")
    assert "a form for readiness, not for risk" in run("import", "f.xlsx", "--into", sample).err
    assert "takes one of form, file" in run("import", "f.xlsx", "--conflicts", "both").err


def test_a_form_is_never_written_over_another_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.xlsx").write_bytes(b"x")
    assert run("form", "readiness", "-o", "f.xlsx").code == 1
    assert (tmp_path / "f.xlsx").read_bytes() == b"x"


def test_registers_are_imported_as_before(run: Run, sample: Path) -> None:
    run("export", sample, "--to", "xlsx", "-o", "r.xlsx")
    assert "back.json written" in run("import", "r.xlsx", "-o", "back.json").out


def test_the_schema_of_a_record_is_printed(run: Run) -> None:
    assert json.loads(run("schema", "record").out)["title"] == "toolkit-record/1"
