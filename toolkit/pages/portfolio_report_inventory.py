"""What the portfolio report says about public inventories: counts, gaps by practice, and the findings; no level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from toolkit.core.inventory import Record, Reported, exposed
from toolkit.pages.portfolio_inventory import (
    Known,
    changed_of,
    filters_of,
    gathered,
    known,
    remarks_of,
    row_of,
    shown_records,
)
from toolkit.pages.portfolio_inventory_words import FINDINGS, PRACTICES, SAID
from toolkit.pages.portfolio_state import Book
from toolkit.pages.report_file import Wish
from toolkit.pages.report_words import Teller
from toolkit.render.document import Block, Notice, Said, Tone, facts, heading, line, listing, para, table, typed
from toolkit.render.report import between

MOST, FEW = 40, 15
"""Records in the table of a whole report and of a short one; the others are counted."""

TESTING = "testing"


def inventory_blocks(book: Book, tell: Teller, wish: Wish) -> Iterator[Block]:
    """Everything about the inventories that were brought; nothing where there is none."""
    if not book.state.shelf.inventories:
        return
    _, found, shown = tell.gettext, known(book), shown_records(book)
    yield heading(2, _("Public inventories"), new_page=not wish.short)
    said = _("Not assessed. A register says neither likelihood nor severity, so no level can be made from it.")
    yield Notice("info", line(said))
    yield para(
        tell.say_n(
            "{found} of {number} record. None is assessed.",
            "{found} of {number} records. None is assessed.",
            len(found.records),
            found=str(len(shown)),
        ),
        tone=Tone.LEAD,
    )
    asked = list(_asked(book, tell))
    if asked:
        yield facts(asked)
    for group in gathered(book, shown):
        yield from _group(tell, group)
    yield from _findings(found, shown, tell)
    yield from _exposed(book, found, shown, tell, wish)
    yield from _odd(book, found, shown, tell)


def _asked(book: Book, tell: Teller) -> Iterator[tuple[Said, Said]]:
    """The filters of the records, in words."""
    for one in filters_of(book, known(book)):
        if one["chosen"]:
            labels = {option["value"]: option["label"] for option in one["options"]}
            yield one["label"], typed(labels.get(one["chosen"], one["chosen"]))
    if words := book.place.one("q"):
        yield tell.gettext("Words in name, agency or purpose"), typed(words)


def _group(tell: Teller, group: dict[str, Any]) -> Iterator[Block]:
    """One register of one year: how many are in use and of high impact, and what is reported of those."""
    _ = tell.gettext
    yield heading(3, typed(group["name"]))
    counted = tell.say_n(
        "{number} record, {used} in use.", "{number} records, {used} in use.", group["total"], used=str(group["in_use"])
    )
    silent = _("This register does not say which are of high impact. That is unknown, not none.")
    high = tell.say("In use and of high impact by their own label: {high}.", high=str(group["high"]))
    yield para(counted, " ", silent if group["silent"] else high)
    if group["rows"]:
        caption = tell.say_n(
            "What is reported about {number} system in use and of high impact",
            "What is reported about {number} systems in use and of high impact",
            group["high"],
        )
        rows = [[name, *(str(n) for n, _route in cells), str(asked)] for name, cells, asked in group["rows"]]
        yield table(caption, [_("Practice"), *group["columns"], _("Asked")], rows, shown=True)


def _findings(found: Known, shown: Sequence[Record], tell: Teller) -> Iterator[Block]:
    """Each kind of finding, by practice, with the number of records that have it."""
    _ = tell.gettext
    counts: Counter[tuple[str, str]] = Counter()
    for one in shown:
        counts.update({(each.kind, each.practice) for each in found.findings.get(one.id, ())})
    if not counts:
        return
    yield heading(3, _("Findings"))
    rows: list[list[Said]] = [
        [_(FINDINGS[kind]), _(PRACTICES[practice]) if practice else "–", str(number)]
        for (kind, practice), number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    yield table(_("Findings"), [_("Finding"), _("Practice"), _("Records")], rows)


def _exposed(book: Book, found: Known, shown: Sequence[Record], tell: Teller, wish: Wish) -> Iterator[Block]:
    """The systems in use and of high impact without a reported test: what an analyst asks for first."""
    _, most = tell.gettext, FEW if wish.short else MOST
    high = [one for one in shown if exposed(one) and TESTING in one.practices]
    bare = [one for one in high if one.practices[TESTING] is not Reported.YES]
    if not high:
        return
    yield heading(3, _("In use, of high impact, and no test reported as done"))
    said = "{number} of {total} systems in use and of high impact that were asked."
    yield para(tell.say(said, number=str(len(bare)), total=str(len(high))))
    if len({one.year for one in bare}) > 1:
        yield para(_("Each year is counted apart, so a system may stand here twice."), tone=Tone.HINT)
    if bare:
        head = [_("System"), _("Register"), _("Testing"), _("Practices reported as done"), _("Findings")]
        rows = [_row(row_of(book, found, one), one, tell) for one in bare[:most]]
        yield table(_("In use, of high impact, and no test reported as done"), head, rows)
    if len(bare) > most:
        more = len(bare) - most
        yield para(
            tell.say_n("And {number} more record.", "And {number} more records.", more),
            tone=Tone.HINT,
        )


def _row(row: dict[str, Any], one: Record, tell: Teller) -> list[Said]:
    return [
        line(*between((typed(row["name"]), typed(row["agency"])))),
        typed(row["register"]),
        tell.gettext(SAID[one.practices[TESTING]]),
        tell.say("{done} of {asked}", done=str(row["done"]), asked=str(row["asked"])),
        str(row["findings"]),
    ]


def _odd(book: Book, found: Known, shown: Sequence[Record], tell: Teller) -> Iterator[Block]:
    """Changes of label between the years, and what is odd about the records."""
    _, changed, remarks = tell.gettext, changed_of(found, shown), remarks_of(book, shown)
    if changed:
        yield heading(3, _("Another label a year later"))
        yield para(
            tell.say_n("{number} system has another label.", "{number} systems have another label.", len(changed))
        )
        yield para(_("The legal test changed between the years. This is a question to the agency, not an accusation."))
    if remarks:
        yield heading(3, _("What is odd about these records"))
        yield listing([line(text, ": ", str(number)) for text, number in remarks])
