"""/screen/<token>: what everybody in the room sees together."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from hashlib import sha256

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import RequestHandler

from toolkit.core.workshop import Room, Stage
from toolkit.core.workshop_views import projector_view
from toolkit.pages import room
from toolkit.pages.room_questions import measures
from toolkit.server.ballot import NewsHandler
from toolkit.server.join import TOKEN, Seated
from toolkit.server.rooms import ENDED, Rooms
from toolkit.store.workshop_records import Holder, Part


async def screen_word(rooms: Rooms, found: Room) -> str:
    """The word of the big screen, which changes with every answer that it counts."""
    if found.stage is Stage.ENDED:
        return ENDED
    judged = await rooms.apart(partial(measures, found.setup))
    view = await rooms.apart(partial(projector_view, found, judged, 0))
    return sha256(repr((view, found.until)).encode()).hexdigest()[:8]


class ScreenNewsHandler(NewsHandler):
    """GET /screen/<token>/news: the word of the big screen."""

    part = Part.SCREEN
    shared = False

    async def word(self, holder: Holder, found: Room) -> str:
        """What changes with the page."""
        return await screen_word(self.rooms, found)


class ScreenHandler(Seated):
    """GET /screen/<token>: what everybody sees together."""

    part = Part.SCREEN

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Show it; 304 where nothing has changed."""
        seat = await self.seat(token)
        if seat is None:
            return
        found = seat[1]
        self.bared = self.part_asked
        word = await screen_word(self.rooms, found)
        judged = await self.rooms.apart(partial(measures, found.setup))
        frame = self.frame(self.lang, f"screen/{token}", word, sheets=("room.css", "screen.css"))
        frame = replace(frame, dark=self.get_query_argument("look", "") == "dark")
        draw = partial(room.screen_page, frame, found, judged, self.address + "join", int(time.time()))
        self.answer(await self.rooms.apart(draw))


ROUTES: list[tuple[str, type[RequestHandler]]] = [
    (rf"/screen/{TOKEN}", ScreenHandler),
    (rf"/screen/{TOKEN}/news", ScreenNewsHandler),
]
"""The addresses of the big screen."""
