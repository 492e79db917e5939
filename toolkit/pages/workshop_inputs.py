"""What a browser may choose for a new workshop: each answer is checked here, because everything it sends is a claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from toolkit.content.interface import languages
from toolkit.content.workshop import load_trainers
from toolkit.core.anonymity import LEAST
from toolkit.core.workshop import About, Group, Identity
from toolkit.pages.desk import Context
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.reading_labels import ROLES, role_name
from toolkit.pages.workshop_draft import (
    MOST_GROUP,
    MOST_GROUPS,
    MOST_LEAST,
    MOST_MINUTES,
    MOST_PEOPLE,
    MOST_TITLE,
    Draft,
    Picked,
)
from toolkit.pages.workshop_questions import askables, with_case
from toolkit.store.workshop_records import LONGEST_DAYS

OWN = "own-"
"""What the ids of groups begin with that a trainer wrote."""

NOT_LISTED = "That choice is not on the list. Load the page again."
NO_FIELD = "This page does not know that answer. Load the page again."

Change = Callable[[Draft, str, Any, Context], Draft]


def changed(draft: Draft, name: str, value: Any, context: Context) -> Draft:
    """The draft with another answer; raises BadInput for anything unknown or out of range."""
    root, _, rest = name.partition("/")
    if root not in CHANGES:
        raise BadInput(NO_FIELD)
    return CHANGES[root](draft, rest, value, context)


def whole(value: Any, least: int, most: int) -> int:
    """A whole number in the digits of any script; raises BadInput outside of `least` to `most`."""
    given = text(str(value) if isinstance(value, int) else value).strip()
    if not given.isdecimal() or not least <= int(given[:9]) <= most:
        raise BadInput("Write a whole number from {least} to {most}.", least=least, most=most)
    return int(given[:9])


def _title(draft: Draft, rest: str, value: Any, context: Context) -> Draft:
    return replace(draft, title=" ".join(text(value, MOST_TITLE).split()))


def _agenda(draft: Draft, rest: str, value: Any, context: Context) -> Draft:
    _one_of(value, [one.id for one in load_trainers("en").agendas])
    return replace(draft, agenda=value, parts={} if value != draft.agenda else draft.parts)


def _part(draft: Draft, rest: str, value: Any, context: Context) -> Draft:
    own = {part.id: part.minutes for part in load_trainers("en").agenda(draft.agenda).parts}
    _one_of(rest, own)
    parts = {**draft.parts, rest: whole(value, 1, MOST_MINUTES)}
    return replace(draft, parts={name: minutes for name, minutes in parts.items() if own.get(name) != minutes})


def _case(draft: Draft, rest: str, value: Any, context: Context) -> Draft:
    cases = {one.id: one.title for one in load_trainers(context.interface.lang).cases}
    name = _one_of(value or "", ["", *cases])
    # A name that came with the case before goes with it.
    title = cases.get(name, "") if draft.title in ("", cases.get(draft.case)) else draft.title
    return replace(draft, case=name, picked=with_case(draft, name), title=title)


def _minutes(draft: Draft, rest: str, value: Any, context: Context) -> Draft:
    _one_of(rest, draft.keys)
    minutes = whole(value, 1, MOST_MINUTES)
    return replace(
        draft, picked=tuple(replace(one, minutes=minutes) if one.key == rest else one for one in draft.picked)
    )


def _languages(draft: Draft, rest: str, value: Any, context: Context) -> Draft:
    given = value if isinstance(value, list) else []
    known = [code for code, *_ in languages()]
    for one in given:
        _one_of(one, known)
    if not given:
        raise BadInput("Offer at least one language. The one from before stays.")
    first = context.interface.lang
    return replace(draft, languages=tuple(sorted(set(given), key=lambda one: (one != first, known.index(one)))))


def _identity(draft: Draft, rest: str, value: Any, context: Context) -> Draft:
    return replace(draft, identity=Identity(_one_of(value, list(Identity))))


def _groups(draft: Draft, rest: str, value: Any, context: Context) -> Draft:
    given = value if isinstance(value, list) else []
    known = {**{one.id: one for one in draft.groups}, **suggested(context)}
    for one in given:
        _one_of(one, known)
    return replace(draft, groups=_few([known[name] for name in known if name in given]))


def with_group(draft: Draft, value: Any) -> Draft:
    """The draft with a group of the trainer’s own; raises BadInput for one without a name or that is there."""
    title = " ".join(text(value, MOST_GROUP).split())
    if not title:
        raise BadInput("Write what the group is called.")
    if title.casefold() in {one.title.casefold() for one in draft.groups}:
        raise BadInput("There is a group of that name already.")
    taken = {one.id for one in draft.groups}
    name = next(f"{OWN}{number}" for number in range(1, MOST_GROUPS + 2) if f"{OWN}{number}" not in taken)
    return replace(draft, groups=_few([*draft.groups, Group(name, title)]))


def _few(groups: list[Group]) -> tuple[Group, ...]:
    if len(groups) > MOST_GROUPS:
        raise BadInput("At most {most} groups can be told apart. Leave one out.", most=MOST_GROUPS)
    return tuple(groups)


def suggested(context: Context) -> Mapping[str, Group]:
    """Groups by role, by id, in the trainer’s language."""
    return {name: Group(name, role_name(context.interface, name)) for name in ROLES}


def _people(draft: Draft, rest: str, value: Any, context: Context) -> Draft:
    return replace(draft, people=whole(value, 1, MOST_PEOPLE))


def _least(draft: Draft, rest: str, value: Any, context: Context) -> Draft:
    return replace(draft, least=whole(value, max(LEAST, load_trainers("en").least), MOST_LEAST))


def _days(draft: Draft, rest: str, value: Any, context: Context) -> Draft:
    return replace(draft, days=whole(value, 1, LONGEST_DAYS))


def _demo(draft: Draft, rest: str, value: Any, context: Context) -> Draft:
    return replace(draft, demo=_one_of(value, ("real", "rehearsal")) == "rehearsal")


def _one_of(value: Any, known: Any) -> str:
    if not isinstance(value, str) or value not in known:
        raise BadInput(NOT_LISTED)
    return value


CHANGES: Mapping[str, Change] = {
    "title": _title,
    "agenda": _agenda,
    "part": _part,
    "case": _case,
    "minutes": _minutes,
    "languages": _languages,
    "identity": _identity,
    "groups": _groups,
    "people": _people,
    "least": _least,
    "days": _days,
    "demo": _demo,
}


def picked_of(key: str, context: Context, minutes: int) -> Picked:
    """A question by its key; raises BadInput for one that is not there."""
    if key not in askables(context.interface.lang):
        raise BadInput("That question is not there any more. Choose another one.")
    about, _, of = key.partition("/")
    return Picked(About(about), of, minutes)
