"""Kernel and server are killed while somebody answers: nothing typed is lost, nothing counts twice."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import BANNER, open_page, remember_banners, stored, told_and_over
from tests.pages.desk import Desk
from toolkit.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]
NOTE = "item/accuracy-wrong-lead/note"
LIKELIHOOD = "item/accuracy-wrong-lead/likelihood"
IMPACT = "item/accuracy-wrong-lead/impact"


@pytest.fixture
def desk(own_server):
    with open_store(f"sqlite:///{own_server.folder / 'app.db'}") as store:
        yield Desk(store, who="local", client="a desk of its own").begin("To be killed")


@pytest.fixture
def asked(page, own_server, desk):
    """A visitor at a question, who remembers every banner that was shown."""
    open_page(page, own_server, f"{desk.record.id}/section/accuracy")
    return remember_banners(page)


def kill_kernel(page, server):
    kernel = json.loads(page.locator("#boot").text_content())["kernel"]
    for process in server.kernels(kernel):
        process.kill()


def test_the_kernel_dies_while_somebody_types(asked, own_server, desk):
    field = asked.locator(f'[name="{NOTE}"]')
    field.press_sequentially("Before ", delay=30)
    kill_kernel(asked, own_server)
    field.press_sequentially("and after the kernel died.", delay=60)
    told_and_over(asked)
    expect(field).to_have_value("Before and after the kernel died.")
    field.press_sequentially(" Going on.", delay=30)
    asked.keyboard.press("Tab")
    stored(asked, desk, values={NOTE: "Before and after the kernel died. Going on."})


def test_the_kernel_dies_between_two_answers(asked, own_server, desk):
    asked.locator(f'[name="{LIKELIHOOD}"][value="4"]').press("Space")
    expect(asked.locator("#saved")).to_contain_text("Saved at")
    kill_kernel(asked, own_server)
    asked.locator(f'[name="{IMPACT}"][value="3"]').press("Space")
    told_and_over(asked)
    stored(asked, desk, values={LIKELIHOOD: 4, IMPACT: 3})
    expect(asked.locator(f'[name="{IMPACT}"][value="3"]')).to_be_checked()


def test_the_server_dies_and_comes_back_at_the_same_address(asked, own_server, desk):
    field = asked.locator(f'[name="{NOTE}"]')
    asked.locator(f'[name="{LIKELIHOOD}"][value="2"]').press("Space")
    field.press_sequentially("Typed into ", delay=20)
    own_server.kill()
    field.press_sequentially("a dead server.", delay=40)
    asked.locator(f'[name="{IMPACT}"][value="5"]').press("Space")
    expect(asked.locator("#offline")).to_have_text(BANNER)
    own_server.start()
    told_and_over(asked)
    stored(asked, desk, values={LIKELIHOOD: 2, IMPACT: 5, NOTE: "Typed into a dead server."})
    asked.reload()
    expect(asked.locator(f'[name="{NOTE}"]')).to_have_value("Typed into a dead server.")
