"""What every command shares: reading assessments, writing files whole or not at all, and showing text safely."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.core.model import ToolkitError

if TYPE_CHECKING:
    from toolkit.content import Library
    from toolkit.exchange.bundle import Imported

DEBUG = "--debug"
"""An argument of every command: show the traceback of an unexpected error."""

FAULT = 70
"""Exit code for a fault of the toolkit itself (EX_SOFTWARE of sysexits)."""

LARGE = 1_000_000
"""From so many bytes on, work on a file is announced."""

REGISTERS = {".csv": "csv", ".xlsx": "xlsx", ".json": "json"}
"""File endings that can be read, and what they mean."""


def today() -> date:
    """Today in UTC, so that two offices evaluate the same law on the same day."""
    return datetime.now(UTC).date()


# Joiners and isolates are part of ordinary writing in many scripts; overrides are not.
KEPT = frozenset("\n\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Text that cannot steer a terminal: control characters and overrides become a replacement character."""
    return "".join(c if c.isprintable() or c in KEPT else "\ufffd" for c in text)


def tell(text: str = "") -> None:
    """Print text to standard output."""
    _put(sys.stdout, text)


def warn(text: str) -> None:
    """Print text to standard error, so that output stays usable in a pipe."""
    _put(sys.stderr, text)


def _put(stream: object, text: str) -> None:
    import typer

    typer.echo(clean(text), file=stream)  # type: ignore[arg-type]  # any text stream


def forgive_encoding() -> None:
    """Let a terminal that cannot show a character show a question mark, instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def put_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are, whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def notebooks() -> Path:
    """The folder of the notebooks, in a checkout or an installed wheel."""
    return Path(str(files("toolkit.notebooks")))


@contextmanager
def working(what: str, paths: Sequence[Path]) -> Iterator[None]:
    """Show on a terminal that something is under way, when files are many or large."""
    with suppress(OSError):
        if len(paths) > 1 or any(path.stat().st_size > LARGE for path in paths):
            from rich.console import Console

            with Console(stderr=True).status(f"{what} …"):
                yield
            return
    yield


def read(path: Path, library: Library, mapping: Path | None = None) -> Imported:
    """An assessment from a bundle, a register or an OSCAL plan of ours, by the file's ending.

    Raises ToolkitError for an ending that is not known, and for a file that cannot be read or holds several systems.
    """
    found = read_all(path, library, mapping)
    if len(found) > 1:
        advice = f"take it apart first: toolkit import {path.name}"
        raise ToolkitError(f"{path} holds {len(found)} assessments; {advice}")
    return found[0]


def read_all(path: Path, library: Library, mapping: Path | None = None) -> tuple[Imported, ...]:
    """Every assessment of a file; raises ToolkitError."""
    from toolkit.exchange import importing, oscal
    from toolkit.exchange.columns import load_columns
    from toolkit.exchange.portfolio import read_portfolio
    from toolkit.exchange.safe_json import load

    kind = REGISTERS.get(path.suffix.lower())
    if kind is None:
        raise ToolkitError(f"{path}: name a file that ends in {', '.join(REGISTERS)}")
    if kind == "json":
        given = load(path)
        return ((oscal.read_oscal if oscal.is_oscal(given) else importing.read_json)(given, library),)
    return read_portfolio(path, library, load_columns(mapping) if mapping else None)


def check_free(path: Path, force: bool) -> None:
    """Refuse, before any work, to write where something already is; raises ToolkitError."""
    if path.is_dir():
        raise ToolkitError(f"{path} is a folder; name a file in it with -o")
    if path.exists() and not force:
        raise ToolkitError(f"{path} is there already; choose another name with -o, or replace it with --force")


def write(path: Path, data: bytes, force: bool = False) -> None:
    """Write a file whole or not at all: a reader, a full disk or a power cut never leaves half of it.

    Raises ToolkitError where the file exists (unless `force`) or cannot be written.
    """
    check_free(path, force)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        raise ToolkitError(
            f"{path} was not written ({error.strerror}); nothing half-written is left. "
            "Make room, or choose another place with -o"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def explain(error: Exception) -> int:
    """Say in one sentence what went wrong, on standard error; the exit code."""
    if isinstance(error, ToolkitError):
        warn(str(error))
        return 1
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        warn(f"{place}{error.strerror or type(error).__name__}; check the path, the rights and the free space")
        return 1
    warn(f"Something went wrong inside the toolkit ({type(error).__name__}). Add {DEBUG} to see where, and report it.")
    return FAULT
