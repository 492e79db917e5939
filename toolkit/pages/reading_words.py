"""The glossary: all words, and for each where it matters."""

from __future__ import annotations

from toolkit.core.model import Term
from toolkit.pages.reading_state import NotHere, Reader, Reading, sheet
from toolkit.pages.screen import Screen


def glossary(reader: Reader, reading: Reading) -> Screen:
    """The list of words, or one of them."""
    title = reading.interface.gettext("Glossary")
    terms = sorted(reading.library.terms, key=lambda one: one.term.casefold())
    match reader.rest:
        case ():
            return sheet(title, reading.draw("read_glossary.j2", terms=terms))
        case (name,):
            found = _term(terms, name, reader)
            related = reading.web.related("term", name)
            return sheet(found.term, reading.draw("read_term.j2", term=found, related=related), ("glossary", title))
    raise NotHere(reader.path)


def _term(terms: list[Term], name: str, reader: Reader) -> Term:
    for one in terms:
        if one.id == name:
            return one
    raise NotHere(reader.path)
