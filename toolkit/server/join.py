"""Coming into a workshop without signing in, kernel or script: /join, and what its light pages have in common."""

from __future__ import annotations

import gzip
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.httputil import url_concat
from tornado.web import RequestHandler

from toolkit.content.interface import available, interface
from toolkit.core.joining import Wrong, read_code
from toolkit.core.workshop import Person, Room
from toolkit.pages import room, room_words
from toolkit.server import peers
from toolkit.server.config import networks
from toolkit.server.handlers import Calm
from toolkit.server.policy import SECURITY_HEADERS
from toolkit.server.ports import is_loopback
from toolkit.server.rooms import Rooms
from toolkit.store.workshop_records import Holder, NoWorkshop, Part, Wait

WRONG_CODES = 60
"""Wrong codes in a row before an address has to wait: a whole room may share one, and some people mistype."""

COOKIE = "toolkit-ballot"
"""The token of one’s ballot, so that the same phone comes back to it by the code."""

LONGEST = 2000
"""Characters of a field of a form, far above any that is filled in by hand."""


class Light(Calm):
    """A page of a workshop."""

    anybody = True

    @property
    def rooms(self) -> Rooms:
        """The workshops of this server."""
        return self.toolkit.rooms

    bared = False
    """Whether the answer is a word or a part of a page, which only our script reads."""

    def frame(self, lang: str, path: str, word: str = "", *, sheets: Sequence[str] = ("room.css",)) -> room.Frame:
        """What a page stands in; one with a `word` asks for news at its own address."""
        action, known = url_path_join(self.base_url, path), available(lang)
        css, *more = (self.url(name) or "" for name in ("toolkit.css", *sheets))
        frame = room.Frame(known, css, action, self.xsrf_token.decode(), secrets.token_hex(8), tuple(more))
        if not word:
            return frame
        news, script = url_path_join(action, "news"), self.url("room.js") or ""
        return replace(frame, scripts=(script,), news=news, word=word, part=self.bared)

    @property
    def part_asked(self) -> bool:
        """Whether our script asks, which needs no more than what stands in the middle of the page."""
        return self.request.headers.get("X-Part", "") == "main"

    def field(self, name: str) -> str:
        """A field of the form that was sent; empty where there is none."""
        return self.get_body_argument(name, "")[:LONGEST]

    def answer(self, page: str) -> None:
        """Send a page that nothing but this browser keeps."""
        if not self.bared:
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.set_header("Cache-Control", "private, no-cache")
            self.finish(page)
            return
        self.bare("text/html; charset=utf-8")
        body = page.encode()
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):  # tornado leaves short answers as they are
            self.set_header("Content-Encoding", "gzip")
            body = gzip.compress(body, mtime=0)
        self.finish(body)

    def bare(self, mime: str) -> None:
        """Leave out the headers that guard whole pages."""
        self.bared = True
        for name in SECURITY_HEADERS:
            if name != "X-Content-Type-Options":
                self.clear_header(name)
        self.set_header("Content-Type", mime)
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> str | None:
        """None for what is sent bare: it would be longer than what it saves."""
        return None if self.bared else super().compute_etag()

    def refuse(self, status: int) -> None:
        """Answer with a calm page."""
        self.set_status(status)
        self.show("share-none.html.j2", heading="workshop-none-title", sentence="workshop-none-text")


