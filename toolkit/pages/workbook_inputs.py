"""What a browser may write on the workbook page: everything that a browser sends is a claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.core.guide import STAGES
from toolkit.core.practice import ACTIVITIES
from toolkit.core.workbook import EVERY_ROLE, Status, Workbook
from toolkit.pages.inputs import SHORT, BadInput, text
from toolkit.store import KEY_LIMIT

LONGEST = {"text": 20_000, "evidence": 5_000}
UNKNOWN = "This page does not know that answer. Load the page again."
UNFIT = "That answer does not fit this question. Load the page again."
META = {"stage": STAGES, "activity": ACTIVITIES}


def clean(content: Workbook, values: Mapping[str, Any], key: str, value: Any) -> tuple[str, Any]:
    """The key to store under and the value to store; raises BadInput for anything unknown or out of range.

    Which risk assessment a workbook belongs to, and decisions at gates, are no answers: they have acts of their own.
    """
    root, _, rest = key.partition("/")
    if not rest or len(key) > KEY_LIMIT:
        raise BadInput(UNKNOWN)
    if root == "meta":
        return key, _meta(rest, value)
    if root == "reply":
        return key, _reply(content, *rest.partition("/")[::2], value)
    if root == "withhold" and rest.startswith("reply/"):
        content.question(rest.removeprefix("reply/"))
        return key, text(value).strip() or None
    raise BadInput(UNKNOWN)


def _meta(name: str, value: Any) -> str | None:
    if name == "purpose":
        return text(value, 2_000) or None
    if name in META and value in ("", None, *META[name]):
        return value or None
    raise BadInput(UNKNOWN)


def _reply(content: Workbook, name: str, part: str, value: Any) -> str | None:
    content.question(name)
    if part == "status" and value in ("", None, *Status):
        return value or None
    if part == "owner_role" and value in ("", None, *EVERY_ROLE):
        return value or None
    if part in ("text", "evidence", "reason"):
        return text(value, LONGEST.get(part, SHORT)) or None
    raise BadInput(UNFIT)
