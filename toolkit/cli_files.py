"""Commands that read an assessment and write a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli_io import check_free, read, today, working, write
from toolkit.cli_score import Outcome
from toolkit.content import load_library
from toolkit.content.interface import interface
from toolkit.content.read import data_root
from toolkit.content.scoring import score
from toolkit.core.model import ToolkitError
from toolkit.exchange import bundle, tables
from toolkit.exchange.columns import load_columns

if TYPE_CHECKING:
    from toolkit.pages.risk_state import Work


def outcome(path: Path, *, method: str = "", lang: str = "en", on: date | None = None) -> Outcome:
    """The assessment in a file, scored on a day (today if none); raises ToolkitError."""
    interface(lang)  # says which languages there are, where this one is not
    library, day = load_library(lang), on or today()
    imported = read(path, library)
    edits = tuple(edited(difference) for difference in imported.differences)
    return Outcome(score(library, imported.assessment, day, method), library, day, imported.notices + edits)


def edited(difference: bundle.Difference) -> str:
    """A sentence on a cell that was edited since the export."""
    taken = "taken over" if difference.applied else "not taken over, because it is computed or not possible"
    return f"{difference.risk_id}, {difference.column}: “{difference.was}” → “{difference.now}” ({taken})"


def export_file(
    given: Path, kind: str, out: Path, *, lang: str = "en", mapping: Path | None = None, bom: bool = False, force: bool
) -> None:
    """Write an assessment as csv, xlsx or json."""
    check_free(out, force)
    names = load_columns(mapping) if mapping else None
    with working("Exporting", [given]):
        found = outcome(given, lang=lang)
        what = (found.scored, found.library, found.on)
        if kind == "json":
            data = tables.write_json(*what)
        elif kind == "csv":
            data = tables.write_csv(*what, bom=bom, names=names)
        else:
            data = tables.write_xlsx(*what, names=names)
    write(out, data, force)


def import_file(given: Path, out: Path, *, mapping: Path | None = None, force: bool) -> Iterator[str]:
    """Write the bundle in a register; yields notices and differences once it is written."""
    check_free(out, force)
    library = load_library()
    with working("Importing", [given]):
        imported = read(given, library, mapping)
    data = bundle.dumps(bundle.write_bundle(imported.assessment, library)).encode()
    write(out, data, force)
    yield from imported.notices
    yield from (edited(difference) for difference in imported.differences)


def report_file(given: Path, out: Path, *, lang: str = "en", method: str = "", force: bool) -> None:
    """Write the HTML report of an assessment."""
    check_free(out, force)
    with working("Writing the report", [given]):
        found = outcome(given, lang=lang, method=method)
        from toolkit.pages.report import assessment_report

        text = assessment_report(_work(found, lang))
    write(out, text.encode(), force)


def _work(found: Outcome, lang: str) -> Work:
    """The assessment as the risk page would hold it, without a database."""
    from toolkit.pages.answers import values_of
    from toolkit.pages.risk_state import Context, RiskState, Work
    from toolkit.store import Status, Stored

    given, now = bundle.public_copy(found.scored.assessment), datetime.now(UTC)
    record = Stored(
        id=given.id, owner="", title=given.title, status=Status.DRAFT, demo=given.demo, method=found.method.id,
        questionnaire_id=found.library.questionnaire, questionnaire_version=found.library.version,
        questionnaire_sha256=found.library.sha256, parent_id=None, version_no=1, revision=0,
        created_at=now, updated_at=now, values=values_of(given), revisions={}, result=None,
    )  # fmt: skip
    return Work(RiskState(record=record), Context(found.library, interface(lang), "", now))


def schema_of(name: str) -> bytes:
    """The JSON Schema of a format; raises ToolkitError with the names there are."""
    known = {"assessment": "assessment-1.schema.json"}
    if name not in known:
        raise ToolkitError(f"there is no schema “{name}”; choose one of {', '.join(known)}")
    return (data_root() / "schemas" / known[name]).read_bytes()


# ---------------------------------------------------------------- notebooks


def notebooks() -> Path:
    """The folder of the notebooks, in a checkout or an installed wheel."""
    return Path(str(files("toolkit.notebooks")))


def notebook(page: str) -> Path:
    """The notebook behind a page name: a report first, then a screen; raises ToolkitError with the names there are."""
    root = notebooks()
    known = {path.stem: path for folder in (root, root / "reports") for path in sorted(folder.glob("*.ipynb"))}
    if page not in known:
        raise ToolkitError(f"there is no notebook “{page}”; choose one of {', '.join(known)}")
    return known[page]


def run_notebook(page: str, given: Path, out: Path, *, lang: str = "en", force: bool) -> None:
    """Run a notebook with an assessment, from any folder, and write the notebook or the page made of it."""
    check_free(out, force)
    if out.suffix not in {".ipynb", ".html"}:
        raise ToolkitError(f"{out}: a notebook runs into a file that ends in .ipynb or .html")
    source = notebook(page)
    read(given, load_library())  # a bad file is told as a sentence, before a kernel starts
    with tempfile.TemporaryDirectory(prefix="toolkit-run-") as folder, working(f"Running {page}", [given, source]):
        done = Path(folder) / "done.ipynb"
        # Pages keep what they are given; a headless run must leave the person's database alone.
        os.environ["TOOLKIT_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'run.db'}"
        _execute(source, done, {"assessment": str(given.resolve()), "lang": lang})
        write(out, done.read_bytes() if out.suffix == ".ipynb" else _page(done), force)


def _execute(source: Path, done: Path, parameters: dict[str, str]) -> None:
    import papermill
    from papermill.exceptions import PapermillExecutionError

    try:
        papermill.execute_notebook(source, done, parameters=parameters, kernel_name="python3", progress_bar=False)
    except PapermillExecutionError as error:
        raise ToolkitError(f"{source.name} stopped: {error.ename}: {error.evalue}") from error


def _page(done: Path) -> bytes:
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]  # nbconvert ships no types
        exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True
    )
    text, _ = exporter.from_filename(str(done))
    return str(text).encode()
