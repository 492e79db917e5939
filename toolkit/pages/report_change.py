"""What really changed since the last readiness assessment, apart from what changed in the questions."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.core.method import Interval
from toolkit.core.plan import served
from toolkit.core.readiness_change import OF_CONTENT, Change, Comparison, Moved, Way
from toolkit.pages import report_labels as labels
from toolkit.pages.report_file import Wish
from toolkit.pages.report_ready_data import Ready
from toolkit.pages.report_words import Teller
from toolkit.render.document import Block, Said, heading, listing, para, table, typed

SHOWN = (Change.DOWN, Change.LOST, Change.UP, Change.RESOLVED, Change.APPLIES)
"""Changes of the agency that are told one by one, worse ones first."""


def changes(ready: Ready, tell: Teller, wish: Wish) -> Iterator[Block]:
    """The comparison with the assessment before, if there is one."""
    if ready.before is None:
        return
    _ = tell.gettext
    yield heading(2, _("What changed since the last assessment"))
    yield para(_(
        "Only statements whose wording is the same in both are compared. What moved because the questions changed "
        "stands apart."
    ))  # fmt: skip
    head = [_("Dimension"), _("As reported then"), _("Same questions, then"), _("Same questions, now"), _("Now")]
    rows = [_way(one, ready, tell) for one in ready.before.ways.values()]
    yield table(_("The way of each dimension, in stages"), head, rows, shown=True)
    yield from _counts(ready.before, tell)
    for change in () if wish.short else SHOWN:
        moved = [one for one in ready.before.moved if one.change is change]
        if moved:
            yield heading(3, labels.change(tell.interface, change))
            yield listing([_moved(one, ready, tell) for one in moved])


def _way(one: Way, ready: Ready, tell: Teller) -> list[Said]:
    stages = (one.before, one.common_before, one.common_after, one.after)
    return [tell.content(ready.dimension(one.dimension)), *(_stage(stage, tell) for stage in stages)]


def _stage(stage: Interval | None, tell: Teller) -> str:
    return tell.span(stage) or "–"


def _counts(before: Comparison, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    counts = before.counts()
    for title, content in ((_("The agency’s doing"), False), (_("Changes of the questions"), True)):
        rows = [
            [labels.change(tell.interface, change), str(number)]
            for change, number in counts.items()
            if number and (change in OF_CONTENT) is content
        ]
        if rows:
            yield table(title, [_("What became of it"), _("Statements")], rows, shown=True)


def _moved(one: Moved, ready: Ready, tell: Teller) -> list[Said]:
    before, after = labels.rating(tell.interface, one.before), labels.rating(tell.interface, one.after)
    found: list[Said] = [
        tell.content(ready.title(one.statement)),
        tell.say("Before: {before}. Now: {after}.", before=before, after=after),
    ]
    if one.still_true is not None:
        still = tell.gettext("The old evidence still holds.")
        found.append(still if one.still_true else tell.gettext("The old evidence no longer holds."))
    done = served(ready.plan, one.statement)
    return found + [tell.say("Finished action: {title}", title=typed(action.title)) for action in done]
