"""Accounts, for whoever runs the server: people, roles, locks and second factors; nothing that anybody answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.core.hub_access import GIVEN, Role, Standing, standing_on
from toolkit.pages.hub_frame import Frame, page
from toolkit.store.hub_records import Person

TOLD = {
    "role": "An administrator gave you another role in the hub.",
    "factor": "An administrator reset your second factor. If you did not ask for that, tell your focal point at once.",
    "unlocked": "An administrator unlocked your account.",
}
"""What people are told about their account."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How somebody signs in: whether the account is locked, and whether it has one-time codes."""

    locked: bool
    codes: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: `what` is an id of the template; `code` a recovery code to hand over, shown once."""

    what: str = ""
    code: str = ""
    problem: str = ""


NOTHING = Done()


def accounts_page(frame: Frame, people: Sequence[Person], signs: Mapping[str, Sign]) -> str:
    """The list of everybody who can sign in, by name."""
    known = sorted((one for one in people if one.account), key=lambda one: one.account or "")
    return page(frame, "hub_accounts.j2", rows=[_row(frame, one, signs.get(one.account or "")) for one in known])


def account_page(frame: Frame, person: Person, sign: Sign | None, done: Done = NOTHING) -> str:
    """One account, with what can be done about it; without `sign`, others sign this person in."""
    me = frame.person.member.code if frame.person else ""
    roles = [(str(one), frame.role(one)) for one in Role if one in GIVEN]
    standing = standing_on(person.member, frame.today)
    given = {
        "one": _row(frame, person, sign),
        "own": me == person.member.code,
        "roles": roles,
        "role": str(person.member.role),
        "changes": person.member.role in GIVEN and standing is Standing.APPROVED,
        "sign": sign,
    }
    return page(frame, "hub_account.j2", done=done, **given)


def _row(frame: Frame, person: Person, sign: Sign | None) -> dict[str, object]:
    member = person.member
    return {
        "code": member.code,
        "account": person.account,
        "agency": member.agency,
        "role": frame.role(member.role),
        "standing": frame.stands(standing_on(member, frame.today)),
        "sign": sign,
    }


def sentences(frame: Frame) -> list[str]:
    """Every sentence that people are told about their account, in the language of the page."""
    _ = frame.spoken.gettext
    return [_(TOLD[name]) for name in TOLD]
