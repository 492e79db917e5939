"""`toolkit export`: assessments as registers of our own and of others, and what each format cannot say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from toolkit.cli_files import outcome
from toolkit.cli_formats import Format
from toolkit.cli_io import check_free, today, working, write
from toolkit.content import load_library
from toolkit.core.model import ToolkitError
from toolkit.exchange.columns import ColumnNames, load_columns
from toolkit.exchange.outgoing import Outgoing, Written, outgoing


@dataclass(frozen=True, slots=True)
class Wanted:
    """How an export is wanted: language, the agency's own column names, and a mark for spreadsheets."""

    to: Format
    lang: str = "en"
    mapping: Path | None = None
    bom: bool = False


ENDINGS = {
    Format.CSV: "register.csv",
    Format.XLSX: "register.xlsx",
    Format.JSON: "register.json",
    Format.CISO: "ciso.xlsx",
    Format.CISO_CONTROLS: "ciso-controls.xlsx",
    Format.CISO_MATRIX: "ciso-matrix.yaml",
    Format.SIMPLERISK: "simplerisk.csv",
    Format.OSCAL: "poam.json",
    Format.JSONLD: "risks.jsonld",
    Format.ICS: "reviews.ics",
    Format.FRIA: "fria.docx",
    Format.PARQUET: "answers.parquet",
}
"""How a file is called that nobody named."""

ALONE = (Format.JSON, Format.OSCAL, Format.FRIA)
"""Formats that hold one system."""

NAMED = (Format.CSV, Format.XLSX)
"""Formats whose columns an agency can name."""


def export_files(given: Sequence[Path], out: Path | None, wanted: Wanted, force: bool) -> Iterator[str]:
    """Write one file of some assessments; yields what the format cannot say. Raises ToolkitError."""
    if len(given) > 1 and wanted.to in ALONE:
        raise ToolkitError(f"--to {wanted.to} is about one system, and here are {len(given)} files; export each apart")
    if wanted.mapping and wanted.to not in NAMED:
        raise ToolkitError(f"--mapping names columns of {' and '.join(NAMED)}; the columns of {wanted.to} are fixed")
    target = out or default_name(given, wanted.to)
    check_free(target, force)
    names = load_columns(wanted.mapping) if wanted.mapping else {}
    with working("Exporting", given):
        done = _parquet(given, wanted.lang) if wanted.to is Format.PARQUET else _made(given, target, wanted, names)
    write(target, done.data, force)
    yield from done.losses


def _made(given: Sequence[Path], target: Path, wanted: Wanted, names: ColumnNames) -> Written:
    out = _systems(given, wanted.lang)
    return _fria(out, target) if wanted.to is Format.FRIA else _written(out, wanted, names)


def _parquet(given: Sequence[Path], lang: str) -> Written:
    """The long table of answers and levels, all by one method: levels of two methods cannot be compared."""
    from toolkit.analysis.parquet import write_parquet
    from toolkit.analysis.tidy import tidy
    from toolkit.pages.portfolio_read import systems_of_files

    found = systems_of_files(given, lang, datetime.now(UTC))
    with TemporaryDirectory(prefix="toolkit-") as folder:
        path = Path(folder) / "answers.parquet"
        write_parquet(tidy((one.system, one.assessment.responses) for one in found), path)
        lost = (
            "texts: notes, evidence and treatments; a file says nothing of its last change, so its own day stands there"
        )
        return Written(path.read_bytes(), (lost,))


def default_name(given: Sequence[Path], to: Format) -> Path:
    """The name of an export that nobody named."""
    return Path(f"{given[0].stem if len(given) == 1 else 'portfolio'}-{ENDINGS[to]}")


def _systems(given: Sequence[Path], lang: str) -> Outgoing:
    on = today()
    scored = []
    for path in given:
        try:
            scored.append(outcome(path, lang=lang, on=on).scored)
        except ToolkitError as error:
            raise ToolkitError(f"{path.name}: {error}" if len(given) > 1 else str(error)) from error
    return outgoing(tuple(scored), load_library(lang), on)


def _written(out: Outgoing, wanted: Wanted, names: ColumnNames) -> Written:
    # Imported one by one: who writes a table does not wait for calendars.
    from toolkit.exchange import ciso, portfolio, tables

    kinds: dict[Format, Callable[[], Written]] = {
        Format.CSV: lambda: Written(portfolio.write_portfolio_csv(out, bom=wanted.bom, names=names)),
        Format.XLSX: lambda: Written(portfolio.write_portfolio_xlsx(out, names=names)),
        Format.JSON: lambda: Written(tables.write_json(out.systems[0], out.library, out.on)),
        Format.CISO: lambda: ciso.write_ciso(out),
        Format.CISO_CONTROLS: lambda: ciso.write_ciso_controls(out),
        Format.CISO_MATRIX: lambda: ciso.write_ciso_matrix(out),
    }
    return kinds[wanted.to]() if wanted.to in kinds else _other(out, wanted)


def _other(out: Outgoing, wanted: Wanted) -> Written:
    if wanted.to is Format.SIMPLERISK:
        from toolkit.exchange.simplerisk import write_simplerisk

        return write_simplerisk(out, bom=wanted.bom)
    if wanted.to is Format.OSCAL:
        from toolkit.exchange.oscal import write_oscal

        return write_oscal(out)
    if wanted.to is Format.JSONLD:
        from toolkit.exchange.linked_data import write_linked

        return write_linked(out)
    from toolkit.exchange.review_calendar import write_calendar

    return write_calendar(out, datetime.now(UTC))


def _fria(out: Outgoing, target: Path) -> Written:
    """The assessment by Article 27, as Word, web page, PDF or Markdown by the ending of the file."""
    from toolkit.pages.report_file import FRIA, report_file

    fmt = target.suffix.removeprefix(".").lower()
    data = report_file(out.systems[0].assessment, FRIA, fmt, out.library.lang)[2]
    return Written(
        data, ("what the answers do not hold is marked in the file as still to write, such as the period of use",)
    )
