"""What one page may show of what another one keeps: pure functions of records and content, for all pages.

What is taken over says where it is from and waits for a yes; nothing is copied by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from toolkit.content import Library
from toolkit.content.scoring import Scored, score
from toolkit.core import sensitivity
from toolkit.core.guide import STAGES
from toolkit.core.kept import READINESS, RISK, kind_of, replies_of, targets_of
from toolkit.core.model import Item
from toolkit.core.practice import ACTIVITIES
from toolkit.core.readiness_gaps import Findings, findings
from toolkit.core.responses import Assessment, ControlStatus, Decision, State, Tier, Treatment
from toolkit.core.statements import Readiness
from toolkit.core.thread import Situation, Step, Support, next_steps, questions_for, support
from toolkit.core.workbook import Question, StageGate, Status, status_of
from toolkit.pages.answers import assessment_of
from toolkit.pages.desk import Context
from toolkit.pages.readiness_frozen import earlier
from toolkit.store import Stored, Summary

MOST_SCORED = 16
SCORED: dict[str, tuple[Stored, Library, date, Scored]] = {}
"""The latest levels of a few records: an answer in a workbook changes nothing about them."""

# ---------------------------------------------------------------- which risk assessment


def families(summaries: Iterable[Summary]) -> tuple[Summary, ...]:
    """The newest version of each system's risk assessment, the last changed first."""
    risks = [one for one in summaries if kind_of(one.questionnaire_id) == RISK]
    parents = {one.id: one.parent_id for one in risks}
    newest: dict[str, Summary] = {}
    for one in risks:
        root = _root(one.id, parents)
        if root not in newest or newest[root].version_no < one.version_no:
            newest[root] = one
    return tuple(newest.values())


def _root(name: str, parents: Mapping[str, str | None]) -> str:
    seen = {name}
    while (above := parents.get(name)) and above not in seen:
        seen.add(above)
        name = above
    return name


def assessment(context: Context, record: Stored | None) -> Assessment:
    """A record of a risk assessment as an assessment; an empty one for None."""
    if record is None:
        return Assessment("", "", {}, {})
    return assessment_of(context.library, record.id, record.title, record.values, record.method, record.demo)


def scored(context: Context, record: Stored | None) -> Scored | None:
    """The levels of a risk assessment today; None without ratings, or for whoever may not see them."""
    if record is None or not any(key.startswith("item/") for key in record.values):
        return None
    found = SCORED.get(record.id)
    if found is None or not (found[0] is record and found[1:3] == (context.library, context.today)):
        if len(SCORED) >= MOST_SCORED:
            SCORED.clear()
        given = score(context.library, assessment(context, record), context.today)
        found = SCORED[record.id] = (record, context.library, context.today, given)
    return found[3]


# ---------------------------------------------------------------- what the agency's readiness says elsewhere


def latest_result(summaries: Iterable[Summary], *, demo: bool) -> Summary | None:
    """The first readiness result of a list: an illustration's only beside illustrations (`demo`), and never a draft."""
    results = (one for one in summaries if one.questionnaire_id == READINESS and one.frozen)
    return next((one for one in results if one.demo is demo), None)


@dataclass(frozen=True, slots=True)
class Told:
    """What follows today from a readiness result, and the day on which it was found."""

    findings: Findings
    on: date


def told(record: Stored, content: Readiness) -> Told | None:
    """What a result says of the statements that still read as they were answered; None where nothing can be said."""
    found = earlier(record, content)
    if found is None:
        return None
    asked = {mark.id: mark.fingerprint for mark in found.taken.marks}
    same = _only(content, {one.id for one in content.statements if asked.get(one.id) == one.fingerprint})
    return Told(findings(same, found.taken.ratings, targets_of(record.values)), found.on or record.updated_at.date())


def _only(content: Readiness, names: Set[str]) -> Readiness:
    """The questionnaire with these statements alone."""
    parts = content.dimensions
    kept = (replace(one, statements=tuple(each for each in one.statements if each.id in names)) for one in parts)
    return replace(content, dimensions=tuple(kept))


# ---------------------------------------------------------------- risk → workbook


@dataclass(frozen=True, slots=True)
class Offered:
    """What the description of a system says that the workbook asks too: to be confirmed, never assumed."""

    stage: str = ""
    activities: tuple[str, ...] = ()


def offered(record: Stored | None) -> Offered:
    """Stage and activities in the description of a system."""
    values = record.values if record else {}
    stage, given = values.get("profile/stage"), values.get("profile/activity")
    many = [given] if isinstance(given, str) else given
    done = many if isinstance(many, Sequence) else ()
    return Offered(str(stage) if stage in STAGES else "", tuple(one for one in ACTIVITIES if one in done))


