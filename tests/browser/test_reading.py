"""The reading pages in a real browser: axe, keyboard, without JavaScript, on paper, and in the widget."""

import re
import unicodedata
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.visitor import arrived, attached, choose, press, tab
from tests.pages.reading import given

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

KINDS = (
    "", "read", "read/tour", "read/tour/1?guess=1", "read/tour/check?t1=yes&t2=no", "read/introduction",
    "read/introduction/intro-how-models-are-measured?q1=0&q2=0", "read/principles?level=advanced",
    "read/principles/accuracy", "read/cases?outcome=stopped", "read/cases/williams-detroit-2020?d1=2",
    "read/cases/csam-false-positive-2021", "read/cases/syri-2020?all=1", "read/roadmap", "read/roadmap?view=role",
    "read/roadmap?view=dependencies", "read/roadmap?path=small", "read/roadmap/rec-roles-define",
    "read/primers?role=legal&activity=procure", "read/primers/legal-procure", "read/primers/all", "read/glossary",
    "read/glossary/base-rate", "read/nothing", "read/readiness", "read/readiness/people-expertise",
    "read/readiness/ready-roles-named-owner", "read/workbook?stage=data", "read/workbook/work-oversight-who-stops-it",
    "read/search?q=ANPR", "read/search?q=", "read/cases/williams-detroit-2020?change=1-",
)  # fmt: skip
DIAGRAMS = {one.diagram.form: f"read/introduction/{one.id}" for one in given().guides.chapters}
"""A chapter for each form of diagram."""


def spoken(server, path, lang):
    """The address of a page in a language."""
    return f"{server.url}/{path}{'&' if '?' in path else '?'}lang={lang}"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_kind_of_page_has_a_fault(page, server, axe, lang):
    faults = {}
    for path in (*KINDS, *DIAGRAMS.values()):
        page.goto(spoken(server, path, lang))
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            faults[path, width] = axe(page)
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_nothing_is_wider_than_a_small_phone(page, server, lang):
    page.set_viewport_size({"width": 320, "height": 700})
    for path in (*KINDS, *DIAGRAMS.values()):
        page.goto(spoken(server, path, lang))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_pages_ask_for_their_sheets_and_their_script_and_nothing_else(page, server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.url}/read/principles/accuracy")
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(f"{server.url}/") for url in asked)
    kinds = sorted(url.rpartition("/")[2] for url in asked)
    assert [one for one in kinds if not one.endswith(".css")] == ["accuracy", "read.js"]
    script = next(url for url in asked if url.endswith("read.js"))
    assert len(page.request.get(script).body()) <= 3 * 1024


def test_every_stop_on_a_page_can_be_seen(page, server):
    for path in ("read/cases/williams-detroit-2020?d1=2", "read/principles", "read/primers"):
        page.goto(f"{server.url}/{path}")
        for _ in range(40):
            tab(page)


def test_a_first_visit_by_keyboard_ends_at_the_primer(page, server):
    page.goto(server.url)
    press(page, '.cards a[href="/read/tour"]')
    expect(page.locator("h1")).to_have_text("Ten-minute tour")
    for name, value in (("role", "legal"), ("activity", "procure")):
        choose(page, name, value)
    press(page, "main button")
    for number in range(1, len(given().guides.tour.pages) + 1):
        expect(page).to_have_url(re.compile(rf"/read/tour/{number}\b"))
        press(page, "main a.button[rel=next]")
    expect(page).to_have_url(re.compile("/read/tour/check"))
    press(page, 'main a[href="/read/primers/legal-procure"]')
    expect(page.locator("h1")).to_have_text(given().guides.primer("legal-procure").title)


def test_the_skip_link_leads_to_the_content(page, server):
    page.goto(f"{server.url}/read/glossary")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_choice_of_level_changes_the_text_and_keeps_the_focus(page, server):
    page.goto(f"{server.url}/read/principles/accuracy")
    page.evaluate("window.kept = true")
    press(page, ".tabs a[href$='level=advanced']")
    expect(page.locator(".tabs a[aria-current]")).to_have_text("Advanced")
    expect(page.locator(".tabs a[aria-current]")).to_be_focused()
    assert page.evaluate("window.kept"), "the page was loaded anew"
    page.go_back()
    expect(page.locator("h1")).to_have_text("Accuracy")


