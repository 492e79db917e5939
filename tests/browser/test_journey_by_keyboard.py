"""A newcomer on a phone goes from the start page to a spreadsheet without a mouse."""

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.visitor import arrived, attached, choose, press, reach
from tests.pages.desk import FACE_SEARCH
from toolkit.content import load_library

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]
LIBRARY = load_library("en")


def tick(page, name, value):
    """Tick a box, opening the group it is in."""
    box = page.locator(f'[name="{name}"][value="{value}"]')
    if not box.is_visible():
        group = box.evaluate("node => node.closest('details').id")
        press(page, f"#{group} > summary")
    press(page, f'[name="{name}"][value="{value}"]', "Space")
    expect(box).to_be_checked()


def describe(page):
    for number in range(1, 5):
        arrived(page, f"describe/{number}")
        for name in page.evaluate(
            "[...new Set([...document.querySelectorAll('[name^=\"profile/\"]')].map(n => n.name))]"
        ):
            field = LIBRARY.field(name.partition("/")[2])
            value = FACE_SEARCH[field.id]
            if field.kind.value == "one":
                choose(page, name, value)
            else:
                for one in value if isinstance(value, list) else [value]:
                    tick(page, name, one)
        press(page, "[data-act=continue]")


def legal(page):
    arrived(page, "legal")
    answered = set()
    # An answer can raise another question.
    while names := [
        n
        for n in page.evaluate("[...document.querySelectorAll('[name^=\"fact/\"]')].map(n => n.name)")
        if n not in answered
    ]:
        choose(page, names[0], "no")
        answered.add(names[0])
        page.wait_for_timeout(200)
    press(page, "[data-act=continue]")


def question(page):
    """The question on the screen; a phone shows one at a time."""
    return page.locator("section.question").get_attribute("id").removeprefix("q-")


def first_section(page):
    arrived(page, "section/legitimacy")
    item = f"item/{question(page)}"
    choose(page, f"{item}/likelihood", "4")
    choose(page, f"{item}/impact", "unknown")
    reach(page, f'[name="{item}/note"]')
    page.keyboard.type("Agreed with the legal adviser.", delay=5)
    press(page, '[data-act=go][data-value^="section/"]')
    arrived(page, "section/legitimacy/2")
    item = f"item/{question(page)}"
    choose(page, f"{item}/likelihood", "range")
    for end, step in (("lo", "2"), ("hi", "4")):
        expect(page.locator(f'[name="{item}/likelihood.{end}"]')).to_be_visible()
        reach(page, f'[name="{item}/likelihood.{end}"]')
        page.keyboard.press(step)
    choose(page, f"{item}/impact", "3")
    press(page, "[data-act=continue]")
    return item


def leave_out(page, name):
    """Say that a question does not apply, and why."""
    press(page, f"#out-{name} > summary")
    choose(page, f"item/{name}/state", "na")
    expect(page.locator(f'[name="item/{name}/reason"]')).to_be_visible()
    reach(page, f'[name="item/{name}/reason"]')
    page.keyboard.type("There is no such use.", delay=5)


def second_section(page):
    arrived(page, "section/necessity")
    absent = ""
    while True:
        name = question(page)
        if not absent and LIBRARY.item(name).na_allowed:
            absent = name
            leave_out(page, name)
        else:
            for axis in ("likelihood", "impact"):
                choose(page, f"item/{name}/{axis}", "unknown")
        onward = page.locator('.actions [data-act=go][data-value^="section/"]', has_text="Next")
        if not onward.count():
            return absent
        route = onward.get_attribute("data-value")
        press(page, f'[data-value="{route}"]')
        arrived(page, route)


def test_from_the_start_page_to_the_risk_register(page, server, desk, tmp_path):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(server.url)
    press(page, 'main a[href*="/risk"]')
    attached(page)
    reach(page, "#title-field")
    page.keyboard.type("Face search by keyboard", delay=5)
    page.keyboard.press("Enter")
    describe(page)
    legal(page)
    ranged = first_section(page)
    absent = second_section(page)
    press(page, "[data-act=go][data-value=tasks].button")
    arrived(page, "tasks")
    press(page, "[data-act=go][data-value$=check]")
    arrived(page, "check")
    press(page, ".button[data-act=go][data-value=result]")
    arrived(page, "result")
    press(page, "[data-act=try]", "Space")
    expect(page.locator("#whatif [role=status]")).to_contain_text("With the ticked ones")
    press(page, "[data-act=plan]")
    press(page, ".button[data-act=go][data-value=treat]")
    arrived(page, "treat")
    reach(page, '[name$="/decision"]')
    page.keyboard.type("Reduce")
    reach(page, '[name$="/owner_role"]')
    page.keyboard.type("Head of operations", delay=5)
    press(page, ".button[data-act=go][data-value=export]")
    arrived(page, "export")
    reach(page, "[data-act=export][data-value=xlsx]")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
    book = load_workbook(tmp_path / waiting.value.suggested_filename)
    assert "Head of operations" in str([[cell.value for cell in row] for sheet in book for row in sheet])
    identity = re.search(r"#([^/]+)/", page.url)[1]
    values = desk.visit.store.load(identity).values
    assert values[f"{ranged}/likelihood"][:2] == [2, 4]
    assert values[f"item/{absent}/reason"] == "There is no such use."
    assert [one for one in values.values() if isinstance(one, dict) and one["status"] == "planned"]
    assert values["profile/technique"] == "unknown"
