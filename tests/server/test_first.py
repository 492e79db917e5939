"""The page before its kernel: drawn by the server, usable at once, and nobody else's."""

import json
import os
import signal
import sys
from urllib.parse import urlencode

import pytest

from tests.server.harness import COOKIE_SECRET, Server, eventually
from toolkit.content import load_library
from toolkit.content.read import data_root
from toolkit.exchange.bundle import read_bundle
from toolkit.pages.answers import values_of
from toolkit.store import NewAssessment, open_store

ITEM = "accuracy-wrong-lead"


def start(folder, *options):
    address = f"sqlite:///{folder / 'app.db'}"
    command = [sys.executable, "-m", "toolkit.cli", "serve", "--no-open", "--port", "PORT", "--database-url", address]
    given = {"PYTHONPATH": os.pathsep.join(sys.path), "TOOLKIT_COOKIE_SECRET": COOKIE_SECRET}
    return Server([*command, *options], folder, given).start()


def stored(folder, owner):
    """The face search illustration, as this owner's."""
    library = load_library()
    given = read_bundle(data_root() / "samples" / "face-search-custody.json", library).assessment
    about = (library.questionnaire, library.version, library.sha256, given.method)
    with open_store(f"sqlite:///{folder / 'app.db'}") as store:
        new = NewAssessment(owner, "Face search in custody", *about)
        return store.create(new, values=values_of(given), who=owner).id


@pytest.fixture(scope="module")
def laptop(tmp_path_factory):
    """The app as on a laptop: everybody is the one person."""
    running = start(tmp_path_factory.mktemp("laptop"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def agency(tmp_path_factory):
    """The app on a server: each browser is somebody else."""
    running = start(tmp_path_factory.mktemp("agency"), "--visitors", "each")
    yield running
    running.stop()


def first(server, **query):
    return server.get(f"/first/risk?{urlencode(query)}")


def test_the_page_itself_holds_its_first_screen(laptop):
    identity = stored(laptop.folder, "local")
    before, _, _ = laptop.get("/risk").text.partition('id="boot"')
    assert "Face search in custody" in before
    assert "Task list" in laptop.get(f"/risk?assessment={identity}").text.partition('id="boot"')[0]


def test_an_address_within_the_page_is_drawn_as_the_kernel_would(laptop):
    identity = stored(laptop.folder, "local")
    answer = json.loads(first(laptop, route=f"{identity}/section/accuracy", width=1280).body)
    assert f'id="q-{ITEM}"' in answer["html"]
    assert answer["state"]["route"] == f"{identity}/section/accuracy"
    narrow = json.loads(first(laptop, route=f"{identity}/section/accuracy", width=360).body)
    assert narrow["html"].count('<section id="q-') == 1 < answer["html"].count('<section id="q-')


@pytest.mark.parametrize("width", ["", "-1", "x", "٣٦٠", "9" * 30, "1e3"])
def test_a_width_that_is_none_does_not_matter(laptop, width):
    assert first(laptop, width=width).status == 200


def test_whoever_has_no_cookie_gets_nothing(agency):
    assert first(agency.stranger(), route="").status == 403


def test_another_browser_sees_nothing_of_an_assessment(agency):
    agency.get("/risk")
    mine = next(value for name, value in agency.cookies.items() if name.startswith("visitor"))
    assert mine
    identity = stored(agency.folder, "somebody-else")
    others = ("/portfolio", "/first/portfolio?route=systems", f"/first/portfolio?route=trend/{identity}")
    for path in (f"/risk?assessment={identity}", f"/first/risk?route={identity}/result", *others):
        text = agency.get(path).text
        assert "Face search in custody" not in text
        assert "wrong person" not in text


def test_the_portfolio_is_drawn_before_its_kernel_with_what_its_address_asks_for(laptop):
    stored(laptop.folder, "local")
    assert "At High or above: at least" in laptop.get("/portfolio").text.partition('id="boot"')[0]
    answer = json.loads(laptop.get("/first/portfolio?route=systems%3Flevel%3Dhigh%26q%3Dcustody&width=1280").body)
    assert ">Face search in custody<" in answer["html"].partition('id="systems"')[2]
    assert answer["state"]["route"] == "systems?level=high&q=custody"


def test_only_pages_are_drawn(laptop):
    laptop.get("/home")
    assert laptop.get("/first/nothing").status == 404
    assert laptop.get("/first/../risk").status == 404


def test_an_address_cannot_name_a_file_of_the_server(laptop):
    file = data_root() / "samples" / "plate-recognition.json"
    title = json.loads(file.read_text("utf-8"))["title"]
    assert title not in laptop.get(f"/risk?assessment={file}").text
    assert title not in laptop.get("/risk").text


def test_what_is_clicked_before_the_kernel_is_there_is_stored_when_it_is(tmp_path, browser):
    server = start(tmp_path)
    try:
        identity = stored(tmp_path, "local")
        warm = server.warm()
        os.kill(warm.pid, signal.SIGSTOP)  # from now on kernels wait
        page = browser.new_page()
        page.goto(f"{server.url}/risk#{identity}/section/accuracy", wait_until="commit")
        choice = page.locator(f'#q-{ITEM} input[name="item/{ITEM}/likelihood"][value="1"]')
        choice.wait_for(state="attached", timeout=30_000)
        assert server.kernels() == []
        with open_store(f"sqlite:///{tmp_path / 'app.db'}") as store:
            before = store.load(identity).values[f"item/{ITEM}/likelihood"]
            assert before != 1
            choice.evaluate("node => node.click()")  # Playwright’s own click waits for the end of the page
            os.kill(warm.pid, signal.SIGCONT)
            assert eventually(lambda: store.load(identity).values[f"item/{ITEM}/likelihood"] == 1, 20)
        page.get_by_text("Saved at").wait_for()
        page.close()
    finally:
        os.kill(warm.pid, signal.SIGCONT)
        server.stop()
