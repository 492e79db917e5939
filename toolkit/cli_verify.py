"""`toolkit verify`: bundles are recomputed, certificates are held against a public key. Nothing asks a network."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from toolkit.core.certificate import found_in, looks_like_one
from toolkit.core.hub_audit import Fault
from toolkit.core.model import ToolkitError

FAULTS = {
    Fault.CHANGED: "it was changed",
    Fault.UNLINKED: "the entry before it was taken out, put in or moved",
    Fault.MISNUMBERED: "its number does not follow",
    Fault.REWRITTEN: "it is not the one whose digest was kept outside",
    Fault.CUT: "the end was cut off",
}
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


def verify_log(url: str | None, kept: Iterable[str]) -> tuple[int, tuple[str, ...]]:
    """Exit code and sentences about the log of the hub; `kept` are `number:digest` that somebody kept outside.

    Raises ToolkitError for what is no such pair, and StoreError.
    """
    from toolkit.store.hub import HubStore

    outside = dict(map(_pair, kept))
    with HubStore(url, lambda: datetime.now(UTC)) as hub:
        count, head, broken = hub.verified(outside)
    if broken:
        what = f"The log of the hub is broken at entry {broken.position + 1}: {FAULTS[broken.fault]}."
        return 1, (what, "Keep the database as it is, and compare it with a backup.")
    if not count:
        return 2, ("The log of the hub is empty: there is nothing to verify.",)
    line = f"The log of the hub is whole: {count} entries, up to {count}:{head}"
    return 0, (line, "Keep that outside, and give it with --kept next time.")


def _pair(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not (number.isascii() and number.isdigit() and len(digest) == 64):
        raise ToolkitError(f"“{text}” is not what is kept of a log: write its number, a colon and the whole digest.")
    return int(number), digest.lower()


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
