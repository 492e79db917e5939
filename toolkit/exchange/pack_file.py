"""A content pack as one file: a zip whose list of digests is signed with Ed25519, and a reader that believes nothing.

What is signed is PURPOSE followed by the canonical list, so that no certificate passes for a pack, nor the other way.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from toolkit.exchange.certificate import fingerprint, public_of, read_key, written
from toolkit.exchange.problems import BundleError, printable
from toolkit.exchange.safe_json import load, read_bytes

FORMAT = "toolkit-pack/1"
PURPOSE = b"responsible-ai-toolkit/pack/1\n"
LIST = "SIGNED.json"
MAX_FILES = 500
MAX_FILE = 1_000_000
MAX_ALL = 20_000_000
"""Bytes that the whole may unpack to; our own content has a tenth of that."""

_PATH = re.compile(r"[a-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*\.yaml")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LINK = 0o120000


@dataclass(frozen=True, slots=True)
class Packed:
    """The files of a pack whose signature fits them, and the public key that it was signed with."""

    files: Mapping[str, bytes]
    public: bytes

    @property
    def key(self) -> str:
        """The fingerprint of the key."""
        return fingerprint(self.public)


def build(files: Mapping[str, bytes], private: bytes) -> bytes:
    """The signed file; the same files and key give the same bytes. Raises BundleError for a path that no pack has."""
    for name in files:
        check_path(name)
    digests = {name: hashlib.sha256(raw).hexdigest() for name, raw in sorted(files.items())}
    public = public_of(private)
    signed = _canonical({"format": FORMAT, "files": digests, "key": written(public)})
    signature = Ed25519PrivateKey.from_private_bytes(private).sign(PURPOSE + signed)
    text = json.dumps({"signed": signed.decode(), "signature": base64.b64encode(signature).decode()}, indent=1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in ((LIST, text.encode()), *sorted(files.items())):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), raw, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def check_path(name: str) -> None:
    """Raise BundleError for what is no path of a file in a pack, such as one that leads out of it."""
    if len(name) > 200 or not _PATH.fullmatch(name) or ".." in name:
        raise BundleError([f"“{printable(name)}” is no path of a pack; packs hold .yaml files in plain folders"])


# ---------------------------------------------------------------- reading


def open_pack(raw: bytes) -> Packed:
    """The files in a signed pack; raises BundleError unless every file is listed, whole and signed.

    It does not say whether to trust the key: compare `public` with one that came another way.
    """
    files = _unzipped(read_bytes(raw))
    listed, public = _verified(files.pop(LIST, b""))
    found = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    for name in sorted(found.keys() ^ listed.keys()):
        where = "is not in the signed list" if name in found else "is listed and missing"
        raise BundleError([f"“{printable(name)}” {where}; get the pack again from whoever made it"])
    for name in sorted(name for name in found if found[name] != listed[name]):
        raise BundleError([f"“{printable(name)}” was changed after signing; get the pack again from whoever made it"])
    return Packed(files, public)


def _unzipped(raw: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_FILES:
                raise BundleError([f"the pack has {len(entries):,} files; at most {MAX_FILES} are read"])
            return _contents(archive, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        raise BundleError(
            [f"this is not a pack ({printable(str(error), 80)}); build it with toolkit pack build"]
        ) from error


def _contents(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    room = MAX_ALL
    for entry in entries:
        name = entry.filename
        if name != LIST:
            check_path(name)
        if name in found or entry.flag_bits & 1 or (entry.external_attr >> 16) & 0o170000 == _LINK:
            raise BundleError([f"“{printable(name)}” stands twice, is a link or is encrypted; packs hold plain files"])
        # What the zip says about sizes may be wrong, so no more than the limit is ever unpacked.
        with archive.open(entry) as stream:
            data = stream.read(min(MAX_FILE, room) + 1)
        if len(data) > min(MAX_FILE, room):
            raise BundleError([f"“{printable(name)}” is too large; at most {MAX_FILE:,} bytes, and {MAX_ALL:,} in all"])
        room -= len(data)
        found[name] = data
    return found


def _verified(raw: bytes) -> tuple[dict[str, str], bytes]:
    if not raw:
        raise BundleError([f"the pack is not signed ({LIST} is missing); build it with toolkit pack build"])
    given = load(raw)
    signed, signature = str(given.get("signed", "")).encode(), str(given.get("signature", ""))
    inner = load(signed)
    files = inner.get("files")
    if inner.get("format") != FORMAT or not isinstance(files, Mapping):
        raise BundleError([f"{LIST}: is not of the format {FORMAT}; update the toolkit, or build the pack again"])
    public = read_key(str(inner.get("key", "")))
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signature, validate=True), PURPOSE + signed)
    except (InvalidSignature, ValueError) as error:
        raise BundleError([f"{LIST}: the signature does not fit; get the pack again from whoever made it"]) from error
    return {str(name): str(digest) for name, digest in files.items()}, public
