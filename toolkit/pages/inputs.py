"""What a browser may write: each key and value is checked here, because everything a browser sends is a claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from toolkit.content import Library
from toolkit.content.interface import Interface
from toolkit.core.model import UNKNOWN_CHOICE, FieldKind, ProfileField, ToolkitError
from toolkit.core.responses import Confidence, ControlStatus, Decision, State
from toolkit.pages.answers import SEVERITY
from toolkit.store import KEY_LIMIT

LONGEST = {"note": 20_000, "evidence": 5_000, "action": 5_000}
SHORT = 500
MOST_NOTE = 2_000
"""Characters of a note on a safeguard."""
META = ("organization", "unit", "review_date", "summary", "signoff")
STEPS = ("1", "2", "3", "4", "5")
STATUSES = ("", "not-started", "in-hand", "done")


TOO_LONG = "The text has {count} characters; at most {most} can be kept. Shorten it."


class BadInput(ToolkitError):
    """Something the page does not accept; nothing was stored. The sentence may have {placeholders} for `values`."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence.format(**values))

    def said(self, interface: Interface) -> str:
        """The sentence in the reader's language."""
        return interface.say(self.sentence, **self.values)


def text(value: Any, longest: int = SHORT) -> str:
    """Free text without NUL and lone surrogates; raises BadInput above `longest` characters, or if it is no text."""
    if not isinstance(value, str | None):
        raise BadInput("This is not a text. Load the page again.")
    clean = re.sub(r"[\x00\ud800-\udfff]", "", value or "")
    if len(clean) > longest:
        raise BadInput(TOO_LONG, count=f"{len(clean):,}", most=f"{longest:,}")
    return clean


def clean(library: Library, values: Mapping[str, Any], key: str, value: Any) -> tuple[str, Any]:
    """The key to store under and the value to store; raises BadInput for anything unknown or out of range."""
    root, _, rest = key.partition("/")
    handler = HANDLERS.get(root)
    if handler is None or not rest or len(key) > KEY_LIMIT:
        raise BadInput("This page does not know that answer. Load the page again.")
    return handler(library, values, rest, value)


def _profile(library: Library, values: Mapping[str, Any], rest: str, value: Any) -> tuple[str, Any]:
    field = library.field(rest)
    allowed = {option.id for option in field.options} | {UNKNOWN_CHOICE}
    given = value if isinstance(value, list) else [value]
    picked = [one for one in given if one not in ("", None)]
    if any(not isinstance(one, str) or one not in allowed for one in picked):
        raise BadInput("That choice is not on the list. Load the page again.")
    if field.kind is FieldKind.ONE:
        return f"profile/{rest}", picked[0] if picked else None
    picked = _exclusive(field, picked, values.get(f"profile/{rest}"))
    if picked == [UNKNOWN_CHOICE]:
        return f"profile/{rest}", UNKNOWN_CHOICE
    return f"profile/{rest}", sorted(set(picked), key=[o.id for o in field.options].index) or None


def _exclusive(field: ProfileField, picked: list[str], before: Any) -> list[str]:
    """A choice such as “none of these” stands alone: of it and the others, those that were added last stay."""
    alone = {option.id for option in field.options if option.exclusive} | {UNKNOWN_CHOICE}
    if len(picked) < 2 or not alone & set(picked):
        return picked
    held = [before] if isinstance(before, str) else list(before or [])
    added = [one for one in picked if one in alone and one not in held]
    return added[-1:] or [one for one in picked if one not in alone] or picked[-1:]


def _fact(library: Library, values: Mapping[str, Any], rest: str, value: Any) -> tuple[str, Any]:
    known = {fact.id for fact in library.facts if fact.question}
    if rest not in known or value not in ("yes", "no", UNKNOWN_CHOICE, "", None):
        raise BadInput("That legal question is not part of this version. Load the page again.")
    return f"fact/{rest}", value or None


