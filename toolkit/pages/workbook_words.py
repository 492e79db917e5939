"""What the workbook page calls things: stages, roles, activities, how far a question is, and stored answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from toolkit.core.practice import ACTIVITIES
from toolkit.core.workbook import EVERY_ROLE, Status, Why
from toolkit.pages.conflicts import in_words
from toolkit.pages.desk import Context
from toolkit.pages.reading_labels import activity as activity_name
from toolkit.pages.reading_labels import role_name

STATUSES = {
    Status.OPEN: "Still open",
    Status.IN_HAND: "In hand",
    Status.SETTLED: "Settled",
    Status.NOT_APPLICABLE: "Does not apply",
}
WHY = {
    Why.HERE: "For this role at this stage",
    Why.EARLIER: "From an earlier stage: should be settled by now",
    Why.NEXT: "From a later stage: good to know early",
    Why.OTHERS: "For another role at this stage: worth asking them",
}
PARTS = {
    "status": "How far is it?",
    "text": "Answer",
    "owner_role": "Who takes care of it?",
    "evidence": "Evidence",
    "reason": "Reason",
    "": "Not for release",
}
META = {
    "purpose": "What it is for",
    "stage": "Stage",
    "activity": "What the agency does with it",
    "system": "Risk assessment",
    "gate": "Decision to go on",
    "": "Other details",
}
TITLES = {"assessment/title": "Name", "assessment/status": "Submitted"}
SHORT = 160
"""So many characters of an answer stand in a list of changes."""


def stage_name(context: Context, name: str) -> str:
    """The name of a stage as plain text, as the description of a system has it."""
    options = context.library.field("stage").options
    return next((one.label for one in options if one.id == name), name)


def stage(context: Context, name: str) -> Markup:
    """The name of a stage, marked as English where it is not translated."""
    return context.mark(stage_name(context, name))


def activity(context: Context, name: str) -> str:
    """The name of an activity."""
    return activity_name(context.interface, name)


def status(context: Context, one: Status) -> str:
    """How far a question is."""
    return context.interface.gettext(STATUSES[one])


def why(context: Context, one: Why) -> str:
    """Why a question was chosen."""
    return context.interface.gettext(WHY[one])


def part(context: Context, name: str) -> str:
    """What a part of an answer is called."""
    return context.interface.gettext(PARTS.get(name, "Not for release"))


def roles(context: Context, names: Sequence[str]) -> str:
    """Several roles in one line."""
    return context.interface.gettext(", ").join(role_name(context.interface, name) for name in names)


def role_options(context: Context, none: str, other: str = "") -> list[dict[str, Any]]:
    """Roles to choose from, after what to say where nobody is chosen; another text that is stored stays an option."""
    known = [{"value": name, "label": role_name(context.interface, name)} for name in EVERY_ROLE]
    foreign = [{"value": other, "label": other}] if other and other not in EVERY_ROLE else []
    return [{"value": "", "label": none}, *known, *foreign]


def stage_options(context: Context, none: str) -> list[dict[str, Any]]:
    """Stages to choose from."""
    known = context.library.field("stage").options
    return [{"value": "", "label": none}, *({"value": one.id, "label": one.label} for one in known)]


def activity_options(context: Context, none: str) -> list[dict[str, Any]]:
    """Activities to choose from."""
    return [{"value": "", "label": none}, *({"value": name, "label": activity(context, name)} for name in ACTIVITIES)]


def said(context: Context, key: str, value: Any) -> str:
    """A stored answer as a person gave it."""
    root, _, rest = key.partition("/")
    if value in (None, "", []):
        return "–"
    if root == "reply":
        return _replied(context, rest.rpartition("/")[2], value)
    if root == "meta":
        return _meta(context, rest, value)
    if root == "fact" or (root == "profile" and rest in [one.id for one in context.library.profile]):
        return in_words(context, key, value)
    return short(in_words(context, "", value))


def _replied(context: Context, name: str, value: Any) -> str:
    if name == "status" and value in tuple(Status):
        return status(context, Status(value))
    return role_name(context.interface, str(value)) if name == "owner_role" else short(value)


def _meta(context: Context, name: str, value: Any) -> str:
    if name == "stage":
        return stage_name(context, str(value))
    if name == "activity" and value in ACTIVITIES:
        return activity(context, value)
    return short(value.get("by") or "–") if isinstance(value, Mapping) else short(value)


def about(context: Context, key: str) -> Markup:
    """What a stored key is about: a question or risk by its title, and the part of it."""
    root, _, rest = key.partition("/")
    name, _, inner = rest.partition("/")
    if root in ("reply", "withhold"):
        asked = inner if root == "withhold" else name
        return _joined(_question(context, asked), part(context, inner if root == "reply" else ""))
    if root in ("item", "treatment"):
        titles = {one.id: one.title for one in context.library.items}
        kinds = context.interface.gettext("Risk") if root == "item" else context.interface.gettext("Treatment")
        return _joined(context.mark(titles.get(name, name)), kinds)
    if root == "profile":
        labels = {one.id: one.label for one in context.library.profile}
        return _joined(context.mark(labels.get(name, name)), context.interface.gettext("Description"))
    if root == "fact":
        return escape(context.interface.gettext("Legal question"))
    return escape(context.interface.gettext(TITLES.get(key, META.get(name, "Other details"))))


def _joined(title: Markup, kind: str) -> Markup:
    return Markup("{}: {}").format(kind, title)


def _question(context: Context, name: str) -> Markup:
    return context.mark(next((one.question for one in context.workbook.questions if one.id == name), name))


def short(value: Any) -> str:
    """A value as text that fits into a list."""
    text = " ".join(str(value).split())
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def listed(texts: Sequence[Markup]) -> Markup:
    """Several marked texts in one line; they hold commas themselves."""
    return Markup(" · ").join(texts)
