"""What a visitor sees before their kernel has started: the same page, drawn by the server from what is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from logging import Logger

from toolkit.content.interface import available
from toolkit.core.model import ToolkitError
from toolkit.pages.desks import DESKS
from toolkit.pages.first import PAGES, First, first
from toolkit.pages.portfolio_shelf import trim
from toolkit.pages.portfolio_visit import PortfolioVisit
from toolkit.pages.visits import Stores, visit_of
from toolkit.server.configuration import Configuration

EVERY = (*DESKS.values(), import_module("toolkit.pages.workshop_visit"))
"""Every page, imported before the first visitor asks."""

REMEMBERED = 500
"""Levels of so many systems are remembered here, some 0.2 MB each; a kernel remembers more, of one visitor."""

WIDEST = 100_000
"""No screen has more CSS pixels across."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for a page: whom their assessments belong to, their language, and where they reach this server."""

    owner: str
    lang: str
    address: str


@dataclass
class FirstPages:
    """Draws first pages, one at a time and beside the server's loop; opens the database at the first."""

    configuration: Configuration
    log: Logger
    stores: Stores = field(init=False)
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "first"))

    def __post_init__(self) -> None:
        self.stores = Stores(self.configuration.database_url)

    async def draw(self, name: str, asker: Asker, query: Mapping[str, str]) -> First | None:
        """The page `name` as the asker will see it, or None where only its kernel can tell; never raises.

        `query` is what the browser asks: `assessment`, `route`, and its `width` in CSS pixels.
        """
        if name not in PAGES:
            return None
        return await asyncio.get_running_loop().run_in_executor(self.thread, self._drawn, name, asker, query)

    def _drawn(self, name: str, asker: Asker, query: Mapping[str, str]) -> First | None:
        try:
            lang, identity = available(asker.lang), str(self.configuration.identity)
            visit = visit_of(name, lang, self.stores, asker.owner, asker.address, identity)
            if isinstance(visit, PortfolioVisit) and not visit.light:
                return None
            trim(REMEMBERED)
            return first(visit, name, query.get("assessment", ""), query.get("route", ""), _width(query))
        except ToolkitError:  # the kernel will say it better
            return None
        except Exception:
            self.log.exception("The first page of %s could not be drawn; visitors wait for their kernels.", name)
            return None

    def close(self) -> None:
        """Draw no more, and let the database go."""
        self.thread.shutdown(wait=True, cancel_futures=True)
        self.stores.close()


def _width(query: Mapping[str, str]) -> int | None:
    given = query.get("width", "")
    return min(int(given), WIDEST) if given.isascii() and given.isdigit() and len(given) < 9 else None
