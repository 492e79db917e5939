"""Nothing is fetched from anywhere else, on any screen."""

import pytest

from tests.browser.visitor import go, open_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
SCREENS = ("describe/1", "legal", "tasks", "section/accuracy", "check", "result", "treat", "export")


def test_no_screen_asks_another_host(page, server, finished):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    open_page(page, server, "home", notebook="home")
    open_page(page, server)
    for screen in SCREENS:
        go(page, f"{finished}/{screen}")
    page.goto(f"{server.url}/nowhere")
    ours = (f"{server.url}/", f"ws://127.0.0.1:{server.port}/", "data:", "blob:")
    assert asked
    assert [url for url in asked if not url.startswith(ours)] == []
