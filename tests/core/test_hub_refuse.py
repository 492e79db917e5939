"""What must not be stored is recognised where it has a shape; ordinary words pass; nothing takes long."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.content.guides import load_guides
from toolkit.content.hub import load_hub
from toolkit.core.guides import texts_of
from toolkit.core.hub_refuse import MOST, SENTENCES, Forbidden, refusals

HASH = hashlib.sha256(b"nothing").hexdigest()
ONION = "a" * 15 + "2"

REFUSED = {
    # fingerprints of files
    HASH: Forbidden.FINGERPRINT,
    HASH.upper(): Forbidden.FINGERPRINT,
    hashlib.md5(b"nothing", usedforsecurity=False).hexdigest(): Forbidden.FINGERPRINT,
    hashlib.sha1(b"nothing", usedforsecurity=False).hexdigest(): Forbidden.FINGERPRINT,
    hashlib.sha512(b"nothing").hexdigest(): Forbidden.FINGERPRINT,
    ":".join(HASH[n : n + 2] for n in range(0, 64, 2)): Forbidden.FINGERPRINT,
    " ".join(HASH[n : n + 8] for n in range(0, 64, 8)): Forbidden.FINGERPRINT,
    base64.b64encode(hashlib.sha256(b"nothing").digest()).decode(): Forbidden.FINGERPRINT,
    base64.b32encode(hashlib.sha1(b"nothing", usedforsecurity=False).digest()).decode(): Forbidden.FINGERPRINT,
    "PDQ: f8f8f0cee0f4a84f": Forbidden.FINGERPRINT,
    "MD5 d41d8cd98f00b204": Forbidden.FINGERPRINT,
    # addresses in hidden networks
    f"{ONION}.onion": Forbidden.HIDDEN_ADDRESS,
    f"http://{ONION}.onion/board": Forbidden.HIDDEN_ADDRESS,
    f"{ONION} [dot] onion": Forbidden.HIDDEN_ADDRESS,
    f"{ONION}(.)onion": Forbidden.HIDDEN_ADDRESS,
    "q7" * 27 + "zd": Forbidden.HIDDEN_ADDRESS,
    "somewhere.i2p": Forbidden.HIDDEN_ADDRESS,
    "magnet:?xt=urn:btih": Forbidden.HIDDEN_ADDRESS,
    # cases
    "case no. 4711/26": Forbidden.CASE_NUMBER,
    "Case #20931": Forbidden.CASE_NUMBER,
    "CyberTip 123456789": Forbidden.CASE_NUMBER,
    "ref: AB/2024/00123": Forbidden.CASE_NUMBER,
    "2024-001234": Forbidden.CASE_NUMBER,
    "crime number 30412": Forbidden.CASE_NUMBER,
    "NCMEC report 98765432": Forbidden.CASE_NUMBER,
    "dossier 2024/55": Forbidden.CASE_NUMBER,
    "القضية رقم ٤٧١١": Forbidden.CASE_NUMBER,
    # files
    "IMG_2231.jpg": Forbidden.MEDIA_FILE,
    "case_2024-0012_exhibit3.MP4": Forbidden.MEDIA_FILE,
    "disk1.E01": Forbidden.MEDIA_FILE,
    "data:image/png;base64,iVBORw0KGgo": Forbidden.EMBEDDED_FILE,
    base64.b64encode(bytes(range(200))).decode(): Forbidden.EMBEDDED_FILE,
    # people
    "192.0.2.17": Forbidden.NETWORK_ADDRESS,
    "2001:db8:85a3:0:0:8a2e:370:7334": Forbidden.NETWORK_ADDRESS,
    "somebody@example.org": Forbidden.EMAIL,
    "+31 20 555 01 23": Forbidden.PHONE,
    # written with other signs
    f"{HASH[:20]}\u200b{HASH[20:]}": Forbidden.FINGERPRINT,
    "".join(chr(ord(char) + 0xFEE0) for char in HASH): Forbidden.FINGERPRINT,
}

PASSES = [
    "It found 240 of 300 files in 1,000 seconds, version 10.0.19.1.",
    "We used it from 2019–2021 and in the report 2023-2024.",
    "Regulation (EU) 2024/1689 and Regulation (EU) 2016/679 apply; so does case C-205/21.",
    "The standard ISO/IEC 27037:2012 names four tasks.",
    "It reads .mp4 and .jpg files, and works with H.264.",
    "Our responsibilities as a unit did not change: 3 people, 2 shifts.",
    "See https://www.example.org/tools/2024/evaluation for the maker’s own page.",
    "On 2026-03-14 we tried it for the first time. In this case 2019 was the better version.",
    "a5 be ef: a feed of cafe decades",
    "It found +12 files in 2024, and +3.5% in the second week; report 2024 says the same.",
    "The meeting of 14:30:00 was moved to 15:45.",
    "",
]


@pytest.mark.parametrize(("text", "kind"), REFUSED.items())
def test_what_has_a_shape_is_recognised(text: str, kind: Forbidden) -> None:
    found = refusals({"note": f"We saw {text} there."})
    assert kind in {one.kind for one in found}


@pytest.mark.parametrize("text", PASSES)
def test_ordinary_words_pass(text: str) -> None:
    assert [(one.kind, text[one.start : one.end]) for one in refusals({"note": text})] == []


def test_our_own_texts_pass() -> None:
    hub, guides = load_hub(), load_guides()
    nouns = [hub.catalogue, *hub.listings, *hub.terms, *hub.guidance, *hub.modules, *hub.paths]
    nouns += [one for _, one in guides.resources()]
    texts = {f"{one}": one.text for noun in nouns for one in texts_of(noun)}
    assert len(texts) > 3000
    assert [(one.field, one.kind) for one in refusals(texts)] == []


def test_a_refusal_says_where_and_how_to_mend_it() -> None:
    (one,) = refusals({"title": "Fine", "note": f"We saw {HASH}."})
    assert (one.field, one.start, one.end) == ("note", 7, 71)
    assert one.sentence.startswith("note: this looks like the fingerprint of a file")
    assert one.sentence.endswith("take it out")
    assert set(SENTENCES) == set(Forbidden)


def test_the_place_is_right_although_signs_are_invisible() -> None:
    text = f"\u200bWe\u200b saw {HASH[:9]}\u200b{HASH[9:]}."
    (one,) = refusals({"note": text})
    assert text[one.start : one.end] == f"{HASH[:9]}\u200b{HASH[9:]}"


@given(
    data=st.binary(min_size=1, max_size=8),
    name=st.sampled_from(["md5", "sha1", "sha256", "sha384", "sha512"]),
    form=st.sampled_from([str, str.upper, lambda text: ":".join(text[n : n + 2] for n in range(0, len(text), 2))]),
    around=st.tuples(st.sampled_from(["", "We saw ", "(", "\n"]), st.sampled_from(["", ".", ") today", "\n"])),
)
def test_any_fingerprint_in_any_usual_form_is_found_and_never_repeated(data, name, form, around) -> None:  # type: ignore[no-untyped-def]
    fingerprint = form(hashlib.new(name, data).hexdigest())
    text = f"{around[0]}{fingerprint}{around[1]}"
    found = refusals({"note": text})
    assert [text[one.start : one.end] for one in found] == [fingerprint]
    assert fingerprint not in found[0].sentence


@given(st.text(max_size=300))
def test_no_text_breaks_it_and_places_lie_in_the_text(text: str) -> None:
    for one in refusals({"note": text}):
        assert 0 <= one.start < one.end <= len(text)


SLOW = [
    "1 ",
    "a-",
    "1-",
    "(1",
    "a.",
    "f:",
    "a",
    "0",
    "@a.",
    "x@",
    "A/",
    "case 1",
    "1.1.",
    "dot ",
    "=",
    "[.",
    "\u200b",
    "+1 ",
    "رقم ",
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("part", SLOW)
def test_no_text_takes_long(part: str) -> None:
    refusals({"note": (part * MOST)[:MOST]})


def test_what_is_too_long_to_look_through_is_refused() -> None:
    assert [one.kind for one in refusals({"note": "a " * MOST})] == [Forbidden.TOO_LONG]


def test_its_limits_are_said_where_people_write() -> None:
    """A name and a story pass: no pattern knows them, and the guidance says so."""
    assert refusals({"note": "John from Elm Street told me how the girl was found."}) == ()
    assert "do not recognise everything" in load_hub().guide("not-to-store").text
