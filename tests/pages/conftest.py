"""Every test has a database of its own and a visitor in front of it."""

import pytest

from tests.pages.desk import Desk
from toolkit.content import load_library
from toolkit.store import open_store


@pytest.fixture(scope="session")
def library():
    return load_library("en")


@pytest.fixture(scope="session")
def blank(tmp_path_factory):
    """A database as it is before the first visitor; copying it is quicker than making it."""
    path = tmp_path_factory.mktemp("blank") / "toolkit.db"
    open_store(f"sqlite:///{path}").close()
    return path.read_bytes()


@pytest.fixture
def database(tmp_path, blank):
    path = tmp_path / "toolkit.db"
    path.write_bytes(blank)
    return f"sqlite:///{path}"


@pytest.fixture
def store(database):
    with open_store(database) as opened:
        yield opened


@pytest.fixture
def desk(store):
    """A visitor at the list, with nothing on it."""
    return Desk(store)


@pytest.fixture
def asked(desk):
    """A visitor with one described system, at the questions on accuracy."""
    return desk.begin()
