"""A visitor at the desk: does what a browser would send, against a real store."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime

from toolkit.content import load_library
from toolkit.content.interface import interface
from toolkit.pages.desks import DESKS
from toolkit.pages.risk_state import Work
from toolkit.pages.screen import Create, Event
from toolkit.pages.visit import Visit
from toolkit.render.html import environment, render

TODAY = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SCREENS = ("describe/1", "legal", "tasks", "check", "result", "treat", "export")
FACE_SEARCH = {
    "application": ["face-search"],
    "technique": "unknown",
    "stage": "deployment",
    "activity": ["procure", "deploy"],
    "data": ["images-of-people", "biometric-templates"],
    "groups": ["suspects", "public"],
    "scale": "thousands",
    "autonomy": "officer-decides",
    "effect": ["investigation", "stop-arrest"],
    "reversibility": "hardly",
    "supplier": "product",
    "legal-basis": "general-powers",
    "territory": "eu",
}


class Desk:
    """One browser tab. `change` sends the revision that the screen showed, as form.js does."""

    def __init__(self, store, lang="en", who="ada", client="tab-1", page="risk"):
        library = load_library(lang)
        environment(lang).globals["translated"] = library.translated
        self.visit = Visit(library, interface(lang), store, who, DESKS[page], lambda: TODAY)
        self.library, self.client, self.seq = library, client, itertools.count(1)
        self.visit.start()

    @property
    def state(self):
        return self.visit.state

    @property
    def record(self):
        return self.state.record

    @property
    def values(self):
        return self.visit.store.load(self.record.id).values

    @property
    def scored(self):
        return Work(self.state, self.visit.context()).scored

    @property
    def scored_items(self):
        return Work(self.state, self.visit.context()).items

    def send(self, event):
        self.visit.handle(event, self.client, next(self.seq))
        return self

    def change(self, name, value, rev=None):
        shown = self.state.rev(name.partition(".")[0])
        return self.send(Event("change", name, value, shown if rev is None else rev))

    def send_route(self, route):
        return self.send(Event("route", value=route))

    def act(self, name, value="", **form):
        return self.send(Event("act", name, value, form=form))

    def go(self, screen):
        """A screen of the open assessment; `list` and `home` leave it."""
        route = screen if screen in ("list", "home") else f"{self.record.id}/{screen}"
        return self.send(Event("route", value=route))

    def new(self, title="Plate reader"):
        return self.act("new", title=title)

    def begin(self, title="Plate reader", values=None, screen="section/accuracy", demo=False):
        """A described system at the questions on accuracy, without the clicks that lead there."""
        profile = {f"profile/{field}": value for field, value in FACE_SEARCH.items()}
        self.visit.perform(Create(title, {**profile, **(values or {})}, demo, screen))
        return self

    def describe(self, **profile):
        for field, value in {**FACE_SEARCH, **profile}.items():
            self.change(f"profile/{field}", value)
        return self

    def html(self):
        """The screen as the browser gets it."""
        screen = self.visit.screen()
        return str(render(self.visit.interface.lang, "page.j2", screen=screen, css=""))

    def elsewhere(self, **changes):
        """The same person in another tab, at the same assessment."""
        other = Desk(self.visit.store, **{"client": "tab-2", "who": self.visit.who, **changes})
        return other.send(Event("route", value=f"{self.record.id}/{self.state.screen}/{self.state.arg}"))

    def pretend(self, **changes):
        self.visit.state = replace(self.state, **changes)
        return self
