"""The few static files of a page, held in memory under names that change with their content."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from toolkit.render.html import digest

TEMPLATE = Path(str(files("toolkit.server"))) / "template" / "toolkit"
"""Folder of the light template, found through the package so that it works from a wheel and any folder."""

FULL = TEMPLATE.with_name("toolkit-full")
"""Folder of the full template, for notebooks with other widgets."""

FOLDERS = (
    Path(str(files("toolkit.pages"))) / "static",
    Path(str(files("toolkit.render"))) / "static",
    TEMPLATE,
    FULL,
)
SERVED = frozenset({".css", ".js", ".svg", ".png", ".webp", ".woff2"})


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent: its bytes, its media type, and the first 16 hexadecimal digits of its SHA-256."""

    name: str
    body: bytes
    mime: str
    digest: str

    @property
    def path(self) -> str:
        """Its address below the server's root; it changes whenever the content does, so it may be cached for ever."""
        return f"static/{self.digest}/{self.name}"


def load(folders: Iterable[Path] = FOLDERS) -> Mapping[str, Asset]:
    """Read every servable file of the folders, by file name; a folder that is missing adds nothing."""
    found: dict[str, Asset] = {}
    for folder in folders:
        for path in sorted(folder.glob("*")):
            if path.suffix in SERVED:
                found[path.name] = read(path)
    return found


def read(path: Path) -> Asset:
    """Read one file."""
    body = path.read_bytes()
    mime = "text/javascript" if path.suffix == ".js" else mimetypes.guess_type(path.name)[0]
    return Asset(path.name, body, mime or "application/octet-stream", digest(body))
