"""Accounts: who may sign in, and who is signed in. Secrets arrive here hashed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from toolkit.core.model import ToolkitError
from toolkit.store.attempts import Attempts
from toolkit.store.tables import account, attempt, recovery_code, sign_in

NAME_LIMIT = 64
SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when a visitor was here last; each note of it is a write."""


class NoAccount(ToolkitError):
    """There is no account of that name, or one is there already."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in. `password` is a hash; `totp` what the secret is derived from, None without one."""

    name: str
    password: str
    totp: str | None
    disabled: bool
    created_at: datetime


def tidy(name: str) -> str:
    """A name as it is kept: compatible forms and case do not count. Raises NoAccount for what cannot be a name."""
    found = unicodedata.normalize("NFKC", name).strip().casefold()
    if not found or len(found) > NAME_LIMIT or not all(c.isalnum() or c in "._-@+" for c in found):
        raise NoAccount(
            f"“{name[:NAME_LIMIT]}” cannot be a name: use letters, digits and . _ - @ +, at most {NAME_LIMIT}."
        )
    return found


class Accounts(Attempts):
    """The accounts in a database. Threads may share it. Every method raises StoreError when the database fails."""

    # ------------------------------------------------------------ accounts

    def add(self, name: str, password: str, totp: str | None, codes: Iterable[str] = ()) -> Account:
        """Make an account; `codes` are digests of recovery codes. Raises NoAccount if the name is taken."""
        name = tidy(name)
        with self._database.writing() as connection:
            if _row(connection, name):
                raise NoAccount(f"There is an account “{name}” already: choose another name, or reset it.")
            secrets = {"password": password, "totp": totp, "totp_step": 0}
            connection.execute(insert(account).values(name=name, disabled=False, created_at=self._clock(), **secrets))
            _put_codes(connection, name, codes)
            return _one(connection, name)

    def reset(self, name: str, password: str, totp: str | None, codes: Iterable[str] = ()) -> Account:
        """Give an account new secrets, enable it and end its sign-ins. Raises NoAccount."""
        name = tidy(name)
        with self._database.writing() as connection:
            _one(connection, name)
            secrets = {"password": password, "totp": totp, "totp_step": 0, "disabled": False}
            connection.execute(update(account).where(account.c.name == name).values(secrets))
            _put_codes(connection, name, codes)
            connection.execute(delete(sign_in).where(sign_in.c.account == name))
            return _one(connection, name)

    def change(
        self, name: str, password: str | None = None, totp: tuple[str, int] | None = None, codes: Iterable[str] = ()
    ) -> None:
        """Change what is given, as its person asks, and end every sign-in; without `codes` the old ones stay.

        `totp` is what the new secret is derived from, with the step of the code that proved it. Raises NoAccount.
        """
        given: dict[str, object] = {"password": password} if password else {}
        if totp:
            given |= {"totp": totp[0], "totp_step": totp[1]}
        fresh = tuple(codes)
        with self._database.writing() as connection:
            _one(connection, name)
            if given:
                connection.execute(update(account).where(account.c.name == name).values(given))
            if fresh:
                _put_codes(connection, name, fresh)
            connection.execute(delete(sign_in).where(sign_in.c.account == name))

    def disable(self, name: str) -> None:
        """Let nobody sign in with an account, and end its sign-ins; what it owns stays. Raises NoAccount."""
        name = tidy(name)
        with self._database.writing() as connection:
            _one(connection, name)
            connection.execute(update(account).where(account.c.name == name).values(disabled=True))
            connection.execute(delete(sign_in).where(sign_in.c.account == name))

    def enable(self, name: str) -> None:
        """Let its person sign in again, with the secrets that they had. Raises NoAccount."""
        name = tidy(name)
        with self._database.writing() as connection:
            _one(connection, name)
            connection.execute(update(account).where(account.c.name == name).values(disabled=False))

    def rehash(self, name: str, password: str) -> None:
        """Keep a newer hash of the same password."""
        with self._database.writing() as connection:
            connection.execute(update(account).where(account.c.name == name).values(password=password))

    def find(self, name: str) -> Account | None:
        """The account of that name, or None."""
        with self._database.reading() as connection:
            row = _row(connection, name)
            return _account(row) if row else None

    def listing(self) -> tuple[Account, ...]:
        """Every account by name."""
        with self._database.reading() as connection:
            return tuple(_account(row) for row in connection.execute(select(account).order_by(account.c.name)))

    def use_step(self, name: str, step: int) -> bool:
        """Use up a time step of a code; False if it or a later one was used before."""
        newer = update(account).where(account.c.name == name, account.c.totp_step < step).values(totp_step=step)
        with self._database.writing() as connection:
            return connection.execute(newer).rowcount == 1

    def use_recovery_code(self, name: str, digest: str) -> bool:
        """Use up a recovery code; False if there is none such."""
        used = delete(recovery_code).where(recovery_code.c.account == name, recovery_code.c.digest == digest)
        with self._database.writing() as connection:
            return connection.execute(used).rowcount == 1

    # ------------------------------------------------------------ signed in

    def begin(self, name: str, digest: str) -> None:
        """Remember that a visitor signed in; `digest` is of the secret in their browser."""
        now = self._clock()
        with self._database.writing() as connection:
            connection.execute(insert(sign_in).values(digest=digest, account=name, created_at=now, seen_at=now))

    def signed_in(self, digest: str, longest: timedelta, idle: timedelta) -> str | None:
        """Whose sign-in it is; None if it has ended, is older than `longest`, or was not used for `idle`."""
        now = self._clock()
        both = sign_in.join(account, sign_in.c.account == account.c.name)
        wanted = select(sign_in, account.c.disabled).select_from(both).where(sign_in.c.digest == digest)
        with self._database.reading() as connection:
            row = connection.execute(wanted).first()
        if row is None or row.disabled or now - row.created_at > longest or now - row.seen_at > idle:
            return None
        if now - row.seen_at > SEEN_EVERY:
            with self._database.writing() as connection:
                connection.execute(update(sign_in).where(sign_in.c.digest == digest).values(seen_at=now))
        return str(row.account)

    def end(self, digest: str) -> None:
        """End one sign-in."""
        with self._database.writing() as connection:
            connection.execute(delete(sign_in).where(sign_in.c.digest == digest))

    def forget_before(self, moment: datetime) -> None:
        """Remove sign-ins and attempts that are older than `moment`."""
        with self._database.writing() as connection:
            connection.execute(delete(sign_in).where(sign_in.c.created_at < moment))
            connection.execute(delete(attempt).where(attempt.c.at < moment))


def _put_codes(connection: Connection, name: str, codes: Iterable[str]) -> None:
    connection.execute(delete(recovery_code).where(recovery_code.c.account == name))
    for digest in codes:
        connection.execute(insert(recovery_code).values(digest=digest, account=name))


def _row(connection: Connection, name: str) -> Row[*tuple[Any, ...]] | None:
    return connection.execute(select(account).where(account.c.name == name)).first()


def _one(connection: Connection, name: str) -> Account:
    row = _row(connection, name)
    if row is None:
        raise NoAccount(f"There is no account “{name}”: `toolkit users list` shows which there are.")
    return _account(row)


def _account(row: Row[*tuple[Any, ...]]) -> Account:
    return Account(row.name, row.password, row.totp, row.disabled, row.created_at)
