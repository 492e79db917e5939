"""The workbook as a form: one sheet for each core principle, one row for each question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from babel.lists import format_list

from toolkit.content import Library, load_library
from toolkit.content.interface import Interface
from toolkit.content.workbook import load_workbook
from toolkit.core.guide import STAGES
from toolkit.core.practice import ACTIVITIES
from toolkit.core.workbook import Question, Status
from toolkit.exchange.form import Cells, Column, Form, Option, Row, Tab, Values
from toolkit.exchange.form_answers import Choice, Text
from toolkit.pages.form_common import Detail, about, how_to, listed_words, numbered, option, released, roles, texts
from toolkit.pages.reading_labels import ACTIVITIES as ACTIVITY_WORDS
from toolkit.pages.reading_labels import role_name

STATUSES = {
    Status.OPEN.value: "Not settled yet",
    Status.IN_HAND.value: "In hand",
    Status.SETTLED.value: "Settled",
    Status.NOT_APPLICABLE.value: "Not applicable",
}
STAGE_WORDS = {
    "planning": "Planning",
    "data": "Data",
    "development": "Development or procurement",
    "validation": "Verification and validation",
    "deployment": "Deployment",
    "monitoring": "Monitoring",
    "retirement": "Retirement",
}
TEXTS = ("text", "evidence", "reason")


def workbook_form(
    spoken: Interface, values: Values, only: Collection[str] = (), name: str = "", *, demo: bool = False
) -> Form:
    """The form in a language; `only` are the ids of the questions to ask (empty: all)."""
    del values
    _, content, library = spoken.gettext, load_workbook(spoken.lang), load_library(spoken.lang)
    asked = [one for one in content.questions if not only or one.id in only]
    tabs = [
        _tab(spoken, library, core, [one for one in asked if one.principle in inner])
        for core, inner in library.tree.items()
    ]
    lines = (
        _("Nothing is scored. Write what you would tell a colleague who takes over from you."),
        _("A question is “Settled” only with an answer, and “Not applicable” only with a reason."),
    )
    return Form(
        "workbook", _("Workbook: questions to settle about one AI system"), spoken,
        how_to(spoken, demo, name, lines), (_about(spoken), *(one for one in tabs if one.rows)), "", content.sha256,
        name, demo, hints=lines,
    )  # fmt: skip


def _about(spoken: Interface) -> Tab:
    _ = spoken.gettext
    stages = listed_words(STAGE_WORDS, spoken, STAGES)
    activities = tuple(option(spoken, one, ACTIVITY_WORDS[one]) for one in ACTIVITIES)
    return about(
        spoken,
        (
            Detail("meta/stage", _("Where in its life is the system?"), Cells.CHOICE, stages),
            Detail("meta/activity", _("What is your agency doing with it?"), Cells.CHOICE, activities),
        ),
    )


def _tab(spoken: Interface, library: Library, core: str, questions: Sequence[Question]) -> Tab:
    _ = spoken.gettext
    rows = [_row(spoken, library, one) for one in questions]
    columns = (
        Column("number", _("No."), Cells.FIXED, 6),
        Column("principle", _("Principle"), Cells.FIXED, 20),
        Column("question", _("Question"), Cells.FIXED, 50),
        Column("stages", _("Stages"), Cells.FIXED, 20),
        Column("roles", _("Who answers"), Cells.FIXED, 20),
        Column("status", _("Status"), Cells.CHOICE, 16, _("How far is it?"), _statuses(spoken)),
        Column("text", _("Answer"), width=60, prompt=_("Roles, numbers and dates make an answer strong."), lines=4),
        Column("owner_role", _("Who owns it"), Cells.CHOICE, 24, _("A role, not a name."), roles(spoken), free=True),
        Column("evidence", _("Evidence"), width=36, prompt=_("What is kept, and where."), lines=2),
        Column("reason", _("Why not applicable"), width=24, prompt=_("Needed if you chose “Not applicable”."), lines=1),
        released(spoken),
    )
    return Tab(core, library.principle(core).name, "", columns, numbered(rows))


def _statuses(spoken: Interface) -> tuple[Option, ...]:
    return listed_words(STATUSES, spoken)


def _and(spoken: Interface, words: Iterable[str]) -> str:
    """Words in a row, as the language separates them."""
    return format_list(list(words), style="unit", locale=spoken.locale)


def _row(spoken: Interface, library: Library, one: Question) -> Row:
    root, say = f"reply/{one.id}", spoken.say
    who = _and(spoken, (role_name(spoken, name) for name in one.ask))
    stages = _and(spoken, (word.word for word in listed_words(STAGE_WORDS, spoken, one.stages)))
    helps = (
        one.why,
        say("A weak answer: {text}", text=one.weak),
        say("A strong answer: {text}", text=one.strong),
        say("Who else to ask: {who}", who=who),
        say("What to keep: {evidence}", evidence="; ".join(one.keep)),
    )
    fixed = {
        "question": one.question,
        "principle": library.principle(one.principle).name,
        "stages": stages,
        "roles": _and(spoken, (role_name(spoken, name) for name in one.roles)),
    }
    answers = (
        Choice(((one.id, "status"),), (f"{root}/status",), _statuses(spoken)),
        *texts(one.id, "reply", TEXTS),
        Choice(((one.id, "owner_role"),), (f"{root}/owner_role",), roles(spoken), free=True),
        Text(((one.id, "withhold"),), (f"withhold/{root}",)),
    )
    return Row(one.id, one.question, fixed, answers, "\n\n".join(helps))
