"""Brings an inventory again and again, each time killed one statement later, until one import comes to its end.

`python -m tests.pages.importer DATABASE` prints a line for each try: `killed` or `done`, how many inventories are there
afterwards, and how many of their records. Children are forked, so that what takes long is loaded once.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.exchange.test_inventory import COLUMNS_2025
from tests.pages.portfolio import Analyst
from tests.pages.test_portfolio_inventory import bring
from toolkit.content import load_library
from toolkit.content.interface import interface
from toolkit.core.kept import INVENTORY
from toolkit.exchange.inventory_kept import records_of
from toolkit.store import open_store

RECORDS = 300
RAW = "\r\n".join(
    [
        COLUMNS_2025,
        *(f"K-{n},DEMO,North,System {n},Deployed,High-impact,Yes,,To find,In-progress,," for n in range(RECORDS)),
    ]
).encode()


def imported(database: str, last: int) -> None:
    """Bring the inventory, and die right after statement number `last`, or at the commit that follows it."""
    with open_store(database) as store:
        analyst, seen = Analyst(store), count(1)

        def die(*_: object) -> None:
            if next(seen) == last:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "after_cursor_execute", die)
        event.listen(Engine, "commit", die)
        bring(analyst, RAW)


def tried(database: str, last: int) -> int:
    """The same in a child; the signal that ended it, or 0."""
    child = os.fork()
    if not child:
        imported(database, last)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(database: str) -> None:
    """Try until an import is not killed any more."""
    load_library("en"), interface("en")
    for last in count(1):
        ended = tried(database, last)
        with open_store(database) as store:
            there = [store.load(one.id) for one in store.listing("ada") if one.questionnaire_id == INVENTORY]
            rows = sum(len(records_of(one.values)) for one in there)
        print(  # noqa: T201  the test reads it
            "killed" if ended == -signal.SIGKILL else f"done {ended}", len(there), rows, flush=True
        )
        if ended != -signal.SIGKILL:
            return


if __name__ == "__main__":
    main(sys.argv[1])
