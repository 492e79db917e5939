"""Which answers leave the agency: what is marked not for release goes, before anything is computed.

A report for release is a function of what is left here, so that nothing in it depends on an answer that is hidden: no
level, no count, no list. What it says of hidden answers is how many there are, where, and the agency's own reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.core.kept import ACTION_LISTS, Values
from toolkit.core.responses import State

RATING, REPLY, ITEM, ACTION = "rating", "reply", "item", "action"

ROOTS: Mapping[str, tuple[str, ...]] = {
    RATING: ("rating/", "agreed/", "target/rating/"),
    REPLY: ("reply/",),
    ITEM: ("item/", "treatment/"),
    ACTION: ("action/",),
}
"""Where everything that is said of a rating, a reply, a risk item or an action stands; the id follows."""

PRIVATE = ("withhold/", "sheet/", "meta/name")
"""Keys that never leave: the marks themselves, and who answered."""

RESTRICTED = (RATING, ITEM)
"""Kinds that can be restricted by their state as well."""


@dataclass(frozen=True, slots=True, order=True)
class Hidden:
    """An answer that is not released, and why the agency says so (empty: it gave no reason)."""

    kind: str
    id: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Released:
    """What is left of the answers of a record, and what was taken out, by kind and id."""

    values: Mapping[str, Any]
    hidden: tuple[Hidden, ...] = ()


def marked(values: Values) -> dict[tuple[str, str], str]:
    """What is marked, by kind and id, with the reason: `withhold/<kind>/<id>`, or the state “withheld”."""
    found: dict[tuple[str, str], str] = {}
    for key, value in values.items():
        first, _, rest = key.partition("/")
        second, _, third = rest.partition("/")
        if first == "withhold" and second in ROOTS and third and value:
            found[second, third] = value.strip() if isinstance(value, str) else ""
        elif first in RESTRICTED and third == "state" and value == State.WITHHELD:
            found.setdefault((first, second), "")
    return found


def released(values: Values, also: Mapping[tuple[str, str], str] | None = None) -> Released:
    """The answers without what is marked here or in `also` (marks of another record about the same questions).

    Ratings and items stay as “withheld” and count as unknown. Actions that serve hidden ratings only go as well,
    uncounted: that there is one would tell; the others lose the mention of them. Names of respondents never leave.
    """
    mine = marked(values)
    hidden = {**(also or {}), **mine}
    hidden |= dict.fromkeys(_serving(values, hidden), "")
    kept = {
        key: _trimmed(key, value, hidden)
        for key, value in values.items()
        if owner(key) not in hidden and not key.startswith(PRIVATE)
    }
    states = {f"{kind}/{name}/state": str(State.WITHHELD) for kind, name in hidden if kind in RESTRICTED}
    return Released(kept | states, tuple(sorted(Hidden(*pair, why) for pair, why in mine.items())))


def owner(key: str) -> tuple[str, str]:
    """The kind and the id of what a key says something about; empty for everything that cannot be hidden."""
    for kind, roots in ROOTS.items():
        for root in roots:
            if key.startswith(root):
                return kind, key[len(root) :].partition("/")[0]
    return "", ""


def _serving(values: Values, hidden: Mapping[tuple[str, str], str]) -> list[tuple[str, str]]:
    """Actions that serve nothing but hidden ratings."""
    lists = [(owner(key), value) for key, value in values.items() if _serves(key) and isinstance(value, list)]
    return [pair for pair, served in lists if served and all((RATING, one) in hidden for one in served)]


def _serves(key: str) -> bool:
    return key.startswith("action/") and key.endswith("/statements")


def _trimmed(key: str, value: Any, hidden: Mapping[tuple[str, str], str]) -> Any:
    """Lists of an action without the hidden ones in them."""
    if key.startswith("action/") and key.rpartition("/")[2] in ACTION_LISTS and isinstance(value, list):
        return [one for one in value if (RATING, one) not in hidden and (ACTION, one) not in hidden]
    return value