def _item(library: Library, values: Mapping[str, Any], rest: str, value: Any) -> tuple[str, Any]:
    name, _, part = rest.partition("/")
    item = library.item(name)
    if part.startswith("control/"):
        return f"item/{name}/{part.partition('.')[0]}", _control(library, values, f"item/{name}/{part}", value)
    if part in ("likelihood", "impact"):
        return f"item/{name}/{part}", _step(value, item.impact_cap if part == "impact" else 5)
    if part.startswith("severity/") and part.partition("/")[2] in SEVERITY:
        return f"item/{name}/{part}", _step(value if value != "range" else "", 5)
    if part.partition(".")[0] in ("likelihood", "impact"):
        return _bound(values, f"item/{name}/{part}", value, item.impact_cap if part.startswith("impact") else 5)
    states = ("", None, State.WITHHELD, *([State.NA] if item.na_allowed else []))
    if value in {"confidence": ("", None, *Confidence), "state": states}.get(part, ()):
        return f"item/{name}/{part}", value or None
    if part in ("note", "evidence", "reason", "reviewer"):
        return f"item/{name}/{part}", text(value, LONGEST.get(part, SHORT)) or None
    raise BadInput("That answer does not fit this question. Load the page again.")


def _step(value: Any, cap: int) -> Any:
    if value in ("", None):
        return None
    if value in (UNKNOWN_CHOICE, "range"):
        return value
    step = int(value) if value in STEPS else value
    if isinstance(step, int) and not isinstance(step, bool) and 1 <= step <= cap:
        return step
    raise BadInput("A rating must be a step from 1 to {most}.", most=cap)


def _bound(values: Mapping[str, Any], key: str, value: Any, cap: int) -> tuple[str, Any]:
    """One end of a range, kept beside the other: [lo, hi, best guess], with None where nothing was chosen."""
    stored, _, end = key.partition(".")
    ends = ("lo", "hi", "mode")
    before = values.get(stored)
    bounds = [*before, None, None, None][:3] if isinstance(before, list) else [None, None, None]
    if end not in ends or value in (UNKNOWN_CHOICE, "range"):
        raise BadInput("That end of a range is not known. Load the page again.")
    bounds[ends.index(end)] = _step(value, cap)
    return stored, bounds


def _control(library: Library, values: Mapping[str, Any], key: str, value: Any) -> dict[str, Any] | None:
    stored, _, aspect = key.partition(".")
    name = stored.rpartition("/")[2]
    if name not in library.controls:
        raise BadInput("That safeguard is not in the catalogue. Load the page again.")
    given = dict(values.get(stored) or {"status": "", "strength": None, "evidenced": False, "note": ""})
    if aspect == "status" and value in ("", *ControlStatus):
        given["status"] = value
    elif aspect == "strength" and value in ("", None, *STEPS[:3]):
        given["strength"] = int(value) if value else None
    elif aspect == "evidenced" and value in (True, False, None):
        given["evidenced"] = bool(value)
    elif aspect == "note":
        given["note"] = text(value, MOST_NOTE)
    else:
        raise BadInput("That setting of a safeguard is not known. Load the page again.")
    return given if given["status"] or given["note"] else None


def _treatment(library: Library, values: Mapping[str, Any], rest: str, value: Any) -> tuple[str, Any]:
    name, _, part = rest.partition("/")
    library.item(name)
    if part == "decision" and value in ("", None, *Decision):
        return f"treatment/{rest}", value or None
    if part == "status" and value in STATUSES:
        return f"treatment/{rest}", value or None
    if part == "due":
        return f"treatment/{rest}", _day(value)
    if part in ("action", "owner_role"):
        return f"treatment/{rest}", text(value, LONGEST.get(part, SHORT)) or None
    raise BadInput("That part of a treatment is not known. Load the page again.")


def _day(value: Any) -> str | None:
    if value in ("", None):
        return None
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise BadInput("A date must look like 2027-03-31.") from error


def _meta(library: Library, values: Mapping[str, Any], rest: str, value: Any) -> tuple[str, Any]:
    name, _, item = rest.partition("/")
    if name not in META or (item and (name != "signoff" or not library.item(item))):
        raise BadInput("That detail is not known. Load the page again.")
    return f"meta/{rest}", (_day(value) if name == "review_date" else text(value, 2_000) or None)


Handler = Callable[[Library, Mapping[str, Any], str, Any], tuple[str, Any]]
HANDLERS: dict[str, Handler] = {
    "profile": _profile,
    "fact": _fact,
    "item": _item,
    "treatment": _treatment,
    "meta": _meta,
}
