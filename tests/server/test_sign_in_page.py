"""The sign-in page as people meet it: keyboard, small screens, from right to left, without a script."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.server.people import PASSWORD, accounts, configured
from toolkit.server import keys

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    folder = tmp_path_factory.mktemp("door")
    with accounts(folder) as known:
        known.add("ann", keys.hashed(PASSWORD), None)
    with configured(folder, identity="local") as running:
        yield running


def fill(page, password):
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_has_no_barrier(door, page, lang, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{door.url}/sign-in?lang={lang}")
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if lang == "ar":
        assert re.search("[\u0621-\u064a]", page.locator("button").inner_text())
        assert page.locator("html").get_attribute("dir") == "rtl"


def test_a_mistake_is_said_and_only_the_password_is_asked_again(door, page):
    page.goto(f"{door.url}/probe")
    fill(page, "not the password")
    page.get_by_role("alert").wait_for()
    assert "is not right" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Name").input_value() == "ann"
    assert page.get_by_label("Password").input_value() == ""
    assert page.evaluate("document.activeElement.id") == "password"
    assert Axe().run(page, options=RULES).response["violations"] == []


def test_signing_in_and_out_works_and_leaves_nothing_behind(door, page):
    page.goto(f"{door.url}/probe?q=1")
    fill(page, PASSWORD)
    page.get_by_role("heading", name="Probe one").wait_for()
    assert page.url.startswith(f"{door.url}/probe?q=1")
    found = Axe().run(page, options=RULES | {"resultTypes": ["violations"]}).response["violations"]
    ours = [one["id"] for one in found if any(".signed-in" in str(node["target"]) for node in one["nodes"])]
    assert ours == []
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="You are signed out").wait_for()
    assert page.evaluate("sessionStorage.length") == 0
    page.go_back()
    page.get_by_role("heading", name="Sign in").wait_for()


def test_without_a_script_it_works_too(door, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{door.url}/probe")
    fill(page, PASSWORD)
    page.get_by_text("Signed in as ann").wait_for()
    context.close()


def test_password_managers_find_their_way_and_pasting_works(door, page):
    page.goto(f"{door.url}/sign-in")
    found = {one: page.locator(f"#{one}").get_attribute("autocomplete") for one in ("name", "password", "code")}
    assert found == {"name": "username", "password": "current-password", "code": "one-time-code"}
    page.locator("#password").focus()
    page.evaluate("document.execCommand('insertText', false, 'pasted words')")
    assert page.locator("#password").input_value() == "pasted words"


def test_a_page_that_is_open_elsewhere_comes_back_after_signing_in_again(door, browser):
    context = browser.new_context()
    one, two = context.new_page(), context.new_page()
    one.goto(f"{door.url}/probe")
    fill(one, PASSWORD)
    one.get_by_role("heading", name="Probe one").wait_for()
    two.goto(f"{door.url}/probe")
    two.get_by_role("button", name="Sign out").click()
    one.get_by_role("heading", name="Sign in").wait_for()
    fill(one, PASSWORD)
    one.get_by_role("heading", name="Probe one").wait_for()
    context.close()
