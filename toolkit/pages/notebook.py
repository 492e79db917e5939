"""Opening a page from a notebook: language, visitor and assessment from the address, the environment or parameters."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs

from toolkit.content import load_library
from toolkit.content.interface import available, interface
from toolkit.core.model import ToolkitError
from toolkit.exchange.bundle import read_bundle
from toolkit.pages.answers import values_of
from toolkit.pages.host import Page, Visit, now
from toolkit.pages.risk_state import RiskState
from toolkit.pages.screen import Create
from toolkit.store import open_store

PAGES = ("home", "risk")
OUR_TEMPLATE = "TOOLKIT_SERVED"
"""Set by our own server: its template brings the style, so that the page need not carry it."""


def asked_for() -> dict[str, str]:
    """The query of the page's address, as Voila tells it; the first value of each name."""
    query = parse_qs(os.environ.get("QUERY_STRING", ""), keep_blank_values=False)
    return {name: values[0] for name, values in query.items()}


def open_page(name: str, lang: str = "", assessment: str = "") -> Page:
    """The page as a widget; raises ToolkitError for an unknown page."""
    if name not in PAGES:
        raise ToolkitError(f"there is no page “{name}”; choose one of {', '.join(PAGES)}")
    query = asked_for()
    code = available(query.get("lang") or lang or os.environ.get("TOOLKIT_LANG", "en"))
    visit = Visit(load_library(code), interface(code), open_store(), who(), RiskState(), now)
    wanted = query.get("assessment") or assessment
    if wanted and Path(wanted).suffix == ".json":
        _from_file(visit, Path(wanted))
    else:
        visit.start(wanted, "tasks" if wanted else name)
    return Page(visit, style=os.environ.get(OUR_TEMPLATE) != "1")


def who() -> str:
    """Who is there: the name that the server vouches for, else the one person of this machine."""
    return os.environ.get("TOOLKIT_VISITOR") or "local"


def _from_file(visit: Visit, path: Path) -> None:
    """A bundle from disk as a new assessment, shown at its result; used by headless runs."""
    read = read_bundle(path, visit.library)
    given = read.assessment
    visit.perform(Create(given.title, values_of(given), given.demo, "result"))
