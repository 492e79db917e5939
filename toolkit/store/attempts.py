"""Who has tried too often: failed attempts, counted under a digest of what is guarded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from toolkit.store.opened import Opened
from toolkit.store.tables import attempt

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
"""How long to wait after one failure too many, doubled with each further one, and the longest."""

FORGOTTEN = timedelta(hours=1)
"""After so long without a failure the count starts again."""


class Attempts(Opened):
    """The attempts in a database. Every method raises StoreError when the database fails."""

    def try_once(self, limits: Mapping[str, int]) -> timedelta | None:
        """Count an attempt under each digest, with how many failures it may have; how long to wait, or None to go on.

        Counting comes before the attempt, so that many at once are no way around it.
        """
        now = self._clock()
        with self._database.writing() as connection:
            rows = _attempts(connection, limits, now)
            waits: list[timedelta] = [row.until - now for row in rows if row.until > now]
            if waits:
                return max(waits)
            for row in rows:
                _count(connection, row, limits[row.digest], now)
        return None

    def try_with(
        self, limits: Mapping[str, int], attempt: Callable[[Connection], str | None]
    ) -> str | timedelta | None:
        """What an attempt finds, or how long to wait; counted under each digest only where it finds nothing.

        All in one transaction that holds the counts, so that many at once are no way around it, and many who are right
        at once are never in each other’s way.
        """
        now = self._clock()
        with self._database.writing() as connection:
            rows = _attempts(connection, limits, now)
            waits: list[timedelta] = [row.until - now for row in rows if row.until > now]
            if waits:
                return max(waits)
            found = attempt(connection)
            for row in rows if found is None else ():
                _count(connection, row, limits[row.digest], now)
            return found

    def forgive(self, digest: str, *, all_of_them: bool) -> None:
        """The attempt succeeded: take it back, or all under the digest."""
        with self._database.writing() as connection:
            if all_of_them:
                connection.execute(delete(attempt).where(attempt.c.digest == digest))
            else:
                less = {"failures": attempt.c.failures - 1, "until": attempt.c.at}
                connection.execute(update(attempt).where(attempt.c.digest == digest).values(less))


def _attempts(connection: Connection, digests: Iterable[str], now: datetime) -> list[Row[*tuple[Any, ...]]]:
    """The rows of these digests, made if need be, and locked until the transaction ends, always in the same order."""
    put = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for digest in sorted(digests):
        fresh = {"digest": digest, "failures": 0, "at": now, "until": now}
        connection.execute(put(attempt).values(fresh).on_conflict_do_nothing())
    wanted = select(attempt).where(attempt.c.digest.in_(digests)).order_by(attempt.c.digest)
    return list(connection.execute(wanted.with_for_update()))


def _count(connection: Connection, row: Row[*tuple[Any, ...]], limit: int, now: datetime) -> None:
    failures = 1 if now - row.at > FORGOTTEN else row.failures + 1
    over = failures - limit
    wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else timedelta()
    counted = {"failures": failures, "at": now, "until": now + wait}
    connection.execute(update(attempt).where(attempt.c.digest == row.digest).values(counted))
