"""What the readiness page knows between two events, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from toolkit.core.kept import SHEET, agreements_of, kind_of, rating_of, rating_values, ratings_of, targets_of
from toolkit.core.readiness import Result, assess
from toolkit.core.readiness_gaps import Findings, findings
from toolkit.core.readiness_group import Reconciled, Sheets, Spread, differences, reconcile
from toolkit.core.readiness_group import ratings_of as group_ratings
from toolkit.core.responses import State
from toolkit.core.statements import Dimension, Rating, Ratings, Readiness, Statement, Targets, known, left_out
from toolkit.pages.desk import Context, RecordState
from toolkit.store import Role, Stored

MAIN = "main"
"""The respondent whose answers stand in the main record itself: its owner."""


@dataclass(frozen=True)
class ReadinessState(RecordState):
    """The readiness page's state; `moved` is the action of a plan that was just moved."""

    moved: str = ""

    @property
    def history_prefix(self) -> str:
        """The keys of the statement, or of the plan's action, of which the history is shown."""
        if self.history_of.startswith("action/"):
            return self.history_of
        return f"rating/{self.history_of}/" if self.history_of else ""

    @property
    def is_sheet(self) -> bool:
        """Whether the record that is open holds one respondent's answers."""
        return self.record is not None and kind_of(self.record.questionnaire_id) == SHEET

    @property
    def closed_sheet(self) -> bool:
        """Whether this is somebody else's sheet, to which a link leads: its owner neither sees nor changes it here."""
        return self.is_sheet and self.role is Role.OWNER and self.values.get("meta/here") != "yes"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answers apart; `there` is whether the sheet could be read, `here` whether it is filled in here."""

    id: str
    name: str
    role: str
    ratings: Ratings
    done: bool
    here: bool
    out: bool
    there: bool = True


def settled(rating: Rating | None) -> bool:
    """Whether something was said of a statement: a level, a range, “I don't know”, or why it does not apply."""
    return rating is not None and (known(rating) or left_out(rating) or rating.state is State.UNKNOWN)


