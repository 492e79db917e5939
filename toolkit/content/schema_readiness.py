"""The shape of the readiness assessment and of the workbook (pydantic)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from toolkit.content.schema import Condition, Id, Shape, SourceShape, Text, Title
from toolkit.content.schema_guides import GuideShape, Long, Stage
from toolkit.content.schema_practice import Owner
from toolkit.core import statements as nouns
from toolkit.core import workbook

Number = Literal["1", "2", "3", "4", "5"]
Five = Annotated[int, Field(ge=1, le=5)]
Three = Annotated[int, Field(ge=1, le=3)]
Share = Annotated[float, Field(gt=0, le=1)]


class StatementShape(GuideShape):
    noun = nouns.Statement
    id: Id
    aspect: Id
    statement: Text
    levels: dict[Number, Text] = Field(min_length=5)
    required_at: Five
    importance: Three
    effort: Three
    blocker: bool
    why: Text
    evidence: tuple[Text, ...]
    recommendations: tuple[Id, ...]
    principles: tuple[Id, ...]
    items: tuple[Id, ...] = ()
    source: SourceShape


class DimensionFile(GuideShape):
    """readiness/<dimension>.yaml."""

    noun = nouns.Dimension
    dimension: Literal["culture-infrastructure", "people-expertise", "process-workflow"]
    title: Text
    about: Long
    statements: tuple[StatementShape, ...] = Field(min_length=1)

    def core(self) -> nouns.Dimension:
        every = tuple(one.core() for one in self.statements)
        return nouns.Dimension(self.dimension, self.title, self.about, every)


class GateShape(GuideShape):
    noun = nouns.Gate
    level: Id
    stage: Five
    source: SourceShape


class ReadinessFile(Shape):
    """readiness/readiness.yaml."""

    id: Literal["readiness"]
    version: str
    title: Title
    target_default: Five
    theta: Share
    theta_lenient: Share
    gates: tuple[GateShape, ...]
    source: SourceShape


class QuestionShape(GuideShape):
    noun = workbook.Question
    id: Id
    principle: Id
    question: Text
    why: Text
    weak: Text
    strong: Text
    ask: tuple[Text, ...]
    keep: tuple[Text, ...]
    stages: tuple[Stage, ...]
    activities: tuple[Literal["develop", "procure", "deploy"], ...]
    roles: tuple[Owner, ...]
    applies_when: Condition
    order: int = Field(ge=1, le=9)
    cases: tuple[Id, ...] = ()
    items: tuple[Id, ...] = ()
    controls: tuple[Id, ...] = ()
    recommendations: tuple[Id, ...] = ()
    source: SourceShape


class WorkbookFile(GuideShape):
    """workbook/<core principle>.yaml."""

    noun = workbook.Workbook
    principle: Id
    questions: tuple[QuestionShape, ...] = Field(min_length=1)
