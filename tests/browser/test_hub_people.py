"""An officer asks, is approved, accepts, opens an entry, takes the data along and leaves; in a real browser."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.server.hub import hub
from toolkit.core.hub_access import Role

EMAIL, PASSWORD = "ann@police.example", "a few words in a row"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with hub(tmp_path_factory.mktemp("browser")) as running:
        yield running


@contextmanager
def signed_in(browser, house, role, width=1280):
    """A page of somebody who is there already."""
    visitor = house.browser(role)
    context = browser.new_context(viewport={"width": width, "height": 800})
    given = [{"name": n, "value": v, "url": house.server.url} for n, v in visitor.server.cookies.items()]
    context.add_cookies(given)
    yield context.new_page()
    context.close()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def whole(page, axe, width):
    """Nothing wider than the screen, and nothing that axe finds."""
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def asked(page, house):
    page.goto(f"{house.server.url}/hub")
    page.get_by_role("link", name="Ask for an account").click()
    page.get_by_label("E-mail address at your agency").fill(EMAIL)
    page.get_by_label("Agency", exact=True).fill("Northern police")
    page.get_by_label("Country").select_option("KE")
    page.get_by_label("What you want the hub for").fill("Find tools for sound recordings.")
    press(page, "Send the request")
    page.get_by_role("link", name="Look at your request").click()
    expect(page.get_by_text("It waits for an answer")).to_be_visible()
    return page.url


def approved(page, house):
    page.goto(f"{house.server.url}/hub/people")
    page.get_by_role("link", name=EMAIL).click()
    page.get_by_text("I reached this person").click()
    press(page, "Approve and make a link")
    return page.get_by_label("Invitation").input_value()


def test_an_officer_comes_in_is_found_and_leaves(browser, page, house, axe, tmp_path):
    page.set_viewport_size({"width": 360, "height": 740})
    status = asked(page, house)
    whole(page, axe, 360)
    with signed_in(browser, house, Role.FOCAL_POINT) as focal:
        invitation = approved(focal, house)
        whole(focal, axe, 1280)
    page.goto(status)
    expect(page.get_by_text("It was approved")).to_be_visible()
    page.goto(invitation)
    whole(page, axe, 360)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    press(page, "Make the account")
    page.get_by_role("link", name="Sign in").click()
    page.locator("#name").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    accepts_the_terms(page, axe)
    opens_an_entry(page, axe)
    takes_the_data_and_leaves(page, house, tmp_path, axe)


def accepts_the_terms(page, axe):
    expect(page.get_by_text("First the terms")).to_be_visible()
    page.get_by_role("link", name="Read the terms").click()
    whole(page, axe, 360)
    expect(page.get_by_label("I have read these terms")).not_to_be_checked()
    press(page, "Accept and go on")
    expect(page.get_by_text("Tick the box first")).to_be_visible()
    page.get_by_text("I have read these terms").click()
    press(page, "Accept and go on")
    expect(page.get_by_role("link", name="Meet other officers")).to_be_visible()


def opens_an_entry(page, axe):
    page.get_by_role("link", name="Meet other officers").click()
    page.get_by_role("link", name="My entry").click()
    expect(page.get_by_text("Nobody finds you now.")).to_be_visible()
    page.locator("#skills").fill("Sound")
    page.locator("label[for=skills-officers]").click()
    press(page, "Keep, and show me what others see")
    card = page.locator("section.card", has=page.get_by_role("heading", name="All officers"))
    expect(card).to_contain_text("Sound")
    whole(page, axe, 360)
    press(page, "Withdraw everything now")
    expect(page.get_by_text("From this moment nobody finds you.")).to_be_visible()


def takes_the_data_and_leaves(page, house, tmp_path, axe):
    page.get_by_role("link", name="My account").click()
    whole(page, axe, 360)
    page.get_by_role("link", name="Leave my agency").click()
    whole(page, axe, 360)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("JSON")).click()
    download.value.save_as(tmp_path / "mine.json")
    assert EMAIL in (tmp_path / "mine.json").read_text("utf-8")
    page.get_by_text("Close my account now").click()
    press(page, "Close my account")
    expect(page.get_by_role("heading", name="Your account is closed")).to_be_visible()
    page.goto(f"{house.server.url}/hub/me")
    expect(page).to_have_url(re.compile("/sign-in"))


@pytest.mark.parametrize("path", ["", "terms", "register", "me", "officers/me", "people", "log", "privacy"])
def test_the_pages_of_the_hub_have_no_barrier_from_right_to_left(browser, house, axe, path):
    with signed_in(browser, house, Role.COORDINATOR, 360) as page:
        page.goto(f"{house.server.url}/hub/{path}?lang=ar".replace("/hub/?", "/hub?"))
        assert page.locator("html").get_attribute("dir") == "rtl"
        whole(page, axe, 360)
