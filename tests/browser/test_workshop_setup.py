"""A trainer sets a workshop up in a real browser: by keyboard alone on a phone, in two languages, with axe."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import attached, choose, go, open_page, press, reach, settled, tab
from tests.server.risk import real
from toolkit.store.workshop_records import Part
from toolkit.store.workshops import Workshops

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
STEPS = ("new/time", "new/questions", "new/people", "new/check")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A server on which each browser is a person of its own."""
    with real(tmp_path_factory.mktemp("workshop")) as running:
        yield running


@pytest.fixture
def workshops(house):
    with Workshops(f"sqlite:///{house.folder / 'app.db'}", lambda: datetime.now(UTC)) as opened:
        yield opened


def whole(page):
    """Nothing makes the page move sideways."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def saved(page):
    expect(page.locator("#saved")).to_contain_text(re.compile(r"\d\d:\d\d"))


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_workshop_is_set_up_by_keyboard_on_a_phone(page, house, workshops, axe, lang):
    title = f"Keyboard {uuid4().hex[:6]}"
    page.set_viewport_size({"width": 360, "height": 780})
    open_page(page, house, lang=lang, notebook="workshop")
    assert axe(page) == []
    press(page, '[data-act="begin"]')
    settled(page, "new/time")
    press(page, "#title-field", "End")
    page.keyboard.type(title)
    choose(page, "agenda", "agenda-hour")
    assert (axe(page), whole(page)) == ([], True)
    press(page, '[data-act="go"][data-value="new/questions"]')
    settled(page, "new/questions")
    reach(page, "#case")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#case-about")).to_be_visible()
    expect(page.locator("#chosen ol > li")).to_have_count(5)
    press(page, "#add > summary")
    reach(page, "#query")
    page.keyboard.type("wrong person")
    page.keyboard.press("Enter")
    expect(page.locator("#choose .tasks li")).not_to_have_count(12)
    press(page, '#choose [data-act="pick"][aria-pressed="false"]')
    expect(page.locator("#chosen ol > li")).to_have_count(6)
    expect(page.locator('#choose [data-act="pick"][aria-pressed="true"]:focus')).to_have_count(1)
    page.locator("#title").focus()
    key = page.locator('#chosen [data-act="edit"]').first.get_attribute("data-value")
    press(page, f'#chosen [data-act="edit"][data-value="{key}"]')
    reach(page, f'#chosen [data-act="later"][data-value="{key}"]')
    for act, place in (("later", 2), ("later", 3), ("earlier", 2)):
        if act == "earlier":
            tab(page, "Shift+Tab")
        page.keyboard.press("Enter")
        expect(page.locator(f'#chosen li:nth-child({place}) [data-act="{act}"][data-value="{key}"]')).to_be_focused()
    saved(page)
    assert (axe(page), whole(page)) == ([], True)
    for step in STEPS[2:]:
        page.locator("#title").focus()
        press(page, f'button[data-act="go"][data-value="{step}"]')
        settled(page, step)
        assert (axe(page), whole(page)) == ([], True)
    press(page, '[data-act="make"]')
    expect(page.locator("#workshop")).to_be_visible()
    expect(page.locator("#title")).to_be_focused()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    assert (axe(page), whole(page)) == ([], True)
    assert page.locator("#tk").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
    token = page.locator("#link-trainer").input_value().rpartition("/t/")[2]
    setup = workshops.follow(workshops.holder(token).workshop_id).room.setup
    assert (setup.title, len(setup.polls), setup.languages, setup.demo) == (title, 6, (lang,), False)


def test_back_loses_nothing_and_a_reload_goes_on_where_it_was(page, house):
    page.set_viewport_size({"width": 360, "height": 780})
    open_page(page, house, notebook="workshop")
    page.locator('[data-act="begin"]').click()
    settled(page, "new/time")
    page.get_by_label("Name of the workshop").fill("Bridge")
    page.get_by_role("button", name="Next").click()
    settled(page, "new/questions")
    page.get_by_label("Training case").select_option(index=2)
    expect(page.locator("#case-about")).to_be_visible()
    page.go_back()
    settled(page, "new/time")
    expect(page.get_by_label("Name of the workshop")).to_have_value("Bridge")
    page.go_forward()
    settled(page, "new/questions")
    page.reload()
    attached(page)
    expect(page.locator("#case-about")).to_be_visible()
    go(page, "list")
    expect(page.get_by_text("You have begun to set one up.")).to_be_visible()


def test_a_rehearsal_and_the_notes_say_what_they_are_and_links_lead_to_new_tabs(page, house, workshops, axe):
    open_page(page, house, notebook="workshop")
    page.locator('[data-act="begin"]').click()
    settled(page, "new/time")
    go(page, "new/questions")
    page.get_by_label("Training case").select_option("train-face-harbour")
    expect(page.locator("#case-about")).to_be_visible()
    go(page, "new/check")
    page.get_by_role("button", name="Make the workshop").click()
    expect(page.locator("#workshop")).to_be_visible()
    page.get_by_role("button", name="Make a rehearsal").click()
    expect(page.get_by_role("heading", name="Rehearsal: A face search at the harbour")).to_be_visible()
    expect(page.get_by_text("This is a rehearsal. Nothing in it is real.")).to_be_visible()
    control = page.get_by_role("link", name="Open the control view")
    assert control.get_attribute("target") == "_blank"
    path = "/" + control.get_attribute("href")
    answer = page.request.get(house.url + path, max_redirects=0, headers={"Sec-Fetch-Site": "same-origin"})
    token = re.search(r"/t/([\w-]{43})", answer.headers["location"])[1]
    assert workshops.holder(token).part is Part.TRAINER
    page.get_by_role("link", name="Read the notes on each question").click()
    expect(page.get_by_text("For trainers only.")).to_be_visible()
    for summary in page.locator("#notes summary").all():
        summary.click()
    assert axe(page) == []
    go(page, "list")
    expect(page.locator(".systems tbody tr")).to_have_count(2)
    assert axe(page) == []
