"""The file of a workshop’s minutes: everything that is kept of them, to report again later or elsewhere."""

from __future__ import annotations

import json

from toolkit.core.minutes_kept import KeptMinutes, minutes_of, minutes_values
from toolkit.core.model import ToolkitError
from toolkit.exchange.safe_json import Source, load

KIND = "workshop-minutes"


def to_json(kept: KeptMinutes) -> bytes:
    """Minutes as a file; `read_minutes` reads the same back."""
    values = {"kind": KIND, **minutes_values(kept)}
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def is_minutes(given: object) -> bool:
    """Whether parsed JSON is meant as minutes."""
    return isinstance(given, dict) and given.get("kind") == KIND


def read_minutes(source: Source) -> KeptMinutes:
    """The minutes in a file; raises ToolkitError for anything else."""
    given = load(source)
    values = {name: one for name, one in given.items() if name != "kind"} if isinstance(given, dict) else None
    found = minutes_of(values) if is_minutes(given) else None
    if found is None:
        raise ToolkitError("the file holds no minutes of a workshop, or was changed; save it again from its page")
    return found
