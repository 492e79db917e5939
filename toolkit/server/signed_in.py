"""Visitors who are signed in here, however they proved who they are: the cookie, its end, and what stays open."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from tornado.web import RequestHandler

from toolkit.server.vouched import Vouched
from toolkit.store.accounts import Accounts

COOKIE = "toolkit-sign-in"
KEPT = timedelta(days=8)
"""How long ended sign-ins and attempts stay in the database; longer than any sign-in lasts."""


class SignedIn(Vouched):
    """Sign-ins in the database; in the browser a signed cookie with a secret of which the database has the digest."""

    accounts: Accounts
    key: bytes

    def open(self, key: bytes) -> None:
        """Open the accounts of the configured database; raises StoreError."""
        self.key = key
        self.accounts = Accounts(self.configuration.database_url, lambda: datetime.now(UTC))
        self.accounts.forget_before(datetime.now(UTC) - KEPT)

    # ------------------------------------------------------------ every request

    async def name(self, handler: RequestHandler) -> str | None:
        """Whose sign-in the cookie is of."""
        digest = self.digest(handler)
        return self.whose(digest) if digest else None

    def mark(self, handler: RequestHandler) -> str | None:
        """The sign-in, not the name: of two browsers one may be signed out."""
        return self.digest(handler)

    def whose(self, mark: str) -> str | None:
        """Whose sign-in it is; None for one that has ended."""
        longest = timedelta(hours=self.configuration.sign_in_hours)
        return self.accounts.signed_in(mark, longest, timedelta(minutes=self.configuration.sign_in_idle_minutes))

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
            self.close(digest)
        handler.clear_cookie(self.cookie, path="/", secure=self.configuration.secure, httponly=True)
