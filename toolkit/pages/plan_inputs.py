"""What a browser may write in an action plan: everything that a browser sends is a claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from toolkit.core.kept import keyed, plan_of
from toolkit.core.plan import SIZES, Action, Plan, Status, troubles
from toolkit.core.practice import OTHER_ROLES, ROLES
from toolkit.core.statements import Readiness
from toolkit.pages.inputs import SHORT, BadInput, text
from toolkit.store import KEY_LIMIT

KNOWN_ROLES = (*ROLES, *OTHER_ROLES)
TEXTS = {"title": SHORT, "cost": SHORT, "progress": 5_000, "reason": 2_000}
LISTS = {"needs", "statements"}
DAYS = ("start", "due", "finished")
CHOICES: Mapping[str, tuple[str | None, ...]] = {
    "owner_role": ("", None, *KNOWN_ROLES),
    "size": tuple(SIZES),
    "status": ("open", "in-hand", "done"),
}
"""Dropping is not among them: it asks for a reason."""

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
"""Days outside are slips of the keyboard, such as the year 202 or 20027."""

UNKNOWN = "This page does not know that part of an action. Load the page again."


def clean(content: Readiness, values: Mapping[str, Any], key: str, value: Any) -> tuple[str, Any]:
    """The key to store under and the value to store; raises BadInput for anything unknown or out of range."""
    root, _, rest = key.partition("/")
    plan = plan_of(values)
    if len(key) > KEY_LIMIT:
        raise BadInput(UNKNOWN)
    if root == "withhold" and rest.startswith("action/"):
        action_in(plan, rest.removeprefix("action/"))
        return key, text(value).strip() or None
    name, _, part = rest.partition("/")
    if root != "action" or not part:
        raise BadInput(UNKNOWN)
    action = action_in(plan, name)
    stored = part.removesuffix(".own")
    return f"action/{name}/{stored}", _part(content, plan, action, part, value)


def action_in(plan: Plan, name: str) -> Action:
    """The action of that id; raises BadInput."""
    found = next((one for one in plan if one.id == name), None)
    if found is None:
        raise BadInput("That action is not in this plan any more. Load the page again.")
    return found


def _part(content: Readiness, plan: Plan, action: Action, part: str, value: Any) -> Any:
    if part == "title" and not text(value, SHORT).strip():
        raise BadInput("An action needs a name. Write what will be done.")
    if part in TEXTS:
        return text(value, TEXTS[part]).strip() or None
    if part in DAYS:
        return day(value)
    if part in LISTS:
        return _names(content, plan, action, part, value)
    if part == "owner_role.own":
        return text(value, 200).strip() or None
    if value in CHOICES.get(part, ()):
        return value or None
    raise BadInput(UNKNOWN)


def day(value: Any) -> str | None:
    """A day as it is stored; raises BadInput for what is none, or is not of this century."""
    if value in ("", None):
        return None
    try:
        found = date.fromisoformat(text(value))
    except ValueError as error:
        raise BadInput("A date must look like 2027-03-31.") from error
    if not EARLIEST <= found < LATEST:
        raise BadInput("That year is too far away. Write a date such as 2027-03-31.")
    return found.isoformat()


def _names(content: Readiness, plan: Plan, action: Action, part: str, value: Any) -> list[str] | None:
    known = [one.id for one in (plan if part == "needs" else content.statements) if one.id != action.id]
    kept = action.needs if part == "needs" else action.statements
    given = value if isinstance(value, list) else [value] if value else []
    # What the action named before may stay, although it is gone from the plan or the content.
    if any(not isinstance(one, str) or one not in (*known, *kept) for one in given):
        raise BadInput("That choice is not on the list. Load the page again.")
    names = sorted(set(given), key=[*known, *kept].index)
    if part == "needs":
        _no_ring(plan, action, tuple(names))
    return names or None


def _no_ring(plan: Plan, action: Action, needs: tuple[str, ...]) -> None:
    """Refuse what would make actions wait for each other; a ring that is there already may be changed."""
    was = any(one.kind == "ring" for one in troubles(plan))
    new = tuple(replace(one, needs=needs) if one.id == action.id else one for one in plan)
    ring = [one for one in troubles(new) if one.kind == "ring"]
    if ring and not was:
        titles = {one.id: one.title for one in plan}
        raise BadInput(
            "That would be a ring: “{title}” and “{other}” would wait for each other. It was not stored.",
            title=titles[ring[0].action],
            other=titles.get(ring[0].other, ""),
        )


def following(values: Mapping[str, Any], key: str, value: Any, today: date) -> dict[str, Any]:
    """What changes with a status: the day on which an action was finished."""
    root, _, rest = key.partition("/")
    name, _, part = rest.partition("/")
    if (root, part) != ("action", "status"):
        return {}
    finished = f"action/{name}/finished"
    if value == Status.DONE:
        return {} if values.get(finished) else {finished: today.isoformat()}
    return {finished: None} if values.get(finished) else {}


def fresh(plan: Plan, name: str, title: str) -> dict[str, Any]:
    """The values of an action that somebody adds, at the end of the plan; raises BadInput without a title."""
    if not title:
        raise BadInput("An action needs a name. Write what will be done.")
    parts = {"title": title, "size": "M", "status": str(Status.OPEN), "place": len(plan)}
    return keyed("action", name, parts)
