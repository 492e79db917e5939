"""A workshop that is being set up: what is chosen so far, how it is kept between two clicks, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.core.anonymity import LEAST
from toolkit.core.training import Agenda, TrainingCase, poll_of
from toolkit.core.workshop import About, Group, Identity, Poll, Setup
from toolkit.store.workshop_records import KEEP_DAYS

DEFAULT_AGENDA = "agenda-half-day"
ASKING = frozenset({"vote", "reveal", "discuss", "revote"})
"""Kinds of parts in which questions are asked, shown and talked about: their minutes say how many questions fit."""

MOST_TITLE, MOST_GROUP, MOST_WORDS = 200, 60, 100
"""Characters of a title, of a group’s title, and of what is looked for."""

MOST_QUESTIONS, MOST_GROUPS, MOST_LEAST, MOST_PEOPLE, MOST_MINUTES = 60, 12, 100, 500, 600


@dataclass(frozen=True, slots=True)
class Picked:
    """A question that will be asked; `minutes` are for both rounds and the talk between them."""

    about: About
    of: str
    minutes: int

    @property
    def key(self) -> str:
        """What it is called on the page: item/<id>, for example."""
        return f"{self.about}/{self.of}"


@dataclass(frozen=True)
class Draft:
    """What is chosen so far.

    `parts` holds the minutes that differ from the agenda’s own. `people` is how many are expected: it is for advice
    only. `kind` and `query` say which questions are looked through.
    """

    title: str = ""
    agenda: str = DEFAULT_AGENDA
    parts: Mapping[str, int] = field(default_factory=dict)
    case: str = ""
    picked: tuple[Picked, ...] = ()
    languages: tuple[str, ...] = ("en",)
    identity: Identity = Identity.ANONYMOUS
    groups: tuple[Group, ...] = ()
    people: int = 20
    least: int = LEAST
    days: int = KEEP_DAYS
    demo: bool = False
    kind: str = ""
    query: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the questions that are chosen."""
        return frozenset(one.key for one in self.picked)

    def length(self, agenda: Agenda) -> dict[str, int]:
        """The minutes of each part of the agenda."""
        return {part.id: self.parts.get(part.id, part.minutes) for part in agenda.parts}

    def fits(self, agenda: Agenda) -> int:
        """How many questions fit: the agenda’s own number, as far as the parts in which they are asked got longer."""
        before = sum(part.minutes for part in agenda.parts if part.kind in ASKING)
        now = self.length(agenda)
        after = sum(now[part.id] for part in agenda.parts if part.kind in ASKING)
        return agenda.questions * after // before if before else agenda.questions


# ---------------------------------------------------------------- kept between two clicks


def draft_values(draft: Draft) -> dict[str, Any]:
    """A draft as plain values; `draft_of` reads the same back."""
    return {
        **{name: getattr(draft, name) for name in ("title", "agenda", "case", "kind", "query", "demo")},
        **{name: getattr(draft, name) for name in ("people", "least", "days")},
        "parts": dict(draft.parts),
        "picked": [[str(one.about), one.of, one.minutes] for one in draft.picked],
        "languages": list(draft.languages),
        "identity": str(draft.identity),
        "groups": [[one.id, one.title] for one in draft.groups],
    }


def draft_of(values: object) -> Draft | None:
    """The draft in plain values, or None where they hold none."""
    try:
        given: Mapping[str, Any] = values if isinstance(values, Mapping) else {}
        title, agenda, case, kind, query = (str(given[name]) for name in ("title", "agenda", "case", "kind", "query"))
        people, least, days = (int(given[name]) for name in ("people", "least", "days"))
        return Draft(
            title=title,
            agenda=agenda,
            case=case,
            kind=kind,
            query=query,
            people=people,
            least=least,
            days=days,
            parts={str(name): int(minutes) for name, minutes in given["parts"].items()},
            picked=tuple(Picked(About(about), str(of), int(minutes)) for about, of, minutes in given["picked"]),
            languages=tuple(map(str, given["languages"])),
            identity=Identity(given["identity"]),
            groups=tuple(Group(str(name), str(title)) for name, title in given["groups"]),
            demo=bool(given["demo"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


# ---------------------------------------------------------------- what comes of it


def setup_of_draft(
    draft: Draft, agenda: Agenda, case: TrainingCase | None, target: int, better: Mapping[str, tuple[bool, ...]]
) -> Setup:
    """The workshop that was set up; the store gives it its id, code and salt.

    `target` is the rating from which a practice is in place; `better` says of each decision which options are among
    the better ones. Facts of the training case that bear on no question that is asked stay away.
    """
    asked = {one.of for one in draft.picked}
    facts = case.injects if case else ()
    return Setup(
        id="",
        title=draft.title,
        code="",
        polls=tuple(_poll(one, target, better) for one in draft.picked),
        identity=draft.identity,
        groups=draft.groups,
        languages=draft.languages,
        least=draft.least,
        case=draft.case,
        injects=tuple(one.id for one in facts if asked & set(one.touches)),
        agenda=tuple(draft.length(agenda).items()),
        demo=draft.demo,
    )


def _poll(one: Picked, target: int, better: Mapping[str, tuple[bool, ...]]) -> Poll:
    return poll_of(one.about, one.of, target, one.minutes, better.get(one.of, ()))


def draft_from(setup: Setup, agenda: Agenda | None, days: int) -> Draft:
    """A draft that begins like a workshop there is."""
    own = {part.id: part.minutes for part in agenda.parts} if agenda else {}
    return Draft(
        title=setup.title,
        agenda=agenda.id if agenda else DEFAULT_AGENDA,
        parts={name: minutes for name, minutes in setup.agenda if name in own and minutes != own[name]},
        case=setup.case,
        picked=tuple(Picked(one.about, one.of, one.minutes) for one in setup.polls),
        languages=setup.languages,
        identity=setup.identity,
        groups=setup.groups,
        least=setup.least,
        days=days,
        demo=setup.demo,
    )
