"""A running hub, its people as browsers, and its database beside it."""

import hashlib
import re
import secrets
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import uuid4

from tornado.web import create_signed_value

from tests.server.harness import HERE, Server
from toolkit.content.hub import load_hub
from toolkit.core.hub_access import Member, Role, Standing
from toolkit.core.hub_terms import accept, digest
from toolkit.server import keys
from toolkit.server.signed_in import COOKIE
from toolkit.store.accounts import Accounts
from toolkit.store.hub import HubStore
from toolkit.store.hub_records import Said

PASSWORD = "correct horse battery"
HASH = keys.hashed(PASSWORD)
NORTH, SOUTH = "Northern police", "Southern police"
ASKED = {"agency": NORTH, "country": "KE", "role": "officer", "purpose": "Learn which kinds of tools there are."}


def clock():
    return datetime.now(UTC)


class Browser:
    """A visitor of the hub as far as cookies and forms go; forms are sent with the token that their page had."""

    def __init__(self, server):
        self.server, self.token = server.stranger(), ""

    def get(self, path, **options):
        return self.server.get(path, **options)

    def post(self, path, page="", **form):
        """Fill in the form of a page (the one at `path`) and send it; a list is a field that comes several times."""
        if not self.token or page:
            found = re.search(r'name="_xsrf" value="([^"]+)"', self.get(page or path).text)
            self.token = found[1] if found else self.token
        pairs = [("_xsrf", self.token)]
        pairs += [(k, v) for k, vs in form.items() for v in (vs if isinstance(vs, list) else [vs])]
        return self.get(path, method="POST", data=urlencode(pairs).encode())

    def sign_in(self, name, password=PASSWORD, code="", to="/hub"):
        return self.post("/sign-in", name=name, password=password, code=code, next=to)


class House:
    """A hub with its database."""

    def __init__(self, server, folder):
        self.server, self.folder = server, folder
        url = f"sqlite:///{folder}/hub.db"
        self.store, self.accounts = HubStore(url, clock), Accounts(url, clock)

    def person(self, role=Role.OFFICER, agency=NORTH, *, accepted=True, name="", **more):
        """Somebody with an account; returns their code and the name that they sign in with."""
        code, email = str(uuid4()), name or f"{role}-{uuid4().hex[:8]}@police.example"
        given = {"standing": Standing.APPROVED, "attested": clock().date(), "purpose": "work", **more}
        member = Member(code, agency, Role(role), **given)
        self.store.admit(member, email, "KE", email, Said("test", "admit", code))
        self.accounts.add(email, HASH, None)
        if accepted:
            terms = load_hub("en").terms[0]
            self.store.accept(accept(code, terms, digest(terms), clock()))
        return code, email

    def browser(self, role=Role.OFFICER, agency=NORTH, **more):
        """Somebody who is signed in, with their code."""
        code, email = self.person(role, agency, **more)
        visitor = Browser(self.server)
        visitor.code, visitor.email = code, email
        visitor.server.cookies[COOKIE] = self.signed_in(email)
        return visitor

    def signed_in(self, email):
        """The cookie of a sign-in, without the second that a password takes."""
        secret, key = secrets.token_urlsafe(32), keys.key(self.folder / "key")
        self.accounts.begin(email, hashlib.sha256(secret.encode()).hexdigest())
        return create_signed_value(keys.derived(key, "cookie"), COOKIE, secret).decode()

    def days_later(self, days):
        """Let the server believe that it is so many days later."""
        (self.folder / "shift").write_text(str(days))

    def close(self):
        self.store.close()
        self.accounts.close()


def environment(folder, **settings):
    given = {
        "TOOLKIT_DATABASE_URL": f"sqlite:///{folder}/hub.db",
        "TOOLKIT_KEY_FILE": str(folder / "key"),
        "TOOLKIT_HUB": "true",
        "TOOLKIT_PORT": "0",  # tests that start at once do not take each other's port
        "TOOLKIT_IDENTITY": "local",
        "HUB_SHIFT": str(folder / "shift"),
        "PYTHONPATH": str(HERE),
    }
    return given | {name if name.isupper() else f"TOOLKIT_{name.upper()}": value for name, value in settings.items()}


@contextmanager
def hub(folder, **settings):
    """A running hub."""
    command = [sys.executable, str(HERE / "serve_hub.py")]
    server = Server(command, folder, environment(folder, **settings)).start()
    house = House(server, folder)
    try:
        yield house
    finally:
        house.close()
        server.stop()
