"""Backup and restore: every table as rows, from one moment of a running database, into a database of either kind.

One format serves SQLite and PostgreSQL, so that a backup of a laptop can become the database of a server. A single read
transaction sees one moment while others write, as SQLite's own copying and pg_dump do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, MetaData, String, Table, select, text

from toolkit.store import archive, migrate, swap
from toolkit.store.archive import BadArchive, Manifest
from toolkit.store.engine import Database, address, make_folder, place_of
from toolkit.store.records import NewerDatabase, StoreError
from toolkit.store.tables import KEPT_OUT, metadata

BATCH = 500
"""Rows that are read or inserted at a time."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, where, and where the old database is kept (None if there was none)."""

    manifest: Manifest
    place: str
    kept: str | None


# ---------------------------------------------------------------- backup


def backup(
    url: str | None, file: Path, *, now: datetime, toolkit: str, content: Mapping[str, str], force: bool = False
) -> Manifest:
    """Write a backup whole or not at all, readable by its owner only, and read it back before it gets its name.

    The database may be in use, and is not changed, not even brought up to date. Raises StoreError when there is nothing
    to back up, the file is there already (unless `force`) or cannot be written.
    """
    _refuse_existing(file, force)
    database = Database(address(url))
    try:
        with database.reading() as connection, _writing(file), archive.part_of(file) as part:
            about: dict[str, Any] = {"made_at": now.astimezone(UTC).isoformat(timespec="seconds"), "toolkit": toolkit}
            about |= {"content": dict(content), "schema": _schema(connection, database)}
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                made = archive.write(stream, tables(connection), about | {"database": connection.dialect.name})
                stream.flush()
                os.fsync(stream.fileno())
            if archive.verified(part) != made:
                raise BadArchive(f"What was written to {file} could not be read back: check the disk.")
            part.replace(file)
            return made
    finally:
        database.engine.dispose()


def _refuse_existing(file: Path, force: bool) -> None:
    if file.is_dir():
        raise StoreError(f"{file} is a folder: name a file in it.")
    if file.exists() and not force:
        raise StoreError(f"{file} is there already: choose another name, or replace it with --force.")


@contextmanager
def _writing(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"The backup {file} was not written ({error.strerror}), and nothing half-written is left: "
            "make room, or choose another folder."
        ) from error


def _schema(connection: Connection, database: Database) -> str:
    stored = migrate.stored_revision(connection)
    if stored is None:
        raise StoreError(f"The database {database.place} is empty: there is nothing to back up; check its address.")
    if stored not in migrate.revisions():
        raise NewerDatabase(database.place, stored)
    return stored


def tables(connection: Connection) -> dict[str, Iterator[dict[str, Any]]]:
    """The rows of every table that a backup holds, in the order of their keys; times in UTC."""
    return {table.name: _rows(connection, table) for table in _reflected(connection)}


def _reflected(connection: Connection) -> list[Table]:
    """Our tables as the database has them, which in an older one is not what `tables` says; referred to come first."""
    found = MetaData()
    names = set(metadata.tables) - KEPT_OUT
    found.reflect(connection, only=lambda name, _: name in names)
    return [table for table in found.sorted_tables if table.name in names]


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    binary = {"postgresql": "C", "sqlite": "BINARY"}[connection.dialect.name]  # the same order in both
    keys = [c.collate(binary) if isinstance(c.type, String) else c for c in table.primary_key.columns]
    found = connection.execute(select(table).order_by(*keys), execution_options={"yield_per": BATCH})
    for row in found.mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return value


# ---------------------------------------------------------------- restore


def restore(url: str | None, file: Path, *, now: datetime, force: bool = False) -> Restored:
    """Replace the database by a backup, at once or not at all; the old one is kept beside.

    The backup is read through, loaded into a new database, compared and brought up to date before the old one is
    touched. Raises BadArchive for a bad file, NewerDatabase for one that a newer toolkit made, and StoreError where a
    database is there already (unless `force`) or is in use.
    """
    target = address(url)
    manifest = archive.verified(file)
    if manifest.schema not in migrate.revisions():
        raise NewerDatabase(str(file), manifest.schema)
    make_folder(target)

    def load(connection: Connection) -> None:
        _load(connection, file, manifest)

    put = swap.file if target.get_backend_name() == "sqlite" else swap.schema
    return Restored(manifest, place_of(target), put(target, load, now, force))


def _load(connection: Connection, file: Path, manifest: Manifest) -> None:
    """Make the schema that the backup had, fill it, compare, and bring it up to date."""
    migrate.upgrade(connection, manifest.schema)
    known = {table.name: table for table in _reflected(connection)}
    if set(known) != set(manifest.tables):
        raise BadArchive(f"{file} does not have the tables of its schema {manifest.schema}: use another backup.")
    with archive.reading(file) as opened:
        for name, table in known.items():
            _insert(connection, table, archive.rows(opened, name))
    for name, found in tables(connection).items():
        if archive.tally(found) != manifest.tables[name]:
            raise BadArchive(f"The table {name} of {file} could not be restored exactly: nothing was changed.")
    migrate.upgrade(connection, "head")
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise BadArchive(f"{file} holds answers without their assessment: use another backup.")


def _insert(connection: Connection, table: Table, given: Iterator[dict[str, Any]]) -> None:
    own = [c.name for c in table.columns if any(key.column.table is table for key in c.foreign_keys)]
    later: list[dict[str, Any]] = []
    for batch in _batches(given):
        typed = [_typed(connection, table, row) for row in batch]
        connection.execute(table.insert(), [row | dict.fromkeys(own) for row in typed])
        # A row may point to one that comes after it in its own table, so these pointers are set at the end.
        later += [{name: row[name] for name in ("id", *own)} for row in typed if any(row[name] for name in own)]
    for pointers in later:
        connection.execute(table.update().where(table.c.id == pointers.pop("id")).values(pointers))
    _advance(connection, table)


def _typed(connection: Connection, table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The row with times as the database takes them; raises BadArchive for one that does not fit the table."""
    if set(row) != set(table.columns.keys()):
        raise BadArchive(f"A row of the table {table.name} does not have its columns: use another backup.")
    zone = None if connection.dialect.name == "sqlite" else UTC
    times = [c.name for c in table.columns if isinstance(c.type, DateTime) and row[c.name] is not None]
    try:
        return row | {name: datetime.fromisoformat(row[name]).replace(tzinfo=zone) for name in times}
    except (TypeError, ValueError) as error:
        raise BadArchive(f"A row of the table {table.name} has a bad time: use another backup.") from error


def _batches(given: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in given:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _advance(connection: Connection, table: Table) -> None:
    """Let PostgreSQL count on from the highest number; SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        if column.autoincrement is True or "nextval" in str(getattr(column.server_default, "arg", "")):
            count = "SELECT setval(pg_get_serial_sequence(:table, :column), max({0})) FROM {1} HAVING max({0}) > 0"
            quote = connection.dialect.identifier_preparer.quote
            sentence = count.format(quote(column.name), quote(table.name))
            connection.execute(text(sentence), {"table": quote(table.name), "column": column.name})