def test_a_filter_counts_at_once_and_keeps_the_focus(page, server):
    page.goto(f"{server.url}/read/cases")
    page.click("details.filter summary")
    page.select_option("#outcome", "stopped")
    expect(page).to_have_url(re.compile("outcome=stopped$"))
    expect(page.locator("#outcome")).to_have_value("stopped")
    expect(page.locator("#outcome")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ cases$"))


def test_a_decision_leads_to_its_feedback(page, server):
    page.goto(f"{server.url}/read/cases/williams-detroit-2020")
    page.click("[for=d1-2]")
    page.click("main form button")
    expect(page.locator("#d1 .outcomes .mine")).to_be_visible()
    expect(page.locator("#d2")).to_be_visible()
    expect(page.locator("#d1-told")).to_be_focused()
    expect(page.locator("#d1-told")).to_be_in_viewport()


def test_a_swapped_page_brings_its_links_in_the_header(page, server):
    page.goto(f"{server.url}/read/tour")
    page.click("main form button")
    expect(page.locator("#title")).to_have_text(given().guides.tour.pages[0].title)
    expect(page.locator("#title")).to_be_focused()
    expect(page.locator(".crumbs a").last).to_have_text("Ten-minute tour")
    page.goto(f"{server.url}/read/cases")
    page.click("details.filter summary")
    page.select_option("#outcome", "stopped")
    expect(page.locator("header a[hreflang=ar]")).to_have_attribute("href", re.compile("outcome=stopped"))
    page.click("header a[hreflang=ar]")
    expect(page.locator("#outcome")).to_have_value("stopped")


def test_a_form_without_an_answer_moves_the_focus_to_the_complaint(page, server):
    page.goto(f"{server.url}/read/cases/williams-detroit-2020")
    page.click("main form button")
    expect(page.locator("#errors")).to_be_focused()
    page.click("#errors a")
    expect(page.locator("#f-d1")).to_be_in_viewport()


def test_everything_works_without_javascript(browser, server):
    context = browser.new_context(java_script_enabled=False)
    visitor = context.new_page()
    visitor.goto(f"{server.url}/read/cases/csam-false-positive-2021")
    visitor.get_by_role("link", name="Read on", exact=True).click()
    for number, _ in enumerate(given().guides.case("csam-false-positive-2021").decisions, 1):
        visitor.click(f"[for=d{number}-1]")
        visitor.click(f"#d{number} form button")
    expect(visitor.locator("#happened")).to_be_visible()
    visitor.goto(f"{server.url}/read/introduction/intro-what-is-ai")
    visitor.click("[for=q1-0]")
    visitor.click("#check button")
    expect(visitor.locator("#check .told").first).to_be_visible()
    visitor.goto(f"{server.url}/read/introduction")
    expect(visitor.get_by_text("Read to the end")).to_be_visible()
    context.close()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_every_primer_is_one_sheet_of_paper(page, server, paper):
    sheets = {}
    for one in given().guides.primers:
        page.goto(f"{server.url}/read/primers/{one.id}")
        sheets[one.id] = len(PdfReader(BytesIO(page.pdf(format=paper))).pages)
    assert {one: count for one, count in sheets.items() if count != 1} == {}


def test_the_set_of_primers_has_a_sheet_for_each(page, server):
    page.goto(f"{server.url}/read/primers/all")
    pages = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    assert len(pages) == len(given().guides.primers)
    for sheet, one in zip(pages, given().guides.primers, strict=True):
        assert " ".join(one.title.split()[:2]) in " ".join(sheet.extract_text().split())


def test_a_handout_has_the_text_and_none_of_the_buttons(page, server):
    page.goto(f"{server.url}/read/cases/syri-2020?all=1")
    pages = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    text = " ".join(unicodedata.normalize("NFKC", " ".join(one.extract_text() for one in pages)).split())
    for wanted in ("What reviewers said", "A better process", "Not affiliated with"):
        assert wanted in text
    for button in ("Skip to the content", "Search", "You are here", "Show everything at once", "العربية"):
        assert button not in text


def test_the_widget_shows_the_pages_and_remembers_the_reader(page, server):
    page.goto(f"{server.url}/principles")
    attached(page)
    expect(page.locator("#tk h1")).to_have_text("Principles")
    page.click("text=Accuracy >> nth=0")
    arrived(page, "accuracy")
    page.click(".tabs >> text=Advanced")
    expect(page.locator(".tabs a[aria-current]")).to_have_text("Advanced")
    page.goto(f"{server.url}/introduction")
    attached(page)
    page.click(f"text={given().guides.chapters[0].title}")
    arrived(page, given().guides.chapters[0].id)
    page.click("[for=q1-0]")
    page.click("#check button")
    expect(page.locator("#check .told").first).to_be_visible()
    page.goto(f"{server.url}/principles#principles/privacy")
    expect(page.locator("h1")).to_have_text("Privacy")
    expect(page.locator(".tabs a[aria-current]")).to_have_text("Advanced")


def test_the_widget_has_no_fault(page, server, axe):
    for name in ("introduction", "principles", "roadmap", "primers"):
        page.goto(f"{server.url}/{name}")
        attached(page)
        assert axe(page) == [], name
