"""Backup and restore: consistent, whole or not at all, from one kind of database to the other."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from toolkit.store import NewerDatabase, StoreError, Write, migrate, open_store
from toolkit.store.archive import BadArchive, Manifest, verified
from toolkit.store.backup import backup, restore

from .conftest import new

NOW = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
TEXT = "Überwachung \u200f٣\u200e “quoted” \U0001f9ed"


def save(url: str, file: Path, *, force: bool = False) -> Manifest:
    return backup(url, file, now=NOW, toolkit="0", content={"sha256": "0"}, force=force)


def fill(url: str, answers: int = 5) -> str:
    """A submitted assessment, and a draft that follows it, whose id may sort before its parent's."""
    with open_store(url) as store:
        first = store.create(new(title=TEXT), values={f"k{n}": {"n": n, "t": TEXT} for n in range(answers)}, who="ann")
        store.write(first.id, [Write("k0", 1e300), Write("K0", None)], who="bob", client="t", seq=1)
        store.submit(first.id, {"level": [1, None, True]}, "ann")
        store.new_version(first.id, "ann")
        store.set_setting("s", {"deep": [1, 2]})
        return first.id


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "monday.zip"


@pytest.fixture
def full(sqlite_url: str, file: Path) -> str:
    """A SQLite database with a backup in `file`."""
    fill(sqlite_url)
    save(sqlite_url, file)
    return sqlite_url


def place(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def kept(url: str) -> list[Path]:
    return sorted(place(url).parent.glob("*-replaced-*"))


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if ".part" in path.name]


# ---------------------------------------------------------------- the way there and back


def test_everything_comes_back_on_both_kinds_of_database(url: str, new_database: Callable[[], str], file: Path) -> None:
    first = fill(url)
    made = save(url, file)
    other = new_database()
    assert restore(other, file, now=NOW).kept is None
    with open_store(url) as before, open_store(other) as after:
        assert after.listing("ann") == before.listing("ann")
        assert after.load(first) == before.load(first)
        assert after.versions(first) == before.versions(first)
        assert after.history(first) == before.history(first)
        assert after.setting("s") == {"deep": [1, 2]}
    assert save(other, file, force=True).sha256 == made.sha256


@pytest.mark.postgres
def test_a_laptops_database_becomes_a_servers_and_goes_on(
    shared_schema: str, full: str, file: Path, postgresql: str
) -> None:
    done = restore(shared_schema, file, now=NOW, force=True)
    assert done.kept
    with open_store(shared_schema) as store:
        draft = next(one for one in store.listing("ann") if not one.frozen)
        assert store.write(draft.id, [Write("k", 1)], who="ann", client="t", seq=1).applied
        store.rename(draft.id, "Another", "ann")
    assert save(shared_schema, file, force=True).rows == verified(file).rows


def test_a_backup_during_writes_is_one_moment(url: str, new_database: Callable[[], str], file: Path) -> None:
    """Each write changes two answers together, so a backup that sees two moments has two different numbers."""
    with open_store(url) as store:
        made = store.create(new(), who="ann").id
        stop = threading.Event()

        def write() -> None:
            seq = 0
            while not stop.is_set():
                seq += 1
                store.write(made, [Write("a", seq), Write("z", seq)], who="ann", client="t", seq=seq)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(3):
                save(url, file.with_name(f"{number}.zip"))
        finally:
            stop.set()
            writer.join(10)
    for number in range(3):
        with zipfile.ZipFile(file.with_name(f"{number}.zip")) as archive:
            answers = [json.loads(line) for line in archive.read("tables/response.jsonl").splitlines()]
            events = [json.loads(line) for line in archive.read("tables/event.jsonl").splitlines()]
        assert len({row["value"] for row in answers}) <= 1
        assert len(events) == sum(2 * int(row["value"]) for row in answers[:1])


