"""The shape of risk items and controls (pydantic), and their conversion to the nouns of the core."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from toolkit.content.schema import Condition, Id, Shape, SourceShape, Text, Title
from toolkit.core import model

Step = Annotated[int, Field(ge=0, le=3)]


class LikelihoodShape(Shape):
    """Five equal steps on a denominator."""

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
    """Five texts from harmless to severe."""

    one: Text = Field(alias="1")
    two: Text = Field(alias="2")
    three: Text = Field(alias="3")
    four: Text = Field(alias="4")
    five: Text = Field(alias="5")


class HelpShape(Shape):
    """How to estimate, at three levels of knowledge."""

    basic: Text
    intermediate: Text
    advanced: Text


class ExampleShape(Shape):
    """An example with its source."""

    text: Text
    source: SourceShape


_AS_WRITTEN = "id title cause event consequence why evidence controls rights na_allowed impact_cap"
AS_WRITTEN = frozenset(_AS_WRITTEN.split())
"""Keys of an item that the noun takes over unchanged."""


class ItemShape(Shape):
    """A risk item."""

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
    """questionnaires/risk/<instrumental principle>.yaml."""

    principle: Id
    items: tuple[ItemShape, ...] = Field(min_length=1)


class ControlShape(Shape):
    """A control."""

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
    """controls/<core principle>.yaml."""

    controls: tuple[ControlShape, ...]


class RiskManifest(Shape):
    """questionnaires/risk.yaml."""

    id: Id
    version: str
    title: Text
    source: SourceShape
    default_method: Id
