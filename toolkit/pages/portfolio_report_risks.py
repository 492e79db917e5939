"""What the portfolio report says about risks: the matrix as a table, principles, drivers, unknowns, differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from toolkit.core.portfolio import System, share
from toolkit.core.portfolio_compare import differences, refusals
from toolkit.core.portfolio_items import density, drivers, heat, transitions, unknowns
from toolkit.core.responses import Tier
from toolkit.pages.portfolio_charts import matrix_gist, principles_gist
from toolkit.pages.portfolio_compare import chosen_of
from toolkit.pages.portfolio_drivers import drivers_gist, unknowns_gist
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_view import refused
from toolkit.pages.portfolio_words import TIERS
from toolkit.pages.report_assessment import level_range
from toolkit.pages.report_file import Wish
from toolkit.pages.report_words import Teller
from toolkit.pages.view_whatif import named
from toolkit.render.document import Block, Notice, Said, Tone, heading, line, listing, para, table, typed
from toolkit.render.report import level

TOP, FEW = 15, 5
"""Risks in each table of a whole report and of a short one."""

WORST = 5
"""Systems side by side in the table of principles: more columns than that cannot be read on paper."""

DIFFERENT = 40
"""Differences that are listed."""

STEPS = range(1, 6)


def risk_blocks(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    """Everything about the risks of the systems that are shown."""
    if not book.shown:
        return
    yield from _matrix(book, tell, wish)
    yield from _principles(book, tell, wish)
    yield from _drivers(book, tell, wish)
    yield from _unknowns(book, tell, wish)


# ---------------------------------------------------------------- matrix


def _matrix(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    """How many risks each cell has, for sure and perhaps, and what controls move."""
    _, method = tell.gettext, book.method
    found = density(book.shown, book.tier, book.query.principle)
    yield heading(2, _("Where the risks sit"), new_page=not wish.short)
    yield para(matrix_gist(book, found))
    head: list[Said] = [f"{_('Likelihood')} ↑ {_('Impact')} →"]
    head += [line(f"{at} ", tell.content(name)) for at, name in enumerate(method.impact, 1)]
    rows: list[list[Said]] = []
    for likely in reversed(STEPS):
        cells: list[Said] = [
            _cell(book, tell, likely, impact, found.sure.get((likely, impact), 0), found.could.get((likely, impact), 0))
            for impact in STEPS
        ]
        rows.append([line(f"{likely} ", tell.content(method.likelihood[likely - 1])), *cells])
    yield table(_("Where the risks sit"), head, rows)
    said = "“{sample}” are 12 risks that the answers fix here, and 3 that may be here or in other cells."
    yield para(tell.say(said, sample=typed("12 +3")), tone=Tone.HINT)
    yield listing([_moved(book, tell, *pair) for pair in pairwise(Tier)])


def _cell(book: Book, tell: Teller, likely: int, impact: int, sure: int, could: int) -> Said:
    label = book.method.level(book.method.grid[likely - 1][impact - 1]).label
    counts = " ".join([str(sure)] * bool(sure or could) + [f"+{could}"] * bool(could))
    return line(tell.content(label), ": ", typed(counts)) if counts else tell.content(label)


def _moved(book: Book, tell: Teller, before: Tier, after: Tier) -> Said:
    found = transitions(book.shown, before, after, len(book.method.levels), book.query.principle)
    fallen = sum(n for at, row in enumerate(found) for to, n in enumerate(row) if to < at)
    said = tell.say(
        "Of {total} risks with one level for sure in both, {fallen} fall.",
        total=tell.interface.number(sum(map(sum, found))),
        fallen=tell.interface.number(fallen),
    )
    return line(tell.gettext(TIERS[before]), " – ", tell.gettext(TIERS[after]), ": ", said)


# ---------------------------------------------------------------- principles


def _principles(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    """In how many systems each principle is high, and the worst systems principle by principle."""
    _ = tell.gettext
    names = [name for name in book.principles if book.query.principle in ("", name)]
    high = book.method.index("high")
    yield heading(2, _("Principles in the systems"))
    yield para(principles_gist(book, names))
    about = tell.say("{level} or above", level=tell.content(book.method.level(high).label))
    head: list[Said] = [_("Principle"), line(about, ": ", _("At least")), _("At most"), _("Of")]
    shares = [(name, share(book.shown, book.tier, high, name)) for name in names]
    counts: list[list[Said]] = [
        [tell.content(book.principles[name]), str(x.sure), str(x.most), str(x.total)] for name, x in shares
    ]
    yield table(_("Principles in the systems"), head, counts)
    if not wish.short:
        yield from _worst(book, tell, names)


def _worst(book: Book, tell: Teller, names: Sequence[str]) -> Iterator[Block]:
    there = book.shown[:WORST]
    caption = tell.say_n(
        "Principle by principle, in the first {number} system of the order",
        "Principle by principle, in the first {number} systems of the order",
        len(there),
    )
    found = [heat(one, book.tier, names, len(book.method.levels)) for one in there]
    rows: list[list[Said]] = []
    for name in names:
        cells: list[Said] = [
            level(tell.interface, level_range(named(book.method, one[name].level)))
            if one[name].applies
            else tell.gettext("does not apply")
            for one in found
        ]
        rows.append([tell.content(book.principles[name]), *cells])
    yield table(caption, [tell.gettext("Principle"), *(typed(one.title) for one in there)], rows, shown=True)


# ---------------------------------------------------------------- drivers and unknowns


def _drivers(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    _, most = tell.gettext, FEW if wish.short else TOP
    held = drivers(book.shown, book.tier, book.method.index("high"), book.query.principle)
    yield heading(2, _("What holds levels up"))
    yield para(drivers_gist(book, held))
    rows: list[list[Said]] = [
        [
            tell.content(book.items[one.item].title),
            tell.content(book.principles[one.principle]),
            _of(book, tell, len(one.systems)),
        ]
        for one in held[:most]
    ]
    if rows:
        yield table(_("What holds levels up"), [_("Risk"), _("Principle"), _("Systems that it holds up")], rows)
    yield from _further(tell, len(held) - most)


def _unknowns(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    _, most = tell.gettext, FEW if wish.short else TOP
    every = unknowns(book.shown, book.tier, book.method, book.query.principle, book.to_find_out)
    decisive = [one for one in every if one.decisive or one.together]
    yield heading(2, _("Unknowns that hurt most"))
    yield para(unknowns_gist(book, decisive, every))
    rows: list[list[Said]] = [
        [
            tell.content(book.items[one.item].title),
            _of(book, tell, len(one.decisive)),
            _of(book, tell, len(one.together)),
            _of(book, tell, one.open),
        ]
        for one in decisive[:most]
    ]
    if rows:
        yield table(
            _("Unknowns that hurt most"), [_("Risk"), _("Decides alone"), _("Only with others"), _("Open")], rows
        )
    yield from _further(tell, len(decisive) - most)


def _of(book: Book, tell: Teller, number: int) -> Said:
    return tell.say("{number} of {total}", number=str(number), total=str(len(book.shown)))


def _further(tell: Teller, number: int) -> Iterator[Block]:
    if number > 0:
        yield para(tell.say_n("And {number} more risk.", "And {number} more risks.", number), tone=Tone.HINT)


# ---------------------------------------------------------------- side by side


def compared_blocks(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    """The systems that were chosen to be compared: refusals first, then what differs; nothing where none was chosen."""
    chosen = chosen_of(book)
    if len(chosen) < 2:
        return
    _, systems = tell.gettext, [one.system for one in chosen]
    found = differences(systems, [one.assessment.responses for one in chosen], book.tier)
    every = len({name for one in systems for name in one.tier(book.tier).items})
    yield heading(2, _("Systems side by side"), new_page=not wish.short)
    yield para(tell.say("{found} of {every} risks differ.", found=str(len(found)), every=str(every)), tone=Tone.LEAD)
    for reason in refused(book.context, refusals(systems, book.tier)):
        yield Notice("warn", line(reason))
    rows: list[list[Said]] = [[_("Level"), *(_level(book, tell, one) for one in systems)]]
    for one in found[:DIFFERENT]:
        cells: list[Said] = [
            level(tell.interface, level_range(named(book.method, rated.level))) if rated else _("does not apply")
            for rated in one.rated
        ]
        rows.append([tell.content(book.items[one.item].title), *cells])
    yield table(_("Systems side by side"), [_("Risk"), *(typed(one.title) for one in systems)], rows)
    yield from _further(tell, len(found) - DIFFERENT)


def _level(book: Book, tell: Teller, one: System) -> Said:
    return level(tell.interface, level_range(book.level(one)))
