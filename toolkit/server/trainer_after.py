"""After a workshop: /t/<token>/after with its files, /t/<token>/print, and what becomes of the room’s answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.httputil import url_concat
from tornado.web import RequestHandler

from toolkit.content.interface import available, interface
from toolkit.core.minutes_kept import KeptMinutes
from toolkit.core.model import ToolkitError
from toolkit.core.workshop import Room, Stage
from toolkit.exchange.minutes import to_json
from toolkit.pages.minutes_document import minutes_document, minutes_file
from toolkit.pages.minutes_table import answers_file
from toolkit.pages.minutes_words import file_name
from toolkit.pages.report_file import MIMES, Format
from toolkit.pages.workshop_after import After, after_page, gone_page, too_few
from toolkit.pages.workshop_print import Kind, Sheet, printed
from toolkit.pages.workshop_take import KINDS, record
from toolkit.pages.workshop_word import word
from toolkit.render.document_html import html
from toolkit.server.join import TOKEN
from toolkit.server.kept import frozen, take, taken
from toolkit.server.paper import Papers
from toolkit.server.trainer import Trained
from toolkit.store import NotStorable
from toolkit.store.workshop_records import Holder, NoWorkshop, Workshop

if TYPE_CHECKING:
    from toolkit.pages.room import Frame

FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'"
"""Documents that carry their own style, and nothing that runs."""

PAPERS, TAKING = Papers(), asyncio.Lock()
"""PDFs are made one at a time, and records too: who presses twice gets one."""


class Trainers(Trained):
    """What the pages after a workshop share."""

    async def kept(self, holder: Holder, room: Room) -> KeptMinutes | None:
        """The minutes, frozen at the first look after the end; None while the workshop goes on."""
        if room.stage is not Stage.ENDED:
            return None
        return await self.rooms.apart(partial(frozen, self.rooms.workshops, holder.workshop_id, room))

    async def workshop(self, holder: Holder) -> Workshop:
        """The workshop without what happened in it."""
        return await self.rooms.apart(partial(self.rooms.workshops.workshop, holder.workshop_id))

    def send(self, name: str, mime: str, body: bytes, *, inline: bool) -> None:
        """Send a file that nothing keeps."""
        self.set_header("Content-Type", mime)
        self.set_header("Cache-Control", "no-store")
        if mime.startswith("text/html"):
            self.set_header("Content-Security-Policy", FILE_POLICY)
        how = "inline" if inline else "attachment"
        self.set_header("Content-Disposition", f"{how}; filename*=UTF-8''{quote(name, safe='')}")
        self.finish(body)

    def cannot(self, error: ToolkitError) -> None:
        """Say why a file cannot be made here."""
        self.set_status(503)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(str(error))


class AfterHandler(Trainers):
    """GET and POST /t/<token>/after: what there is to take away, and what becomes of the rest."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Show it."""
        seat = await self.seat(token)
        if seat is not None:
            asks = bool(self.get_query_argument("delete", "")) and seat[1].stage is Stage.ENDED
            await self.page(token, *seat, done=self.get_query_argument("done", ""), asks=asks)

    @allow_unauthenticated
    async def post(self, token: str) -> None:
        """Take answers over, keep the workshop for another time, or delete it."""
        seat = await self.seat(token)
        if seat is None:
            return
        holder, room = seat
        acts = {"take": self.take, "keep": self.keep, "delete": self.remove}
        act = acts.get(self.field("act"))
        try:
            if act is None:
                await self.page(token, holder, room)
            elif (done := await act(holder, room)) is not None:
                query = {"done": done, "lang": available(self.lang)}
                self.redirect(url_concat(url_path_join(self.base_url, "t", token, "after"), query), status=303)
        except NoWorkshop:
            self.refuse(404)
        except NotStorable:
            self.set_status(409)
            await self.page(token, holder, room, problem=too_few(interface(available(self.lang))))

    async def take(self, holder: Holder, room: Room) -> str | None:
        """Make a record of the room’s answers, once; returns its kind."""
        kept, kind = await self.kept(holder, room), self.field("kind")
        if kept is None or kind not in KINDS:
            return ""
        owner = (await self.workshop(holder)).owner
        url = self.toolkit.configuration.database_url
        async with TAKING:
            made = await self.rooms.apart(partial(record, kept, kind, available(self.lang)))
            if made is not None:
                await self.rooms.apart(partial(take, url, owner, made))
        return kind if made else ""

    async def keep(self, holder: Holder, room: Room) -> str | None:
        """Keep the workshop for another number of days."""
        del room
        given = self.field("days")
        days = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0
        owner = (await self.workshop(holder)).owner
        await self.rooms.apart(partial(self.rooms.workshops.keep_for, holder.workshop_id, owner, days))
        return "keep"

    async def remove(self, holder: Holder, room: Room) -> str | None:
        """Delete everything but the minutes, which are frozen first; answers with the last page of all."""
        if room.stage is not Stage.ENDED:
            return ""
        await self.kept(holder, room)
        owner = (await self.workshop(holder)).owner
        await self.rooms.apart(partial(self.rooms.workshops.delete, holder.workshop_id, owner))
        self.answer(gone_page(self.frame(self.lang, "join"), room.setup.title))
        return None

    async def page(
        self, token: str, holder: Holder, room: Room, *, done: str = "", problem: str = "", asks: bool = False
    ) -> None:
        """Draw the page."""
        kept, row = await self.kept(holder, room), await self.workshop(holder)
        url = self.toolkit.configuration.database_url
        known = await self.rooms.apart(partial(taken, url, row.owner, row.id)) if kept else {}
        after = After(room, kept, row.delete_at.date(), row.keep_days, known, done, problem, asks)
        frame = self.frame(self.lang, f"t/{token}/after")
        self.answer(await self.rooms.apart(partial(after_page, frame, after, self.places(token, frame))))

    def places(self, token: str, frame: Frame) -> Mapping[str, str]:
        """Where the page leads."""
        control = url_path_join(self.base_url, "t", token)
        opened = url_path_join(self.base_url, "KIND") + f"?assessment=RECORD&lang={frame.lang}"
        return {"control": control, "print": f"{control}/print", "open": opened}


