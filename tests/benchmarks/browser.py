"""What a visitor's browser gets and waits for, in a real Chromium: ours, a plain static page, and stock Voila."""

import tempfile
import threading
import time
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error, sync_playwright

from tests.benchmarks.app import lively_item, serving
from tests.benchmarks.figures import Row, middle, must, pair
from tests.benchmarks.plain_voila import stock_voila
from tests.benchmarks.streamlit_peer import streamlit
from tests.server.harness import chromium

VISITS, CLICKS = 5, 50
CLICK = """([choice, level]) => new Promise((done, failed) => {
  const text = () => document.querySelector(level)?.textContent;
  const before = text(), start = performance.now();
  const seen = new MutationObserver(() => {
    if (text() === undefined || text() === before) return;
    seen.disconnect();
    const changed = performance.now() - start;
    requestAnimationFrame(() => done([changed, performance.now() - start]));
  });
  seen.observe(document.body, { childList: true, subtree: true, characterData: true });
  setTimeout(() => failed(new Error("the level did not change")), 10000);
  document.querySelector(choice).click();
})"""
"""Milliseconds from a click until the page holds another level, and until the frame after that is drawn."""


class Traffic:
    """What goes over the network of a page, as the browser's developer tools count it."""

    def __init__(self, page):
        self.requests, self.hosts, self.http, self.socket = 0, set(), 0, 0
        self.tools = tools = page.context.new_cdp_session(page)
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
    traffic.tools.detach()
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
    """Milliseconds, as CLICK counts them, of CLICKS clicks that alternate between two choices."""
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
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser, folder = chromium(playwright), Path(name)
        with serving(folder) as (server, record):
            ours = _ours(browser, server, record, folder / "static")
        with static(str(folder / "static")) as address:
            plain = visits(browser, address, "h2")
        peers = {
            "stock Voila, 20 questions": _voila(browser, folder),
            "Streamlit, 20 questions": _streamlit(browser, folder),
        }
    there = {name: figures for name, figures in peers.items() if figures}
    rows = _traffic(ours, plain, "static page, same HTML")
    for name, figures in there.items():
        rows += _traffic(ours, figures, name)
    for name, figures in there.items() or {"": None}.items():
        rows += _wait(ours, name, figures)
    return rows


def _streamlit(browser, folder):
    """Streamlit's figures, or None where it cannot be had."""
    choices = [f"[data-testid=stRadio] label:nth-of-type({n}) input" for n in (1, 5)]
    try:
        with streamlit(folder) as address:
            return address and (
                *visits(browser, address, "[data-testid=stRadio]"),
                clicks(browser, address, choices, ".level"),
            )
    except Error:
        return None


def _voila(browser, folder):
    """Stock Voila's figures, or None where it cannot be had."""
    choices = [f".widget-radio-box label:nth-of-type({n}) input" for n in (1, 5)]
    try:
        with stock_voila(folder) as address:
            return *visits(browser, address, choices[0]), clicks(browser, address, choices, ".level")
    except Error:
        return None


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
    head = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="style.css"><title>-</title>'
    )
    (folder / "index.html").write_text(head + html, encoding="utf-8")


MEASURES = (
    ("HTTP", "kB", lambda traffic: traffic.http / 1000),
    ("websocket, uncompressed", "kB", lambda traffic: traffic.socket / 1000),
    ("requests", "", lambda traffic: traffic.requests),
    ("other hosts asked", "", lambda traffic: len(traffic.others)),
)


def _traffic(ours, peer, name):
    rows = [
        Row("browser", f"/risk, {which} visit: {what}", of(ours[at]), unit, name, of(peer[at]))
        for at, which in enumerate(("first", "repeat"))
        for what, unit, of in MEASURES
    ]
    return [*rows, Row("browser", f"/risk: first question usable, median of {VISITS}", ours[2], "s", name, peer[2])]


def _wait(ours, name, peer):
    rows = []
    for at, what in enumerate(("the page holds another level", "the next frame")):
        mine, theirs = [one[at] for one in ours[3]], [one[at] for one in peer[3]] if peer else None
        rows += pair("browser", f"click until {what}, {CLICKS} clicks", mine, name, theirs, scale=1)
    return rows
