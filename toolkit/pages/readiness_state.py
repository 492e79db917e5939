"""What the readiness page knows between two events, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from toolkit.core.kept import ratings_of, targets_of
from toolkit.core.readiness import Result, assess
from toolkit.core.readiness_gaps import Findings, findings
from toolkit.core.statements import Rating
from toolkit.pages.desk import Context, RecordState


@dataclass(frozen=True)
class ReadinessState(RecordState):
    """The readiness page's state; `moved` is the action of a plan that was just moved."""

    moved: str = ""


class ReadinessWork:
    """A readiness record seen through the content. Computed once for each view."""

    def __init__(self, state: ReadinessState, context: Context) -> None:
        self.state, self.context = state, context

    @cached_property
    def ratings(self) -> dict[str, Rating]:
        """What was answered to each statement."""
        return ratings_of(self.state.values)

    @cached_property
    def result(self) -> Result:
        """Stages of today."""
        return assess(self.context.readiness, self.ratings, targets_of(self.state.values))

    @cached_property
    def findings(self) -> Findings:
        """Gaps, strengths, what to find out."""
        return findings(self.context.readiness, self.ratings, targets_of(self.state.values))
