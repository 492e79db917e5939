"""The interface's names for the closed sets of readiness, plan and workbook, as reports say them."""

from __future__ import annotations

from toolkit.content.interface import Interface
from toolkit.core import plan, workbook
from toolkit.core.readiness_change import Change
from toolkit.core.responses import State
from toolkit.core.statements import Rating, known, left_out
from toolkit.core.thread import Next
from toolkit.pages import reading_labels

STAGES = {
    "planning": "Planning",
    "data": "Data",
    "development": "Development or procurement",
    "validation": "Verification and validation",
    "deployment": "Deployment",
    "monitoring": "Monitoring",
    "retirement": "Retirement",
}
ACTIONS = {
    plan.Status.OPEN: "Not begun",
    plan.Status.IN_HAND: "In hand",
    plan.Status.DONE: "Done",
    plan.Status.DROPPED: "Dropped",
}
REPLIES = {
    workbook.Status.OPEN: "Not begun",
    workbook.Status.IN_HAND: "In hand",
    workbook.Status.SETTLED: "Settled",
    workbook.Status.NOT_APPLICABLE: "Not applicable",
}
RATINGS = {
    State.UNKNOWN: "I don’t know",
    State.SKIPPED: "Not answered",
    State.NA: "Not applicable",
    State.WITHHELD: "Restricted",
}
CHANGES = {
    Change.UP: "Better than before",
    Change.DOWN: "Worse than before",
    Change.SAME: "The same",
    Change.RESOLVED: "Known now, not known before",
    Change.LOST: "Not known now, known before",
    Change.UNCLEAR: "Not clear: ranges that overlap, or nothing known",
    Change.APPLIES: "Whether it applies has changed",
    Change.REWORDED: "The question changed: not compared",
    Change.NEW: "A new question",
    Change.GONE: "A question that is gone",
}
TROUBLES = {
    "no-owner": "has no owner",
    "no-day": "has no day",
    "due-before-start": "is due before it starts",
    "need-gone": "needs an action that is gone or dropped",
    "due-before-need": "is due before an action that it needs",
    "ring": "stands in a ring: these actions wait for each other",
}
STEPS = {
    Next.OVERDUE: "Late: finish this action, or set a new day",
    Next.BLOCKER: "Missing, and people come to harm without it",
    Next.LEFT_OVER: "Settle this question of an earlier stage",
    Next.TREAT: "Decide what to do about this risk",
    Next.FIND_OUT: "Find this out: it decides the level",
    Next.SETTLE: "Settle this question",
    Next.ASK: "Ask for this answer",
    Next.PLAN: "Plan an action for this gap",
    Next.ACT: "Start this action: nothing before it is open",
}


def stage(interface: Interface, name: str) -> str:
    """A stage in the life of a system."""
    return interface.gettext(STAGES[name]) if name in STAGES else name


def activity(interface: Interface, name: str) -> str:
    """What an agency does with a system."""
    return reading_labels.activity(interface, name) if name in reading_labels.ACTIVITIES else name


def action_status(interface: Interface, status: plan.Status) -> str:
    """How far an action is."""
    return interface.gettext(ACTIONS[status])


def reply_status(interface: Interface, status: workbook.Status) -> str:
    """How far a question is."""
    return interface.gettext(REPLIES[status])


def change(interface: Interface, what: Change) -> str:
    """What became of a statement."""
    return interface.gettext(CHANGES[what])


def trouble(interface: Interface, kind: str) -> str:
    """What cannot work about an action."""
    return interface.gettext(TROUBLES[kind])


def step(interface: Interface, kind: Next) -> str:
    """What a next step asks for."""
    return interface.gettext(STEPS[kind])


def rating(interface: Interface, given: Rating | None) -> str:
    """What was answered to a statement: “3”, “2 to 4”, or why there is no level."""
    if given is None or not known(given) or given.level is None:
        state = given.state if given else State.SKIPPED
        if given and state is State.NA and not left_out(given):
            return interface.gettext("Not applicable, without a reason: counts as open")
        return interface.gettext(RATINGS[state] if state in RATINGS else RATINGS[State.SKIPPED])
    if given.level.lo == given.level.hi:
        return str(given.level.lo)
    return interface.say("{low} to {high}", low=given.level.lo, high=given.level.hi)
