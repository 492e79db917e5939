"""`toolkit report portfolio`: many systems in one report, from files or from the database of this installation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli_io import check_free, working, write
from toolkit.cli_report import Asked, template_in, write_report
from toolkit.content.interface import interface
from toolkit.core.model import ToolkitError
from toolkit.pages.report_file import Format, Wish
from toolkit.render.pdf import require

if TYPE_CHECKING:  # reports of one record start without it
    from toolkit.pages.portfolio_state import Book


PORTFOLIO = "portfolio"
"""What `report` is given for many systems, instead of a file."""


def reported(
    given: Path, out: Path | None, asked: Asked, others: Sequence[Path], view: str, *, force: bool
) -> Iterator[str]:
    """Write the report of a file or of many systems; yields notices, then what was written. Raises ToolkitError."""
    if str(given) != PORTFOLIO or given.is_file():
        return write_report(given, out, asked, others, force=force)
    return write_portfolio(out, asked, others, view, force=force)


def write_portfolio(
    out: Path | None, asked: Asked, files: Sequence[Path], view: str, *, force: bool = False
) -> Iterator[str]:
    """Write the report of a portfolio; yields what was written. Raises ToolkitError.

    `files` are bundles, registers and inventories, or folders of them; without any the database is read. `view` is an
    address of the page with its filters.
    """
    # Imported here: reports of one record start without it.
    from toolkit.pages.portfolio_read import book_of, book_of_files
    from toolkit.pages.portfolio_report import portfolio_file

    if asked.kind:
        raise ToolkitError("a portfolio has one kind of report; leave --about out")
    target = out or Path(f"portfolio-report.{asked.to}")
    check_free(target, force)
    interface(asked.lang)  # says which languages there are, where this one is not
    if asked.to == Format.PDF:
        require()
    paper, moment = template_in(asked.template, asked.to), datetime.now(UTC)
    wish = Wish(asked.lang, moment, asked.short, asked.release)
    with working("Writing the report", [one for one in files if one.is_file()]):
        book = book_of_files(files, view, asked.lang, moment) if files else book_of(view, asked.lang)
        content = portfolio_file(_by(book, asked.method), wish, asked.to, paper)[2]
    write(target, content, force)
    yield f"{target} written"


def _by(book: Book, method: str) -> Book:
    """The same by the method that was asked for; raises ToolkitError for one that is not there."""
    if not method:
        return book
    place = book.place.having(method=book.library.method(method).id)
    return type(book)(replace(book.state, place=place), book.context)
