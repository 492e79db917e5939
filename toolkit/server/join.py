"""Workshops without signing in, kernel or script: /join, /w/<token> for people, /screen/<token> for the room."""

from __future__ import annotations

import secrets
import time
from functools import partial
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.httputil import url_concat
from tornado.web import RequestHandler

from toolkit.content.interface import available, interface
from toolkit.core.joining import Wrong, read_code
from toolkit.core.workshop import Person, Room, Stage
from toolkit.core.workshop_events import Vote
from toolkit.pages import room, room_words
from toolkit.pages.room_questions import measures
from toolkit.server import peers
from toolkit.server.config import networks
from toolkit.server.handlers import Calm
from toolkit.server.policy import SECURITY_HEADERS
from toolkit.server.rooms import Rooms, shown_of
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

    def frame(self, lang: str, path: str) -> room.Frame:
        """What a page stands in."""
        action = url_path_join(self.base_url, path)
        xsrf = self.xsrf_token.decode()
        return room.Frame(available(lang), self.url("toolkit.css") or "", action, xsrf, secrets.token_hex(8))

    def field(self, name: str) -> str:
        """A field of the form that was sent; empty where there is none."""
        return self.get_body_argument(name, "")[:LONGEST]

    def answer(self, page: str) -> None:
        """Send a page that nothing but this browser keeps."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "private, no-cache")
        self.finish(page)

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


class Seated(Light):
    """A page for whoever has a ballot."""

    def said_path(self) -> str:
        """The path without its secret."""
        return url_path_join(self.base_url, "w")

    part = Part.PERSON

    async def seat(self, token: str) -> tuple[Holder, Room] | None:
        """Whose ballot it is, and the room; else a calm 404, the same for every token that is no ballot’s."""
        holder = await self.rooms.apart(partial(self.rooms.workshops.holder, token))
        if holder is None or holder.part is not self.part:
            self.refuse(404)
            return None
        try:
            return holder, await self.rooms.room(holder.workshop_id)
        except NoWorkshop:
            self.refuse(404)
            return None


class BallotHandler(Seated):
    """GET and POST /w/<token>: somebody’s own ballot, and what the room was shown."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Show the next question, or what there is to see; 304 where nothing has changed."""
        seat = await self.seat(token)
        if seat is None:
            return
        holder, found = seat
        turn = room.Turn(self.get_query_argument("q", ""), self.get_query_argument("saved", ""))
        await self._draw(token, holder, found, turn)

    @allow_unauthenticated
    async def post(self, token: str) -> None:
        """Take an answer; 409 with the reason where it does not count, and 400 where it is none."""
        seat = await self.seat(token)
        if seat is None:
            return
        holder, found = seat
        poll = found.setup.poll(self.field("poll"))
        names = ["reason", *(f"choice{number}" for number in range(len(poll.steps) if poll else 0))]
        given = {name: self.field(name) for name in names}
        choices = room.choices_of(poll, given) if poll else ()
        number = {"1": 1, "2": 2}.get(self.field("round"), 0)
        name = self.field("id")[:32] or secrets.token_hex(8)
        # An answer that is none is sent on all the same: the rules know best why it does not count.
        vote = Vote(name, holder.person, self.field("poll"), number, choices or (), given["reason"])
        acted = await self.rooms.act(holder, [vote])
        if acted.refusal is None:
            query = {"saved": vote.poll, "lang": self.lang}
            self.redirect(url_concat(url_path_join(self.base_url, "w", token), query), status=303)
            return
        problem = room_words.refusal_words(interface(available(self.lang)), acted.refusal)
        self.set_status(400 if choices is None else 409)
        await self._draw(token, holder, acted.playing.room, room.Turn(vote.poll, "", problem, given))

    async def _draw(self, token: str, holder: Holder, found: Room, turn: room.Turn) -> None:
        who = found.people.get(holder.person)
        lang = self.lang if self.get_query_argument("lang", "") or who is None else who.lang
        frame = self.frame(lang, f"w/{token}")
        judged = await self.rooms.apart(partial(measures, found.setup))
        draw = partial(room.ballot_page, frame, found, judged, holder.person, turn)
        page = await self.rooms.apart(draw)
        if page is None:
            self.refuse(404)
        else:
            self.answer(page)


class NewsHandler(Seated):
    """GET /w/<token>/news: a short word that changes when the page has something new; 200 bytes with its headers."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Answer with the word alone."""
        seat = await self.seat(token)
        if seat is None:
            return
        for name in SECURITY_HEADERS:  # they guard pages, and this is none
            if name != "X-Content-Type-Options":
                self.clear_header(name)
        self.set_header("Content-Type", "text/plain")
        self.set_header("Cache-Control", "no-store")
        holder, found = seat
        self.finish("ended" if found.stage is Stage.ENDED else shown_of(found, holder.person))

    def compute_etag(self) -> None:
        """None: it would be longer than the answer."""


class ScreenHandler(Seated):
    """GET /screen/<token>: what everybody sees together."""

    part = Part.SCREEN

    def said_path(self) -> str:
        """The path without its secret."""
        return url_path_join(self.base_url, "screen")

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Show it; 304 where nothing has changed."""
        seat = await self.seat(token)
        if seat is None:
            return
        found = seat[1]
        judged = await self.rooms.apart(partial(measures, found.setup))
        frame, join, now = self.frame(self.lang, f"screen/{token}"), self.address + "join", int(time.time())
        self.answer(await self.rooms.apart(partial(room.screen_page, frame, found, judged, join, now)))


TOKEN = r"([\w-]{40,60})"

ROUTES: list[tuple[str, type[RequestHandler]]] = [
    (r"/join", JoinHandler),
    (rf"/w/{TOKEN}", BallotHandler),
    (rf"/w/{TOKEN}/news", NewsHandler),
    (rf"/screen/{TOKEN}", ScreenHandler),
]
"""The addresses of workshops."""
