"""What must not be stored here, where it can be recognised: fingerprints of files, case numbers, hidden addresses.

It recognises shapes and no meaning. A name looks like any other word, and a case can be told in plain language: what
passes is not thereby allowed, and pages say so. A refusal never repeats what it found, because it may be logged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Forbidden(StrEnum):
    """What was recognised."""

    FINGERPRINT = "fingerprint"
    HIDDEN_ADDRESS = "hidden-address"
    CASE_NUMBER = "case-number"
    MEDIA_FILE = "media-file"
    NETWORK_ADDRESS = "network-address"
    EMAIL = "email"
    PHONE = "phone"
    EMBEDDED_FILE = "embedded-file"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that must not be stored: which field, what kind, from which to which character, and what to do."""

    field: str
    kind: Forbidden
    start: int
    end: int
    sentence: str


SENTENCES: Mapping[Forbidden, str] = {
    Forbidden.FINGERPRINT: "this looks like the fingerprint of a file; fingerprints are kept in case systems only, so "
    "take it out",
    Forbidden.HIDDEN_ADDRESS: "this looks like an address in a hidden network; no such address may stand here, so "
    "take it out",
    Forbidden.CASE_NUMBER: "this looks like the number of a case; say what kind of case it was and take the number out",
    Forbidden.MEDIA_FILE: "this looks like the name of a file; say “a video” or “an image” and take the name out",
    Forbidden.NETWORK_ADDRESS: "this looks like a network address; it can point to a person, so take it out",
    Forbidden.EMAIL: "this looks like an e-mail address; the directory is the place for your own, so take it out",
    Forbidden.PHONE: "this looks like a telephone number; it can point to a person, so take it out",
    Forbidden.EMBEDDED_FILE: "this looks like a file written as text; no files may be stored here, so take it out",
    Forbidden.TOO_LONG: "this is too long to be looked through; say it in fewer words",
}
"""What and how to mend, for each kind; the caller puts the field before it."""

