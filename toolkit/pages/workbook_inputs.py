"""What a browser may write on the workbook page: everything that a browser sends is a claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.core.workbook import Status, Workbook
from toolkit.pages.inputs import SHORT, BadInput, text
from toolkit.store import KEY_LIMIT

LONGEST = {"text": 20_000, "evidence": 5_000}


def clean(content: Workbook, values: Mapping[str, Any], key: str, value: Any) -> tuple[str, Any]:
    """The key to store under and the value to store; raises BadInput for anything unknown or out of range."""
    root, _, rest = key.partition("/")
    name, _, part = rest.partition("/")
    if root != "reply" or not part or len(key) > KEY_LIMIT:
        raise BadInput("This page does not know that answer. Load the page again.")
    content.question(name)
    if part == "status" and value in ("", None, *Status):
        return key, value or None
    if part in ("text", "evidence", "reason", "owner_role"):
        return key, text(value, LONGEST.get(part, SHORT)) or None
    raise BadInput("That answer does not fit this question. Load the page again.")
