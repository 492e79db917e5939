"""The portfolio as a file: the systems that are shown, one a line, with ranges in two columns."""

from __future__ import annotations

import csv
import io

from toolkit.content.scoring import score
from toolkit.core.portfolio import System, places
from toolkit.exchange.cells import guard
from toolkit.pages.exports import XLSX
from toolkit.pages.files_out import NO_FORMAT
from toolkit.pages.inputs import BadInput
from toolkit.pages.portfolio_state import Book
from toolkit.pages.screen import Download

CISO, REGISTER, MATRIX, CONTROLS = "ciso", "register", "ciso-matrix", "ciso-controls"
REGISTERS = (CISO, REGISTER, MATRIX, CONTROLS)
"""Registers of all systems that are shown: for CISO Assistant, and our own."""

SEVERAL = "These systems use several methods, and a matrix file holds one. Show fewer systems with the filters."

COLUMNS = (
    "id",
    "system",
    "unit",
    "at_least",
    "at_most",
    "first_place",
    "last_place",
    "answered",
    "apply",
    "legal_rules",
    "rules_that_may_match",
    "last_change",
    "method",
    "tier",
    "illustration",
)


def table(book: Book) -> Download:
    """A CSV of what the filters leave, in the page's order; level ids are the method's, empty where not assessed."""
    where = places(book.shown, book.tier, book.query.principle)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in book.shown:
        place = where[one.id]
        writer.writerow([guard(str(cell)) for cell in _cells(book, one, (place.lo, place.hi))])
    return Download("portfolio.csv", "text/csv", b"\xef\xbb\xbf" + out.getvalue().encode())


def register(book: Book, kind: str) -> tuple[Download, tuple[str, ...]]:
    """A risk register of the systems that are shown, and what its format cannot say; raises ToolkitError.

    Each system is scored by its own method, as in a register of its own.
    """
    # Imported here: pages start without what only files need.
    from toolkit.exchange.ciso import write_ciso, write_ciso_controls, write_ciso_matrix
    from toolkit.exchange.outgoing import Written, outgoing
    from toolkit.exchange.portfolio import write_portfolio_xlsx

    if kind not in REGISTERS:
        raise BadInput(NO_FORMAT)
    today = book.context.today
    scored = tuple(score(book.library, book.by_id[one.id].assessment, today) for one in book.shown)
    if kind == MATRIX and len({one.method.id for one in scored}) != 1:
        raise BadInput(SEVERAL)
    out = outgoing(scored, book.library, today, book.interface.lang)
    writers = {CISO: write_ciso, MATRIX: write_ciso_matrix, CONTROLS: write_ciso_controls}
    done = writers[kind](out) if kind in writers else Written(write_portfolio_xlsx(out))
    ending, mime = ("yaml", "application/yaml") if kind == MATRIX else ("xlsx", XLSX)
    name = f"{'demo-' if book.demo else ''}portfolio-{kind}.{ending}"
    return Download(name, mime, done.data), tuple(done.losses)


def _cells(book: Book, one: System, place: tuple[int, int]) -> tuple[object, ...]:
    level = one.level(book.tier, book.query.principle)
    ends = (book.method.level(level.lo).id, book.method.level(level.hi).id) if level else ("", "")
    unit = " / ".join(one.groups.get("unit", ()))
    rules = ("; ".join(one.triggers), "; ".join(one.open_triggers))
    about = (one.changed.isoformat(), book.method.id, str(book.tier), "yes" if one.demo else "no")
    return (one.id, one.title, unit, *ends, *place, *one.coverage, *rules, *about)
