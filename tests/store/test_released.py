"""A database of every released schema becomes today's with all that is in it, on SQLite and on PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from toolkit.store import migrate, open_store
from toolkit.store.engine import Database, address
from toolkit.store.tables import metadata

from .release import as_released, changing, contents, file_of, ran

REVISIONS = migrate.revisions()
ANNS = "00000000-0000-4000-8000-000000000001"
every_release = pytest.mark.parametrize("revision", REVISIONS)
STOPS = """
import time
from alembic import op

revision = "9000"
down_revision = "{before}"


def upgrade():
    op.execute("DELETE FROM response")
    op.execute("CREATE TABLE halfway (x INTEGER)")
    print("in the middle", flush=True)
    time.sleep(60)
"""
UPDATE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from toolkit.store.engine import Database, address
from toolkit.store.migrate import bring_up_to_date
bring_up_to_date(Database(address(sys.argv[1])), datetime.now(UTC), Path(sys.argv[2]))
"""


def test_a_released_migration_is_never_changed(url: str) -> None:
    for revision in REVISIONS:
        with changing(url) as connection:
            said, file = ran(connection, revision), file_of(revision, connection.dialect.name)
        assert file.exists(), f"{file.name} is missing: run python -m tests.store.release"
        assert said == file.read_text("utf-8"), f"{revision} does something else than when it was released"


@every_release
def test_every_released_schema_is_brought_up_to_date_and_keeps_every_row(url: str, revision: str) -> None:
    as_released(url, revision)
    before = contents(url)
    assert len(before["event"]) == 4, "there is something to keep"
    open_store(url).close()
    after = contents(url)
    assert after.pop("alembic_version") == [{"version_num": REVISIONS[-1]}]
    before.pop("alembic_version")
    kept = {
        name: sorted(({column: row[column] for column in rows[0]} for row in after[name]), key=repr)
        for name, rows in before.items()
        if rows
    }
    assert kept == {name: rows for name, rows in before.items() if rows}
    database = Database(address(url))
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
    database.engine.dispose()


@every_release
def test_what_was_stored_under_every_released_schema_can_be_read_and_goes_on(url: str, revision: str) -> None:
    as_released(url, revision)
    with open_store(url, clock=lambda: datetime(2026, 2, 1, tzinfo=UTC)) as store:
        stored = store.load(ANNS)
        assert stored.title == "Plate reader – قارئ اللوحات 🚓 'quoted'"
        assert stored.values["profile/data"][3] == {"lo": 0.1, "hi": 12345678901234567890}
        assert stored.values["item/accuracy-wrong-lead/note"] == 'two\nlines, "quotes", nothing: , half: 🚓'
        assert stored.created_at == datetime(2025, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
        assert store.history(ANNS)[0].who == "bob"
        draft = next(one for one in store.listing("ann") if one.demo)
        assert draft.parent_id == ANNS
        store.rename(draft.id, "Afterwards", who="ann")
        assert store.load(draft.id).title == "Afterwards"


def test_an_upgrade_that_is_killed_leaves_the_old_state(url: str, tmp_path: Path) -> None:
    as_released(url, REVISIONS[-1])
    before = contents(url)
    scripts = tmp_path / "later"
    scripts.mkdir()
    _copy(migrate.SCRIPTS, scripts)
    (scripts / "versions" / "9000_stops.py").write_text(STOPS.format(before=REVISIONS[-1]))
    command = [sys.executable, "-c", UPDATE, url, str(scripts)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in the middle\n"
        process.kill()
    assert contents(url) == before
    with open_store(url) as store:
        assert store.load(ANNS).values["item/accuracy-wrong-lead/likelihood"] == 4


def _copy(source: Path, target: Path) -> None:
    for path in source.rglob("*.py"):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())


def test_a_start_of_the_server_on_a_newer_schema_is_a_sentence(new_database: Callable[[], str], tmp_path: Path) -> None:
    url = new_database()
    as_released(url, REVISIONS[-1])
    with changing(url) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    command = [sys.executable, "-m", "toolkit.cli", "serve", "--no-open", "--port", "0", "--database-url", url]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=Path.cwd())
    assert done.returncode == 1
    assert "newer version of the toolkit (schema 9999): update the toolkit" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert contents(url)["alembic_version"] == [{"version_num": "9999"}]
