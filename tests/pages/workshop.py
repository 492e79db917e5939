"""A trainer at the desk: does what a browser would send, against a real store."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from toolkit.content import load_library
from toolkit.content.interface import interface
from toolkit.pages.first import speak
from toolkit.pages.screen import Event
from toolkit.pages.workshop_visit import WorkshopVisit
from toolkit.render.html import render
from toolkit.store.workshops import Workshops

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ADDRESS = "http://192.168.1.20:8866/"


class Trainer:
    """One browser tab at the workshop page."""

    def __init__(self, store, database, lang="en", who="ada", client="tab-1", address=ADDRESS):
        self.workshops = Workshops(database, lambda: NOW)
        given = (load_library(lang), interface(lang), store, self.workshops, who, lambda: NOW, address)
        self.visit = WorkshopVisit(*given)
        self.client, self.seq = client, itertools.count(1)
        speak(self.visit)
        self.visit.start()

    @property
    def state(self):
        return self.visit.state

    @property
    def draft(self):
        return self.state.draft

    @property
    def setup(self):
        """The setup of the workshop that is open, as it is stored."""
        return self.workshops.look(self.state.looked.workshop.id, self.visit.who).setup

    def send(self, event, seq=None):
        self.visit.handle(event, self.client, seq or next(self.seq))
        return self

    def change(self, name, value):
        return self.send(Event("change", name, value))

    def act(self, name, value="", **form):
        return self.send(Event("act", name, value, form=form))

    def go(self, route):
        return self.send(Event("route", value=route))

    def new(self, title="Plates", case="", picks=()):
        """A workshop, made."""
        self.act("begin").change("title", title).change("case", case)
        for key in picks:
            self.act("pick", key)
        return self.act("make")

    def html(self):
        """The screen as the browser gets it."""
        return str(render(self.visit.interface.lang, "page.j2", screen=self.visit.screen(), css=""))
