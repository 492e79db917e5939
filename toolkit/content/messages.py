"""Keeps the interface catalogues fresh: finds every sentence of the interface and lays it over a language's PO file.

Sentences are found in the code, the templates of screens and server, and the server's `shell.json`. The catalogue of a
language, `data/locales/<lang>/toolkit.po`, has no line numbers and no dates: it changes only when a sentence does.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import PoFileError, read_po, write_po
from jinja2.ext import babel_extract

from toolkit.content.interface import ENGLISH
from toolkit.content.overlay import PSEUDO
from toolkit.content.read import ContentError, data_root
from toolkit.core.model import ToolkitError

PACKAGE = Path(__file__).parents[1]
SHELL = PACKAGE / "server" / "template" / "toolkit" / "shell.json"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "say_n": (1, 2)}
KEYWORDS |= {"BadInput": None, "Unreadable": None, "listed_words": None}
"""The functions that speak, in code and in templates, and which of their arguments are the English sentence."""

_NOISE = (b"-Date: ", b'"Generated-By: ', b"EMAIL@ADDRESS", b"<LL@li.org>")
"""Header lines that Babel adds: dates and versions that would change with every refresh, and empty addresses."""

Extracted = tuple[int, str, "str | tuple[str | None, ...]", list[str]]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: how many sentences there are, are to translate or to look at (fuzzy), and were dropped."""

    path: Path
    messages: int
    untranslated: int
    fuzzy: int
    dropped: int


# ---------------------------------------------------------------- finding


def _python(fileobj: BinaryIO, keywords: Iterable[str], comment_tags: object, options: object) -> Iterator[Extracted]:
    """Calls of a keyword with literal sentences, or with names that stand for literals in the same file.

    Babel's own extractor sees literals only; tables of sentences such as `STATES` would never be translated.
    """
    tree = ast.parse(fileobj.read())
    named = _constants(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (called := _called(node)) in keywords:
            sentences = [_literals(argument, named) for argument in node.args[:2]]
            if called in ("ngettext", "say_n"):
                if len(sentences) > 1 and all(sentences):
                    yield node.lineno, called, (sentences[0][0], sentences[1][0]), []
            else:
                yield from ((node.lineno, called, one, []) for one in (sentences or [()])[0])


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _constants(tree: ast.Module) -> Mapping[str, tuple[str, ...]]:
    """Names that are given a sentence, or a dictionary of sentences: all of them, where a name is used again."""
    named: dict[str, tuple[str, ...]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            texts = tuple(text for value in values for text in _literals(value, {}))
            name = node.targets[0].id
            named[name] = tuple(dict.fromkeys((*named.get(name, ()), *texts)))
    return named


def _literals(node: ast.expr, named: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if isinstance(node, ast.Constant):
        return (node.value,) if isinstance(node.value, str) else ()
    if isinstance(node, ast.IfExp):
        return (*_literals(node.body, named), *_literals(node.orelse, named))
    inner = node.value if isinstance(node, ast.Subscript) else node
    return named.get(inner.id, ()) if isinstance(inner, ast.Name) else ()


METHODS: Mapping[str, Any] = {"*.py": _python, "*.j2": babel_extract}
"""Which files hold sentences and who finds them; Babel and Jinja disagree on the type of an extractor."""


def extract_messages(package: Path = PACKAGE) -> Catalog:
    """Every sentence of the interface as a catalogue without translations; places are relative to the repository.

    Raises SyntaxError or jinja2.TemplateSyntaxError for a file that cannot be read.
    """
    catalog = Catalog(project="Responsible AI Toolkit", charset="utf-8", fuzzy=False)
    for pattern, method in METHODS.items():
        for path in sorted(package.rglob(pattern)):
            found = extract(method, BytesIO(path.read_bytes()), KEYWORDS, options={"silent": "false"})
            for _line, message, _comments, _context in found:
                # One place a file: a sentence that a file says twice is listed once.
                catalog.add(message, locations=[(_place(path, package), 0)])
    for sentence in _shell_words(package):
        catalog.add(sentence, locations=[(_place(SHELL, PACKAGE), 0)])
    return catalog


def _place(path: Path, package: Path) -> str:
    return path.relative_to(package.parent).as_posix()


def _shell_words(package: Path) -> list[str]:
    path = package / SHELL.relative_to(PACKAGE)
    if not path.is_file():
        return []
    words: Mapping[str, str] = json.loads(path.read_text(encoding="utf-8"))[ENGLISH]
    return list(words.values())


# ---------------------------------------------------------------- refreshing


def update_catalog(lang: str, root: Path | None = None, package: Path = PACKAGE) -> Refreshed:
    """Write `locales/<lang>/toolkit.po` anew: new sentences empty, reworded ones fuzzy, vanished ones dropped.

    Entries stand in the order of their English sentence. Raises ToolkitError for a language without
    `locale.yaml`, ContentError for a catalogue that cannot be read.
    """
    folder = (root or data_root()) / "locales" / lang
    if lang == PSEUDO or not (folder / "locale.yaml").is_file():
        raise ToolkitError(
            f"there is no language “{lang}”; first write data/locales/{lang}/locale.yaml (CONTRIBUTING.md)"
        )
    path = folder / "toolkit.po"
    catalog = _catalogue(path, lang)
    catalog.update(extract_messages(package))
    path.write_bytes(written(catalog))
    entries = [message for message in catalog if message.id]
    return Refreshed(
        path=path,
        messages=len(entries),
        untranslated=sum(not message.string or not all(message.string) for message in entries),
        fuzzy=sum(message.fuzzy for message in entries),
        dropped=len(catalog.obsolete),
    )


def _catalogue(path: Path, lang: str) -> Catalog:
    try:
        locale: Locale | None = Locale.parse(lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = None
    if not path.is_file():
        return Catalog(locale=locale, project="Responsible AI Toolkit", charset="utf-8", fuzzy=False)
    try:
        return read_po(BytesIO(path.read_bytes()), locale=locale, abort_invalid=True)
    except PoFileError as error:
        where = f"locales/{lang}/toolkit.po, line {error.lineno + 1}"
        raise ContentError([f"{where}: {error}; mend the catalogue there"]) from error


def written(catalog: Catalog) -> bytes:
    """A catalogue as the text of a PO file, the same bytes for the same sentences."""
    out = BytesIO()
    write_po(out, catalog, width=0, sort_output=True, ignore_obsolete=True, include_previous=True, include_lineno=False)
    head, entries, rest = out.getvalue().partition(b"\n\n")
    kept = [line for line in head.split(b"\n") if not any(noise in line for noise in _NOISE)]
    return b"\n".join(kept) + entries + rest
