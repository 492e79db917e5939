"""Other words for a question: groups of phrases that mean the same, and the nearest word to one that nothing holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache

from toolkit.core.search import fold

Groups = tuple[tuple[str, ...], ...]
"""Each group holds phrases that mean the same to whoever looks for one of them."""

FEWEST, CLOSE, LONGER = 4, 0.75, 2
"""Letters of a word that can be a typing error; how alike words must be (difflib's ratio); letters more or fewer."""


def plain(phrase: str) -> str:
    """A phrase to compare: folded, single spaces."""
    return " ".join(fold(phrase).split())


@lru_cache(maxsize=16)
def _places(groups: Groups) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The words of each phrase, to every phrase of its group."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for group in groups:
        phrases = tuple(dict.fromkeys(plain(one) for one in group))
        for phrase in phrases:
            found.setdefault(tuple(phrase.split()), phrases)
    return found


def alike(words: Sequence[str], groups: Groups) -> dict[int, tuple[int, tuple[str, ...]]]:
    """What `Index.found` needs to know of the groups whose phrases stand in a question; `words` are folded."""
    places = _places(groups)
    longest = max(map(len, places), default=0)
    found: dict[int, tuple[int, tuple[str, ...]]] = {}
    at = 0
    while at < len(words):
        lengths = range(min(longest, len(words) - at), 0, -1)
        length = next((n for n in lengths if tuple(words[at : at + n]) in places), 0)
        if length:
            own = tuple(words[at : at + length])
            found[at] = length, tuple(one for one in places[own] if one != " ".join(own))
        at += length or 1
    return found


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like a folded one; nothing where none is, or for a short word."""
    if len(word) < FEWEST:
        return ""
    likely = [one for one in known if abs(len(one) - len(word)) <= LONGER]
    return next(iter(get_close_matches(word, likely, n=1, cutoff=CLOSE)), "")
