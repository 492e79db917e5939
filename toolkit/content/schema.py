"""The shape of questionnaires, principles and controls (pydantic), and their conversion to the nouns of the core."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from toolkit.core import conditions, model

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
FactId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=1200, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=3, max_length=200, strip_whitespace=True)]
"""`toolkit check` holds the source language to 80 characters; translations may need more."""
Step = Annotated[int, Field(ge=0, le=3)]


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
    id: Id
    name: Text
    definition: Text


class CorePrincipleShape(InstrumentalShape):
    instrumental: tuple[InstrumentalShape, ...] = Field(min_length=1)


class PrinciplesFile(Shape):
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
    id: Id
    name: Text
    norms: tuple[Text, ...] = Field(min_length=1)
    plain: Text
    source: SourceShape

    def core(self) -> model.Right:
        """The noun."""
        return model.Right(self.id, self.name, self.norms, self.plain, self.source.core())


class RightsFile(Shape):
    rights: tuple[RightShape, ...]


class TermShape(Shape):
    id: Id
    term: Text
    definition: Text
    forms: tuple[Text, ...] = ()
    source: SourceShape = SourceShape(kind="own")

    def core(self) -> model.Term:
        """The noun."""
        return model.Term(self.id, self.term, self.definition, self.forms)


class GlossaryFile(Shape):
    terms: tuple[TermShape, ...]


class FamilyShape(Shape):
    id: Id
    label: Text


class OptionShape(Shape):
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
    id: Id
    version: str
    source: SourceShape
    fields: tuple[FieldShape, ...]


class FactShape(Shape):
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


class LikelihoodShape(Shape):
    question: Text
    unit: Text
    per: Literal[10, 20, 50, 100, 1000, 10000]
    step: int = Field(ge=1)

    @model_validator(mode="after")
    def _fits(self) -> LikelihoodShape:
        if 5 * self.step > self.per:
            most = self.per // 5
            raise ValueError(f"five steps of {self.step} do not fit into {self.per}; choose a step of at most {most}")
        return self


class ImpactShape(Shape):
    one: Text = Field(alias="1")
    two: Text = Field(alias="2")
    three: Text = Field(alias="3")
    four: Text = Field(alias="4")
    five: Text = Field(alias="5")


class HelpShape(Shape):
    basic: Text
    intermediate: Text
    advanced: Text


class ExampleShape(Shape):
    text: Text
    source: SourceShape


_AS_WRITTEN = "id title cause event consequence why evidence controls rights na_allowed impact_cap"
AS_WRITTEN = frozenset(_AS_WRITTEN.split())
"""Keys of an item that the noun takes over unchanged."""


class ItemShape(Shape):
    id: Id
    title: Title
    cause: Text
    event: Text
    consequence: Text
    applies_when: Condition
    na_allowed: bool = True
    impact_cap: int = Field(default=5, ge=1, le=5)
    likelihood: LikelihoodShape
    impact: ImpactShape
    why: Text
    help: HelpShape
    example: ExampleShape
    evidence: tuple[Text, ...] = Field(min_length=1)
    controls: tuple[Id, ...] = Field(min_length=1)
    rights: tuple[Id, ...] = Field(min_length=1)
    source: SourceShape

    def core(self, principle: str) -> model.Item:
        """The noun, filed under its instrumental principle."""
        steps = self.impact
        given = self.model_dump(include=set(AS_WRITTEN))
        return model.Item(
            **given,
            principle=principle,
            applies_when=self.applies_when,
            likelihood=model.Likelihood(**self.likelihood.model_dump()),
            impact=(steps.one, steps.two, steps.three, steps.four, steps.five),
            help=self.help.model_dump(),
            example=model.Sourced(self.example.text, self.example.source.core()),
            source=self.source.core(),
        )


class ItemsFile(Shape):
    principle: Id
    items: tuple[ItemShape, ...] = Field(min_length=1)


class ControlShape(Shape):
    id: Id
    title: Title
    description: Text
    preventive: Step
    mitigating: Step
    strength: dict[Literal["1", "2", "3"], Text]
    evidence: tuple[Text, ...] = Field(min_length=1)
    effort: Literal["S", "M", "L"]
    principle: Id
    source: SourceShape

    @model_validator(mode="after")
    def _does_something(self) -> ControlShape:
        best = max(self.preventive, self.mitigating)
        if best == 0:
            raise ValueError("a control needs `preventive` or `mitigating` above 0")
        if sorted(self.strength) != [str(n) for n in range(1, best + 1)]:
            raise ValueError(f"`strength` must describe steps 1 to {best}, no more and no less")
        return self

    def core(self) -> model.Control:
        """The noun."""
        strength = {int(step): text for step, text in self.strength.items()}
        given = self.model_dump(exclude={"strength", "source"})
        return model.Control(**given, strength=strength, source=self.source.core())


class ControlsFile(Shape):
    controls: tuple[ControlShape, ...]


class RiskManifest(Shape):
    id: Id
    version: str
    title: Text
    source: SourceShape
    default_method: Id
