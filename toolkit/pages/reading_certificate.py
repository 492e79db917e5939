"""The certificate of the introduction: who may have one, the form for the name, and the page to print."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from toolkit import __version__
from toolkit.core.certificate import BadName, Certificate, named
from toolkit.core.guide import Chapter
from toolkit.pages.reading_state import NotHere, Reader, Reading, sheet
from toolkit.pages.screen import Screen

PROGRAMME = "Introduction to AI for police work"
NO_NAME = "Write a name of 2 to 80 characters, without any that cannot be seen."


@dataclass(frozen=True)
class Signing(Reading):
    """A reading whose host can sign; `token` protects its form against forgery.

    `typed` and `problem` are the name that was handed in and why it cannot be used; `made`, `code` and `public` are a
    certificate, what carries it signed, and the key that proves it.
    """

    token: str = ""
    typed: str = ""
    problem: str = ""
    made: Certificate | None = None
    code: str = ""
    public: str = ""


def signing(given: Reading, **more: Any) -> Signing:
    """A reading in a host that can sign."""
    return Signing(**{one.name: getattr(given, one.name) for one in fields(given)} | more)


def certificate(reader: Reader, reading: Reading) -> Screen:
    """The signed certificate, what is still to pass, or the form for the name where the host can sign."""
    _ = reading.interface.gettext
    if reader.rest:
        raise NotHere(reader.path)
    host = reading if isinstance(reading, Signing) else signing(reading)
    template, day = "read_issued.j2" if host.made else "read_certificate.j2", reading.interface.date(reading.today)
    html = host.draw(template, host=host, day=day, chapters=host.guides.chapters, left=missing(reader, host))
    return sheet(_("Certificate"), html, ("introduction", _("Introduction")))


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
