"""Two tabs at one question: the slower one is told, and nothing is overwritten unasked."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import open_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
NOTE = "item/accuracy-wrong-lead/note"


def test_the_slower_tab_is_told_and_decides(page, server, desk):
    desk.begin("Two tabs")
    route = f"{desk.record.id}/section/accuracy"
    other = page.context.new_page()
    for one in (page, other):
        open_page(one, server, route)
    other.locator(f'[name="{NOTE}"]').fill("from the other tab")
    expect(other.locator("#saved")).to_contain_text("Saved at")
    field = page.locator(f'[name="{NOTE}"]')
    field.press_sequentially("mine", delay=20)
    expect(page.locator(".notice.warn")).to_contain_text("changed in another window")
    field.press_sequentially(" and more", delay=20)
    page.wait_for_timeout(1500)
    assert desk.values[NOTE] == "from the other tab"
    assert field.input_value() == "mine and more"
    expect(page.locator(".notice.warn")).to_contain_text("mine and more")
    expect(page.locator("#saved")).to_contain_text("Not saved yet")
    page.click("[data-act=resolve][data-value=mine]")
    expect(page.locator(".notice.warn")).to_have_count(0)
    assert desk.values[NOTE] == "mine and more"
    assert [one.after for one in desk.visit.store.history(desk.record.id, NOTE)] == [
        "mine and more",
        "from the other tab",
    ]


def test_the_stored_answer_comes_back_when_it_is_kept(page, server, desk):
    desk.begin("Two tabs again")
    open_page(page, server, f"{desk.record.id}/section/accuracy")
    desk.change(NOTE, "theirs")
    field = page.locator(f'[name="{NOTE}"]')
    field.fill("mine")
    expect(page.locator(".notice.warn")).to_contain_text("changed in another window")
    page.click("[data-act=resolve][data-value=theirs]")
    expect(field).to_have_value("theirs")
    assert desk.values[NOTE] == "theirs"
