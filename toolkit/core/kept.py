"""Between flat keys and the nouns of readiness, plan and workbook: how answers are kept, in the store and in files.

Keys: `rating/<statement>/<part>`, `agreed/<statement>/<part>`, `target/stage/<dimension>`, `target/rating/<statement>`,
`action/<action>/<part>`, `reply/<question>/<part>`, `withhold/<kind>/<id>`. What does not fit is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from toolkit.core import plan, workbook
from toolkit.core.model import UNKNOWN_CHOICE
from toolkit.core.readiness_group import Agreement
from toolkit.core.responses import Factor, State
from toolkit.core.statements import HIGHEST, LOWEST, Rating, Targets

RISK, READINESS, SHEET, PLAN, WORKBOOK = "risk", "readiness", "sheet", "plan", "workbook"
INVENTORY = "inventory"
KINDS = (READINESS, SHEET, PLAN, WORKBOOK, INVENTORY)
"""Kinds of records that are no risk assessment: the id of their questionnaire."""

Values = Mapping[str, Any]
"""Stored answers by key; None and a missing key mean the same."""

RATING_TEXTS = ("evidence", "note", "reason")
ACTION_TEXTS = ("title", "recommendation", "owner_role", "size", "cost", "progress", "reason")
ACTION_DAYS = ("start", "due", "finished")
ACTION_LISTS = ("statements", "needs")
REPLY_TEXTS = tuple(one.name for one in fields(workbook.Reply) if one.name != "status")
TRUTHS = {"yes": True, "no": False}


def grouped(values: Values, root: str) -> dict[str, dict[str, Any]]:
    """The values under `root/<name>/<part>`, by name and part, in the order of the keys."""
    found: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        first, _, rest = key.partition("/")
        name, _, part = rest.partition("/")
        if first == root and part and value is not None:
            found.setdefault(name, {})[part] = value
    return found


def kind_of(questionnaire: str) -> str:
    """The kind of a record by the id of its questionnaire; whatever is not known as another is a risk assessment."""
    return questionnaire if questionnaire in KINDS else RISK


# ---------------------------------------------------------------- readiness


def ratings_of(values: Values) -> dict[str, Rating]:
    """What was answered to each statement."""
    return {name: rating_of(parts) for name, parts in grouped(values, "rating").items()}


def rating_of(parts: Mapping[str, Any]) -> Rating:
    """One rating: `level` is 1–5, [lo, hi] or “unknown”; `state` “na” or “withheld” goes before it."""
    level = level_of(parts.get("level"))
    texts = {name: _text(parts.get(name)) for name in RATING_TEXTS}
    return Rating(_state(parts, level), level, still_true=TRUTHS.get(_text(parts.get("still_true"))), **texts)


def level_of(value: Any) -> Factor | None:
    """A stored level: a step, or the ends of a range in either order (a best guess after them is ignored)."""
    ends = value[:2] if isinstance(value, list) else [value, value]
    if len(ends) != 2 or not all(_step(end) for end in ends):
        return None
    return Factor(min(ends), max(ends))


def _step(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and LOWEST <= value <= HIGHEST


def _state(parts: Mapping[str, Any], level: Factor | None) -> State:
    if parts.get("state") in (State.NA, State.WITHHELD):
        return State(parts["state"])
    if level is not None:
        return State.ANSWERED if level.lo == level.hi else State.RANGE
    return State.UNKNOWN if parts.get("level") == UNKNOWN_CHOICE else State.SKIPPED


def rating_values(rating: Rating) -> dict[str, Any]:
    """A rating by part; `rating_of` reads the same back, if the level fits the state."""
    out: dict[str, Any] = {name: getattr(rating, name) for name in RATING_TEXTS if getattr(rating, name)}
    if rating.level is not None:
        lo, hi = rating.level.lo, rating.level.hi
        out["level"] = lo if lo == hi else [lo, hi]
    elif rating.state is State.UNKNOWN:
        out["level"] = UNKNOWN_CHOICE
    if rating.state in (State.NA, State.WITHHELD):
        out["state"] = str(rating.state)
    if rating.still_true is not None:
        out["still_true"] = "yes" if rating.still_true else "no"
    return out


def targets_of(values: Values) -> Targets:
    """What the agency aims at."""
    aims = grouped(values, "target")
    stages, ratings = ({k: v for k, v in aims.get(kind, {}).items() if _step(v)} for kind in ("stage", "rating"))
    return Targets(stages, ratings)


def agreements_of(values: Values) -> dict[str, Agreement]:
    """What people settled on after talking, by statement; `comment` is why."""
    found = {name: (rating_of(parts), _text(parts.get("comment"))) for name, parts in grouped(values, "agreed").items()}
    return {name: Agreement(rating, note) for name, (rating, note) in found.items() if rating.state != State.SKIPPED}


# ---------------------------------------------------------------- plan


def plan_of(values: Values) -> plan.Plan:
    """The actions, in the order of their `place`, then of their ids."""
    actions = grouped(values, "action")
    order = sorted(actions, key=lambda name: (_place(actions[name]), name))
    return tuple(action_of(name, actions[name]) for name in order if actions[name].get("title"))


def _place(parts: Mapping[str, Any]) -> int:
    place = parts.get("place")
    return place if isinstance(place, int) and not isinstance(place, bool) else 1_000_000


def action_of(name: str, parts: Mapping[str, Any]) -> plan.Action:
    """One action; days are ISO texts, lists are lists of ids."""
    given: dict[str, Any] = {part: _text(parts[part]) for part in ACTION_TEXTS if parts.get(part)}
    given |= {part: tuple(map(str, parts[part])) for part in ACTION_LISTS if isinstance(parts.get(part), list)}
    given |= {part: day_of(parts.get(part)) for part in ACTION_DAYS}
    status = plan.Status(parts["status"]) if parts.get("status") in tuple(plan.Status) else plan.Status.OPEN
    return plan.Action(id=name, status=status, **given)


def action_values(action: plan.Action, place: int | None = None) -> dict[str, Any]:
    """An action by part; `action_of` reads the same back. `place` is its position in the plan."""
    out: dict[str, Any] = {part: getattr(action, part) for part in ACTION_TEXTS if getattr(action, part)}
    out |= {part: list(getattr(action, part)) for part in ACTION_LISTS if getattr(action, part)}
    out |= {part: getattr(action, part).isoformat() for part in ACTION_DAYS if getattr(action, part)}
    out["status"] = str(action.status)
    return out if place is None else out | {"place": place}


def day_of(value: Any) -> date | None:
    """A stored day, or None for anything that is none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None


