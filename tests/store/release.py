"""Every schema that was released, as the SQL that its migration ran, and what an earlier program may have stored in it.

`python -m tests.store.release` writes what a new migration runs beside the others; what is there is never written over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event

from toolkit.store import migrate
from toolkit.store.engine import WRITES, Database, address, make_engine

FOLDER = Path(__file__).with_name("released")
END = ";\n"
CHANGES = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")


def file_of(revision: str, dialect: str) -> Path:
    """Where the SQL of a migration is kept; for the dialect `data`, what is stored afterwards."""
    return FOLDER / f"{revision}.{dialect}.sql"


@contextmanager
def changing(url: str) -> Iterator[Connection]:
    """A transaction such as migrations run in."""
    engine = make_engine(address(url), migrating=True).execution_options(**{WRITES: True})
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def ran(connection: Connection, revision: str) -> str:
    """Migrate to a revision and return what changed the database, statement by statement."""
    said: list[str] = []

    @event.listens_for(connection, "before_cursor_execute")
    def listen(_c: object, _cursor: object, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(CHANGES):
            said.append("\n".join(line.rstrip() for line in statement.strip().splitlines()))

    migrate.upgrade(connection, revision)
    event.remove(connection, "before_cursor_execute", listen)
    return "".join(statement + END for statement in said)


def play(connection: Connection, sql: str) -> None:
    """Run statements that were written down; a line that begins with two dashes is a remark."""
    lines = [line for line in sql.splitlines() if not line.startswith("--")]
    for statement in filter(str.strip, ("\n".join(lines) + "\n").split(END)):
        connection.exec_driver_sql(statement)


def as_released(url: str, revision: str) -> None:
    """Make the database that somebody has who last updated at `revision`, with what they stored on the way."""
    with changing(url) as connection:
        dialect = connection.dialect.name
        if dialect == "postgresql":
            connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        for step in migrate.revisions():
            play(connection, file_of(step, dialect).read_text("utf-8"))
            if (data := file_of(step, "data")).exists():
                play(connection, data.read_text("utf-8"))
            if step == revision:
                return


def contents(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as the driver gives them, in the order of their own text."""
    database = Database(address(url))
    with database.reading() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            if database.is_sqlite
            else "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        )
        names = [name for (name,) in connection.exec_driver_sql(query)]
        found = {
            name: [dict(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings()]
            for name in names
        }
    database.engine.dispose()
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def write_missing(sqlite: str, postgresql: str) -> None:
    """Write the SQL of migrations that have none yet."""
    for url in (sqlite, postgresql):
        for revision in migrate.revisions():
            with changing(url) as connection:
                said, file = ran(connection, revision), file_of(revision, connection.dialect.name)
            if not file.exists():
                file.write_text(said, "utf-8")


if __name__ == "__main__":
    import tempfile

    from tests.store.conftest import private_server

    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    with tempfile.TemporaryDirectory() as folder, private_server(programs) as server:
        write_missing(f"sqlite:///{folder}/new.db", server)
