"""From a trainer’s own list to the light pages of a workshop, and to kept minutes: /workshop/<id>/…, in new tabs."""

from __future__ import annotations

from functools import partial
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.utils import url_path_join
from tornado.httputil import url_concat
from tornado.web import HTTPError, RequestHandler

from toolkit.core.minutes_kept import minutes_of
from toolkit.server.join import ROOTS, Light
from toolkit.server.trainer_after import FileHandler
from toolkit.store.workshop_records import Holder, NoWorkshop, Part

PLACES = {"control": (Part.TRAINER, ""), "screen": (Part.SCREEN, "")}
"""By the last word of the address: as what one comes in, and to which of its pages; a trainer’s of that name else."""

FROM_HERE = ("", "same-origin", "none")
"""What browsers say of a request that no other site made; the oldest say nothing."""

ID = r"([0-9a-f-]{36})"


def demand_owner(handler: Light) -> str:
    """Who asks; raises 403 for whoever has opened no page here, and for what another site asks."""
    if not handler.current_user or handler.request.headers.get("Sec-Fetch-Site", "") not in FROM_HERE:
        raise HTTPError(403)
    return str(handler.current_user.name)


class MinutesHandler(FileHandler):
    """GET /workshop/<id>/minutes.*: minutes that their owner keeps, also once the workshop is deleted."""

    def said_path(self) -> str:
        """The path: there is no secret in it."""
        return self.request.path

    @allow_unauthenticated
    async def get(self, token: str, name: str, ending: str) -> None:
        """Send them; 404 for everybody else’s. In the place of a token stands the id of the workshop."""
        owner = demand_owner(self)
        kept = await self.rooms.apart(partial(self.rooms.workshops.kept_minutes, owner))
        found = next((minutes_of(one.minutes) for one in kept if one.workshop_id == token), None)
        if found is None:
            self.refuse(404)
            return
        await self.file(found, name, ending)


class GoHandler(Light):
    """GET /workshop/<id>/control and the like: the owner’s own way in, with a link of this browser’s own.

    A link that this browser has is used again, so that looking often does not make many.
    """

    @allow_unauthenticated
    async def get(self, workshop_id: str, place: str) -> None:
        """Go there; 403 for whoever has opened no page here or comes from another site, 404 for all but the owner."""
        demand_owner(self)
        part, rest = PLACES.get(place, (Part.TRAINER, place))
        try:
            token = await self._token(workshop_id, part)
        except NoWorkshop:
            self.refuse(404)
            return
        self.set_header("Cache-Control", "no-store")
        self.redirect(
            url_concat(url_path_join(self.base_url, ROOTS[part], token, rest), {"lang": self.lang}), status=303
        )

    async def _token(self, workshop_id: str, part: Part) -> str:
        known = self.get_signed_cookie(self._name(part))
        if known and await self._good(known.decode(), workshop_id, part):
            return known.decode()
        link = partial(self.rooms.workshops.link, workshop_id, self.current_user.name, part)
        token = await self.rooms.apart(link)
        path = url_path_join(self.base_url, "workshop", workshop_id)
        secure = self.request.protocol == "https" or self.toolkit.configuration.secure
        options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "path": path, "secure": secure}
        self.set_signed_cookie(self._name(part), token, expires_days=None, **options)
        return token

    async def _good(self, token: str, workshop_id: str, part: Part) -> bool:
        """Whether a link still leads there, and the workshop still belongs to whoever asks."""
        await self.rooms.apart(partial(self.rooms.workshops.owned, workshop_id, self.current_user.name))
        holder: Holder | None = await self.rooms.apart(partial(self.rooms.workshops.holder, token))
        return holder is not None and (holder.workshop_id, holder.part) == (workshop_id, part)

    @staticmethod
    def _name(part: Part) -> str:
        return f"toolkit-{part}"


ROUTES: list[tuple[str, type[RequestHandler]]] = [
    (rf"/workshop/{ID}/(control|screen|after|print/[a-z]+\.(?:html|pdf|docx))", GoHandler),
    (rf"/workshop/{ID}/(minutes)\.(html|pdf|docx|md)", MinutesHandler),
]
"""The addresses of a trainer’s own way in."""
