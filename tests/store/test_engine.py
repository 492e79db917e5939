"""Where the database is, how it is set up, and what a person reads when it fails."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, select

from toolkit.store import Store, StoreError, Write, engine, open_store
from toolkit.store.engine import address, place_of
from toolkit.store.tables import assessment

from .conftest import new

# ---------------------------------------------------------------- addresses


def test_without_an_address_the_database_is_in_the_data_folder_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(engine.ENVIRONMENT, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_store() as store:
        assert Path(store.place) == tmp_path / "data" / "responsible-ai-toolkit" / "toolkit.db"
    assert Path(store.place).parent.stat().st_mode & 0o077 == 0


def test_the_environment_names_the_database_and_an_argument_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(engine.ENVIRONMENT, "sqlite:////one.db")
    assert address().database == "/one.db"
    assert address("sqlite:////two.db").database == "/two.db"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_through_psycopg(scheme: str) -> None:
    assert address(f"{scheme}://host/db").drivername == "postgresql+psycopg"


@pytest.mark.parametrize("text", ["toolkit.db", "mysql://host/db", "sqlite://", "sqlite:///:memory:", "sqlite:///"])
def test_an_address_that_will_not_do_is_answered_with_one_that_will(text: str) -> None:
    with pytest.raises(StoreError, match=r"sqlite:////folder/toolkit\.db or postgresql://"):
        address(text)


def test_the_name_of_a_place_never_shows_the_password() -> None:
    assert place_of(address("postgresql://ann:secret@host/db?options=-csecret")) == "postgresql://ann:***@host/db"


def test_a_missing_driver_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"responsible-ai-toolkit\[postgres\]"):
        open_store("postgresql://host/db")


# ---------------------------------------------------------------- setting up


def test_sqlite_is_set_up_for_many_readers_and_a_queue_of_writers(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store, store._database.reading() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 5000, "foreign_keys": 1}


def test_a_closed_database_is_one_complete_file(sqlite_url: str, tmp_path: Path) -> None:
    with open_store(sqlite_url) as store:
        store.create(new(), who="ann")
    assert [path.name for path in tmp_path.iterdir()] == ["toolkit.db"]


def test_closing_completes_the_file_even_while_others_have_it_open(sqlite_url: str, tmp_path: Path) -> None:
    with open_store(sqlite_url) as other:
        with open_store(sqlite_url) as store:
            store.create(new(), who="ann")
        assert other.listing("ann")
        assert (tmp_path / "toolkit.db-wal").stat().st_size == 0


def test_a_load_sees_one_moment(store: Store) -> None:
    """A reader that began before a write does not see half of it."""
    made = store.create(new(), who="ann").id
    wanted = select(assessment.c.revision).where(assessment.c.id == made)
    with store._database.reading() as connection:
        before = connection.scalar(wanted)
        store.write(made, [Write("a", 1)], who="bob", client="t", seq=1)
        assert connection.scalar(wanted) == before


@pytest.mark.postgres
def test_a_connection_that_the_server_dropped_is_replaced(postgresql: str, shared_schema: str) -> None:
    with open_store(shared_schema) as store:
        with store._database.reading() as connection:
            mine = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        killer = create_engine(make_url(postgresql).set(drivername="postgresql+psycopg"))
        with killer.connect() as connection:
            assert connection.exec_driver_sql(f"SELECT pg_terminate_backend({mine}, 5000)").scalar()
        killer.dispose()
        assert store.listing("nobody") == ()


# ---------------------------------------------------------------- failing


@pytest.mark.parametrize(
    ("pragma", "sentence"),
    [
        ("max_page_count=1", "disk .* is full and nothing was saved: free some space"),
        ("query_only=ON", "can only be read: let this program write"),
    ],
)
def test_a_full_or_read_only_disk_is_said_and_nothing_is_half_saved(
    sqlite_url: str, pragma: str, sentence: str
) -> None:
    with open_store(sqlite_url) as store:
        made = store.create(new(), values={"a": 1}, who="ann")
        connection = store._database.engine.raw_connection()
        connection.cursor().execute(f"PRAGMA {pragma}")
        connection.close()
        with pytest.raises(StoreError, match=sentence):
            store.write(made.id, [Write("a", "x" * 500_000)], who="ann", client="t", seq=1)
        assert store.load(made.id) == made


@pytest.mark.postgres
def test_a_read_only_server_is_said(shared_schema: str) -> None:
    read_only = shared_schema + "%20-cdefault_transaction_read_only%3Don"
    with open_store(read_only) as store, pytest.raises(StoreError, match="can only be read"):
        store.create(new(), who="ann")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"file/sub for the database cannot be made \(Not a directory\): choose"):
        open_store(f"sqlite:///{tmp_path}/file/sub/toolkit.db")


def test_a_path_that_is_a_folder_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened: check"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_file_of_another_kind_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("not a database\n" * 100)
    with pytest.raises(StoreError, match="damaged or not a database: restore"):
        open_store(f"sqlite:///{file}")
    assert file.read_text() == "not a database\n" * 100


def test_a_sqlite_file_held_by_another_program_is_said(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    with open_store(sqlite_url) as store, closing(sqlite3.connect(store.place, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"held by another program.*try again"):
            store.create(new(), who="ann")
        assert store.listing("ann") == ()
        other.execute("ROLLBACK")
        assert store.create(new(), who="ann")


@pytest.mark.postgres
def test_a_row_held_by_another_program_is_said(shared_schema: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    with open_store(shared_schema) as store, open_store(shared_schema) as other:
        made = store.create(new(), who="ann").id
        with other._database.writing() as connection:
            connection.execute(select(assessment).where(assessment.c.id == made).with_for_update())
            with pytest.raises(StoreError, match="held by another program"):
                store.rename(made, "Other", "ann")


def test_a_server_out_of_reach_is_said_without_the_password() -> None:
    with pytest.raises(StoreError, match=r"cannot be reached.*check that it runs") as error:
        open_store("postgresql://ann:secret@127.0.0.1:1/db")
    assert "secret" not in str(error.value)


@pytest.mark.postgres
def test_a_database_that_is_not_on_the_server_is_said(postgresql: str) -> None:
    missing = make_url(postgresql).set(database="nowhere").render_as_string(hide_password=False)
    with pytest.raises(StoreError, match=r"cannot be reached.*nowhere"):
        open_store(missing)


def test_any_other_failure_is_one_sentence_too(store: Store) -> None:
    with store._database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE setting RENAME TO elsewhere")
    try:
        with pytest.raises(StoreError, match=r"failed .* nothing was saved: try again") as error:
            store.setting("locale")
        assert "\n" not in str(error.value)
    finally:
        with store._database.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO setting")


def test_a_failure_leaves_the_store_usable(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made = store.create(new(), who="ann").id
    monkeypatch.setattr(store, "_clock", broken_clock)
    for _ in range(20):  # more than the pool has connections
        with pytest.raises(RuntimeError):
            store.write(made, [Write("a", 1)], who="ann", client="t", seq=1)
    assert store.load(made).values == {}


def broken_clock() -> object:
    raise RuntimeError
