from __future__ import annotations

import pytest

from tests.render.gallery import page, report_context
from toolkit.render.report import report_html

pytestmark = pytest.mark.browser
SMALL_TARGETS = """() => [...document.querySelectorAll(
    '.button, summary, select, textarea, .option label, header a, #back a, .tasks a, .bars a'
  )].filter(e => e.getBoundingClientRect().height && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"""


@pytest.fixture
def tab(browser):
    opened = browser.new_page()
    yield opened
    opened.close()


def html(kind: str, lang: str) -> str:
    return page(lang) if kind == "gallery" else report_html(lang, report_context())


@pytest.mark.parametrize("lang", ["en", "ar", "qps"])
@pytest.mark.parametrize("kind", ["gallery", "report"])
def test_nothing_scrolls_sideways_on_a_phone_of_320_pixels(tab, kind, lang):
    tab.set_viewport_size({"width": 320, "height": 800})
    tab.set_content(html(kind, lang))
    assert tab.evaluate("document.documentElement.scrollWidth") == 320


def test_targets_are_at_least_44_pixels_high(tab):
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.set_content(page("en"))
    assert tab.evaluate(SMALL_TARGETS) == []


def test_a_click_beside_the_small_circle_still_chooses(tab):
    tab.set_content(page("en"))
    circle = tab.locator("#item-x-likelihood-always")
    circle.scroll_into_view_if_needed()
    box = circle.bounding_box()
    tab.mouse.click(box["x"] + 40, box["y"] + 28)
    assert circle.is_checked()


def test_meanings_stay_hidden_on_screen_and_come_out_on_paper(tab):
    tab.set_content(page("en"))
    meaning = tab.locator(".meaning").first
    assert not meaning.is_visible()
    tab.emulate_media(media="print")
    assert meaning.is_visible()


def test_paper_has_no_buttons(tab):
    tab.set_content(page("en"))
    tab.emulate_media(media="print")
    assert tab.locator(".button:visible").count() == 0


@pytest.mark.parametrize(("lang", "comparison"), [("en", "less"), ("ar", "more")])
def test_impact_runs_with_the_reading_direction(tab, lang, comparison):
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.set_content(page(lang))
    heads = tab.locator(".matrix thead th")
    first, last = heads.first.bounding_box()["x"], heads.last.bounding_box()["x"]
    assert (first < last) == (comparison == "less")


@pytest.mark.parametrize(
    ("kind", "lang", "width"), [("gallery", "en", 360), ("gallery", "ar", 1280), ("report", "ar", 360)]
)
def test_the_accessibility_checker_finds_nothing(tab, kind, lang, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    tab.set_viewport_size({"width": width, "height": 900})
    tab.set_content(html(kind, lang))
    assert tab.locator("#tk").count() == 1
    found = axe.Axe().run(tab).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found] == []
