"""The stock Voila client, for notebooks with other widgets: which of its files we serve, and how it is set up."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any

from jupyterlab_server.config import get_federated_extensions
from voila.paths import collect_static_paths
from voila.utils import get_voila_labextensions_path

ALLOWED = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")
"""The lab extensions of every full page; a notebook may name more. Whatever else is installed costs megabytes."""

KINDS = frozenset({".js", ".css", ".svg", ".woff", ".woff2"})
ENTRIES = ("load", "extension", "mimeExtension", "style")


@dataclass(frozen=True, slots=True)
class Client:
    """Every file by its address below `/client/<digest>/`, and every installed lab extension by its name.

    `digest` is made of all contents, so that addresses change when a package does.
    """

    files: Mapping[str, Path]
    extensions: Mapping[str, Mapping[str, str]]
    digest: str


@cache
def load() -> Client:
    """Look for the client where Voila installed it; once, which takes some 50 ms."""
    installed = get_federated_extensions(get_voila_labextensions_path())
    files = dict(_below("voila", map(Path, collect_static_paths(["voila"], "base"))))
    for name, extension in installed.items():
        folder = Path(extension["ext_path"])
        files.update(_below(f"labextensions/{name}/static", [folder / "static"]))
    known = {name: {"name": name, **_entries(extension)} for name, extension in installed.items()}
    return Client(files, known, _digest(files))


def _below(address: str, folders: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in KINDS:
                yield f"{address}/{path.relative_to(folder).as_posix()}", path


def _entries(extension: Mapping[str, Any]) -> dict[str, str]:
    built = extension["jupyterlab"]["_build"]
    return {name: built[name] for name in ENTRIES if name in built}


def _digest(files: Mapping[str, Path]) -> str:
    whole = hashlib.sha256()
    for address, path in sorted(files.items()):
        whole.update(address.encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


@lru_cache(maxsize=512)
def body(path: Path, *, small: bool) -> bytes:
    """The content of a file, compressed with gzip if `small`; kept, since each visitor's browser asks for the same."""
    content = path.read_bytes()
    return gzip.compress(content) if small else content


@cache
def plotly() -> tuple[str, Path] | None:
    """The version and the program of the installed Plotly package; None without it."""
    try:
        path = Path(str(distribution("plotly").locate_file("plotly/package_data/plotly.min.js")))
    except PackageNotFoundError:
        return None
    return (version("plotly"), path) if path.is_file() else None


def mime(path: str) -> str:
    """The media type of an address."""
    kind = "text/javascript" if path.endswith(".js") else mimetypes.guess_type(path)[0]
    return f"{kind}; charset=utf-8" if kind and kind.startswith("text/") else kind or "application/octet-stream"


def missing(names: Iterable[str]) -> Sequence[str]:
    """The lab extensions of these that are not installed."""
    return [name for name in names if name not in load().extensions]


def page_config(base_url: str, kernel: str, names: Sequence[str]) -> dict[str, Any]:
    """How the client starts: for this kernel, with our lab extensions and those of `names` that are installed."""
    client = load()
    where = f"{base_url}client/{client.digest}"
    return {
        "baseUrl": base_url,
        "kernelId": kernel,
        "fullStaticUrl": f"{where}/voila",
        "fullLabextensionsUrl": f"{where}/labextensions",
        "federated_extensions": [client.extensions[name] for name in (*ALLOWED, *names) if name in client.extensions],
        # Only if neither is set does the client use the MathJax in its own files instead of one on another host.
        "fullMathjaxUrl": None,
        "mathjaxConfig": None,
        "jupyterLabTheme": "light",
    }
