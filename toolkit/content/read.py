"""Raw content: the only module that opens files under `data/`. Parses YAML once and remembers it by its text.

Content files may come from strangers (national packs), so size, depth, merge keys and aliases have limits.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from toolkit.core.model import ToolkitError

if TYPE_CHECKING:
    from ruamel.yaml import YAML

MAX_BYTES = 1_000_000
"""A content file above this size is refused unread."""

MAX_DEPTH = 40
"""Lists and mappings within each other; real content stays below 10."""

MAX_VALUES = 100_000
"""Values in one file with its aliases filled in; the largest real file has some 2,000."""

CACHES = 24
"""Parsed trees that are kept on disk: each folder that is read apart has its own for each language."""

GUIDES = ("guides/", "cases/", "roadmap/")
"""Folders of the guides, which are read apart: nobody who assesses a risk waits for them."""

READINESS, WORKBOOK, WORKSHOP = "readiness/", "workbook/", "workshop/"
"""Folders of the readiness assessment, of the workbook and of workshops, read apart for the same reason."""

SEARCH = "search/"
"""The folder of words that mean the same to whoever searches."""

HUB = "hub/"
"""The folder of the hub: nobody who never opens it waits for it."""

APART = (*GUIDES, READINESS, WORKBOOK, WORKSHOP, SEARCH, HUB)

SHOWN = 20
"""Problems that the text of a ContentError holds; `problems` has them all."""

_DEEP = re.compile(rf"(?:[\[{{][\s\"']*){{{MAX_DEPTH + 1}}}")
_HALF = re.compile("[\ud800-\udfff]")
_MERGE = re.compile(r"<<[\"']?\s*:")
_OVERLAY = re.compile(r"locales/[^/]+/content/")


class ContentError(ToolkitError):
    """One or more problems in content files; `problems` are sentences that start with file and line."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        shown = "\n".join(problems[:SHOWN])
        more = f"\n… and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        super().__init__(shown + more)


def data_root() -> Path:
    """The folder of the content files, in a checkout or an installed wheel."""
    return Path(str(files("toolkit.data")))


def source_files(root: Path) -> tuple[Path, ...]:
    """Every YAML content file in stable order, locales included."""
    return tuple(sorted(root.rglob("*.yaml")))


def parser() -> YAML:
    """A YAML 1.2 parser that builds plain data only and refuses deep nesting."""
    from ruamel.yaml import YAML  # only where no cache holds the content; a visitor's page starts sooner

    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = MAX_DEPTH
    return yaml


def parse_yaml(text: str, name: str) -> Any:
    """Parse YAML 1.2 (so `no` and `12:30` stay text); raises ContentError with line and column."""
    from ruamel.yaml.error import MarkedYAMLError  # as in `parser`
    from ruamel.yaml.reader import ReaderError

    _refuse_tricks(text, name)
    try:
        return parser().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "unknown place"
        problem = str(error.problem or error.context).splitlines()[0]
        raise ContentError([f"{name}, {where}: {problem}; mend the YAML there"]) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ContentError([f"{name}, line {line}: a character that YAML does not allow; delete it"]) from error
    except RecursionError as error:
        raise ContentError([f"{name}: nested more than {MAX_DEPTH} deep; make the structure flatter"]) from error
    except Exception as error:  # the parser lets many kinds through on damaged input; to an author all mean the same
        raise ContentError([f"{name}: not readable as YAML ({error}); mend or restore the file"]) from error


def _refuse_tricks(text: str, name: str) -> None:
    """Stop what would take a parser very long before it starts: deep brackets, and merge keys that double."""
    tricks = (
        (_DEEP, f"nested more than {MAX_DEPTH} deep; make the structure flatter"),
        (_MERGE, "merge keys (<<) are not used here; write the keys out"),
    )
    for pattern, problem in tricks:
        if found := pattern.search(text):
            raise ContentError([f"{name}, line {text.count(chr(10), 0, found.start()) + 1}: {problem}"])


