"""One probe server for the tests that leave it whole, and a browser."""

import pytest

from tests.server.harness import probe_server
from tests.server.hub import hub


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A running server; kernels and answers are shared, so tests look at their own only."""
    running = probe_server(tmp_path_factory.mktemp("server")).start()
    yield running
    running.stop()


@pytest.fixture
def own_server(tmp_path):
    """A server that a test may kill."""
    running = probe_server(tmp_path).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A running hub, of a file of tests."""
    with hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(scope="module")
def ann(house):
    """An officer of the hub who is signed in."""
    return house.browser()


@pytest.fixture
def page(browser):
    """A fresh visitor. Errors in scripts fail the test that caused them."""
    context = browser.new_context()
    visitor = context.new_page()
    errors = []
    visitor.on("pageerror", lambda error: errors.append(str(error)))
    yield visitor
    context.close()
    assert errors == []
