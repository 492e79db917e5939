"""The part of the readiness report about several people who answered apart: differences first, dissent kept."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.core.readiness_group import Dissent, Reconciled, Spread
from toolkit.core.readiness_group import differences as differing
from toolkit.pages import report_labels as labels
from toolkit.pages.report_file import Wish
from toolkit.pages.report_ready_data import Ready
from toolkit.pages.report_words import Teller
from toolkit.render.document import Block, Line, Said, heading, line, listing, para, strong, table, typed

SHORT = 6
"""The short report shows so many differences."""


def differences(ready: Ready, tell: Teller, wish: Wish) -> Iterator[Block]:
    """Where people differed, what came of it, and who still sees it differently."""
    if not ready.sheets:
        return
    _ = tell.gettext
    yield heading(2, _("Where people differed"))
    counts = tell.say_n("{number} person answered apart.", "{number} people answered apart.", len(ready.sheets))
    rule = _("Where they did not settle on a level, it goes from the lower to the upper median of their answers.")
    yield para(counts, " ", rule)
    spreads = differing(ready.content.statements, ready.sheets, ready.content.target)
    if not spreads:
        yield para(_("Nobody differed."))
        return
    head = [_("Statement"), _("Answers"), _("Result"), _("How it was settled")]
    shown = spreads[:SHORT] if wish.short else spreads
    yield table(_("Where people differed"), head, [_row(one, ready, tell) for one in shown])
    if len(shown) < len(spreads):
        more = len(spreads) - len(shown)
        yield para(tell.say_n("{number} more is in the whole report.", "{number} more are in the whole report.", more))
    yield from _dissent(ready, tell, wish)


def _row(one: Spread, ready: Ready, tell: Teller) -> list[Said]:
    settled = ready.reconciled[one.statement]
    votes: Line = ()
    for who, rating in one.votes:
        said = line(typed(who), ": ", labels.rating(tell.interface, rating))
        votes = line(votes, "; ", said) if votes else said
    result = labels.rating(tell.interface, settled.rating)
    return [tell.content(ready.title(one.statement)), votes, result, _how(settled, tell)]


def _how(one: Reconciled, tell: Teller) -> Line:
    if not one.agreed:
        return line(tell.gettext("Not talked over yet: medians"))
    return line(tell.gettext("Agreed"), *((": ", typed(one.note)) if one.note else ()))


def _dissent(ready: Ready, tell: Teller, wish: Wish) -> Iterator[Block]:
    entries: list[list[Said]] = [
        [strong(tell.content(ready.title(name))), *(_apart(other, tell) for other in one.dissent)]
        for name, one in ready.reconciled.items()
        if one.dissent
    ]
    if entries:
        yield heading(3, tell.gettext("Dissent: answers that the result does not cover"))
        yield listing(entries[:SHORT] if wish.short else entries)


def _apart(one: Dissent, tell: Teller) -> Line:
    said = line(typed(one.respondent), ": ", labels.rating(tell.interface, one.rating))
    return line(said, " – ", typed(one.note)) if one.note else said
