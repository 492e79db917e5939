"""Signed packs: what was signed comes back, and nothing else gets out of the file."""

from __future__ import annotations

import io
import json
import stat
import warnings
import zipfile
from collections.abc import Callable

import pytest

from tests.exchange.small import refusal
from toolkit.core.certificate import Certificate
from toolkit.exchange.certificate import public_of, sign
from toolkit.exchange.pack_file import LIST, MAX_FILE, MAX_FILES, build, open_pack

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
FILES = {"pack.yaml": b"id: atlantis\n", "questionnaires/risk/legitimacy.yaml": b"items: []\n"}


def entries(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes], attr: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = attr << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_what_was_signed_comes_back() -> None:
    found = open_pack(build(FILES, KEY))
    assert found.files == FILES
    assert found.public == public_of(KEY)


def test_the_same_files_and_key_give_the_same_bytes() -> None:
    assert build(FILES, KEY) == build(dict(reversed(FILES.items())), KEY)


ATTACKS: dict[str, tuple[Callable[[dict[str, bytes]], bytes], str]] = {
    "changed": (lambda parts: zipped(parts | {"pack.yaml": b"id: evil\n"}), "changed after signing"),
    "added": (lambda parts: zipped(parts | {"controls/evil.yaml": b""}), "not in the signed list"),
    "removed": (lambda parts: zipped({k: v for k, v in parts.items() if k != "pack.yaml"}), "missing"),
    "unsigned": (lambda parts: zipped({k: v for k, v in parts.items() if k != LIST}), "not signed"),
    "above": (lambda parts: zipped(parts | {"../evil.yaml": b""}), "no path of a pack"),
    "absolute": (lambda parts: zipped(parts | {"/etc/evil.yaml": b""}), "no path of a pack"),
    "drive": (lambda parts: zipped(parts | {"C:/evil.yaml": b""}), "no path of a pack"),
    "hidden": (lambda parts: zipped(parts | {".ssh/evil.yaml": b""}), "no path of a pack"),
    "program": (lambda parts: zipped(parts | {"evil.py": b""}), "no path of a pack"),
    "link": (lambda parts: zipped(parts, stat.S_IFLNK | 0o777), "is a link"),
    "bomb": (lambda parts: zipped(parts | {"controls/big.yaml": b"0" * (MAX_FILE + 1)}), "too large"),
    "many": (lambda parts: zipped(parts | {f"controls/a{n}.yaml": b"" for n in range(MAX_FILES)}), "at most 500"),
    "no zip": (lambda parts: b"PK nothing", "not a pack"),
    "cut off": (lambda parts: zipped(parts)[:-40], "not a pack"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_pack_that_was_tampered_with_is_refused(name: str) -> None:
    attack, says = ATTACKS[name]
    assert says in refusal(lambda: open_pack(attack(entries(build(FILES, KEY)))))


def test_a_file_that_stands_twice_is_refused() -> None:
    out = io.BytesIO(build(FILES, KEY))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("pack.yaml", b"id: evil\n")
    assert "stands twice" in refusal(lambda: open_pack(out.getvalue()))


def test_another_key_cannot_take_over_a_signature() -> None:
    parts = entries(build(FILES, KEY))
    given, other = json.loads(parts[LIST]), json.loads(entries(build(FILES, OTHER))[LIST])
    parts[LIST] = json.dumps({"signed": other["signed"], "signature": given["signature"]}).encode()
    assert "does not fit" in refusal(lambda: open_pack(zipped(parts)))


def test_a_certificate_does_not_sign_a_pack() -> None:
    code = sign(Certificate("Ann Example", "introduction", "2026-11-22", 3, "1", "0" * 64, ""), KEY)
    parts = entries(build(FILES, KEY))
    parts[LIST] = json.dumps(json.loads(parts[LIST]) | {"signature": code.split(".")[2] + "=="}).encode()
    assert "does not fit" in refusal(lambda: open_pack(zipped(parts)))


@pytest.mark.parametrize("name", ["../up.yaml", "evil.py", "a\\b.yaml", "/abs.yaml"])
def test_such_a_path_is_not_even_built(name: str) -> None:
    assert "no path of a pack" in refusal(lambda: build({name: b""}, KEY))
