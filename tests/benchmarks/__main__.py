"""Figures with peers: `python -m tests.benchmarks [group …]`. Prints a table and writes build/bench.json."""

import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

GROUPS = ("levels", "work", "start", "kernel", "memory", "browser", "slow", "reading", "room", "workshop", "portfolio")
OUT = Path(__file__).parents[2] / "build" / "bench.json"


def number(value):
    """Three significant digits, thousands apart."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(rows):
    """All rows for a terminal."""
    shown = Table("group", "what", "value", "unit", "peer", "its value", "ratio", "load")
    for row in rows:
        figures = (number(row.value), row.unit, row.peer, number(row.peer_value), number(row.ratio), f"{row.load:.1f}")
        shown.add_row(row.group, row.what, *figures)
    return shown


def main(asked):
    """Run the groups that were asked for, or all."""
    console = Console(width=None if sys.stdout.isatty() else 180)
    rows = []
    for name in asked or GROUPS:
        start = time.monotonic()
        rows += import_module(f"tests.benchmarks.{name}").run()
        console.print(f"{name}: {time.monotonic() - start:.0f} s")
    console.print(table(rows))
    OUT.parent.mkdir(exist_ok=True)
    about = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "python": platform.python_version()}
    about |= {"system": platform.platform(), "cores": os.cpu_count(), "rows": [row.plain() for row in rows]}
    OUT.write_text(json.dumps(about, indent=1, ensure_ascii=False), encoding="utf-8")
    console.print(f"Written to {OUT.relative_to(Path.cwd()) if OUT.is_relative_to(Path.cwd()) else OUT}")


if __name__ == "__main__":
    main(sys.argv[1:])
