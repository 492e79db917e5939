"""Reaching the database: its address, an engine (made on call, not on import), and its errors as sentences."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from toolkit.store.records import StoreError

ENVIRONMENT = "TOOLKIT_DATABASE_URL"
BUSY_MS = 5_000
"""How long a write waits for another one, in milliseconds."""

MIGRATION_BUSY_MS = 60_000
"""How long a start waits for another process that is changing the schema, in milliseconds."""

WRITES = "toolkit_writes"
"""Execution option of connections that will write."""

EXAMPLE = "sqlite:////folder/toolkit.db"
EXAMPLES = f"{EXAMPLE} or postgresql://name@host/database"


def address(text: str | None = None) -> URL:
    """The URL to use: `text`, else the environment variable, else a file in the per-user data folder.

    Raises StoreError for what is neither a SQLite file nor PostgreSQL.
    """
    text = text or os.environ.get(ENVIRONMENT)
    if not text:
        from platformdirs import user_data_dir  # only a few starts need it

        return URL.create("sqlite", database=str(Path(user_data_dir("responsible-ai-toolkit", False)) / "toolkit.db"))
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise StoreError(f"The database address cannot be read: write it as {EXAMPLES}.") from error
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(f"{url.get_backend_name()} databases are not supported: use {EXAMPLES}.")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise StoreError(f"A database in memory would lose every answer: name a file, as in {EXAMPLES}.")
    return url


def place_of(url: URL) -> str:
    """How to name the database to a person: the file, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def make_folder(url: URL) -> None:
    """Create the folder of a SQLite file, for its owner only; raises StoreError if that fails."""
    if url.get_backend_name() != "sqlite" or str(url.database).startswith("file:"):
        return
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder {folder} for the database cannot be made ({error.strerror}): "
            f"choose another place with {ENVIRONMENT}={EXAMPLE}."
        ) from error


def make_engine(url: URL, *, migrating: bool = False) -> Engine:
    """An engine set up for its database; nothing is connected yet. Raises StoreError if the driver is missing."""
    options: dict[str, Any] = {"poolclass": NullPool} if migrating else {"pool_pre_ping": True}
    if url.get_backend_name() == "postgresql" and "connect_timeout" not in url.query:
        options["connect_args"] = {"connect_timeout": 10}
    try:
        engine = create_engine(url, **options)
    except ImportError as error:
        raise StoreError(
            "PostgreSQL needs the package psycopg: install the toolkit as “responsible-ai-toolkit[postgres]”."
        ) from error
    if url.get_backend_name() == "sqlite":
        _set_up_sqlite(engine, migrating)
    else:
        _set_up_postgresql(engine, migrating)
    return engine


def _set_up_sqlite(engine: Engine, migrating: bool) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # so that BEGIN is ours, below
        wait = MIGRATION_BUSY_MS if migrating else BUSY_MS
        with _closing_on_error(connection):
            connection.execute(f"PRAGMA busy_timeout={wait}")
            # Rebuilding a table (the only ALTER of SQLite) would delete its children through the foreign keys.
            connection.execute(f"PRAGMA foreign_keys={'OFF' if migrating else 'ON'}")
            connection.execute("PRAGMA synchronous=NORMAL")
            _write_ahead(connection, time.monotonic() + wait / 1000)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # IMMEDIATE makes two writers queue here instead of one of them failing later.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _write_ahead(connection: Any, deadline: float) -> None:
    """Switch to WAL; the very first switch does not honour the busy timeout, so wait here."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except connection.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _set_up_postgresql(engine: Engine, migrating: bool) -> None:
    # First of the listeners: SQLAlchemy's own cannot read the answers of a server without an encoding.
    @event.listens_for(engine, "connect", insert=True)
    def connect(connection: Any, _record: object) -> None:
        with _closing_on_error(connection):
            encoding = connection.info.parameter_status("server_encoding")
            if encoding != "UTF8":
                raise StoreError(
                    f"The database “{connection.info.dbname}” has the encoding {encoding}: create one with UTF8."
                )
            connection.execute(f"SET lock_timeout = {MIGRATION_BUSY_MS if migrating else BUSY_MS}")
            connection.commit()


@contextmanager
def _closing_on_error(connection: Any) -> Iterator[None]:
    """SQLAlchemy forgets a connection whose setting up failed without closing it."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


class Database:
    """An engine with its two ways of use: `reading`, a steady view, and `writing`, a transaction that queues."""

    def __init__(self, url: URL) -> None:
        """Set up the engine for `url`; connects to nothing yet."""
        self.url = url
        self.place = place_of(url)
        self.engine = make_engine(url)
        self._writer = self.engine.execution_options(**{WRITES: True})
        # Two SELECTs of one load must see the same moment; SQLite's readers always do.
        steady = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reader = self.engine.execution_options(**steady)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment; raises StoreError."""
        with telling(self.place), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, committed at the end and rolled back on any error; raises StoreError."""
        with telling(self.place), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Fold SQLite's write-ahead log into the file and let every connection go."""
        if self.is_sqlite:
            with telling(self.place):
                connection = self.engine.raw_connection()
                try:
                    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    connection.close()
        self.engine.dispose()


# ---------------------------------------------------------------- errors as sentences

_FULL = "The disk of the database {place} is full and nothing was saved: free some space, then try again."
_READ_ONLY = "The database {place} can only be read: let this program write to it and to its folder, then try again."
_LOCKED = "The database {place} is held by another program, nothing was saved: close that program, or try again soon."
_NOT_OPEN = "The database {place} cannot be opened: check that its folder exists and that you may write there."
_DAMAGED = "The file {place} is damaged or not a database: restore a backup copy, or choose another file."
_NO_RIGHT = "The database {place} refuses this ({detail}): ask its administrator for the right to use it."
_OUT_OF_REACH = "The database {place} cannot be reached ({detail}): check that it runs, its address and the password."
_OTHER = "The database {place} failed ({detail}) and nothing was saved: try again, then ask whoever runs the toolkit."

_SENTENCES = {
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_CANTOPEN": _NOT_OPEN,
    "SQLITE_PERM": _NOT_OPEN,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "53": _FULL,
    "25006": _READ_ONLY,
    "55P03": _LOCKED,
    "40P01": _LOCKED,
    "42501": _NO_RIGHT,
    "28": _OUT_OF_REACH,
    "3D000": _OUT_OF_REACH,
    "08": _OUT_OF_REACH,
    "57P": _OUT_OF_REACH,
}
"""Beginning of SQLite's error name or of PostgreSQL's SQLSTATE, to the sentence that helps."""


@contextmanager
def telling(place: str) -> Iterator[None]:
    """Turn database errors into StoreError with a sentence about `place`."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError(_sentence(error, place)) from error


def _sentence(error: SQLAlchemyError, place: str) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    unreached = isinstance(error, DBAPIError) and not code and place.startswith("postgresql")
    sentence = _OUT_OF_REACH if unreached else _OTHER
    for beginning, known in _SENTENCES.items():
        if code.startswith(beginning):
            sentence = known
    detail = (str(cause).strip().splitlines() or ["no reason given"])[0]
    return sentence.format(place=place, detail=detail)
