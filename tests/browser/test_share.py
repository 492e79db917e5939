"""Sharing as two people meet it in two browsers: the owner's screen, the link, and what the guest may do."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import attached, go, open_page
from tests.server.risk import real

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
NOTE = "item/accuracy-wrong-lead/note"


@pytest.fixture(scope="module")
def open_house(tmp_path_factory):
    """A server on which each browser is a person of its own."""
    with real(tmp_path_factory.mktemp("sharing")) as running:
        yield running


@pytest.fixture
def guest(browser):
    context = browser.new_context()
    visitor = context.new_page()
    yield visitor
    context.close()


def begin(page, server):
    """An assessment of this browser's, at its share screen."""
    open_page(page, server)
    page.get_by_label("What do your colleagues call it?").fill("Shared plate reader")
    page.get_by_role("button", name="Add the system").click()
    expect(page).to_have_url(re.compile(r"#[\w-]{36}/describe/1$"))
    route = page.url.partition("#")[2].partition("/")[0]
    go(page, f"{route}/tasks")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.locator("#share")).to_be_visible()
    return route


def link(page, role="Read", passphrase=""):
    page.get_by_label("Whom is it for?").fill("Legal desk")
    page.get_by_label("They may").select_option(label=role)
    page.get_by_label("Passphrase (optional)").fill(passphrase)
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("#fresh")).to_be_visible()
    return page.locator("#fresh").input_value()


def test_a_reader_sees_it_and_can_change_nothing(page, guest, open_house):
    route = begin(page, open_house)
    address = link(page, passphrase="over the phone")
    guest.goto(f"{open_house.url}/risk?assessment={route}")
    expect(guest.get_by_text("belongs to somebody else")).to_be_visible()
    guest.goto(address)
    guest.get_by_label("Passphrase").fill("something else")
    guest.get_by_role("button", name="Open the assessment").click()
    expect(guest.get_by_role("alert")).to_contain_text("not the passphrase")
    guest.get_by_label("Passphrase").fill("over the phone")
    guest.get_by_role("button", name="Open the assessment").click()
    attached(guest)
    expect(guest.get_by_role("heading", name="Shared plate reader")).to_be_visible()
    for name in ("Share", "Delete", "Rename"):
        expect(guest.get_by_role("button", name=name, exact=True)).to_have_count(0)
    go(guest, f"{route}/describe/1")
    assert guest.locator("[data-save]").count() > 0
    assert guest.locator("[data-save]:not([disabled])").count() == 0


def test_an_editor_answers_until_it_is_withdrawn(page, guest, open_house):
    route = begin(page, open_house)
    guest.goto(link(page, "Read and answer"))
    guest.get_by_role("button", name="Open the assessment").click()
    attached(guest)
    go(guest, f"{route}/describe/1")
    option = guest.locator("[data-save]").first
    option.press("Space")
    expect(guest.locator("#saved")).to_contain_text("Saved at")
    page.get_by_role("button", name=re.compile("Withdraw")).click()
    expect(page.get_by_role("button", name=re.compile("Withdraw"))).to_have_count(0)
    guest.locator("[data-save]").nth(1).press("Space")
    expect(guest.get_by_text("belongs to somebody else")).to_be_visible()
    expect(guest.get_by_text("Shared plate reader")).to_have_count(0)


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_screens_of_sharing_have_no_barrier(page, guest, open_house, axe, lang, width):
    route = begin(page, open_house)
    address = link(page)
    for one in (page, guest):
        one.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{open_house.url}/risk?lang={lang}#{route}/share")
    expect(page.locator("#share table")).to_be_visible()
    assert axe(page) == []
    guest.goto(f"{address}?lang={lang}")
    assert axe(guest) == []
    for one in (page, guest):
        assert one.evaluate("document.documentElement.scrollWidth <= innerWidth")
    guest.get_by_role("button").click()
    attached(guest)
    assert axe(guest) == []
    guest.goto(f"{open_house.url}/share/x?lang={lang}")
    assert axe(guest) == []
