"""The countries of the world in a language, from Unicode's data; what is no country of ISO 3166 is left out."""

from __future__ import annotations

from functools import lru_cache

from toolkit.content.interface import interface

_NONE = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
"""Codes of groups, of islands that belong elsewhere, and for tests."""


@lru_cache(maxsize=16)
def countries(lang: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each, by name."""
    found = interface(lang).locale.territories
    names = [(code, str(name)) for code, name in found.items() if len(code) == 2 and code.isalpha()]
    return tuple(sorted((one for one in names if one[0] not in _NONE), key=lambda one: one[1].casefold()))


def country(lang: str, code: str) -> str:
    """The name of a country; the code itself for one that is not known."""
    return dict(countries(lang)).get(code, code)
