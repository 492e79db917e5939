"""The end of the readiness report: every answer with its evidence, and the method."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.core.responses import State
from toolkit.core.statements import Rating, Statement, known
from toolkit.pages import report_labels as labels
from toolkit.pages.report_ready_data import Ready
from toolkit.pages.report_words import Teller
from toolkit.render.document import Block, Group, facts, heading, line, para, typed


def answers(ready: Ready, tell: Teller) -> Iterator[Block]:
    """Every statement with what was answered."""
    yield heading(2, tell.gettext("Answers with evidence"), new_page=True)
    for dimension in ready.content.dimensions:
        yield heading(3, tell.content(dimension.title))
        for number, one in enumerate(dimension.statements, 1):
            yield Group(tuple(_answer(one, number, ready, tell)))


def _answer(one: Statement, number: int, ready: Ready, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    rating = ready.ratings.get(one.id, Rating())
    yield heading(4, f"{number}. ", tell.content(one.statement))
    if rating.state is State.WITHHELD:
        yield para(_("Restricted: the answer is not part of this report and counts as unknown."))
        return
    level = rating.level if known(rating) else None
    seen = tell.content(one.levels[str(level.lo)]) if level and level.lo == level.hi else ""
    yield facts([
        (_("Level"), line(labels.rating(tell.interface, rating), *((" – ", seen) if seen else ()))),
        (_("Belongs to"), tell.interface.say("stage {number}", number=one.required_at)),
        (_("Evidence"), typed(rating.evidence)),
        (_("Note"), typed(rating.note)),
        (_("Reason"), typed(rating.reason)),
    ])  # fmt: skip


def method(ready: Ready, tell: Teller) -> Iterator[Block]:
    """How stages come about, and which questions were asked."""
    _, content = tell.gettext, ready.content
    yield heading(2, _("The method in one page"))
    share = tell.interface.number(round(100 * float(ready.result.theta)))
    yield para(tell.say(
        "A practice is in place from level {target} on. A stage is reached where {share} of 100 practices that belong "
        "to it, and to each stage below, are in place.",
        target=str(content.target), share=share,
    ))  # fmt: skip
    if ready.lenient:
        yield para(_("The agency chose the lenient share, and says so here."))
    yield para(_("A practice that does not apply counts only with its reason. Nothing is averaged or multiplied."))
    yield heading(3, _("Versions"))
    rows = [
        (_("Questions"), typed(f"readiness {content.version}")),
        (_("Hash of the questions"), typed(content.sha256)),
    ]
    yield facts(rows)
    yield para(_(
        "This report is not a certificate. It shows what the agency answered, and what follows from it under the "
        "method named here."
    ))  # fmt: skip
