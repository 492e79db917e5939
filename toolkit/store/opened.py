"""What everything that holds a database open has in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from toolkit.store import migrate
from toolkit.store.engine import Database, address, make_folder


class Opened:
    """An open database; close it, or use it in `with`. Threads may share it; after a fork, open another."""

    def __init__(self, url: str | None, clock: Callable[[], datetime]) -> None:
        """Open the database at `url` and bring it up to date; see `toolkit.store.open_store`."""
        self._clock = clock
        found = address(url)
        make_folder(found)
        self._database = Database(found)
        try:
            migrate.bring_up_to_date(self._database, clock())
        except BaseException:
            self._database.engine.dispose()
            raise

    @property
    def place(self) -> str:
        """The database as a person would name it: a file, or an address without its password."""
        return self._database.place

    def connections(self) -> int | None:
        """How many connections the database allows everybody together; None for SQLite, which does not count them."""
        if self._database.is_sqlite:
            return None
        with self._database.reading() as connection:
            return int(connection.exec_driver_sql("SHOW max_connections").scalar_one())

    def close(self) -> None:
        """Let the database go; SQLite's file is then complete on its own."""
        self._database.close()

    def __enter__(self) -> Self:
        """The opened database itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close."""
        self.close()
