"""A bad network: 400 kbit/s and 400 ms to the server and back, as Chromium imitates it."""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.app import lively_item, serving
from tests.benchmarks.browser import _keep, static
from tests.benchmarks.figures import Row, middle
from tests.server.harness import chromium

LATENCY, RATE = 400, 400_000 / 8
"""Milliseconds there and back, bytes a second."""

VISITS = 3


def run():
    """Rows about a bad network."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser, folder = chromium(playwright), Path(name)
        with serving(folder) as (server, record):
            item = lively_item()
            address = f"{server.url}/risk#{record.id}/section/{item.principle}"
            ours = visits_on_a_bad_network(browser, address, f"#q-{item.id} input[type=radio]")
            _keep(browser, address, f"#q-{item.id} h2", folder / "static")
        with static(str(folder / "static")) as plain:
            peer = visits_on_a_bad_network(browser, plain, "h2")
    what = "400 kbit/s and 400 ms: questionnaire usable"
    return [
        Row("slow", f"{what}, {which}", one, "s", "static page, same HTML", other)
        for which, one, other in zip(("cold", "warm"), ours, peer, strict=True)
    ]


def visits_on_a_bad_network(browser, address, ready):
    """Seconds until it is usable, the first time and again, medians."""
    cold, warm = [], []
    for _ in range(VISITS):
        context = browser.new_context()
        page = context.new_page()
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        slow = {"offline": False, "latency": LATENCY, "downloadThroughput": RATE, "uploadThroughput": RATE}
        tools.send("Network.emulateNetworkConditions", slow)
        cold.append(_visit(page, address, ready))
        warm.append(_visit(page, address, ready))
        context.close()
    return middle(cold), middle(warm)


def _visit(page, address, ready):
    page.goto("about:blank")
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(ready).first.wait_for(state="attached", timeout=60_000)
    return time.perf_counter() - start