def test_a_backup_is_for_its_owner_only_and_says_what_it_is(full: str, file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    manifest = verified(file)
    assert manifest.schema == migrate.revisions()[-1]
    assert manifest.made_at == "2026-02-03T04:05:06+00:00"
    assert manifest.tables["assessment"].rows == 2
    assert leftovers(file.parent) == []


def test_an_older_schema_is_brought_up_to_date(
    full: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = tmp_path / "later"
    shutil.copytree(migrate.SCRIPTS, later)
    step = f'from alembic import op\nrevision = "9000"\ndown_revision = "{migrate.revisions()[-1]}"\n'
    (later / "versions" / "9000_more.py").write_text(
        step + "def upgrade() -> None:\n    op.execute(\"UPDATE assessment SET title = 'moved'\")\n"
    )
    other = f"sqlite:///{tmp_path}/other.db"
    monkeypatch.setattr(migrate.bring_up_to_date, "__defaults__", (later,))
    monkeypatch.setattr(migrate.revisions, "__defaults__", (later,))
    monkeypatch.setattr(migrate.upgrade, "__defaults__", ("head", later))
    restore(other, file, now=NOW)
    with closing(sqlite3.connect(place(other))) as connection:
        assert connection.execute("SELECT DISTINCT title FROM assessment").fetchall() == [("moved",)]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9000",)


# ---------------------------------------------------------------- refusals


def test_a_backup_is_not_written_over_another_unless_forced(full: str, file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(StoreError, match="--force"):
        save(full, file)
    assert file.read_bytes() == before


def test_an_empty_database_has_no_backup(sqlite_url: str, file: Path) -> None:
    with pytest.raises(StoreError, match="nothing to back up"):
        save(sqlite_url, file)
    assert not file.exists()


def test_a_database_is_not_replaced_unless_forced_and_then_kept(full: str, file: Path) -> None:
    with open_store(full) as store:
        store.set_setting("s", "newer than the backup")
    before = place(full).read_bytes()
    with pytest.raises(StoreError, match="--force"):
        restore(full, file, now=NOW)
    assert place(full).read_bytes() == before
    done = restore(full, file, now=NOW, force=True)
    with open_store(full) as store, open_store(f"sqlite:///{done.kept}") as old:
        assert store.setting("s") == {"deep": [1, 2]}
        assert old.setting("s") == "newer than the backup"
    assert stat.S_IMODE(place(full).stat().st_mode) == 0o600


def test_a_database_in_use_is_not_replaced(full: str, file: Path) -> None:
    with open_store(full) as store:
        store.setting("s")
        with pytest.raises(StoreError, match=r"in use.*stop the server"):
            restore(full, file, now=NOW, force=True)
    assert kept(full) == []


def test_a_damaged_database_can_be_replaced(full: str, file: Path) -> None:
    place(full).write_bytes(b"not a database" * 1000)
    restore(full, file, now=NOW, force=True)
    with open_store(full) as store:
        assert store.setting("s") == {"deep": [1, 2]}


@pytest.mark.postgres
def test_a_servers_tables_are_kept_in_another_schema(shared_schema: str, full: str, file: Path) -> None:
    with open_store(shared_schema) as store:
        store.set_setting("s", "old")
        with pytest.raises(StoreError, match="--force"):
            restore(shared_schema, file, now=NOW)
        done = restore(shared_schema, file, now=NOW.replace(year=2027), force=True)
        assert store.setting("s") == {"deep": [1, 2]}, "a store that was open goes on with the restored tables"
    with open_store(shared_schema.split("search_path", maxsplit=1)[0] + f"search_path%3D{done.kept}") as old:
        assert old.setting("s") == "old"


def altered(file: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The archive with its members changed, or left out where `change` gives None."""
    other = file.with_name("altered.zip")
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
    return other


CHANGES: dict[str, Callable[[str, bytes], bytes | None]] = {
    "a row less": lambda name, data: b"".join(data.splitlines(True)[1:]) if "response" in name else data,
    "a changed answer": lambda name, data: data.replace(b"1e+300", b"2e+300"),
    "a missing table": lambda name, data: None if "event" in name else data,
    "no manifest": lambda name, data: None if "manifest" in name else data,
    "another format": lambda name, data: data.replace(b"toolkit-backup/1", b"toolkit-backup/9"),
    "a changed count": lambda name, data: data.replace(b'"rows": 2', b'"rows": 3') if "manifest" in name else data,
    "not JSON": lambda name, data: b"{" if "setting" in name else data,
    "a manifest of another shape": lambda name, data: b'{"format": "toolkit-backup/1"}' if "mani" in name else data,
    "a list as manifest": lambda name, data: b"[]" if "mani" in name else data,
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_backup_that_was_changed_is_refused_before_anything_is_touched(full: str, file: Path, what: str) -> None:
    before = place(full).read_bytes()
    with pytest.raises(BadArchive):
        restore(full, altered(file, CHANGES[what]), now=NOW, force=True)
    assert place(full).read_bytes() == before
    assert kept(full) == []
    assert leftovers(file.parent) == []


def test_a_damaged_or_cut_off_file_is_refused(full: str, file: Path) -> None:
    data, bad = file.read_bytes(), file.with_name("bad.zip")
    for cut in (0, 10, len(data) // 2, len(data) - 1):
        bad.write_bytes(data[:cut])
        with pytest.raises(BadArchive):
            verified(bad)
    for at in range(40, len(data) - 600, 97):
        bad.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        with suppress(BadArchive):  # else the byte means nothing, such as the time of a member
            assert verified(bad) == verified(file), at


def test_a_missing_file_is_a_sentence(full: str, file: Path) -> None:
    with pytest.raises(BadArchive, match="There is no file"):
        restore(full, file.with_name("none.zip"), now=NOW, force=True)


def test_a_backup_of_a_newer_toolkit_is_refused(full: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "revisions", lambda *_: ("0000",))
    with pytest.raises(NewerDatabase, match="update the toolkit"):
        restore(full, file, now=NOW, force=True)
    with pytest.raises(NewerDatabase):
        save(full, file, force=True)


# ---------------------------------------------------------------- power cuts and full disks

RUN = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from toolkit.store import archive, backup, migrate, swap
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
def after(function):
    def both(*given):
        function(*given)
        die()
    return both
doing, url, file, where = sys.argv[1:]
exec(where)
if doing == "backup":
    backup.backup(url, Path(file), now=datetime.now(UTC), toolkit="0", content={}, force=True)
else:
    backup.restore(url, Path(file), now=datetime.now(UTC), force=True)
"""


def run(doing: str, url: str, file: Path, where: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, doing, url, str(file), where]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    "where", ["archive._member = die", "backup.os.fsync = die", "archive.verified = die", "Path.replace = die"]
)
def test_a_backup_that_is_killed_leaves_the_former_one(full: str, file: Path, where: str) -> None:
    before = file.read_bytes()
    assert run("backup", full, file, where).returncode == -signal.SIGKILL
    assert file.read_bytes() == before
    assert run("backup", full, file, "").returncode == 0
    with open_store(full) as store:
        assert store.setting("s") == {"deep": [1, 2]}


@pytest.mark.parametrize(
    "where",
    [
        "backup._insert = die",
        "migrate.upgrade = after(migrate.upgrade)",
        "swap._to_disk = die",
        "swap.os.link = after(swap.os.link)",
        "Path.replace = after(Path.replace)",
    ],
)
def test_a_restore_that_is_killed_leaves_the_old_database_or_the_new_one(full: str, file: Path, where: str) -> None:
    with open_store(full) as store:
        store.set_setting("s", "old")
    assert run("restore", full, file, where).returncode == -signal.SIGKILL
    with open_store(full) as store:
        assert store.setting("s") == ({"deep": [1, 2]} if "Path" in where else "old")
    done = restore(full, file, now=NOW, force=True)
    with open_store(full) as store:
        assert store.setting("s") == {"deep": [1, 2]}
    assert done.kept


@pytest.mark.postgres
@pytest.mark.parametrize("where", ["backup._insert = die", "backup._advance = after(backup._advance)"])
def test_a_restore_of_a_server_that_is_killed_changes_nothing(
    shared_schema: str, full: str, file: Path, where: str
) -> None:
    with open_store(shared_schema) as store:
        store.set_setting("s", "old")
    assert run("restore", shared_schema, file, where).returncode == -signal.SIGKILL
    with open_store(shared_schema) as store:
        assert store.setting("s") == "old"


FULL_DISK = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"
"""No file may grow beyond this: what a full disk looks like to a program."""


@pytest.mark.parametrize("doing", ["backup", "restore"])
def test_a_full_disk_leaves_everything_as_it_was(full: str, file: Path, doing: str) -> None:
    with open_store(full) as store:
        store.create(new(), values={f"k{n}": f"{n * 7919:x}" * 40 for n in range(1500)}, who="ann")
    if doing == "restore":
        save(full, file, force=True)
    database, archive = place(full).read_bytes(), file.read_bytes()
    done = run(doing, full, file, FULL_DISK)
    assert done.returncode == 1
    assert "StoreError" in done.stderr
    assert (place(full).read_bytes(), file.read_bytes()) == (database, archive)
    assert leftovers(file.parent) == []
    assert kept(full) == []
