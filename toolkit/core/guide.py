"""The nouns of the guides that explain: chapters, explorables, principle pages. Computes nothing.

The annotations say what a field holds: `Text` is plain text for readers, `Markdown` is text with paragraphs, lists,
bold and links, and a plain `str` is an id or a code. `toolkit.core.guides.texts_of` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.core.model import Source

Text = str
Markdown = str

STAGES = ("planning", "data", "development", "validation", "deployment", "monitoring", "retirement")
LEVELS = ("basic", "intermediate", "advanced")

# ---------------------------------------------------------------- parts that several kinds share


@dataclass(frozen=True, slots=True)
class Part:
    """A box of a diagram; `of` is the part above it in a tree."""

    id: str
    label: Text
    text: Text = ""
    of: str = ""
    points: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagram:
    """A picture made of text: `form` is flow, cycle, layers, compare, tree or table; `summary` is its alternative."""

    form: str
    title: Text
    parts: tuple[Part, ...]
    summary: Text


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example with its source."""

    title: Text
    text: Markdown
    source: Source


@dataclass(frozen=True, slots=True)
class Levels:
    """The same for three levels of knowledge."""

    basic: Text
    intermediate: Text
    advanced: Text


# ---------------------------------------------------------------- the introduction


@dataclass(frozen=True, slots=True)
class More:
    """“Want to know more?”, for the technical reader."""

    summary: Text
    text: Markdown


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter."""

    id: str
    heading: Text
    text: Markdown
    more: More | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of a check, with what to tell whoever chose it."""

    text: Text
    right: bool
    feedback: Text


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a chapter's check; one or more answers are right."""

    id: str
    question: Text
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the introduction; `minutes` is what its author promises."""

    id: str
    order: int
    title: Text
    question: Text
    minutes: int
    sections: tuple[Section, ...]
    diagram: Diagram
    example: Example
    takeaways: tuple[Text, ...]
    terms: tuple[str, ...]
    check: tuple[Question, ...]
    explorables: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """A slider of an explorable; its `id` is the name of a parameter in `toolkit.core`."""

    id: str
    label: Text
    min: float
    max: float
    step: float
    default: float
    unit: Text = ""
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Explorable:
    """The words around an explorable; its numbers are computed."""

    id: str
    title: Text
    question: Text
    minute: Markdown
    inputs: tuple[Input, ...]
    reading: tuple[Text, ...]
    more: Markdown
    order: int = 0
    principles: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


# ---------------------------------------------------------------- principles


@dataclass(frozen=True, slots=True)
class Norm:
    """A provision behind a principle, in own words, as it stood in the year `as_of`."""

    name: Text
    article: str
    says: Text
    jurisdiction: str
    as_of: int
    source: Source


@dataclass(frozen=True, slots=True)
class Tension:
    """A real dilemma with another principle (`other`), and questions that help to decide."""

    other: str
    dilemma: Markdown
    ask: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Exercise:
    """A task for a workshop; `people` is a number or a range."""

    title: Text
    task: Markdown
    minutes: int
    people: str


@dataclass(frozen=True, slots=True)
class PrinciplePage:
    """A principle explained; `id` is that of the principle, `stages` says what it asks at each stage."""

    id: str
    basic: Markdown
    intermediate: Markdown
    advanced: Markdown
    why: Markdown
    stages: Mapping[str, Text]
    respected: tuple[Text, ...]
    broken: tuple[Text, ...]
    norms: tuple[Norm, ...]
    tensions: tuple[Tension, ...]
    exercises: tuple[Exercise, ...] = ()
    chapters: tuple[str, ...] = ()
    explorables: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
