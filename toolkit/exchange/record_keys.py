"""The flat keys of readiness, workbook and plan records: which there are in each kind, and which values they take."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from toolkit.core import plan, workbook
from toolkit.core.kept import ACTION_DAYS, ACTION_LISTS, ACTION_TEXTS, RATING_TEXTS, REPLY_TEXTS, TRUTHS
from toolkit.core.model import UNKNOWN_CHOICE
from toolkit.core.responses import State
from toolkit.core.statements import DIMENSIONS, HIGHEST, LOWEST
from toolkit.exchange.fields import MAX_TEXT, at, is_day
from toolkit.exchange.problems import Problems, printable
from toolkit.exchange.safe_json import kind

LONGEST_KEY = 200
"""Characters of a key; the store keeps no longer ones."""

LONGEST_LIST = 500
RANGE = "range"
"""A level that will be a range, of which no end is chosen yet."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")

Check = Callable[[object], str]
"""What is wrong with a value, as the end of a sentence; empty if nothing is."""


# ---------------------------------------------------------------- values


def text(value: object) -> str:
    """A text of at most MAX_TEXT characters."""
    if not isinstance(value, str):
        return f"must be text in quotes, found {kind(value)}"
    return f"has {len(value):,} characters; shorten it to at most {MAX_TEXT:,}" if len(value) > MAX_TEXT else ""


def step(value: object) -> str:
    """A whole number from 1 to 5."""
    fits = isinstance(value, int) and not isinstance(value, bool) and LOWEST <= value <= HIGHEST
    return "" if fits else f"must be a whole number from {LOWEST} to {HIGHEST}, found {_found(value)}"


def level(value: object) -> str:
    """A step, “unknown”, or a range: two steps, and a third for the best guess; null where none is chosen yet."""
    if value in (UNKNOWN_CHOICE, RANGE):
        return ""
    if isinstance(value, list):
        if len(value) not in (2, 3):
            return "needs two or three numbers for a range: lowest, highest and, if you like, best guess"
        return next((found for one in value if one is not None and (found := step(one))), "")
    found = step(value)
    return found and f"{found}; write “{UNKNOWN_CHOICE}” or a range such as [2, 4] where that is the answer"


def day(value: object) -> str:
    """A date as ISO text, or empty."""
    fits = isinstance(value, str) and (not value or is_day(value))
    return "" if fits else f"must be a date such as 2026-12-31, found {_found(value)}"


def names(value: object) -> str:
    """A list of ids."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return f"must be a list of ids, found {kind(value)}"
    longest = max((len(one) for one in value), default=0)
    return "is too long for a list of ids" if len(value) > LONGEST_LIST or longest > LONGEST_KEY else ""


def one_of(*words: str) -> Check:
    """One of a closed set of words."""

    def check(value: object) -> str:
        known = isinstance(value, str) and value in words
        return "" if known else f"must be one of {', '.join(words)}, found {_found(value)}"

    return check


def place(value: object) -> str:
    """A whole number."""
    fits = isinstance(value, int) and not isinstance(value, bool)
    return "" if fits else f"must be a whole number, found {_found(value)}"


def person(value: object) -> str:
    """Who answers apart: texts for `name` and `role`."""
    if not isinstance(value, Mapping) or not set(value) <= {"name", "role"}:
        return 'must be an object such as {"name": "…", "role": "…"}'
    return next((found for one in value.values() if (found := text(one))), "")


def plain(value: object) -> str:
    """Text, a number, yes or no, or a short list or object of these."""
    inner = list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else [value]
    if len(inner) > LONGEST_LIST or any(isinstance(one, list | Mapping) for one in inner):
        return "must be text, a number, true, false, or a short list of these"
    return next((found for one in inner if isinstance(one, str) and (found := text(one))), "")


def _found(value: object) -> str:
    return f"“{printable(value)}”" if isinstance(value, str) else str(value)[:40] if value is not None else "nothing"


# ---------------------------------------------------------------- keys

RATING: Mapping[str, Check] = {
    "level": level,
    "state": one_of(State.NA, State.WITHHELD),
    **dict.fromkeys(RATING_TEXTS, text),
    "still_true": one_of(*TRUTHS),
}
ACTION: Mapping[str, Check] = {
    **dict.fromkeys(ACTION_TEXTS, text),
    **dict.fromkeys(ACTION_DAYS, day),
    **dict.fromkeys(ACTION_LISTS, names),
    "size": one_of(*plan.SIZES),
    "status": one_of(*plan.Status),
    "place": place,
}
REPLY: Mapping[str, Check] = {**dict.fromkeys(REPLY_TEXTS, text), "status": one_of(*workbook.Status)}
PARTS: Mapping[str, Mapping[str, Check]] = {
    "rating": RATING,
    "agreed": {**RATING, "comment": text},
    "action": ACTION,
    "reply": REPLY,
}
"""What stands below root and id."""

WITHHELD_KINDS = ("rating", "reply", "item", "action")
TARGETS = ("stage", "rating")
ROOTS: Mapping[str, tuple[str, ...]] = {
    "readiness": ("rating", "agreed", "target", "sheet", "meta", "withhold"),
    "sheet": ("rating", "meta", "withhold"),
    "workbook": ("reply", "meta", "withhold"),
    "plan": ("action", "meta", "withhold"),
}
"""What each kind of record may hold."""


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of the content here; empty where ids are made up by people."""

    statements: Collection[str] = ()
    questions: Collection[str] = ()


