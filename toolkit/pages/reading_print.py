"""Reading pages on paper: which pages an address means, and each as a whole document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.core.model import ToolkitError
from toolkit.pages.reading import arrived, reading_of, view
from toolkit.pages.reading_state import NotHere, Reader, Reading
from toolkit.render.links import READ
from toolkit.render.pdf import OnPaper, document


def reading_for_paper(lang: str, today: date) -> Reading:
    """The reading pages of a language with links that lead nowhere; raises ToolkitError."""
    return reading_of(lang, OnPaper(), today)


def printed(address: str, reading: Reading) -> str:
    """A page as a whole HTML document, cases with all their parts; raises ToolkitError for an address that is none."""
    route = address.strip().removeprefix(READ).strip("/")
    path, _, query = route.partition("?")
    everything = "all=1&go=1" if path.startswith("cases/") else ""
    reader = arrived(Reader().at(f"{path}?{'&'.join(filter(None, (query, everything)))}"), reading)
    try:
        screen = view(reader, reading)
    except NotHere as error:
        raise ToolkitError(
            f"there is no reading page “{address}”; give an address such as primers/legal-procure or cases/hart-durham"
        ) from error
    return document(reading.lang, screen.title, "\n".join(part.html for part in screen.parts))


def each(address: str, reading: Reading) -> Iterator[str]:
    """The addresses that one address means: `primers` stands for every primer."""
    if address.strip("/") in ("primers", "read/primers"):
        yield from (f"primers/{one.id}" for one in reading.guides.primers)
    else:
        yield address
