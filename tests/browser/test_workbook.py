"""The workbook in a real browser: by keyboard on a phone, with axe, and in both directions of writing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import arrived, attached, choose, go, open_page, press, reach
from tests.pages.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]
SCREENS = (
    "tasks", "questions/legal/development/any", "question/work-legitimacy-which-law", "handover/legal/development",
    "gate/planning", "gate/data", "file", "share",
)  # fmt: skip


@pytest.fixture
def work(desk):
    """The same visitor at the workbook page, without a browser."""
    return Desk(desk.visit.store, who="local", page="workbook", client="work-desk")


@pytest.fixture
def example(work):
    """The worked example."""
    work.act("samples")
    return next(one.id for one in work.go("list").state.summaries if one.demo)


def pick(page, name, label):
    """Choose in a list by its first letters."""
    reach(page, f'select[name="{name}"]')
    page.keyboard.type(label, delay=5)


def begin(page, server):
    page.goto(f"{server.url}/workbook")
    attached(page)
    reach(page, "#title-field")
    page.keyboard.type("Plate reader by keyboard", delay=5)
    press(page, "[data-act=new]")
    arrived(page, "tasks")


def answer(page):
    """Settle the first question, leave the second one out, and look at the third."""
    names = [page.locator("section.question").get_attribute("id").removeprefix("q-")]
    reach(page, f'[name="reply/{names[0]}/text"]')
    page.keyboard.type("Section 12 of the police act.", delay=5)
    choose(page, f"reply/{names[0]}/status", "settled")
    press(page, '[data-act=go][data-value$="/2"]')
    arrived(page, "questions/legal/development/procure/2")
    names.append(page.locator("section.question").get_attribute("id").removeprefix("q-"))
    choose(page, f"reply/{names[1]}/status", "not-applicable")
    expect(page.locator(f'[name="reply/{names[1]}/reason"]')).to_be_visible()
    reach(page, f'[name="reply/{names[1]}/reason"]')
    page.keyboard.type("There is no such use.", delay=5)
    expect(page.locator("#saved")).to_contain_text("Saved at")
    return names


def test_from_nothing_to_a_link_that_lands_on_the_questions_of_the_legal_adviser(page, server, work):
    page.set_viewport_size({"width": 360, "height": 740})
    begin(page, server)
    pick(page, "role", "Legal")
    pick(page, "stage", "Dev")
    pick(page, "activity", "Proc")
    press(page, "[data-act=choose]")
    arrived(page, "questions/legal/development/procure")
    settled, absent = answer(page)
    press(page, "[data-act=go][data-value=tasks].button")
    arrived(page, "tasks")
    pick(page, "meta/stage", "Dev")
    press(page, '[data-act=go][data-value="handover/legal/development"]')
    arrived(page, "handover/legal/development")
    reach(page, "#label")
    page.keyboard.type("Legal adviser", delay=5)
    press(page, "[data-act=share-link]")
    link = page.locator("#fresh").input_value(timeout=20_000)
    page.goto(link)
    attached(page)
    expect(page).to_have_url(re.compile("/questions/legal/development/any$"))
    identity = re.search(r"#([^/]+)/", page.url)[1]
    values = work.visit.store.load(identity).values
    assert values[f"reply/{settled}/status"] == "settled"
    assert values[f"reply/{absent}/reason"] == "There is no such use."
    assert values["meta/system"] in [one.id for one in work.go("list").state.others]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_screen_has_a_fault_or_scrolls_sideways(page, server, example, axe, lang, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, server, "list", lang, "workbook")
    faults, wide = {"list": axe(page)}, []
    for screen in SCREENS:
        go(page, f"{example}/{screen}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        faults[screen] = axe(page)
        wide += [screen] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []
    assert {screen: found for screen, found in faults.items() if found} == {}
    assert wide == []


def test_a_decision_without_a_name_is_pointed_out_and_the_focus_goes_there(page, server, example, axe):
    open_page(page, server, "list", "en", "workbook")
    go(page, f"{example}/gate/data")
    page.click("[data-act=pass]")
    expect(page.locator("#errors")).to_be_focused()
    assert axe(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#gate-by")).to_be_focused()
