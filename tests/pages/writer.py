"""Answers question after question until it is killed, and says which answers were acknowledged."""

import sys

from tests.pages.desk import Desk
from toolkit.store import open_store

desk = Desk(open_store(sys.argv[1]))
desk.begin()
print(desk.record.id, flush=True)  # noqa: T201  the test reads it
for number in range(100_000):
    desk.change("item/accuracy-wrong-lead/note", f"note {number}")
    print(number, flush=True)  # noqa: T201
