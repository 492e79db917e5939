"""An action plan's record seen through the core: its actions, what is late, what can go on, what cannot work."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from toolkit.core.kept import PLAN, kind_of, plan_of
from toolkit.core.plan import Action, Plan, Status, Trouble, overdue, ready, troubles
from toolkit.core.statements import Statement
from toolkit.pages.desk import Context, RecordState
from toolkit.pages.plan_words import role_slug
from toolkit.store import Stored

ANY = "any"


def is_plan(state: RecordState) -> bool:
    """Whether the record that is open is an action plan."""
    return state.record is not None and kind_of(state.record.questionnaire_id) == PLAN


@dataclass(frozen=True, slots=True)
class Filter:
    """Which actions a list shows: `role` by its slug, `status`, and only what is `late`."""

    role: str = ANY
    status: str = ANY
    late: str = ANY

    def keeps(self, action: Action, late: Plan) -> bool:
        """Whether an action is shown."""
        return (
            self.role in (ANY, role_slug(action.owner_role))
            and self.status in (ANY, action.status.value)
            and (self.late != "late" or action in late)
        )


def filter_of(arg: str) -> Filter:
    """The filter that an address names; whatever is not known keeps everything or nothing, and harms nobody."""
    parts = [*arg.split("/"), "", "", ""][:3]
    return Filter(*(part or ANY for part in parts))


class PlanWork:
    """A plan's record. Computed once for each view."""

    def __init__(self, state: RecordState, context: Context) -> None:
        self.state, self.context = state, context

    @cached_property
    def plan(self) -> Plan:
        """The actions in their order."""
        return plan_of(self.state.values)

    @cached_property
    def by_id(self) -> dict[str, Action]:
        """Actions by id."""
        return {one.id: one for one in self.plan}

    @cached_property
    def late(self) -> Plan:
        """What should be finished by now."""
        return overdue(self.plan, self.context.today)

    @cached_property
    def ready(self) -> Plan:
        """What can go on now and is not late, which is told apart."""
        return tuple(one for one in ready(self.plan) if one not in self.late)

    @cached_property
    def troubles(self) -> tuple[Trouble, ...]:
        """What cannot work."""
        return troubles(self.plan)

    @property
    def done(self) -> tuple[int, int]:
        """How many actions are done, and of how many; dropped ones are neither."""
        kept = [one for one in self.plan if one.status is not Status.DROPPED]
        return sum(one.status is Status.DONE for one in kept), len(kept)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that own something, each once."""
        return tuple(dict.fromkeys(one.owner_role for one in self.plan if one.owner_role))

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """The statements of readiness by id."""
        return {one.id: one for one in self.context.readiness.statements}

    @property
    def readiness(self) -> Stored | None:
        """The assessment that the plan follows, where the visitor may see it."""
        return self.state.linked.get(str(self.state.values.get("meta/readiness", "")))