@dataclass(frozen=True, slots=True)
class Pressing:
    """Risk items by id: those that hold the level, those of them without treatment, unknowns that decide it."""

    holders: tuple[str, ...] = ()
    untreated: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()


def pressing(found: Scored | None) -> Pressing:
    """What in a risk assessment calls for work, the most pressing first."""
    if found is None:
        return Pressing()
    tier = found.result.tiers[Tier.CURRENT]
    known = [one for one in tier.items.values() if one.state in (State.ANSWERED, State.RANGE)]
    high = max((one.level.lo for one in known), default=0)
    holders = tuple(sensitivity.holders(known)) if high else ()
    plans = found.assessment.treatments
    untreated = tuple(one for one in holders if plans.get(one, Treatment()).decision is Decision.OPEN)
    unknown = sensitivity.find_out_first(tier, found.method, found.findings)
    return Pressing(holders, untreated, tuple(one.item for one in unknown if one.weight is not sensitivity.Weight.NONE))


@dataclass(frozen=True, slots=True)
class Treats:
    """A workbook question that treats a risk item, how closely it is tied to it, and how far it is."""

    question: Question
    tie: str
    status: Status
    route: str


def treating(item: Item, context: Context, workbook: Stored | None) -> tuple[Treats, ...]:
    """The workbook questions that treat a risk item, closest first; routes are empty without a workbook.

    A question that only serves the same principle is left out where others are closer.
    """
    replies = replies_of(workbook.values) if workbook else {}
    found = questions_for(item, context.workbook.questions)
    near = tuple(one for one in found if one.tie != "principle") or found
    return tuple(
        Treats(one.question, str(one.tie), status_of(replies.get(one.question.id)), _route(workbook, one.question))
        for one in near
    )


def _route(workbook: Stored | None, question: Question) -> str:
    return f"{workbook.id}/question/{question.id}" if workbook else ""


# ---------------------------------------------------------------- workbook → risk


@dataclass(frozen=True, slots=True)
class Proof:
    """A settled answer that can serve as evidence for a control, its question, and where it stands."""

    support: Support
    question: Question
    route: str


def proofs(control: str, context: Context, workbook: Stored | None) -> tuple[Proof, ...]:
    """The answers of a workbook that can serve as evidence for a control: it counts after somebody has said yes."""
    if workbook is None:
        return ()
    content = context.workbook
    found = support(control, content.questions, replies_of(workbook.values))
    pairs = ((one, content.question(one.question)) for one in found)
    return tuple(Proof(one, question, _route(workbook, question)) for one, question in pairs)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A safeguard that the risk assessment records and a question names: it can be taken over as evidence."""

    control: str
    item: str
    in_place: bool
    evidenced: bool
    note: str


def recorded(question: Question, given: Assessment) -> tuple[Recorded, ...]:
    """What the risk assessment records of the safeguards that a question names, each once, those in place first."""
    found: dict[str, Recorded] = {}
    for item, response in given.responses.items():
        for one in response.controls:
            there = one.status is ControlStatus.IN_PLACE
            row = Recorded(one.id, item, there, one.evidenced, one.note)
            if one.id in question.controls and (one.id not in found or (there and not found[one.id].in_place)):
                found[one.id] = row
    return tuple(sorted(found.values(), key=lambda one: not one.in_place))


# ---------------------------------------------------------------- what next


def steps(context: Context, found: Pressing, gate: StageGate | None) -> tuple[Step, ...]:
    """The next three useful steps for one system."""
    return next_steps(Situation(context.today, gate=gate, untreated=found.untreated, decisive=found.decisive))


def frozen_levels(context: Context, record: Stored) -> dict[str, dict[str, Any]]:
    """The levels that a version was submitted with, by tier, with their ends; what is not known here is left out."""
    result = record.result if isinstance(record.result, Mapping) else {}
    tiers, method = result.get("tiers"), context.library.methods.get(str(result.get("method") or record.method))
    if not isinstance(tiers, Mapping) or method is None:
        return {}
    levels = {one.id: one for one in (*method.levels, method.unacceptable)}
    ends = {name: (one.get("at_least"), one.get("at_most")) for name, one in tiers.items() if isinstance(one, Mapping)}
    return {name: {"low": levels[a], "high": levels[b]} for name, (a, b) in ends.items() if a in levels and b in levels}
