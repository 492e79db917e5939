"""Coming into the hub: the request, its status page, the link in a mail, and the invitation that makes an account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.content.countries import countries
from toolkit.content.interface import Interface
from toolkit.core.hub_access import Role
from toolkit.core.hub_refuse import Forbidden, refusals
from toolkit.pages.hub_frame import Frame, page
from toolkit.store.hub_records import Person

ASKABLE = (Role.OFFICER, Role.FOCAL_POINT, Role.PROVIDER)
"""The roles that can be asked for; the others are given by whoever runs the server."""

EMAIL_MOST, AGENCY_MOST, PURPOSE_MOST = 64, 120, 1_000
"""Characters; an address is also the name to sign in with, which holds no more."""

MISSING = "Fill this in."
EMAIL = (
    "Write an address such as ann@police.example, of 64 characters at most, with letters, digits and . _ - + @ only."
)
COUNTRY = "Choose a country."
ROLE = "Choose what you are."
TOO_LONG = "This is too long: say it in fewer words."
REFUSED = {
    Forbidden.FINGERPRINT: "This looks like the fingerprint of a file, which belongs into a case system: take it out.",
    Forbidden.HIDDEN_ADDRESS: "This looks like an address in a hidden network: take it out.",
    Forbidden.CASE_NUMBER: "This looks like the number of a case: say what kind of case, and take it out.",
    Forbidden.MEDIA_FILE: "This looks like the name of a file: say “a video” or “an image”, and take the name out.",
    Forbidden.NETWORK_ADDRESS: "This looks like a network address, which can point to a person: take it out.",
    Forbidden.EMAIL: "This looks like an e-mail address: it does not belong into this field, take it out.",
    Forbidden.PHONE: "This looks like a telephone number, which can point to a person: take it out.",
    Forbidden.EMBEDDED_FILE: "This looks like a file written as text. No files may be stored here: take it out.",
    Forbidden.TOO_LONG: "This is too long: say it in fewer words.",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody filled in to ask for an account."""

    email: str = ""
    agency: str = ""
    country: str = ""
    role: str = str(Role.OFFICER)
    purpose: str = ""


def forbidden(spoken: Interface, text: str) -> str:
    """Why a text may not be stored, as far as that has a shape; empty where nothing was recognised."""
    found = refusals({"": text})
    return spoken.gettext(REFUSED[found[0].kind]) if found else ""


def problems(spoken: Interface, given: Asking, *, named: bool) -> dict[str, str]:
    """What is wrong with a request, by its field; `named` says whether the address is also a name to sign in with."""
    found = {
        "email": "" if email_like(given.email, named=named) else spoken.gettext(EMAIL),
        "agency": short(spoken, given.agency, AGENCY_MOST),
        "country": "" if given.country in dict(countries("en")) else spoken.gettext(COUNTRY),
        "role": "" if given.role in {str(one) for one in ASKABLE} else spoken.gettext(ROLE),
        "purpose": short(spoken, given.purpose, PURPOSE_MOST) or forbidden(spoken, given.purpose),
    }
    return {name: problem for name, problem in found.items() if problem}


def short(spoken: Interface, text: str, most: int) -> str:
    """What is wrong with the length of a text; empty where nothing is."""
    if not text.strip():
        return spoken.gettext(MISSING)
    return spoken.gettext(TOO_LONG) if len(text) > most else ""


def email_like(text: str, *, named: bool = True) -> bool:
    """Whether a text can be an address; a mail to it is the only real test."""
    user, at, host = text.partition("@")
    plain = all(char.isalnum() or char in "._-+@" for char in text)
    short = len(text) <= (EMAIL_MOST if named else 2 * EMAIL_MOST)
    return bool(user and at and "." in host.strip(".") and "@" not in host and plain and short)


def register_page(frame: Frame, given: Asking, wrong: Mapping[str, str]) -> str:
    """The form that asks for an account."""
    roles = [(str(one), frame.role(one)) for one in ASKABLE]
    return page(frame, "hub_register.j2", given=given, wrong=wrong, roles=roles, countries=countries(frame.lang))


def asked_page(frame: Frame, address: str, *, mailed: bool) -> str:
    """What follows, with the link of the status page, which is shown once."""
    return page(frame, "hub_asked.j2", address=address, mailed=mailed)


def status_page(frame: Frame, person: Person) -> str:
    """How far a request has come."""
    return page(frame, "hub_status.j2", asked=person, standing=str(person.member.standing))


def confirm_page(frame: Frame, *, done: bool) -> str:
    """The page to which the link in a mail leads: one press of a button, then done."""
    return page(frame, "hub_confirm.j2", done=done)


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret for an authenticator app that waits for its first code: in groups, as an address, as a picture."""

    groups: str
    address: str
    picture: str
    signed: str


def invitation_page(frame: Frame, person: Person, secret: Secret, wrong: Mapping[str, str], *, required: bool) -> str:
    """The form that makes the account; `required` says whether nobody signs in without one-time codes."""
    return page(frame, "hub_invitation.j2", invited=person, secret=secret, wrong=wrong, required=required)


def linked_page(frame: Frame, person: Person) -> str:
    """The same where others sign visitors in: it only says whose account this becomes."""
    return page(frame, "hub_linked.j2", invited=person)


def made_page(frame: Frame, name: str, codes: tuple[str, ...]) -> str:
    """The account is there; recovery codes are shown once."""
    return page(frame, "hub_made.j2", name=name, codes=codes)


def gone_page(frame: Frame) -> str:
    """For a link that never was, is over, or was used."""
    return page(frame, "hub_gone.j2")
