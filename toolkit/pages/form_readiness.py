"""The readiness assessment as a form: one sheet for each dimension, one row for each statement."""

from __future__ import annotations

from collections.abc import Collection

from toolkit.content.interface import Interface
from toolkit.content.readiness import load_readiness
from toolkit.core.model import UNKNOWN_CHOICE
from toolkit.core.responses import State
from toolkit.core.statements import HIGHEST, LOWEST, Dimension, Readiness, Statement
from toolkit.exchange.form import Cells, Column, Form, Option, Row, Tab, Values
from toolkit.exchange.form_answers import Choice, Scale, Text
from toolkit.pages.form_common import Detail, about, apart, how_to, numbered, released, steps, texts, truths

TEXTS = ("reason", "evidence", "note")


def readiness_form(
    spoken: Interface, values: Values, only: Collection[str] = (), name: str = "", *, demo: bool = False
) -> Form:
    """The form in a language; `only` are the ids of the statements to ask (empty: all).

    Whether evidence is still true is asked only where there is an earlier assessment, or an answer to it.
    """
    _, content = spoken.gettext, load_readiness(spoken.lang)
    again = bool(values.get("meta/previous")) or any(key.endswith("/still_true") for key in values)
    tabs = [_tab(spoken, one, frozenset(only), again) for one in content.dimensions]
    lines = (
        _("Each statement has five levels. Choose the one that you would see today, not the one that is planned."),
        _("Between two levels? Choose the lower one in “Level” and the higher one in “Up to”."),
        _("“Not applicable” counts only with a reason beside it."),
    )
    return Form(
        "readiness", content.title, spoken, how_to(spoken, demo, name, lines),
        (_about(spoken, content), *(one for one in tabs if one.rows)), content.version, content.sha256, name, demo,
        needs=("meta/previous",),
        hints=lines,
    )  # fmt: skip


def _about(spoken: Interface, content: Readiness) -> Tab:
    _ = spoken.gettext
    aims = [
        Detail(f"target/stage/{one.id}", spoken.say("{dimension}: which stage do you aim at?", dimension=one.title),
               options=_steps())
        for one in content.dimensions
    ]  # fmt: skip
    asked = (
        Detail("meta/organization", _("Organisation")),
        Detail("meta/summary", _("What should readers know first?")),
    )
    return about(spoken, (*asked, *aims))


def _tab(spoken: Interface, dimension: Dimension, only: frozenset[str], again: bool) -> Tab:
    _ = spoken.gettext
    rows = [_row(spoken, one, again) for one in dimension.statements if not only or one.id in only]
    levels = [Column(f"level{n}", str(n), Cells.FIXED, 26) for n in range(LOWEST, HIGHEST + 1)]
    columns = (
        Column("number", _("No."), Cells.FIXED, 6),
        Column("question", _("Statement"), Cells.FIXED, 44),
        *levels,
        Column("level", _("Level"), Cells.CHOICE, 16, _("What you would see today, 1 to 5."), _levels(spoken)),
        Column(
            "highest", _("Up to"), Cells.CHOICE, 10, _("Only if you cannot decide: the higher of two levels."), _steps()
        ),
        Column("reason", _("Why not applicable"), width=24, prompt=_("Needed if you chose “Not applicable”."), lines=1),
        Column("evidence", _("Evidence"), width=36, prompt=_("What shows it: a document with its date."), lines=2),
        Column("note", _("Note"), width=36, lines=2),
        *([Column("still_true", _("Is the earlier evidence still true?"), Cells.CHOICE, 16, "", truths(spoken))]
          if again else []),
        released(spoken),
    )  # fmt: skip
    return Tab(dimension.id, dimension.title, "", columns, numbered(rows))


def _steps() -> tuple[Option, ...]:
    return steps([""] * HIGHEST)


def _levels(spoken: Interface) -> tuple[Option, ...]:
    return (*_steps(), *apart(spoken, UNKNOWN_CHOICE, State.NA, State.WITHHELD))


def _row(spoken: Interface, one: Statement, again: bool) -> Row:
    root = f"rating/{one.id}"
    level = Scale(((one.id, "level"), (one.id, "highest")), (f"{root}/level", f"{root}/state"), _levels(spoken))
    still = [Choice(((one.id, "still_true"),), (f"{root}/still_true",), truths(spoken))] if again else []
    kept = Text(((one.id, "withhold"),), (f"withhold/{root}",))
    evidence = "; ".join(one.evidence)
    helps = f"{one.why}\n\n{spoken.say('What would settle it: {evidence}', evidence=evidence)}"
    fixed = {"question": one.statement, **{f"level{n}": text for n, text in one.levels.items()}}
    return Row(one.id, one.statement, fixed, (level, *texts(one.id, "rating", TEXTS), *still, kept), helps)
