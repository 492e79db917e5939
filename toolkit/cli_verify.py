"""`toolkit verify`: bundles are recomputed, certificates are held against a public key. Nothing asks a network."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from toolkit.core.certificate import found_in, looks_like_one
from toolkit.core.model import ToolkitError

MOST_BYTES = 5_000_000
"""A saved page is smaller; larger files are bundles."""


def verify_given(given: str, on: date | None, public_key: str = "") -> tuple[int, tuple[str, ...]]:
    """Exit code and sentences about a bundle, a file that holds a certificate's code, or the code itself.

    Raises ToolkitError or OSError for a file or key that cannot be read.
    """
    code = given if looks_like_one(given) else _code_in(Path(given))
    if code:
        return _certificate(code, public_key)
    if public_key:
        raise ToolkitError(f"{given} holds no certificate; --public-key is for certificates")
    from toolkit.content import load_library
    from toolkit.exchange.verify import verify

    found = verify(Path(given), load_library(), on)
    return found.exit_code, found.lines


def _code_in(path: Path) -> str:
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        return ""
    return found_in(path.read_text(encoding="utf-8", errors="replace"))


def _certificate(code: str, public_key: str) -> tuple[int, tuple[str, ...]]:
    from toolkit.exchange.certificate import judge, public_of
    from toolkit.server.signing import existing, place

    private = None if public_key else existing(place())
    key = _read(public_key) if public_key else public_of(private) if private else None
    found = judge(code, key)
    return found.exit_code, found.lines


def _read(given: str) -> bytes:
    """A public key, or the one in the file of that name."""
    from toolkit.exchange.certificate import read_key

    path = Path(given)
    return read_key(path.read_text(encoding="utf-8", errors="replace") if path.is_file() else given)
