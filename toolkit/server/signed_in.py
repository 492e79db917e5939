"""Visitors who are signed in here, however they proved who they are: the cookie, its end, and what stays open."""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tornado.ioloop import PeriodicCallback
from tornado.web import RequestHandler

from toolkit.server.vouched import Vouched
from toolkit.store.accounts import Accounts

if TYPE_CHECKING:
    from tornado.websocket import WebSocketHandler

COOKIE = "toolkit-sign-in"
KEPT = timedelta(days=8)
"""How long ended sign-ins and attempts stay in the database; longer than any sign-in lasts."""

RECHECK_MS = 30_000
"""How often open websockets are held against their sign-in, in milliseconds."""


class SignedIn(Vouched):
    """Sign-ins in the database; in the browser a signed cookie with a secret of which the database has the digest."""

    accounts: Accounts
    key: bytes

    def __init__(self, **kwargs: Any) -> None:
        """See IdentityProvider."""
        super().__init__(**kwargs)
        self._sockets: dict[str, set[WebSocketHandler]] = defaultdict(set)

    def open(self, key: bytes) -> None:
        """Open the accounts of the configured database; raises StoreError."""
        self.key = key
        self.accounts = Accounts(self.configuration.database_url, lambda: datetime.now(UTC))
        self.accounts.forget_before(datetime.now(UTC) - KEPT)

    # ------------------------------------------------------------ every request

    async def name(self, handler: RequestHandler) -> str | None:
        """Whose sign-in the cookie is of."""
        digest = self.digest(handler)
        return self._whose(digest) if digest else None

    def _whose(self, digest: str) -> str | None:
        longest = timedelta(hours=self.configuration.sign_in_hours)
        return self.accounts.signed_in(digest, longest, timedelta(minutes=self.configuration.sign_in_idle_minutes))

    @property
    def cookie(self) -> str:
        """The cookie's name; over TLS one that no neighbouring host can set."""
        return f"__Host-{COOKIE}" if self.configuration.secure else COOKIE

    def digest(self, handler: RequestHandler) -> str | None:
        """What the database knows the cookie's secret by; None without a cookie that we signed."""
        days = self.configuration.sign_in_hours / 24
        secret = handler.get_signed_cookie(self.cookie, max_age_days=days)
        return hashlib.sha256(secret).hexdigest() if secret else None

    def sign_in_url(self) -> str:
        """Our own page."""
        return "/sign-in"

    # ------------------------------------------------------------ in and out

    def begin(self, handler: RequestHandler, name: str) -> None:
        """Sign a visitor in: a secret of its own in the browser's cookie, whatever was in it before."""
        self.end(handler)  # a browser has one sign-in at a time
        secret = secrets.token_urlsafe(32)
        self.accounts.begin(name, hashlib.sha256(secret.encode()).hexdigest())
        # Lax, not strict: who follows a link from a letter is still signed in. Changes need the XSRF token besides.
        secure = self.configuration.secure
        handler.set_signed_cookie(
            self.cookie, secret, expires_days=None, httponly=True, samesite="Lax", secure=secure, path="/"
        )

    def end(self, handler: RequestHandler) -> None:
        """Sign out: the sign-in ends for every copy of its cookie, and its open pages lose their connection."""
        digest = self.digest(handler)
        if digest:
            self.accounts.end(digest)
            self._close(digest)
        handler.clear_cookie(self.cookie, path="/", secure=self.configuration.secure, httponly=True)

    # ------------------------------------------------------------ what stays open

    def watch(self, socket: WebSocketHandler) -> None:
        """Remember which sign-in a websocket belongs to."""
        digest = self.digest(socket)
        if digest:
            self._sockets[digest].add(socket)

    def start(self) -> PeriodicCallback:
        """Look every half minute whether the sign-ins of open websockets still count; needs a running loop."""
        looking = PeriodicCallback(self.recheck, RECHECK_MS)
        looking.start()
        return looking

    def recheck(self) -> None:
        """Close websockets whose sign-in has ended elsewhere, and forget those that are closed."""
        for digest, sockets in list(self._sockets.items()):
            sockets -= {socket for socket in sockets if socket.ws_connection is None}
            name = self._whose(digest)
            if not sockets or name is None or not self.stays(name) or not (self.desk is None or self.desk.works(name)):
                self._close(digest)

    def _close(self, digest: str) -> None:
        for socket in self._sockets.pop(digest, ()):
            socket.close(4401, "signed out")
