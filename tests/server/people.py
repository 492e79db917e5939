"""Visitors with cookies, and servers with accounts, for tests of who may do what."""

import re
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlencode

from tests.server.harness import HERE, Server
from toolkit.server import keys
from toolkit.store.accounts import Accounts

PASSWORD = "correct horse battery"


class Visitor:
    """A browser as far as cookies and forms go."""

    def __init__(self, server, page="/probe", **headers):
        self.server, self.page, self.headers = server.stranger(), page, headers

    def get(self, path, **options):
        """One request with the cookies so far."""
        return self.server.get(path, **self.headers, **options)

    def post(self, path, **form):
        """Send a form, with the token of the page that it is on."""
        pages = ("/sign-in", self.page) if form else (self.page,)
        found = (re.search(r'name="_xsrf" value="([^"]+)"', self.get(page).text) for page in pages)
        token = next(filter(None, found), None)  # whoever is signed in has no form at the first
        body = urlencode({"_xsrf": token[1] if token else "", **form}).encode()
        return self.get(path, method="POST", data=body)

    def sign_in(self, name="ann", password=PASSWORD, code="", to="/probe"):
        """Fill in the form."""
        return self.post("/sign-in", name=name, password=password, code=code, next=to)

    def sign_out(self):
        """Press the button on a page."""
        return self.post("/sign-out")


def environment(folder, **settings):
    """Variables of a configured server in a folder."""
    given = {
        "TOOLKIT_DATABASE_URL": f"sqlite:///{folder}/accounts.db",
        "TOOLKIT_KEY_FILE": str(folder / "key"),
        "PROBE_DATABASE": str(folder / "probe.sqlite"),
        "PYTHONPATH": str(HERE),
    }
    return given | {f"TOOLKIT_{name.upper()}": value for name, value in settings.items()}


def accounts(folder):
    """The accounts that a server in the folder has."""
    return Accounts(f"sqlite:///{folder}/accounts.db", lambda: datetime.now(UTC))


def key(folder):
    """The key of that server."""
    return keys.key(folder / "key")


@contextmanager
def configured(folder, **settings):
    """A running server with those settings."""
    command = [sys.executable, str(HERE / "serve_configured.py")]
    server = Server(command, folder, environment(folder, **settings))
    server.start()
    try:
        yield server
    finally:
        server.stop()
