"""/hub-desk: the notebook of the hub, whose own address is that of the light start page where the hub is on."""

from __future__ import annotations

from jupyter_server.auth.decorator import allow_unauthenticated

from toolkit.pages.first import HUB
from toolkit.server.handlers import PageHandler


class DeskHandler(PageHandler):
    """GET /hub-desk: an officer's own desk, with a kernel; like each such page for members with access only."""

    @allow_unauthenticated
    async def get(self, name: str | None = None) -> None:
        """The page."""
        await super().get(HUB)
