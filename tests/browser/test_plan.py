"""A plan by keyboard on a phone: from the gaps to the calendar, without a mouse and without dragging."""

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.browser.visitor import arrived, press, reach, settled, tab
from tests.pages.desk import Desk
from tests.pages.test_plan import actions, assessed
from tests.pages.test_readiness_compare import begin, kept, of_people, rated
from toolkit.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def agency(server):
    """An agency with gaps and no plan yet, as the visitor of the browser."""
    with open_store(f"sqlite:///{server.folder / 'app.db'}") as store:
        yield assessed(store, who="local", client=f"agency-{id(store)}")


def at(page, server, route, lang="en"):
    page.goto(f"{server.url}/readiness?lang={lang}#{route}")
    return settled(page, route)


def reach_back(page, selector):
    """Go back with the keyboard until the focus is at something."""
    for _ in range(10):
        tab(page, "Shift+Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached")


def no_wider(page):
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_gaps_to_a_calendar_by_keyboard_on_a_phone(page, server, agency):
    page.set_viewport_size({"width": 360, "height": 800})
    main = agency.record.id
    at(page, server, f"{main}/plan")
    no_wider(page)
    press(page, "[data-act=plan-begin]")
    arrived(page, "board")
    no_wider(page)
    record = page.url.partition("#")[2].partition("/")[0]
    agency.send_route(f"{record}/board")
    first = actions(agency)[0]
    press(page, f'[data-value="{first.id}/later"]')
    expect(page.locator("#board [role=status]")).to_contain_text("is now due")
    expect(page.locator(f'[data-value="{first.id}/later"]')).to_be_focused()
    reach_back(page, f'#board [data-value="action/{first.id}"]')
    page.keyboard.press("Enter")
    arrived(page, f"action/{first.id}")
    reach(page, f'[name="action/{first.id}/progress"]')
    page.keyboard.type("The chief has agreed.", delay=5)
    expect(page.locator("#saved")).to_contain_text("Saved at", timeout=20_000)
    no_wider(page)
    press(page, "button[data-act=go][data-value=board]")
    arrived(page, "board")
    press(page, "[data-act=go][data-value=export]")
    arrived(page, "export")
    reach(page, "[data-value=ics]")
    with page.expect_download() as got:
        page.keyboard.press("Enter")
    entries = Calendar.from_ical(got.value.path().read_bytes()).walk("VEVENT")
    agency.act("help", "basic")
    moved = next(one for one in actions(agency) if one.id == first.id)
    assert moved.progress == "The chief has agreed."
    assert moved.due > first.due
    assert (moved.due.month % 3, moved.due.day) in {(0, 31), (0, 30)}
    assert moved.due in [entry.decoded("dtstart") for entry in entries]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_screen_of_plan_or_comparison_has_a_fault(page, server, agency, axe, lang, width):
    page.set_viewport_size({"width": width, "height": 900})
    main = agency.record.id
    agency.go("plan").act("plan-begin", start="2026-12-01")
    plan, first = agency.record.id, actions(agency)[0].id
    agency.change(f"action/{first}/due", "2026-01-31")
    faults = {}
    for route in (f"{main}/plan", *(f"{plan}/{x}" for x in ("board", "actions", "export", f"action/{first}"))):
        at(page, server, route, lang)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        faults[route.partition("/")[2]] = axe(page)
        no_wider(page)
    at(page, server, compared(agency.visit.store), lang)
    faults["compare"] = axe(page)
    no_wider(page)
    assert {screen: found for screen, found in faults.items() if found} == {}


def compared(store):
    """The address of a comparison with something in each group."""
    names = Desk(store, page="readiness")
    third, fourth = of_people(names, 3), of_people(names, 4)
    old = begin(store, rated(names, **{third: 1, fourth: None}), who="local")
    result = kept(old)
    result["marks"][0]["fingerprint"] = "ff"
    store.submit(old.record.id, result, "local")
    now = {**rated(names, **{fourth: 2}), "meta/previous": old.record.id}
    return f"{begin(store, now, who='local', client='tab-2').record.id}/compare"
