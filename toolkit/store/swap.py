"""Putting a new database in the place of an old one, at once or not at all, and keeping the old one beside."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, inspect, text

from toolkit.store import archive, migrate
from toolkit.store.engine import WRITES, make_engine, place_of, telling
from toolkit.store.records import StoreError
from toolkit.store.tables import metadata

Load = Callable[[Connection], None]
"""Fills an empty database."""


def file(url: URL, load: Load, now: datetime, force: bool) -> str | None:
    """Put a new SQLite file in the place of `url`; returns the name of the old one, kept beside, or None.

    The new file is filled under another name. At every moment there is a whole database at the place, if there was one.
    Raises StoreError where one is there already (unless `force`) or is open in a program, and for a full disk.
    """
    place = Path(str(url.database))
    if place.exists():
        _refuse(str(place), force)
        _only_user(place)
    with archive.part_of(place) as part:
        _fill(url.set(database=str(part)), load, str(place))
        try:
            _to_disk(part)
            kept = _keep(place, now) if place.exists() else None
            part.replace(place)
            _to_disk(place.parent)
        except OSError as error:
            raise StoreError(
                f"The database {place} was not replaced ({error.strerror}): free some space, then try again."
            ) from error
    return kept


def _refuse(place: str, force: bool) -> None:
    if not force:
        raise StoreError(
            f"There is a database already, {place}: replace it with --force; it is kept under another name."
        )


def _fill(url: URL, load: Load, place: str) -> None:
    engine = make_engine(url, migrating=True)
    try:
        with telling(place), engine.execution_options(**{WRITES: True}).begin() as connection:
            Path(str(url.database)).chmod(0o600)  # before it holds anything
            load(connection)
        with telling(place), engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()


def _only_user(place: Path) -> None:
    """Fold the write-ahead log into the file, which works only if no other program has it open; raises StoreError."""
    try:
        with closing(sqlite3.connect(place, timeout=1, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_NOTADB"):
            return  # what is there is no database: it is kept as it is
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_CORRUPT"):
            return  # a damaged database is a good reason to restore one
        raise StoreError(
            f"The database {place} is in use ({error}), nothing was changed: stop the server first, then try again."
        ) from error


def _keep(place: Path, now: datetime) -> str:
    kept = place.with_name(f"{place.stem}-replaced-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{place.suffix}")
    try:
        os.link(place, kept)  # no moment without a database at its place
    except FileExistsError as error:
        raise StoreError(f"{kept} is there already, nothing was changed: try again in a second.") from error
    except OSError:  # a file system without links
        with archive.part_of(kept) as part:
            shutil.copy2(place, part)
            part.replace(kept)
    return str(kept)


def _to_disk(path: Path) -> None:
    if os.name == "nt":  # which cannot open folders, nor sync what is open for reading
        return
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def schema(url: URL, load: Load, now: datetime, force: bool) -> str | None:
    """Put new tables in the place of those at `url`, in one transaction; returns the schema that keeps the old ones.

    Raises StoreError where tables are there already (unless `force`), or when PostgreSQL refuses.
    """
    place = place_of(url)
    engine = make_engine(url, migrating=True)
    try:
        with telling(place), engine.begin() as connection:
            migrate.wait_for_other_processes(connection)
            kept = None
            if migrate.stored_revision(connection) is not None:
                _refuse(place, force)
                kept = _move_aside(connection, now)
            load(connection)
            return kept
    finally:
        engine.dispose()


def _move_aside(connection: Connection, now: datetime) -> str:
    """Move our tables, with their indexes and sequences, into a schema of their own."""
    quote = connection.dialect.identifier_preparer.quote
    current = str(connection.scalar(text("SELECT current_schema()")))
    kept = f"{current[:40]}_replaced_{now.astimezone(UTC):%Y%m%d%H%M%S}"
    connection.execute(text(f"CREATE SCHEMA {quote(kept)}"))
    there = set(inspect(connection).get_table_names()) & {*metadata.tables, "alembic_version"}
    for name in sorted(there):
        connection.execute(text(f"ALTER TABLE {quote(current)}.{quote(name)} SET SCHEMA {quote(kept)}"))
    return kept
