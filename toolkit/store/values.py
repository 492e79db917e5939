"""JSON values on their way into the store: checked, cleaned of what no database can hold, compared."""

from __future__ import annotations

import json
from collections.abc import Mapping

from toolkit.store.records import KEY_LIMIT, VALUE_LIMIT, Json, NotStorable, TooLarge

DEPTH_LIMIT = 100
"""How deep a value may be nested; far above any form, far below Python's own limit."""


def clean_text(text: str) -> str:
    """The text without NUL, which PostgreSQL cannot hold, and with lone surrogates, which no UTF-8 can, as U+FFFD."""
    text = str(text)  # a plain str also for members of string enums
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def clean_key(key: str) -> str:
    """A key of 1 to KEY_LIMIT characters; raises NotStorable when empty and TooLarge when longer."""
    key = clean_text(key)
    if not key:
        raise NotStorable("A value came without the name of its question: nothing was saved; reload the page.")
    if len(key) > KEY_LIMIT:
        raise TooLarge(f"The key “{key[:40]}…” has {len(key)} characters; shorten it to {KEY_LIMIT}.")
    return key


def clean_value(value: object, place: str, limit: int = VALUE_LIMIT) -> Json:
    """The value as plain JSON, tuples as lists; `place` says in errors whose value it is.

    Raises NotStorable for anything that is not JSON (with NaN and infinities) and TooLarge above `limit` bytes.
    """
    cleaned = _cleaned(value, place, DEPTH_LIMIT)
    try:
        size = len(pack(cleaned).encode())
    except ValueError as error:
        raise NotStorable(f"The value of “{place}” is not a JSON value ({error}): enter a plain number.") from error
    if size > limit:
        raise TooLarge(
            f"“{place}” is too long to be saved ({_megabytes(size)}; at most {_megabytes(limit)}): "
            "shorten it, or keep the long text elsewhere and say where."
        )
    return cleaned


def _cleaned(value: object, place: str, depth: int) -> Json:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return clean_text(value)
        case _ if depth == 0:
            raise NotStorable(f"The value of “{place}” is nested more than {DEPTH_LIMIT} deep: simplify it.")
        case list() | tuple():
            return [_cleaned(part, place, depth - 1) for part in value]
        case Mapping() if all(isinstance(key, str) for key in value):
            return {clean_text(key): _cleaned(part, place, depth - 1) for key, part in value.items()}
    raise NotStorable(
        f"The value of “{place}” is a {type(value).__name__}, which is not JSON: "
        "give text, numbers, true, false, null, lists, or objects with text keys."
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB"


def pack(value: Json) -> str:
    """The value as compact JSON text; raises ValueError for NaN and infinities."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def same(one: Json, other: Json) -> bool:
    """Whether two values are the same JSON, whatever the order of their keys. True is not 1."""
    return one is other or _canonical(one) == _canonical(other)


def _canonical(value: Json) -> str:
    return json.dumps(value, sort_keys=True)
