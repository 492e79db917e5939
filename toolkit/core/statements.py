"""The nouns of the readiness assessment: statements with five described levels, and what people answer to them.

`Text` and `Markdown` mean what they mean in `toolkit.core.guide`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from toolkit.core.guide import Markdown, Text
from toolkit.core.method import Interval
from toolkit.core.model import OWN, Source, ToolkitError
from toolkit.core.responses import Factor, State

DIMENSIONS = ("culture-infrastructure", "people-expertise", "process-workflow")
LOWEST, HIGHEST = 1, 5
WHOLE = Interval(LOWEST, HIGHEST)
"""The span of a rating of which nothing is known."""

# ---------------------------------------------------------------- what authors write


@dataclass(frozen=True, slots=True)
class Mark:
    """What a stage needs to know of a statement, and what it said: small enough to keep with the answers.

    `fingerprint` is of the statement and its levels in the source language.
    """

    id: str
    dimension: str
    required_at: int
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A practice that an agency may have.

    `levels` describes “1” (lowest) to “5”; `required_at` is the stage (1–5) it belongs to; `importance` and `effort`
    are 1–3; a `blocker` harms people while it is missing. `dimension` and `fingerprint` are filled in by the reader.
    """

    id: str
    aspect: str
    statement: Text
    levels: Mapping[str, Text]
    required_at: int
    importance: int
    effort: int
    blocker: bool
    why: Text
    evidence: tuple[Text, ...]
    recommendations: tuple[str, ...]
    principles: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    source: Source = OWN
    dimension: str = ""
    fingerprint: str = ""

    @property
    def mark(self) -> Mark:
        """Its place and wording, to be kept with the answers."""
        return Mark(self.id, self.dimension, self.required_at, self.fingerprint)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A third of the assessment."""

    id: str
    title: Text
    about: Markdown
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """The stage that an agency needs before it uses a system of a risk level (or of a higher one)."""

    level: str
    stage: int
    source: Source = OWN


@dataclass(frozen=True, eq=False)
class Readiness:
    """The assessment in one language. `sha256` is of the source language.

    A practice is in place from the rating `target` on; `theta` is the share of practices that a stage asks for, and
    `lenient` the share that an agency may choose instead, if it says so.
    """

    lang: str
    sha256: str
    version: str
    title: Text
    target: int
    theta: Fraction
    lenient: Fraction
    dimensions: tuple[Dimension, ...]
    gates: tuple[Gate, ...]
    translated: frozenset[str] = frozenset()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, dimension by dimension."""
        return tuple(one for dimension in self.dimensions for one in dimension.statements)

    def statement(self, name: str) -> Statement:
        """A statement by id; raises ToolkitError."""
        for one in self.statements:
            if one.id == name:
                return one
        raise ToolkitError(f"there is no statement “{name}”; choose one from the readiness assessment")


# ---------------------------------------------------------------- what people answer


@dataclass(frozen=True, slots=True)
class Rating:
    """What was answered to a statement; `level` (1–5, or a range) counts where the state says answered or range.

    “Not applicable” counts only with its reason. `still_true` is asked of evidence from an earlier assessment.
    """

    state: State = State.SKIPPED
    level: Factor | None = None
    evidence: str = ""
    note: str = ""
    reason: str = ""
    still_true: bool | None = None


Ratings = Mapping[str, Rating]
"""Statement id to its rating; an absent one is skipped."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What an agency aims at, 1–5: a stage for a dimension, a rating for a statement; else the content's target."""

    stages: Mapping[str, int] = field(default_factory=dict)
    ratings: Mapping[str, int] = field(default_factory=dict)


def known(rating: Rating) -> bool:
    """Whether a rating says anything: a level or a range; unknown, skipped and withheld say nothing."""
    return rating.state in (State.ANSWERED, State.RANGE) and rating.level is not None


def left_out(rating: Rating) -> bool:
    """Whether a statement is out because it does not apply; without a reason it stays open."""
    return rating.state is State.NA and bool(rating.reason.strip())


def span(rating: Rating | None) -> Interval:
    """The levels that a rating leaves possible: all of them where nothing is known."""
    if rating is None or rating.level is None or not known(rating):
        return WHOLE
    return Interval(rating.level.lo, rating.level.hi)
