"""Readers of single JSON values: each returns a usable value and notes what was wrong, with its path."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from toolkit.core.responses import Factor
from toolkit.exchange.problems import Problems
from toolkit.exchange.safe_json import kind

MAX_TEXT = 100_000
"""Characters of one text."""

Chosen = TypeVar("Chosen", bound=StrEnum)


def members(
    raw: object, where: str, known: Collection[str], problems: Problems, required: Collection[str] = ()
) -> dict[str, object]:
    """An object whose keys are all known and among which none of `required` is missing; {} for anything else."""
    if not isinstance(raw, Mapping):
        problems.add(where, f"must be an object in braces, found {kind(raw)}")
        return {}
    for key in raw:
        if key not in known:
            problems.unknown(at(where, key), "field", key, known)
    for key in required:
        if key not in raw:
            problems.add(at(where, key), "is missing; add it")
    return dict(raw)


def entries(raw: object, where: str, problems: Problems) -> dict[str, object]:
    """An object with free keys; {} for anything else."""
    if not isinstance(raw, Mapping):
        problems.add(where, f"must be an object in braces, found {kind(raw)}")
        return {}
    return dict(raw)


def at(where: str, key: str) -> str:
    """The path of a key inside a path."""
    return f"{where}.{key}" if where else key


def text(given: Mapping[str, object], key: str, where: str, problems: Problems) -> str:
    """A text of at most MAX_TEXT characters; absent is empty."""
    value = given.get(key, "")
    if not isinstance(value, str):
        problems.add(at(where, key), f"must be text in quotes, found {kind(value)}")
        return ""
    if len(value) > MAX_TEXT:
        problems.add(at(where, key), f"has {len(value):,} characters; shorten it to at most {MAX_TEXT:,}")
        return ""
    return value


def day(given: Mapping[str, object], key: str, where: str, problems: Problems) -> str:
    """A date as ISO text, or empty."""
    value = text(given, key, where, problems)
    if value and not is_day(value):
        problems.add(at(where, key), "must be a date such as 2026-12-31, or empty")
        return ""
    return value


def is_day(value: str) -> bool:
    """Whether a text is a date in the form YYYY-MM-DD."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def choice(value: object, where: str, options: type[Chosen], fallback: Chosen, problems: Problems) -> Chosen:
    """One of a closed set of words; `fallback` for anything else."""
    words = [option.value for option in options]
    if isinstance(value, str):
        if value in words:
            return options(value)
        problems.unknown(where, "choice", value, words, f"write one of {', '.join(words)}")
    else:
        problems.add(where, f"must be one of {', '.join(words)}, found {kind(value)}")
    return fallback


def whole(value: object, where: str, least: int, most: int, problems: Problems) -> int | None:
    """A whole number from `least` to `most`; 3.0 is 3, as in JSON Schema; None for anything else."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        problems.add(where, f"must be a whole number from {least} to {most}, found {kind(value)}")
        return None
    if not least <= value <= most:
        problems.add(where, f"must be from {least} to {most}, found {value}")
        return None
    return value


def factor(value: object, where: str, problems: Problems) -> Factor | None:
    """A score 3, a range [2, 4] or [2, 4, 3], or {"lo": 2, "hi": 4, "mode": 3}; null is the whole scale."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        given = members(value, where, ("lo", "hi", "mode"), problems, required=("lo", "hi"))
        if "lo" not in given or "hi" not in given:
            return None
        named = [("lo", given["lo"]), ("hi", given["hi"]), ("mode", given.get("mode"))]
        present = [(at(where, key), part) for key, part in named if key != "mode" or part is not None]
        return _range(present, where, problems)
    if isinstance(value, list | tuple):
        if len(value) not in (2, 3):
            problems.add(where, "a range needs two or three numbers: lowest, highest and, if you like, best guess")
            return None
        return _range([(f"{where}[{place}]", part) for place, part in enumerate(value)], where, problems)
    score = whole(value, where, 1, 5, problems)
    return None if score is None else Factor(score, score)


def _range(parts: list[tuple[str, object]], where: str, problems: Problems) -> Factor | None:
    numbers = [whole(value, place, 1, 5, problems) for place, value in parts]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    try:
        return Factor(*known)
    except ValueError:
        problems.add(where, "a range must rise from lowest to highest, with the best guess inside it")
        return None
