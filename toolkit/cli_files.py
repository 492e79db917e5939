"""Commands that read an assessment and write a file."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from toolkit.cli_io import check_free, notebooks, read, read_all, today, working, write
from toolkit.cli_score import Outcome
from toolkit.content import load_library
from toolkit.content.interface import interface
from toolkit.content.read import data_root
from toolkit.content.scoring import score
from toolkit.core.model import ToolkitError
from toolkit.exchange import bundle
from toolkit.exchange.minutes import is_minutes
from toolkit.exchange.record import is_record, read_record, write_record
from toolkit.exchange.safe_json import load

FILE_NAME = re.compile(r"[^A-Za-z0-9._-]+")
"""What does not go into the name of a file."""


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


def import_file(given: Path, out: Path | None, *, mapping: Path | None = None, force: bool) -> Iterator[str]:
    """Write the bundle in a register, or one for each of its systems; yields notices, differences and what was written.

    Of several systems, `out` is the folder for their bundles. Raises ToolkitError.
    """
    library = load_library()
    with working("Importing", [given]):
        found = read_all(given, library, mapping)
    targets = _targets(found, given, out)
    for target in targets:
        check_free(target, force)
    for imported, target in zip(found, targets, strict=True):
        write(target, bundle.dumps(bundle.write_bundle(imported.assessment, library)).encode(), force)
        yield from imported.notices
        yield from (edited(difference) for difference in imported.differences)
        yield f"{target} written"


def _targets(found: Sequence[bundle.Imported], given: Path, out: Path | None) -> list[Path]:
    if len(found) == 1:
        return [out or Path(f"{given.stem}.json")]
    folder = out or Path(f"{given.stem}")
    if folder.exists() and not folder.is_dir():
        raise ToolkitError(f"{folder} is a file; name a folder for the {len(found)} systems with -o")
    folder.mkdir(parents=True, exist_ok=True)
    return [folder / f"{FILE_NAME.sub('-', one.assessment.id)[:100]}-{n}.json" for n, one in enumerate(found, start=1)]


def schema_of(name: str) -> bytes:
    """The JSON Schema of a format; raises ToolkitError with the names there are."""
    known = {"assessment": "assessment-1.schema.json", "record": "record-1.schema.json"}
    if name not in known:
        raise ToolkitError(f"there is no schema “{name}”; choose one of {', '.join(known)}")
    return (data_root() / "schemas" / known[name]).read_bytes()


# ---------------------------------------------------------------- notebooks

PORTFOLIO = ("reports", "portfolio.ipynb")
"""The notebook whose files are not one assessment."""


def notebook(page: str) -> Path:
    """The notebook behind a name such as risk or reports/assessment; raises ToolkitError with the names there are."""
    root = notebooks()
    known = {path.relative_to(root).with_suffix("").as_posix(): path for path in sorted(root.rglob("*.ipynb"))}
    found = known.get(page) or known.get(f"reports/{page}")
    if found is None:
        raise ToolkitError(f"there is no notebook “{page}”; choose one of {', '.join(known)}")
    return found


def run_notebook(page: str, given: Path, out: Path, *, lang: str = "en", force: bool) -> None:
    """Run a notebook with an assessment, from any folder, and write the notebook or the page made of it."""
    check_free(out, force)
    if out.suffix not in {".ipynb", ".html"}:
        raise ToolkitError(f"{out}: a notebook runs into a file that ends in .ipynb or .html")
    source = notebook(page)
    # A portfolio is read from many files, which its notebook makes public one by one.
    public = None if source.parts[-2:] == PORTFOLIO else _public(given)
    with tempfile.TemporaryDirectory(prefix="toolkit-run-") as folder, working(f"Running {page}", [given, source]):
        # Pages keep what they are given; a headless run must leave the person's database alone.
        os.environ["TOOLKIT_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'run.db'}"
        about, done = Path(folder) / "assessment.json", Path(folder) / "done.ipynb"
        if public is None:
            about = given.resolve()
        else:
            write(about, bundle.dumps(public).encode())
        _execute(source, done, {"assessment": str(about), "lang": lang})
        write(out, done.read_bytes() if out.suffix == ".ipynb" else _page(done, lang), force)


def _public(given: Path) -> dict[str, object]:
    """A bundle, a record or minutes without what is restricted; raises ToolkitError."""
    if given.suffix.lower() == ".json":
        found = load(given)
        if is_record(found):
            return write_record(read_record(found).record)
        if is_minutes(found):  # nothing in them is restricted
            return found
    library = load_library()
    return bundle.write_bundle(read(given, library).assessment, library)


def _execute(source: Path, done: Path, parameters: dict[str, str]) -> None:
    import papermill
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    config = Config()
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"  # sockets in a private folder, which nobody else can listen to
    try:
        papermill.execute_notebook(
            source, done, parameters=parameters, kernel_name="python3", progress_bar=False, config=config
        )
    except PapermillExecutionError as error:
        raise ToolkitError(f"{source.name} stopped: {error.ename}: {error.evalue}") from error


# The exporter's own page loads four scripts from other hosts; ours needs none of them.
SCRIPTS = ("html_head_js", "html_head_js_mathjax", "html_head_js_mermaidjs", "jupyter_widgets")
QUIET = "{% extends 'index.html.j2' %}" + "".join(f"{{% block {name} %}}{{% endblock %}}" for name in SCRIPTS)


def _page(done: Path, lang: str) -> bytes:
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]  # nbconvert ships no types
        raw_template=QUIET,
        language_code=lang,
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    text, _ = exporter.from_filename(str(done))
    return str(text).encode()
