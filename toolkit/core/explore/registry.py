"""All explorables by the id of their texts: from the words of a query string to everything that is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from toolkit.core.explore import (
    advice,
    base_rates,
    drift,
    error_burden,
    face_search,
    feedback,
    threshold,
    town,
)
from toolkit.core.explore.inputs import Inputs, Range, ranges, read
from toolkit.core.explore.shown import Shown

Chosen = TypeVar("Chosen", bound=Inputs)
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Explorable(Generic[Chosen, Found]):
    """The numbers of an explorable; `toolkit.core.guide.Explorable` of the same id has its words."""

    id: str
    kind: type[Chosen]
    solve: Callable[[Chosen], Found]
    show: Callable[[Chosen, Found], Shown]

    def ranges(self) -> Mapping[str, Range]:
        """What each input may be, by its name and in order."""
        return ranges(self.kind)

    def inputs(self, values: Mapping[str, str]) -> Chosen:
        """Inputs from a query string: absent and empty ones take their default, others are left out; raises Refused."""
        return read(self.kind, values)

    def result(self, inputs: Chosen) -> Shown:
        """Everything to show for these inputs; the same for the same inputs."""
        return self.show(inputs, self.solve(inputs))


EXPLORABLES: Mapping[str, Explorable[Any, Any]] = {
    one.id: one
    for one in (
        Explorable("explore-base-rates", base_rates.BaseRates, base_rates.solve, base_rates.show),
        Explorable("explore-threshold", threshold.Threshold, threshold.solve, threshold.show),
        Explorable("explore-face-search", face_search.FaceSearch, face_search.solve, face_search.show),
        Explorable("explore-who-bears-errors", error_burden.ErrorBurden, error_burden.solve, error_burden.show),
        Explorable("explore-feedback-loop", feedback.Feedback, feedback.solve, feedback.show),
        Explorable("explore-automation-bias", advice.Advice, advice.solve, advice.show),
        Explorable("explore-drift", drift.Drift, drift.solve, drift.show),
        Explorable("explore-reidentification", town.Town, town.solve, town.show),
    )
}
"""In the order of the texts."""
