"""A year later: what really changed, what only the questions changed, and what was done about it. Never a grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from toolkit.core.kept import PLAN, kind_of, plan_of
from toolkit.core.plan import Plan, Status, served
from toolkit.core.readiness_change import Change, Comparison, Moved, Taken, compare, unconfirmed
from toolkit.core.responses import State
from toolkit.core.statements import Statement
from toolkit.pages.desk import Context
from toolkit.pages.readiness_frozen import Earlier, earlier, taken_of
from toolkit.pages.readiness_state import ReadinessState, ReadinessWork
from toolkit.store import Stored

BETTER = frozenset({Change.UP, Change.RESOLVED})
ORDER = (
    Change.DOWN, Change.LOST, Change.UP, Change.RESOLVED, Change.APPLIES, Change.UNCLEAR, Change.REWORDED, Change.NEW,
    Change.GONE, Change.SAME,
)  # fmt: skip
"""What needs a look first; what stayed the same last."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A finished action and what became of the statements that it served."""

    title: str
    finished: str
    statements: tuple[Moved, ...]

    @property
    def helped(self) -> bool:
        """Whether any of its statements is better known or better placed than before."""
        return any(one.change in BETTER for one in self.statements)


class CompareWork:
    """Two assessments side by side. Computed once for each view."""

    def __init__(self, state: ReadinessState, context: Context, work: ReadinessWork) -> None:
        self.state, self.context, self.work = state, context, work

    @property
    def previous(self) -> Stored | None:
        """The assessment before, where the visitor may see it."""
        return self.state.linked.get(str(self.state.values.get("meta/previous", "")))

    @cached_property
    def before(self) -> Earlier | None:
        """The assessment before, as it was kept."""
        return earlier(self.previous, self.context.readiness) if self.previous else None

    @cached_property
    def frozen(self) -> Earlier | None:
        """This assessment as it was submitted; None while it can change."""
        return taken_of(self.state.record.result) if self.state.record else None

    @cached_property
    def now(self) -> Taken:
        """This assessment: as submitted, or as it stands."""
        if self.frozen:
            return self.frozen.taken
        return Taken(tuple(one.mark for one in self.context.readiness.statements), self.work.ratings)

    @property
    def theta(self) -> Fraction:
        """The share that a stage asks for now; it counts for both times."""
        return (self.frozen.theta if self.frozen else None) or self.work.result.theta

    @cached_property
    def found(self) -> Comparison | None:
        """The comparison, or None where there is nothing to compare with."""
        if self.before is None:
            return None
        return compare(self.before.taken, self.now, self.context.readiness.target, self.theta)

    @cached_property
    def waiting(self) -> frozenset[str]:
        """Statements that nobody has answered this time: what was said then is not shown, so that it leads nobody."""
        if self.frozen or self.found is None:
            return frozenset()
        return frozenset(
            one.statement
            for one in self.found.moved
            if one.change is not Change.GONE and one.after.state is State.SKIPPED
        )

    @cached_property
    def groups(self) -> Mapping[Change, tuple[Moved, ...]]:
        """What moved, by change, without what is not answered yet; empty groups are left out."""
        there = [one for one in self.found.moved if one.statement not in self.waiting] if self.found else []
        grouped = {change: tuple(one for one in there if one.change is change) for change in ORDER}
        return {change: rows for change, rows in grouped.items() if rows}

    @cached_property
    def unsaid(self) -> frozenset[str]:
        """Statements whose evidence of then nobody has confirmed or taken back."""
        old = self.before.taken.ratings if self.before else {}
        names = [name for name, one in old.items() if one.evidence.strip()]
        return frozenset(unconfirmed(self.now.ratings, names)) - self.waiting

    @cached_property
    def plan(self) -> Plan:
        """Every action of the plans beside this assessment."""
        records = [one for one in self.state.linked.values() if kind_of(one.questionnaire_id) == PLAN]
        return tuple(action for one in records for action in plan_of(one.values))

    def served(self, statement: str) -> Plan:
        """The finished actions that served a statement."""
        return served(self.plan, statement)

    @cached_property
    def closed(self) -> tuple[Closed, ...]:
        """The finished actions in their order; those whose statements did not move stand first."""
        moved = {one.statement: one for rows in self.groups.values() for one in rows}
        rows = [
            Closed(
                one.title,
                self.context.interface.date(one.finished) if one.finished else "",
                tuple(moved[name] for name in one.statements if name in moved),
            )
            for one in self.plan
            if one.status is Status.DONE
        ]
        return tuple(sorted(rows, key=lambda one: one.helped))

    def text(self, name: str) -> tuple[str, str]:
        """How a statement reads and in which language: as it is now, else as it was kept."""
        for kept in (self.frozen, self.before):
            if name not in self.statements and kept and name in kept.wording:
                return kept.wording[name], kept.lang
        found = self.statements.get(name)
        return (found.statement, "") if found else (name, "")

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """The statements of now, by id."""
        return {one.id: one for one in self.context.readiness.statements}

    def names(self, names: Iterable[str]) -> list[str]:
        """How statements read."""
        return [self.text(name)[0] for name in names]
