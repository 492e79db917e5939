"""Accounts of our own: passwords, one-time codes, recovery codes, and what people change about them themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

from tornado.web import RequestHandler

from toolkit.server import keys, peers
from toolkit.server.config import networks
from toolkit.server.signed_in import SignedIn
from toolkit.server.vouched import Refusal
from toolkit.store.accounts import Account, NoAccount, tidy

NAME_FAILURES, ADDRESS_FAILURES = 5, 30
"""Failed attempts in a row before a name, and before an address behind which a whole office may be, has to wait."""

AT_ONCE = 2
"""Passwords that are checked at a time: each takes 64 MB and a processor core."""


class LocalIdentity(SignedIn):
    """Accounts in the database, and a page to sign in with a password and, if the account has them, a code."""

    def __init__(self, **kwargs: Any) -> None:
        """See IdentityProvider."""
        super().__init__(**kwargs)
        self._hashing = asyncio.Semaphore(AT_ONCE)

    async def sign_in(self, handler: RequestHandler, name: str, password: str, code: str) -> str | Refusal:
        """Sign a visitor in and set the cookie; returns their name, or why not."""
        account = await self._proved(handler, name, self._right(name, password, code))
        if isinstance(account, Account):
            self.begin(handler, account.name)
            return account.name
        return account

    async def _proved(
        self, handler: RequestHandler, name: str, proof: Coroutine[Any, Any, Account | None]
    ) -> Account | Refusal:
        """The account if the proof holds, else why not. Attempts count before they are looked at."""
        address = peers.visitor(handler.request, networks(self.configuration.trusted_proxies))
        known = self._digest("name", name.strip().casefold()[:200])
        wait = self.accounts.try_once({known: NAME_FAILURES, self._digest("address", address): ADDRESS_FAILURES})
        if wait:
            proof.close()
            return Refusal(wait)
        account = await proof
        if account is None:
            return Refusal()
        self.accounts.forgive(known, all_of_them=True)
        self.accounts.forgive(self._digest("address", address), all_of_them=False)
        return account

    def _digest(self, *words: str) -> str:
        return keys.derived(self.key, "attempt", *words).hex()

    async def _right(self, name: str, password: str, code: str) -> Account | None:
        account = await self._knows(name, password)
        if account is None or not self._right_code(account, code):
            return None
        if keys.outdated(account):
            self.accounts.rehash(account.name, await asyncio.to_thread(keys.hashed, password))
        return account

    async def _knows(self, name: str, password: str) -> Account | None:
        """The account whose password it is; takes as long where there is none."""
        try:
            account = self.accounts.find(tidy(name))
        except NoAccount:
            account = None
        async with self._hashing:
            right = await asyncio.to_thread(keys.right_password, account, password)
        return account if account and right and not account.disabled and self.stays(account.name) else None

    def _right_code(self, account: Account, code: str) -> bool:
        """Whether the second proof is there: the present one-time code, unused, or a recovery code."""
        if account.totp is None:
            return not self.configuration.require_totp
        given = keys.plain(code)
        step = keys.right_step(keys.totp(self.key, account.name, account.totp), given, datetime.now(UTC))
        if step is not None:
            return self.accounts.use_step(account.name, step)
        return self.accounts.use_recovery_code(account.name, keys.recovery_digest(self.key, account.name, given))

    # ------------------------------------------------------------ what people change themselves

    async def prove(self, handler: RequestHandler, name: str, password: str) -> Account | Refusal:
        """The visitor's own account if the password is right: a browser that was left open must not be enough."""
        return await self._proved(handler, name, self._knows(name, password))

    async def new_password(self, handler: RequestHandler, account: Account, password: str) -> None:
        """Change the password, end every sign-in and begin one in this browser; raises BadSecret for a bad one."""
        async with self._hashing:
            hashed = await asyncio.to_thread(keys.hashed, password, account.name)
        self.accounts.change(account.name, hashed)
        self._begin_again(handler, account.name)

    async def new_totp(self, handler: RequestHandler, name: str, salt: str, code: str) -> tuple[str, ...] | Refusal:
        """Take on a new secret if the code shows that the app has it; returns new recovery codes, or why not."""
        generator = keys.totp(self.key, name, salt)

        async def proof() -> Account | None:
            step = keys.right_step(generator, keys.plain(code), datetime.now(UTC))
            return None if step is None else self.accounts.find(name)

        account = await self._proved(handler, name, proof())
        if isinstance(account, Refusal):
            return account
        step = keys.right_step(generator, keys.plain(code), datetime.now(UTC)) or 0
        return self._with_codes(handler, name, (salt, step))

    def new_codes(self, handler: RequestHandler, account: Account) -> tuple[str, ...]:
        """New recovery codes in the place of the old ones."""
        return self._with_codes(handler, account.name, None)

    def sign_out_everywhere(self, handler: RequestHandler, name: str) -> None:
        """End every sign-in of an account, in every browser."""
        self.accounts.change(name)
        self.end(handler)
        self.recheck()

    def _with_codes(self, handler: RequestHandler, name: str, totp: tuple[str, int] | None) -> tuple[str, ...]:
        codes = keys.new_recovery_codes()
        self.accounts.change(name, totp=totp, codes=[keys.recovery_digest(self.key, name, code) for code in codes])
        self._begin_again(handler, name)
        return codes

    def _begin_again(self, handler: RequestHandler, name: str) -> None:
        self.begin(handler, name)
        self.recheck()
