"""Forms to fill in, for every page and command: writing one, and what a filled one would change.

data = form_bytes("readiness", "ar", values)          # for a Download
found = compare_form(data, values, "readiness")       # nothing is stored
values = found.applied(values, found.conflicts[:1])   # all changes, and the conflicts that the person decided so
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypedDict, Unpack

from toolkit.content import load_library
from toolkit.content.interface import Interface, interface
from toolkit.core.model import ToolkitError
from toolkit.core.questionnaire import applicable, facts_of
from toolkit.core.responses import State
from toolkit.exchange.form import Form, Values
from toolkit.exchange.form_compare import Difference, compare
from toolkit.exchange.form_read import Filled, read_form
from toolkit.exchange.form_write import form_xlsx
from toolkit.exchange.problems import BundleError, printable
from toolkit.exchange.record import public_values
from toolkit.pages.answers import assessment_of
from toolkit.pages.form_readiness import readiness_form
from toolkit.pages.form_risk import risk_form
from toolkit.pages.form_workbook import workbook_form

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: dict[str, Callable[..., Form]] = {
    "readiness": readiness_form,
    "workbook": workbook_form,
    "risk": risk_form,
}
"""What can be filled in as a form. `only` are ids of statements, of questions, or of risks."""


class Wish(TypedDict, total=False):
    """What a form is to be: `only` some rows (none named: all), the `name` of its subject, and whether a `demo`."""

    only: Collection[str]
    name: str
    demo: bool


_ITEM_STATE = re.compile(r"item/[^/]+/state")


def form_of(kind: str, lang: str, values: Values | None = None, **wish: Unpack[Wish]) -> Form:
    """The form of a kind in a language; raises ToolkitError for a kind or language that is not there."""
    if kind not in KINDS:
        raise ToolkitError(f"there is no form “{printable(kind)}”; choose one of {', '.join(KINDS)}")
    only, name = wish.get("only", ()), wish.get("name", "")
    return KINDS[kind](interface(lang), values or {}, only, name, demo=wish.get("demo", False))


def form_bytes(kind: str, lang: str, values: Values | None = None, **wish: Unpack[Wish]) -> bytes:
    """The form as XLSX, filled with the answers so far; what is withheld stays out. Raises ToolkitError."""
    given = without_withheld(values or {})
    return form_xlsx(form_of(kind, lang, given, **wish), given)


def form_base(data: bytes | Path) -> tuple[str, Values, Filled]:
    """The kind of a filled form, the answers that it was written with, and the rest of what it remembers."""
    filled = filled_form(data, "")
    return filled.kind, filled.base, filled


def compare_form(
    data: bytes | Path, values: Values | None = None, kind: str = "", spoken: Interface | None = None
) -> Difference:
    """What a filled form would change in the stored values; sentences are in the language of `spoken`.

    Raises BundleError for a file that is no form, or, if `kind` is given, is of another kind.
    """
    return compare_filled(filled_form(data, kind), values, spoken)


def filled_form(data: bytes | Path, kind: str) -> Filled:
    """A filled form of a kind; raises BundleError as `compare_form` does. Reading takes long, comparing does not."""
    filled = read_form(data)
    _check(filled, kind)
    return filled


def compare_filled(filled: Filled, values: Values | None = None, spoken: Interface | None = None) -> Difference:
    """What a form that was read would change in the stored values."""
    asked = {row for rows in filled.rows.values() for row in rows}
    form = form_of(filled.kind, filled.lang, filled.base, only=asked, name=filled.name, demo=filled.demo)
    return compare(form, filled, values or {}, spoken or interface(filled.lang))


def fitting(kind: str, lang: str, values: Values) -> tuple[str, ...]:
    """The ids worth asking about: of risks, those that may apply to the described system, or were answered before.

    Empty, which means all, for other kinds and where nothing is described yet.
    """
    if kind != "risk" or not any(key.startswith("profile/") for key in values):
        return ()
    library = load_library(lang)
    given = assessment_of(library, "", "", values, library.default_method, demo=False)
    facts = facts_of(library.profile, library.facts, given.profile, given.facts)
    asked = {item.id for item in applicable(library.items, facts)} | {*given.responses, *given.treatments}
    return tuple(item.id for item in library.items if item.id in asked)


def _check(filled: Filled, kind: str) -> None:
    if filled.kind not in KINDS:
        raise BundleError([f"the form is of the kind “{printable(filled.kind)}”, which this toolkit does not know"])
    if kind and filled.kind != kind:
        raise BundleError([f"this is a form for {filled.kind}, not for {kind}; open it where {filled.kind} is"])
    try:
        interface(filled.lang)
    except ToolkitError as error:
        raise BundleError([f"the form is in the language “{printable(filled.lang)}”, which is not there"]) from error


def without_withheld(values: Values) -> dict[str, Any]:
    """The values without what was given to withheld answers, of any kind: that never leaves (METHOD 2.9).

    What remains of a risk is what remains in a bundle: state, reviewer, safeguards without notes, and new ratings.
    """
    hidden = {key[:-5] for key, value in values.items() if value == State.WITHHELD and _ITEM_STATE.fullmatch(key)}
    out: dict[str, Any] = {}
    for key, value in public_values(values).items():
        root, part = _split(key)
        if f"item/{root}/" not in hidden:
            out[key] = value
        elif key.startswith("treatment/"):
            out |= {key: value} if part not in ("action", "status") else {}
        elif part.startswith("control/") and isinstance(value, Mapping):
            out[key] = {**value, "note": ""}
        elif part in ("state", "reviewer") or part.startswith("rerated/"):
            out[key] = value
    return out


def _split(key: str) -> tuple[str, str]:
    """The item that a key belongs to, if any, and the rest of the key."""
    first, _, rest = key.partition("/")
    name, _, part = rest.partition("/")
    return (name, part) if first in ("item", "treatment") else ("", key)
