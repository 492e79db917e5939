"""The nouns of the guides that ask readers to act: cases, the roadmap, primers, the tour. Computes nothing.

`Text` and `Markdown` mean what they mean in `toolkit.core.guide`.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.core.guide import Diagram, Example, Levels, Markdown, Text
from toolkit.core.model import Source

ROLES = ("senior-manager", "innovation", "rd", "legal")
"""Roles that have primers, in reading order."""

OTHER_ROLES = ("front-line", "procurement", "data-protection", "community")
"""Roles that own or share recommendations but have no primer."""

ACTIVITIES = ("develop", "procure", "deploy")
OUTCOMES = (
    "changed-rules", "damages-or-settlement", "ruled-unlawful", "ruled-lawful", "stopped", "reviewed", "good-practice",
    "open",
)  # fmt: skip

# ---------------------------------------------------------------- cases


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that could be done; `judgement` is better, partly or worse."""

    text: Text
    judgement: str
    feedback: Text


@dataclass(frozen=True, slots=True)
class Decision:
    """A point at which the case could have gone another way."""

    id: str
    when: Text
    text: Markdown
    ask: Levels
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case to play; `warning` is none, child-abuse or violence."""

    id: str
    title: Text
    lead: Text
    jurisdiction: str
    place: Text
    years: Text
    outcome: str
    situation: Markdown
    decisions: tuple[Decision, ...]
    happened: Markdown
    reviewed: Markdown
    better: tuple[Text, ...]
    lesson: Text
    applications: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    good_practice: bool = False
    warning: str = "none"
    principles: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    explorables: tuple[str, ...] = ()
    unverified: Markdown = ""
    sources: tuple[Source, ...] = ()


# ---------------------------------------------------------------- the roadmap


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Something that an agency should do.

    `effort` is S (within a month), M (within half a year) or L; `size` says which agency most needs it: both, small or
    large; `needs` are the recommendations that come before.
    """

    id: str
    title: Text
    what: Markdown
    why: Markdown
    first_step: Text
    owner: str
    effort: str
    cost: Text
    evidence: tuple[Text, ...]
    involves: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    size: str = "both"
    principles: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspect:
    """A side of an agency, such as its strategy."""

    id: str
    title: Text
    purpose: Text
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A third of the roadmap."""

    id: str
    title: Text
    purpose: Markdown
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A recommendation on a path, and why it comes here."""

    recommendation: str
    note: Text


@dataclass(frozen=True, slots=True)
class Path:
    """“Start here” for a kind of agency."""

    id: str
    title: Text
    whom: Text
    steps: tuple[Step, ...]


# ---------------------------------------------------------------- primers and the tour


@dataclass(frozen=True, slots=True)
class SampleRisk:
    """A sample entry of a risk register."""

    item: str
    text: Text


@dataclass(frozen=True, slots=True)
class Primer:
    """One page for one role in one activity."""

    id: str
    role: str
    activity: str
    title: Text
    lead: Text
    takeaways: tuple[Text, ...]
    use_case: Example
    ask: tuple[Text, ...]
    risk: SampleRisk
    involve: tuple[Text, ...]
    next: tuple[Text, ...]
    principles: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class GuessAnswer:
    """A guess, with what to tell whoever made it."""

    text: Text
    feedback: Text
    right: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """A question to think about before the answer is shown."""

    question: Text
    answers: tuple[GuessAnswer, ...]
    answer: Markdown


@dataclass(frozen=True, slots=True)
class TourPage:
    """A page of the tour."""

    id: str
    title: Text
    text: Markdown
    diagram: Diagram
    guess: Guess


@dataclass(frozen=True, slots=True)
class TourQuestion:
    """A question about the reader's own agency: yes, partly, no or do not know.

    `statements` are those of the readiness assessment that ask for the same in more detail.
    """

    id: str
    question: Text
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tour:
    """Ten minutes for a first visit."""

    pages: tuple[TourPage, ...] = ()
    check: tuple[TourQuestion, ...] = ()
    sources: tuple[Source, ...] = ()
