"""Public inventories on the page: what is reported of hundreds of systems, and gaps as findings; no level."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from toolkit.core.inventory import (
    IN_USE,
    Change,
    Finding,
    Record,
    Reported,
    exposed,
    findings,
    joined,
    reclassified,
    tally,
)
from toolkit.exchange.inventory_kept import records_of
from toolkit.pages.portfolio_inventory_words import FINDINGS, LABELS, PRACTICES, REMARKS, SAID, STAGES
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_words import code
from toolkit.pages.screen import Part
from toolkit.render.html import render
from toolkit.store import Stored

PAGE = 50
MOST_CHANGES = 100
FILTERS = ("register", "year", "phase", "label", "practice", "said", "gap", "q")
NOT_YES, EXPOSED, CHANGED = "not-yes", "in-use-high", "another-label"


class Known:
    """The records of some inventories, with what follows from them, each computed once."""

    def __init__(self, stored: Sequence[Stored]) -> None:
        self.records, _ = joined(records_of(one.values) for one in stored)
        self.by_id = {one.id: one for one in self.records}

    @cached_property
    def findings(self) -> Mapping[str, tuple[Finding, ...]]:
        """By record."""
        found: defaultdict[str, list[Finding]] = defaultdict(list)
        for one in findings(self.records):
            for name in one.records:
                found[name].append(one)
        return {name: tuple(all_) for name, all_ in found.items()}

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Systems with another label a year later."""
        return reclassified(self.records)

    @cached_property
    def changed(self) -> frozenset[str]:
        """The records of those, in either year."""
        return frozenset(name for one in self.changes for name in (one.earlier, one.later))


LATEST: dict[str, tuple[object, Known]] = {}
"""The inventories that were looked at last: reading hundreds of records anew at each click would take a while."""


