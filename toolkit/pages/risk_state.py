"""What the risk page knows between two events, and the order of its screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from toolkit.content import Library
from toolkit.content.scoring import Scored, described, score
from toolkit.core.kept import WORKBOOK
from toolkit.core.method import Method
from toolkit.core.model import FactDeclaration, Item, ProfileField
from toolkit.core.questionnaire import asked_facts
from toolkit.core.responses import Assessment
from toolkit.pages.answers import assessment_of
from toolkit.pages.desk import Context, RecordState
from toolkit.pages.prompts import GapsHere, gaps_here
from toolkit.pages.threads import Proof, proofs
from toolkit.store import Stored

FIELDS_A_PAGE = 4
"""At most so many profile questions stand on one screen."""


@dataclass(frozen=True)
class RiskState(RecordState):
    """The risk page's state; `tried` are safeguards that are tried out, and `returning` where to go back to."""

    returning: str = ""
    tried: frozenset[tuple[str, str]] = frozenset()

    @property
    def history_prefix(self) -> str:
        """The keys of the item of which the history is shown."""
        return f"item/{self.history_of}/" if self.history_of else ""

    def fresh(self) -> Self:
        """The state for another assessment."""
        return replace(super().fresh(), tried=frozenset())


class Work:
    """A record seen through the library: its assessment, what applies, its result. Computed once for each view."""

    def __init__(self, state: RiskState, context: Context) -> None:
        self.state, self.context = state, context
        self.library = context.library

    @cached_property
    def assessment(self) -> Assessment:
        """The stored answers as an assessment."""
        record = self.state.record
        if record is None:
            return Assessment("", "", {}, {})
        return assessment_of(self.library, record.id, record.title, self.state.values, record.method, record.demo)

    @cached_property
    def _said(self) -> dict[str, list[tuple[str, Any, int]]]:
        """All answers about each item, those that were cleared included, each with its revision."""
        said: dict[str, list[tuple[str, Any, int]]] = {}
        values, revisions = self.state.values, self.state.record.revisions if self.state.record else {}
        for key in {**revisions, **values}:
            if key.startswith("item/"):
                item = key[5 : key.find("/", 5)]
                said.setdefault(item, []).append((key, values.get(key), revisions.get(key, 0)))
        return said

    def said(self, item: Item) -> list[tuple[str, Any, int]]:
        """What was answered about an item, as (key, value, revision)."""
        return self._said.get(item.id, [])

    @property
    def method(self) -> Method:
        """The scoring method of the assessment."""
        return self.library.method(self.assessment.method)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items that apply. A section asks for no more, so that an answer is acknowledged before all is scored."""
        return described(self.library, self.assessment, self.context.today).items

    @cached_property
    def scored(self) -> Scored:
        """Facts, items, findings and levels of today."""
        return score(self.library, self.assessment, self.context.today)

    @cached_property
    def asked(self) -> tuple[FactDeclaration, ...]:
        """The legal questions that this profile raises."""
        return asked_facts(self.library.profile, self.library.facts, self.assessment.profile, self.assessment.facts)

    @cached_property
    def by_principle(self) -> dict[str, tuple[Item, ...]]:
        """Applicable items by instrumental principle, in reading order; principles without items are left out."""
        order = [name for children in self.library.tree.values() for name in children]
        grouped: dict[str, list[Item]] = {name: [] for name in order}
        for item in self.items:
            grouped[item.principle].append(item)
        return {name: tuple(items) for name, items in grouped.items() if items}

    @cached_property
    def gaps(self) -> Mapping[str, GapsHere]:
        """By item, what the agency's readiness lacks there."""
        return gaps_here(self.state, self.context)

    @property
    def workbook(self) -> Stored | None:
        """The system's workbook, if there is one."""
        return self.state.around.get(WORKBOOK)

    def proofs(self, control: str) -> tuple[Proof, ...]:
        """Workbook answers that can serve as evidence for a control."""
        return proofs(control, self.context, self.workbook)

    @cached_property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """Every screen of the way in order, as (screen, arg)."""
        describe = [("describe", str(n + 1)) for n in range(len(profile_pages(self.library)))]
        legal = [("legal", "")] if self.asked else []
        sections = [("section", name) for name in self.by_principle]
        return (*describe, *legal, *sections, ("check", ""), ("result", ""), ("treat", ""), ("export", ""))

    def after(self, screen: str, arg: str) -> tuple[str, str]:
        """The next screen of the way, or the task list."""
        here = (screen, arg.partition("/")[0])
        if here in self.steps and here != self.steps[-1]:
            return self.steps[self.steps.index(here) + 1]
        return ("tasks", "")


def profile_pages(library: Library) -> tuple[tuple[ProfileField, ...], ...]:
    """The profile's fields spread evenly over as few screens as FIELDS_A_PAGE allows."""
    fields = library.profile
    pages = -(-len(fields) // FIELDS_A_PAGE)
    small, extra = divmod(len(fields), pages)
    cuts = [small * n + min(n, extra) for n in range(pages + 1)]
    return tuple(fields[cuts[n] : cuts[n + 1]] for n in range(pages))


def page_number(arg: str, pages: int) -> int:
    """The page or question that an address names, from 1 to `pages`; the first for anything else."""
    return min(max(int(arg), 1), max(pages, 1)) if arg.isdecimal() and len(arg) < 6 else 1
