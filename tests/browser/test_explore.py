"""Explorables, search and certificate in a real browser: axe, keyboard, a slider beside its number, no JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import press, reach
from tests.pages.reading import given

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

PAGES = (
    "explorables", *(f"explorables/{one.id}" for one in given().guides.explorables),
    "explorables/explore-drift?checked=1000", "search", "search?q=risk", "search?q=zzzz", "certificate",
)  # fmt: skip
BASE = "/read/explorables/explore-base-rates"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_page_has_a_fault_or_is_too_wide(page, server, axe, lang):
    faults = {}
    for path in PAGES:
        page.goto(f"{server.url}/read/{path}{'&' if '?' in path else '?'}lang={lang}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            faults[path, width] = axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
    assert {path: found for path, found in faults.items() if found} == {}


def test_the_slider_moves_the_number_and_the_result_follows_with_the_focus_kept(page, server):
    page.goto(server.url + BASE)
    page.evaluate("window.kept = true")
    reach(page, "#carriers-slider")
    page.keyboard.press("End")
    expect(page.locator("#carriers")).to_have_value("200")
    expect(page.locator(".headline")).to_contain_text("flags 206 of 1,000")
    expect(page.locator("#carriers-slider")).to_be_focused()
    assert page.evaluate("window.kept"), "the page was loaded anew"


def test_a_number_that_is_typed_moves_the_slider(page, server):
    page.goto(server.url + BASE)
    page.locator("#carriers").fill("100")
    expect(page.locator("#carriers-slider")).to_have_value("100")
    page.keyboard.press("Tab")
    expect(page.locator(".headline")).to_contain_text("flags 108 of 1,000")


def test_a_number_out_of_range_is_said_where_it_stands(page, server):
    page.goto(server.url + BASE)
    page.locator("#carriers").fill("201")
    page.keyboard.press("Enter")
    expect(page.locator("#carriers-problem")).to_have_text("Write a number from 0 to 200, such as 5.")
    expect(page.locator("#result")).to_have_count(0)
    press(page, "#errors a")
    expect(page.locator("#carriers")).to_be_focused()


def test_without_a_script_a_button_computes_and_there_is_no_slider(server, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url + BASE)
    expect(page.locator("input[type=range]").first).to_be_hidden()
    page.locator("#carriers").fill("100")
    page.get_by_role("button", name="Compute").click()
    expect(page).to_have_url(re.compile(r"carriers=100.*#result$"))
    expect(page.locator(".headline")).to_contain_text("flags 108 of 1,000")
    context.close()


def test_the_search_box_on_every_page_leads_to_what_was_looked_for(page, server):
    page.goto(f"{server.url}/read/glossary")
    page.locator("#find").fill("base rate")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Search")
    press(page, ".hits a")
    expect(page.locator("h1")).to_have_text("Base rate")
