"""A form leaves the browser as a spreadsheet and comes back filled: difference, taking over, undo; reports arrive."""

import io
import re
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.visitor import go, open_page, settled
from tests.exchange.record_strategies import STATEMENTS
from tests.pages.form_strategies import fill
from tests.pages.readiness import Agency
from toolkit.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
ONE, TWO, THREE = STATEMENTS[:3]
TAB = "culture-infrastructure"


@pytest.fixture
def agency(server):
    """A fresh assessment of the visitor's, put there without a browser."""
    with open_store(f"sqlite:///{server.folder / 'app.db'}") as store:
        yield Agency(store, who="local", client=f"forms-{uuid4().hex}").begun("Forms agency")


def handed_out(page, value):
    """The file behind a button."""
    with page.expect_download(timeout=120_000) as arrived:
        page.locator(f'[data-act="export"][data-value="{value}"]').click()
    return arrived.value


def chosen(page, tmp_path, data):
    path = tmp_path / "filled.xlsx"
    path.write_bytes(data)
    page.set_input_files("#form", path)


@pytest.mark.parametrize(("lang", "width"), [("en", 1280), ("ar", 360)])
def test_a_form_is_filled_in_elsewhere_seen_taken_over_and_undone(page, server, agency, axe, tmp_path, lang, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, server, f"{agency.record.id}/export", lang, "readiness")
    assert axe(page) == []
    form = handed_out(page, "form/xlsx")
    form.save_as(tmp_path / "form.xlsx")
    assert load_workbook(tmp_path / "form.xlsx").worksheets[1].sheet_view.rightToLeft is (lang == "ar")
    cells = {(ONE, "level"): 3, (ONE, "note"): "Seen in May", (TWO, "level"): "2-4", (THREE, "level"): "good"}
    chosen(page, tmp_path, fill((tmp_path / "form.xlsx").read_bytes(), {TAB: cells}))
    settled(page, f"{agency.record.id}/form")
    expect(page.locator("#title")).to_be_focused()
    expect(page.get_by_text("Seen in May")).to_be_visible()
    assert agency.values == {}
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.locator('[data-act="form-take"]').click()
    expect(page.locator(".notice.ok")).to_be_visible()
    wanted = {f"rating/{ONE}/level": 3, f"rating/{ONE}/note": "Seen in May", f"rating/{TWO}/level": [2, 4]}
    assert agency.values == wanted
    assert axe(page) == []
    page.locator('[data-act="undo"]').click()
    expect(page.locator('[data-act="form-take"]')).to_be_visible()
    assert agency.values == {}


def test_a_file_that_is_no_form_leaves_a_sentence_and_the_page_goes_on(page, server, agency, tmp_path):
    open_page(page, server, f"{agency.record.id}/export", notebook="readiness")
    chosen(page, tmp_path, b"no spreadsheet")
    expect(page.locator("#message")).to_contain_text("this is not an XLSX file")
    assert agency.values == {}
    go(page, f"{agency.record.id}/tasks")


def test_a_report_arrives_as_pdf_once_however_long_it_takes(page, server, agency, tmp_path):
    agency.rate(ONE, 3)
    open_page(page, server, f"{agency.record.id}/export", notebook="readiness")
    arrived = []
    page.on("download", lambda one: arrived.append(one.suggested_filename))
    made = handed_out(page, "report/pdf/short")
    made.save_as(tmp_path / "report.pdf")
    assert io.BytesIO((tmp_path / "report.pdf").read_bytes()).read(5) == b"%PDF-"
    assert re.fullmatch(r"forms-agency-readiness-short\.pdf", made.suggested_filename)
    expect(page.locator("#saved")).to_contain_text("Saved at", timeout=60_000)
    page.wait_for_timeout(1_500)
    assert len(arrived) == 1
