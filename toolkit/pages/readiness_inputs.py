"""What a browser may write on the readiness page: everything that a browser sends is a claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from toolkit.core.kept import TRUTHS
from toolkit.core.model import UNKNOWN_CHOICE
from toolkit.core.responses import State
from toolkit.core.statements import DIMENSIONS, Readiness
from toolkit.pages.inputs import SHORT, STEPS, BadInput, text
from toolkit.store import KEY_LIMIT

LONGEST = {"note": 20_000, "evidence": 5_000, "comment": 5_000}
TEXTS = ("note", "evidence", "reason")
META = {"organization": 500, "summary": 2_000}
LENIENT = ("", None, "yes")
VOTES = ("names", "roles", "counts")
"""How the differences show who answered what."""

RANGE = "range"
UNKNOWN_KEY = "This page does not know that answer. Load the page again."
UNFIT = "That answer does not fit this statement. Load the page again."
NO_STEP = "A level must be a step from 1 to 5."

Values = Mapping[str, Any]


def clean(content: Readiness, values: Values, key: str, value: Any) -> tuple[str, Any]:
    """The key to store under in a readiness assessment, and the value; raises BadInput for anything unknown."""
    return _cleaned(HANDLERS, content, values, key, value)


def clean_sheet(content: Readiness, values: Values, key: str, value: Any) -> tuple[str, Any]:
    """The same in a respondent's sheet, where there are ratings and nothing else."""
    return _cleaned({"rating": _rating}, content, values, key, value)


Handler = Callable[[Readiness, Values, str, Any], tuple[str, Any]]


def _cleaned(
    handlers: Mapping[str, Handler], content: Readiness, values: Values, key: str, value: Any
) -> tuple[str, Any]:
    root, _, rest = key.partition("/")
    handler = handlers.get(root)
    if handler is None or not rest or len(key) > KEY_LIMIT:
        raise BadInput(UNKNOWN_KEY)
    return handler(content, values, key, value)


def _rating(content: Readiness, values: Values, key: str, value: Any) -> tuple[str, Any]:
    root, name, part = _three(key)
    content.statement(name)
    if part == "level":
        return key, _level(value)
    if part in ("level.lo", "level.hi"):
        return _bound(values, key, value)
    if part == "state" and value in ("", None, State.NA):
        return key, str(value) if value else None
    if part == "still_true" and value in ("", None, *TRUTHS) and root == "rating":
        return key, value or None
    if part in TEXTS or (part == "comment" and root == "agreed"):
        return key, text(value, LONGEST.get(part, SHORT)) or None
    raise BadInput(UNFIT)


def _three(key: str) -> tuple[str, str, str]:
    root, _, rest = key.partition("/")
    name, _, part = rest.partition("/")
    return root, name, part


def _level(value: Any) -> Any:
    if value in ("", None):
        return None
    if isinstance(value, str) and value in (UNKNOWN_CHOICE, RANGE):
        return value
    return _step(value)


def _step(value: Any) -> int:
    if isinstance(value, str) and value in STEPS:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5:
        return value
    raise BadInput(NO_STEP)


def _bound(values: Values, key: str, value: Any) -> tuple[str, Any]:
    """One end of a range, kept beside the other: [lo, hi], with None where nothing was chosen."""
    stored, _, end = key.rpartition(".")
    before = values.get(stored)
    bounds = [*before, None, None][:2] if isinstance(before, list) else [None, None]
    bounds[0 if end == "lo" else 1] = None if value in ("", None) else _step(value)
    return stored, bounds


def _target(content: Readiness, values: Values, key: str, value: Any) -> tuple[str, Any]:
    _, kind, name = _three(key)
    if kind == "rating":
        content.statement(name)
    elif kind != "stage" or name not in DIMENSIONS:
        raise BadInput(UNKNOWN_KEY)
    return key, None if value in ("", None) else _step(value)


def _withhold(content: Readiness, values: Values, key: str, value: Any) -> tuple[str, Any]:
    _, kind, name = _three(key)
    if kind != "rating":
        raise BadInput(UNKNOWN_KEY)
    content.statement(name)
    return key, text(value).strip() or None


def _meta(content: Readiness, values: Values, key: str, value: Any) -> tuple[str, Any]:
    name = key.removeprefix("meta/")
    if name in META:
        return key, text(value, META[name]) or None
    if (name == "lenient" and value in LENIENT) or (name == "votes" and value in VOTES):
        return key, value or None
    raise BadInput("That detail is not known. Load the page again.")


HANDLERS: Mapping[str, Handler] = {
    "rating": _rating,
    "agreed": _rating,
    "target": _target,
    "withhold": _withhold,
    "meta": _meta,
}
