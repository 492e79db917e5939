"""A workshop on a phone in a real browser: by keyboard, both directions, a network that goes away, without a script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import choose, press, reach
from tests.server.risk import real
from tests.server.workshop import ARABIC, ITEM, STATEMENT, Phone, asking
from toolkit.core.workshop import Phase
from toolkit.core.workshop_events import End

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SAVED = {"en": "Saved.", "ar": "حُفظ"}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with real(tmp_path_factory.mktemp("phones")) as running:
        yield running


@pytest.fixture
def workshop(house):
    with asking(house) as made:
        yield made


def come_in(page, house, workshop, lang="en"):
    """Join with the code, as somebody without a mouse does."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{house.url}/join?lang={lang}")
    reach(page, "#code")
    code = workshop.kept.code
    page.keyboard.type(code.translate(ARABIC) if lang == "ar" else code)
    page.keyboard.press("Enter")
    expect(page.locator("[name=enter]")).to_be_attached()
    press(page, "main form button")
    expect(page.locator("form[data-keep]")).to_be_visible()
    return page


def answers(workshop, number=1):
    return [one[0] for one in workshop.room.answers(STATEMENT.id, number)]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_joining_and_voting_by_keyboard_is_saved_and_said_without_a_new_page(page, house, workshop, lang):
    come_in(page, house, workshop, lang)
    page.evaluate("window.kept = true")
    choose(page, "choice0", "4")
    press(page, "form[data-keep] button")
    expect(page.locator("#said")).to_contain_text(SAVED[lang])
    expect(page.locator("#title")).to_be_focused()
    assert page.evaluate("window.kept"), "the page was loaded anew"
    assert answers(workshop) == [4]
    workshop.move(Phase.FIRST_CLOSED)
    expect(page.locator("main")).not_to_contain_text(SAVED[lang])
    assert page.evaluate("window.kept")


def test_without_a_network_the_answer_waits_on_the_phone_and_counts_once(page, house, workshop):
    come_in(page, house, workshop)
    choose(page, "choice0", "2")
    page.context.set_offline(True)
    press(page, "form[data-keep] button")
    expect(page.locator("#net")).to_contain_text("Your answer is kept on this phone")
    press(page, "form[data-keep] button")
    assert answers(workshop) == []
    page.context.set_offline(False)
    expect(page.locator("#said")).to_contain_text("Saved.", timeout=40_000)
    expect(page.locator("#net")).to_be_hidden()
    assert answers(workshop) == [2]
    (cast,) = workshop.room.cast(STATEMENT.id, 1).values()
    assert len(cast.sent) == 1


def test_an_answer_that_changes_its_mind_without_a_network_counts_as_it_was_last(page, house, workshop):
    come_in(page, house, workshop)
    page.context.set_offline(True)
    choose(page, "choice0", "2")
    press(page, "form[data-keep] button")
    page.click("[for=choice0-5]")
    page.click("form[data-keep] button")
    page.context.set_offline(False)
    expect(page.locator("#net")).to_be_hidden(timeout=40_000)
    expect(page.locator("form[data-keep]")).to_have_count(0, timeout=40_000)
    assert answers(workshop) == [5]


