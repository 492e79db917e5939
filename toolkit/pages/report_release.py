"""What a report for release says of the answers that it leaves out: how many, where, and why; never what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from toolkit.core.release import Hidden
from toolkit.pages.report_words import Teller
from toolkit.render.document import Block, Line, Notice, heading, line, listing, para, table, typed

Places = Mapping[Hidden, str]
"""Each hidden answer, and the heading under which it would stand."""


def withheld(tell: Teller, places: Places) -> Iterator[Block]:
    """The section of a report for release."""
    _ = tell.gettext
    yield heading(2, _("Withheld from this report"))
    if not places:
        yield para(_("The agency has withheld no answer from this report."))
        return
    yield Notice("info", _counted(tell, len(places)), line(_(
        "They are treated as unknown here. Levels, stages and counts in this report are computed without them, so the "
        "agency’s own result can be different."
    )))  # fmt: skip
    counts = Counter(places.values())
    rows = [[tell.content(place) if place else _("Other"), str(number)] for place, number in counts.items()]
    yield table(_("Where answers were withheld"), [_("Heading"), _("Answers withheld")], rows, shown=True)
    yield heading(3, _("Reasons that the agency gives"))
    reasons = Counter(one.why for one in places)
    yield listing([[_reason(tell, why), _times(tell, number)] for why, number in sorted(reasons.items())])


def _reason(tell: Teller, why: str) -> Line:
    return line(typed(why) if why else tell.gettext("No reason is given."))


def _counted(tell: Teller, number: int) -> Line:
    return tell.say_n("{number} answer is withheld.", "{number} answers are withheld.", number)


def _times(tell: Teller, number: int) -> Line:
    return tell.say_n("For {number} answer.", "For {number} answers.", number)
