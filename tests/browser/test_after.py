"""After a workshop in a real browser: no fault for axe, nothing wider than a phone, and an answer that goes on."""

import re

import pytest
from playwright.sync_api import expect

from tests.server.test_trainer_after import Ended
from toolkit.content.workshop import load_trainers
from toolkit.core.workshop_events import End

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

CASE = load_trainers().case("train-plates-bridge")
PRINTED = ("poster", "agenda", "handout", "ballots", "notes")


@pytest.fixture
def workshop(server):
    made = Ended(server, ended=False, case=CASE.id, agenda=(("welcome", 5),))
    yield made
    made.store.close()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_page_has_a_fault_or_runs_out_of_the_screen(page, server, workshop, axe, lang, width):
    page.set_viewport_size({"width": width, "height": 900})
    base, token = f"{server.url}/t/{workshop.links.trainer}", workshop.people[0].token
    before = [f"{base}/print/{kind}.html" for kind in PRINTED]
    after = [f"{base}/after", f"{base}/after?delete=1", f"{base}/after/minutes.html"]
    faults = {}
    for address in [*before, "", *after, f"{server.url}/w/{token}/certificate"]:
        if not address:
            workshop.do(End("e"))
            continue
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={lang}")
        faults[address.replace(base, "")] = axe(page) + ([] if fits(page) else ["wider than the screen"])
    assert {name: found for name, found in faults.items() if found} == {}


def test_an_answer_of_the_room_goes_on_as_a_record(page, server, workshop):
    workshop.do(End("e"))
    page.goto(f"{server.url}/t/{workshop.links.trainer}/after?lang=en")
    page.locator("form:has([value=risk]) button").click()
    expect(page.get_by_role("status")).to_contain_text("on the owner’s list")
    expect(page.locator("form:has([value=risk])")).to_have_count(0)
    assert re.fullmatch(
        r"/risk\?assessment=[0-9a-f-]{36}&lang=en", page.get_by_role("link", name="Open it").get_attribute("href")
    )
