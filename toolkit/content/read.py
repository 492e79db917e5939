"""Raw content: the only module that opens files under `data/`. Parses YAML once and remembers it by its bytes."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import platformdirs
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from toolkit.core.model import ToolkitError

MAX_BYTES = 5_000_000
"""A content file above this size is refused unread."""


class ContentError(ToolkitError):
    """One or more problems in content files; `problems` are sentences that start with file and line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        shown = "\n".join(problems[:20])
        more = f"\n… and {len(problems) - 20} more" if len(problems) > 20 else ""
        super().__init__(shown + more)


def data_root() -> Path:
    """The folder of the content files, in a checkout or an installed wheel."""
    return Path(str(files("toolkit.data")))


def source_files(root: Path) -> tuple[Path, ...]:
    """Every YAML content file in stable order, locales included."""
    return tuple(sorted(root.rglob("*.yaml")))


def parse_yaml(text: str, name: str) -> Any:
    """Parse YAML 1.2 (so `no` and `12:30` stay text); raises ContentError with line and column."""
    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "unknown place"
        raise ContentError([f"{name}, {where}: {error.problem or error.context}; mend the YAML there"]) from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise ContentError([f"{name}: not readable as YAML ({error})"]) from error


def read_file(path: Path, root: Path) -> Any:
    """One content file as plain data, dates as ISO text."""
    name = path.relative_to(root).as_posix()
    if path.stat().st_size > MAX_BYTES:
        raise ContentError([f"{name}: larger than {MAX_BYTES:,} bytes; split the file"])
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError([f"{name}: not valid UTF-8 at byte {error.start}; save the file as UTF-8"]) from error
    return _plain(parse_yaml(text, name))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def read_tree(root: Path) -> dict[str, Any]:
    """Every content file by its path relative to `root`; raises ContentError with all problems at once."""
    paths = source_files(root)
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    cache = Path(platformdirs.user_cache_dir("responsible-ai-toolkit")) / f"content-{digest.hexdigest()[:32]}.json"
    with suppress(OSError, ValueError):
        cached = json.loads(cache.read_text(encoding="utf-8"))
        if isinstance(cached, dict):
            return cached
    tree = _parse_all(paths, root)
    _remember(cache, tree)
    return tree


def _parse_all(paths: tuple[Path, ...], root: Path) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    problems: list[str] = []
    for path in paths:
        try:
            tree[path.relative_to(root).as_posix()] = read_file(path, root)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return tree


def _remember(cache: Path, tree: dict[str, Any]) -> None:
    """Write the parsed tree beside other caches; a cache that cannot be written costs time, nothing else."""
    with suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        for old in cache.parent.glob("content-*.json"):
            old.unlink(missing_ok=True)
        handle, temporary = tempfile.mkstemp(dir=cache.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(tree, stream, ensure_ascii=False)
        Path(temporary).replace(cache)


def text_digest(parts: Mapping[str, Any]) -> str:
    """SHA-256 of plain data in canonical JSON: the same for the same content, whatever its comments and spacing."""
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
