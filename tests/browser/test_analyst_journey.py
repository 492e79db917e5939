"""An analyst’s day: an inventory, what is untested in it, two assessments, their comparison, a register, a report."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import app
from tests.exchange.test_inventory import COLUMNS_2025
from tests.pages.portfolio import items_of
from tests.pages.test_portfolio_inventory import US
from toolkit.content import load_library
from toolkit.core.kept import RISK, kind_of
from toolkit.store import Write, open_store

TEMPLATE = (
    "ref_id name description inherent_impact inherent_proba existing_controls current_impact current_proba "
    "additional_controls residual_impact residual_proba treatment"
)
"""The columns of CISO Assistant's documented template for risk assessments."""

TREATMENTS = {"", "open", "mitigate", "accept", "avoid", "transfer"}
UNTESTED = "inventories?gap=in-use-high&practice=testing&said=not-yes"
OURS = "\r\n".join(
    [
        COLUMNS_2025,
        "A-1,DEMO,North,Face search,Deployed,High-impact,Yes,,To find people,In-progress,Yes,",
        "A-2,DEMO,North,Plate reader,Deployed,High-impact,Yes,,To find cars,,Yes,Yes",
        "A-3,DEMO,South,Gait matching,Pilot,High-impact,Yes,,To match walks,Yes,Yes,Yes",
        "A-4,DEMO,South,Text search,Deployed,Not High-impact,No,,To read,,,",
        "A-5,DEMO,South,Old triage,Retired,High-impact,Yes,,To sort,,,",
        *(f"B-{n},DEMO,West,Office tool {n},Deployed,Not High-impact,No,,To help,,," for n in range(60)),
    ]
).encode()
"""A made-up inventory in the layout of 2025: two of three systems in use and of high impact report no finished test."""

real = pytest.mark.skipif(not US.is_file(), reason="the real inventories are not beside the checkout (TOOLKIT_SHARED)")


@pytest.fixture
def house(tmp_path):
    running = app(tmp_path).start()
    yield running
    running.stop()


def at(page, server, route):
    page.goto("about:blank")
    page.goto(f"{server.url}/portfolio?lang=en#{route}")
    expect(page.locator(f"#tk #{re.split('[?/]', route)[0]}")).to_be_visible(timeout=90_000)


def started(page, server, name):
    """Begin an assessment from a record of the list."""
    at(page, server, UNTESTED)
    page.locator("#inventories table.systems").last.get_by_role("link", name=name, exact=True).first.click()
    page.get_by_role("button", name="Start an assessment from this record").click()
    expect(page.locator("#record")).to_contain_text("An assessment is begun", timeout=90_000)


def answered(server):
    """What two assessors would answer, one more careful than the other."""
    with open_store(f"sqlite:///{server.folder / 'app.db'}") as store:
        for number, one in enumerate(one for one in store.listing("local") if kind_of(one.questionnaire_id) == RISK):
            values = store.load(one.id).values
            writes = [
                Write(f"item/{item.id}/{part}", min(2 + number, item.impact_cap))
                for item in items_of(values)[:6]
                for part in ("likelihood", "impact")
            ]
            store.write(one.id, writes, who="local", client="assessor", seq=1)


def download(page, press):
    with page.expect_download(timeout=180_000) as coming:
        press()
    return coming.value.path().read_bytes()


@pytest.mark.parametrize("file", ["ours", pytest.param("real", marks=real)])
def test_from_public_records_to_a_register_and_a_report(house, page, tmp_path, file):
    raw, total, untested, exposed = (OURS, 65, 2, 3) if file == "ours" else (US.read_bytes(), 803, 209, 257)
    at(page, house, "inventories")
    page.locator("input[type=file]").set_input_files({"name": "inventory.csv", "mimeType": "text/csv", "buffer": raw})
    expect(page.locator("#inventories")).to_contain_text(f"{total} of {total} records.", timeout=90_000)

    page.locator("#inventory-bar summary").click()
    page.select_option("#gap", "in-use-high")
    page.select_option("#practice", "testing")
    page.select_option("#said", "not-yes")
    page.locator("#inventory-bar [data-act=sift]").click()
    expect(page.locator("#inventories")).to_contain_text(f"{untested} of {total} records.", timeout=90_000)
    expect(page).to_have_url(re.compile("gap=in-use-high"))

    names = page.locator("#inventories table.systems").last.locator("tbody th a").all_inner_texts()[:2]
    for name in names:
        started(page, house, name)
    at(page, house, "overview")
    expect(page.locator("#overview")).to_contain_text("Not assessed yet: 2 of 2. That is unknown, not low.")

    answered(house)
    at(page, house, "systems")
    for number in (1, 2):
        page.locator("#systems tbody [data-act=choose]").nth(number - 1).click()
        expect(page.locator("#systems tbody [aria-pressed=true]")).to_have_count(number)
    page.locator("#systems .actions [data-act=go]").first.click()
    expect(page.locator("#compare")).to_contain_text("risks differ", timeout=90_000)
    compared = page.url.partition("#")[2]

    at(page, house, "systems")
    register(download(page, page.get_by_role("button", name="Register for CISO Assistant (XLSX)").click), names)
    at(page, house, compared)
    page.locator("#report-bar summary").click()
    pdf = download(page, page.locator("#report-bar [data-value='report/pdf/short']").click)
    printed(pdf, total, untested, exposed)


def register(data, names):
    """Every row names what the matrix of the library names, or nothing."""
    head, *rows = load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    assert set(head) >= set(TEMPLATE.split())
    found = [{name: cell or "" for name, cell in zip(head, row, strict=True)} for row in rows]
    method = load_library("en").method(load_library("en").default_method)
    assert {one["inherent_proba"] for one in found} <= {"", *method.likelihood}
    assert {one["inherent_impact"] for one in found} <= {"", *method.impact}
    assert any(one["inherent_proba"] for one in found)
    assert {one["treatment"] for one in found} <= TREATMENTS
    assert len({one["ref_id"].partition("/")[0] for one in found}) == len(names) == 2
    assert all(one["name"] for one in found)


def printed(pdf, total, untested, exposed):
    """The report says what the page said, and that records have no level."""
    said = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages).split())
    for sentence in (
        "Portfolio of AI systems",
        "2 of 2 systems",
        "Systems side by side",
        f"{total} of {total} records. None is assessed.",
        f"{untested} of {exposed} systems in use and of high impact that were asked.",
        "The method in one page",
    ):
        assert sentence in said, sentence
