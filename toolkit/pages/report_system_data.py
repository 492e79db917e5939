"""Everything that is known about one AI system, gathered from the records about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.core.kept import plan_of
from toolkit.core.plan import Plan
from toolkit.core.readiness import Passage, passage
from toolkit.core.responses import ControlStatus, Decision, Tier
from toolkit.core.sensitivity import Weight
from toolkit.core.thread import Situation, Step, Support, next_steps, support
from toolkit.pages import report_risk, report_work_data
from toolkit.pages.report_file import Wish
from toolkit.pages.report_material import PLAN, READINESS, RISK, WORKBOOK, Material
from toolkit.pages.report_ready_data import Ready, first, ready_of
from toolkit.pages.report_words import Teller
from toolkit.pages.risk_state import Work as RiskWork
from toolkit.pages.view_result import result_context


@dataclass(frozen=True)
class SystemFile:
    """The risk assessments of a system by version, the latest last, its workbook, and where its agency stands."""

    title: str
    risks: tuple[tuple[Material, RiskWork], ...]
    workbook: Material | None
    work: report_work_data.Work | None
    ready: Ready | None
    plan: Plan
    wish: Wish

    @property
    def latest(self) -> tuple[Material, RiskWork] | None:
        """The newest version."""
        return self.risks[-1] if self.risks else None


def system_of(main: Material, others: Sequence[Material], wish: Wish, tell: Teller) -> SystemFile:
    """Everything about the system that `main` is about."""
    every = [main, *others]
    versions = sorted((one for one in every if one.kind == RISK), key=lambda one: one.version)
    workbook, agency, plan = first(every, WORKBOOK), first(others, READINESS), first(others, PLAN)
    return SystemFile(
        title=versions[-1].title if versions else main.title,
        risks=tuple((one, report_risk.work_of(one, wish)) for one in versions),
        workbook=workbook,
        work=report_work_data.work_of(workbook, every, wish) if workbook else None,
        ready=ready_of(agency, [one for one in others if one is not agency], wish, tell) if agency else None,
        plan=plan_of(plan.values) if plan else (),
        wish=wish,
    )


def gate(file: SystemFile) -> Passage | None:
    """The system's level beside the agency's stage; None without both."""
    if file.latest is None or file.ready is None:
        return None
    scored = file.latest[1].scored
    level = scored.result.tiers[Tier.CURRENT].system.level
    return passage(file.ready.content.gates, level, scored.method, file.ready.result.overall)


def steps(file: SystemFile) -> tuple[Step, ...]:
    """The next three useful steps for this system."""
    untreated, decisive = _open_risks(file)
    situation = Situation(
        on=file.wish.moment.date(),
        gaps=file.ready.findings.gaps if file.ready else (),
        find_out=file.ready.findings.find_out if file.ready else (),
        plan=file.plan,
        gate=file.work.gate if file.work else None,
        untreated=untreated,
        decisive=decisive,
    )
    return next_steps(situation)


def _open_risks(file: SystemFile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Items that hold the level and have no treatment, and items whose unknown decides it."""
    if file.latest is None:
        return (), ()
    work = file.latest[1]
    shown, treatments = result_context(work.context, work), work.assessment.treatments
    held = [row["id"] for row in shown["holders"]]
    untreated = [one for one in held if one not in treatments or treatments[one].decision is Decision.OPEN]
    return tuple(untreated), tuple(row["id"] for row in shown["unknowns"] if row["one"].weight is Weight.ALONE)


def supports(file: SystemFile) -> Iterator[Support]:
    """Settled workbook answers that can serve as evidence for controls that are in place here."""
    if file.latest is None or file.work is None:
        return
    given = file.latest[1].assessment.responses.values()
    used = {one.id: None for response in given for one in response.controls if one.status is ControlStatus.IN_PLACE}
    for control in used:
        yield from support(control, file.work.questions, file.work.replies)
