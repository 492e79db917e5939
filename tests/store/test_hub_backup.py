"""A backup or a restore of a hub that is killed in the middle: the hub of before or that of the backup, never less."""

from __future__ import annotations

import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from toolkit.store import StoreError
from toolkit.store.backup import restore
from toolkit.store.hub import HubStore
from toolkit.store.hub_records import Said

from .test_backup import run, save
from .test_hub import full

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
State = tuple[object, ...]


def state(url: str) -> State:
    """Where the log ends, that nothing in it is broken, and everything that is held about Ann."""
    with HubStore(url, lambda: NOON) as hub:
        return *hub.verified(), hub.held(hub.find("ann"))


@pytest.fixture
def moved_on(sqlite_url: str, tmp_path: Path) -> tuple[str, Path, State]:
    """A hub that went on after its backup: its address, the backup, and how it stood then."""
    with HubStore(sqlite_url, lambda: NOON) as hub:
        full(hub)
    save(sqlite_url, tmp_path / "hub.zip")
    then = state(sqlite_url)
    with HubStore(sqlite_url, lambda: NOON) as hub:
        hub.learn("ann", "mod-evidence", done=True)
        hub.note(Said("ann", "went on"))
    return sqlite_url, tmp_path / "hub.zip", then


@pytest.mark.parametrize("where", ["archive._member = die", "archive.verified = die", "Path.replace = die"])
def test_a_backup_of_a_hub_that_is_killed_changes_neither_the_hub_nor_the_former_backup(
    moved_on: tuple[str, Path, State], where: str
) -> None:
    url, file, _ = moved_on
    before, former = state(url), file.read_bytes()
    assert run("backup", url, file, where).returncode == -signal.SIGKILL
    assert (state(url), file.read_bytes()) == (before, former)
    assert run("backup", url, file, "").returncode == 0
    assert file.read_bytes() != former


@pytest.mark.parametrize(
    ("where", "came_back"),
    [("backup._insert = die", False), ("swap._to_disk = die", False), ("Path.replace = after(Path.replace)", True)],
)
def test_a_restore_of_a_hub_that_is_killed_leaves_the_one_or_the_other(
    moved_on: tuple[str, Path, State], where: str, came_back: bool
) -> None:
    url, file, then = moved_on
    before = state(url)
    assert run("restore", url, file, where).returncode == -signal.SIGKILL
    assert state(url)[:3] == (then if came_back else before)[:3]
    restore(url, file, now=NOON, force=True)
    assert state(url)[:3] == then[:3]
    with HubStore(url, lambda: NOON) as hub:
        with pytest.raises(StoreError), hub._database.writing() as connection:
            connection.execute(text("DELETE FROM hub_audit"))
        hub.note(Said("ann", "goes on"))
        assert hub.verified()[2] is None


@pytest.mark.postgres
def test_a_restore_of_a_hub_on_a_server_that_is_killed_changes_nothing(
    shared_schema: str, moved_on: tuple[str, Path, State]
) -> None:
    _, file, then = moved_on
    restore(shared_schema, file, now=NOON, force=True)
    with HubStore(shared_schema, lambda: NOON) as hub:
        hub.note(Said("ann", "went on"))
    before = state(shared_schema)
    assert run("restore", shared_schema, file, "backup._insert = die").returncode == -signal.SIGKILL
    assert state(shared_schema) == before
    restore(shared_schema, file, now=NOON + timedelta(hours=1), force=True)
    assert state(shared_schema)[:3] == then[:3]
