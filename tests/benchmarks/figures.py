"""What a benchmark gives back: rows of figures, each with a peer from the same run and the load of the machine."""

import os
import statistics
import time
from dataclasses import asdict, dataclass, field

from tests.server.harness import BYTECODE


@dataclass(frozen=True)
class Row:
    """One figure. `peer` names what it is held against; `load` is the machine's load average of the last minute."""

    group: str
    what: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    load: float = field(default_factory=lambda: round(os.getloadavg()[0], 1))

    @property
    def ratio(self):
        """The figure over the peer's, or None without one."""
        return self.value / self.peer_value if self.peer_value else None

    def plain(self):
        """For JSON."""
        return {**asdict(self), "ratio": self.ratio}


def environment():
    """Of a fresh process: with compiled bytecode, as on any machine that ran the toolkit before."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | {"PYTHONPYCACHEPREFIX": str(BYTECODE)}


def times(work, count):
    """Seconds of `count` calls of `work(n)`, one by one."""
    taken = []
    for n in range(count):
        start = time.perf_counter()
        work(n)
        taken.append(time.perf_counter() - start)
    return taken


def best(work, repeat=5):
    """The shortest of a few runs in seconds: what the code costs when nothing else is in its way."""
    return min(times(lambda _: work(), repeat))


def middle(values):
    """The median."""
    return statistics.median(values)


def slowest(values):
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def pair(group, what, taken, peer="", peer_taken=None, scale=1000, unit="ms"):
    """Two rows, median and 95th percentile, of two lists of seconds."""
    return [
        Row(group, f"{what}, {name}", of(taken) * scale, unit, peer, of(peer_taken) * scale if peer_taken else None)
        for name, of in (("p50", middle), ("p95", slowest))
    ]


def must(condition, sentence):
    """Stop when a benchmark did not do what it claims to measure."""
    if not condition:
        raise AssertionError(sentence)
