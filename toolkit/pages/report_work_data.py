"""Everything that the reports about a workbook show: which questions matter to the system, and how far each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.content import Library, load_library
from toolkit.content.scoring import described
from toolkit.content.workbook import load_workbook
from toolkit.core.conditions import Truth
from toolkit.core.guide import STAGES
from toolkit.core.kept import replies_of
from toolkit.core.release import REPLY
from toolkit.core.workbook import Question, Replies, StageGate, Status, Workbook, applicable, stage_gate, status_of
from toolkit.pages.answers import assessment_of
from toolkit.pages.report_file import Wish
from toolkit.pages.report_material import RISK, Material


@dataclass(frozen=True, slots=True)
class Work:
    """A workbook with what follows from it. `questions` are those that matter here, without those withheld.

    `known` says whether a risk assessment told what the system is; without it, every question is asked.
    """

    library: Library
    content: Workbook
    questions: tuple[Question, ...]
    replies: Replies
    stage: str
    activity: str
    system: str
    known: bool
    hidden: tuple[str, ...]
    gate: StageGate | None

    def principle(self, name: str) -> str:
        """The name of a principle."""
        return self.library.principle(name).name

    def counts(self, questions: Sequence[Question]) -> Counter[Status]:
        """How many of some questions there are in each status."""
        return Counter(status_of(self.replies.get(one.id)) for one in questions)

    def by_stage(self) -> dict[str, tuple[Question, ...]]:
        """Questions under the first stage at which they matter."""
        first = {one.id: min(one.stages, key=STAGES.index) for one in self.questions}
        return {stage: tuple(one for one in self.questions if first[one.id] == stage) for stage in STAGES}


def work_of(main: Material, others: Sequence[Material], wish: Wish) -> Work:
    """What follows from a workbook; the risk assessment of its system, if it is there, says which questions apply."""
    library, content = load_library(wish.lang), load_workbook(wish.lang)
    risk = latest([one for one in others if one.kind == RISK])
    facts = facts_of(risk, library, wish) if risk else {}
    activity, stage = main.text("activity"), main.text("stage")
    hidden = tuple(one.id for one in main.hidden if one.kind == REPLY)
    fitting = [one for one in applicable(content.questions, facts) if activity in ("", *one.activities)]
    questions = tuple(one for one in fitting if one.id not in hidden)
    replies = replies_of(main.values)
    there = STAGES if stage in STAGES else ()
    return Work(
        library=library,
        content=content,
        questions=questions,
        replies=replies,
        stage=stage if there else "",
        activity=activity,
        system=risk.title if risk else "",
        known=risk is not None,
        hidden=hidden,
        gate=stage_gate(questions, facts, replies, stage, activity) if there else None,
    )


def latest(risks: Sequence[Material]) -> Material | None:
    """The highest version of a system's risk assessments."""
    return max(risks, key=lambda one: one.version, default=None)


def facts_of(risk: Material, library: Library, wish: Wish) -> Mapping[str, Truth]:
    """What the description of a system says."""
    assessment = assessment_of(library, risk.id, risk.title, risk.values, library.default_method, risk.demo)
    return described(library, assessment, wish.moment.date()).facts
