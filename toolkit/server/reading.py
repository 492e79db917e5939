"""The reading pages without a kernel: GET /read/…, and the start page. They work without JavaScript."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from tornado.web import HTTPError

from toolkit.content.interface import available
from toolkit.pages import reading, reading_page
from toolkit.pages.reading_state import Memory, NotHere, Reader, Reading
from toolkit.render.links import Links
from toolkit.server.handlers import Public

if TYPE_CHECKING:
    from toolkit.server.app import ToolkitApp

ADDRESS = r"/read(?:/(?P<path>.*))?"
COOKIE, DAYS = "toolkit-reading", 365
"""What is remembered of a reader, in the reader's browser: level, role, activity, chapters read and passed."""

VISIT = "toolkit-reading-visit"
"""Cases whose warning was read, until the browser is closed."""

MOVED = {"explore": "explorables"}
"""First words of addresses under another name."""


class LightPage(Public):
    """A page made from the address and two cookies. Nothing is kept on the server, and nobody has to sign in."""

    async def reading(self) -> Reading:
        """The content in the language of the request. Reading it the first time takes seconds, so a thread does it."""
        asked = self.get_query_argument("lang", "")
        lang = available(self.lang)
        links = Links(self.base_url, lang=lang if asked else "")
        today = datetime.now(UTC).date()
        return await asyncio.get_running_loop().run_in_executor(None, reading.reading_of, lang, links, today)

    def reader(self, path: str, given: Reading) -> Reader:
        """Who reads what: the address and the cookies, and what the address changes in them."""
        memory = Memory.of(self._kept(COOKIE), (one.id for one in given.guides.chapters))
        cases = {one.id for one in given.guides.cases}
        kept = self._kept(VISIT)
        agreed = cases.intersection(one for one in (kept if isinstance(kept, list) else ()) if isinstance(one, str))
        values = {name: self.get_query_arguments(name) for name in self.request.query_arguments}
        before = Reader(memory=memory, agreed=frozenset(agreed)).asking(path, values)
        after = reading.arrived(before, given)
        if after.memory != memory:
            self._keep(COOKIE, after.memory.said(), DAYS)
        if after.agreed != before.agreed:
            self._keep(VISIT, sorted(after.agreed), None)
        return after

    def _kept(self, name: str) -> object:
        found = self.get_signed_cookie(name, max_age_days=DAYS)
        with suppress(ValueError):
            return json.loads(found) if found else None
        return None

    def _keep(self, name: str, value: object, days: int | None) -> None:
        secure = self.request.protocol == "https" or self.toolkit.configuration.secure
        options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "path": self.base_url, "secure": secure}
        text = json.dumps(value, separators=(",", ":"))
        self.set_signed_cookie(name, text, expires_days=days, **options)

    def answer(self, html: str) -> None:
        """Send a page that a browser keeps and asks about; an unchanged one is a 304 without a body."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Vary", "Cookie, Accept-Language")
        self.finish(html)

    @property
    def static(self) -> dict[str, list[str]]:
        """The addresses of style sheets and of the script."""
        sheets = filter(None, (self.url("toolkit.css"), self.url("reading.css")))
        return {"sheets": list(sheets), "scripts": list(filter(None, [self.url("read.js")]))}


class HomeHandler(LightPage):
    """GET /: where to go from here."""

    async def get(self) -> None:
        """Answer with the start page."""
        given = await self.reading()
        self.answer(reading_page.home(self.reader("", given), given, **self.static))

    head = get


class ReadHandler(LightPage):
    """GET /read and below: a page to read."""

    async def get(self, path: str | None = None) -> None:
        """Answer with the page; 404 for an address that is none, 301 for one that has another name."""
        asked = path or ""
        first, _, rest = asked.partition("/")
        if self.request.path.endswith("/") or first in MOVED:
            self._move(MOVED.get(first, first), rest)
            return
        given = await self.reading()
        try:
            draw = partial(reading_page.document, self.reader(asked, given), given, **self.static)
            # In a thread: the numbers of an explorable can take most of a second, and others wait for the server.
            html = await asyncio.get_running_loop().run_in_executor(None, draw)
        except NotHere as error:
            raise HTTPError(404) from error
        self.answer(html)

    head = get

    def _move(self, first: str, rest: str) -> None:
        query = f"?{self.request.query}" if self.request.query else ""
        links = Links(self.base_url)
        self.redirect(links.url("/".join(filter(None, (first, rest.strip("/"))))) + query, permanent=True)


def prepare(app: ToolkitApp) -> None:
    """Read the content of the first language before anybody asks, beside everything else."""
    first = available(app.languages[0] if app.languages else "en")
    links, today = Links(app.base_url), datetime.now(UTC).date()
    asyncio.get_running_loop().run_in_executor(None, reading.reading_of, first, links, today)
