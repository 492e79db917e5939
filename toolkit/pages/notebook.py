"""Opening a page from a notebook: language, visitor and assessment from the address, the environment or parameters."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs

from toolkit.content.interface import available
from toolkit.core.model import ToolkitError
from toolkit.exchange.bundle import read_bundle
from toolkit.pages.answers import values_of
from toolkit.pages.first import HUB, NOTEBOOKS, PAGES, begin
from toolkit.pages.host import Page
from toolkit.pages.screen import Create
from toolkit.pages.visit import Visit, now
from toolkit.pages.visits import Stores, visit_of
from toolkit.store import open_store

OUR_TEMPLATE = "TOOLKIT_SERVED"
"""Set by our own server: its template brings the style, so that the page need not carry it."""


ADDRESS, IDENTITY = "TOOLKIT_ADDRESS", "TOOLKIT_IDENTITY"
"""What our own server says of itself: links need to know."""


def asked_for() -> dict[str, str]:
    """The query of the page's address, as Voila tells it; the first value of each name."""
    query = parse_qs(os.environ.get("QUERY_STRING", ""), keep_blank_values=False)
    return {name: values[0] for name, values in query.items()}


def open_page(name: str, lang: str = "", assessment: str = "") -> Page:
    """The page as a widget; raises ToolkitError for an unknown page."""
    known = (*PAGES, *NOTEBOOKS, HUB)
    if name not in known:
        raise ToolkitError(f"there is no page “{name}”; choose one of {', '.join(known)}")
    query = asked_for()
    code = available(query.get("lang") or lang or os.environ.get("TOOLKIT_LANG", "en"))
    bare = os.environ.get(OUR_TEMPLATE) != "1"
    if name in NOTEBOOKS:
        from toolkit.pages.reading_visit import reading_visit  # the other pages start without it

        return Page(reading_visit(name, code, open_store(), who(), now), style=bare)
    if name == HUB:
        from toolkit.pages.hub_visit import hub_visit

        return Page(hub_visit(code, who(), *served()), style=bare)
    visit = visit_of(name, code, Stores(), who(), *served())
    wanted = query.get("assessment", "")
    if isinstance(visit, Visit) and not wanted and Path(assessment).suffix == ".json":
        _from_file(visit, Path(assessment))
    else:  # an address names no file: it would be one of the server
        begin(visit, name, wanted or assessment)
    return Page(visit, style=bare)


def who() -> str:
    """Who is there: the name that the server vouches for, else the one person of this machine."""
    return os.environ.get("TOOLKIT_VISITOR") or "local"


def served() -> tuple[str, str]:
    """Where visitors reach the server that shows the page, and how it knows them; nowhere without our server."""
    return os.environ.get(ADDRESS, ""), os.environ.get(IDENTITY) or "none"


def _from_file(visit: Visit, path: Path) -> None:
    """A bundle from disk as a new assessment, shown at its result; used by headless runs."""
    read = read_bundle(path, visit.library)
    given = read.assessment
    visit.perform(Create(given.title, values_of(given), given.demo, "result"))
