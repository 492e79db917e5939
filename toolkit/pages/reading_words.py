"""The glossary: all words, and for each where it matters."""

from __future__ import annotations

from itertools import groupby

from toolkit.core.model import Term
from toolkit.core.search import fold
from toolkit.pages.reading_state import NotHere, Reader, Reading, sheet
from toolkit.pages.screen import Screen


def glossary(reader: Reader, reading: Reading) -> Screen:
    """The list of words, or one of them."""
    title = reading.interface.gettext("Glossary")
    terms = list(reading.library.terms)
    match reader.rest:
        case ():
            return sheet(title, reading.draw("read_glossary.j2", letters=_letters(terms), total=len(terms)))
        case (name,):
            found = _term(terms, name, reader)
            related = reading.web.related("term", name)
            return sheet(found.term, reading.draw("read_term.j2", term=found, related=related), ("glossary", title))
    raise NotHere(reader.path)


def _letters(terms: list[Term]) -> list[tuple[str, list[Term]]]:
    """The words by their first letters, without marks and case, in their order."""
    by = groupby(sorted(terms, key=lambda one: fold(one.term)), key=lambda one: fold(one.term).strip()[:1].upper())
    return [(letter, list(group)) for letter, group in by]


def _term(terms: list[Term], name: str, reader: Reader) -> Term:
    for one in terms:
        if one.id == name:
            return one
    raise NotHere(reader.path)
