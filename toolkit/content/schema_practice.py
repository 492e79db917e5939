"""The shape of the guides that ask readers to act (pydantic): cases, the roadmap, primers, the tour."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from toolkit.content.schema import Id, Shape, SourceShape, Text
from toolkit.content.schema_guides import DiagramShape, ExampleShape, GuideShape, LevelsShape, Long, Stage
from toolkit.core import practice

Role = Literal["senior-manager", "innovation", "rd", "legal"]
Owner = Literal[
    "senior-manager", "innovation", "rd", "legal", "front-line", "procurement", "data-protection", "community"
]
Place = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|INT)$")]
"""An ISO 3166 country code, EU or INT."""


class ChoiceShape(GuideShape):
    noun = practice.Choice
    text: Text
    judgement: Literal["better", "partly", "worse"]
    feedback: Text


class DecisionShape(GuideShape):
    noun = practice.Decision
    id: Id
    when: Text
    text: Long
    ask: LevelsShape
    options: tuple[ChoiceShape, ...]


class CaseFile(GuideShape):
    """cases/<case>.yaml."""

    noun = practice.Case
    id: Id
    title: Text
    lead: Text
    jurisdiction: Place
    place: Text
    years: Text
    applications: tuple[Id, ...] = ()
    techniques: tuple[Id, ...] = ()
    outcome: Literal[
        "changed-rules",
        "damages-or-settlement",
        "ruled-unlawful",
        "ruled-lawful",
        "stopped",
        "reviewed",
        "good-practice",
        "open",
    ]
    good_practice: bool = False
    warning: Literal["none", "child-abuse", "violence"]
    situation: Long
    decisions: tuple[DecisionShape, ...]
    happened: Long
    reviewed: Long
    better: tuple[Text, ...]
    lesson: Text
    principles: tuple[Id, ...] = ()
    items: tuple[Id, ...] = ()
    controls: tuple[Id, ...] = ()
    chapters: tuple[Id, ...] = ()
    explorables: tuple[Id, ...] = ()
    unverified: str = ""
    sources: tuple[SourceShape, ...]


class RecommendationShape(GuideShape):
    noun = practice.Recommendation
    id: Id
    title: Text
    what: Long
    why: Long
    first_step: Text
    owner: Owner
    involves: tuple[Owner, ...] = ()
    effort: Literal["S", "M", "L"]
    cost: Text
    needs: tuple[Id, ...] = ()
    evidence: tuple[Text, ...]
    stages: tuple[Stage, ...]
    size: Literal["both", "small", "large"]
    principles: tuple[Id, ...] = ()
    items: tuple[Id, ...] = ()
    controls: tuple[Id, ...] = ()
    cases: tuple[Id, ...] = ()
    sources: tuple[SourceShape, ...]


class AspectShape(GuideShape):
    noun = practice.Aspect
    id: Id
    title: Text
    purpose: Text
    recommendations: tuple[RecommendationShape, ...]


class BlockFile(GuideShape):
    """roadmap/<block>.yaml."""

    noun = practice.Block
    id: Id
    title: Text
    purpose: Long
    aspects: tuple[AspectShape, ...]


class StepShape(GuideShape):
    noun = practice.Step
    recommendation: Id
    note: Text


class PathShape(GuideShape):
    noun = practice.Path
    id: Id
    title: Text
    whom: Text = Field(alias="for")
    steps: tuple[StepShape, ...]


class PathsFile(Shape):
    """roadmap/roadmap.yaml."""

    paths: tuple[PathShape, ...]


class SampleRiskShape(GuideShape):
    noun = practice.SampleRisk
    item: Id
    text: Text


class PrimerFile(GuideShape):
    """guides/primers/<role>-<activity>.yaml."""

    noun = practice.Primer
    id: Id
    role: Role
    activity: Literal["develop", "procure", "deploy"]
    title: Text
    lead: Text
    takeaways: tuple[Text, ...]
    use_case: ExampleShape
    ask: tuple[Text, ...]
    risk: SampleRiskShape
    involve: tuple[Text, ...]
    next: tuple[Text, ...]
    principles: tuple[Id, ...] = ()
    chapters: tuple[Id, ...] = ()
    cases: tuple[Id, ...] = ()
    recommendations: tuple[Id, ...] = ()
    items: tuple[Id, ...] = ()
    controls: tuple[Id, ...] = ()
    terms: tuple[Id, ...] = ()
    sources: tuple[SourceShape, ...] = ()


class GuessAnswerShape(GuideShape):
    noun = practice.GuessAnswer
    text: Text
    feedback: Text
    right: bool = False


class GuessShape(GuideShape):
    noun = practice.Guess
    question: Text
    answers: tuple[GuessAnswerShape, ...]
    answer: Long


class TourPageShape(GuideShape):
    noun = practice.TourPage
    id: Id
    title: Text
    text: Long
    diagram: DiagramShape
    guess: GuessShape


class TourQuestionShape(GuideShape):
    noun = practice.TourQuestion
    id: Id
    question: Text
    statements: tuple[Id, ...] = ()


class TourFile(GuideShape):
    """guides/tour.yaml."""

    noun = practice.Tour
    pages: tuple[TourPageShape, ...]
    check: tuple[TourQuestionShape, ...]
    sources: tuple[SourceShape, ...] = ()
