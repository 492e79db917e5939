"""The shape of the guides that explain (pydantic): chapters, explorables, principle pages; and parts that all share."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints

from toolkit.content.schema import Id, Shape, SourceShape, Text
from toolkit.core import guide

Long = Annotated[str, StringConstraints(min_length=1, max_length=8000, strip_whitespace=True)]
"""Markdown. How many words it should have is for `toolkit check` and its author."""

Stage = Literal["planning", "data", "development", "validation", "deployment", "monitoring", "retirement"]


class GuideShape(Shape):
    """A shape whose fields are those of its noun, so that one conversion serves all."""

    noun: ClassVar[type[Any]]

    def core(self) -> Any:
        """The noun."""
        return self.noun(**{name: _plain(getattr(self, name)) for name in type(self).model_fields})


def _plain(value: Any) -> Any:
    if isinstance(value, GuideShape | SourceShape):
        return value.core()
    return tuple(_plain(entry) for entry in value) if isinstance(value, tuple) else value


class PartShape(GuideShape):
    noun = guide.Part
    id: Id
    label: Text
    text: str = ""
    of: str = ""
    points: tuple[Text, ...] = ()


class DiagramShape(GuideShape):
    noun = guide.Diagram
    form: Literal["flow", "cycle", "layers", "compare", "tree", "table"]
    title: Text
    parts: tuple[PartShape, ...]
    summary: Text


class ExampleShape(GuideShape):
    noun = guide.Example
    title: Text
    text: Long
    source: SourceShape


class LevelsShape(GuideShape):
    noun = guide.Levels
    basic: Text
    intermediate: Text
    advanced: Text


class MoreShape(GuideShape):
    noun = guide.More
    summary: Text
    text: Long


class SectionShape(GuideShape):
    noun = guide.Section
    id: Id
    heading: Text
    text: Long
    more: MoreShape | None = None


class AnswerShape(GuideShape):
    noun = guide.Answer
    text: Text
    right: bool = False
    feedback: Text


class QuestionShape(GuideShape):
    noun = guide.Question
    id: Id
    question: Text
    answers: tuple[AnswerShape, ...]


class ChapterFile(GuideShape):
    """guides/introduction/<chapter>.yaml."""

    noun = guide.Chapter
    id: Id
    order: int = Field(ge=1)
    title: Text
    question: Text
    minutes: int = Field(ge=1, le=60)
    sections: tuple[SectionShape, ...]
    diagram: DiagramShape
    example: ExampleShape
    takeaways: tuple[Text, ...]
    terms: tuple[Id, ...]
    check: tuple[QuestionShape, ...]
    explorables: tuple[Id, ...] = ()
    principles: tuple[Id, ...] = ()
    cases: tuple[Id, ...] = ()
    items: tuple[Id, ...] = ()
    sources: tuple[SourceShape, ...]


class InputShape(GuideShape):
    noun = guide.Input
    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", max_length=80)]
    label: Text
    unit: str = ""
    hint: str = ""
    min: float
    max: float
    step: float = Field(gt=0)
    default: float


class ExplorableFile(GuideShape):
    """guides/explorables/<explorable>.yaml."""

    noun = guide.Explorable
    id: Id
    order: int = 0
    title: Text
    question: Text
    minute: Long
    inputs: tuple[InputShape, ...]
    reading: tuple[Text, ...]
    more: Long
    principles: tuple[Id, ...] = ()
    cases: tuple[Id, ...] = ()
    items: tuple[Id, ...] = ()
    chapters: tuple[Id, ...] = ()
    terms: tuple[Id, ...] = ()
    sources: tuple[SourceShape, ...]


class NormShape(GuideShape):
    noun = guide.Norm
    name: Text
    article: str
    says: Text
    jurisdiction: Text
    as_of: int = Field(ge=1900, le=2100)
    source: SourceShape


class TensionShape(GuideShape):
    noun = guide.Tension
    other: Id = Field(alias="with")
    dilemma: Long
    ask: tuple[Text, ...] = Field(min_length=1)


class ExerciseShape(GuideShape):
    noun = guide.Exercise
    title: Text
    task: Long
    minutes: int = Field(ge=1)
    people: str


class PrincipleFile(GuideShape):
    """guides/principles/<principle>.yaml."""

    noun = guide.PrinciplePage
    id: Id
    basic: Long
    intermediate: Long
    advanced: Long
    why: Long
    stages: dict[Stage, Text]
    respected: tuple[Text, ...]
    broken: tuple[Text, ...]
    norms: tuple[NormShape, ...]
    tensions: tuple[TensionShape, ...]
    exercises: tuple[ExerciseShape, ...] = ()
    chapters: tuple[Id, ...] = ()
    explorables: tuple[Id, ...] = ()
    terms: tuple[Id, ...] = ()
    sources: tuple[SourceShape, ...]
