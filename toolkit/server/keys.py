"""Secrets of a server: its key file, passwords, one-time codes, recovery codes.

One-time codes follow RFC 6238. Their secrets are derived from the key file, so that a copy of the database alone gives
none away; passwords are hashed with Argon2id with the parameters of RFC 9106 for little memory.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import stat
from datetime import datetime
from functools import cache
from pathlib import Path

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from toolkit.core.model import ToolkitError
from toolkit.store.accounts import Account

KEY_BYTES = 32
PASSWORD_LEAST, PASSWORD_MOST = 12, 1_000
STEP_SECONDS = 30
CODES = 10
"""Recovery codes of an account."""


class BadSecret(ToolkitError):
    """A key file or password that cannot be used; the message says why and what to do."""


# ---------------------------------------------------------------- the key


def key_place(given: Path | None) -> Path:
    """Where the key is: the configured file, else one in the per-user data folder."""
    if given:
        return given
    from platformdirs import user_data_dir  # only a few starts need it

    return Path(user_data_dir("responsible-ai-toolkit", appauthor=False)) / "key"


def key(place: Path) -> bytes:
    """The server's key; made, for its owner only, where there is none.

    Raises BadSecret for one that others may read, that is too short, or that cannot be read or made.
    """
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not place.exists():
            _make(place)
        found = place.read_text("ascii").strip()
        open_to_others = os.name != "nt" and place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    except (OSError, UnicodeDecodeError) as error:
        raise BadSecret(f"The key file {place} cannot be read or made: check its folder and its rights.") from error
    if open_to_others:
        raise BadSecret(f"Others may read the key file {place}: run chmod 600 on it.")
    if len(found) < 2 * KEY_BYTES:
        raise BadSecret(f"The key file {place} is too short: remove it, and a new one is made at the next start.")
    return found.encode()


def _make(place: Path) -> None:
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_hex(KEY_BYTES) + "\n")
        os.link(part, place)  # of two that start together, one key counts for both
    except FileExistsError:
        pass
    finally:
        part.unlink(missing_ok=True)


def derived(of: bytes, *words: str) -> bytes:
    """A key of 32 bytes for one purpose."""
    return hmac.digest(of, "\0".join(words).encode(), hashlib.sha256)


# ---------------------------------------------------------------- passwords


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex())


def hashed(password: str, name: str = "") -> str:
    """The hash of a new password; raises BadSecret for one that is too short, too long, or holds the name."""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise BadSecret(f"A password has at least {PASSWORD_LEAST} characters: a few words in a row are easy to keep.")
    if name and name.casefold() in password.casefold():
        raise BadSecret("The password holds the account's name: choose other words.")
    return _hasher().hash(password)


def good_password(password: str, name: str) -> bool:
    """Whether a password may be taken: 12 to 1,000 characters, without the account's name."""
    return PASSWORD_LEAST <= len(password) <= PASSWORD_MOST and not (name and name.casefold() in password.casefold())


def matches(hashed: str, given: str) -> bool:
    """Whether something is what was hashed."""
    try:
        return len(given) <= PASSWORD_MOST and _hasher().verify(hashed, given)
    except (Argon2Error, InvalidHashError):
        return False


def right_password(account: Account | None, password: str) -> bool:
    """Whether the password is the account's; takes as long where there is no account."""
    return matches(account.password if account else _nobody(), password) and account is not None


def outdated(account: Account) -> bool:
    """Whether the hash was made with older parameters."""
    return _hasher().check_needs_rehash(account.password)


# ---------------------------------------------------------------- one-time and recovery codes


def new_salt() -> str:
    """What a new one-time secret is derived from, besides the key and the name."""
    return secrets.token_hex(16)


def totp(of: bytes, name: str, salt: str) -> pyotp.TOTP:
    """The generator of an account's codes; SHA-1 and six digits are what authenticator apps understand."""
    secret = base64.b32encode(derived(of, "totp", name, salt)[:20]).decode()
    return pyotp.TOTP(secret, interval=STEP_SECONDS, name=name, issuer="Responsible AI Toolkit")


def right_step(generator: pyotp.TOTP, code: str, now: datetime) -> int | None:
    """The time step a code belongs to, if it is the present one or a neighbour; else None."""
    step = int(now.timestamp()) // STEP_SECONDS
    for near in (step, step - 1, step + 1):
        if hmac.compare_digest(generator.generate_otp(near).encode(), code.encode()):
            return near
    return None


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of 80 random bits each, in groups that are easy to write down."""
    made = (base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(CODES))
    return tuple("-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in made)


def recovery_digest(of: bytes, name: str, code: str) -> str:
    """What is kept of a recovery code; so many random bits need no slow hash."""
    return derived(of, "recovery", name, plain(code)).hex()


def plain(code: str) -> str:
    """A code without spaces and dashes, in small letters."""
    return "".join(c for c in code.casefold() if c.isalnum())
