"""Pages that are only read: their weight, and how long a reader waits for one, against the same page with a kernel."""

import gzip
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.app import serving
from tests.benchmarks.browser import visits
from tests.benchmarks.figures import Row, environment, middle
from tests.benchmarks.plain_voila import answers
from tests.benchmarks.slow import visits_on_a_bad_network
from tests.server.harness import chromium, eventually
from toolkit.server.ports import free_port

PAGE = "introduction/intro-what-is-ai"
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LINK = re.compile(r'href="(/read[^"#?]*)')


def run():
    """Rows about reading."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser, folder = chromium(playwright), Path(name)
        with serving(folder) as (server, _):
            weights = sorted(_weights(server).values())
            light = visits(browser, f"{server.url}/read/{PAGE}", "h1")
            kernel = visits(browser, f"{server.url}/introduction#{PAGE}", "h1")
            slow, again = visits_on_a_bad_network(browser, f"{server.url}/read/{PAGE}", "h1")
        with _stock(folder) as address:
            stock = visits(browser, address, "#tk h1")
    what = "a chapter, first visit"
    return [
        Row("reading", f"heaviest of {len(weights)} pages, compressed HTML", weights[-1] / 1000, "kB"),
        Row("reading", "median page, compressed HTML", middle(weights) / 1000, "kB"),
        Row(
            "reading", f"{what}: everything over HTTP", light[0].http / 1000, "kB", "stock Voila", stock[0].http / 1000
        ),
        Row("reading", f"{what}: heading on screen", light[2], "s", "the same with a kernel", kernel[2]),
        Row("reading", f"{what}: heading on screen", light[2], "s", "stock Voila", stock[2]),
        Row("reading", f"{what}, 400 kbit/s and 400 ms", slow, "s"),
        Row("reading", "the same again", again, "s"),
    ]


def _weights(server):
    """Compressed bytes of every page that can be reached from the first, as the server would send them."""
    waiting, sizes = ["/read"], {}
    while waiting:
        address = waiting.pop()
        page = server.get(address)
        if address not in sizes and page.status == 200:
            sizes[address] = len(gzip.compress(page.body, 6))
            waiting += [one for one in LINK.findall(page.text) if one not in sizes]
    return sizes


@contextmanager
def _stock(folder):
    """The same notebook in stock Voila; its address while it runs."""
    port = free_port(8950)
    given = {"JUPYTER_CONFIG_DIR": str(folder / "config"), "TOOLKIT_DATABASE_URL": f"sqlite:///{folder / 'stock.db'}"}
    options = ["--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "voila", str(NOTEBOOKS / "introduction.ipynb"), *options],
        env=environment() | given,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/"
        eventually(lambda: process.poll() is not None or answers(address + "static/"), 30)
        yield address
    finally:
        process.terminate()
        process.wait(20)
