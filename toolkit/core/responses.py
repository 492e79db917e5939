"""The nouns of answering: states, responses, treatments, assessments. Computes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.core.model import ProfileAnswers


class State(StrEnum):
    """What is known about an item. Absent responses are SKIPPED; unknown is never zero."""

    ANSWERED = "answered"
    RANGE = "range"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    WITHHELD = "withheld"
    NA = "na"


class Confidence(StrEnum):
    """How sure the respondent is; decides the width of the answer's distribution."""

    CERTAIN = "certain"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Factor:
    """A likelihood or impact from `lo` to `hi` (1–5); `mode` is the best guess inside a range, if given."""

    lo: int
    hi: int
    mode: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.lo <= self.hi <= 5:
            raise ValueError(f"a factor needs 1 <= lo <= hi <= 5, got {self.lo} and {self.hi}")
        if self.mode is not None and not self.lo <= self.mode <= self.hi:
            raise ValueError(f"the best guess {self.mode} lies outside {self.lo} to {self.hi}")


class ControlStatus(StrEnum):
    """Whether a control is there."""

    IN_PLACE = "in-place"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class AppliedControl:
    """A control chosen for an item: its claimed `strength` (steps 1–3; None: its best), and whether it is evidenced."""

    id: str
    status: ControlStatus
    strength: int | None = None
    evidenced: bool = False
    note: str = ""


class Tier(StrEnum):
    """Inherent: before controls. Current: with controls in place. Target: with planned ones too."""

    INHERENT = "inherent"
    CURRENT = "current"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Response:
    """What was given for one item. A factor of None is the whole scale.

    `rerated` replaces the effect of controls in a tier by a direct rating, which must not exceed the inherent one.
    """

    state: State = State.SKIPPED
    likelihood: Factor | None = None
    impact: Factor | None = None
    confidence: Confidence | None = None
    note: str = ""
    evidence: str = ""
    reason: str = ""
    reviewer: str = ""
    controls: tuple[AppliedControl, ...] = ()
    rerated: Mapping[Tier, tuple[Factor, Factor]] = field(default_factory=dict)


class Decision(StrEnum):
    """What will be done about a risk."""

    OPEN = "open"
    MITIGATE = "mitigate"
    AVOID = "avoid"
    TRANSFER = "transfer"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class Treatment:
    """What will be done about an item, by which role, by when (ISO date or empty)."""

    decision: Decision = Decision.OPEN
    action: str = ""
    owner_role: str = ""
    due: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One system's description, responses and treatments. `demo` marks illustrations on every screen and export."""

    id: str
    title: str
    profile: ProfileAnswers
    responses: Mapping[str, Response]
    method: str = "rights-first"
    facts: Mapping[str, bool | None] = field(default_factory=dict)
    treatments: Mapping[str, Treatment] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)
    demo: bool = False
