"""A look at the computer: what the toolkit needs, whether it is there, and how to mend what is missing."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from toolkit import __version__
from toolkit.cli_config import configuration
from toolkit.core.model import ToolkitError
from toolkit.server.config import FILE_VARIABLE
from toolkit.server.configuration import Configuration, Identity

LEAST_PYTHON = (3, 11)
LEAST_DISK = 200_000_000
"""Bytes that should be free beside the database."""

FILES_A_KERNEL, FILES_ELSE = 14, 200
"""Open files of the server for each visitor's kernel (measured), and for everything else."""

CONNECTIONS_ELSE = 10
"""Connections to PostgreSQL besides the one of each open page: the server's, a backup's, the administrator's."""

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


def examine(
    port: int | None = None, database_url: str | None = None, config: Path | None = None
) -> tuple[Finding, ...]:
    """Everything there is to say about this computer; changes nothing but opens the database."""
    first, given = configured(port, database_url, config)
    looks: tuple[Callable[[], Finding], ...] = (
        python,
        content,
        lambda: database(given.database_url, given.max_kernels),
        lambda: signing_in(given),
        lambda: free_port(given.port, given.ip),
        lambda: disk(given.database_url),
        lambda: descriptors(given.max_kernels),
        browser,
        fonts,
        clock,
        bytecode,
    )
    return (first, *(look() for look in looks))


def configured(port: int | None, database_url: str | None, config: Path | None) -> tuple[Finding, Configuration]:
    """Whether the configuration can be used, and the configuration; the default one if it cannot."""
    file = config or (Path(os.environ[FILE_VARIABLE]) if os.environ.get(FILE_VARIABLE) else None)
    try:
        given = configuration(file, database_url, port=port)
    except ToolkitError as error:
        return Finding("Configuration", str(error), "the rest is told for the defaults", serious=True), Configuration()
    if file and urlsplit(given.database_url or "").password and open_to_others(file):
        return Finding("Configuration", f"others may read {file}", "it may hold a password: chmod 600"), given
    return Finding("Configuration", str(file) if file else "defaults and variables"), given


def open_to_others(file: Path) -> bool:
    """Whether anybody but the owner may read a file, where the system knows of such rights."""
    return os.name != "nt" and bool(file.stat().st_mode & 0o077)


def signing_in(given: Configuration) -> Finding:
    """How visitors are known, and whether the key that this needs is there and closed to others."""
    from toolkit.server.keys import key_place

    if given.identity is not Identity.LOCAL:
        open_house = given.identity is Identity.NONE and given.ip not in {"127.0.0.1", "::1", "localhost"}
        advice = "everybody who reaches it comes in: set identity to local, header or oidc" if open_house else ""
        return Finding(
            "Signing in",
            {"none": "nobody signs in", "header": "by a proxy", "oidc": "by an issuer"}[given.identity],
            advice,
        )
    place = key_place(given.key_file)
    if not place.exists():
        return Finding("Signing in", f"accounts; the key {place} is made at the first start")
    if open_to_others(place):
        return Finding("Signing in", f"others may read the key {place}", "chmod 600", serious=True)
    return Finding("Signing in", f"accounts; the key is {place}: back it up apart from the database")


def descriptors(kernels: int) -> Finding:
    """Whether the system allows as many open files as so many visitors need."""
    if sys.platform == "win32":
        return Finding("Open files", "not limited")
    import resource

    limit, needed = resource.getrlimit(resource.RLIMIT_NOFILE)[0], kernels * FILES_A_KERNEL + FILES_ELSE
    if limit != resource.RLIM_INFINITY and limit < needed:
        return Finding("Open files", f"at most {limit}", f"{kernels} visitors need {needed}: ulimit -n {needed}")
    return Finding("Open files", f"at most {limit}, enough for {kernels} visitors at a time")


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


def database(url: str | None, kernels: int) -> Finding:
    """Whether the database can be reached and written, and has a connection for each page that may be open."""
    from toolkit.store import open_store

    try:
        with open_store(url) as store:
            store.set_setting("doctor", int(time.time()))
            found, allowed, needed = f"{store.place}, can be written", store.connections(), kernels + CONNECTIONS_ELSE
    except ToolkitError as error:
        return Finding("Database", str(error), "set TOOLKIT_DATABASE_URL or --database-url", serious=True)
    if allowed is not None and allowed < needed:
        advice = (
            f"{kernels} open pages of each toolkit need {needed}: ALTER SYSTEM SET max_connections, then restart it"
        )
        return Finding("Database", f"{found}, at most {allowed} connections", advice)
    return Finding("Database", found)


def free_port(port: int | None, ip: str = "127.0.0.1") -> Finding:
    """Whether the server finds a port on its address."""
    from toolkit.server.ports import PORT
    from toolkit.server.ports import free_port as first_free

    wanted = port or PORT
    try:
        found = first_free(wanted, ip)
    except (ToolkitError, OSError) as error:
        return Finding("Port", str(error), "choose an address of this computer", serious=True)
    if found != wanted:
        return Finding("Port", f"{wanted} is taken, {found} is free", f"use --port {found}, or stop the other program")
    return Finding("Port", f"{wanted} is free")


def disk(url: str | None) -> Finding:
    """Whether there is room beside the database, or in the home folder."""
    from platformdirs import user_data_dir

    place = Path(url.removeprefix("sqlite:///")) if url and url.startswith("sqlite:") else Path(user_data_dir())
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
