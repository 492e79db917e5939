"""The certificate of the introduction: who may have one, the form for the name, and the page to print."""

from __future__ import annotations

from toolkit import __version__
from toolkit.core.certificate import BadName, Certificate, named
from toolkit.core.guide import Chapter
from toolkit.pages.reading_state import NotHere, Reader, Reading, sheet
from toolkit.pages.screen import Screen

PATH = "certificate"
PROGRAMME = "Introduction to AI for police work"
NO_NAME = "Write a name of 2 to 80 characters, without any that cannot be seen."


def certificate(reader: Reader, reading: Reading, token: str = "", name: str = "", problem: str = "") -> Screen:
    """What is still to pass, or the form for the name; only a host that can sign gives its `token` against forgery.

    `name` and `problem` are what was handed in and why it cannot stand on a certificate.
    """
    if reader.rest:
        raise NotHere(reader.path)
    left = missing(reader, reading)
    html = reading.draw(
        "read_certificate.j2", chapters=reading.guides.chapters, left=left, token=token, name=name, problem=problem
    )
    return _sheet(reading, html)


def missing(reader: Reader, reading: Reading) -> list[Chapter]:
    """The chapters whose check the reader has not passed."""
    return [one for one in reading.guides.chapters if one.id not in reader.memory.passed]


def problem_with(name: str, reading: Reading) -> str:
    """Why a name cannot stand on a certificate, or nothing."""
    try:
        named(name)
    except BadName:
        return reading.interface.gettext(NO_NAME)
    return ""


def earned(reader: Reader, reading: Reading, name: str) -> Certificate | None:
    """The certificate of a reader who has passed every check, else None; raises BadName. It still has to be signed."""
    checks = len(reading.guides.chapters)
    if not checks or missing(reader, reading):
        return None
    day, content = reading.today.isoformat(), reading.guides.sha256
    return Certificate(named(name), PROGRAMME, day, checks, __version__, content, key="")


def issued(reading: Reading, made: Certificate, code: str, public: str) -> Screen:
    """The page to print, with the signed code and the public key that proves it."""
    html = reading.draw(
        "read_issued.j2", made=made, code=code, public=public, day=reading.interface.date(reading.today)
    )
    return _sheet(reading, html)


def _sheet(reading: Reading, html: str) -> Screen:
    _ = reading.interface.gettext
    return sheet(_("Certificate"), html, ("introduction", _("Introduction")))
