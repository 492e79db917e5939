"""`toolkit print`: reading pages as tagged PDF files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.cli_io import check_free, today, write
from toolkit.content.interface import interface
from toolkit.core.model import ToolkitError
from toolkit.pages.reading_print import each, printed, reading_for_paper
from toolkit.render.pdf import Paper, pdf, require

_UNFIT = re.compile(r"[^A-Za-z0-9]+")


def print_pages(
    addresses: Sequence[str], out: Path | None, *, lang: str = "en", paper: str = Paper.A4, force: bool = False
) -> Iterator[Path]:
    """Write reading pages as PDF; yields each file once it is written. Raises ToolkitError.

    `out` is a file that ends in .pdf, which takes all pages in order, or a folder, which gets a file for each. Without
    it, one address becomes a file in the present folder, and several a file each.
    """
    require()
    interface(lang)  # says which languages there are, where this one is not
    reading = reading_for_paper(lang, today())
    wanted = [one for address in addresses for one in each(address, reading)]
    for target, pages in _files(addresses, wanted, out):
        check_free(target, force)
        made = pdf([printed(one, reading) for one in pages], Paper(paper))
        target.parent.mkdir(parents=True, exist_ok=True)
        write(target, made, force)
        yield target


def _files(addresses: Sequence[str], wanted: Sequence[str], out: Path | None) -> Iterator[tuple[Path, Sequence[str]]]:
    """Which pages go into which file."""
    if out is not None and out.suffix.lower() == ".pdf":
        yield out, wanted
    elif out is not None and out.exists() and not out.is_dir():
        raise ToolkitError(f"{out} is not a folder; name a folder, or a file that ends in .pdf")
    elif out is None and len(addresses) == 1:
        yield Path(name_of(addresses[0])), wanted
    else:
        yield from ((Path(out or ".") / name_of(one), (one,)) for one in wanted)


def name_of(address: str) -> str:
    """The file name of an address, such as primers-legal-procure.pdf; the overview is read.pdf."""
    return f"{_UNFIT.sub('-', address.strip().removeprefix('/read')).strip('-') or 'read'}.pdf"
