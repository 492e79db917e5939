"""For authors: when code or content changes, the next visitor gets it without a restart of the server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from tornado.ioloop import PeriodicCallback

WATCHED = frozenset({".py", ".yaml", ".md", ".json", ".po", ".j2", ".js", ".css"})
EVERY = 1000
"""How often to look, in milliseconds."""


def newest(places: Iterable[Path]) -> float:
    """When a watched file of the folders last changed, in seconds since 1970; 0 without any file."""
    times = (path.stat().st_mtime for place in places for path in place.rglob("*") if path.suffix in WATCHED)
    return max(times, default=0.0)


def on_change(call: Callable[[], None], places: Iterable[Path]) -> PeriodicCallback:
    """Call back whenever a file has changed, from within the event loop, until the result is stopped."""
    watched = tuple(places)
    seen = newest(watched)

    def look() -> None:
        nonlocal seen
        if (now := newest(watched)) != seen:
            seen = now
            call()

    timer = PeriodicCallback(look, EVERY)
    timer.start()
    return timer
