"""The shape of what trainers work with (pydantic): agendas, training cases, notes, texts to print."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from toolkit.content.schema import FactId, Id, Shape, SourceShape, Text, Title
from toolkit.content.schema_guides import GuideShape, Long
from toolkit.content.schema_readiness import Five
from toolkit.core import training
from toolkit.core.agreement import Limits
from toolkit.core.method import Interval
from toolkit.core.workshop import About

Minutes = Annotated[int, Field(ge=1, le=240)]
Kind = Literal["item", "statement", "question"]
Noted = Literal["item", "statement", "question", "principle", "aspect", "kind"]
"""What training cases ask about; a trainer may put other questions to a room."""


class PartShape(GuideShape):
    noun = training.Part
    id: Id
    day: int = Field(ge=1, le=5)
    kind: Literal["welcome", "input", "case", "vote", "reveal", "discuss", "revote", "break", "actions", "close"]
    title: Title
    minutes: Minutes
    what: Text


class AgendaFile(GuideShape):
    """workshop/agendas/<agenda>.yaml."""

    noun = training.Agenda
    id: Id
    title: Title
    audience: Text
    people: str
    questions: int = Field(ge=1, le=40)
    lead: Text
    bring: tuple[Text, ...]
    parts: tuple[PartShape, ...]
    source: SourceShape


class NumberShape(GuideShape):
    noun = training.Number
    label: Text
    value: Text


class AskedShape(GuideShape):
    noun = training.Asked
    about: Kind
    subject: Id
    minutes: Minutes

    def core(self) -> training.Asked:
        return training.Asked(About(self.about), self.subject, self.minutes)


class SurpriseShape(GuideShape):
    noun = training.Surprise
    id: Id
    title: Title
    when: Text
    text: Long
    touches: tuple[Id, ...]
    ask: Text


class KeyShape(GuideShape):
    noun = training.Key
    subject: Id
    ranges: tuple[tuple[Five, Five], ...] = Field(min_length=1, max_length=2)
    because: Text
    inject: Id | Literal[""] = ""

    @model_validator(mode="after")
    def _ends_in_order(self) -> KeyShape:
        if any(low > high for low, high in self.ranges):
            raise ValueError("a range goes from its lower to its higher end; turn it round")
        return self

    def core(self) -> training.Key:
        return training.Key(self.subject, tuple(Interval(*ends) for ends in self.ranges), self.because, self.inject)


class TrainingFile(GuideShape):
    """workshop/training/<case>.yaml."""

    noun = training.TrainingCase
    id: Id
    title: Title
    lead: Text
    minutes: Minutes
    warning: Literal["none", "child-abuse", "violence"]
    situation: Long
    numbers: tuple[NumberShape, ...]
    profile: dict[Id, Id | tuple[Id, ...]]
    questions: tuple[AskedShape, ...]
    injects: tuple[SurpriseShape, ...]
    key: tuple[KeyShape, ...]
    debrief: tuple[Text, ...]
    lesson: Text
    facts: dict[FactId, bool] = Field(default_factory=dict)
    principles: tuple[Id, ...] = ()
    cases: tuple[Id, ...] = ()
    source: SourceShape


class NoteShape(GuideShape):
    noun = training.Note
    id: Id
    purpose: Text
    prompts: tuple[Text, ...]
    misunderstandings: tuple[Text, ...]
    minutes: Minutes


class NotesFile(GuideShape):
    """workshop/notes/<kind>s.yaml."""

    noun = training.Note
    about: Noted
    notes: tuple[NoteShape, ...] = Field(min_length=1)


class PrintedShape(GuideShape):
    noun = training.Printed
    id: Id
    kind: Literal["poster", "ballot", "handout"]
    title: Title
    text: Long
    points: tuple[Text, ...] = ()


class TextsFile(GuideShape):
    """workshop/texts.yaml."""

    noun = training.Printed
    texts: tuple[PrintedShape, ...] = Field(min_length=1)
    source: SourceShape


class LimitsShape(Shape):
    few: int = Field(ge=8, le=40)
    camp: float = Field(gt=0, le=0.5)
    apart: int = Field(ge=2, le=4)
    close: int = Field(ge=0, le=2)

    def core(self) -> Limits:
        return Limits(self.few, Fraction(str(self.camp)), self.apart, self.close)


class WorkshopFile(GuideShape):
    """workshop/workshop.yaml."""

    noun = training.Trainers
    id: Literal["workshop"]
    version: str
    level: Id
    least: int = Field(ge=5, le=50)
    delete_after_days: int = Field(ge=1, le=365)
    limits: LimitsShape
    unknown: Text
    principle: dict[Literal["1", "2", "3", "4", "5"], Text] = Field(min_length=5)
    status: dict[Literal["1", "2", "3"], Text] = Field(min_length=3)
    promises: tuple[Text, ...] = Field(min_length=1)
    names: tuple[Text, ...] = Field(min_length=10)
    source: SourceShape

    def values(self) -> dict[str, Any]:
        """What goes into the noun as it is."""
        names = "version level least delete_after_days unknown principle status promises names"
        return {name: getattr(self, name) for name in names.split()} | {"limits": self.limits.core()}
