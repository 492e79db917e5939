"""A reading page as one complete document, without a kernel and without a script that it needs."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from toolkit.pages.reading import view
from toolkit.pages.reading_state import Reader, Reading
from toolkit.pages.screen import Screen


def document(reader: Reader, reading: Reading, sheets: Sequence[str] = (), scripts: Sequence[str] = ()) -> str:
    """The page at the reader's address; `sheets` and `scripts` are addresses of static files. Raises NotHere."""
    return _whole(view(reader, reading), reader, reading, sheets, scripts)


def home(reader: Reader, reading: Reading, sheets: Sequence[str] = (), scripts: Sequence[str] = ()) -> str:
    """The start page of the server."""
    product = reading.interface.gettext("Responsible AI Toolkit")
    html = reading.draw("read_home.j2", memory=reader.memory, tour=bool(reading.guides.tour.pages))
    return _whole(Screen(product, "", (), focus=""), reader, reading, sheets, scripts, html)


def _whole(
    screen: Screen, reader: Reader, reading: Reading, sheets: Sequence[str], scripts: Sequence[str], body: str = ""
) -> str:
    def switch(code: str) -> str:
        return urlencode(
            {**{name: given for name, given in reader.query.items() if name != "lang"}, "lang": code}, True
        )

    given = {"screen": screen, "body": body, "switch": switch, "search": reading.offers("search")}
    return reading.draw("read_page.j2", sheets=sheets, scripts=scripts, **given)
