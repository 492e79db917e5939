"""A page as small as the protocol allows, for tests of the server and form.js: it keeps what it is told in SQLite."""

import html as escape
import json
import os
import sqlite3
import time
from pathlib import Path

import anywidget
import traitlets

import toolkit.pages

TEXTS = {
    "saving": "Saving…",
    "saved": "Saved {time}",
    "offline": "Connection lost. Your answers are kept and will be sent.",
    "reconnecting": "Reconnecting…",
    "failed": "This could not be saved. Load the page again.",
}
TABLES = """
    CREATE TABLE IF NOT EXISTS event (client TEXT, seq INTEGER, at REAL, body TEXT, PRIMARY KEY (client, seq));
    CREATE TABLE IF NOT EXISTS answer (name TEXT PRIMARY KEY, value TEXT, rev INTEGER);
"""


class Store:
    """Every event once, in order of arrival, and the newest value of every answer."""

    def __init__(self, path):
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.executescript("PRAGMA journal_mode=WAL;" + TABLES)

    def take(self, event):
        """Record the event; False if it was already there."""
        key = (event["client"], event["seq"])
        if self.db.execute("SELECT 1 FROM event WHERE client = ? AND seq = ?", key).fetchone():
            return False
        self.db.execute("BEGIN")
        self.db.execute("INSERT INTO event VALUES (?, ?, ?, ?)", (*key, time.time(), json.dumps(event)))
        if event["kind"] == "change":
            self.db.execute(
                "INSERT INTO answer VALUES (?, ?, 1)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value, rev = rev + 1",
                (event["name"], json.dumps(event["value"])),
            )
        self.db.execute("COMMIT")
        return True

    def answers(self):
        """Name to value."""
        return {name: json.loads(value) for name, value in self.db.execute("SELECT name, value FROM answer")}

    def count(self, name):
        """How often an act of that name arrived."""
        bodies = (json.loads(body) for (body,) in self.db.execute("SELECT body FROM event"))
        return sum(body["kind"] == "act" and body["name"] == name for body in bodies)

    def rev(self, name):
        """How often the answer was written."""
        return (self.db.execute("SELECT rev FROM answer WHERE name = ?", (name,)).fetchone() or (0,))[0]


def fork(times):
    """What a kernel that runs wild does: processes of its own, which know nothing of the server."""
    for _ in range(times):
        if not os.fork():
            time.sleep(300)
            os._exit(0)


def checked(condition):
    """The attribute of a chosen option."""
    return " checked" if condition else ""


class Probe(anywidget.AnyWidget):
    """The host: takes events once, answers with what changed."""

    _esm = Path(toolkit.pages.__file__).with_name("static") / "form.js"
    html = traitlets.Unicode().tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)
    dir = traitlets.Unicode("ltr").tag(sync=True)
    title = traitlets.Unicode("Probe").tag(sync=True)
    route = traitlets.Unicode("one").tag(sync=True)
    texts = traitlets.Dict(TEXTS).tag(sync=True)

    def __init__(self):
        self.store = Store(os.environ["TOOLKIT_DATABASE_URL"])
        self.query = os.environ.get("QUERY_STRING", "")
        super().__init__(html=self.whole("one"))
        self.on_msg(self.hear)

    def hear(self, _, event, __):
        """One event in, one patch out."""
        if event["kind"] == "attach":
            self.route = event["value"]["route"] or "one"
            self.patch(event, full=True, parts=[{"id": "tk", "html": self.whole(self.route)}])
            return
        fresh = self.store.take(event)
        if event["name"] == "eat":
            bytearray(event["value"] << 20)
        if event["name"] == "fork":
            fork(event["value"])
        if event["name"] == "slow":
            time.sleep(0.7)
        if event["name"] == "download" and fresh:
            content = {"filename": "probe.txt", "mime": "text/plain", "base64": "cHJvYmU="}
            self.send({"type": "download", "ack": event["seq"], **content})
        elif event["name"] in {"goto", "stage"} or event["kind"] == "route":
            self.route = event["value"]
            self.patch(event, full=True, parts=[{"id": "tk", "html": self.whole(self.route)}], focus="title")
        else:
            said = "The list was changed." if event["name"] == "note" else None
            self.patch(
                event, parts=[{"id": "echo", "html": self.echo()}, {"id": "body", "html": self.body()}], announce=said
            )

    def patch(self, event, *, full=False, parts=(), focus=None, announce=None):
        """Acknowledge an event with what to show."""
        saved = "14:02" if event["kind"] == "change" else None
        where = {"title": f"Probe {self.route}", "route": self.route, "lang": "en", "dir": "ltr"}
        self.send(
            {"type": "patch", "ack": event["seq"], "full": full, "parts": list(parts), "focus": focus, "saved": saved}
            | where
            | {"announce": announce}
        )

    def whole(self, route):
        """The page."""
        return (
            '<div id="tk" lang="en" dir="ltr" data-routes data-keys><p id="saved" role="status"></p>'
            f'<main><h1 id="title" tabindex="-1">Probe {escape.escape(route)}</h1>'
            f"{self.echo()}{self.body()}</main></div>"
        )

    def echo(self):
        """What the store holds, so that tests can see it."""
        pairs = "".join(
            f'<li data-answer="{name}">{escape.escape(json.dumps(value))}</li>'
            for name, value in sorted(self.store.answers().items())
        )
        return f'<div id="echo"><output id="count">{self.store.count("add")}</output><ul>{pairs}</ul></div>'

    def body(self):
        """The inputs."""
        now = self.store.answers()
        text = escape.escape(now.get("text") or "")
        radios = "".join(
            f'<label><input type="radio" name="level" value="{v}" data-save{checked(now.get("level") == v)}>{v}</label>'
            for v in ("low", "high")
        )
        many = "".join(
            f'<label><input type="checkbox" name="uses" value="{v}" data-save{x}'
            f"{checked(v in (now.get('uses') or []))}>{v}</label>"
            for v, x in (("faces", ""), ("plates", ""), ("none", " data-exclusive"))
        )
        return f"""<div id="body">
<button type="button" data-act="add" data-key="a">Add one</button>
<button type="button" data-act="slow">Slow</button>
<button type="button" data-act="note">Note</button>
<button type="button" data-act="download">Download</button>
<button type="button" data-act="goto" data-value="two">Go to two</button>
<label>Text <input name="text" data-save data-rev="{self.store.rev("text")}" value="{text}"></label>
<label>Long <textarea name="long" data-save>{escape.escape(now.get("long") or "")}</textarea></label>
<fieldset><legend>Level</legend>{radios}</fieldset>
<fieldset data-many><legend>Uses</legend>{many}</fieldset>
<label>Stage <select data-go="stage"><option>one</option><option>three</option></select></label>
<div data-form><label>New name <input name="name"></label><label><input type="checkbox" name="sure"> Sure</label>
<button type="button" data-act="create" data-default>Create</button></div>
<p><button type="button" data-term aria-expanded="false">bias</button><span hidden>A leaning.</span></p>
<details id="more"><summary>More</summary><p>Details.</p></details>
<label>File <input type="file" data-upload="case" data-max="100" data-too-big="The file is too big."></label>
<p>{escape.escape(self.query)}</p></div>"""
