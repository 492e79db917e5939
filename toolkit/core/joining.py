"""Getting into a workshop: the code of six digits in any script, names that one can remember, nothing to guess.

Codes are for people in one room: they keep nobody out who wants in. What must not be guessed has long random tokens.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise

DIGITS = 6
OWN_DIGITS = 8
MOST_CODES = 10**DIGITS
_BETWEEN = frozenset(" -–—.·_\u00a0\u2009\u202f\u200e\u200f\u2066\u2067\u2068\u2069\u061c")
"""What people and phones put between digits: spaces, dashes, dots, and marks of direction that nobody sees."""


class Wrong(StrEnum):
    """Why a code was not understood; each deserves its own sentence."""

    EMPTY = "empty"
    LETTER = "letter"
    """Something that is no digit, such as the letter O for a zero: said, never guessed."""
    MIXED = "mixed"
    """Digits of two scripts: some look alike and mean different numbers, such as ৪ (four) and 8."""
    LENGTH = "length"


def read_code(text: str, digits: int = DIGITS) -> str | Wrong:
    """The digits 0–9 that somebody typed, six unless told otherwise, or why they cannot be read.

    Digits of any one script count by their value. Nothing is corrected: a guess could lead into another workshop.
    """
    kept = [char for char in text if char not in _BETWEEN and not char.isspace()]
    values = [unicodedata.decimal(char, -1) for char in kept]
    if not kept:
        return Wrong.EMPTY
    if -1 in values:
        return Wrong.LETTER
    if len({ord(char) - value for char, value in zip(kept, values, strict=True)}) > 1:
        return Wrong.MIXED
    return "".join(map(str, values)) if len(values) == digits else Wrong.LENGTH


def new_code(drawn: Iterable[int], taken: Collection[str]) -> str | None:
    """The first of some random numbers (0 to 999,999) that makes a good code; None where none does.

    A good code is no pattern that people try first, and one slip of a finger (a wrong digit, two in the wrong order)
    never leads from it to a code that is taken.
    """
    codes = (f"{number:0{DIGITS}}" for number in drawn)
    return next((code for code in codes if not _pattern(code) and not any(_close(code, one) for one in taken)), None)


def _pattern(code: str) -> bool:
    digits = [int(char) for char in code]
    steps = {(b - a) % 10 for a, b in pairwise(digits)}
    return len(steps) == 1 or len(set(digits)) < 3 or code[:3] == code[3:] or code == code[::-1]


def _close(a: str, b: str) -> bool:
    different = [place for place in range(DIGITS) if a[place] != b[place]]
    swapped = len(different) == 2 and different[1] - different[0] == 1 and sorted(a) == sorted(b)
    return len(different) < 2 or swapped


def nickname(words: Sequence[str], drawn: Iterable[int], taken: Collection[str]) -> str | None:
    """A word and a number from 10 to 99, such as “Falcon 42”, that nobody has yet; None where none is left.

    `drawn` are random numbers of any size. A number instead of a second word needs no grammar in any language.
    """
    names = (f"{words[number % len(words)]} {10 + number // len(words) % 90}" for number in drawn)
    return next((name for name in names if name not in taken), None)


def own_number(salt: str, person: str) -> str:
    """The eight digits that bring somebody back to their own page; nobody can work them out without the secret salt."""
    digest = sha256("\0".join((salt, "number", person)).encode()).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**OWN_DIGITS:0{OWN_DIGITS}}"


def whose(salt: str, people: Iterable[str], number: str) -> str | None:
    """Who of these people has a number; None where nobody has, or two."""
    found = [one for one in people if own_number(salt, one) == number]
    return found[0] if len(found) == 1 else None
