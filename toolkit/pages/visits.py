"""Visits of every page that a kernel shows and whose work is stored, by the name of its notebook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.content import load_library
from toolkit.content.interface import interface
from toolkit.pages.desks import DESKS
from toolkit.pages.first import PORTFOLIO
from toolkit.pages.visit import Visit, now
from toolkit.store import Store, open_store

if TYPE_CHECKING:  # the other pages start without them
    from toolkit.pages.portfolio_visit import PortfolioVisit
    from toolkit.pages.workshop_visit import WorkshopVisit
    from toolkit.store.workshops import Workshops

WORKSHOP = "workshop"


@dataclass
class Stores:
    """What visits need of a database, each opened at its first use; raises StoreError then."""

    url: str | None = None

    @cached_property
    def records(self) -> Store:
        """Assessments and settings."""
        return open_store(self.url)

    @cached_property
    def workshops(self) -> Workshops:
        """Workshops."""
        from toolkit.store.workshops import Workshops

        return Workshops(self.url, now)

    def close(self) -> None:
        """Let go of what was opened."""
        for name in ("records", "workshops"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()


def visit_of(
    name: str, lang: str, stores: Stores, who: str, address: str = "", identity: str = "none"
) -> Visit | WorkshopVisit | PortfolioVisit:
    """The page `name` in a language that is there, for somebody who reaches the server at `address`."""
    if name == PORTFOLIO:
        from toolkit.pages.portfolio_visit import PortfolioVisit

        return PortfolioVisit(load_library(lang), interface(lang), stores.records, who, now, address, identity)
    if name != WORKSHOP:
        return record_visit(name, lang, stores, who, address, identity)
    from toolkit.pages.workshop_visit import WorkshopVisit

    given = (load_library(lang), interface(lang), stores.records, stores.workshops, who, now, address, identity)
    return WorkshopVisit(*given)


def record_visit(name: str, lang: str, stores: Stores, who: str, address: str = "", identity: str = "none") -> Visit:
    """A page about records."""
    return Visit(load_library(lang), interface(lang), stores.records, who, DESKS[name], now, address, identity)
