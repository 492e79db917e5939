"""Making and upgrading the schema, on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, make_url

from toolkit.store import NewerDatabase, StoreError, engine, migrate, open_store
from toolkit.store.engine import Database, address
from toolkit.store.migrate import bring_up_to_date, revisions, stored_revision
from toolkit.store.tables import metadata

from .conftest import new, together

NOW = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
STEP = '''
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{before}"


def upgrade() -> None:
    """Add a column, and rebuild a table that others point to."""
    rebuild = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("assessment", recreate=rebuild) as table:
        table.add_column(sa.Column("colour", sa.Text))
    {more}
'''

only_sqlite = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
"""A server is backed up by its administrator."""


@pytest.fixture
def next_scripts(tmp_path: Path) -> Callable[[str], Path]:
    """The scripts of a later program: ours, and one more that ends with the given line."""

    def make(more: str = "") -> Path:
        scripts = tmp_path / "later"
        shutil.copytree(migrate.SCRIPTS, scripts)
        (scripts / "versions" / "9000_colour.py").write_text(STEP.format(before=revisions()[-1], more=more))
        return scripts

    return make


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database that an earlier program filled."""
    with open_store(url) as store:
        store.create(new(), values={"a": 1}, who="ann")
    opened = Database(address(url))
    yield opened
    opened.engine.dispose()


def stored(database: Database) -> str | None:
    with database.reading() as connection:
        return stored_revision(connection)


def backups(database: Database) -> list[Path]:
    return sorted(Path(database.place).parent.glob("*-before-*")) if database.is_sqlite else []


def test_an_empty_database_becomes_exactly_the_tables(url: str) -> None:
    open_store(url).close()
    database = Database(address(url))
    with database.reading() as connection:
        assert stored_revision(connection) == revisions()[-1]
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
    database.engine.dispose()


def test_a_first_start_makes_no_backup_copy(database: Database) -> None:
    assert backups(database) == []


def test_an_upgrade_keeps_every_value(database: Database, next_scripts: Callable[[], Path], url: str) -> None:
    bring_up_to_date(database, NOW, next_scripts())
    assert stored(database) == "9000"
    with database.reading() as connection:
        assert "colour" in {column["name"] for column in inspect(connection).get_columns("assessment")}
        assert connection.exec_driver_sql("SELECT value FROM response").scalar() == "1"


@only_sqlite
def test_an_upgrade_of_a_file_leaves_a_copy_that_can_be_opened(
    database: Database, next_scripts: Callable[[], Path]
) -> None:
    bring_up_to_date(database, NOW, next_scripts())
    (copy,) = backups(database)
    assert copy.stem.endswith("-before-9000-20260203T040506Z")
    with open_store(f"sqlite:///{copy}") as store:
        assert store.load(store.listing("ann")[0].id).values == {"a": 1}


@only_sqlite
def test_no_copy_no_upgrade(
    database: Database, next_scripts: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError, match=r"No backup copy.*No space left.*nothing was changed: free"):
        bring_up_to_date(database, NOW, next_scripts())
    assert stored(database) == revisions()[-1]
    assert not list(Path(database.place).parent.glob("*.part"))


def test_an_upgrade_that_fails_halfway_changes_nothing(database: Database, next_scripts: Callable[[str], Path]) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        bring_up_to_date(database, NOW, next_scripts('op.execute("DROP TABLE nowhere")'))
    assert stored(database) == revisions()[-1]
    with database.reading() as connection:
        assert "colour" not in {column["name"] for column in inspect(connection).get_columns("assessment")}


def test_an_upgrade_that_would_orphan_answers_is_not_made(
    database: Database, next_scripts: Callable[[str], Path]
) -> None:
    with pytest.raises(StoreError):
        bring_up_to_date(database, NOW, next_scripts("op.execute(\"UPDATE response SET assessment_id = 'x'\")"))
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM response WHERE assessment_id = 'x'").scalar() == 0


def test_a_newer_database_is_left_alone(database: Database, next_scripts: Callable[[], Path], url: str) -> None:
    bring_up_to_date(database, NOW, next_scripts())
    with pytest.raises(
        NewerDatabase, match=r"newer version of the toolkit \(schema 9000\): update the toolkit; nothing"
    ):
        open_store(url)
    assert stored(database) == "9000"


def test_a_start_waits_while_another_process_makes_the_schema(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MIGRATION_BUSY_MS", 50)
    other = Database(address(url))
    with other.writing() as connection:
        migrate.wait_for_other_processes(connection)
        with pytest.raises(StoreError, match="held by another program"):
            open_store(url)
    open_store(url).close()
    other.engine.dispose()


def test_who_waited_looks_again_and_leaves_the_schema_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = iter([False, True])
    monkeypatch.setattr(migrate, "_is_current", lambda *_: next(looks))
    monkeypatch.setattr(migrate, "_upgrade", None)
    bring_up_to_date(database, NOW)
    assert list(looks) == []


def test_many_threads_may_make_the_same_database_at_once(url: str) -> None:
    def start() -> int:
        with open_store(url) as store:
            store.create(new(), who="ann")
            return 1

    assert sum(together(*[start] * 4)) == 4
    with open_store(url) as store:
        assert len(store.listing("ann")) == 4


@pytest.mark.postgres
def test_a_server_database_that_cannot_hold_every_script_is_refused(postgresql: str) -> None:
    server = make_url(postgresql).set(drivername="postgresql+psycopg")
    administrator = create_engine(server, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.exec_driver_sql(
            "CREATE DATABASE ascii ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        )
        try:
            with pytest.raises(StoreError, match="encoding SQL_ASCII: create one with UTF8"):
                open_store(server.set(database="ascii").render_as_string(hide_password=False))
        finally:
            connection.exec_driver_sql("DROP DATABASE ascii")
    administrator.dispose()
