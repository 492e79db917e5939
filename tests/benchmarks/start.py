"""How long a fresh Python takes to import what a command, a page and their peers import."""

import subprocess
import sys
import time

from tests.benchmarks.figures import Row, environment, middle

RUNS = 5
NOTHING = "pass"
COMMANDS = {
    "an empty Python": NOTHING,
    "toolkit.core.risk": "import toolkit.core.risk",
    "toolkit.pages.host (what a notebook page imports)": "import toolkit.pages.host",
    "toolkit.pages.host, and the library": (
        "import toolkit.pages.host; from toolkit.content import load_library; assert load_library().items"
    ),
}
PEERS = {"import ipywidgets": "import ipywidgets", "import pandas": "import pandas"}


def run():
    """Rows about imports; the commands take turns, so that all of them meet the same load."""
    every = COMMANDS | PEERS
    taken = {name: [] for name in every}
    for _ in range(RUNS + 1):  # the first round only warms up
        for name, code in every.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, env=environment())
            taken[name].append((time.perf_counter() - start) * 1000)
    found = {name: middle(values[1:]) for name, values in taken.items()}
    return [Row("start", name, found[name], "ms", peer, found[peer]) for name in COMMANDS for peer in PEERS]