class ReadinessWork:
    """A readiness record seen through the content. Computed once for each view."""

    def __init__(self, state: ReadinessState, context: Context) -> None:
        self.state, self.context = state, context
        self.record = state.record

    @cached_property
    def content(self) -> Readiness:
        """The statements."""
        return self.context.readiness

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Every statement by id."""
        return {one.id: one for one in self.content.statements}

    @cached_property
    def aspects(self) -> Mapping[str, tuple[Statement, ...]]:
        """The statements of each aspect, in reading order."""
        found: dict[str, list[Statement]] = {}
        for one in self.content.statements:
            found.setdefault(one.aspect, []).append(one)
        return {name: tuple(these) for name, these in found.items()}

    @cached_property
    def aspect_titles(self) -> Mapping[str, str]:
        """What each aspect is called: its name in the roadmap."""
        return {one.id: one.title for block in self.context.guides.blocks for one in block.aspects}

    @cached_property
    def own(self) -> dict[str, Rating]:
        """What was answered in the record that is open."""
        return ratings_of(self.state.values)

    # ------------------------------------------------------------ several people

    @cached_property
    def frozen_people(self) -> Mapping[str, Any] | None:
        """Who had answered what at submission; None for a draft, and where nobody answered apart."""
        result = self.record.result if self.record and self.state.frozen else None
        people = result.get("people") if isinstance(result, Mapping) else None
        return people if isinstance(people, Mapping) else None

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Those who answer apart, by name; after submission as they were then."""
        if self.state.is_sheet:
            return ()
        if self.frozen_people is not None:
            every = [_frozen(name, one) for name, one in self.frozen_people.items() if isinstance(one, Mapping)]
            return tuple(sorted(every, key=_by_name))
        out = self.state.values.get("meta/left_out")
        left = out if isinstance(out, list) else []
        notes = {key[6:]: note for key, note in self.state.values.items() if key.startswith("sheet/") and key[6:]}
        every = [_person(name, note, self.state.linked.get(name), name in left) for name, note in notes.items()]
        return tuple(sorted(every, key=_by_name))

    @property
    def apart(self) -> bool:
        """Whether several people answer separately."""
        return bool(self.people)

    @property
    def opened(self) -> str:
        """The day on which the owner opened the answers of all, or empty."""
        day = self.state.values.get("meta/opened")
        return day if isinstance(day, str) else ""

    @property
    def waiting(self) -> bool:
        """Whether people answer apart and their answers are not opened yet: then there is no result to show."""
        return self.apart and not self.opened

    @cached_property
    def sheets(self) -> Sheets:
        """Whose answers count, by respondent; the owner's own only if there are any."""
        found = {one.id: one.ratings for one in self.people if not one.out and one.there}
        own = {MAIN: self.own} if any(settled(one) for one in self.own.values()) else {}
        return found if self.frozen_people is not None else {**own, **found}

    @cached_property
    def reconciled(self) -> Mapping[str, Reconciled]:
        """The group's ratings with all that led to them."""
        agreed = agreements_of(self.state.values)
        return reconcile(self.content.statements, self.sheets, self.content.target, agreed)

    @cached_property
    def differences(self) -> tuple[Spread, ...]:
        """Where people differ, what changes the result first."""
        return differences(self.content.statements, self.sheets, self.content.target)

    # ------------------------------------------------------------ what follows

    @cached_property
    def ratings(self) -> Mapping[str, Rating]:
        """What counts: one person's answers, or what a group came to; nothing before a group's answers are opened."""
        if not self.apart:
            return self.own
        return {} if self.waiting else group_ratings(self.reconciled)

    @cached_property
    def targets(self) -> Targets:
        """What the agency aims at."""
        return targets_of(self.state.values)

    @property
    def lenient(self) -> bool:
        """Whether the agency chose that most of a stage's practices are enough."""
        return self.state.values.get("meta/lenient") == "yes"

    @cached_property
    def result(self) -> Result:
        """Stages of today."""
        return assess(self.content, self.ratings, self.targets, lenient=self.lenient)

    @cached_property
    def findings(self) -> Findings:
        """Gaps, strengths, what to find out."""
        return findings(self.content, self.ratings, self.targets)

    def done(self, statements: tuple[Statement, ...], ratings: Ratings | None = None) -> int:
        """How many of some statements are dealt with, in the record that is open unless other ratings are given."""
        given = self.own if ratings is None else ratings
        return sum(settled(given.get(one.id)) for one in statements)

    def dimension_of(self, aspect: str) -> Dimension:
        """The dimension to which an aspect belongs; the first for one that is not there."""
        found = (one for one in self.content.dimensions if any(s.aspect == aspect for s in one.statements))
        return next(found, self.content.dimensions[0])


def _by_name(one: Person) -> tuple[str, str, str]:
    return one.name.casefold(), one.role, one.id


def _person(name: str, note: Any, sheet: Stored | None, out: bool) -> Person:
    said = note if isinstance(note, Mapping) else {}
    values: Mapping[str, Any] = sheet.values if sheet else {}
    return Person(
        name,
        str(said.get("name") or ""),
        str(said.get("role") or ""),
        ratings_of(values),
        values.get("meta/done") == "yes",
        values.get("meta/here") == "yes",
        out,
        sheet is not None,
    )


def _frozen(name: str, one: Mapping[str, Any]) -> Person:
    parts = one.get("ratings")
    ratings = {key: rating_of(given) for key, given in parts.items()} if isinstance(parts, Mapping) else {}
    return Person(name, str(one.get("name") or ""), str(one.get("role") or ""), ratings, True, False, False)


def frozen_people(work: ReadinessWork) -> dict[str, Any]:
    """Who answered what, to be kept with the result: so that nothing that comes later changes it."""
    named = {one.id: one for one in work.people}
    return {
        name: {
            "name": named[name].name if name in named else "",
            "role": named[name].role if name in named else "",
            "ratings": {key: rating_values(one) for key, one in ratings.items()},
        }
        for name, ratings in work.sheets.items()
    }
