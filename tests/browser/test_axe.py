"""axe finds nothing on any screen, in both directions of writing, on a phone and on a desk."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import go, open_page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

SCREENS = ("describe/1", "describe/3", "legal", "tasks", "section/accuracy", "check", "result", "treat", "export")
RATING = "item/accuracy-wrong-lead/likelihood"


def unfold(page):
    """Everything that a page can show at once: the longest help, every disclosure, every meaning."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.click("[data-act=help][data-value=advanced]")
    expect(page.locator("[data-act=help][data-value=advanced]")).to_have_attribute("aria-pressed", "true")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate("document.querySelectorAll('[data-term][aria-expanded=false]').forEach(one => one.click())")
    page.click("[data-act=history] >> nth=0")
    expect(page.locator(".history")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_screen_has_a_fault(page, server, desk, finished, axe, lang, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, server, "list", lang)
    faults = {"list": axe(page)}
    for screen in ("home", *(f"{finished}/{one}" for one in SCREENS)):
        go(page, screen)
        faults[screen.partition("/")[2] or screen] = axe(page)
    go(page, f"{finished}/section/privacy")
    unfold(page)
    faults["everything open"] = axe(page)
    faults |= {name: axe(state(page, desk, server)) for name, state in STATES.items()}
    assert {screen: found for screen, found in faults.items() if found} == {}


def errors(page, desk, server):
    """The summary of what is missing."""
    go(page, f"{desk.new('Nothing described').record.id}/describe/1")
    page.click("[data-act=continue]")
    expect(page.locator("#errors")).to_be_visible()
    return page


def conflict(page, desk, server):
    """Two windows that disagree."""
    desk.begin("Disputed")
    go(page, f"{desk.record.id}/section/accuracy")
    desk.change(RATING, "5")
    page.locator(f'[name="{RATING}"][value="2"]').press("Space")
    expect(page.locator(".notice.warn [data-act=resolve]").first).to_be_visible()
    return page


def message(page, desk, server):
    """An address that leads nowhere."""
    page.evaluate("location.hash = 'nowhere/tasks'")
    expect(page.locator("#message .notice")).to_be_visible()
    return page


def deletion(page, desk, server):
    """The question before something is deleted."""
    go(page, f"{desk.record.id}/tasks")
    page.click("[data-act=delete]")
    expect(page.locator(".notice.stop")).to_be_visible()
    return page


def submitted(page, desk, server):
    """A version that can no longer change."""
    go(page, f"{desk.begin('Frozen').act('submit').record.id}/export")
    return page


def lost(page, desk, server):
    """An address that is not there."""
    page.goto(f"{server.url}/nowhere")
    expect(page.locator("h1")).to_be_visible()
    return page


STATES = {one.__name__: one for one in (errors, conflict, message, deletion, submitted, lost)}
