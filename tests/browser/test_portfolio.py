"""The portfolio in a real browser: two languages, two widths, by keyboard, and an address that others can open."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import press, reach
from tests.pages.portfolio import fill

VIEWS = ("overview", "systems", "matrix?cell=2-2", "principles", "groups", "drivers", "whatif?likelihood=1")


@pytest.fixture
def filled(server, desk):
    if not [one for one in desk.visit.store.listing("local") if one.title == "System 000"]:
        fill(desk.visit.store, 9, who="local")
    return server


def at(page, server, route, lang="en"):
    page.goto("about:blank")
    page.goto(f"{server.url}/portfolio?lang={lang}#{route}")
    expect(page.locator(f"#tk #{re.split('[?/]', route)[0]}")).to_be_visible(timeout=60_000)
    return page


@pytest.mark.parametrize(("lang", "width"), [("en", 1280), ("ar", 360)])
def test_every_view_is_readable_and_accessible(filled, page, axe, lang, width):
    page.set_viewport_size({"width": width, "height": 900})
    for route in VIEWS:
        at(page, filled, route, lang)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, route
        assert axe(page) == [], route


def test_an_address_shows_another_browser_the_same(filled, page, browser):
    at(page, filled, "systems")
    page.locator("#filter-bar summary").click()
    page.select_option("#unit", "Unit 2")
    page.fill("#q", "System 00")
    page.locator("#filters [data-act=filter]").click()
    expect(page.locator("#filters")).to_contain_text("of 9 systems ·")
    expect(page).to_have_url(re.compile(r"#systems\?q=System~2000&unit=Unit~202$"))
    other = browser.new_context().new_page()
    other.goto(page.url)
    expect(other.locator("#filters")).to_contain_text("of 9 systems ·", timeout=60_000)
    expect(other.locator("#systems")).to_have_text(page.locator("#systems").inner_text(), use_inner_text=True)
    other.context.close()


def test_the_matrix_is_walked_with_arrows_and_a_cell_shows_its_answers(filled, page):
    at(page, filled, "matrix")
    reach(page, ".matrix a")
    first = page.evaluate("document.activeElement.dataset.value")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert (first, page.evaluate("document.activeElement.dataset.value")) == ("matrix?cell=5-1", "matrix?cell=4-2")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-h")).to_contain_text("likelihood 4, impact 2")


def test_two_systems_are_compared_by_keyboard(filled, page):
    at(page, filled, "systems")
    for number in range(2):
        press(page, f"#systems tbody tr:nth-child({number + 1}) [data-act=choose]")
        expect(page.locator("#systems tbody [aria-pressed=true]")).to_have_count(number + 1)
    press(page, "#systems .actions .button[data-act=go]")
    expect(page.locator("#compare")).to_contain_text("risks differ")


def test_a_row_leads_to_the_result_of_the_system(filled, page):
    at(page, filled, "systems?sort=title")
    page.locator("#systems tbody th a").first.click()
    expect(page).to_have_url(re.compile(r"/risk\?lang=en#.*/result$"))
    expect(page.locator("#tk h1")).to_be_visible(timeout=60_000)
