"""The control view of a workshop, for whoever has a trainer’s link: /t/<token> and its /news."""

from __future__ import annotations

import secrets
import time
from functools import partial

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.httputil import url_concat
from tornado.web import RequestHandler

from toolkit.content.interface import available
from toolkit.core.model import ToolkitError
from toolkit.core.workshop import Room
from toolkit.core.workshop_events import Refusal
from toolkit.pages.room_questions import measures
from toolkit.pages.trainer import Desk, Look, control_page, news
from toolkit.pages.trainer_form import Odd, Sent, events_of, press_id
from toolkit.pages.trainer_robots import robots_next
from toolkit.pages.trainer_words import problem_words
from toolkit.server.join import LONGEST, TOKEN, Seated
from toolkit.store.workshop_records import Holder, NotAllowed, Part

MOST_FIELDS = 200
"""Fields of a form, above all that any of these pages sends."""

ASKS = {"write": "entry", "count": "paper", "present": "present"}
"""To which page somebody comes back with what they typed."""


class Trained(Seated):
    """A page for whoever has a trainer’s link."""

    part = Part.TRAINER

    async def rehearsed(self, holder: Holder, room: Room) -> Room:
        """The room after the next few robots; they wait for nobody, and a real room has none."""
        if not room.setup.demo or not room.robots:
            return room
        events = await self.rooms.apart(partial(robots_next, room))
        return (await self.rooms.act(holder, events)).playing.room if events else room


class TrainerHandler(Trained):
    """GET and POST /t/<token>: running a workshop."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Show how it stands."""
        seat = await self.seat(token)
        if seat is None:
            return
        holder, room = seat
        at, of = (self.get_query_argument(name, "")[:LONGEST] for name in ("at", "of"))
        done = self.get_query_argument("saved", "") != ""
        await self._draw(token, await self.rehearsed(holder, room), Look(at, of, done=done))

    @allow_unauthenticated
    async def post(self, token: str) -> None:
        """Do what was pressed; 409 with the reason and the page as it is now where it does not count."""
        seat = await self.seat(token)
        if seat is None:
            return
        holder, room = seat
        sent = self._sent()
        if sent.one("do") == "link":
            await self._screen(holder)
            return
        events = events_of(room, sent)
        if isinstance(events, Odd):
            await self._again(token, room, sent, events)
            return
        try:
            acted = await self.rooms.act(holder, events)
        except NotAllowed:  # the link was withdrawn a moment ago
            self.refuse(404)
            return
        if acted.refusal:
            await self._again(token, acted.playing.room, sent, acted.refusal)
            return
        query = {"lang": available(self.lang), "saved": "1"}
        self.redirect(url_concat(url_path_join(self.base_url, "t", token), query), status=303)

    def _sent(self) -> Sent:
        names = sorted(self.request.body_arguments)[:MOST_FIELDS]
        given = {name: [one[:LONGEST] for one in self.get_body_arguments(name)[:MOST_FIELDS]] for name in names}
        nonce = next(iter(given.get("id", ())), "")[:64] or secrets.token_hex(8)
        return Sent(press_id(nonce, given), given, int(time.time()))

    async def _again(self, token: str, room: Room, sent: Sent, problem: Refusal | Odd) -> None:
        """The page as it is now, with the reason; what was typed is still there."""
        self.set_status(409)
        at = ASKS.get(sent.one("do"), "")
        words = problem_words(self._desk(token).spoken, problem)
        typed = sent.given if at else {}
        await self._draw(token, room, Look(at, sent.one("entry"), problem=words, given=typed))

    async def _screen(self, holder: Holder) -> None:
        """A fresh link for the big screen, opened at once: only its digest is kept, so an old one cannot be shown."""
        try:
            owner = (await self.rooms.apart(partial(self.rooms.workshops.workshop, holder.workshop_id))).owner
            make = partial(self.rooms.workshops.link, holder.workshop_id, owner, Part.SCREEN)
            token = await self.rooms.apart(make)
        except ToolkitError:  # the workshop has just been deleted, or has very many links
            self.refuse(409)
            return
        self.redirect(url_concat(url_path_join(self.base_url, "screen", token), {"lang": self.lang}), status=303)

    async def _draw(self, token: str, room: Room, look: Look) -> None:
        judged = await self.rooms.apart(partial(measures, room.setup))
        desk = self._desk(token)
        draw = partial(control_page, desk, room, judged, look, int(time.time()))
        self.answer(await self.rooms.apart(draw))

    def _desk(self, token: str) -> Desk:
        sheets = (self.url("toolkit.css"), self.url("trainer.css"))
        return Desk(
            lang=available(self.lang),
            sheets=tuple(filter(None, sheets)),
            scripts=tuple(filter(None, [self.url("room.js")])),
            action=url_path_join(self.base_url, "t", token),
            join=self.address + "join",
            base=self.base_url,
            xsrf=self.xsrf_token.decode(),
            nonce=secrets.token_hex(8),
        )


class TrainerNewsHandler(Trained):
    """GET /t/<token>/news: a short word that changes when the control view has something new."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Answer with the word alone; in a rehearsal the robots go on meanwhile."""
        seat = await self.seat(token)
        if seat is None:
            return
        room = await self.rehearsed(*seat)
        self.bare("text/plain")
        self.finish(news(room, int(time.time())))


ROUTES: list[tuple[str, type[RequestHandler]]] = [
    (rf"/t/{TOKEN}", TrainerHandler),
    (rf"/t/{TOKEN}/news", TrainerNewsHandler),
]
"""The addresses of control views."""
