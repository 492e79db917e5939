"""Bringing a database to this program's schema when the store opens. Alembic is imported only when there is work."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from toolkit.store.engine import WRITES, Database, make_engine, telling
from toolkit.store.records import NewerDatabase, StoreError

SCRIPTS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 0x52414954
"""Any number that no other program on the same PostgreSQL is likely to lock."""

_one_at_a_time = threading.Lock()
"""Alembic keeps its context in a module, so two threads of a process must not migrate together."""


def bring_up_to_date(database: Database, now: datetime, scripts: Path = SCRIPTS) -> None:
    """Create or upgrade the schema, once however many processes start together.

    Raises NewerDatabase for a schema this program does not know and StoreError when the database cannot be changed; in
    both cases nothing was changed. A SQLite file that already holds a schema is copied beside itself first.
    """
    with database.reading() as connection:
        if _is_current(connection, database.place, scripts):
            return
    engine = make_engine(database.url, migrating=True)
    try:
        with _one_at_a_time, telling(database.place), engine.execution_options(**{WRITES: True}).begin() as connection:
            wait_for_other_processes(connection)
            if not _is_current(connection, database.place, scripts):
                _upgrade(connection, database, now, scripts)
    finally:
        engine.dispose()


def revisions(scripts: Path = SCRIPTS) -> tuple[str, ...]:
    """The schema revisions that this program knows, oldest first: the numbers that the scripts' names begin with."""
    return tuple(sorted(path.stem.split("_")[0] for path in (scripts / "versions").glob("[0-9]*.py")))


def stored_revision(connection: Connection) -> str | None:
    """The revision of the database, or None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _is_current(connection: Connection, place: str, scripts: Path) -> bool:
    stored, known = stored_revision(connection), revisions(scripts)
    if stored is not None and stored not in known:
        raise NewerDatabase(place, stored)
    return stored == known[-1]


def wait_for_other_processes(connection: Connection) -> None:
    """Wait until no other process changes the schema; on SQLite, beginning the transaction was the wait."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})


def _upgrade(connection: Connection, database: Database, now: datetime, scripts: Path) -> None:
    if database.is_sqlite and stored_revision(connection) is not None:
        _back_up(Path(str(database.url.database)), revisions(scripts)[-1], now)
    upgrade(connection, scripts=scripts)
    if database.is_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise StoreError(
            f"The update of {database.place} would have left answers without their assessment, so nothing was changed: "
            "send the backup copy beside it to whoever runs the toolkit."
        )


def _back_up(file: Path, target: str, now: datetime) -> None:
    """Copy the file as it was last committed; first under another name, so that half a copy never looks like one."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = file.with_name(f"{file.stem}-before-{target}-{stamp}{file.suffix}")
    half = copy.with_name(copy.name + ".part")
    try:
        source = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(half)) as destination:
            source.backup(destination)
        half.replace(copy)
    except (sqlite3.Error, OSError) as error:
        half.unlink(missing_ok=True)
        raise StoreError(
            f"No backup copy of {file} could be made before its update ({error}), so nothing was changed: "
            "free some space in its folder, then start again."
        ) from error


def upgrade(connection: Connection, target: str = "head", scripts: Path = SCRIPTS) -> None:
    """Run the scripts up to revision `target` in the caller's transaction; an empty database gets its tables."""
    from alembic import command  # 0.3 s that only a change of schema needs
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)
