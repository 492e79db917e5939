"""Text in spreadsheet cells: safe to open, and back to the very same text.

A cell that a spreadsheet could take for a formula gets an apostrophe in front (METHOD 5.2); reading removes exactly
that. What a cell cannot hold is taken out of the visible text only; the whole text travels in the record column.
"""

from __future__ import annotations

import re

MAX_CELL = 32_000
"""Characters in a cell; spreadsheets cut at 32,767."""

SHORTENED = " … (shortened; the whole text is in toolkit_record)"

# Leading apostrophes belong to the pattern, so that a text which already looks guarded is guarded once more.
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠\t\r\n]")
_UNSHOWABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_CLOSERS = dict.fromkeys("\u202a\u202b", _POP) | dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE)
# An override makes text read in another order than it is stored; an embedding keeps the direction without that.
_HARMLESS = str.maketrans("\u202d\u202e", "\u202a\u202b")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_DEEPEST = 125
_EXCEL_ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_EXCEL_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def guard(text: str) -> str:
    """Text with an apostrophe in front if a spreadsheet could run it; `unguard` is the exact inverse."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """The text of a guarded cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def shown(text: str) -> str:
    """The visible form: one kind of line end, no control characters, no open writing direction, not too long."""
    plain = _showable(text)
    return _closed(plain if len(plain) <= MAX_CELL else plain[: MAX_CELL - len(SHORTENED) - 200] + SHORTENED)


def legible(text: str) -> str:
    """The same without a limit, for formats that have none."""
    return _closed(_showable(text))


def _showable(text: str) -> str:
    return _UNSHOWABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _closed(text: str) -> str:
    """Direction overrides made embeddings, and everything open closed (Unicode Annex 9; it ignores more than 125)."""
    if text.isascii():
        return text
    waiting: list[str] = []
    text = text.translate(_HARMLESS)
    for char in _DIRECTIONS.findall(text):
        if char in _CLOSERS:
            waiting.append(_CLOSERS[char])
        elif char == _POP_ISOLATE and char in waiting:
            while waiting.pop() != char:
                pass
        elif char == _POP and waiting[-1:] == [_POP]:
            waiting.pop()
        if len(waiting) > _DEEPEST:
            return _DIRECTIONS.sub("", text)
    return text + "".join(reversed(waiting))


def chunks(text: str) -> list[str]:
    """A long text in pieces that each fit a cell."""
    return [text[start : start + MAX_CELL] for start in range(0, len(text), MAX_CELL)]


def excel_escape(text: str) -> str:
    """Text in which a literal such as _x0041_ stays as it is when a spreadsheet reads it (ECMA-376, ST_Xstring)."""
    return _EXCEL_ESCAPE.sub("_x005F_x", text)


def excel_unescape(text: str) -> str:
    """The text that a spreadsheet shows for a stored string."""
    return _EXCEL_ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)


def span(low: int, high: int) -> str:
    """A score, or a range with an en dash, which spreadsheets do not take for a date."""
    return str(low) if low == high else f"{low}–{high}"
