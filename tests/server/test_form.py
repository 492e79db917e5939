"""form.js and light.js in a real browser, against the probe page."""

import json
import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.server.harness import eventually

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)  # generous: a busy machine is no failure
BANNER = "Connection lost. Your answers are kept and will be sent."


@pytest.fixture
def probe(server, page):
    """A visitor on the probe page, with its kernel attached."""
    return visit(page, server)


def visit(page, server, path="/probe"):
    page.goto(server.url + path)
    expect(page).to_have_url(re.compile("#."))  # set by the answer to attaching
    return page


def answer(page, name):
    """What the store holds, as the page shows it."""
    return page.locator(f'[data-answer="{name}"]')


def kernel_of(page):
    """The kernel that the page started with."""
    return json.loads(page.locator("#boot").text_content())["kernel"]


def banners(page):
    """Every text that the banner shows from now on: a fast machine takes it away again within a second."""
    page.evaluate("""() => {
        window.told = [];
        const look = () => told.push(document.querySelector("#offline")?.textContent);
        new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    }""")
    return lambda: page.evaluate("told")


def count(page):
    return int(page.locator("#count").inner_text())


def test_a_click_comes_back_as_a_patch_and_counts_once(probe):
    before = count(probe)
    for _ in range(20):
        probe.click("text=Add one")
    expect(probe.locator("#count")).to_have_text(str(before + 20))


def test_a_choice_is_saved_at_once_and_says_so(probe):
    probe.check("text=high")
    expect(answer(probe, "level")).to_have_text('"high"')
    expect(probe.locator("#saved")).to_have_text("Saved 14:02")


def test_typing_is_saved_after_a_rest_and_the_caret_stays(probe):
    field = probe.locator("[name=text]")
    field.fill("")
    field.press_sequentially("abcd")
    field.press("ArrowLeft")
    expect(answer(probe, "text")).to_have_text('"abcd"')
    expect(field).to_be_focused()
    assert field.evaluate("node => node.selectionStart") == 3
    assert field.get_attribute("data-rev") != "0"


def test_text_that_is_being_typed_is_not_replaced_by_a_late_answer(probe):
    field = probe.locator("[name=long]")
    probe.click("text=Slow")
    field.press_sequentially(" first", delay=30)
    probe.wait_for_timeout(800)
    field.press_sequentially(" second", delay=30)
    expect(field).to_have_value(re.compile("first second$"))
    expect(answer(probe, "long")).to_have_text(re.compile('first second"$'))


def test_leaving_a_field_saves_it_at_once(probe):
    field = probe.locator("[name=text]")
    field.fill("left behind")
    field.blur()
    expect(answer(probe, "text")).to_have_text('"left behind"', timeout=5_000)


def test_focus_stays_on_a_button_whose_surroundings_are_replaced(probe):
    before = count(probe)
    button = probe.locator("[data-act=add]")
    button.focus()
    button.press("Enter")
    expect(probe.locator("#count")).to_have_text(str(before + 1))
    expect(button).to_be_focused()


def test_several_choices_arrive_as_a_list_and_none_of_these_stands_alone(probe):
    for name in ("faces", "plates"):
        probe.check(f"text={name}")
    expect(answer(probe, "uses")).to_have_text('["faces", "plates"]')
    probe.check("text=none")
    expect(answer(probe, "uses")).to_have_text('["none"]')
    expect(probe.locator("[value=faces]")).not_to_be_checked()
    probe.check("text=faces")
    expect(answer(probe, "uses")).to_have_text('["faces"]')


def test_open_details_stay_open(probe):
    before = count(probe)
    probe.click("summary")
    probe.click("text=Add one")
    expect(probe.locator("#count")).to_have_text(str(before + 1))
    expect(probe.locator("#more")).to_have_attribute("open", "")


def test_another_screen_has_an_address_a_title_and_the_focus_on_its_heading(probe):
    probe.click("text=Go to two")
    expect(probe).to_have_url(re.compile("#two$"))
    expect(probe).to_have_title("Probe two")
    expect(probe.locator("#title")).to_be_focused()
    probe.go_back()
    expect(probe.locator("#title")).to_have_text("Probe one")
    expect(probe).to_have_url(re.compile("#one$"))


def test_an_address_with_a_route_opens_that_screen(server, page):
    expect(visit(page, server, "/probe#two").locator("#title")).to_have_text("Probe two")


def test_a_menu_goes_where_it_says(probe):
    probe.select_option("[data-go]", "three")
    expect(probe.locator("#title")).to_have_text("Probe three")


def events(server, kind):
    """What the host was told, newest last."""
    with closing(sqlite3.connect(server.database)) as base:
        bodies = [json.loads(body) for (body,) in base.execute("SELECT body FROM event ORDER BY at")]
    return [body for body in bodies if kind in {body["kind"], body["name"]}]


def test_enter_hands_in_the_whole_form(server, probe):
    probe.fill("[name=name]", "Cameras")
    probe.check("text=Sure")
    probe.press("[name=name]", "Enter")
    assert eventually(lambda: events(server, "create"))
    assert events(server, "create")[-1]["form"] == {"name": "Cameras", "sure": True}


