"""The readiness page in a real browser: by keyboard alone, on a phone, in Arabic, and with somebody who has a link."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import arrived, attached, choose, go, open_page, press
from tests.pages.readiness import Agency
from tests.server.risk import real
from toolkit.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
SCREENS = ("tasks", "aspect/strategy", "people", "differences", "check", "targets", "result", "export")


@pytest.fixture(scope="module")
def open_house(tmp_path_factory):
    """A server on which each browser is a person of its own."""
    with real(tmp_path_factory.mktemp("readiness")) as running:
        yield running


@pytest.fixture
def agency(server):
    """The visitor's illustrations, put there without a browser."""
    with open_store(f"sqlite:///{server.folder / 'app.db'}") as store:
        found = Agency(store, who="local", client="readiness")
        if not [one for one in found.state.summaries if one.demo]:
            found.act("samples")
        yield found


def typed(page, selector, text):
    press(page, selector, "End")
    page.keyboard.type(text)


def test_an_officer_answers_and_sees_the_result_by_keyboard_on_a_phone(page, server):
    page.set_viewport_size({"width": 360, "height": 780})
    open_page(page, server, notebook="readiness")
    typed(page, "#title-field", "Keyboard agency")
    press(page, '[data-act="new"]')
    arrived(page, "tasks")
    press(page, 'a[data-value="aspect/strategy"]')
    arrived(page, "aspect/strategy")
    expect(page.locator(".question")).to_have_count(1)
    choose(page, "rating/ready-strategy-written/level", "3")
    expect(page.locator("#saved")).to_contain_text("Saved at")
    press(page, '[data-key="n"]')
    arrived(page, "aspect/strategy/2")
    expect(page.get_by_text("Statement 2 of 4")).to_be_visible()
    choose(page, "rating/ready-strategy-no-list/level", "range")
    expect(page.get_by_label("From level")).to_be_visible()
    press(page, '[data-act="go"][data-value="tasks"]')
    arrived(page, "tasks")
    press(page, 'a[data-value="result"]')
    arrived(page, "result")
    expect(page.locator(".headline")).to_contain_text("As a whole: ")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_screen_moves_sideways_and_axe_finds_nothing(page, server, agency, axe, lang, width):
    three = next(one.id for one in agency.state.summaries if "three" in one.title)
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, server, lang=lang, notebook="readiness")
    assert axe(page) == []
    for screen in SCREENS:
        go(page, f"{three}/{screen}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, screen
        assert axe(page) == [], screen
    assert page.locator("#tk").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")


def test_a_respondent_comes_in_by_a_link_and_meets_only_their_own_answers(page, browser, open_house):
    open_page(page, open_house, notebook="readiness")
    page.get_by_label("What shall it be called?").fill("Linked agency")
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page).to_have_url(re.compile(r"#[\w-]{36}/tasks$"))
    main = page.url.partition("#")[2].partition("/")[0]
    go(page, f"{main}/people")
    page.get_by_label("Role", exact=True).select_option(label="Legal adviser")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Make a link").click()
    address = page.locator("#fresh").input_value()
    context = browser.new_context()
    guest = context.new_page()
    guest.goto(address)
    guest.get_by_role("button", name="Open the assessment").click()
    attached(guest)
    expect(guest.get_by_text("Answers of Legal adviser")).to_be_visible()
    sheet = guest.url.partition("#")[2].partition("/")[0]
    go(guest, f"{sheet}/aspect/strategy")
    guest.locator('[name="rating/ready-strategy-written/level"][value="2"]').press("Space")
    expect(guest.locator("#saved")).to_contain_text("Saved at")
    guest.goto(f"{open_house.url}/readiness?assessment={main}")
    expect(guest.get_by_text("belongs to somebody else")).to_be_visible()
    page.reload()
    attached(page)
    expect(page.get_by_text("1 of 75 statements answered")).to_be_visible()
    context.close()
