"""What a visitor's browser gets and waits for, in a real Chromium: ours, a plain static page, and stock Voila."""

import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error, sync_playwright

from tests.benchmarks.app import lively_item, serving
from tests.benchmarks.figures import Row, middle, must, pair
from tests.benchmarks.plain_voila import stock_voila
from tests.server.harness import chromium

VISITS, CLICKS = 5, 50
CLICK = """([choice, level]) => new Promise((done, failed) => {
  const text = () => document.querySelector(level)?.textContent;
  const before = text(), start = performance.now();
  const seen = new MutationObserver(() => {
    if (text() === undefined || text() === before) return;
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  });
  seen.observe(document.body, { childList: true, subtree: true, characterData: true });
  setTimeout(() => failed(new Error("the level did not change")), 10000);
  document.querySelector(choice).click();
})"""
"""Milliseconds from a click until the next frame in which the level reads differently."""


class Traffic:
    """What goes over the network of a page, as the browser's developer tools count it."""

    def __init__(self, page):
        self.requests, self.hosts, self.http, self.socket = 0, set(), 0, 0
        tools = page.context.new_cdp_session(page)
        tools.on("Network.requestWillBeSent", self._request)
        tools.on("Network.loadingFinished", lambda event: self._add("http", event["encodedDataLength"]))
        for way in ("Sent", "Received"):
            tools.on(f"Network.webSocketFrame{way}", lambda e: self._add("socket", len(e["response"]["payloadData"])))
        tools.send("Network.enable")

    def _request(self, event):
        address = urlsplit(event["request"]["url"])
        if address.scheme in ("http", "https"):
            self.requests += 1
            self.hosts.add(address.hostname)

    def _add(self, name, size):
        setattr(self, name, getattr(self, name) + size)

    @property
    def others(self):
        """Hosts that are not this machine."""
        return self.hosts - {"127.0.0.1"}


def visit(page, address, ready):
    """Open a page; returns what it sent and the seconds until `ready` is on the screen."""
    page.goto("about:blank")
    traffic, start = Traffic(page), time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(ready).first.wait_for(timeout=60_000)
    taken = time.perf_counter() - start
    page.wait_for_timeout(1000)  # what comes after the question, counted but not waited for
    return traffic, taken


def visits(browser, address, ready):
    """A first visit and a repeated one in one browser profile, then further first ones: traffic and seconds."""
    context = browser.new_context()
    page = context.new_page()
    first, taken = visit(page, address, ready)
    again, _ = visit(page, address, ready)
    context.close()
    seconds = [taken]
    for _ in range(VISITS - 1):
        context = browser.new_context()
        seconds.append(visit(context.new_page(), address, ready)[1])
        context.close()
    return first, again, middle(seconds)


def clicks(browser, address, choices, level):
    """Milliseconds of CLICKS clicks that alternate between two choices."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.locator(choices[0]).first.wait_for(state="attached", timeout=60_000)
    page.evaluate("choice => document.querySelector(choice).click()", choices[1])
    page.wait_for_timeout(1000)  # from here on every click changes the level
    taken = [page.evaluate(CLICK, [choices[n % 2], level]) for n in range(CLICKS)]
    context.close()
    return taken


@contextmanager
def static(folder):
    """A folder behind http.server, as plain as serving gets."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing."""

    def log_message(self, *_):
        """No line for each request."""


def run():
    """Rows about the browser."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = chromium(playwright)
        with serving(Path(folder)) as (server, record):
            ours = _ours(browser, server, record, Path(folder) / "static")
        with static(str(Path(folder) / "static")) as address:
            plain = visits(browser, address, "h2")
        with suppress(Error):  # a peer that cannot be had leaves its columns empty
            with stock_voila(Path(folder)) as address:
                voila = (*visits(browser, address, "input[type=radio]"), _voila_clicks(browser, address))
                return [*_traffic(ours, plain, "static page"), *_traffic(ours, voila, "stock Voila"), *_wait(ours, voila)]
        return [*_traffic(ours, plain, "static page"), *_wait(ours, None)]


def _ours(browser, server, record, folder):
    item = lively_item()
    address = f"{server.url}/risk#{record.id}/section/{item.principle}"
    first, again, seconds = visits(browser, address, f"#q-{item.id} input[type=radio]")
    must(not first.others | again.others, "nothing comes from another host")
    choices = [f'#q-{item.id} input[name="item/{item.id}/likelihood"][value="{code}"]' for code in (1, 5)]
    taken = clicks(browser, address, choices, f"#q-{item.id} .level-line")
    _keep(browser, address, f"#q-{item.id} h2", folder)
    return first, again, seconds, taken


def _keep(browser, address, ready, folder):
    """The page as it stands, with its style sheet and without scripts, for the static peer."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.locator(ready).wait_for(timeout=60_000)
    style = page.locator("link[rel=stylesheet]").first.get_attribute("href")
    css = page.evaluate("async (href) => (await fetch(href)).text()", style)
    html = page.evaluate("document.getElementById('tk').outerHTML")
    context.close()
    folder.mkdir()
    (folder / "style.css").write_text(css, encoding="utf-8")
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="style.css"><title>-</title>'
    (folder / "index.html").write_text(head + html, encoding="utf-8")


def _voila_clicks(browser, address):
    choices = [f".widget-radio-box label:nth-of-type({n}) input" for n in (1, 5)]
    return clicks(browser, address, choices, ".level")


def _traffic(ours, peer, name):
    rows = []
    for visit_name, mine, other in (("first visit", ours[0], peer[0]), ("repeat visit", ours[1], peer[1])):
        for what, of in (
            ("HTTP kB", lambda t: t.http / 1000), ("websocket kB, uncompressed", lambda t: t.socket / 1000),
            ("requests", lambda t: t.requests), ("other hosts asked", lambda t: len(t.others)),
        ):
            number, unit = (what, "") if "kB" not in what else (what.replace(" kB", ""), "kB")
            rows.append(Row("browser", f"/risk, {visit_name}: {number}", of(mine), unit, name, of(other)))
    rows.append(Row("browser", "/risk: first question usable, median of 5", ours[2], "s", name, peer[2]))
    return rows


def _wait(ours, voila):
    peer = "stock Voila, 20 plain questions" if voila else ""
    taken = [t / 1000 for t in ours[3]]
    return pair("browser", f"click to changed level on screen, {CLICKS} clicks", taken, peer, [t / 1000 for t in voila[3]] if voila else None)
