"""What all phones in a room are shown alike is worked out once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from toolkit.core.workshop import Room

T = TypeVar("T")

MOST = 200
"""How many things are remembered; each is worked out again when it was forgotten."""

_KNOWN: dict[tuple[str, ...], tuple[Room, Any]] = {}


def once(room: Room, name: str, lang: str, make: Callable[[], T]) -> T:
    """What `make` gives for this very room, which is another one after each thing that happens."""
    key = (room.setup.id, name, lang)
    known = _KNOWN.pop(key, None)
    if known is None or known[0] is not room:
        known = (room, make())
    _KNOWN[key] = known
    for oldest in list(_KNOWN)[:-MOST]:
        _KNOWN.pop(oldest, None)
    found: T = known[1]
    return found