def checked(raw: Mapping[str, object], kind: str, where: str, known: Known, problems: Problems) -> dict[str, object]:
    """The values of a record of a kind: wrong ones are problems, unknown ones notices, and nothing is left out."""
    out: dict[str, object] = {}
    for key, value in raw.items():
        if value is None:
            continue
        root = key.partition("/")[0]
        if len(key) > LONGEST_KEY:
            problems.add(at(where, key), f"the key has {len(key)} characters; at most {LONGEST_KEY} can be kept")
        elif root in ROOTS[kind]:
            _check(key, value, where, known, problems)
        else:
            _foreign(key, value, kind, where, problems)
        out[key] = value
    return out


def _check(key: str, value: object, where: str, known: Known, problems: Problems) -> None:
    root, _, rest = key.partition("/")
    name, _, part = rest.partition("/")
    if root == "meta" and rest:
        sentence = plain(value)
    elif root == "sheet" and _NAME.fullmatch(rest):
        sentence = person(value)
    elif root == "target" and name in TARGETS and part:
        _known(at(where, key), part, DIMENSIONS if name == "stage" else known.statements, problems)
        sentence = step(value)
    elif root == "withhold" and name in WITHHELD_KINDS and part:
        sentence = text(value)
    elif root in PARTS and _NAME.fullmatch(name) and part:
        sentence = _part(root, name, part, value, at(where, key), known, problems)
    else:
        sentence = f"is no key of “{root}”; look at the schema, or remove it"
    if sentence:
        problems.add(at(where, key), sentence)


def _part(root: str, name: str, part: str, value: object, where: str, known: Known, problems: Problems) -> str:
    _known(where, name, {"reply": known.questions, "action": ()}.get(root, known.statements), problems)
    if part not in PARTS[root]:
        problems.unknown(where, "part", part, PARTS[root])
        return ""
    return PARTS[root][part](value)


def _known(where: str, name: str, names: Collection[str], problems: Problems) -> None:
    """Say that an id is not part of the content here: it may come from another version, so it stays."""
    if names and name not in names:
        problems.notice(
            f"{printable(where, 120)}: this toolkit does not know “{printable(name)}”; kept, without effect"
        )


def _foreign(key: str, value: object, kind: str, where: str, problems: Problems) -> None:
    """A key that is nobody's here: refused where it looks misspelt or holds too much, else kept and said."""
    root = key.partition("/")[0]
    every = {one for roots in ROOTS.values() for one in roots}
    if root not in every and get_close_matches(root[:80], ROOTS[kind], n=1):
        problems.unknown(at(where, key), "kind of key", root, ROOTS[kind])
    elif sentence := plain(value):
        problems.add(at(where, key), sentence)
    else:
        problems.notice(f"{printable(at(where, key), 120)}: not part of a {kind} record; kept, without effect")
