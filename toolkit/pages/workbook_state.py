"""What the workbook page knows between two events, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from toolkit.content.scoring import Scored, described
from toolkit.core.conditions import Truth
from toolkit.core.guide import STAGES
from toolkit.core.kept import replies_of
from toolkit.core.practice import ACTIVITIES
from toolkit.core.responses import Assessment
from toolkit.core.workbook import EVERY_ROLE, Choice, Reader, Reply, StageGate, choose, stage_gate
from toolkit.pages import threads
from toolkit.pages.desk import Context, RecordState
from toolkit.store import Stored

ANY, ALL = "any", "all"
NUMBER = 4
"""At most so many digits in the number of a question."""

KNOWN = {"role": EVERY_ROLE, "stage": STAGES, "activity": ACTIVITIES}


@dataclass(frozen=True)
class WorkbookState(RecordState):
    """The workbook page's state."""


NOBODY = Reader()


@dataclass(frozen=True, slots=True)
class Place:
    """Which questions an address names: `<role>/<stage>/<activity>[/all][/<number>]`; “any” is no wish."""

    reader: Reader = NOBODY
    everything: bool = False
    at: int = 0

    @property
    def arg(self) -> str:
        """The address, below the screen."""
        wishes = [getattr(self.reader, name) or ANY for name in KNOWN]
        return "/".join([*wishes, *([ALL] if self.everything else []), *([str(self.at)] if self.at else [])])

    @property
    def route(self) -> str:
        """The address with its screen."""
        return f"questions/{self.arg}"

    def moved(self, at: int = 0, *, everything: bool | None = None) -> Place:
        """Another question of the same ones, or all of them."""
        return replace(self, at=at, everything=self.everything if everything is None else everything)


def place_of(arg: str) -> Place:
    """The questions that an address names; what does not exist is no wish."""
    parts = [*arg.split("/"), "", "", "", "", ""]
    wishes = {name: part if part in known else "" for (name, known), part in zip(KNOWN.items(), parts, strict=False)}
    everything = parts[3] == ALL
    number = parts[4] if everything else parts[3]
    at = int(number) if number.isascii() and number.isdigit() and len(number) <= NUMBER else 0
    return Place(Reader(**wishes), everything, at)


class WorkbookWork:
    """A workbook record seen through the content. Computed once for each view."""

    def __init__(self, state: WorkbookState, context: Context) -> None:
        self.state, self.context, self.content = state, context, context.workbook

    @cached_property
    def replies(self) -> dict[str, Reply]:
        """What was answered to each question."""
        return replies_of(self.state.values)

    @property
    def system(self) -> Stored | None:
        """The risk assessment of the system, as far as the visitor may see it."""
        return self.state.linked.get(str(self.state.values.get("meta/system")))

    @cached_property
    def assessment(self) -> Assessment:
        """The risk assessment as an assessment; empty where there is none."""
        return threads.assessment(self.context, self.system)

    @property
    def facts(self) -> Mapping[str, Truth]:
        """What the description of the system says about it."""
        return described(self.context.library, self.assessment, self.context.today).facts

    @cached_property
    def scored(self) -> Scored | None:
        """The levels of the risk assessment, for whoever may see its ratings."""
        return threads.scored(self.context, self.system)

    @cached_property
    def pressing(self) -> threads.Pressing:
        """What holds the level, what of it is not treated, and what is not known."""
        return threads.pressing(self.scored)

    @cached_property
    def offered(self) -> threads.Offered:
        """Stage and activities that the description of the system says."""
        return threads.offered(self.system)

    @property
    def stage(self) -> str:
        """Where the system is: as confirmed here, else as its description says, else empty."""
        return self._said("stage") or self.offered.stage

    @property
    def activity(self) -> str:
        """What the agency does with it: as confirmed here, else the only one that its description says, else empty."""
        only = self.offered.activities[0] if len(self.offered.activities) == 1 else ""
        return self._said("activity") or only

    def _said(self, name: str) -> str:
        value = self.state.values.get(f"meta/{name}")
        return value if isinstance(value, str) and value in KNOWN[name] else ""

    def choice(self, place: Place) -> Choice:
        """The questions at a place."""
        most = {"most": len(self.content.questions)} if place.everything else {}
        return choose(self.content.questions, self.facts, place.reader, self.pressing.holders, **most)

    @cached_property
    def _gates(self) -> dict[str, StageGate]:
        given = (self.content.questions, self.facts, self.replies)
        return {stage: stage_gate(*given, stage, self.activity) for stage in STAGES}

    def gate(self, stage: str) -> StageGate:
        """What remains before the system leaves a stage."""
        return self._gates[stage]

    def passed(self, stage: str) -> Mapping[str, Any] | None:
        """The decision to go on from a stage, if it was taken."""
        found = self.state.values.get(f"meta/gate/{stage}")
        return found if isinstance(found, Mapping) else None
