"""A look at the computer: what the toolkit needs, whether it is there, and how to mend what is missing."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from toolkit import __version__
from toolkit.core.model import ToolkitError

LEAST_PYTHON = (3, 11)
LEAST_DISK = 200_000_000
"""Bytes that should be free beside the database."""

RELEASED = 1_763_683_200
"""2025-11-21 in seconds since 1970: no honest clock is earlier."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox", "microsoft-edge", "safari")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `mend` is empty where all is well, `serious` where the app cannot work."""

    what: str
    found: str
    mend: str = ""
    serious: bool = False

    def __str__(self) -> str:
        """The finding as a line."""
        mark = "✗" if self.serious else "!" if self.mend else "✓"
        return f"{mark} {self.what}: {self.found}" + (f" – {self.mend}" if self.mend else "")


def examine(port: int | None = None, database_url: str | None = None) -> tuple[Finding, ...]:
    """Everything there is to say about this computer; changes nothing but opens the database."""
    looks: tuple[Callable[[], Finding], ...] = (
        python,
        content,
        lambda: database(database_url),
        lambda: free_port(port),
        lambda: disk(database_url),
        browser,
        fonts,
        clock,
        bytecode,
    )
    return tuple(look() for look in looks)


def python() -> Finding:
    """The interpreter's version, and the toolkit's."""
    found = ".".join(str(part) for part in sys.version_info[:3]) + f", toolkit {__version__}"
    if sys.version_info < LEAST_PYTHON:
        return Finding("Python", found, "install 3.11 or newer", serious=True)
    return Finding("Python", found)


def content() -> Finding:
    """Whether the content can be read."""
    from toolkit.content import load_library

    try:
        library = load_library()
    except ToolkitError as error:
        return Finding("Content", str(error).splitlines()[0], "install the toolkit again, or run toolkit check", True)
    return Finding("Content", f"{len(library.items)} risk items, version {library.version}")


def database(url: str | None) -> Finding:
    """Whether the database can be reached and written."""
    from toolkit.store import open_store

    try:
        with open_store(url) as store:
            store.set_setting("doctor", int(time.time()))
            return Finding("Database", f"{store.place}, can be written")
    except ToolkitError as error:
        return Finding("Database", str(error), "set TOOLKIT_DATABASE_URL or --database-url", serious=True)


def free_port(port: int | None) -> Finding:
    """Whether the server finds a port."""
    from toolkit.server.app import PORT
    from toolkit.server.app import free_port as first_free

    wanted = port or PORT
    found = first_free(wanted)
    if found != wanted:
        return Finding("Port", f"{wanted} is taken, {found} is free", f"use --port {found}, or stop the other program")
    return Finding("Port", f"{wanted} is free")


def disk(url: str | None) -> Finding:
    """Whether there is room beside the database, or in the home folder."""
    from platformdirs import user_data_dir

    given = url or os.environ.get("TOOLKIT_DATABASE_URL") or ""
    place = Path(given.removeprefix("sqlite:///")) if given.startswith("sqlite:") else Path(user_data_dir())
    free = shutil.disk_usage(next(folder for folder in (place, *place.parents, Path("/")) if folder.is_dir())).free
    found = f"{free // 1_000_000:,} MB free"
    return Finding("Disk", found, "make room, at least 200 MB") if free < LEAST_DISK else Finding("Disk", found)


def browser() -> Finding:
    """Whether a browser is on this computer; visitors on others need none here."""
    found = next((name for name in BROWSERS if shutil.which(name)), "")
    if found or sys.platform in {"darwin", "win32"}:
        return Finding("Browser", found or "the system's own")
    return Finding(
        "Browser", "none found", "install one here (Debian: apt-get install chromium), or open the page elsewhere"
    )


def fonts() -> Finding:
    """Whether there are fonts for many scripts, which screens and printed reports use."""
    if sys.platform in {"darwin", "win32"}:
        return Finding("Fonts", "the system's own")
    if any(_noto()):
        return Finding("Fonts", "Noto")
    return Finding("Fonts", "no Noto fonts", "other scripts may show boxes (Debian: apt-get install fonts-noto-core)")


def _noto() -> Iterator[Path]:
    for folder in (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"):
        yield from folder.rglob("Noto*")


def clock() -> Finding:
    """Whether the clock is plausible: law is dated."""
    now = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    if time.time() < RELEASED:
        return Finding("Clock", now, "it is in the past; legal dates would be judged wrongly, so set it", serious=True)
    return Finding("Clock", now)


def bytecode() -> Finding:
    """Whether Python may keep compiled files, without which each visitor waits seconds longer."""
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        return Finding("Compiled files", "switched off", "unset PYTHONDONTWRITEBYTECODE for a quicker start")
    return Finding("Compiled files", "allowed")
