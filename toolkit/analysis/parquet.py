"""The long table as Parquet, and what analysts ask of it, by DuckDB: millions of answers without reading them all.

DuckDB is the extra `[analysis]`; nothing else needs it. A test holds every figure here equal to the core's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.analysis.tidy import COLUMNS, Row
from toolkit.core.model import ToolkitError
from toolkit.core.responses import Tier

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pandas import DataFrame

TYPES = {str: "VARCHAR", bool: "BOOLEAN", date: "DATE", int: "UTINYINT"}
PIECE = 50_000
"""Rows that are handed over at a time."""


class NoDuckDB(ToolkitError):
    """DuckDB is not installed; the message says what to install."""


def write_parquet(rows: Iterable[Row], target: Path) -> int:
    """Write the rows of `tidy` as a Parquet file; returns how many. Raises NoDuckDB."""
    from pandas import DataFrame

    columns = ", ".join(f'"{name}" {TYPES[kind]}' for name, kind in COLUMNS.items())
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    rest, count = iter(rows), 0
    with connection() as duck:
        duck.execute(f"CREATE TABLE answers ({columns})")  # names and types are our own
        while piece := list(islice(rest, PIECE)):
            duck.register("piece", DataFrame(piece, columns=list(COLUMNS), dtype=object))
            duck.execute(f"INSERT INTO answers SELECT {names} FROM piece")
            count += len(piece)
        duck.table("answers").write_parquet(str(target), compression="zstd")
    return count


def connection() -> DuckDBPyConnection:
    """A database in memory that reads no setting and fetches no extension; raises NoDuckDB."""
    try:
        import duckdb
    except ImportError as error:
        raise NoDuckDB(
            "this needs DuckDB; install it with pip install 'responsible-ai-toolkit[analysis]', or export csv instead"
        ) from error
    return duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )


@dataclass(frozen=True, slots=True)
class Answers:
    """Parquet files of answers (a path, or a pattern such as `years/*.parquet`), in one tier; each figure as a frame.

    Levels are indexes from 0. The rule of the method must be “the highest decides”, as with all of ours.
    """

    path: str
    tier: Tier = Tier.CURRENT

    def systems(self) -> DataFrame:
        """The level of each system; empty where it is not assessed."""
        return self.ask("SELECT DISTINCT system, system_lo AS lo, system_hi AS hi FROM {here} ORDER BY system")

    def levels(self) -> DataFrame:
        """How many systems have each level, for sure and perhaps; systems that are not assessed are left out."""
        return self.ask("""
            WITH known AS (
                SELECT DISTINCT system, system_lo AS lo, system_hi AS hi FROM {here} WHERE system_lo IS NOT NULL
            )
            SELECT level, count(*) FILTER (lo = level AND hi = level) AS sure, count(lo) AS may
            FROM range(0, 6) AS steps(level) LEFT JOIN known ON level BETWEEN lo AND hi
            GROUP BY level ORDER BY level
        """)

    def matrix(self) -> DataFrame:
        """How many items each cell has, for sure and perhaps; those that may be anywhere are in none."""
        return self.ask("""
            WITH place AS (
                SELECT likelihood, impact, likelihood_lo = likelihood_hi AND impact_lo = impact_hi AS sure
                FROM {here}, range(1, 6) AS a(likelihood), range(1, 6) AS b(impact)
                WHERE likelihood BETWEEN likelihood_lo AND likelihood_hi AND impact BETWEEN impact_lo AND impact_hi
                  AND NOT (likelihood_lo = 1 AND likelihood_hi = 5 AND impact_lo = 1 AND impact_hi = 5)
            )
            SELECT likelihood, impact, count(*) FILTER (sure) AS sure, count(*) FILTER (NOT sure) AS may
            FROM place GROUP BY likelihood, impact ORDER BY likelihood, impact
        """)

    def principles(self) -> DataFrame:
        """The level of each principle in each system that it applies to; empty where nothing is known."""
        return self.ask("""
            SELECT system, principle, count(*) AS items,
                   CASE WHEN sum(known_factors) > 0 THEN max(level_lo) END AS lo,
                   CASE WHEN sum(known_factors) > 0 THEN max(level_hi) END AS hi
            FROM {here} GROUP BY system, principle ORDER BY system, principle
        """)

    def unknown(self) -> DataFrame:
        """Each item with the number of systems it applies to, and in how many its level is open."""
        return self.ask("""
            SELECT item, count(*) AS systems, count(*) FILTER (level_lo < level_hi) AS open
            FROM {here} GROUP BY item ORDER BY open DESC, item
        """)

    def ask(self, question: str, *values: Any) -> DataFrame:
        """The answer to a question in SQL, in which `{here}` stands for the rows of this tier; raises NoDuckDB."""
        with connection() as duck:
            rows = duck.read_parquet(self.path).filter(f"tier = '{Tier(self.tier).value}'")
            duck.register("here", rows)
            return duck.execute(question.replace("{here}", "here"), list(values)).df()
