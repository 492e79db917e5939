"""Who is there: accounts of our own with a sign-in page, or the word of a trusted proxy."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.httputil import url_concat
from tornado.ioloop import PeriodicCallback
from tornado.web import Finish, HTTPError, RequestHandler

from toolkit.server import keys, peers
from toolkit.server.config import networks
from toolkit.server.configuration import Configuration
from toolkit.store.accounts import Account, Accounts, NoAccount, tidy

if TYPE_CHECKING:
    from jupyter_server.base.handlers import JupyterHandler
    from tornado.websocket import WebSocketHandler

COOKIE = "toolkit-sign-in"
NAME_FAILURES, ADDRESS_FAILURES = 5, 30
"""Failed attempts in a row before a name, and before an address behind which a whole office may be, has to wait."""

KEPT = timedelta(days=8)
"""How long ended sign-ins and attempts stay in the database; longer than any sign-in lasts."""

RECHECK_MS = 30_000
"""How often open websockets are held against their sign-in, in milliseconds."""

AT_ONCE = 2
"""Passwords that are checked at a time: each takes 64 MB and a processor core."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nobody was signed in: wrong data, or (with `wait`) too many attempts."""

    wait: timedelta | None = None


class Vouched(IdentityProvider):
    """What both ways have in common: nobody is anonymous, and no token in an address lets anybody in."""

    configuration: Configuration
    auth_enabled = True

    async def get_user(self, handler: RequestHandler) -> User | None:
        """The visitor of a request, or None."""
        name = await self.name(handler)
        return User(username=name) if name else None

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

    def watch(self, socket: WebSocketHandler) -> None:
        """A websocket was opened."""


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


class LocalIdentity(Vouched):
    """Accounts in the database; in the browser a signed cookie with a secret of which the database has the digest."""

    accounts: Accounts
    key: bytes

    def __init__(self, **kwargs: Any) -> None:
        """See IdentityProvider."""
        super().__init__(**kwargs)
        self._hashing = asyncio.Semaphore(AT_ONCE)
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

    async def sign_in(self, handler: RequestHandler, name: str, password: str, code: str) -> str | Refusal:
        """Sign a visitor in and set the cookie; returns their name, or why not."""
        address = peers.visitor(handler.request, networks(self.configuration.trusted_proxies))
        known = self._digest("name", name.strip().casefold()[:200])
        wait = self.accounts.try_once({known: NAME_FAILURES, self._digest("address", address): ADDRESS_FAILURES})
        if wait:
            return Refusal(wait)
        account = await self._right(name, password, code)
        if account is None:
            return Refusal()
        self.accounts.forgive(known, all_of_them=True)
        self.accounts.forgive(self._digest("address", address), all_of_them=False)
        self._begin(handler, account.name)
        return account.name

    def _digest(self, *words: str) -> str:
        return keys.derived(self.key, "attempt", *words).hex()

    async def _right(self, name: str, password: str, code: str) -> Account | None:
        try:
            account = self.accounts.find(tidy(name))
        except NoAccount:
            account = None
        async with self._hashing:
            right = await asyncio.to_thread(keys.right_password, account, password)
        if account is None or not right or account.disabled or not self._right_code(account, code):
            return None
        if keys.outdated(account):
            self.accounts.rehash(account.name, await asyncio.to_thread(keys.hashed, password))
        return account

    def _right_code(self, account: Account, code: str) -> bool:
        """Whether the second proof is there: the present one-time code, unused, or a recovery code."""
        if account.totp is None:
            return not self.configuration.require_totp
        given = keys.plain(code)
        step = keys.right_step(keys.totp(self.key, account.name, account.totp), given, datetime.now(UTC))
        if step is not None:
            return self.accounts.use_step(account.name, step)
        return self.accounts.use_recovery_code(account.name, keys.recovery_digest(self.key, account.name, given))

    def _begin(self, handler: RequestHandler, name: str) -> None:
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
            if not sockets or self._whose(digest) is None:
                self._close(digest)

    def _close(self, digest: str) -> None:
        for socket in self._sockets.pop(digest, ()):
            socket.close(4401, "signed out")
