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

    def __init__(self, server, **headers):
        self.server, self.headers, self.cookies = server, headers, {}

    def get(self, path, **options):
        """One request with the cookies; those of the answer are kept."""
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {**self.headers, **({"Cookie": jar} if jar else {}), **options}
        answer = self.server.get(path, **given)
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
            if not value.strip('"'):
                del self.cookies[name]
        return answer

    def post(self, path, **form):
        """Send a form, with the token of the page that it is on."""
        token = re.search(
            r'name="_xsrf" value="([^"]+)"', self.get("/sign-in").text if form else self.get("/probe").text
        )
        body = urlencode({"_xsrf": token[1] if token else "", **form}).encode()
        return self.get(path, method="POST", data=body)

    def sign_in(self, name="ann", password=PASSWORD, code="", to="/probe"):
        """Fill in the form."""
        return self.post("/sign-in", name=name, password=password, code=code, next=to)

    def sign_out(self):
        """Press the button on a page."""
        return self.post("/sign-out")

    @property
    def cookie(self):
        """The cookies as a header."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


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