class FileHandler(Trainers):
    """GET /t/<token>/after/minutes.* and answers.*: files, once the workshop has ended."""

    @allow_unauthenticated
    async def get(self, token: str, name: str, ending: str) -> None:
        """Send one; 404 before the end."""
        seat = await self.seat(token)
        if seat is None:
            return
        kept = await self.kept(*seat)
        wanted = (*Format, "json") if name == "minutes" else ("csv", "xlsx")
        if kept is None or ending not in wanted:
            self.refuse(404)
            return
        await self.file(kept, name, ending)

    async def file(self, kept: KeptMinutes, name: str, ending: str) -> None:
        """Send a file, or why it cannot be made here."""
        try:
            await self.made(kept, name, ending, available(self.lang))
        except ToolkitError as error:
            self.cannot(error)

    async def made(self, kept: KeptMinutes, name: str, ending: str, lang: str) -> None:
        """Make the file where nobody waits for it."""
        if name == "answers":
            self.send(*await self.rooms.apart(partial(answers_file, kept, ending, lang)), inline=False)
            return
        if ending == "json":
            self.send(file_name(kept, name, ending), "application/json", to_json(kept), inline=False)
            return
        fmt = Format(ending)
        if fmt is not Format.PDF:
            self.send(*await self.rooms.apart(partial(minutes_file, kept, fmt, lang)), inline=fmt is Format.HTML)
            return
        page = await self.rooms.apart(lambda: html(minutes_document(kept, lang)))
        self.send(file_name(kept, name, ending), MIMES[fmt], await PAPERS.pdf([page]), inline=False)


class PrintHandler(Trainers):
    """GET /t/<token>/print/<kind>.html, .pdf and .docx: what is printed, in the language asked for."""

    @allow_unauthenticated
    async def get(self, token: str, kind: str, ending: str) -> None:
        """Send it, for the browser or as a file."""
        seat = await self.seat(token)
        if seat is None:
            return
        if kind not in tuple(Kind):
            self.refuse(404)
            return
        sheet = Sheet(seat[1].setup, available(self.lang), self.address + "join")
        if seat[1].stage is Stage.ENDED:  # its code may be another workshop’s by now
            sheet = Sheet(sheet.setup, sheet.lang)
        if ending == Format.DOCX:
            made = await self.rooms.apart(partial(word, Kind(kind), sheet))
            self.send(f"{kind}-{sheet.lang}.docx", MIMES[Format.DOCX], made, inline=False)
            return
        page = await self.rooms.apart(partial(printed, Kind(kind), sheet))
        if ending == "html":
            self.send(f"{kind}.html", MIMES[Format.HTML], page.encode(), inline=True)
            return
        try:
            self.send(f"{kind}-{sheet.lang}.pdf", MIMES[Format.PDF], await PAPERS.pdf([page]), inline=True)
        except ToolkitError as error:
            self.cannot(error)


ROUTES: list[tuple[str, type[RequestHandler]]] = [
    (rf"/t/{TOKEN}/after", AfterHandler),
    (rf"/t/{TOKEN}/after/(minutes|answers)\.([a-z]+)", FileHandler),
    (rf"/t/{TOKEN}/print/([a-z]+)\.(html|pdf|docx)", PrintHandler),
]
"""The addresses of what comes after a workshop."""
