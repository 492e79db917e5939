"""Certificates as data: what is signed, and the code that carries it. Signs nothing itself.

A code is `RAIT1.<payload>.<signature>` (the introduction), `RAIW1.…` (a workshop) or `RAIH1.…` (a path of the hub),
both parts in base64url without padding. The payload is canonical JSON (keys sorted, no spaces, UTF-8); what is signed
is the purpose of its kind followed by the payload, so that no other signature passes for one.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import ClassVar

from toolkit.core.model import ToolkitError

PREFIX = "RAIT1"
PURPOSE = b"responsible-ai-toolkit/certificate/1\n"
WORKSHOP_PREFIX = "RAIW1"
WORKSHOP_PURPOSE = b"responsible-ai-toolkit/workshop/1\n"
PATH_PREFIX = "RAIH1"
PATH_PURPOSE = b"responsible-ai-toolkit/path/1\n"
SIGNATURE_BYTES = 64
LONGEST_CODE = 4_000
LEAST_NAME, LONGEST_NAME = 2, 80
JOINERS = frozenset("\u200c\u200d")
"""Characters without a shape that ordinary names in some scripts need."""

_CODE = re.compile(rf"({PREFIX}|{WORKSHOP_PREFIX}|{PATH_PREFIX})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")


class BadName(ToolkitError):
    """A name that cannot stand on a certificate; the message says why."""


class BadCode(ToolkitError):
    """A text that is no certificate's code; the message says why."""


@dataclass(frozen=True, slots=True)
class _Signable:
    def payload(self) -> bytes:
        """Canonical JSON: the same bytes for the same certificate."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Certificate(_Signable):
    """Who finished what and when, as they typed their name, and how many checks were passed.

    `version` is that of the toolkit, `content` the SHA-256 of the guides, `key` the fingerprint of the public key.
    """

    name: str
    programme: str
    day: str
    checks: int
    version: str
    content: str
    key: str
    prefix: ClassVar[str] = PREFIX
    purpose: ClassVar[bytes] = PURPOSE


@dataclass(frozen=True, slots=True)
class TakingPart(_Signable):
    """Who took part in which workshop and when, as they typed their name; says nothing of what they answered."""

    name: str
    workshop: str
    day: str
    version: str
    key: str
    prefix: ClassVar[str] = WORKSHOP_PREFIX
    purpose: ClassVar[bytes] = WORKSHOP_PURPOSE


@dataclass(frozen=True, slots=True)
class PathDone(_Signable):
    """Who marked the modules of a path of the hub as done, and when, as they typed their name; nobody examined them.

    `modules` counts them; `content` is the SHA-256 of the hub's content.
    """

    name: str
    path: str
    day: str
    modules: int
    version: str
    content: str
    key: str
    prefix: ClassVar[str] = PATH_PREFIX
    purpose: ClassVar[bytes] = PATH_PURPOSE


Signed = Certificate | TakingPart | PathDone
Kind = type[Certificate] | type[TakingPart] | type[PathDone]
KINDS: Mapping[str, Kind] = {PREFIX: Certificate, WORKSHOP_PREFIX: TakingPart, PATH_PREFIX: PathDone}


def named(text: str) -> str:
    """A name as it stands on a certificate: NFC, single spaces; raises BadName for one that is none."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not LEAST_NAME <= len(name) <= LONGEST_NAME:
        raise BadName(f"A name has {LEAST_NAME} to {LONGEST_NAME} characters.")
    if not all(c.isprintable() or c in JOINERS for c in name) or not any(c.isalpha() for c in name):
        raise BadName("A name has letters, and no characters that cannot be seen.")
    return name


def code(payload: bytes, signature: bytes, prefix: str = PREFIX) -> str:
    """The code that carries a payload and its signature."""
    return ".".join((prefix, _text(payload), _text(signature)))


def found_in(text: str) -> str:
    """The code in a text, such as a saved page, or nothing; of a code alone, spaces and line breaks are dropped."""
    alone = "".join(text.split()) if len(text) <= LONGEST_CODE else ""
    match = _CODE.fullmatch(alone) or _CODE.search(text)
    return match.group() if match else ""


def looks_like_one(text: str) -> bool:
    """Whether a text is meant as a code, complete or not."""
    return text.strip().startswith(tuple(f"{one}." for one in KINDS))


def opened(text: str) -> tuple[Signed, bytes, bytes]:
    """Certificate, payload and signature of a code, signed by whomever; raises BadCode."""
    match = _CODE.fullmatch("".join(text.split())) if len(text) <= LONGEST_CODE else None
    if match is None:
        raise BadCode("the code is not complete; copy all of it, from RAIT1 to its end")
    payload, signature = _bytes(match.group(2)), _bytes(match.group(3))
    if len(signature) != SIGNATURE_BYTES:
        raise BadCode("the code is not complete; copy all of it, from RAIT1 to its end")
    return _certificate(KINDS[match.group(1)], payload), payload, signature


def _certificate(sort: Kind, payload: bytes) -> Signed:
    try:
        given = json.loads(payload)
        made = sort(**given)
        date.fromisoformat(made.day)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadCode("the code holds no certificate; copy all of it, from RAIT1 to its end") from error
    kinds = {one.name: int if one.type == "int" else str for one in fields(sort)}
    if any(type(getattr(made, name)) is not kind for name, kind in kinds.items()) or made.payload() != payload:
        raise BadCode("the code holds no certificate of this toolkit")
    return made


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadCode("the code is not complete; copy all of it, from RAIT1 to its end") from error