def known(book: Book) -> Known:
    """What the visitor's inventories say."""
    stored = book.state.shelf.inventories
    key = tuple((one.id, one.revision) for one in stored)
    if LATEST.get("", (None,))[0] != key:
        LATEST[""] = (key, Known(stored))
    return LATEST[""][1]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look at among the records; empty fields ask for nothing."""

    given: Mapping[str, str]

    def fits(self, record: Record, found: Known) -> bool:
        """Whether a record answers to everything."""
        given = self.given
        words = given["q"].casefold().split()
        where = " ".join((record.name, record.agency, record.unit, record.texts.get("purpose", ""))).casefold()
        return (
            given["register"] in ("", record.register)
            and given["year"] in ("", str(record.year))
            and given["phase"] in ("", record.stage.value)
            and given["label"] in ("", record.impact.value)
            and all(word in where for word in words)
            and self._practice(record)
            and self._gap(record, found)
        )

    def _practice(self, record: Record) -> bool:
        said, practice = self.given["said"], self.given["practice"]
        if not said and not practice:
            return True
        asked = [record.practices[practice]] if practice in record.practices else []
        answers = asked if practice else list(record.practices.values())
        if said == NOT_YES:
            return any(one is not Reported.YES for one in answers)
        return any(said in ("", one.value) for one in answers)

    def _gap(self, record: Record, found: Known) -> bool:
        gap = self.given["gap"]
        if gap in (EXPOSED, CHANGED):
            return exposed(record) if gap == EXPOSED else record.id in found.changed
        practice = self.given["practice"]
        return not gap or any(
            one.kind == gap and (not practice or one.practice in ("", practice))
            for one in found.findings.get(record.id, ())
        )


def asked_of(book: Book) -> Asked:
    """What the address asks of records."""
    return Asked({name: book.place.one(name) for name in FILTERS})


def shown_records(book: Book) -> list[Record]:
    """The records that the filters leave, in their order."""
    found, asked = known(book), asked_of(book)
    return [one for one in found.records if asked.fits(one, found)]


def inventories(book: Book) -> list[Part]:
    """Everything that was imported: sentences, gaps by practice, labels that changed, and the records, 50 a page."""
    found, asked = known(book), asked_of(book)
    shown = shown_records(book)
    pages = max(1, -(-len(shown) // PAGE))
    page = min(max(book.place.number("page"), 1), pages)
    html = render(
        book.interface.lang,
        "port_inventories.j2",
        kept=_kept(book),
        code=code(book, "inventories"),
        total=len(found.records),
        found=len(shown),
        confirm=book.state.confirm,
        filters=filters_of(book, found),
        filtered=any(asked.given.values()),
        all=book.place.having(**dict.fromkeys(FILTERS, ""), page="").route,
        groups=gathered(book, shown),
        changes=[change_of(book, found, one) for one in changed_of(found, shown)[:MOST_CHANGES]],
        pairs=len(changed_of(found, shown)),
        remarks=remarks_of(book, shown),
        rows=[row_of(book, found, one) for one in shown[(page - 1) * PAGE : page * PAGE]],
        first=(page - 1) * PAGE + 1,
        last=min(page * PAGE, len(shown)),
        page=page,
        pages=pages,
        before=book.place.having(page=str(page - 1)).route if page > 1 else "",
        after=book.place.having(page=str(page + 1)).route if page < pages else "",
    )
    return [Part("inventories", html)]


def _kept(book: Book) -> list[dict[str, Any]]:
    stored = book.state.shelf.inventories
    return [{"id": one.id, "title": one.title, "at": one.created_at.date()} for one in stored]


def filters_of(book: Book, found: Known) -> list[dict[str, Any]]:
    """The filters of records with their options and what is chosen."""
    _ = book.interface.gettext
    registers = dict.fromkeys(one.register for one in found.records)
    years = sorted({one.year for one in found.records if one.year})
    gaps = {EXPOSED: _("In use and of high impact"), CHANGED: _("Another label a year later")}
    given = {
        "register": (_("Register"), {one: one for one in registers}),
        "year": (_("Year"), {str(one): str(one) for one in years}),
        "phase": (_("Stage, as reported"), {one.value: _(label) for one, label in STAGES.items()}),
        "label": (_("Impact, by its own label"), {one.value: _(label) for one, label in LABELS.items()}),
        "gap": (_("Finding"), gaps | {name: _(label) for name, label in FINDINGS.items()}),
        "practice": (_("Practice"), {name: _(label) for name, label in PRACTICES.items()}),
        "said": (
            _("What is reported"),
            {NOT_YES: _("Anything but yes")} | {one.value: _(x) for one, x in SAID.items()},
        ),
    }
    return [
        {"name": name, "label": label, "chosen": book.place.one(name), "options": _options(_("Any"), options)}
        for name, (label, options) in given.items()
        if options
    ]


def _options(anything: str, options: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in {"": anything, **options}.items()]


def gathered(book: Book, shown: Sequence[Record]) -> list[dict[str, Any]]:
    """Register by register and year by year, because a system may stand in two: what is reported of those in use."""
    there: defaultdict[tuple[str, int | None], list[Record]] = defaultdict(list)
    for one in shown:
        there[one.register, one.year].append(one)
    order = sorted(there, key=lambda key: (key[0], -(key[1] or 0)))
    return [_group(book, register, year, there[register, year]) for register, year in order]


def _group(book: Book, register: str, year: int | None, records: Sequence[Record]) -> dict[str, Any]:
    _, place = book.interface.gettext, book.place.having(register=register, year=str(year or ""), page="")
    high = [one for one in records if exposed(one)]
    asked = [name for name in PRACTICES if any(name in one.practices for one in high)]
    columns = [said for said in Reported if any(said in one.practices.values() for one in high)]
    rows = []
    for name in asked:
        counts = tally(high, name)
        cells = [
            (counts.get(said, 0), place.having(practice=name, said=said.value, gap=EXPOSED).route) for said in columns
        ]
        rows.append((_(PRACTICES[name]), cells, sum(counts.values())))
    return {
        "name": f"{register} {year}" if year else register,
        "total": len(records),
        "in_use": sum(one.stage in IN_USE for one in records),
        "stages": any(one.stage.value != "unknown" for one in records),
        "high": len(high),
        "columns": [_(SAID[said]) for said in columns],
        "rows": rows,
        "silent": all(one.impact.value == "unknown" for one in records),
        "route": place.having(gap=EXPOSED).route,
    }


def changed_of(found: Known, shown: Iterable[Record]) -> list[Change]:
    """The changes of label that concern these records."""
    ids = {one.id for one in shown}
    return [one for one in found.changes if one.later in ids or one.earlier in ids]


def change_of(book: Book, found: Known, one: Change) -> dict[str, Any]:
    """A system with another label a year later, as tables show it."""
    _, later = book.interface.gettext, found.by_id[one.later]
    return {
        "name": later.name or later.id,
        "agency": later.unit or later.agency,
        "was": _(LABELS[one.was]),
        "now": _(LABELS[one.now]),
        "earlier": book.place.to("record", one.earlier).route,
        "later": book.place.to("record", one.later).route,
        "years": (found.by_id[one.earlier].year, later.year),
    }


def remarks_of(book: Book, shown: Iterable[Record]) -> list[tuple[str, int]]:
    """What is odd about these records, and about how many of them."""
    counts = Counter(remark for one in shown for remark in one.remarks)
    return [(book.interface.gettext(text), counts[name]) for name, text in REMARKS.items() if counts[name]]


def row_of(book: Book, found: Known, one: Record) -> dict[str, Any]:
    """A record as the table shows it."""
    _ = book.interface.gettext
    return {
        "id": one.id,
        "name": one.name or one.id,
        "route": book.place.to("record", one.id).route,
        "agency": " / ".join(filter(None, (one.agency, one.unit))),
        "register": f"{one.register} {one.year}" if one.year else one.register,
        "stage": _(STAGES[one.stage]),
        "label": _(LABELS[one.impact]),
        "done": sum(said is Reported.YES for said in one.practices.values()),
        "asked": len(one.practices),
        "findings": len(found.findings.get(one.id, ())),
    }
