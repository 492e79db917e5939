"""The shape of scoring methods and legal packs (pydantic), and their conversion to the nouns of the core."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from toolkit.content.schema import Condition, Id, Shape, SourceShape, Text, Title
from toolkit.core import law, matrix, method
from toolkit.core.matrix import Grid

Row = Literal["1", "2", "3", "4", "5"]
ROWS: tuple[Row, ...] = ("1", "2", "3", "4", "5")
"""Likelihoods, as the keys of a matrix that is written cell by cell."""


class LevelShape(Shape):
    """A named level."""

    id: Id
    label: Text
    token: Literal["r1", "r2", "r3", "r4", "r5", "r6"]
    icon: str

    def core(self) -> method.LevelName:
        """The noun."""
        return method.LevelName(self.id, self.label, self.token, self.icon)


class FloorShape(Shape):
    """The least level from an impact upwards."""

    impact_at_least: int = Field(ge=1, le=5)
    level: Id


class MatrixShape(Shape):
    """A matrix, from products or cell by cell."""

    kind: Literal["product", "lookup"]
    minima: tuple[int, ...] = ()
    floors: tuple[FloorShape, ...] = ()
    grid: dict[Row, tuple[Id, ...]] = Field(default_factory=dict)


class EscalateShape(Shape):
    """When many items raise a node by one level."""

    enabled: bool = False
    start: Id = Field(default="medium", alias="from")
    count: int = 3


class AggregateShape(Shape):
    """How items decide a node."""

    k: int = Field(default=1, ge=1)
    escalate: EscalateShape = EscalateShape()


class ScalesShape(Shape):
    """The words for the five steps of both axes."""

    likelihood: tuple[Text, Text, Text, Text, Text]
    impact: tuple[Text, Text, Text, Text, Text]
    axis: Literal["linear", "log"]


class SeverityPartShape(Shape):
    """A rating that the impact is built from."""

    id: Literal["scale", "scope", "irreversibility"]
    label: Text
    question: Text
    steps: tuple[Text, Text, Text, Text, Text]


class SeverityShape(Shape):
    """Impact from scale, scope and irreversibility."""

    enabled: bool = False
    rule: Literal["max(scale, min(scope, irreversibility))"]
    parts: tuple[SeverityPartShape, ...] = ()

    @model_validator(mode="after")
    def _has_its_parts(self) -> SeverityShape:
        if self.enabled and [part.id for part in self.parts] != ["scale", "scope", "irreversibility"]:
            raise ValueError("an enabled severity rule needs its parts scale, scope and irreversibility, in this order")
        return self


class LossesShape(Shape):
    """What a wrong escalation and a miss cost."""

    needless_escalation: float = Field(gt=0)
    miss: float = Field(gt=0)


class MethodFile(Shape):
    """methods/<method>.yaml."""

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
    aliases: dict[str, str] = Field(default_factory=dict)
    losses: LossesShape
    source: SourceShape

    def grid(self) -> Grid:
        """The 5 × 5 grid of level indexes; raises ToolkitError for one that falls."""
        order = {level.id: index for index, level in enumerate(self.levels)}
        if self.matrix.kind == "product":
            floors = {floor.impact_at_least: order[floor.level] for floor in self.matrix.floors}
            rows = matrix.product_grid(self.matrix.minima, floors)
        else:
            rows = tuple(tuple(order[cell] for cell in self.matrix.grid[row]) for row in ROWS)
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
            parts=tuple(method.SeverityPart(**part.model_dump()) for part in self.severity.parts),
            axis=self.scales.axis,
            source=self.source.core(),
        )


class ArticleShape(Shape):
    """A provision with its date."""

    id: Id
    label: Text
    title: Text
    applies_from: date
    sure: Literal["verified", "secondary", "unverified"]
    note: str = ""


class EffectShape(Shape):
    """What a trigger does."""

    floor: Literal["unacceptable", "extreme", "high", "none"] = "none"
    require: tuple[Id, ...] = ()


class TriggerShape(Shape):
    """A legal rule."""

    id: Id
    article: Id
    title: Title
    kind: Literal["prohibited", "exception", "high-risk", "duty", "absolute-right"]
    when: Condition
    unless: Condition = None
    effect: EffectShape
    message: Text
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
    """A duty that a trigger brings."""

    id: Id
    title: Text
    text: Text
    article: str = ""


class PackFile(Shape):
    """packs/<pack>.yaml, or a national pack."""

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
