"""Squares that a phone’s camera reads (QR codes, ISO/IEC 18004), as pictures inside a page."""

from __future__ import annotations

from io import StringIO

import segno

QUIET = 4
"""Light cells around the square, as the standard asks for."""


def qr_png(address: str, *, cell: int = 8) -> str:
    """A `data:` address of a PNG of the square of an address; each cell is `cell` pixels wide.

    The square is dark on white in every colour scheme: cameras read it best so. Raises ValueError for an address of
    more than 2,331 characters, which no square of medium error correction holds.
    """
    try:
        square = segno.make(address, error="m", micro=False)
    except segno.DataOverflowError as error:
        raise ValueError(f"An address of {len(address)} characters is too long for a square: shorten it.") from error
    return str(square.png_data_uri(scale=cell, border=QUIET))


def qr_text(address: str) -> str:
    """The square of an address as lines of half blocks, for a terminal; light on dark and dark on light alike."""
    lines = StringIO()
    segno.make(address, error="l", micro=False).terminal(lines, border=2, compact=True)
    return lines.getvalue().rstrip("\n")
