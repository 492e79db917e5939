"""What two windows disagree on, and what was changed, in words that a person can compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from toolkit.core.model import UNKNOWN_CHOICE
from toolkit.core.responses import State
from toolkit.pages.desk import Context, RecordState
from toolkit.store import Event

Said = Callable[[Context, str, Any], str]
"""Says a stored answer, by its key, as a person gave it."""


def in_words(context: Context, key: str, value: Any) -> str:
    """A stored answer as a person gave it: labels instead of ids where there are some."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, dict) and "status" in value:
        return _safeguard(context, value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {in_words(context, '', inner)}" for name, inner in value.items() if inner)
    if isinstance(value, list):
        return ", ".join(in_words(context, key, part) for part in value if part)
    return _labels(context, key).get(str(value), str(value))


def _safeguard(context: Context, value: Mapping[str, Any]) -> str:
    """How a safeguard stands; the number is how strong it is."""
    _ = context.interface.gettext
    status = {"in-place": _("In place"), "planned": _("Planned")}.get(value["status"], "")
    proof = _("with evidence") if value.get("evidenced") else ""
    given = (status, str(value.get("strength") or ""), proof, value.get("note"))
    return _(", ").join(one for one in given if one) or "–"


def _labels(context: Context, key: str) -> dict[str, str]:
    _ = context.interface.gettext
    words = {UNKNOWN_CHOICE: _("I don’t know"), "range": _("Between two of these")}
    if key.endswith("/state"):
        words |= {str(State.NA): _("Not applicable"), str(State.WITHHELD): _("Restricted")}
    root, _sep, rest = key.partition("/")
    if root == "fact":
        words |= {"yes": _("Yes"), "no": _("No")}
    if root == "profile":
        words |= {option.id: option.label for option in context.library.field(rest).options}
    return words


def conflict_of(state: RecordState, context: Context, key: str, said: Said = in_words) -> dict[str, Any] | None:
    """What another window stored for this answer, or for a part of it, if the two disagree."""
    for conflict in state.conflicts:
        if conflict.key == key or conflict.key.startswith(key.rstrip("/") + "/"):
            when = context.interface.time(conflict.at.astimezone())
            mine, theirs = (said(context, conflict.key, value) for value in (conflict.mine, conflict.theirs))
            return {"mine": mine, "theirs": theirs, "at": when, "who": conflict.who}
    return None


def history_rows(
    context: Context, events: Sequence[Event], about: Callable[[str], str], said: Said = in_words
) -> list[dict[str, Any]]:
    """Changes in words, in the order given; `about` names what a key stands for."""
    return [
        {
            "at": one.at.astimezone(),
            "who": one.who,
            "what": about(one.key),
            "before": said(context, one.key, one.before),
            "after": said(context, one.key, one.after),
            "undoes": one.undoes,
        }
        for one in events
    ]
