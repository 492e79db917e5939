"""People, for whoever vouches for them: requests that wait, everybody else, and one person with what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.content.countries import countries
from toolkit.core.hub_access import Member, Role, Standing, needs_second, standing_on
from toolkit.core.model import ToolkitError
from toolkit.pages.hub_frame import Frame, page
from toolkit.store.hub_records import Person

WAITING = frozenset({Standing.ASKED, Standing.CONFIRMED})

LEAVER = "A focal point says that somebody leaves the agency; the last day is {day}. If it is so, end this access."
"""What those are told who may end the access of a coordinator or an administrator; names no one, as notices stay."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What happened on the page of a person: a link to hand over, a sentence (an id of the template), or a problem.

    `mailed` says whether a mail went to the person.
    """

    link: str = ""
    mailed: bool = False
    done: str = ""
    problem: str = ""


NOTHING = Handed()


def decidable(by: Member, member: Member) -> bool:
    """Whether somebody may decide on a request: nobody on their own, focal points on officers only."""
    return by.code != member.code and (by.role is Role.COORDINATOR or member.role is Role.OFFICER)


def people_page(frame: Frame, people: tuple[Person, ...]) -> str:
    """The list; those that wait first."""
    waiting = [_row(frame, one) for one in people if one.member.standing in WAITING]
    others = [_row(frame, one) for one in people if one.member.standing not in WAITING]
    return page(frame, "hub_people.j2", waiting=waiting, others=others)


def person_page(frame: Frame, person: Person, handed: Handed, *, twins: int = 0, reason: str = "") -> str:
    """One person; `twins` counts others with the same address."""
    me = frame.person.member if frame.person else None
    standing = standing_on(person.member, frame.today)
    given = {
        "one": _row(frame, person),
        "person": person,
        "standing": str(standing),
        "own": me is not None and me.code == person.member.code,
        "decidable": me is not None and decidable(me, person.member),
        "second": me is not None and needs_second(person.member, me),
        "waits": standing in WAITING,
        "coordinates": me is not None and me.role is Role.COORDINATOR,
        "countries": countries(frame.lang),
    }
    return page(frame, "hub_person.j2", handed=handed, twins=twins, reason=reason, **given)


def _row(frame: Frame, person: Person) -> dict[str, object]:
    member = person.member
    return {
        "code": member.code,
        "email": person.email,
        "agency": member.agency,
        "country": frame.country(person.country),
        "role": frame.role(member.role),
        "standing": frame.stands(standing_on(member, frame.today)),
        "asked": person.asked_at.date(),
    }


class NotKnown(ToolkitError):
    """Nobody has said yet that the address is the person's."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("the address was not confirmed; reach the person first, then say so")


def sentences(frame: Frame) -> list[str]:
    """Every sentence of these pages that is chosen by name, in the language of the page."""
    _ = frame.spoken.gettext
    return [_(LEAVER)]
