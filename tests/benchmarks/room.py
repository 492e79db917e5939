"""Rooms of people who arrive within seconds: ours on the real risk page, and stock Voila as far as it goes."""

import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks.app import serving
from tests.benchmarks.figures import Row, middle, slowest
from tests.benchmarks.memory import pss
from tests.benchmarks.plain_voila import stock_voila
from tests.server.visitors import arrive

ROOMS = ((10, 1), (50, 5), (100, 10), (400, 40))
"""Visitors, and the seconds within which they arrive."""

STOCK = ((10, 1), (50, 5))
"""Stock Voila: more than these take it minutes."""


def run():
    """Rows about rooms."""
    stock = {count: _stock(count, seconds) for count, seconds in STOCK}
    return [row for count, seconds in ROOMS for row in _ours(count, seconds, stock.get(count))]


def _ours(count, seconds, stock):
    room = f"{count} arriving in {seconds} s"
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), kernels=count + 20) as (server, _):
        server.get("/risk")  # the first visitor of a server pays for its warm-up
        memory = []

        def weigh():
            time.sleep(2)
            memory.extend(pss(process.pid) for process in server.kernels())

        visits = arrive(server, count, seconds, path="/risk", act="keys", meanwhile=weigh)
    served = [visit for visit in visits if not visit.failure]
    peer = ("stock Voila, whole page", stock) if stock else ("", None)
    rows = [Row("room", f"{room}: not served", count - len(served), "visitors", *peer[:1], stock and stock[2])]
    for at, (name, of) in enumerate((("p50", middle), ("p95", slowest))):
        rows.append(
            Row(
                "room",
                f"{room}: first screen {name}",
                of([one.first for one in served]),
                "s",
                peer[0],
                stock and stock[at],
            )
        )
        rows.append(
            Row(
                "room",
                f"{room}: kernel answers {name}",
                of([one.ready for one in served]),
                "s",
                peer[0],
                stock and stock[at],
            )
        )
    rows.append(Row("room", f"{room}: click and answer p95", slowest([one.click for one in served]) * 1000, "ms"))
    if memory:
        rows.append(Row("room", f"{room}: memory of a kernel, mean", sum(memory) / len(memory), "MB PSS"))
    return rows


def _stock(count, seconds):
    """Median and 95th percentile of the seconds until the page is whole, and how many never got one."""
    with tempfile.TemporaryDirectory() as folder, stock_voila(Path(folder)) as address:

        def visit(n):
            time.sleep(n * seconds / count)
            start = time.perf_counter()
            try:
                with urllib.request.urlopen(address, timeout=120) as answer:
                    answer.read()
            except OSError:
                return None
            return time.perf_counter() - start

        with ThreadPoolExecutor(count) as threads:
            taken = list(threads.map(visit, range(count)))
    whole = [one for one in taken if one is not None]
    return middle(whole), slowest(whole), count - len(whole)
