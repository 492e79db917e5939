"""One reader's page in the widget: where the reader is, and what the store remembers of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from toolkit.content.interface import Interface
from toolkit.pages.reading import arrived, reading_of, update, view
from toolkit.pages.reading_own import own_of
from toolkit.pages.reading_state import Memory, NotHere, Reader, Reading
from toolkit.pages.screen import Download, Event, Screen
from toolkit.render.html import reading_sheet, stylesheet
from toolkit.render.links import Links
from toolkit.store import Store, StoreError


@dataclass
class ReadingVisit:
    """One reader's page: the same for the widget host as a visit to the risk page."""

    reading: Reading
    store: Store
    who: str
    state: Reader
    clock: Callable[[], datetime]
    file: Download | None = None
    unsaved: bool = False
    saves: bool = False

    @property
    def interface(self) -> Interface:
        """What the page says."""
        return self.reading.interface

    @property
    def translated(self) -> frozenset[str]:
        """Every content text that is translated."""
        return self.reading.translated

    @property
    def style(self) -> str:
        """The style sheet, for hosts without one."""
        return stylesheet() + reading_sheet()

    def screen(self) -> Screen:
        """The screen as it is now."""
        return view(self.state, self.reading)

    def fit(self, width: int) -> None:
        """The width of the browser changes nothing here."""

    def handle(self, event: Event, client: str, seq: int) -> None:
        """Apply one event; an address that is none leaves the reader where they are."""
        del client, seq  # an event that comes again leads to the same address
        before = self.state
        self.state = update(before, event, self.reading)
        try:
            self.screen()
        except NotHere:
            self.state = before
        if self.state.memory != before.memory:
            with suppress(StoreError):  # reading goes on without its memory
                self.store.set_setting(_key(self.who), self.state.memory.said())


def reading_visit(page: str, lang: str, store: Store, who: str, clock: Callable[[], datetime]) -> ReadingVisit:
    """A visit that begins at a page, with what the store remembers of the reader; raises ToolkitError."""
    reading = reading_of(lang, Links(widget=True), clock().date())
    if page == "roadmap":
        reading = replace(reading, own=own_of(store, who, reading.library, reading.interface, clock()))
    memory = Memory.of(store.setting(_key(who)), (one.id for one in reading.guides.chapters))
    return ReadingVisit(reading, store, who, arrived(Reader(memory=memory).at(page), reading), clock)


def _key(who: str) -> str:
    return f"reading/{who}"
