"""A workshop and its trainer at the database, and phones without scripts."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlencode

from tests.server.risk import address
from toolkit.content import load_library
from toolkit.content.readiness import load_readiness
from toolkit.core.training import poll_of
from toolkit.core.workshop import About, Phase, Setup
from toolkit.core.workshop_events import Begin, Move
from toolkit.store.workshops import Workshops

STATEMENT = poll_of(About.STATEMENT, load_readiness().statements[0].id, 3)
ITEM = poll_of(About.ITEM, load_library().items[0].id, 3)
ARABIC = str.maketrans("0123456789", "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669")


class Workshop:
    """A workshop and its trainer, who works at the database as the trainer’s own kernel does."""

    def __init__(self, server, title="Plate readers", **setup):
        self.server = server
        self.store = Workshops(address(server.folder), lambda: datetime.now(UTC))
        given = {"polls": (STATEMENT, ITEM)} | setup
        self.kept, self.links = self.store.create("ann", Setup("", title, "", **given))
        self.holder = self.store.owned(self.kept.id, "ann")
        self.did = 0

    def do(self, *events):
        assert self.store.act(self.holder, events).refusal is None

    def move(self, to, poll=STATEMENT):
        self.did += 1
        self.do(Move(f"m{self.did}", (poll.id,), to))

    @property
    def room(self):
        return self.store.follow(self.kept.id).room


@contextmanager
def asking(server):
    """A workshop whose first question is open."""
    made = Workshop(server)
    made.do(Begin("b"))
    made.move(Phase.FIRST)
    yield made
    made.store.close()


class Phone:
    """A browser without scripts: forms, cookies and redirects."""

    def __init__(self, server):
        self.browser, self.path = server.stranger(), ""

    def get(self, path="", **headers):
        return self.browser.get(path or self.path, **headers)

    def send(self, page, path, **fields):
        """Send the form of a page, as it is but for some fields."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        return self.browser.get(path, method="POST", data=urlencode(hidden | fields).encode())

    def join(self, code, **fields):
        page = self.send(self.get("/join?lang=en"), "/join?lang=en", code=code)
        assert page.status == 200, page.text
        done = self.send(page, "/join?lang=en", **fields)
        assert done.status == 303, done.text
        self.path = done.headers["Location"].partition("?")[0]
        return self

    def vote(self, **fields):
        return self.send(self.get(), self.path, **fields)
