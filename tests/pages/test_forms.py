"""Forms as people return them: what spreadsheets do to cells, what people type, and files that are none of ours."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.exchange.record_strategies import QUESTIONS, STATEMENTS
from tests.exchange.small import SECRET, refusal
from tests.pages.form_strategies import LIBRARY, fill
from toolkit.content.interface import interface
from toolkit.exchange.form import Place
from toolkit.exchange.form_compare import Difference
from toolkit.exchange.form_read import is_form, read_form
from toolkit.exchange.form_write import HIDDEN, MARK
from toolkit.pages.forms import compare_form, fitting, form_bytes, form_of

ONE, TWO = STATEMENTS[0], STATEMENTS[1]
TAB = "culture-infrastructure"
ITEM = next(item for item in LIBRARY.items if item.na_allowed)
ENGLISH = interface("en")


def readiness(
    cells: Mapping[Place, Any],
    values: Mapping[str, Any] | None = None,
    now: Mapping[str, Any] | None = None,
    lang: str = "en",
) -> Difference:
    """What a readiness form of two statements changes, once these cells are typed."""
    data = fill(form_bytes("readiness", lang, values or {}, only=[ONE, TWO]), {TAB: cells})
    return compare_form(data, values or {} if now is None else now, "readiness", ENGLISH)


def level(value: Any, highest: Any = None, lang: str = "en") -> Difference:
    return readiness({(ONE, "level"): value, (ONE, "highest"): highest}, lang=lang)


def edited(change: Callable[[Any], None], values: Mapping[str, Any] | None = None) -> Difference:
    """What the form changes after somebody did something to its first sheet of statements."""
    book = load_workbook(io.BytesIO(form_bytes("readiness", "en", values or {}, only=[ONE, TWO])))
    change(next(one for one in book.worksheets if one.cell(1, 1).value == MARK + TAB))
    out = io.BytesIO()
    book.save(out)
    return compare_form(out.getvalue(), values or {}, "readiness", ENGLISH)


# ---------------------------------------------------------------- what people type

LEVELS: dict[str, tuple[Any, Any, Any]] = {
    "a number": (3, None, 3),
    "a number with a decimal": (3.0, None, 3),
    "a number as text": ("3", None, 3),
    "a number as text with a decimal": ("3.0", None, 3),
    "a decimal comma": ("3,0", None, 3),
    "spaces around": ("  3 ", None, 3),
    "Arabic digits": ("٣", None, 3),
    "wide digits": ("３", None, 3),
    "a range in two cells": (2, 4, [2, 4]),
    "a range in one cell": ("2-4", None, [2, 4]),
    "a range in one cell with a dash": ("2 – 4", None, [2, 4]),
    "a range that falls": (4, 2, [2, 4]),
    "a range of one step": (3, 3, 3),
    "unknown": ("I don’t know", None, "unknown"),
    "unknown with a plain apostrophe": ("I don't know", None, "unknown"),
    "unknown in capitals": ("I DON’T KNOW", None, "unknown"),
    "unknown in Arabic": ("لا أعرف", None, "unknown"),
    "unknown by its id": ("unknown", None, "unknown"),
}


@pytest.mark.parametrize("name", LEVELS)
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_level_is_understood_however_it_is_written(name: str, lang: str) -> None:
    value, highest, stored = LEVELS[name]
    assert level(value, highest, lang).applied({}) == {f"rating/{ONE}/level": stored}


BAD_LEVELS: dict[str, tuple[Any, Any, str]] = {
    "above the scale": (6, None, "“6” is not on the list. Choose one of: 1, 2, 3, 4, 5, I don’t know"),
    "half a step": (2.5, None, "“2.5” is not on the list"),
    "a word": ("good", None, "“good” is not on the list"),
    "a date that Excel made": (
        datetime.combine(date(2026, 4, 2), time()),
        None,
        "This is a date. Spreadsheets make one out of “2-4”",
    ),
    "only the upper end": (None, 4, "The lower end is missing"),
    "unknown with an upper end": ("I don’t know", 4, "stands alone"),
    "yes": (True, None, "“True” is not on the list"),
}


@pytest.mark.parametrize("name", BAD_LEVELS)
def test_what_is_no_level_is_refused_with_sheet_and_cell_and_how_to_mend_it(name: str) -> None:
    value, highest, words = BAD_LEVELS[name]
    (refused,) = level(value, highest).refused
    assert words in refused.sentence
    assert refused.where.startswith("Culture and infrastructure, I3" if value is not None else "Culture and infra")
    assert level(value, highest).changes == ()


def test_not_applicable_comes_with_its_reason() -> None:
    found = readiness({(ONE, "level"): "Not applicable", (ONE, "reason"): " We buy no AI. "})
    assert found.applied({}) == {f"rating/{ONE}/state": "na", f"rating/{ONE}/reason": "We buy no AI."}


def test_a_level_replaces_not_applicable() -> None:
    before = {f"rating/{ONE}/state": "na", f"rating/{ONE}/reason": "None"}
    found = readiness({(ONE, "level"): 2}, before)
    assert found.applied(before) == {f"rating/{ONE}/level": 2, f"rating/{ONE}/reason": "None"}
    (change,) = found.changes
    assert (change.was, change.now) == ("Not applicable", "2")


def test_an_emptied_cell_clears_the_answer() -> None:
    before = {f"rating/{ONE}/note": "Old", f"rating/{ONE}/level": [2, 4]}
    found = readiness({(ONE, "note"): None}, before)
    assert found.applied(before) == {f"rating/{ONE}/level": [2, 4]}


DAYS: dict[str, tuple[Any, str]] = {
    "a day": (date(2027, 3, 31), "2027-03-31"),
    "a moment": (datetime.combine(date(2027, 3, 31), time()), "2027-03-31"),
    "ISO text": ("2027-03-31", "2027-03-31"),
    "with dots": ("31.3.2027", "2027-03-31"),
    "with strokes, only one way": ("31/03/2027", "2027-03-31"),
    "the American way, only one way": ("03/31/2027", "2027-03-31"),
    "with strokes, two ways": ("03/04/2027", "can be two days"),
    "a day that is none": ("2027-02-30", "is not a day"),
    "a word": ("soon", "is not a day"),
    "a serial number": (46_477, "2027-03-31"),
}


@pytest.mark.parametrize("name", DAYS)
def test_days_are_understood_or_asked_again(name: str) -> None:
    typed, wanted = DAYS[name]
    data = fill(form_bytes("risk", "en", {}, only=[ITEM.id]), {"treatments": {(ITEM.id, "due"): typed}})
    found = compare_form(data, {}, "risk", ENGLISH)
    if wanted[0].isdigit():
        assert found.applied({}) == {f"treatment/{ITEM.id}/due": wanted}
    else:
        assert [wanted in one.sentence for one in found.refused] == [True]


def test_ticks_make_one_answer_and_unknown_stands_alone() -> None:
    field = next(one for one in LIBRARY.profile if one.id == "application")
    first, second = field.options[0].id, field.options[2].id
    blank = form_bytes("risk", "en", {}, only=[ITEM.id])
    both = {(f"application/{first}", "answer"): "x", (f"application/{second}", "answer"): "Yes"}
    found = compare_form(fill(blank, {"profile": both}), {}, "risk", ENGLISH)
    assert found.applied({}) == {"profile/application": [first, second]}
    more = {**both, ("application/unknown", "answer"): "نعم"}
    (refused,) = compare_form(fill(blank, {"profile": more}), {}, "risk", ENGLISH).refused
    assert "cannot be combined" in refused.sentence


def test_a_best_guess_stands_inside_its_range() -> None:
    cells = {(ITEM.id, "likelihood"): 2, (ITEM.id, "likelihood_highest"): 4, (ITEM.id, "likelihood_guess"): 3}
    blank = form_bytes("risk", "en", {}, only=[ITEM.id])
    assert compare_form(fill(blank, {"risks": cells}), {}).applied({}) == {f"item/{ITEM.id}/likelihood": [2, 4, 3]}
    outside = cells | {(ITEM.id, "likelihood_guess"): 5}
    (refused,) = compare_form(fill(blank, {"risks": outside}), {}, "risk", ENGLISH).refused
    assert "outside the range" in refused.sentence


def test_a_risk_that_always_applies_takes_no_not_applicable() -> None:
    always = next(item for item in LIBRARY.items if not item.na_allowed)
    blank = form_bytes("risk", "en", {}, only=[always.id])
    found = compare_form(fill(blank, {"risks": {(always.id, "applies"): "Not applicable"}}), {}, "risk", ENGLISH)
    assert "Choose one of: Restricted" in found.refused[0].sentence


def test_a_safeguard_needs_a_status() -> None:
    row = f"{ITEM.id}/{ITEM.controls[0]}"
    blank = form_bytes("risk", "en", {}, only=[ITEM.id])
    found = compare_form(fill(blank, {"safeguards": {(row, "evidenced"): True}}), {}, "risk", ENGLISH)
    assert "in place or planned" in found.refused[0].sentence


def test_a_role_that_is_not_on_the_list_is_kept_as_it_is_written() -> None:
    one = QUESTIONS[0]
    blank = form_bytes("workbook", "en", {}, only=[one])
    tab = next(tab.id for tab, row, _ in form_of("workbook", "en", {}, only=[one]).answers() if row.id == one)
    cells = {(one, "owner_role"): "Head of the lab", (one, "status"): "in hand "}
    found = compare_form(fill(blank, {tab: cells}), {}, "workbook", ENGLISH)
    assert found.applied({}) == {f"reply/{one}/owner_role": "Head of the lab", f"reply/{one}/status": "in-hand"}
    known = compare_form(fill(blank, {tab: {(one, "owner_role"): "legal adviser"}}), {}, "workbook", ENGLISH)
    assert known.applied({}) == {f"reply/{one}/owner_role": "legal"}


# ---------------------------------------------------------------- what spreadsheets do


def test_a_formula_is_refused_and_a_text_that_looks_like_one_is_text() -> None:
    def type_formula(sheet: Any) -> None:
        sheet["I3"].value = "=1+2"

    assert "A formula stands here" in edited(type_formula).refused[0].sentence
    found = readiness({(ONE, "note"): "=1+2"})
    assert found.applied({}) == {f"rating/{ONE}/note": "=1+2"}


def test_what_is_stored_is_never_a_formula_in_the_form() -> None:
    book = load_workbook(io.BytesIO(form_bytes("readiness", "en", {f"rating/{ONE}/note": "=HYPERLINK(1)"}, only=[ONE])))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_an_error_of_the_spreadsheet_is_refused() -> None:
    def break_it(sheet: Any) -> None:
        sheet["I3"].value = "#REF!"

    assert "shows an error" in edited(break_it).refused[0].sentence


def test_sorted_rows_keep_their_answers() -> None:
    def swap(sheet: Any) -> None:
        for column in range(1, sheet.max_column + 1):
            upper, lower = sheet.cell(3, column), sheet.cell(4, column)
            upper.value, lower.value = lower.value, upper.value
        sheet["I3"].value = 5

    assert edited(swap).applied({}) == {f"rating/{TWO}/level": 5}


def test_questions_that_were_sorted_apart_from_their_ids_are_refused() -> None:
    def swap_questions(sheet: Any) -> None:
        sheet["C3"].value, sheet["C4"].value = sheet["C4"].value, sheet["C3"].value
        sheet["I3"].value = 5

    found = edited(swap_questions)
    assert [one.where for one in found.refused] == ["Culture and infrastructure, C3", "Culture and infrastructure, C4"]
    assert "moved or changed" in found.refused[0].sentence
    assert found.changes == ()


def test_rows_that_are_gone_change_nothing_and_are_named() -> None:
    before = {f"rating/{ONE}/level": 3, f"rating/{TWO}/level": 4}
    found = edited(lambda sheet: sheet.delete_rows(3), before)
    assert found.applied(before) == before
    assert "rows that are gone" in found.notices[0]


def test_a_row_that_was_copied_is_refused() -> None:
    def copy(sheet: Any) -> None:
        for column in range(1, sheet.max_column + 1):
            sheet.cell(5, column).value = sheet.cell(3, column).value

    assert "stands twice" in edited(copy).refused[0].sentence


def test_added_columns_and_lines_of_ones_own_are_named_and_not_read() -> None:
    def add(sheet: Any) -> None:
        sheet.insert_cols(3)
        sheet["C2"].value, sheet["C3"].value, sheet["J3"].value = "Ours", "x", 4
        sheet["C9"].value = "a remark"

    found = edited(add)
    assert found.applied({}) == {f"rating/{ONE}/level": 4}
    assert found.notices == ("Culture and infrastructure: added columns are not read: Ours",)


def test_an_answer_whose_row_lost_its_id_is_named() -> None:
    def lose(sheet: Any) -> None:
        sheet["A3"].value = None
        sheet["I3"].value = 4

    found = edited(lose)
    assert found.changes == ()
    assert any("has lost its id: B3" in notice for notice in found.notices)


def test_merged_cells_are_refused() -> None:
    def merge(sheet: Any) -> None:
        sheet["I3"].value = 3
        sheet.merge_cells("I3:I4")

    found = edited(merge)
    assert found.changes == ()
    assert "were merged" in found.refused[0].sentence


def test_renamed_sheets_are_found_and_copied_ones_are_not_read() -> None:
    def rename(sheet: Any) -> None:
        sheet["I3"].value = 2
        sheet.title = "Mine"
        sheet.parent.copy_worksheet(sheet).title = "Copy"

    found = edited(rename)
    assert found.applied({}) == {f"rating/{ONE}/level": 2}
    assert found.notices[0] == "Copied sheets are not read: Copy"


def test_a_sheet_that_is_gone_changes_nothing() -> None:
    before = {f"rating/{ONE}/level": 3}
    found = edited(lambda sheet: sheet.parent.remove(sheet), before)
    assert found.applied(before) == before
    assert "is gone" in found.notices[0]


# ---------------------------------------------------------------- what changed meanwhile


def test_what_changed_here_and_in_the_form_is_a_conflict_that_a_person_decides() -> None:
    before, now = {f"rating/{ONE}/level": 2}, {f"rating/{ONE}/level": 3, f"rating/{TWO}/note": "New"}
    found = readiness({(ONE, "level"): 4}, before, now)
    (conflict,) = found.conflicts
    assert (conflict.was, conflict.now, conflict.theirs) == ("2", "4", "3")
    assert found.changes == ()
    assert found.applied(now) == now
    assert found.applied(now, found.conflicts) == {f"rating/{ONE}/level": 4, f"rating/{TWO}/note": "New"}


def test_what_changed_only_here_stays() -> None:
    before, now = {f"rating/{ONE}/level": 2}, {f"rating/{ONE}/level": 3}
    found = readiness({(TWO, "level"): 1}, before, now)
    assert found.conflicts == ()
    assert found.applied(now) == {f"rating/{ONE}/level": 3, f"rating/{TWO}/level": 1}


def test_the_same_change_in_both_is_no_conflict() -> None:
    found = readiness({(ONE, "level"): "4"}, {f"rating/{ONE}/level": 2}, {f"rating/{ONE}/level": 4})
    assert (found.changes, found.conflicts) == ((), ())


def test_answers_that_the_form_cannot_say_stay_untouched() -> None:
    values = {
        **{f"rating/{ONE}/level": [2, None], f"agreed/{ONE}/level": 3, f"target/rating/{ONE}": 4},
        **{"sheet/a": {"name": "x", "role": "y"}, f"rating/{TWO}/note": "x" * 60_000},
    }
    found = readiness({(ONE, "note"): "New"}, values)
    assert found.applied(values) == values | {f"rating/{ONE}/note": "New"}


def test_a_text_that_was_too_long_for_its_cell_is_not_cut_by_editing_it() -> None:
    values = {f"rating/{ONE}/note": "x" * 60_000}
    data = form_bytes("readiness", "en", values, only=[ONE])
    cut = read_form(data).pages[TAB].cells[(ONE, "note")].text
    found = compare_form(fill(data, {TAB: {(ONE, "note"): f"Edited. {cut}"}}), values, "readiness", ENGLISH)
    assert "too long for a cell" in found.refused[0].sentence


def test_a_form_of_other_questions_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from toolkit.pages import forms

    data = fill(form_bytes("readiness", "en", {}, only=[ONE, TWO]), {TAB: {(ONE, "level"): 3}})
    real = forms.KINDS["readiness"]

    def other(*given: Any, **more: Any) -> Any:
        form = real(*given, **more)
        tabs = [replace(tab, rows=tuple(_reworded(row) for row in tab.rows if row.id != TWO)) for tab in form.tabs]
        return replace(form, sha256="f" * 64, tabs=tuple(tabs))

    monkeypatch.setitem(forms.KINDS, "readiness", other)
    found = compare_form(data, {}, "readiness", ENGLISH)
    assert "other questions" in found.notices[0]
    assert ONE in found.notices[1]
    assert TWO in found.notices[2]


def _reworded(row: Any) -> Any:
    from dataclasses import replace

    return replace(row, fixed={**row.fixed, "question": "Something else?"}) if row.id == ONE else row


# ---------------------------------------------------------------- what must not be in it, and what is no form


@pytest.mark.parametrize("kind", ["readiness", "risk"])
def test_nothing_withheld_is_in_a_form(kind: str) -> None:
    name, root = {"readiness": (ONE, "rating"), "risk": (ITEM.id, "item")}[kind]
    values = {f"{root}/{name}/{part}": SECRET for part in ("note", "evidence", "reason")}
    values |= {f"{root}/{name}/state": "withheld", f"treatment/{name}/action": SECRET}
    with zipfile.ZipFile(io.BytesIO(form_bytes(kind, "en", values))) as archive:
        assert not [entry for entry in archive.namelist() if SECRET.encode() in archive.read(entry)]


def test_answers_of_other_parts_of_a_record_are_not_in_its_form() -> None:
    values = {"sheet/a": {"name": SECRET, "role": ""}, f"agreed/{ONE}/comment": SECRET, "meta/plan": SECRET}
    assert SECRET not in str(read_form(form_bytes("readiness", "en", values)).base)


def test_only_the_answers_can_be_written_and_the_sheets_run_from_right_to_left() -> None:
    book = load_workbook(io.BytesIO(form_bytes("readiness", "ar", {}, only=[ONE])))
    sheet = next(one for one in book.worksheets if one.cell(1, 1).value == MARK + TAB)
    assert (sheet["C3"].protection.locked, sheet["I3"].protection.locked) == (True, False)
    assert all(one.protection.sheet and one.sheet_view.rightToLeft for one in book if one.sheet_state == "visible")
    assert sheet.freeze_panes == "D3"
    assert sheet["C3"].comment is not None
    assert book[HIDDEN].sheet_state == "veryHidden"
    assert any("toolkit_lists!" in (rule.formula1 or "") for rule in sheet.data_validations.dataValidation)


def test_a_register_or_another_workbook_is_no_form() -> None:
    from openpyxl import Workbook

    out = io.BytesIO()
    Workbook().save(out)
    assert not is_form(out.getvalue())
    assert "this is no form" in refusal(lambda: compare_form(out.getvalue()))
    assert is_form(form_bytes("readiness", "en", only=[ONE]))
    assert not is_form(b"PK\x03\x04")


def _with_memory(text: str) -> bytes:
    book = load_workbook(io.BytesIO(form_bytes("readiness", "en", only=[ONE])))
    book[HIDDEN]["A1"].value = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _with_part(change: Callable[[bytes], bytes], name: str = "xl/worksheets/sheet2.xml") -> bytes:
    """A form of which one part inside was rewritten by somebody."""
    out = io.BytesIO()
    data = form_bytes("readiness", "en", only=[ONE])
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return out.getvalue()


def _merging(area: bytes) -> Callable[[bytes], bytes]:
    tag = b'<mergeCells count="1"><mergeCell ref="' + area + b'"/></mergeCells></worksheet>'
    return lambda part: part.replace(b"</worksheet>", tag)


def _far(part: bytes) -> bytes:
    cell = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    return part.replace(b"</sheetData>", cell)


BROKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "text": (lambda: b"hello", "not an XLSX file"),
    "half a file": (lambda: form_bytes("readiness", "en", only=[ONE])[:5000], "not an XLSX file"),
    "empty": (lambda: b"", "not an XLSX file"),
    "everything merged": (lambda: _with_part(_merging(b"A1:XFD1048576")), "cells are merged"),
    "merged nowhere": (lambda: _with_part(_merging(b"&#65;1:XFD9")), "without a place"),
    "merges that never close": (
        lambda: _with_part(lambda part: part + b"<mergeCell " * 500_000),
        "not readable as XLSX",
    ),
    "a document type": (lambda: _with_part(lambda part: b'<!DOCTYPE a [<!ENTITY b "c">]>' + part), "no plain UTF-8"),
    "UTF-16 inside": (lambda: _with_part(lambda part: part.decode().encode("utf-16")), "no plain UTF-8"),
    "80 MB of nothing": (lambda: _with_part(lambda part: part + b" " * 80_000_000), "at most 60,000,000 are read"),
    "XML that ends": (lambda: _with_part(lambda part: part[:200]), "not readable as XLSX"),
    "no JSON": (lambda: _with_memory("nothing"), "not valid JSON"),
    "no format": (lambda: _with_memory("{}"), "only toolkit-form/1"),
    "no rows": (lambda: _with_memory('{"format": "toolkit-form/1"}'), "was changed"),
    "unknown kind": (
        lambda: _with_memory(
            '{"format":"toolkit-form/1","kind":"x","lang":"en","version":"","sha256":"","name":"","base":{},"rows":{}}'
        ),
        "does not know",
    ),
    "unknown language": (
        lambda: _with_memory(
            '{"format":"toolkit-form/1","kind":"risk","lang":"../x","version":"","sha256":"","name":"","base":{},"rows":{}}'
        ),
        "which is not there",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_refused_in_a_sentence(name: str) -> None:
    make, words = BROKEN[name]
    assert words in refusal(lambda: compare_form(make()))


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing() -> None:
    assert compare_form(_with_part(_far), {}, "readiness", ENGLISH).changes == ()


def test_a_form_of_another_kind_is_refused() -> None:
    assert "a form for readiness, not for risk" in refusal(
        lambda: compare_form(form_bytes("readiness", "en", only=[ONE]), {}, "risk")
    )


def test_a_form_asks_only_about_risks_that_may_apply() -> None:
    few = fitting("risk", "en", {"profile/application": ["helpdesk"], f"item/{ITEM.id}/note": "x"})
    assert ITEM.id in few
    assert 0 < len(few) < len(LIBRARY.items)
    assert fitting("risk", "en", {}) == ()
