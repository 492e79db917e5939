"""A person sees a sentence and a fitting exit code, never a traceback."""

import errno
import json
import os
import resource
import subprocess
import sys
import time

import pytest

from toolkit import cli, cli_io
from toolkit.core.model import ToolkitError

HELP = """
import sys
sys.argv = ["toolkit", "--help"]
from toolkit import cli
try:
    cli.main()
except SystemExit:
    sys.exit(len({"pandas", "sqlalchemy", "voila", "IPython", "pydantic", "openpyxl"} & set(sys.modules)))
"""

BAD = {
    "absent": None,
    "empty": b"",
    "truncated": b'{"format": "toolkit-assessment/1", "id"',
    "not an object": b"[1, 2]",
    "binary": bytes(range(256)),
    "deep": b"[" * 100_000,
    "another format": b'{"format": "something/9", "id": "a", "title": "t"}',
    "not a number": b'{"format": "toolkit-assessment/1", "id": "a", "title": "t", "x": NaN}',
}


@pytest.mark.parametrize("command", ["score", "verify", "report"])
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_a_sentence(run, tmp_path, command, name):
    path = tmp_path / "bad.json"
    if BAD[name] is not None:
        path.write_bytes(BAD[name])
    ran = run(command, path)
    assert ran.code == 1
    assert len(ran.err.strip()) > 20
    assert "Traceback" not in ran.err + ran.out


def test_a_huge_file_is_refused_unread(run, tmp_path):
    path = tmp_path / "huge.json"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    started = time.monotonic()
    ran = run("score", path)
    assert ran.code == 1
    assert "100,000,000" in ran.err
    assert time.monotonic() - started < 5


def test_an_ending_that_is_not_known_is_a_sentence(run, tmp_path):
    path = tmp_path / "letter.docx"
    path.write_bytes(b"x")
    ran = run("score", path)
    assert ran.code == 1
    assert ".csv" in ran.err


def test_a_folder_is_not_a_file(run, tmp_path):
    folder = tmp_path / "folder.json"
    folder.mkdir()
    assert run("score", folder).code == 1


def test_wrong_usage_is_exit_2_with_a_hint(run):
    ran = run("score")
    assert ran.code == 2
    assert "FILE" in ran.err
    assert run("nonsense").code == 2
    assert run("score", "a.json", "--on", "tomorrow").code == 2


def test_a_fault_of_ours_is_exit_70_and_names_debug(run, sample, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise KeyError("secret detail")

    monkeypatch.setattr("toolkit.cli_files.outcome", broken)
    ran = run("score", sample)
    assert ran.code == cli_io.FAULT
    assert "--debug" in ran.err
    assert "KeyError" in ran.err
    assert "secret detail" not in ran.err


def test_debug_shows_where_a_fault_is(monkeypatch, sample):
    def broken(*_: object, **__: object) -> None:
        raise KeyError("detail")

    monkeypatch.setattr("toolkit.cli_files.outcome", broken)
    monkeypatch.setattr(sys, "argv", ["toolkit", "score", str(sample), "--debug"])
    with pytest.raises(KeyError):
        cli.main()


def test_a_full_disk_leaves_nothing_half_written(tmp_path, monkeypatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cli_io.os, "fsync", full)
    with pytest.raises(ToolkitError, match="No space left"):
        cli_io.write(tmp_path / "out.csv", b"data")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_replaced_unless_forced(tmp_path):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(ToolkitError, match="--force"):
        cli_io.write(path, b"new")
    assert path.read_bytes() == b"old"
    cli_io.write(path, b"new", force=True)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_replacement_keeps_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cli_io.os, "fsync", full)
    with pytest.raises(ToolkitError):
        cli_io.write(path, b"new", force=True)
    assert path.read_bytes() == b"old"


def test_help_is_quick_and_imports_nothing_heavy():
    """In processor time, so that a busy machine makes no difference."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "-c", HELP], env=environment, check=False, capture_output=True, text=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert done.returncode == 0, done.stdout[-300:]
    assert min(spent) < 0.4


def test_schema_is_valid_json_and_an_unknown_name_says_which_there_are(run):
    assert json.loads(run("schema", "assessment").out)["$schema"]
    ran = run("schema", "nothing")
    assert ran.code == 1
    assert "assessment" in ran.err


def test_an_unreachable_database_is_a_sentence(run):
    ran = run("serve", "--no-open", "--database-url", "sqlite:////proc/none/toolkit.db")
    assert ran.code == 1
    assert "/proc/none" in ran.err


def test_a_kind_of_database_that_is_not_supported_is_a_sentence(run):
    ran = run("serve", "--no-open", "--database-url", "mysql://host/name")
    assert ran.code == 1
    assert "mysql" in ran.err


def test_a_terminal_without_unicode_still_shows_a_result(sample):
    command = [sys.executable, "-m", "toolkit.cli", "score", str(sample)]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "The whole system" in done.stdout
