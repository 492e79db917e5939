"""Certificates: what was signed is real, and nothing else is, whoever changes what."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.core.certificate import (
    PURPOSE,
    BadCode,
    BadName,
    Certificate,
    code,
    found_in,
    looks_like_one,
    named,
    opened,
)
from toolkit.exchange.certificate import (
    NO_KEY,
    NOT_VALID,
    VALID,
    BadKey,
    fingerprint,
    judge,
    public_of,
    read_key,
    sign,
    written,
)

OURS, THEIRS = bytes(range(32)), bytes(range(32, 64))
PUBLIC = public_of(OURS)
MADE = Certificate("Ann O’Neil", "Introduction", "2026-11-22", 14, "0.1.0", "ab" * 32, key="")
CODE = sign(MADE, OURS)


def changed(**values: object) -> str:
    """Our code with another text in its payload and the old signature."""
    made, _, signature = opened(CODE)
    return code(replace(made, **values).payload(), signature)


def test_what_was_signed_is_valid_and_its_content_is_told() -> None:
    found = judge(CODE, PUBLIC)
    assert found.exit_code == VALID
    assert "name: Ann O’Neil" in found.lines
    assert "date: 2026-11-22" in found.lines
    assert fingerprint(PUBLIC) in found.lines[0]


@pytest.mark.parametrize(
    "forged",
    [
        {"name": "Bob O’Neil"},
        {"day": "2026-11-23"},
        {"programme": "Everything"},
        {"checks": 15},
        {"content": "cd" * 32},
        {"version": "9.9"},
    ],
)
def test_a_forged_name_date_or_anything_else_is_not_valid(forged: dict[str, object]) -> None:
    found = judge(changed(**forged), PUBLIC)
    assert found.exit_code == NOT_VALID
    assert "changed" in found.lines[0]
    assert not any(str(value) in line for value in forged.values() for line in found.lines)


def test_a_certificate_of_another_key_is_not_valid_and_both_keys_are_named() -> None:
    found = judge(sign(MADE, THEIRS), PUBLIC)
    assert found.exit_code == NOT_VALID
    assert fingerprint(PUBLIC) in found.lines[0]
    assert fingerprint(public_of(THEIRS)) in found.lines[0]


def test_who_signs_with_another_key_but_names_ours_is_found_out() -> None:
    payload = replace(MADE, key=fingerprint(PUBLIC)).payload()
    _, _, signature = opened(sign(replace(MADE, key=fingerprint(PUBLIC)), THEIRS))
    assert judge(code(payload, signature), PUBLIC).exit_code == NOT_VALID


def test_a_signature_made_for_another_purpose_does_not_count() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    payload = replace(MADE, key=fingerprint(PUBLIC)).payload()
    bare = Ed25519PrivateKey.from_private_bytes(OURS).sign(payload)
    assert judge(code(payload, bare), PUBLIC).exit_code == NOT_VALID
    assert PURPOSE not in payload


@pytest.mark.parametrize("end", [*range(0, len(CODE), 37), len(CODE) - 1])
def test_a_truncated_code_is_not_valid_and_never_an_error(end: int) -> None:
    assert judge(CODE[:end], PUBLIC).exit_code == NOT_VALID


@given(st.integers(0, len(CODE) - 1), st.sampled_from("AQgw_-.09"))
def test_no_single_changed_character_passes(at: int, letter: str) -> None:
    other = CODE[:at] + letter + CODE[at + 1 :]
    found = judge(other, PUBLIC)
    # The last letter of base64 has bits that mean nothing: then it is the same certificate.
    assert found.exit_code == NOT_VALID or opened(other) == opened(CODE)


@given(st.text(max_size=200))
def test_no_text_is_an_error(text: str) -> None:
    assert judge(text, PUBLIC).exit_code == NOT_VALID
    assert judge(f"RAIT1.{text}", PUBLIC).exit_code == NOT_VALID


def test_a_huge_text_is_refused_at_once() -> None:
    assert judge("RAIT1." + "A" * 10_000_000 + ".AA", PUBLIC).exit_code == NOT_VALID


@pytest.mark.parametrize("payload", [b"[]", b"{}", b"null", b"\xff", b"[" * 2000, b'{"name":1}', b'{"day":NaN}'])
def test_a_payload_that_is_no_certificate_is_not_valid(payload: bytes) -> None:
    assert judge(code(payload, bytes(64)), PUBLIC).exit_code == NOT_VALID


def test_the_same_certificate_written_in_another_way_is_no_code() -> None:
    loose = json.dumps(json.loads(opened(CODE)[1])).encode()
    with pytest.raises(BadCode):
        opened(code(loose, bytes(64)))


def test_without_a_key_it_says_which_is_needed_and_does_not_vouch_for_the_name() -> None:
    found = judge(CODE, None)
    assert found.exit_code == NO_KEY
    assert fingerprint(PUBLIC) in found.lines[0]
    assert not any("Ann" in line for line in found.lines)


def test_a_code_is_found_in_a_saved_page_and_when_it_was_copied_with_line_breaks() -> None:
    assert found_in(f"<html><bdi>{CODE}</bdi> more.words.here</html>") == CODE
    broken = "\n".join(CODE[at : at + 60] for at in range(0, len(CODE), 60))
    assert found_in(broken) == CODE
    assert judge(broken, PUBLIC).exit_code == VALID
    assert found_in("a bundle") == ""
    assert looks_like_one(" RAIT1.abc")


def test_a_public_key_reads_back_as_it_was_written() -> None:
    assert read_key(f" {written(PUBLIC)}\n") == PUBLIC
    assert len(written(PUBLIC)) == 43


@pytest.mark.parametrize(
    "text", ["", "abc", written(PUBLIC)[:-2], base64.b64encode(bytes(64)).decode(), "ключ", "\x00"]
)
def test_what_is_no_public_key_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadKey, match="43"):
        read_key(text)


@pytest.mark.parametrize("name", ["أمين الخطيب", "李明", "Zoë", "Jean-Luc d’Arc", "نعیمه\u200cسادات"])
def test_names_of_many_scripts_can_be_signed(name: str) -> None:
    found = judge(sign(replace(MADE, name=named(name)), OURS), PUBLIC)
    assert found.exit_code == VALID


def test_a_name_is_composed_and_its_spaces_are_single() -> None:
    assert named("  Zoe\u0308   Ann ") == "Zoë Ann"


@pytest.mark.parametrize("name", ["", " ", "A", "x" * 81, "\u202egnivig", "a\x00b", "…!", "12 34", "A\u2066b"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(BadName):
        named(name)