def test_an_answer_that_was_not_sent_outlives_a_reload(page, house, workshop):
    come_in(page, house, workshop)
    page.route("**/w/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.click("[for=choice0-3]")
    page.fill("#reason", "Nobody checks the plates.")
    page.click("form[data-keep] button")
    expect(page.locator("#net")).to_contain_text("kept")
    page.reload()
    expect(page.locator('[value="3"]')).to_be_checked()
    expect(page.locator("#reason")).to_have_value("Nobody checks the plates.")
    page.unroute("**/w/*")
    expect(page.locator("form[data-keep]")).to_have_count(0, timeout=40_000)
    assert answers(workshop) == [3]


def test_while_the_server_is_silent_the_phone_says_that_the_answer_is_kept(page, house, workshop):
    come_in(page, house, workshop)
    held = []
    page.route("**/w/*", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    page.click("[for=choice0-3]")
    page.click("form[data-keep] button")
    expect(page.locator("#net")).to_contain_text("Your answer is kept on this phone")
    held[0].continue_()
    expect(page.locator("form[data-keep]")).to_have_count(0)
    expect(page.locator("#net")).to_be_hidden()
    assert answers(workshop) == [3]


def test_nothing_is_taken_away_from_somebody_who_is_choosing(page, house, workshop):
    come_in(page, house, workshop)
    page.click("[for=choice0-3]")
    workshop.move(Phase.FIRST_CLOSED)
    expect(page.locator("#fresh")).to_be_visible()
    expect(page.locator('[value="3"]')).to_be_checked()
    page.click("form[data-keep] button")
    expect(page.locator("main")).to_contain_text("This round has closed")
    assert answers(workshop) == []


def test_a_result_that_is_shown_reaches_the_phone_by_itself_and_the_end_too(page, house, workshop):
    come_in(page, house, workshop)
    page.click("[for=choice0-3]")
    page.click("form[data-keep] button")
    workshop.move(Phase.FIRST_CLOSED)
    workshop.move(Phase.FIRST_SHOWN)
    expect(page.locator("main")).to_contain_text("Too few people answered")
    workshop.do(End("e"))
    expect(page.locator("main")).to_contain_text("has ended")


def test_everything_works_without_javascript(browser, house, workshop):
    context = browser.new_context(java_script_enabled=False)
    page = come_in_plain(context.new_page(), house, workshop)
    page.click("[for=choice0-4]")
    page.click("form[data-keep] button")
    expect(page.locator("main")).to_contain_text("Saved.")
    assert page.locator("noscript").count() == 1
    workshop.move(Phase.FIRST_CLOSED)
    workshop.move(Phase.FIRST, ITEM)
    expect(page.locator("form[data-keep]")).to_be_visible(timeout=40_000)
    context.close()


def come_in_plain(page, house, workshop):
    page.goto(f"{house.url}/join?lang=en")
    page.fill("#code", workshop.kept.code)
    page.click("main form button")
    page.click("main form button")
    return page


def test_somebody_who_lost_the_phone_goes_on_with_the_number_at_320_pixels(browser, house, workshop):
    context = browser.new_context(viewport={"width": 320, "height": 640})
    phone = context.new_page()
    first = Phone(house).join(workshop.kept.code)
    number = re.search(r"[0-9]{4} [0-9]{4}", first.get(f"{first.path}/back?lang=ar").text)[0]
    phone.goto(f"{house.url}/join?code={workshop.kept.code}&lang=ar")
    phone.locator("#before summary").press("Enter")
    phone.locator("#number").fill(number.translate(ARABIC))
    phone.locator("#number").press("Enter")
    phone.wait_for_url("**/w/**")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(phone.locator("form[data-keep]")).to_be_visible()
    assert len(workshop.room.people) == 1
    assert first.get().status == 404
    context.close()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_page_of_a_phone_has_a_fault(page, house, workshop, axe, lang):
    faults = {}
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{house.url}/join?lang={lang}")
    faults["code"] = axe(page)
    page.fill("#code", workshop.kept.code)
    page.click("main form button")
    faults["enter"] = axe(page)
    page.click("main form button")
    faults["ballot"] = axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("[for=choice0-4]")
    page.click("form[data-keep] button")
    expect(page.locator("form[data-keep]")).to_have_count(0)
    faults["wait"] = axe(page)
    workshop.move(Phase.FIRST_CLOSED)
    page.goto(re.sub(r"\?.*", f"?lang={lang}", page.url))
    faults["closed"] = axe(page)
    workshop.do(End("e"))
    page.goto(page.url)
    faults["ended"] = axe(page)
    assert {name: found for name, found in faults.items() if found} == {}
