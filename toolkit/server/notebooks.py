"""The notebooks of the served folder: finding one, reading it, and which of the two templates shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

if TYPE_CHECKING:
    from nbformat import NotebookNode

OURS = re.compile(r"^\s*(?:from|import)\s+toolkit\.pages\b", re.MULTILINE)
"""A notebook that imports this shows a page of ours."""

FULL, LIGHT = "full", "light"


@dataclass(frozen=True, slots=True)
class Source:
    """A notebook as it was read; `name` is its file name."""

    name: str
    notebook: NotebookNode

    @property
    def wishes(self) -> dict[str, Any]:
        """What its author set for us in the metadata, under `toolkit`: `page`, `template`, `extensions`, `lang`."""
        wishes: dict[str, Any] = self.notebook.metadata.get("toolkit") or {}
        return wishes

    @property
    def page(self) -> str:
        """The name of our page that it shows, as its metadata says; empty for any other notebook."""
        return str(self.wishes.get("page") or "")

    @property
    def full(self) -> bool:
        """Whether the full template shows it: as its metadata says, else where it does not use our pages."""
        wish = self.wishes.get("template")
        return wish == FULL if wish in (FULL, LIGHT) else not any(OURS.search(code) for code in self.code)

    @property
    def code(self) -> Sequence[str]:
        """Its code, cell by cell."""
        return [cell.source for cell in self.notebook.cells if cell.cell_type == "code"]

    @property
    def has_heading(self) -> bool:
        """Whether its text brings the heading of the page."""
        texts = (cell.source for cell in self.notebook.cells if cell.cell_type == "markdown")
        return any(re.search(r"^#\s", text, re.MULTILINE) for text in texts)

    @property
    def extensions(self) -> Sequence[str]:
        """The lab extensions that its widgets need besides ours."""
        return [str(name) for name in self.wishes.get("extensions") or ()]


def notebook_file(folder: Path, name: str) -> Path | None:
    """The notebook of that name directly in the folder, or None. `name` has been matched by the route."""
    path = folder / f"{name}.ipynb"
    return path if path.is_file() else None


def read(path: Path) -> Source:
    """Read a notebook; raises nbformat's errors for a file that is none."""
    return Source(path.name, nbformat.read(path, as_version=4))  # type: ignore[no-untyped-call]  # nbformat's
