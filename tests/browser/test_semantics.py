"""What axe does not see: groups, headings, titles, targets, widths, the way of the focus."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import go, open_page, tab

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

WHERE = (
    "describe/1",
    "describe/3",
    "legal",
    "tasks",
    "section/accuracy",
    "section/privacy",
    "check",
    "result",
    "treat",
    "export",
)
GROUPS = """() => [...document.querySelectorAll('#tk input[type=radio]')].filter(one => {
  const set = one.closest('fieldset');
  return !set || !set.querySelector(':scope > legend')?.textContent.trim() || !one.name ||
    [...set.querySelectorAll('input[type=radio]')].some(other => other.name !== one.name) ||
    document.querySelectorAll(`[name="${CSS.escape(one.name)}"]`).length < 2 || !one.labels.length;
}).map(one => one.outerHTML)"""
HEADINGS = """() => [...document.querySelectorAll('#tk h1, #tk h2, #tk h3, #tk h4')]
  .filter(one => one.checkVisibility()).map(one => Number(one.nodeName[1]))"""
SMALL = """least => [...document.querySelectorAll(
    '#tk :is(a, button, select, textarea, summary, input)')].filter(one => {
  if (!one.checkVisibility() || one.closest('.said, p:not(.product, .actions, .option-act), .term')) return false;
  if (getComputedStyle(one).display === 'inline') return false;  // links within a sentence are excepted
  const label = one.matches('.option input') ? one.labels[0] : one;
  const box = label.getBoundingClientRect();
  return box.height < least || box.width < Math.min(least, 24);
}).map(one => one.outerHTML.slice(0, 200))"""
TWICE = """() => [...document.querySelectorAll('#tk [id]')].map(one => one.id)
  .filter((id, at, all) => all.indexOf(id) !== at)"""


def screens(page, server, identity, lang="en", width=360):
    """Every screen, one after the other, on a phone."""
    page.set_viewport_size({"width": width, "height": 740})
    open_page(page, server, "list", lang)
    yield "list"
    for screen in ("home", *(f"{identity}/{one}" for one in WHERE)):
        go(page, screen)
        yield screen.partition("/")[2] or screen


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_screen_is_built_for_those_who_listen(page, server, finished, lang):
    titles = []
    for screen in screens(page, server, finished, lang):
        assert page.evaluate(GROUPS) == [], screen
        levels = page.evaluate(HEADINGS)
        assert levels.count(1) == 1, screen
        # An error summary may stand before the heading of the page; here there is none.
        assert levels[0] == 1, screen
        assert all(after <= before + 1 for before, after in pairwise(levels)), (screen, levels)
        assert page.evaluate(TWICE) == [], screen
        assert page.locator("#saved[role=status]").count() == 1, screen
        assert page.locator("#message[role=status]").count() == 1, screen
        assert page.locator("main").count() == 1, screen
        titles.append(page.title())
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_nothing_scrolls_sideways_at_320_pixels(page, server, finished, lang):
    for screen in screens(page, server, finished, lang, 320):
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") == 320, screen


def test_what_one_taps_is_large_enough(page, server, finished):
    for screen in screens(page, server, finished):
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert page.evaluate(SMALL, 24) == [], screen
        assert page.evaluate(SMALL.replace("a, button", "button"), 40) == [], screen


def test_the_first_step_leads_past_the_head_of_the_page(page, server):
    open_page(page, server)
    page.evaluate("document.activeElement.blur()")
    tab(page)
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    tab(page)
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_a_group_of_choices_is_one_step(page, server, finished):
    page.set_viewport_size({"width": 1280, "height": 900})
    open_page(page, server, f"{finished}/section/accuracy")
    page.locator("#title").focus()
    names = []
    for _ in range(40):
        tab(page)
        name = page.evaluate("document.activeElement.type === 'radio' ? document.activeElement.name : ''")
        names.append(name)
    assert any(names)
    assert not [name for name, after in pairwise(names) if name and name == after]


@pytest.mark.parametrize("screen", ["result", "section/accuracy", "treat", "check"])
def test_the_focus_is_never_hidden_or_trapped(page, server, finished, screen):
    page.set_viewport_size({"width": 360, "height": 640})
    open_page(page, server, f"{finished}/{screen}")
    for _ in range(60):
        tab(page)
    for _ in range(20):
        tab(page, "Shift+Tab")


def test_another_language_is_the_same_screen(page, server, finished):
    open_page(page, server, f"{finished}/result")
    page.click("a[hreflang=ar]")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.locator("#whatif")).to_be_visible()
    assert page.url.endswith(f"#{finished}/result")


def test_a_new_screen_is_announced_by_its_heading_and_its_title(page, server, finished):
    open_page(page, server, f"{finished}/tasks")
    page.click("[data-act=go][data-value=result] >> nth=0")
    expect(page.locator("#title")).to_be_focused()
    assert page.title().startswith("Result – ")
    page.go_back()
    expect(page).to_have_title(re.compile("^Task list – "))


def test_errors_are_heard_and_lead_to_their_question(page, server, desk):
    desk.new("Nothing described")
    open_page(page, server, f"{desk.record.id}/describe/1")
    page.click("[data-act=continue]")
    expect(page.locator("#errors[role=alert]")).to_be_focused()
    page.click("#errors a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "profile-application"


def test_a_meaning_opens_with_a_key_and_closes_with_escape(page, server, finished):
    open_page(page, server, f"{finished}/section/accuracy")
    term = page.locator("[data-term]").first
    term.focus()
    page.keyboard.press("Enter")
    expect(term).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(term).to_have_attribute("aria-expanded", "false")
    expect(term).to_be_focused()


def test_saying_that_it_is_saved(page, server, desk):
    desk.begin("To be saved")
    open_page(page, server, f"{desk.record.id}/section/accuracy")
    page.locator('[name$="/likelihood"]').first.press("Space")
    expect(page.locator("#saved")).to_have_text(re.compile(r"Saved at \d\d:\d\d"))


MORE_ABOVE = """async ([before, scrolled]) => {
  const address = performance.getEntriesByType("resource").find(one => /\\/form[^/]*\\.js/.test(one.name)).name;
  const heard = {};
  const said = {texts: {}, html: '<div id="tk"><div id="above"></div><button id="kept">Kept</button></div>'};
  const model = {get: name => said[name], on: (name, hear) => { heard[name] = hear; }, send() {}};
  document.body.style.overflowAnchor = "none";  // Safari does not keep places by itself
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  (await import(address)).default.render({model, el: host});
  document.body.style.minBlockSize = "9000px";
  const above = document.getElementById("above"), kept = document.getElementById("kept");
  above.style.blockSize = "2000px";
  kept.focus();
  if (scrolled) window.scrollTo(0, 0);
  const html = `<div id="above">${"<p>More</p>".repeat(before)}</div>`;
  heard["msg:custom"]({type: "patch", ack: 0, parts: [{id: "above", html}]});
  above.style.blockSize = "auto";
  heard["msg:custom"]({type: "patch", ack: 0, parts: [{id: "above", html: html.replaceAll("More", "More again")}]});
  const {top, bottom} = kept.getBoundingClientRect();
  return [document.activeElement === kept, bottom > 0 && top < innerHeight, scrollY];
}"""


@pytest.mark.parametrize("more", [0, 150])
def test_an_answer_that_moves_the_page_brings_the_focus_along_but_nobody_who_scrolled_away(page, server, more):
    for scrolled in (False, True):
        page.set_viewport_size({"width": 360, "height": 740})
        open_page(page, server, "list")
        focused, seen, at = page.evaluate(MORE_ABOVE, [more, scrolled])
        assert focused
        assert (seen, at > 0) == (not (scrolled and more), not scrolled)
