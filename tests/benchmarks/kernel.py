"""Inside a visitor's kernel: from an event to the patch that shows the new level, the store, and files to take away."""

import json
import re
import sqlite3
import tempfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pandas as pd

from tests.benchmarks.app import OWNER, lively_item, sample, stored
from tests.benchmarks.figures import Row, middle, must, pair, times
from toolkit.content.interface import interface
from toolkit.pages import exports
from toolkit.pages.host import Page
from toolkit.pages.risk import DESK as RISK
from toolkit.pages.screen import Event, Open
from toolkit.pages.visit import Visit, now
from toolkit.store import Write, open_store

EVENTS = 200
LEVEL = re.compile(r'class="level-line">(.*?)</p>', re.DOTALL)


def run():
    """Rows about the kernel."""
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/bench.db") as store:
        record = stored(store)
        library, _, items = sample()
        visit = Visit(library, interface("en"), store, OWNER, RISK, now)
        item = lively_item()
        written = times(lambda n: _write(store, record.id, f"item/{item.id}/note", n), EVENTS)
        return [
            *_events(visit, record, item, len(items), written),
            *_store(store, record.id, written, Path(folder) / "peer.db"),
            *_files(visit, record),
        ]


def _write(store, identity, key, n):
    outcome = store.write(identity, [Write(key, f"note {n}")], who=OWNER, client="bench", seq=n)
    must(outcome.applied, "the write was applied")


def _events(visit, record, item, count, written):
    """A change on a section page: handled, stored, and answered with a patch that has another level."""
    visit.perform(Open(record.id, "section", item.principle))
    page, sent = Page(visit, style=False), []
    page.send = sent.append
    message = {"type": "event", "client": "tab", "kind": "change", "rev": None}

    def answer(n):
        content = message | {"seq": n + 1, "name": f"item/{item.id}/likelihood", "value": "15"[n % 2]}
        page._receive(page, content, [])

    answer(-1)  # the first question of a process loads its templates
    taken = times(answer, EVENTS)
    shown = [LEVEL.search(part["html"]) for patch in sent for part in patch["parts"] if part["id"] == f"q-{item.id}"]
    levels = [found[1] for found in shown if found]
    must(len(levels) == EVENTS + 1, "every event brought its question back")
    must(all(a != b for a, b in pairwise(levels)), "every event changed the level")
    what = f"event to patch with the new level, section of a system with {count} items, SQLite"
    return pair("kernel", what, taken, "the store's write alone", written)


def _store(store, identity, written, path):
    """Load and write, against the same rows through sqlite3 alone."""
    values = store.load(identity).values
    peer = sqlite3.connect(path, isolation_level=None)
    peer.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE v (k PRIMARY KEY, v TEXT)")
    peer.execute("CREATE TABLE event (n INTEGER UNIQUE, k TEXT, before TEXT, after TEXT)")
    peer.executemany("INSERT INTO v VALUES (?, ?)", [(key, json.dumps(value)) for key, value in values.items()])

    def raw_load(_):
        found = {key: json.loads(value) for key, value in peer.execute("SELECT k, v FROM v ORDER BY k")}
        must(len(found) == len(values), "all values were read")

    def raw_write(n):
        peer.execute("BEGIN IMMEDIATE")
        must(peer.execute("SELECT 1 FROM event WHERE n = ?", (n,)).fetchone() is None, "the event is new")
        (before,) = peer.execute("SELECT v FROM v WHERE k = ?", (key,)).fetchone()
        peer.execute("UPDATE v SET v = ? WHERE k = ?", (json.dumps(n), key))
        peer.execute("INSERT INTO event VALUES (?, ?, ?, ?)", (n, key, before, json.dumps(n)))
        peer.execute("COMMIT")

    key = next(iter(values))
    loaded = times(lambda _: store.load(identity), EVENTS)
    raw_loaded = times(raw_load, EVENTS)
    raw_written = times(raw_write, EVENTS)
    peer.close()
    return [
        *pair("kernel", f"store: load, {len(values)} keys", loaded, "sqlite3 alone", raw_loaded)[:1],
        *pair(
            "kernel",
            "store: write with conflict check and history",
            written,
            "sqlite3 alone, four statements",
            raw_written,
        )[:1],
    ]


def _files(visit, record):
    """One report and one spreadsheet, against pandas writing the same register."""
    visit.perform(Open(record.id, "export"))

    def made(kind):
        _, commands = exports.download(visit.state, Event("act", "export", kind), visit.context())
        return commands[0].content

    register = pd.read_csv(BytesIO(made("csv")))
    must(b"</html>" in made("report/html/whole") and made("xlsx").startswith(b"PK"), "the files are what they say")
    report = middle(times(lambda _: made("report/html/whole"), 5))
    html = middle(times(lambda _: register.to_html(), 5))
    sheet = middle(times(lambda _: made("xlsx"), 5))
    frame = middle(times(lambda _: register.to_excel(BytesIO(), index=False), 5))
    peer = f"pandas, the register ({register.shape[0]} × {register.shape[1]})"
    return [
        Row(
            "kernel", f"HTML report, {len(made('report/html/whole')) // 1024} kB", report, "s", f"to_html: {peer}", html
        ),
        Row("kernel", f"XLSX export, {len(made('xlsx')) // 1024} kB", sheet, "s", f"to_excel: {peer}", frame),
    ]
