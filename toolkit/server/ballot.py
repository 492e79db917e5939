"""/w/<token>: somebody’s own ballot, and the short word that says when it has something new."""

from __future__ import annotations

import secrets
import time
from functools import partial

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.httputil import url_concat
from tornado.web import RequestHandler

from toolkit.content.interface import available, interface
from toolkit.core.workshop import Room
from toolkit.core.workshop_events import Vote
from toolkit.pages import room, room_words
from toolkit.pages.room_questions import measures
from toolkit.server.join import TOKEN, Seated
from toolkit.server.rooms import ENDED
from toolkit.store.workshop_records import Holder, NoWorkshop

HOLD = 55.0
"""How long a page waits for news before it hears that there are none, in seconds; proxies give up after a minute."""


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
        seat = await self.seat(token, fresh=False)  # taking it reads what is new
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
        try:
            acted = await self.rooms.act(holder, [vote])
        except NoWorkshop:  # deleted since it was last seen
            self.refuse(404)
            return
        if acted.refusal is None and self.part_asked:
            await self._draw(token, holder, acted.playing.room, room.Turn("", vote.poll))
            return
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
        self.bared = self.part_asked
        frame = self.frame(lang, f"w/{token}", self.rooms.word(found, holder.person))
        page = await self.rooms.quickly(
            lambda: room.ballot_page(frame, found, measures(found.setup), holder.person, turn)
        )
        if page is None:
            self.refuse(404)
        else:
            self.answer(page)


class BackHandler(Seated):
    """GET /w/<token>/back: what brings somebody back with another phone."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Show the square and the address of their own page."""
        seat = await self.seat(token)
        if seat is None:
            return
        frame, address = self.frame(self.lang, f"w/{token}/back"), f"{self.address}w/{token}"
        page = await self.rooms.apart(partial(room.back_page, frame, seat[1], seat[0].person, address))
        if page is None:
            self.refuse(404)
        else:
            self.answer(page)


class NewsHandler(Seated):
    """GET /w/<token>/news: a short word that changes when the page has something new; 200 bytes with its headers.

    With `?seen=`, the word that a page shows already, the answer waits until there is another one, up to `HOLD`.
    """

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Answer with the word alone."""
        end = time.monotonic() + HOLD
        seen = self.get_query_argument("seen", "")
        seat = await self.seat(token)
        if seat is None:
            return
        holder, found = seat
        word = await self.word(holder, found)
        while word == seen and word != ENDED:
            after = await self.rooms.changed(found, end - time.monotonic(), shared=self.shared)
            if after is None:
                break
            found, word = after, await self.word(holder, after)
        self.bare("text/plain")
        self.finish(word)

    shared = True
    """Whether the word depends on what all people are shown and one's own votes alone."""

    async def word(self, holder: Holder, found: Room) -> str:
        """What changes with the page."""
        return self.rooms.word(found, holder.person)


ROUTES: list[tuple[str, type[RequestHandler]]] = [
    (rf"/w/{TOKEN}", BallotHandler),
    (rf"/w/{TOKEN}/back", BackHandler),
    (rf"/w/{TOKEN}/news", NewsHandler),
]
"""The addresses of ballots."""
