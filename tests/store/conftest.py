"""Real databases: a SQLite file, and a PostgreSQL server of our own (or the one in TOOLKIT_TEST_DATABASE_URL)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import create_engine, make_url, text

from toolkit.store import NewAssessment, Store, Stored, open_store

T = TypeVar("T")

SERVER_ACCOUNTS = ("postgres", "nobody")
"""PostgreSQL refuses to run as root."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL database in which schemas may be made."""
    given = os.environ.get("TOOLKIT_TEST_DATABASE_URL")
    if given:
        yield given
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        reason = "no PostgreSQL here: install the package postgresql, or set TOOLKIT_TEST_DATABASE_URL"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    with private_server(programs[-1].parent) as address:
        yield address


@contextmanager
def private_server(programs: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    account: list[str] = []
    if os.geteuid() == 0:
        owner = next(name for name in SERVER_ACCOUNTS if shutil.which("id") and run("id", name).returncode == 0)
        shutil.chown(folder, owner)
        account = ["setpriv", f"--reuid={owner}", f"--regid={run('id', '-g', owner).stdout.strip()}", "--clear-groups"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, log = f"{folder}/data", f"{folder}/log"
    options = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*account, f"{programs}/pg_ctl", "-D", data, "-w"]
    try:
        initdb = [f"{programs}/initdb", "-D", data, "-U", "toolkit", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        must(*account, *initdb, "--no-sync", cwd=folder)
        must(*control, "-l", log, "-o", options, "start", cwd=folder)
        yield f"postgresql://toolkit@127.0.0.1:{port}/postgres"
    finally:
        run(*control, "-m", "immediate", "stop", cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def run(*command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    # The server would hold a pipe open, so its output goes to a file.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(command, cwd=cwd, stdout=output, stderr=subprocess.STDOUT, check=False, timeout=60)
        output.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, output.read())


def must(*command: str, cwd: Path) -> None:
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, done.stdout


@contextmanager
def fresh_schema(server: str) -> Iterator[str]:
    """The address of an empty place on the server: a schema of its own."""
    name = f"t{uuid.uuid4().hex}"
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
        try:
            place = make_url(server).update_query_dict({"options": f"-csearch_path={name}"})
            yield place.render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes addresses of empty databases; every test that asks for one runs on SQLite and on PostgreSQL."""
    with ExitStack() as stack:

        def make() -> str:
            if request.param == "sqlite":
                return f"sqlite:///{tmp_path}/{uuid.uuid4().hex}.db"
            return stack.enter_context(fresh_schema(request.getfixturevalue("postgresql")))

        yield make


@pytest.fixture
def url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/toolkit.db"


class Clock:
    """One minute later at every look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema, to be copied: making one takes much longer."""
    file = tmp_path_factory.mktemp("store") / "empty.db"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="session")
def shared_schema(postgresql: str) -> Iterator[str]:
    """A PostgreSQL database with the schema, emptied before each test that takes it."""
    with fresh_schema(postgresql) as address:
        open_store(address).close()
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with the schema and nothing in it, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_file"), tmp_path / "toolkit.db")
        return f"sqlite:///{tmp_path}/toolkit.db"
    address: str = request.getfixturevalue("shared_schema")
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE assessment, setting, attempt, workshop, workshop_minutes CASCADE"))
    engine.dispose()
    return address


@pytest.fixture
def store(empty_url: str, clock: Clock) -> Iterator[Store]:
    with open_store(empty_url, clock=clock) as opened:
        yield opened


def new(owner: str = "ann", title: str = "Plate reader") -> NewAssessment:
    return NewAssessment(owner, title, "risk", "1.0", "0" * 64)


@pytest.fixture
def draft(store: Store) -> Stored:
    """An empty assessment of Ann's."""
    return store.create(new(), who="ann")


def together(*calls: Callable[[], T]) -> list[T]:
    """The results of calls that start at the same moment, in threads."""
    start = threading.Barrier(len(calls))
    results: list[T] = []

    def one(call: Callable[[], T]) -> None:
        start.wait(5)
        results.append(call())

    threads = [threading.Thread(target=one, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return results
