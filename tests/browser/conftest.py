"""The real app as a person starts it, a browser that reaches nothing else, and axe."""

import os
import sys
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages.desk import Desk
from tests.server.harness import COOKIE_SECRET, Server
from toolkit.store import open_store

RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}

FOUND = """async ([context, rules]) => {
  await Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)));  // a colour on its way
  const {violations} = await axe.run(context ?? document, rules);
  return violations.map(one => `${one.id}: ${one.nodes.map(node => node.target[0]).join(', ')}`);
}"""


def app(folder):
    """`toolkit serve` with a database of its own. It can be killed and started again; it has `url` and `get`."""
    address = f"sqlite:///{folder / 'app.db'}"
    command = [sys.executable, "-m", "toolkit.cli", "serve", "--no-open", "--port", "PORT", "--database-url", address]
    return Server(command, folder, {"PYTHONPATH": os.pathsep.join(sys.path), "TOOLKIT_COOKIE_SECRET": COOKIE_SECRET})


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The app for all tests that leave it whole."""
    running = app(tmp_path_factory.mktemp("app")).start()
    yield running
    running.stop()


@pytest.fixture
def own_server(tmp_path):
    """An app that a test may kill."""
    running = app(tmp_path).start()
    yield running
    running.stop()


@pytest.fixture
def desk(server):
    """The same visitor without a browser, to put something there beforehand and to look at it afterwards."""
    with open_store(f"sqlite:///{server.folder / 'app.db'}") as store:
        yield Desk(store, who="local", client=f"desk-{uuid4().hex}")


@pytest.fixture
def finished(desk):
    """The route of an illustration that is answered through."""
    if not [one for one in desk.state.summaries if one.demo]:
        desk.act("samples")
    return next(one.id for one in desk.state.summaries if one.demo)


@pytest.fixture
def page(browser):
    """A fresh visitor. A script error, a broken security rule or a request to another host fails the test."""
    context = browser.new_context()
    visitor = context.new_page()
    wrong = []
    visitor.on("pageerror", lambda error: wrong.append(str(error)))
    visitor.on("console", lambda message: wrong.append(message.text) if "Security Policy" in message.text else None)
    visitor.on("requestfailed", lambda request: wrong.append(request.url) if "127.0.0.1" not in request.url else None)
    yield visitor
    context.close()
    assert wrong == []


@pytest.fixture
def axe():
    """`axe(page)`: what axe finds wrong, one line a rule with the places; empty if nothing."""

    script = Axe().axe_script

    def check(page, context=None):
        # Half a megabyte: once for each document, however many screens it shows.
        if not page.evaluate("Boolean(window.axe)"):
            page.evaluate(script)
        return page.evaluate(FOUND, [context, RULES])

    return check
