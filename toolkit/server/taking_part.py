"""GET and POST /w/<token>/certificate: a certificate for whoever answered, signed and shown and never kept."""

from __future__ import annotations

from functools import partial

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import RequestHandler

from toolkit.core.certificate import LONGEST_NAME, BadName
from toolkit.core.workshop import Room
from toolkit.exchange.certificate import public_of, sign, written
from toolkit.pages.room_certificate import Issued, earned, form_page, issued_page
from toolkit.server.join import TOKEN, Seated
from toolkit.server.signing import place, signing_key
from toolkit.store.workshop_records import Holder


class TakingPartHandler(Seated):
    """Signs for the holder of a ballot in a workshop that has ended."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Show the form for the name, or why there is none."""
        seat = await self.seat(token)
        if seat is not None:
            self.form(token, *seat)

    @allow_unauthenticated
    async def post(self, token: str) -> None:
        """Answer with the certificate; 400 for a name that is none, 403 for whoever may have none."""
        seat = await self.seat(token)
        if seat is None:
            return
        holder, room = seat
        name = self.get_body_argument("name", "")[: 2 * LONGEST_NAME]
        row = await self.rooms.apart(partial(self.rooms.workshops.workshop, holder.workshop_id))
        try:
            made = earned(room, holder.person, name, row.last_at.date())
        except BadName:
            self.set_status(400)
            self.form(token, holder, room, name or " ")
            return
        if made is None:
            self.set_status(403)
            self.form(token, holder, room)
            return
        private = await self.rooms.apart(lambda: signing_key(place()))
        issued = Issued(made, sign(made, private), written(public_of(private)))
        self.set_header("Cache-Control", "no-store")
        self.show_page(issued_page(self.frame(self.lang, f"w/{token}/certificate"), issued))

    def form(self, token: str, holder: Holder, room: Room, name: str = "") -> None:
        """The form, with what was typed."""
        self.show_page(form_page(self.frame(self.lang, f"w/{token}/certificate"), room, holder.person, name))

    def show_page(self, page: str) -> None:
        """Send a page that nothing keeps."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(page)


ROUTES: list[tuple[str, type[RequestHandler]]] = [(rf"/w/{TOKEN}/certificate", TakingPartHandler)]
"""The address of the certificate of taking part."""