def test_a_file_is_read_and_sent_and_one_too_big_is_refused_kindly(server, probe):
    def choose(text):
        probe.set_input_files("[data-upload]", {"name": "a.txt", "mimeType": "text/plain", "buffer": text.encode()})

    choose("x" * 101)
    assert probe.locator("[data-upload]").evaluate("node => node.validationMessage") == "The file is too big."
    choose("short")
    assert eventually(lambda: events(server, "upload"))
    assert events(server, "upload")[-1]["value"] == {"filename": "a.txt", "text": "short"}


def test_a_download_arrives_as_a_file(probe, tmp_path):
    with probe.expect_download() as download:
        probe.click("text=Download")
    download.value.save_as(tmp_path / "got")
    assert download.value.suggested_filename == "probe.txt"
    assert (tmp_path / "got").read_text() == "probe"


def test_a_term_opens_and_escape_gives_the_focus_back(probe):
    term = probe.locator("[data-term]")
    term.click()
    expect(probe.locator("text=A leaning.")).to_be_visible()
    expect(term).to_have_attribute("aria-expanded", "true")
    probe.keyboard.press("Escape")
    expect(probe.locator("text=A leaning.")).to_be_hidden()
    expect(term).to_be_focused()


def test_a_key_is_a_short_cut_but_never_while_typing(probe):
    before = count(probe)
    probe.locator("[name=text]").press("a")
    probe.locator("[name=text]").blur()
    probe.keyboard.press("a")
    expect(probe.locator("#count")).to_have_text(str(before + 1))


def test_printing_opens_what_is_folded_and_folds_it_again(probe):
    probe.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert probe.locator("#more").evaluate("node => node.open")
    probe.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not probe.locator("#more").evaluate("node => node.open")


def test_listeners_hear_at_most_one_thing_in_five_seconds(probe):
    probe.evaluate("""() => { window.heard = 0;
        const line = document.getElementById("announce");
        new MutationObserver(() => { window.heard += 1; }).observe(line, { childList: true });
    }""")
    for _ in range(5):
        probe.click("text=Note")
    expect(probe.locator("#announce")).to_have_text("The list was changed.")
    assert probe.evaluate("window.heard") == 1


def test_nothing_is_asked_of_another_host_and_no_rule_is_broken(server, page):
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    visit(page, server).click("text=Add one")
    assert {url for url in asked if not url.startswith((server.url, "data:"))} == set()
    assert said == []


def test_leaving_the_page_ends_its_kernel(server, page):
    kernel = kernel_of(visit(page, server))
    assert server.kernels(kernel)
    page.goto("about:blank")
    assert eventually(lambda: not server.kernels(kernel), 5)


def test_a_killed_kernel_costs_nothing_that_was_typed(server, probe):
    before = count(probe)
    field = probe.locator("[name=text]")
    field.fill("")
    heard = banners(probe)
    server.kernels(kernel_of(probe))[0].kill()
    probe.click("text=Add one")
    field.press_sequentially("typed meanwhile", delay=20)
    assert eventually(lambda: BANNER in heard(), 15)
    field.press_sequentially(" and after", delay=20)
    expect(probe.locator("#offline")).to_be_hidden(timeout=20000)
    expect(answer(probe, "text")).to_have_text('"typed meanwhile and after"')
    expect(probe.locator("#count")).to_have_text(str(before + 1))
    expect(field).to_have_value("typed meanwhile and after")
    expect(field).to_be_focused()


def test_a_killed_server_costs_nothing_and_nothing_is_applied_twice(own_server, page):
    probe = visit(page, own_server)
    field = probe.locator("[name=text]")
    for _ in range(3):
        probe.click("text=Add one")
    expect(probe.locator("#count")).to_have_text("3")
    probe.click("text=Slow")  # the kernel dies while it works on this one
    probe.click("text=Add one")
    field.press_sequentially("before ")
    own_server.kill()
    expect(probe.locator("#offline")).to_have_text(BANNER)
    field.press_sequentially("during ")
    probe.click("text=Add one")
    field.press("End")
    field.press_sequentially("after")
    probe.wait_for_timeout(1000)
    own_server.start()
    expect(probe.locator("#offline")).to_be_hidden(timeout=30_000)
    expect(answer(probe, "text")).to_have_text('"before during after"')
    expect(probe.locator("#count")).to_have_text("5")
    expect(probe.locator("#saved")).to_have_text("Saved 14:02")
    assert len(events(own_server, "slow")) == 1


def test_what_was_not_acknowledged_survives_a_reload(own_server, page):
    probe = visit(page, own_server)
    own_server.kill()
    probe.click("text=Add one")
    probe.locator("[name=long]").fill("not yet saved")
    probe.locator("[name=long]").blur()
    own_server.start()
    page.reload()
    expect(answer(probe, "long")).to_have_text('"not yet saved"', timeout=30_000)
    expect(probe.locator("#count")).to_have_text("1")
    assert page.evaluate("sessionStorage.length && JSON.parse(Object.values(sessionStorage)[0]).length") == 0
