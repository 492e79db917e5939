"""The portfolio in a real browser: two languages, two widths, by keyboard, and an address that others can open."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import app
from tests.browser.visitor import press, reach
from tests.pages.portfolio import fill
from toolkit.store import open_store

VIEWS = (
    "overview",
    "systems",
    "matrix?cell=2-2",
    "principles",
    "groups",
    "drivers",
    "whatif?likelihood=1",
    "treatments",
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A server of its own, because the tests count systems: nine and no other."""
    running = app(tmp_path_factory.mktemp("portfolio")).start()
    with open_store(f"sqlite:///{running.folder / 'app.db'}") as store:
        fill(store, 9, who="local")
    yield running
    running.stop()


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


def test_a_chart_is_fetched_when_it_is_opened_and_walked_by_keyboard(filled, page):
    fetched = []
    page.on("response", lambda one: fetched.append((one.url, one.status)) if "plotly" in one.url else None)
    at(page, filled, "groups?by=unit")
    assert fetched == []
    press(page, "#groups [data-value*='chart=strip']")
    chart = page.locator("#chart-strip[data-drawn=yes]")
    expect(chart.locator(".main-svg").first).to_be_visible(timeout=60_000)
    assert [status for _, status in fetched] == [200]
    chart.focus()
    page.keyboard.press("End")
    expect(page.locator("#chart-strip-said")).to_contain_text("System 00")
    page.keyboard.press("Enter")
    expect(page.locator("#systems")).to_contain_text("1 of 1")
