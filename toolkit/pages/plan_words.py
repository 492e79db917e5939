"""The words of an action plan: roles, states, sizes, quarters, and what cannot work in it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from babel.dates import get_month_names

from toolkit.content.interface import Interface
from toolkit.core.plan import Action, Plan, Trouble
from toolkit.exchange.plan import COLUMNS
from toolkit.pages.conflicts import Said
from toolkit.pages.reading_labels import ROLES, role_name

STATUS = {"open": "Not started", "in-hand": "In hand", "done": "Done", "dropped": "Dropped"}
SIZE = {"S": "Small: within a month", "M": "Medium: within half a year", "L": "Large: longer than half a year"}
TROUBLES = {
    "no-owner": "“{title}” has no owner. Choose a role.",
    "no-day": "“{title}” has no day by which it is due.",
    "due-before-start": "“{title}” is due before it starts.",
    "due-before-need": "“{title}” is due before “{other}”, which it needs first.",
    "need-gone": "“{title}” needs “{other}”, which was dropped or is not in this plan.",
    "ring": "“{title}” and “{other}” wait for each other in a ring. Neither can begin.",
}
HEADINGS = {
    "action_id": "Id",
    "title": "Action",
    "owner_role": "Owner (role)",
    "status": "Status",
    "start": "Start",
    "due": "Due",
    "quarter": "Quarter",
    "size": "Size",
    "cost": "Cost",
    "needs": "Needs first",
    "recommendation": "Recommendation",
    "statements": "Statements it serves",
    "progress": "Progress",
    "reason": "Reason",
    "finished": "Finished on",
}
"""What a file calls its columns."""

CARRIES = {"open": "todo", "in-hand": "doing", "done": "done", "dropped": "blocked"}
"""How a state looks."""


def status_name(interface: Interface, name: str) -> str:
    """How far an action is, in words."""
    return interface.gettext(STATUS[name])


def size_name(interface: Interface, name: str) -> str:
    """How long an action takes, in words; whatever is no size stays as it is."""
    return interface.gettext(SIZE[name]) if name in SIZE else name


def role_slug(name: str) -> str:
    """How an address names a role: its id, or a short code for one that an agency wrote itself."""
    return name if name in ROLES else f"x{zlib.crc32(name.encode()):08x}"


def quarter_name(interface: Interface, place: tuple[int, int] | None) -> str:
    """A quarter by its months, such as “January to March 2027”."""
    if place is None:
        return interface.gettext("No day yet")
    year, number = place
    months = get_month_names("wide", "stand-alone", interface.locale)
    first, last = months[number * 3 - 2], months[number * 3]
    return interface.say("{first} to {last} {year}", first=first, last=last, year=str(year))


def trouble_rows(interface: Interface, found: tuple[Trouble, ...], plan: Plan) -> list[dict[str, str]]:
    """What cannot work, each as a sentence with the action that it is about."""
    titles = {one.id: one.title for one in plan}
    return [
        {
            "id": one.action,
            "text": interface.say(
                TROUBLES[one.kind],
                title=titles.get(one.action, one.action),
                other=titles.get(one.other, one.other),
            ),
        }
        for one in found
    ]


def file_names(interface: Interface, plan: Plan) -> dict[str, str]:
    """Headings and words of a file in the reader's language."""
    columns = {column: interface.gettext(HEADINGS[column]) for column in COLUMNS}
    roles = {one.owner_role: role_name(interface, one.owner_role) for one in plan if one.owner_role}
    states = {name: status_name(interface, name) for name in STATUS}
    return columns | roles | states | {name: size_name(interface, name) for name in SIZE}


def said_of(interface: Interface, plan: Plan) -> Said:
    """What says a stored answer of a plan as a person gave it."""
    words = {**file_names(interface, plan), **{one.id: one.title for one in plan}}
    return lambda context, key, value: _shown(value, words)


def _shown(value: Any, words: Mapping[str, str]) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, list):
        return "; ".join(words.get(str(one), str(one)) for one in value)
    return words.get(str(value), str(value))


def facts(interface: Interface, action: Action) -> str:
    """Owner and day of an action on one line."""
    due = (
        interface.say("due {date}", date=interface.date(action.due)) if action.due else interface.gettext("No day yet")
    )
    owner = role_name(interface, action.owner_role) or interface.gettext("no owner yet")
    return " · ".join((owner, due))
