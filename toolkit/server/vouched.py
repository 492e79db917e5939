"""Who is there: accounts of our own with a sign-in page, or the word of a trusted proxy."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.httputil import url_concat
from tornado.ioloop import PeriodicCallback
from tornado.web import Finish, HTTPError, RequestHandler

from toolkit.server import peers
from toolkit.server.config import networks
from toolkit.server.configuration import Configuration
from toolkit.store.accounts import NoAccount, tidy

if TYPE_CHECKING:
    from jupyter_server.base.handlers import JupyterHandler
    from tornado.websocket import WebSocketHandler

    from toolkit.server.hub import Desk
    from toolkit.server.kernels import VisitorKernels

RECHECK_MS = 30_000
"""How often what is open is held against what its visitor may, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nobody was signed in: wrong data, or (with `wait`) too many attempts."""

    wait: timedelta | None = None


class Vouched(IdentityProvider):
    """What both ways have in common: nobody is anonymous, and no token in an address lets anybody in."""

    configuration: Configuration
    auth_enabled = True
    desk: Desk | None = None
    kernels: VisitorKernels | None = None

    def __init__(self, **kwargs: Any) -> None:
        """See IdentityProvider."""
        super().__init__(**kwargs)
        self._sockets: dict[str, set[WebSocketHandler]] = defaultdict(set)

    async def get_user(self, handler: RequestHandler) -> User | None:
        """The visitor of a request, or None.

        Where the hub is on, nobody is known who left, and whoever has no access to its work is sent to its start page.
        """
        name = await self.name(handler)
        if not name or not self.stays(name):
            return None
        if self.desk and not getattr(handler, "anybody", False) and not self.desk.works(name):
            _send_away(handler)
        return User(username=name)

    def stays(self, name: str) -> bool:
        """Whether a name still counts: it does not for somebody who left the hub."""
        return self.desk is None or not self.desk.gone(name)

    async def name(self, handler: RequestHandler) -> str | None:
        """The visitor's name, or None."""
        raise HTTPError(500)

    def is_token_authenticated(self, handler: RequestHandler) -> bool:
        """Never: cross-site checks always count."""
        return False

    def sign_in_url(self) -> str:
        """Where to sign in; raises HTTPError where that is not ours to do."""
        raise HTTPError(403)

    def welcome(self, handler: JupyterHandler) -> User:
        """The visitor who opens a page; whoever is not known is sent to sign in."""
        if not handler.current_user:
            handler.redirect(url_concat(self.sign_in_url(), {"next": handler.request.uri or "/"}))
            raise Finish
        found: User = handler.current_user
        return found

    # ------------------------------------------------------------ what stays open

    def mark(self, handler: RequestHandler) -> str | None:
        """What open connections are remembered by: here the name, because the proxy keeps the sign-in."""
        user = handler.current_user
        return user.username if isinstance(user, User) else None

    def whose(self, mark: str) -> str | None:
        """Whose connections they are; None where the sign-in has ended."""
        return mark

    def watch(self, socket: WebSocketHandler) -> None:
        """Remember to whom a websocket belongs."""
        mark = self.mark(socket)
        if mark:
            self._sockets[mark].add(socket)

    def start(self, kernels: VisitorKernels) -> PeriodicCallback:
        """Look every half minute whether those who have something open still may; needs a running loop."""
        self.kernels = kernels
        looking = PeriodicCallback(self.recheck, RECHECK_MS)
        looking.start()
        return looking

    def recheck(self) -> None:
        """Close websockets whose sign-in has ended elsewhere; end the kernels of those whose access has ended."""
        for mark, sockets in list(self._sockets.items()):
            sockets -= {socket for socket in sockets if socket.ws_connection is None}
            name = self.whose(mark)
            if not sockets or name is None or self.out(name):
                self.close(mark)
        if self.desk and self.kernels:
            for name in self.kernels.owners():
                if self.out(name):
                    self.kernels.end_of(name)

    def out(self, name: str) -> bool:
        """Whether somebody has no access to pages with kernels any more, as far as the hub knows."""
        return not self.stays(name) or not (self.desk is None or self.desk.works(name))

    def close(self, mark: str) -> None:
        """Close every websocket that is remembered by a mark."""
        for socket in self._sockets.pop(mark, ()):
            socket.close(4401, "signed out")


def _send_away(handler: RequestHandler) -> None:
    """Lead a page's visitor to the hub; refuse everything else."""
    if handler.request.method != "GET" or not hasattr(handler, "said_path"):
        raise HTTPError(403)
    handler.redirect(f"{handler.settings.get('base_url', '/')}hub")
    raise Finish


class HeaderIdentity(Vouched):
    """The name in a header that a proxy sets after it has signed the visitor in."""

    async def name(self, handler: RequestHandler) -> str | None:
        """The name, if a trusted proxy gives exactly one; a header from anybody else counts for nothing."""
        configuration = self.configuration
        given = peers.spoken_for(
            handler.request, configuration.identity_header, networks(configuration.trusted_proxies)
        )
        try:
            return tidy(given) if given else None
        except NoAccount:
            self.log.warning("The proxy gave a name that cannot be one.")
            return None
