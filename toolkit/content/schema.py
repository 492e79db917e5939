"""The shape of every content file (pydantic), and its conversion to the nouns of the core."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from toolkit.core import conditions, law, matrix, method, model

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
FactId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=1200, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=3, max_length=80, strip_whitespace=True)]
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
    origin: str = Field("", alias="from")
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


class LikelihoodShape(Shape):
    question: Text
    unit: Text
    per: Literal[10, 20, 50, 100, 1000, 10000]
    step: int = Field(ge=1)

    @model_validator(mode="after")
    def _fits(self) -> LikelihoodShape:
        if 5 * self.step > self.per:
            raise ValueError(f"five steps of {self.step} do not fit into {self.per}; choose a step of at most {self.per // 5}")
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


class ItemShape(Shape):
    id: Id
    title: Title
    cause: Text
    event: Text
    consequence: Text
    applies_when: Condition
    na_allowed: bool = True
    impact_cap: int = Field(5, ge=1, le=5)
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
        return model.Item(
            id=self.id,
            principle=principle,
            title=self.title,
            cause=self.cause,
            event=self.event,
            consequence=self.consequence,
            applies_when=self.applies_when,
            likelihood=model.Likelihood(**self.likelihood.model_dump()),
            impact=(steps.one, steps.two, steps.three, steps.four, steps.five),
            why=self.why,
            help=self.help.model_dump(),
            example=model.Sourced(self.example.text, self.example.source.core()),
            evidence=self.evidence,
            controls=self.controls,
            rights=self.rights,
            source=self.source.core(),
            na_allowed=self.na_allowed,
            impact_cap=self.impact_cap,
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


class LevelShape(Shape):
    id: Id
    label: Text
    token: Literal["r1", "r2", "r3", "r4", "r5", "r6"]
    icon: str

    def core(self) -> method.LevelName:
        """The noun."""
        return method.LevelName(self.id, self.label, self.token, self.icon)


class FloorShape(Shape):
    impact_at_least: int = Field(ge=1, le=5)
    level: Id


class MatrixShape(Shape):
    kind: Literal["product", "lookup"]
    minima: tuple[int, ...] = ()
    floors: tuple[FloorShape, ...] = ()
    grid: dict[Literal["1", "2", "3", "4", "5"], tuple[Id, ...]] = {}


class EscalateShape(Shape):
    enabled: bool = False
    start: Id = Field("medium", alias="from")
    count: int = 3


class AggregateShape(Shape):
    k: int = Field(1, ge=1)
    escalate: EscalateShape = EscalateShape()


class ScalesShape(Shape):
    likelihood: tuple[Text, Text, Text, Text, Text]
    impact: tuple[Text, Text, Text, Text, Text]
    axis: Literal["linear", "log"]


class SeverityShape(Shape):
    enabled: bool = False
    rule: Literal["max(scale, min(scope, irreversibility))"]


class LossesShape(Shape):
    needless_escalation: float = Field(gt=0)
    miss: float = Field(gt=0)


class MethodFile(Shape):
    id: Id
    version: str
    name: Text
    summary: Text
    levels: tuple[LevelShape, ...] = Field(min_length=2)
    unacceptable: LevelShape
    scales: ScalesShape
    matrix: MatrixShape
    aggregate: AggregateShape = AggregateShape()
    severity: SeverityShape
    aliases: dict[str, str] = {}
    losses: LossesShape
    source: SourceShape

    def grid(self) -> matrix.Grid:
        """The 5 × 5 grid of level indexes; raises ToolkitError for one that falls."""
        order = {level.id: index for index, level in enumerate(self.levels)}
        if self.matrix.kind == "product":
            floors = {floor.impact_at_least: order[floor.level] for floor in self.matrix.floors}
            rows = matrix.product_grid(self.matrix.minima, floors)
        else:
            rows = tuple(tuple(order[cell] for cell in self.matrix.grid[str(n)]) for n in range(1, 6))  # type: ignore[index]
        return matrix.checked(rows, len(self.levels))

    def core(self) -> method.Method:
        """The noun."""
        order = {level.id: index for index, level in enumerate(self.levels)}
        rule = self.aggregate.escalate
        start = order[self.aliases.get(rule.start, rule.start)]
        return method.Method(
            id=self.id,
            version=self.version,
            name=self.name,
            summary=self.summary,
            levels=tuple(level.core() for level in self.levels),
            unacceptable=self.unacceptable.core(),
            likelihood=self.scales.likelihood,
            impact=self.scales.impact,
            grid=self.grid(),
            aliases=self.aliases,
            aggregate=method.Aggregate(self.aggregate.k, rule.enabled, start, rule.count),
            severity=self.severity.rule if self.severity.enabled else "",
            axis=self.scales.axis,
            source=self.source.core(),
        )


class ArticleShape(Shape):
    id: Id
    label: Text
    title: Text
    applies_from: date
    sure: Literal["verified", "secondary", "unverified"]
    note: str = ""


class EffectShape(Shape):
    floor: Literal["unacceptable", "extreme", "high", "none"] = "none"
    require: tuple[Id, ...] = ()


class TriggerShape(Shape):
    id: Id
    article: Id
    title: Title
    kind: Literal["prohibited", "exception", "high-risk", "duty", "absolute-right"]
    when: Condition
    unless: Condition = None
    effect: EffectShape
    message: Annotated[str, StringConstraints(pattern=r"^Matches the description of .*; get legal advice\.$")]
    explain: Text
    steps: tuple[Text, ...] = Field(min_length=1)
    rights: tuple[Id, ...] = ()

    def core(self) -> law.Trigger:
        """The noun."""
        given = self.model_dump(include={"id", "article", "title", "kind", "message", "explain", "steps", "rights"})
        return law.Trigger(
            **given, when=self.when, unless=self.unless, floor=self.effect.floor, require=self.effect.require
        )


class RequirementShape(Shape):
    id: Id
    title: Text
    text: Text
    article: str = ""


class PackFile(Shape):
    id: Id
    version: str
    title: Text
    jurisdiction: Text
    binding_when: Condition
    checked: date
    review_by: date
    owner_role: Text
    note: Text
    source: SourceShape
    articles: tuple[ArticleShape, ...]
    triggers: tuple[TriggerShape, ...]
    requirements: tuple[RequirementShape, ...] = ()

    def core(self) -> law.Pack:
        """The noun."""
        given = self.model_dump(exclude={"articles", "triggers", "requirements", "source", "binding_when"})
        return law.Pack(
            **given,
            binding_when=self.binding_when,
            articles=tuple(law.Article(**a.model_dump()) for a in self.articles),
            triggers=tuple(t.core() for t in self.triggers),
            requirements=tuple(law.Requirement(**r.model_dump()) for r in self.requirements),
            source=self.source.core(),
        )
