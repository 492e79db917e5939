"""A notebook of an agency with widgets that are not ours: it works, weighs little, stays inside, and keys reach it."""

import re
import sys

import pytest
from playwright.sync_api import expect

from tests.server.harness import eventually, probe_server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]
PATIENCE = 60_000
INSIDE = re.compile(r"Traceback|RuntimeError|of the inside|File \"|ipykernel|site-packages")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = probe_server(tmp_path_factory.mktemp("full")).start()
    yield running
    running.stop()


@pytest.fixture
def opened(page, server):
    """The page, as soon as its widgets are there."""
    return shown(page, f"{server.url}/agency")


def shown(page, address):
    page.goto(address)
    expect(page.locator("#loading")).to_have_count(0, timeout=PATIENCE)
    expect(page.get_by_role("radiogroup", name="Unit")).to_be_visible(timeout=PATIENCE)
    return page


def test_widgets_and_python_hear_each_other(opened):
    opened.get_by_label("custody").check()
    expect(opened.get_by_text("chosen: custody North 3 map")).to_be_visible(timeout=PATIENCE)
    opened.get_by_role("combobox", name="Station").select_option("South")
    expect(opened.get_by_text("chosen: custody South 3 map")).to_be_visible(timeout=PATIENCE)
    expect(opened.get_by_role("cell", name="South")).to_be_visible()
    expect(opened.get_by_text("plain text")).to_be_visible()
    expect(opened.locator("mjx-container")).to_be_visible()


def test_widgets_made_later_appear_and_one_slow_answer_does_not_hold_up_the_next(opened):
    for _ in range(4):
        opened.get_by_role("button", name="Add a field").click()
    expect(opened.get_by_role("textbox", name="Another")).to_have_count(4, timeout=PATIENCE)
    expect(opened.get_by_role("progressbar", name="Done")).to_have_attribute("aria-valuenow", "70", timeout=PATIENCE)


def test_the_first_visit_weighs_less_than_two_megabytes_and_the_next_next_to_nothing(page, server, capsys):
    measured = page.context.new_cdp_session(page)
    measured.send("Network.enable")
    weights = []
    measured.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    seen = []
    for _ in range(2):
        weights.clear()
        shown(page, f"{server.url}/agency")
        seen.append((len(weights), sum(weights) / 1000))
    with capsys.disabled():
        for visit, (count, kb) in zip(("first", "next"), seen, strict=True):
            sys.stdout.write(f"\nfull page, {visit} visit: {count} files, {kb:.0f} kB")
    assert seen[0][1] < 2_000
    assert seen[1][1] < 50
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:" + server.url))] == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_axe_finds_nothing_and_nothing_sticks_out(page, server, axe, lang, width):
    page.set_viewport_size({"width": width, "height": 800})
    shown(page, f"{server.url}/agency?lang={lang}")
    for header in page.locator(".jupyter-widget-Collapse-header").all():
        header.click()
        assert axe(page) == []
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if lang == "ar" else "ltr")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_slider_stays_in_sight_where_lines_run_to_the_left(page, server):
    shown(page, f"{server.url}/agency?lang=ar")
    low, high = page.get_by_role("slider", name="Hours").all()
    track = page.locator(".slider-container").first.bounding_box()
    for handle in (low, high):
        assert track["x"] <= handle.bounding_box()["x"] <= track["x"] + track["width"]
    low.press("ArrowRight")
    expect(low).to_have_attribute("aria-valuenow", "7.0")


def focused(page):
    return page.evaluate("document.activeElement.dataset.value ?? document.activeElement.textContent")


def test_radio_buttons_are_one_stop_and_arrows_choose(opened):
    opened.get_by_label("patrol").focus()
    for expected in ("custody", "traffic", "patrol"):
        opened.keyboard.press("ArrowDown")
        assert focused(opened) == expected
        expect(opened.get_by_text(f"chosen: {expected}")).to_be_visible(timeout=PATIENCE)
    opened.keyboard.press("Tab")
    assert focused(opened) == "day"
    expect(opened.get_by_label("patrol")).to_be_checked()
    expect(opened.get_by_label("day")).to_be_checked()


def test_the_accordion_opens_and_closes_by_keys_and_says_so(opened):
    header = opened.get_by_role("button", name="Remarks")
    expect(header).to_have_attribute("aria-expanded", "false")
    header.focus()
    opened.keyboard.press("Space")
    expect(header).to_have_attribute("aria-expanded", "true")
    expect(opened.get_by_role("textbox", name="Notes")).to_be_visible()
    opened.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-expanded", "false")
    expect(opened.get_by_role("textbox", name="Notes")).to_be_hidden()


def test_tabs_move_by_arrows_and_their_panel_says_whose_it_is(opened):
    opened.get_by_role("tab", name="Where").focus()
    opened.keyboard.press("ArrowRight")
    opened.keyboard.press("Enter")
    panel = opened.get_by_role("tabpanel", name="How many")
    expect(panel.get_by_role("slider", name="Staff")).to_be_visible()


def test_every_control_has_a_name_and_no_tip_says_null(opened):
    expect(opened.get_by_role("slider", name="Hours")).to_have_count(2)
    expect(opened.get_by_role("group", name="View")).to_be_visible()
    expect(opened.get_by_role("button", name="map", pressed=True)).to_be_visible()
    opened.get_by_role("button", name="list").press("Enter")
    expect(opened.get_by_role("button", name="list", pressed=True)).to_be_visible(timeout=PATIENCE)
    expect(opened.locator('[title="null"]')).to_have_count(0)
    expect(opened.get_by_role("columnheader", name="cars")).to_have_attribute("scope", "col")


def test_looking_again_changes_nothing(opened):
    writes = opened.evaluate(
        """async () => {
          let writes = 0;
          new MutationObserver((records) => { writes += records.length; }).observe(document.body,
            { attributes: true, childList: true, subtree: true });
          document.querySelector("main").classList.add("nudged");
          await new Promise((done) => setTimeout(done, 500));
          return writes;
        }"""
    )
    assert writes == 1


def test_an_error_is_told_calmly_and_stays_in_the_log(opened, server):
    opened.get_by_role("button", name="Fail").click()
    expect(opened.get_by_text("could not be shown")).to_be_visible(timeout=PATIENCE)
    assert not INSIDE.search(opened.content())
    log = server.folder / "server.log"
    assert eventually(lambda: "RuntimeError: a secret of the inside" in log.read_text())


def test_the_page_says_when_its_kernel_has_gone(opened, server):
    kernel = opened.evaluate("JSON.parse(document.getElementById('boot').textContent).kernel")
    xsrf = opened.evaluate("JSON.parse(document.getElementById('boot').textContent).xsrf")
    ended = opened.request.post(f"{server.url}/voila/api/shutdown/{kernel}", form={"_xsrf": xsrf})
    assert ended.status == 204
    expect(opened.get_by_role("alert").get_by_role("link", name="Load the page again")).to_be_visible(timeout=PATIENCE)


def test_a_page_that_is_left_ends_its_kernel(opened, server):
    kernel = opened.evaluate("JSON.parse(document.getElementById('boot').textContent).kernel")
    assert server.kernels(kernel)
    opened.goto(f"{server.url}/healthz")
    assert eventually(lambda: not server.kernels(kernel))