def read_text(path: Path, name: str) -> str:
    """The text of one file; raises ContentError for one that is too large, not UTF-8 or not readable."""
    try:
        if not path.is_file():
            raise ContentError([f"{name}: not a file; remove it or check the path"])
        if path.stat().st_size > MAX_BYTES:
            raise ContentError([f"{name}: larger than {MAX_BYTES:,} bytes; split the file"])
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError([f"{name}: not valid UTF-8 at byte {error.start}; save the file as UTF-8"]) from error
    except OSError as error:
        raise ContentError([f"{name}: cannot be read ({error.strerror}); check its permissions"]) from error


def read_file(path: Path, root: Path) -> Any:
    """One content file as plain data, dates as ISO text; raises ContentError."""
    name = path.relative_to(root).as_posix()
    return parsed(read_text(path, name), name)


@lru_cache(maxsize=512)
def parsed(text: str, name: str) -> Any:
    """YAML text as plain data that may be shared, so callers never change it; raises ContentError."""
    try:
        return _plain(parse_yaml(text, name), name, iter(range(MAX_VALUES)))
    except RecursionError as error:
        raise ContentError([f"{name}: an alias that contains itself; write the value out"]) from error


def _plain(value: Any, name: str, room: Iterator[int]) -> Any:
    if next(room, None) is None:
        raise ContentError([f"{name}: more than {MAX_VALUES:,} values once aliases are filled in; split the file"])
    if isinstance(value, Mapping):
        return _plain_mapping(value, name, room)
    if isinstance(value, list):
        return [_plain(inner, name, room) for inner in value]
    if isinstance(value, str) and _HALF.search(value):
        raise ContentError([f"{name}: half of a character pair (\\ud800 to \\udfff); write the whole character"])
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    raise ContentError([f"{name}: a value of the kind {type(value).__name__}; use text, numbers, lists and keys"])


def _plain_mapping(value: Mapping[Any, Any], name: str, room: Iterator[int]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, inner in value.items():
        if str(key) in plain:
            raise ContentError([f"{name}: the key {key} stands twice, once as text and once as a number; keep one"])
        plain[str(key)] = _plain(inner, name, room)
    return plain


def of_folders(name: str, folders: str | tuple[str, ...]) -> bool:
    """Whether a file, by its path relative to the root, is in some folders: as a source or as a translation."""
    return _OVERLAY.sub("", name, count=1).startswith(folders)


def of_guides(name: str) -> bool:
    """Whether a file belongs to the guides."""
    return of_folders(name, GUIDES)


def read_tree(root: Path, wanted: Callable[[str], bool] = bool) -> dict[str, Any]:
    """Every wanted content file by its path relative to `root`; raises ContentError with all problems at once."""
    texts, problems = read_texts(root, wanted)
    if problems:
        raise ContentError(problems)
    digest = hashlib.sha256("\0".join(part for pair in texts.items() for part in pair).encode())
    cache = Path(platformdirs.user_cache_dir("responsible-ai-toolkit")) / f"content-{digest.hexdigest()[:32]}.json"
    with suppress(OSError, ValueError):
        cached = json.loads(cache.read_text(encoding="utf-8"))
        if isinstance(cached, dict):
            return cached
    tree = _parse_all(texts)
    _remember(cache, tree)
    return tree


def read_texts(root: Path, wanted: Callable[[str], bool] = bool) -> tuple[dict[str, str], list[str]]:
    """The text of every wanted YAML file by its path in `root`, and the problems of those that cannot be read."""
    texts: dict[str, str] = {}
    problems: list[str] = []
    for path in source_files(root):
        name = path.relative_to(root).as_posix()
        if not wanted(name):
            continue
        try:
            texts[name] = read_text(path, name)
        except ContentError as error:
            problems += error.problems
    return texts, problems


def _parse_all(texts: Mapping[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    problems: list[str] = []
    for name, text in texts.items():
        try:
            tree[name] = parsed(text, name)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return tree


def _remember(cache: Path, tree: dict[str, Any]) -> None:
    """Write the parsed tree beside other caches; a cache that cannot be written costs time, nothing else."""
    with suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        old = sorted(cache.parent.glob("content-*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in old[CACHES - 1 :]:
            path.unlink(missing_ok=True)
        handle, temporary = tempfile.mkstemp(dir=cache.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(tree, stream, ensure_ascii=False)
        Path(temporary).replace(cache)


def text_digest(parts: Mapping[str, Any]) -> str:
    """SHA-256 of plain data in canonical JSON: the same for the same content, whatever its comments and spacing."""
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
