"""Open files, and files that change under a running server."""

import asyncio
import resource

import pytest

from tests.server.visitors import apart
from toolkit.server.dev import newest, on_change
from toolkit.server.room import FOR_A_KERNEL, make_room, needed


@pytest.fixture
def limits(monkeypatch):
    """A pretended limit of open files, as soft and hard."""
    held = {"now": (1024, 4096)}
    monkeypatch.setattr(resource, "getrlimit", lambda _: held["now"])
    monkeypatch.setattr(resource, "setrlimit", lambda _, pair: held.update(now=pair))
    return held


def test_the_limit_is_raised_as_far_as_needed(limits):
    assert make_room(100) is None
    assert limits["now"] == (needed(100), 4096)


def test_a_limit_that_suffices_is_left_alone(limits):
    assert make_room(1) is None
    assert limits["now"] == (1024, 4096)


def test_a_limit_that_cannot_be_raised_enough_is_said_with_the_way_to_raise_it(limits):
    sentence = make_room(400)
    assert limits["now"] == (4096, 4096)
    assert f"ulimit -n {needed(400)}" in sentence
    assert f"about {(4096 - 256) // FOR_A_KERNEL} visitors" in sentence


def test_no_limit_is_no_reason_to_speak(limits):
    limits["now"] = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    assert make_room(100_000) is None


def test_a_changed_file_is_noticed_once(tmp_path, monkeypatch):
    monkeypatch.setattr("toolkit.server.dev.EVERY", 20)
    (tmp_path / "a.py").write_text("")
    told = []

    async def change():
        timer = on_change(lambda: told.append(1), [tmp_path])
        await asyncio.sleep(0.1)
        assert told == []
        (tmp_path / "b.yaml").write_text("")
        await asyncio.sleep(0.2)
        timer.stop()

    apart(change())
    assert told == [1]


def test_other_files_are_not_watched(tmp_path):
    (tmp_path / "a.db").write_text("")
    assert newest([tmp_path]) == 0
