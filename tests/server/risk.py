"""The real risk page over a raw websocket, for visitors who do more than the page offers them."""

import re
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import ClassVar

from tests.server.harness import COOKIE_SECRET, Server, Wire
from tests.server.people import PASSWORD
from toolkit.server import keys
from toolkit.store import open_store
from toolkit.store.accounts import Accounts

TITLE = "Face search of the first visitor"
LINK = r"http://[\d.:]+/share/([\w-]{43})"


@contextmanager
def real(folder, identity="none", **settings):
    """The app as a person starts it, for visitors who are people of their own."""
    command = [sys.executable, "-m", "toolkit.cli", "serve", "--no-open", "--port", "PORT"]
    given = {"database_url": address(folder), "visitors": "each", "identity": identity, "key_file": str(folder / "key")}
    environment = {f"TOOLKIT_{name.upper()}": value for name, value in (given | settings).items()}
    where = {"PYTHONPATH": ":".join(sys.path), "TOOLKIT_COOKIE_SECRET": COOKIE_SECRET}
    server = Server(command, folder, environment | where).start()
    try:
        yield server
    finally:
        server.stop()


def address(folder):
    return f"sqlite:///{folder}/app.db"


def store(folder):
    return open_store(address(folder))


def add_accounts(folder, *names):
    with Accounts(address(folder), lambda: datetime.now(UTC)) as known:
        password = keys.hashed(PASSWORD)
        for name in names:
            known.add(name, password, None)


class Guest:
    """A visitor with an open risk page, and everything that a browser could send from it."""

    opened: ClassVar[list] = []

    def __init__(self, browser, query=""):
        self.browser, self.seq = browser, 0
        self.boot = browser.boot(f"/risk{query}")
        self.wire = Wire(browser, self.boot["kernel"])
        self.opened.append(self)
        self.send("attach", value={"route": "", "width": 1280})

    @property
    def kernel(self):
        return self.boot["kernel"]

    def send(self, kind, name="", value=None, rev=None, **form):
        """One event; returns everything that came back for it, as text."""
        self.seq += kind != "attach"
        seq = self.seq if kind != "attach" else 0
        event = {"type": "event", "client": f"tab-{id(self)}", "seq": seq, "kind": kind, "name": name}
        self.wire.event(self.boot["model"], event | {"value": value, "rev": rev, "form": form})
        said = ""
        while True:
            (*_, message) = self.wire.until("comm_msg", 30)
            content = message["content"]["data"].get("content", {})
            if content.get("ack") != seq:
                continue
            said += str(content)
            if content.get("type") == "patch":
                return said

    def page(self):
        """The whole screen as it is now."""
        return self.send("attach", value={"route": "", "width": 1280})

    def act(self, name, value="", **form):
        return self.send("act", name, value, **form)

    def go(self, route):
        return self.send("route", value=route)

    def new(self, title=TITLE):
        """An assessment of one's own; returns its id."""
        return re.search(r"'route': '([\w-]{36})/", self.act("new", title=title))[1]

    def link(self, role="read", days="7", passphrase="", label="Legal desk"):
        """A link to the assessment that is open; returns its token."""
        said = self.act("share-link", label=label, role=role, days=days, passphrase=passphrase)
        return re.search(LINK, said)[1]

    def close(self):
        self.wire.socket.shutdown()

    @classmethod
    def close_all(cls):
        """Let go of whatever a failed test left open."""
        while cls.opened:
            cls.opened.pop().close()


def enter(browser, token, passphrase=None):
    """Open a link and press its button."""
    page = browser.get(f"/share/{token}")
    found = re.search(r'name="_xsrf" value="([^"]+)"', page.text)
    if not found:
        return page
    body = f"_xsrf={found[1]}" + (f"&passphrase={passphrase}" if passphrase is not None else "")
    return browser.get(f"/share/{token}", method="POST", data=body.encode())
