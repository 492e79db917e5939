"""The key that signs certificates: made once, in the per-user data folder, readable by its owner only."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from toolkit.core.model import ToolkitError

KEY_BYTES = 32
"""Any 32 random bytes are a private key of Ed25519."""


class CannotSign(ToolkitError):
    """The key that signs certificates cannot be kept or read; the message says where and what to do."""


def place() -> Path:
    """Where the key is."""
    from platformdirs import user_data_dir  # only a few commands need it

    return Path(user_data_dir("responsible-ai-toolkit", appauthor=False)) / "certificate-key"


def existing(key: Path) -> bytes | None:
    """The private key in a file, or None where there is none; raises CannotSign."""
    try:
        if not key.exists():
            return None
        if os.name == "posix" and key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise CannotSign(f"Others can read {key}, which signs certificates: run chmod 600 on it, or delete it.")
        found = key.read_bytes()
    except OSError as error:
        raise CannotSign(f"{key}, which signs certificates, cannot be read ({error.strerror}).") from error
    if len(found) != KEY_BYTES:
        raise CannotSign(f"{key}, which signs certificates, is damaged: bring back a copy, or delete it for a new one.")
    return found


def signing_key(key: Path) -> bytes:
    """The private key in a file, made if there is none; raises CannotSign."""
    return existing(key) or _made(key)


def _made(key: Path) -> bytes:
    part = key.with_name(f".{key.name}.{secrets.token_hex(4)}.part")
    try:
        key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(secrets.token_bytes(KEY_BYTES))
            with suppress(FileExistsError):  # of two that start together, one key counts for both
                os.link(part, key)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise CannotSign(f"The key that signs certificates cannot be kept in {key} ({error.strerror}).") from error
    return existing(key) or b""