_YEARS = r"(?:19|20)\d\d[–/-](?:19|20)\d\d\b"
_PATTERNS: Mapping[Forbidden, re.Pattern[str]] = {
    Forbidden.EMBEDDED_FILE: re.compile(
        r"data:[\w.+-]{1,40}/[\w.+-]{1,80};base64,|(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{4}){40}[A-Za-z0-9+/]*={0,2}"
    ),
    Forbidden.FINGERPRINT: re.compile(
        r"(?<![0-9a-z])(?=(?:[0-9a-f][ :-]?){0,40}[a-f])(?:[0-9a-f][ :-]?){31,255}[0-9a-f](?![0-9a-z])"  # grouped too
        r"|(?<![0-9a-z])\d{32}(?![0-9a-z])"
        r"|(?<![\w+/=])(?:[a-z0-9+/]{22}==|[a-z0-9+/]{27}=|[a-z0-9+/]{43}=)(?![\w=])"  # base64 of 16, 20, 32 bytes
        r"|(?<![0-9a-z])(?=[a-z2-7]{0,31}[2-7])[a-z2-7]{32}(?![0-9a-z])"  # base32 of 20 bytes
        r"|\b(?:sha-?1|sha-?256|sha-?512|md5)\s{1,2}(?=[a-f]{0,11}\d)[0-9a-f]{12,}"
        r"|\b(?:sha-?1|sha-?256|sha-?512|md5|pdq|photodna)\s{0,2}[:=#]\s{0,2}(?=[a-z+/=]{0,20}\d)[0-9a-z+/=]{8,}",
        re.IGNORECASE,
    ),
    Forbidden.HIDDEN_ADDRESS: re.compile(
        r"\b[\w-]{1,80}\s{0,2}(?:\.|[\[(]\.[\])]|[\[(]?\bdot\b[\])]?)\s{0,2}onion\b|\b[\w-]{1,80}\.i2p\b"
        r"|(?<![0-9a-z])[a-z2-7]{55}d(?![0-9a-z])"
        r"|\b(?:magnet:\?xt|ed2k://|freenet:|[uck]sk@)",
        re.IGNORECASE,
    ),
    Forbidden.MEDIA_FILE: re.compile(
        r"(?=[^\s.]{0,119}\d)[\w()\[\]–-]{1,120}"
        r"\.(?:jpe?g|png|gif|bmp|webp|heic|mp4|mov|avi|mkv|wmv|webm|mp3|wav|zip|rar|7z|e01|dd)\b",
        re.IGNORECASE,
    ),
    Forbidden.CASE_NUMBER: re.compile(
        r"\b(?:case|file|docket|crime|incident|exhibit|evidence|report|cybertip|tip|fir|crn|urn|ref|reference"
        r"|aktenzeichen|dossier|expediente|processo)\s{0,2}"
        rf"(?:no|nr|number|id|ref)?[.:#\s]{{0,3}}(?!{_YEARS}|[CT]-\d{{1,4}}/\d\d\b)(?=(?:[a-z/.-]{{0,6}}\d){{4}})"
        r"[a-z]{0,6}[/-]?\d[\da-z]{0,20}(?:[/.-][\da-z]{1,20}){1,5}\b"
        r"|\b(?:case|docket|exhibit|cybertip|crime|incident)\s{0,2}(?:(?:no|nr|number|id|ref)\b[.:#\s]{0,3}|[#:]\s?)\d{3,}\b"
        r"|\b(?:case|docket|exhibit|cybertip|crime|incident|report)\s{1,2}\d{5,}\b"
        r"|(?:رقم\s(?:القضية|المحضر|البلاغ)|(?:القضية|المحضر|البلاغ)\sرقم)[:#\s]{0,3}\d{2,}"
        rf"|(?<!\(EU\) )\b(?!{_YEARS})(?:[a-z]{{1,6}}[/-])?(?:19|20)\d\d[/-](?!(?:19|20)\d\d\b)\d{{4,}}\b",
        re.IGNORECASE,
    ),
    Forbidden.EMAIL: re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    Forbidden.PHONE: re.compile(r"(?<![\w+])\+\d{1,3}(?:[ ./()-]{0,2}\d){7,12}(?!\d)"),
    Forbidden.NETWORK_ADDRESS: re.compile(
        r"(?<![\d.])(?<!version )(?<!\bv)(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?!\.?\d)"
        r"|(?<![0-9a-f:])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}(?![0-9a-f:])",
        re.IGNORECASE,
    ),
}
"""What is looked for, the surest first: a place is refused once, for the first kind that fits.

Every repetition has a bound, so that no text takes long to look through.
"""

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
MOST = 20_000
"""Characters of a field that are looked through; a longer text is refused whole."""


def refusals(texts: Mapping[str, str]) -> tuple[Refusal, ...]:
    """Everything in some fields that must not be stored, field by field; empty where nothing was recognised."""
    return tuple(one for field, text in texts.items() for one in _of_field(field, text))


def _of_field(field: str, text: str) -> Iterator[Refusal]:
    if len(text) > MOST:
        yield Refusal(field, Forbidden.TOO_LONG, 0, len(text), f"{field}: {SENTENCES[Forbidden.TOO_LONG]}")
        return
    plain, places = _plain(text)
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS.items():
        for found in pattern.finditer(plain):
            start, end = found.span()
            if any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            yield Refusal(field, kind, places[start], places[end - 1] + 1, f"{field}: {SENTENCES[kind]}")


def _plain(text: str) -> tuple[str, list[int]]:
    """The text as it is read, whatever signs it is written with, and for each character its place in the original."""
    out: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if _INVISIBLE.match(char):
            continue
        for one in unicodedata.normalize("NFKC", char):
            out.append(one)
            places.append(place)
    return "".join(out), places
