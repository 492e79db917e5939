"""The shape of principles, glossary, profile and facts (pydantic), and their conversion to the nouns of the core."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from toolkit.core import conditions, model

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
FactId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=1200, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=3, max_length=200, strip_whitespace=True)]
"""`toolkit check` holds the source language to 80 characters; translations may need more."""


def _condition(raw: object) -> conditions.Condition:
    return conditions.parse(raw)


Condition = Annotated[Any, BeforeValidator(_condition)]


class Shape(BaseModel):
    """A strict shape: a misspelt key is an error, never silently dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class SourceShape(Shape):
    """Where a text or number comes from."""

    kind: Literal["own", "derived", "fact", "illustration"]
    note: str = ""
    origin: str = Field(default="", alias="from")
    url: Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")] = ""
    sure: Literal["verified", "secondary", "unverified", ""] = ""

    @model_validator(mode="after")
    def _facts_are_sourced(self) -> SourceShape:
        if self.kind in ("fact", "derived") and not (self.sure and (self.url or self.origin)):
            raise ValueError("a fact or derived text needs `sure` and a `url` or `from`")
        return self

    def core(self) -> model.Source:
        """The noun."""
        return model.Source(self.kind, self.note, self.origin, self.url, self.sure)


class InstrumentalShape(Shape):
    """An instrumental principle."""

    id: Id
    name: Text
    definition: Text


class CorePrincipleShape(InstrumentalShape):
    """A core principle with its instrumental ones."""

    instrumental: tuple[InstrumentalShape, ...] = Field(min_length=1)


class PrinciplesFile(Shape):
    """principles/principles.yaml."""

    source: SourceShape
    core: tuple[CorePrincipleShape, ...]

    def principles(self) -> tuple[model.Principle, ...]:
        """Core principles each followed by its instrumental ones."""
        out: list[model.Principle] = []
        for top in self.core:
            out.append(model.Principle(top.id, top.name, top.definition))
            out += [model.Principle(x.id, x.name, x.definition, top.id) for x in top.instrumental]
        return tuple(out)


class RightShape(Shape):
    """A human right."""

    id: Id
    name: Text
    norms: tuple[Text, ...] = Field(min_length=1)
    plain: Text
    source: SourceShape

    def core(self) -> model.Right:
        """The noun."""
        return model.Right(self.id, self.name, self.norms, self.plain, self.source.core())


class RightsFile(Shape):
    """principles/rights.yaml."""

    rights: tuple[RightShape, ...]


class TermShape(Shape):
    """A glossary entry."""

    id: Id
    term: Text
    definition: Text
    forms: tuple[Text, ...] = ()
    source: SourceShape = SourceShape(kind="own")

    def core(self) -> model.Term:
        """The noun."""
        return model.Term(self.id, self.term, self.definition, self.forms)


class GlossaryFile(Shape):
    """glossary/glossary.yaml."""

    terms: tuple[TermShape, ...]


class FamilyShape(Shape):
    """A group of options under one heading."""

    id: Id
    label: Text


class OptionShape(Shape):
    """A choice of a profile field."""

    id: Id
    label: Text
    hint: str = ""
    family: str = ""
    facts: tuple[FactId, ...] = ()
    exclusive: bool = False

    def core(self) -> model.Option:
        """The noun."""
        return model.Option(self.id, self.label, self.hint, self.family, self.facts, self.exclusive)


class FieldShape(Shape):
    """A question of the profile."""

    id: Id
    kind: model.FieldKind
    label: Text
    options: tuple[OptionShape, ...] = Field(min_length=2)
    hint: str = ""
    required: bool = False
    families: tuple[FamilyShape, ...] = ()

    def core(self) -> model.ProfileField:
        """The noun."""
        options = tuple(option.core() for option in self.options)
        families = {family.id: family.label for family in self.families}
        return model.ProfileField(self.id, self.kind, self.label, options, self.hint, self.required, families)


class ProfileFile(Shape):
    """questionnaires/profile.yaml."""

    id: Id
    version: str
    source: SourceShape
    fields: tuple[FieldShape, ...]


class FactShape(Shape):
    """What a fact means, and how it is asked."""

    id: FactId
    label: Text
    question: str = ""
    hint: str = ""
    ask_when: Condition = conditions.Always()
    source: SourceShape = SourceShape(kind="own")

    def core(self) -> model.FactDeclaration:
        """The noun."""
        return model.FactDeclaration(self.id, self.label, self.question, self.hint, self.ask_when)


class FactsFile(Shape):
    """questionnaires/facts.yaml."""

    facts: tuple[FactShape, ...]


class ContradictionShape(Shape):
    """Answers that do not sit well together, and the fields to look at."""

    id: Id
    when: Condition
    text: Text
    fields: tuple[Id, ...] = Field(min_length=1)

    def core(self) -> model.Contradiction:
        """The noun."""
        return model.Contradiction(self.id, self.when, self.text, self.fields)


class ContradictionsFile(Shape):
    """questionnaires/contradictions.yaml."""

    contradictions: tuple[ContradictionShape, ...]
