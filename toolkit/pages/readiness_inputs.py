"""What a browser may write on the readiness page: everything that a browser sends is a claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.core.model import UNKNOWN_CHOICE
from toolkit.core.statements import Readiness
from toolkit.pages.inputs import SHORT, STEPS, BadInput, text
from toolkit.store import KEY_LIMIT

LONGEST = {"note": 20_000, "evidence": 5_000}


def clean(content: Readiness, values: Mapping[str, Any], key: str, value: Any) -> tuple[str, Any]:
    """The key to store under and the value to store; raises BadInput for anything unknown or out of range."""
    root, _, rest = key.partition("/")
    name, _, part = rest.partition("/")
    if root != "rating" or not part or len(key) > KEY_LIMIT:
        raise BadInput("This page does not know that answer. Load the page again.")
    content.statement(name)
    if part == "level" and value in ("", None, UNKNOWN_CHOICE, *STEPS):
        return key, int(value) if value in STEPS else value or None
    if part in ("note", "evidence", "reason"):
        return key, text(value, LONGEST.get(part, SHORT)) or None
    raise BadInput("That answer does not fit this statement. Load the page again.")
