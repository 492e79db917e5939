"""Signing certificates with Ed25519 (RFC 8032), and saying without any network whether one is real."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from toolkit.core.certificate import BadCode, Certificate, PathDone, Signed, code, opened
from toolkit.core.model import ToolkitError
from toolkit.exchange.problems import printable

KEY_BYTES = 32
VALID, NOT_VALID, NO_KEY = 0, 1, 2
"""Exit codes of a judgement."""


class BadKey(ToolkitError):
    """A text that is no public key; the message says what one looks like."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a certificate is real, in sentences; `exit_code` is VALID, NOT_VALID or NO_KEY."""

    exit_code: int
    lines: tuple[str, ...]


# ---------------------------------------------------------------- keys


def public_of(private: bytes) -> bytes:
    """The public key (32 bytes) of a private one (32 bytes)."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def written(public: bytes) -> str:
    """A public key as people copy it: 43 characters."""
    return base64.urlsafe_b64encode(public).rstrip(b"=").decode()


def read_key(text: str) -> bytes:
    """A public key as it was written; raises BadKey."""
    given = "".join(text.split())
    try:
        key = base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise BadKey("a public key has 43 letters, digits, - or _; copy it from a certificate or its page")
    return key


def fingerprint(public: bytes) -> str:
    """What a public key is called: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


# ---------------------------------------------------------------- signing and judging


def sign(certificate: Signed, private: bytes) -> str:
    """The code of a certificate, which from now on names the key that signed it."""
    signer = Ed25519PrivateKey.from_private_bytes(private)
    payload = replace(certificate, key=fingerprint(public_of(private))).payload()
    return code(payload, signer.sign(certificate.purpose + payload), certificate.prefix)


def judge(text: str, public: bytes | None) -> Judgement:
    """Whether a code was signed with the key whose public half is given; without one, what the code claims."""
    try:
        found, payload, signature = opened(text)
    except BadCode as error:
        return Judgement(NOT_VALID, (f"not valid: {error}",))
    if public is None:
        line = f"not verified: signed with key {printable(found.key)}, which is not on this computer"
        return Judgement(NO_KEY, (f"{line}; give the public key of whoever issued it with --public-key",))
    if found.key != fingerprint(public):
        line = f"not valid: it names key {printable(found.key)}, and the key given here is {fingerprint(public)}"
        return Judgement(NOT_VALID, (line,))
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, found.purpose + payload)
    except (InvalidSignature, ValueError):
        return Judgement(NOT_VALID, ("not valid: what it says is not what was signed; it was changed",))
    return Judgement(VALID, (f"valid: signed with key {found.key}", *_told(found)))


def _told(found: Signed) -> Iterator[str]:
    yield f"name: {printable(found.name, 100)}"
    if isinstance(found, PathDone):
        yield f"marked as done: {printable(found.path, 200)}, {found.modules} modules; nobody examined them"
        yield f"date: {found.day}"
        yield f"content: version {printable(found.version)}, SHA-256 {printable(found.content, 64)}"
        return
    if not isinstance(found, Certificate):
        yield f"took part in the workshop: {printable(found.workshop, 200)}"
        yield f"date: {found.day}"
        yield f"toolkit: version {printable(found.version)}"
        return
    yield f"finished: {printable(found.programme, 100)}, {found.checks} checks passed"
    yield f"date: {found.day}"
    yield f"content: version {printable(found.version)}, SHA-256 {printable(found.content, 64)}"
