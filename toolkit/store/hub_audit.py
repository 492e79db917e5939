"""The log of the hub in the database: added to, read, verified; never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from toolkit.core.hub_audit import Break, Entry, following, verify
from toolkit.store.attempts import Attempts
from toolkit.store.hub_records import Said
from toolkit.store.hub_tables import hub_audit

BATCH = 500
"""Rows that are read at a time."""


def note(connection: Connection, at: datetime, said: Said) -> Entry:
    """Add an entry, within the transaction of what it tells; last in it, because all writers queue here."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.exec_driver_sql("LOCK TABLE hub_audit IN EXCLUSIVE MODE")
    last = connection.execute(select(hub_audit).order_by(hub_audit.c.number.desc()).limit(1)).first()
    entry = following(_entry(last) if last else None, at, said.who, said.what, said.about, said.details)
    names = ("number", "at", "who", "what", "about", "before", "digest")
    row = {name: getattr(entry, name) for name in names}
    connection.execute(insert(hub_audit).values(row | {"details": dict(entry.details)}))
    return entry


class HubAudit(Attempts):
    """The log. Every method raises StoreError when the database fails."""

    def note(self, said: Said) -> Entry:
        """Add an entry by itself."""
        with self._database.writing() as connection:
            return note(connection, self._clock(), said)

    def entries(self, *, most: int, before: int | None = None, about: str = "") -> tuple[Entry, ...]:
        """The newest entries, or those `before` a number; with `about`, those by or about one person."""
        wanted = select(hub_audit).order_by(hub_audit.c.number.desc()).limit(most)
        if before is not None:
            wanted = wanted.where(hub_audit.c.number < before)
        if about:
            wanted = wanted.where((hub_audit.c.who == about) | (hub_audit.c.about == about))
        with self._database.reading() as connection:
            return tuple(_entry(row) for row in connection.execute(wanted))

    def head(self) -> tuple[int, str]:
        """How many entries there are, and the last digest; empty where there is none."""
        with self._database.reading() as connection:
            return _head(connection)

    def verified(self, kept: Mapping[int, str] | None = None) -> tuple[int, str, Break | None]:
        """How many entries there are, the last digest, and where the log is broken first (None where it is not)."""
        with self._database.reading() as connection:
            return *_head(connection), verify(_all(connection), kept)


def _head(connection: Connection) -> tuple[int, str]:
    count, last = select(func.count()).select_from(hub_audit), select(hub_audit.c.digest)
    digest = connection.scalar(last.order_by(hub_audit.c.number.desc()).limit(1))
    return int(connection.execute(count).scalar_one()), str(digest or "")


def _all(connection: Connection) -> Iterator[Entry]:
    found = connection.execute(select(hub_audit).order_by(hub_audit.c.number), execution_options={"yield_per": BATCH})
    for row in found:
        yield _entry(row)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    details = {str(name): str(value) for name, value in row.details.items()}
    return Entry(row.number, row.at, row.who, row.what, row.about, details, row.before, row.digest)
