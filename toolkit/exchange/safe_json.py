"""JSON from strangers: size, depth, encoding, duplicate keys and odd numbers are checked before it is believed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.exchange.problems import BundleError, printable

MAX_BYTES = 20_000_000
"""A larger file is refused unread."""

MAX_DEPTH = 40
"""Brackets inside brackets; our own files need 8."""

MAX_DIGITS = 15

Source = Path | bytes | str | Mapping[str, object]
"""A file, its bytes, JSON text, or JSON already parsed."""

# A string, closed or not, is skipped whole; possessive, so that no input makes the match try twice.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


def load(source: Source) -> dict[str, object]:
    """The JSON object in a source; raises BundleError with where (line and column, or path) and how to mend it."""
    parsed = source if isinstance(source, Mapping) else _parse(decode(read_bytes(source)))
    if not isinstance(parsed, Mapping):
        raise BundleError([f"the file must hold one object in braces, found {kind(parsed)}; export it again"])
    _check_texts(parsed)
    return dict(parsed)


def read_bytes(source: Path | bytes | str) -> bytes:
    """The bytes of a source of at most MAX_BYTES; raises BundleError."""
    if isinstance(source, str):
        source = source.encode("utf-8", "surrogatepass")
    try:
        size = source.stat().st_size if isinstance(source, Path) else len(source)
        if size > MAX_BYTES:
            raise BundleError([f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read, so split or shorten it"])
        return source.read_bytes() if isinstance(source, Path) else source
    except OSError as error:
        raise BundleError(
            [f"{source!s:.200}: cannot be read ({error.strerror}); check the path and the rights"]
        ) from error


def decode(raw: bytes) -> str:
    """UTF-8 text, with or without byte-order mark; raises BundleError with line and column."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        sentence = f"line {line}, column {column}: this is not valid UTF-8; save the file as UTF-8"
        raise BundleError([sentence]) from error


def _parse(text: str) -> object:
    _check_depth(text)
    try:
        return json.loads(
            text, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_int=_whole, parse_float=_number
        )
    except json.JSONDecodeError as error:
        ends_early = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        cut = " and the file seems cut off" if ends_early else ""
        where = f"line {error.lineno}, column {error.colno}"
        sentence = f"{where}: not valid JSON ({error.msg}){cut}; mend it there or export the file again"
        raise BundleError([sentence]) from error


def _check_depth(text: str) -> None:
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                line = text.count("\n", 0, match.start()) + 1
                raise BundleError([f"line {line}: nested more than {MAX_DEPTH} deep; this is not one of our files"])
        elif token in "]}":
            depth -= 1


def _unique(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    out: dict[str, object] = {}
    for key, value in pairs:
        if key in out:
            raise BundleError([f"the key “{printable(key)}” stands twice in one object; remove one of them"])
        out[key] = value
    return out


def _refuse_constant(name: str) -> object:
    raise BundleError([f"{name} is not a number in JSON; write null or a number from 1 to 5"])


def _whole(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise BundleError([f"the number {text[:20]}… is too long; scores go from 1 to 5"])
    return int(text)


def _number(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise BundleError([f"the number {text[:20]} is too large; scores go from 1 to 5"])
    return value


def _check_texts(root: Mapping[str, object]) -> None:
    """Walk without recursion: data that never was text can be too deep as well, or hold what UTF-8 cannot."""
    queue: list[tuple[str, object, int]] = [("", root, 0)]
    while queue:
        where, value, depth = queue.pop()
        if depth > MAX_DEPTH:
            raise BundleError([f"{where[:80]}: nested more than {MAX_DEPTH} deep; this is not one of our files"])
        if isinstance(value, str):
            _check_text(value, where)
        elif isinstance(value, Mapping):
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise BundleError([f"{where or 'the file'}: the key {key!r} must be text"])
                _check_text(key, f"a key of {where}" if where else "a key")
                queue.append((f"{where}.{key}" if where else key, inner, depth + 1))
        elif isinstance(value, list | tuple):
            queue += [(f"{where}[{place}]", inner, depth + 1) for place, inner in enumerate(value)]


def _check_text(text: str, where: str) -> None:
    if "\0" in text:
        raise BundleError([f"{printable(where, 200)}: holds a NUL character; remove it"])
    if not text.isascii() and _SURROGATE.search(text):
        raise BundleError([f"{printable(where, 200)}: holds half a character (an unpaired surrogate); type it again"])


def kind(value: object) -> str:
    """What a JSON value is, in words."""
    names = {bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list", dict: "an object"}
    return "nothing (null)" if value is None else names.get(type(value), type(value).__name__)
