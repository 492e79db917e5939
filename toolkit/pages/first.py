"""A page as it first stands: in a widget, and before that in what the server sends while a kernel starts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from toolkit.pages.screen import Event, Screen
from toolkit.pages.texts import browser_texts
from toolkit.pages.visit import Visit
from toolkit.render.html import environment, render, stylesheet

PAGES = ("home", "risk")
PHONE = 600
"""Below this width in CSS pixels, one question at a time is shown first; the reader can change it."""


@dataclass(frozen=True, slots=True)
class First:
    """A page's HTML, and what the browser must know of it besides; `state["seen"]` is the digest of the HTML."""

    html: str
    state: Mapping[str, Any]


def whole(visit: Visit, screen: Screen, *, style: bool = False) -> str:
    """The complete page; outside our own template it brings its style along."""
    css = stylesheet() if style else ""
    return str(render(visit.interface.lang, "page.j2", screen=screen, css=css))


def state_of(visit: Visit, screen: Screen) -> dict[str, Any]:
    """Language, direction, title, address, and what the browser says by itself."""
    spoken = visit.interface
    told = {"lang": spoken.lang, "dir": spoken.dir, "title": screen.title, "route": screen.route}
    return told | {"texts": browser_texts(spoken)}


def digest(html: str) -> str:
    """Names a page's HTML: a browser that has it already need not get it again."""
    return hashlib.sha256(html.encode()).hexdigest()[:16]


def speak(visit: Visit) -> None:
    """Tell the templates of the visit's language which content texts are translated, before anything is drawn."""
    environment(visit.interface.lang).globals["translated"] = visit.library.translated


def begin(visit: Visit, name: str, assessment: str = "") -> None:
    """Bring a visit to where its page begins; raises ToolkitError."""
    speak(visit)
    visit.start(assessment, "tasks" if assessment else name)


def attach(visit: Visit, route: str, width: int | None) -> None:
    """Bring a visit to the address that the browser is at; `width`, in CSS pixels, is known the first time only."""
    if width is not None:
        visit.state = replace(visit.state, single=width < PHONE)
    wanted = route.strip("#/")
    if wanted and wanted != visit.screen().route:
        visit.handle(Event("route", value=wanted), "", 0)


def first(visit: Visit, name: str, assessment: str, route: str, width: int | None) -> First:
    """The page as a browser of that width will see it at that address; raises ToolkitError."""
    begin(visit, name, assessment)
    attach(visit, route, width)
    screen = visit.screen()
    html = whole(visit, screen)
    return First(html, {**state_of(visit, screen), "seen": digest(html)})
