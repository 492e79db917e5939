"""The shape of the hub's files (pydantic)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from toolkit.content.schema import Id, Shape, SourceShape, Text
from toolkit.content.schema_guides import GuideShape, Long, QuestionShape
from toolkit.core import hub as nouns

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
TestName = Annotated[str, StringConstraints(pattern=r"^test_[a-z0-9_]+$")]


class FacetValueShape(GuideShape):
    noun = nouns.FacetValue
    id: Id
    label: Text
    hint: str = ""
    option: str = ""


class FacetShape(GuideShape):
    noun = nouns.Facet
    id: Id
    label: Text
    note: str = ""
    values: tuple[FacetValueShape, ...] = Field(min_length=2)


class CriterionShape(GuideShape):
    noun = nouns.Criterion
    id: Id
    label: Text
    why: Text


class ReasonClassShape(GuideShape):
    noun = nouns.ReasonClass
    id: Id
    label: Text
    text: Text


class CatalogueFile(GuideShape):
    """hub/catalogue.yaml."""

    noun = nouns.Catalogue
    version: str
    notice: Text
    facets: tuple[FacetShape, ...] = Field(min_length=1)
    criteria: tuple[CriterionShape, ...] = Field(min_length=1)
    reasons: tuple[ReasonClassShape, ...] = Field(min_length=1)
    asked: tuple[CriterionShape, ...] = ()
    source: SourceShape


class StatedShape(GuideShape):
    noun = nouns.Stated
    id: Id
    text: Text


class ListingShape(GuideShape):
    noun = nouns.Listing
    id: Id
    name: Name
    provider: Name
    country: Country = ""
    summary: Text
    does: Text
    ask: tuple[Text, ...]
    facets: dict[Id, tuple[Id, ...]]
    stated: tuple[StatedShape, ...]
    not_stated: tuple[Id, ...]
    unverified: str = ""
    origin: Literal["provider", "independent", "register", "repository"]
    sources: tuple[SourceShape, ...] = Field(min_length=1)


class ListingsFile(Shape):
    """hub/listings/<group>.yaml."""

    listings: tuple[ListingShape, ...] = Field(min_length=1)


class TermsClauseShape(GuideShape):
    noun = nouns.TermsClause
    id: Id
    text: Text
    meets: tuple[Id, ...] = Field(min_length=1)


class TermsPartShape(GuideShape):
    noun = nouns.TermsPart
    id: Id
    title: Text
    clauses: tuple[TermsClauseShape, ...] = Field(min_length=1)


class TermsFile(GuideShape):
    """hub/terms/<id>.yaml."""

    noun = nouns.Terms
    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    effective: Day
    notice_days: int = Field(ge=14, le=365)
    title: Text
    summary: tuple[Text, ...]
    not_promised: tuple[Text, ...]
    parts: tuple[TermsPartShape, ...] = Field(min_length=1)


class GuidanceShape(GuideShape):
    noun = nouns.Guidance
    id: Id
    title: Text
    text: Long
    meets: tuple[Id, ...] = ()


class GuidanceFile(Shape):
    """hub/guidance.yaml."""

    guidance: tuple[GuidanceShape, ...] = Field(min_length=1)


class ClauseShape(GuideShape):
    noun = nouns.Clause
    id: Id
    document: Literal["terms-of-engagement", "core-principles", "un-privacy-principles"]
    number: str
    says: Text
    feature: Text
    tests: tuple[TestName, ...] = ()
    missing: str = ""


class ClausesFile(Shape):
    """hub/clauses.yaml."""

    clauses: tuple[ClauseShape, ...] = Field(min_length=1)


class ModuleSectionShape(GuideShape):
    noun = nouns.ModuleSection
    id: Id
    heading: Text
    text: Long
    sensitive: bool = False


class ModuleFile(GuideShape):
    """hub/learning/<id>.yaml."""

    noun = nouns.Module
    id: Id
    order: int = Field(ge=1)
    title: Text
    question: Text
    minutes: int = Field(ge=1, le=30)
    warning: str = ""
    skip: str = ""
    sections: tuple[ModuleSectionShape, ...]
    takeaways: tuple[Text, ...]
    check: tuple[QuestionShape, ...]
    sources: tuple[SourceShape, ...] = Field(min_length=1)


class PathStepShape(GuideShape):
    noun = nouns.PathStep
    kind: Literal["module", "chapter", "explorable", "case", "primer", "principle"]
    target: Id


class LearningPathShape(GuideShape):
    noun = nouns.LearningPath
    id: Id
    role: Literal["investigator", "technical", "unit-head", "legal"]
    level: Literal["basic", "intermediate", "advanced"]
    title: Text
    aim: Text
    steps: tuple[PathStepShape, ...] = Field(min_length=1)


class LearningPathsFile(Shape):
    """hub/paths.yaml."""

    paths: tuple[LearningPathShape, ...] = Field(min_length=1)


FILES = (CatalogueFile, ListingsFile, TermsFile, GuidanceFile, ClausesFile, ModuleFile, LearningPathsFile)