class JoinHandler(Light):
    """GET and POST /join: the code, then what is promised, then in."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Ask for the code; with `?code=`, as in the square of a poster, go on at once."""
        code = self.get_query_argument("code", "")[:LONGEST]
        if code:
            await self._code(code)
        else:
            self.answer(room.code_page(self.frame(self.lang, "join"), room.Coming()))

    @allow_unauthenticated
    async def post(self) -> None:
        """Find the workshop of a code; with what it asks for filled in, let the visitor in."""
        await self._code(self.field("code"))

    async def _code(self, typed: str) -> None:
        code = read_code(typed)
        spoken = interface(available(self.lang))
        if isinstance(code, Wrong):
            self._again(typed, room_words.wrong_words(spoken, code), 400)
            return
        address = peers.visitor(self.request, networks(self.toolkit.configuration.trusted_proxies))
        limits = {self.rooms.digest("address", address): WRONG_CODES}
        found = await self.rooms.apart(partial(self.rooms.workshops.enter, code, limits))
        if isinstance(found, Wait):
            self.set_header("Retry-After", str(int(found.time.total_seconds()) + 1))
            self._again(typed, room_words.wait_words(spoken), 429)
        elif found is None:
            self._again(typed, room_words.no_code(spoken), 404)
        else:
            await self._found(found, code)

    def _again(self, typed: str, problem: str, status: int) -> None:
        self.set_status(status)
        self.answer(room.code_page(self.frame(self.lang, "join"), room.Coming(typed, problem=problem)))

    async def _found(self, workshop_id: str, code: str) -> None:
        token = self.get_signed_cookie(COOKIE)
        holder = await self.rooms.apart(partial(self.rooms.workshops.holder, token.decode())) if token else None
        if token and holder and (holder.workshop_id, holder.part) == (workshop_id, Part.PERSON):
            self._go(token.decode())
        elif self.request.method == "POST" and self.field("enter"):
            await self._enter(workshop_id, code)
        else:
            await self._ask(workshop_id, room.Coming(code))

    async def _ask(self, workshop_id: str, coming: room.Coming) -> None:
        found = await self.rooms.room(workshop_id)
        drawn = [secrets.randbelow(10**6) for _ in range(200)]
        draw = partial(room.enter_page, self.frame(self.lang, "join"), found, coming, drawn)
        self.answer(await self.rooms.apart(draw))

    async def _enter(self, workshop_id: str, code: str) -> None:
        lang = available(self.lang)
        person = Person("", self.field("name"), self.field("group"), lang)
        joined = await self.rooms.join(workshop_id, person)
        if joined.token:
            secure = self.request.protocol == "https" or self.toolkit.configuration.secure
            options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "path": self.base_url, "secure": secure}
            self.set_signed_cookie(COOKIE, joined.token, expires_days=None, **options)
            self._go(joined.token)
            return
        refusal = joined.acted.refusal
        problem = room_words.refusal_words(interface(lang), refusal) if refusal else ""
        self.set_status(409)
        await self._ask(workshop_id, room.Coming(code, person.name, person.group, problem))

    def _go(self, token: str) -> None:
        self.redirect(url_concat(url_path_join(self.base_url, "w", token), {"lang": self.lang}), status=303)


class TestHandler(Light):
    """GET /join/test: the page with which a phone shows that joining will work."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Show it, and tell the trainer once that a phone has come this far."""
        address = peers.visitor(self.request, networks(self.toolkit.configuration.trusted_proxies))
        own = urlsplit(f"//{self.request.host}").hostname
        if address != own and not is_loopback(address) and self.rooms.reach(address):
            tell = self.toolkit.say
            tell("A phone has opened the test page: joining works.")
        self.answer(room.test_page(self.frame(self.lang, "join/test"), url_path_join(self.base_url, "join")))


class Seated(Light):
    """A page for whoever has a ballot."""

    def said_path(self) -> str:
        """The path without its secret."""
        return url_path_join(self.base_url, "w")

    part = Part.PERSON

    async def seat(self, token: str, *, fresh: bool = True) -> tuple[Holder, Room] | None:
        """Whose ballot it is, and the room as it is now, or if need not be `fresh` as it was last seen.

        Else a calm 404, the same for every token that is no ballot’s.
        """
        with suppress(NoWorkshop):
            seat = await self.rooms.seat(token, fresh=fresh)
            if seat and seat[0].part is self.part:
                return seat
        self.refuse(404)
        return None


TOKEN = r"([\w-]{40,60})"
"""What a token looks like in an address."""

ROUTES: list[tuple[str, type[RequestHandler]]] = [(r"/join", JoinHandler), (r"/join/test", TestHandler)]
"""Where people come in."""
