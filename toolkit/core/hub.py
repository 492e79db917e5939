"""The nouns of the hub: tools against child abuse online, the terms, what is taught there. Computes nothing.

`Text` and `Markdown` mean what they mean in `toolkit.core.guide`. Nothing here is case material, and nothing ranks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeVar

from toolkit.core.guide import Markdown, Question, Text
from toolkit.core.model import OWN, Source, ToolkitError

# ---------------------------------------------------------------- the catalogue


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that listings may have; `option` is the profile option that a risk assessment may start from."""

    id: str
    label: Text
    hint: Text = ""
    option: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """Something that listings can be filtered by; `note` says what readers must know about its values."""

    id: str
    label: Text
    values: tuple[FacetValue, ...]
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something that a buyer wants to know of each tool, and why; a listing states it or says that nobody does."""

    id: str
    label: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated about a criterion (`id`), in our own words."""

    id: str
    text: Text


class Word(StrEnum):
    """Whose word a field of a listing is, where it is not that of the public sources which the listing names."""

    PROVIDER = "provider"
    CHECKED = "checked"  # by a coordinator, and the provider's too


@dataclass(frozen=True, slots=True)
class Listing:
    """A tool as it is described in public; never a finding about it.

    `facets` maps the id of a facet to the values that hold; `origin` says who states it: provider, independent,
    register or repository. `not_stated` are the criteria about which nothing was found. `country` is an ISO code, or
    nothing. `words` names fields that its provider filled in (see `toolkit.core.hub_proposal`).
    """

    id: str
    name: str
    provider: str
    country: str
    summary: Text
    does: Text
    ask: tuple[Text, ...]
    facets: Mapping[str, tuple[str, ...]]
    stated: tuple[Stated, ...]
    not_stated: tuple[str, ...]
    unverified: Text
    origin: str
    sources: tuple[Source, ...]
    words: Mapping[str, Word] = field(default_factory=dict)

    def values(self, facet: str) -> tuple[str, ...]:
        """Its values of a facet; none where nothing is stated."""
        return self.facets.get(facet, ())

    def says(self, criterion: str) -> str:
        """What is stated about a criterion; an empty text means that nothing is stated."""
        return next((one.text for one in self.stated if one.id == criterion), "")


@dataclass(frozen=True, slots=True)
class ReasonClass:
    """Why a tool may be withdrawn, as officers and providers read it."""

    id: str
    label: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What listings are described by; `notice` stands on each card and each export.

    `asked` is what providers are asked besides the criteria, because hardly any public source says it.
    """

    version: str
    notice: Text
    facets: tuple[Facet, ...]
    criteria: tuple[Criterion, ...]
    reasons: tuple[ReasonClass, ...]
    source: Source = OWN
    asked: tuple[Criterion, ...] = ()

    def facet(self, name: str) -> Facet:
        """A facet by id; raises ToolkitError."""
        return _named(self.facets, name, "facet")


# ---------------------------------------------------------------- terms and guidance


@dataclass(frozen=True, slots=True)
class TermsClause:
    """A clause of our own terms; `meets` are the clauses of the requirements that it answers."""

    id: str
    text: Text
    meets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermsPart:
    """Clauses under one heading."""

    id: str
    title: Text
    clauses: tuple[TermsClause, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """A version of the terms in one language; `effective` is its day, ISO 8601, `lang` the language of the text.

    Who has accepted an earlier version is told `notice_days` before that day.
    """

    id: str
    version: str
    effective: str
    notice_days: int
    title: Text
    summary: tuple[Text, ...]
    not_promised: tuple[Text, ...]
    parts: tuple[TermsPart, ...]
    lang: str = "en"

    @property
    def clauses(self) -> tuple[TermsClause, ...]:
        """Every clause, part by part."""
        return tuple(one for part in self.parts for one in part.clauses)


@dataclass(frozen=True, slots=True)
class Guidance:
    """A text that a page shows in a situation, such as the withdrawal of a tool."""

    id: str
    title: Text
    text: Markdown
    meets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a requirement in our own words: what answers it, which tests hold that, and what is still missing.

    `document` names the requirement and `number` the place in it. An empty `missing` says that nothing is.
    """

    id: str
    document: str
    number: str
    says: str
    feature: str
    tests: tuple[str, ...]
    missing: str = ""


# ---------------------------------------------------------------- the learning centre


@dataclass(frozen=True, slots=True)
class ModuleSection:
    """A short section; a `sensitive` one may be skipped by itself."""

    id: str
    heading: Text
    text: Markdown
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the learning centre. Where `warning` is not empty it is shown first, with `skip`: how to go on."""

    id: str
    order: int
    title: Text
    question: Text
    minutes: int
    warning: Text
    skip: Text
    sections: tuple[ModuleSection, ...]
    takeaways: tuple[Text, ...]
    check: tuple[Question, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class PathStep:
    """Something to read on a path: `kind` is module, chapter, explorable, case, primer or principle."""

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class LearningPath:
    """What to read in which order, for a role and a level."""

    id: str
    role: str
    level: str
    title: Text
    aim: Text
    steps: tuple[PathStep, ...]


@dataclass(frozen=True, slots=True)
class HelpContact:
    """Where an agency's own people find help; the agency fills it in, because no list of ours could be right."""

    label: str
    how: str
    hours: str = ""


# ---------------------------------------------------------------- all of it


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Named = TypeVar("Named", bound=_HasId)


@dataclass(frozen=True, eq=False)
class Hub:
    """The content of the hub in one language. `sha256` is of the source language; listings stand by name.

    `terms` has every version, the oldest first.
    """

    lang: str
    sha256: str
    catalogue: Catalogue
    listings: tuple[Listing, ...]
    terms: tuple[Terms, ...]
    guidance: tuple[Guidance, ...]
    clauses: tuple[Clause, ...]
    modules: tuple[Module, ...]
    paths: tuple[LearningPath, ...]
    translated: frozenset[str] = frozenset()

    def listing(self, name: str) -> Listing:
        """A listing by id; raises ToolkitError."""
        return _named(self.listings, name, "listing")

    def module(self, name: str) -> Module:
        """A module by id; raises ToolkitError."""
        return _named(self.modules, name, "module")

    def guide(self, name: str) -> Guidance:
        """A guidance text by id; raises ToolkitError."""
        return _named(self.guidance, name, "guidance text")


def _named(things: Iterable[Named], name: str, kind: str) -> Named:
    for thing in things:
        if thing.id == name:
            return thing
    raise ToolkitError(f"there is no {kind} “{name}”; choose one from the hub")
