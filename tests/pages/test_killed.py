"""A process that is killed in the middle loses nothing that it had acknowledged."""

import subprocess
import sys
from itertools import islice
from pathlib import Path

from tests.pages.desk import Desk
from toolkit.pages.screen import Event
from toolkit.store import open_store

NOTE = "item/accuracy-wrong-lead/note"


def test_every_acknowledged_answer_is_there_after_a_kill(database):
    command = [sys.executable, "-m", "tests.pages.writer", database]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as writer:
        identity = next(writer.stdout).strip()
        acknowledged = [int(line) for line in islice(writer.stdout, 12)]
        writer.kill()
        acknowledged += [int(line) for line in writer.stdout.read().split()]
    with open_store(database) as store:
        desk = Desk(store).send(Event("route", value=f"{identity}/section/accuracy"))
        last = int(desk.values[NOTE].removeprefix("note "))
        assert last in (acknowledged[-1], acknowledged[-1] + 1)
        assert len(store.history(identity, NOTE, 10_000)) == last + 1
        desk.change(NOTE, "and it goes on").act("undo")
        assert desk.values[NOTE] == f"note {last}"
