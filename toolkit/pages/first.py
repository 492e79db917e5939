"""A page as it first stands: in a widget, and before that in what the server sends while a kernel starts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from toolkit.content.interface import Interface
from toolkit.pages.screen import Download, Event, Screen
from toolkit.pages.share import refusal
from toolkit.pages.texts import browser_texts
from toolkit.render.html import know, render
from toolkit.store import NotShared, UnknownAssessment

PORTFOLIO = "portfolio"
"""The page that shows all systems together."""
PAGES = ("home", "risk", "readiness", "workbook", "workshop", PORTFOLIO)
NOTEBOOKS = ("introduction", "principles", "roadmap", "primers")
"""The notebooks that show reading pages; each begins at the address of its name."""
HUB = "hub"
"""The notebook that shows an officer's desk in the hub."""
SHEETS = {**dict.fromkeys(NOTEBOOKS, "reading.css"), PORTFOLIO: "portfolio.css"}
"""Style sheets that a notebook needs besides the first one."""


class Shown(Protocol):
    """What a host shows: a visit to the risk or the reading pages; `saves` says whether events store answers."""

    file: Download | None
    state: Any
    saves: bool

    @property
    def clock(self) -> Callable[[], datetime]:
        """Tells the present moment."""

    @property
    def interface(self) -> Interface:
        """What the page says."""

    @property
    def translated(self) -> frozenset[str]:
        """Every content text that is translated."""

    @property
    def style(self) -> str:
        """The style sheet, for hosts without one."""

    @property
    def unsaved(self) -> bool:
        """Whether something could not be stored yet."""

    def screen(self) -> Screen:
        """The screen as it is now."""

    def handle(self, event: Event, client: str, seq: int) -> None:
        """Apply one event."""

    def fit(self, width: int) -> None:
        """Learn the width of the browser in CSS pixels."""


class Begun(Shown, Protocol):
    """A visit that begins at a list, or at one thing of it."""

    def start(self, assessment: str = "", screen: str = "tasks") -> None:
        """Show an assessment, or without one the list."""


@dataclass(frozen=True, slots=True)
class First:
    """A page's HTML, and what the browser must know of it besides; `state["seen"]` is the digest of the HTML."""

    html: str
    state: Mapping[str, Any]


def whole(visit: Shown, screen: Screen, *, style: bool = False) -> str:
    """The complete page; outside our own template it brings its style along."""
    css = visit.style if style else ""
    return str(render(visit.interface.lang, "page.j2", screen=screen, css=css))


def state_of(visit: Shown, screen: Screen) -> dict[str, Any]:
    """Language, direction, title, address, and what the browser says by itself."""
    spoken = visit.interface
    told = {"lang": spoken.lang, "dir": spoken.dir, "title": screen.title, "route": screen.route}
    return told | {"texts": browser_texts(spoken)}


def digest(html: str) -> str:
    """Names a page's HTML: a browser that has it already need not get it again."""
    return hashlib.sha256(html.encode()).hexdigest()[:16]


def speak(visit: Shown) -> None:
    """Tell the templates of the visit's language which content texts are translated, before anything is drawn."""
    know(visit.interface.lang, visit.translated)


def begin(visit: Begun, name: str, assessment: str = "") -> None:
    """Bring a visit to where its page begins; to the list, with a sentence, where that is not there or not shared."""
    speak(visit)
    try:
        visit.start(assessment, "tasks" if assessment else name)
    except (UnknownAssessment, NotShared) as error:
        visit.start("", name)
        sentence = refusal(error.role, visit.interface) if isinstance(error, NotShared) else str(error)
        visit.state = replace(visit.state, message=sentence)


def attach(visit: Shown, route: str, width: int | None) -> None:
    """Bring a visit to the address that the browser is at; `width`, in CSS pixels, is known the first time only."""
    if width is not None:
        visit.fit(width)
    wanted = route.strip("#/")
    if wanted and wanted != visit.screen().route:
        visit.handle(Event("route", value=wanted), "", 0)


def first(visit: Begun, name: str, assessment: str, route: str, width: int | None) -> First:
    """The page as a browser of that width will see it at that address; raises ToolkitError."""
    begin(visit, name, assessment)
    attach(visit, route, width)
    screen = visit.screen()
    html = whole(visit, screen)
    return First(html, {**state_of(visit, screen), "seen": digest(html)})
