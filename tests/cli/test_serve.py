"""`toolkit serve` and `toolkit demo` as a person starts and stops them."""

import os
import re
import select
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack

import pytest

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@pytest.fixture
def start(tmp_path):
    """Starts a command in a folder of its own, and ends it if the test has not."""
    environment = os.environ | {"TMPDIR": str(tmp_path), "TOOLKIT_DATABASE_URL": f"sqlite:///{tmp_path / 'own.db'}"}
    with ExitStack() as running:

        def begin(*arguments: str) -> subprocess.Popen[str]:
            command = [sys.executable, "-m", "toolkit.cli", *arguments]
            pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
            process = running.enter_context(subprocess.Popen(command, env=environment, cwd=tmp_path, **pipes))
            running.callback(process.terminate)
            return process

        yield begin


def address_of(process, seconds=60):
    """The address that the server prints, and everything said before."""
    said, until = "", time.monotonic() + seconds
    while time.monotonic() < until:
        if select.select([process.stdout], [], [], 0.2)[0]:
            line = process.stdout.readline()
            said += line
            if found := ADDRESS.search(line):
                return found.group(), said
            if not line:
                break
    raise AssertionError(f"no address was printed: {said}")


@pytest.mark.slow
def test_the_demo_is_served_and_thrown_away_afterwards(start, tmp_path):
    process = start("demo", "--no-open", "--port", "0")
    address, said = address_of(process)
    assert "Illustrations only" in said
    assert list(tmp_path.glob("toolkit-demo-*/demo.db"))
    with urllib.request.urlopen(address + "healthz", timeout=20) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert list(tmp_path.glob("toolkit-demo-*")) == []
    assert not (tmp_path / "own.db").exists(), "the person's own database stays untouched"


@pytest.mark.slow
def test_a_port_that_is_taken_is_a_sentence(start):
    address, _ = address_of(start("serve", "--no-open", "--port", "0"))
    port = address.rstrip("/").rsplit(":", 1)[1]
    second = start("serve", "--no-open", "--port", port)
    said, _ = second.communicate(timeout=60)
    assert second.returncode == 1
    assert port in said
    assert "Traceback" not in said