# ---------------------------------------------------------------- workbook


def replies_of(values: Values) -> dict[str, workbook.Reply]:
    """What was answered to each workbook question."""
    return {name: reply_of(parts) for name, parts in grouped(values, "reply").items()}


def reply_of(parts: Mapping[str, Any]) -> workbook.Reply:
    """One reply."""
    given = parts.get("status")
    status = workbook.Status(given) if given in tuple(workbook.Status) else workbook.Status.OPEN
    return workbook.Reply(status, **{name: _text(parts.get(name)) for name in REPLY_TEXTS})


def reply_values(reply: workbook.Reply) -> dict[str, Any]:
    """A reply by part; `reply_of` reads the same back."""
    out = {name: getattr(reply, name) for name in REPLY_TEXTS if getattr(reply, name)}
    return out | {"status": str(reply.status)}


# ---------------------------------------------------------------- all of them


def keyed(root: str, name: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    """Parts under the keys of one entry."""
    return {f"{root}/{name}/{part}": value for part, value in parts.items()}


def withheld(values: Values, kind: str) -> frozenset[str]:
    """The ids of one kind (rating, reply, item, action) that are marked not for release."""
    prefix = f"withhold/{kind}/"
    return frozenset(key[len(prefix) :] for key, value in values.items() if key.startswith(prefix) and value)


def without(values: Values, kinds: Iterable[str]) -> dict[str, Any]:
    """The values without those whose key begins with one of some kinds."""
    roots = frozenset(kinds)
    return {key: value for key, value in values.items() if key.partition("/")[0] not in roots}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
