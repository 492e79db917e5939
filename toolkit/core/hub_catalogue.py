"""The catalogue of the hub: filters, matching by a person's own criteria, comparison. Pure, and without any rank.

The order depends on criteria and names only: there is no way to put in a price, a count of users or a mark.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from toolkit.core.hub import Catalogue, Listing
from toolkit.core.model import ToolkitError

COMPARED = 4
"""Tools that fit beside each other on a page."""

Wanted = Mapping[str, Collection[str]]
"""Facet id to the values that a person chose; an empty choice asks for nothing."""


class Answer(StrEnum):
    """What a listing says about a criterion."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_STATED = "not-stated"
    """Nothing is stated in public, which is neither yes nor no."""


# ---------------------------------------------------------------- filters


def chosen(listings: Iterable[Listing], wanted: Wanted) -> tuple[Listing, ...]:
    """The listings that have, of each facet, at least one of the chosen values; by name."""
    asked = {facet: frozenset(values) for facet, values in wanted.items() if values}
    return by_name(
        one for one in listings if all(not values.isdisjoint(one.values(facet)) for facet, values in asked.items())
    )


def by_name(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    """Listings in the order of their names, whatever the capital letters."""
    return tuple(sorted(listings, key=_name))


def _name(one: Listing) -> tuple[str, str]:
    return one.name.casefold(), one.id


def counts(listings: Iterable[Listing], wanted: Wanted, catalogue: Catalogue) -> dict[str, dict[str, int]]:
    """For each facet and value: how many listings a person would see who chose it besides what the others ask for."""
    every = tuple(listings)
    found: dict[str, dict[str, int]] = {}
    for facet in catalogue.facets:
        rest = chosen(every, {name: values for name, values in wanted.items() if name != facet.id})
        found[facet.id] = {value.id: sum(value.id in one.values(facet.id) for one in rest) for value in facet.values}
    return found


# ---------------------------------------------------------------- matching


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a person looks for: values of facets, and criteria about which something must be stated.

    A listing meets a facet with any one of the chosen values.
    """

    facets: Wanted
    stated: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of all that is asked for: facets with a choice, then criteria."""
        return (*(facet for facet, values in self.facets.items() if values), *self.stated)


@dataclass(frozen=True, slots=True)
class Reason:
    """What a listing says about one criterion; `values` are those that it has of the chosen ones."""

    criterion: str
    answer: Answer
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A listing with the reasons for its place: one for each criterion, in the order in which they were asked."""

    listing: Listing
    reasons: tuple[Reason, ...]

    @property
    def met(self) -> int:
        """How many criteria it meets."""
        return sum(one.answer is Answer.MET for one in self.reasons)


def match(listings: Iterable[Listing], criteria: Criteria) -> tuple[Match, ...]:
    """Every listing with its reasons: those that meet more criteria first, and by name where they meet as many.

    “Not stated” counts as little as “not met” for the order, and is told apart in the reasons.
    """
    found = [Match(one, reasons(one, criteria)) for one in listings]
    return tuple(sorted(found, key=lambda one: (-one.met, _name(one.listing))))


def reasons(one: Listing, criteria: Criteria) -> tuple[Reason, ...]:
    """What a listing says about each criterion."""
    facets = (_of_facet(one, name, frozenset(values)) for name, values in criteria.facets.items() if values)
    said = (Reason(name, Answer.MET if one.says(name) else Answer.NOT_STATED) for name in criteria.stated)
    return (*facets, *said)


def _of_facet(one: Listing, facet: str, wanted: frozenset[str]) -> Reason:
    values = one.values(facet)
    shared = tuple(value for value in values if value in wanted)
    if shared:
        return Reason(facet, Answer.MET, shared)
    return Reason(facet, Answer.NOT_MET if values else Answer.NOT_STATED)


# ---------------------------------------------------------------- comparing


@dataclass(frozen=True, slots=True)
class Cell:
    """What one listing says in a row: values of a facet, or a text; both are empty where nothing is stated."""

    values: tuple[str, ...] = ()
    text: str = ""

    @property
    def stated(self) -> bool:
        """Whether anything is stated."""
        return bool(self.values or self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """One facet or criterion across the compared listings; `differs` where they do not all say the same.

    “Not stated” beside a statement is a difference. Texts differ unless they are equal word for word.
    """

    id: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether two listings say different things."""
        return len({(frozenset(one.values), one.text) for one in self.cells}) > 1


def compare(listings: Sequence[Listing], catalogue: Catalogue) -> tuple[Row, ...]:
    """Two to four listings, facet by facet and criterion by criterion; raises ToolkitError for other numbers.

    What only providers are asked has a row where one of them answered.
    """
    names = {one.id for one in listings}
    if not 2 <= len(listings) <= COMPARED or len(names) < len(listings):
        raise ToolkitError(f"{len(names)} tools cannot be compared; choose two to {COMPARED} different ones")
    facets = (Row(facet.id, tuple(Cell(values=one.values(facet.id)) for one in listings)) for facet in catalogue.facets)
    said = (*catalogue.criteria, *(x for x in catalogue.asked if any(one.says(x.id) for one in listings)))
    criteria = (Row(x.id, tuple(Cell(text=one.says(x.id)) for one in listings)) for x in said)
    return (*facets, *criteria)


# ---------------------------------------------------------------- the thread


def assessment_start(one: Listing, catalogue: Catalogue) -> tuple[str, ...]:
    """Profile options (field:option) from which a risk assessment of the tool may start; each waits for a yes."""
    options = (
        value.option
        for facet in catalogue.facets
        for value in facet.values
        if value.option and value.id in one.values(facet.id)
    )
    return tuple(dict.fromkeys(options))
