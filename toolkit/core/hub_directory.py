"""Meet other officers: who may see which detail of whom. Off until somebody says yes, and off again at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from toolkit.core.hub_access import Action, Member, may


class Detail(StrEnum):
    """What an entry may show."""

    NAME = "name"
    AGENCY = "agency"
    COUNTRY = "country"
    LANGUAGES = "languages"
    SKILLS = "skills"
    EMAIL = "email"


class Audience(StrEnum):
    """To whom a detail may be shown."""

    AGENCY = "agency"
    COUNTRY = "country"
    OFFICERS = "officers"


@dataclass(frozen=True, slots=True)
class Consent:
    """A yes or no to showing one detail to one audience, with its time; the latest one counts."""

    detail: Detail
    audience: Audience
    given: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A person who may be found: details as they wrote them, and every consent they gave or took back."""

    member: Member
    country: str
    details: Mapping[Detail, str]
    consents: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """That somebody opened an entry; its owner can read who and when."""

    viewer: str
    owner: str
    at: datetime


def consented(entry: Entry) -> frozenset[tuple[Detail, Audience]]:
    """What the person agrees to now: the latest word on each pair, and no for all others."""
    latest = {(one.detail, one.audience): one.given for one in sorted(entry.consents, key=lambda one: one.at)}
    return frozenset(pair for pair, given in latest.items() if given)


def audiences(viewer: Member, viewer_country: str, entry: Entry) -> Iterator[Audience]:
    """The audiences of an entry to which a viewer belongs; empty names and countries are never the same."""
    yield Audience.OFFICERS
    if viewer.agency and viewer.agency == entry.member.agency:
        yield Audience.AGENCY
    if viewer_country and viewer_country == entry.country:
        yield Audience.COUNTRY


def seen_by(entry: Entry, viewer: Member, viewer_country: str, on: date) -> dict[Detail, str]:
    """What a viewer sees of an entry, which is nothing unless both are in and the person agreed to something.

    Empty details are left out. The same function draws the preview of the owner.
    """
    if not may(viewer, Action.READ_DIRECTORY, on) or not may(entry.member, Action.CONSENT_TO_DIRECTORY, on):
        return {}
    mine = frozenset(audiences(viewer, viewer_country, entry))
    agreed = {detail for detail, audience in consented(entry) if audience in mine}
    return {detail: entry.details[detail] for detail in Detail if detail in agreed and entry.details.get(detail)}


def preview(entry: Entry, audience: Audience, on: date) -> dict[Detail, str]:
    """What a stranger of one audience would see: shown to the owner before and after each choice."""
    agency = entry.member.agency if audience is Audience.AGENCY else ""
    country = entry.country if audience is Audience.COUNTRY else ""
    stranger = Member("", agency, standing=entry.member.standing, attested=on)
    return seen_by(entry, stranger, country, on)


def found(
    entries: Iterable[Entry], viewer: Member, viewer_country: str, on: date
) -> tuple[tuple[Entry, dict[Detail, str]], ...]:
    """The entries of which a viewer sees anything, without their own, in the order of their codes."""
    others = (one for one in entries if one.member.code != viewer.code)
    shown = ((one, seen_by(one, viewer, viewer_country, on)) for one in others)
    return tuple(sorted(((one, what) for one, what in shown if what), key=lambda pair: pair[0].member.code))


def withdrawn(entry: Entry, at: datetime) -> tuple[Consent, ...]:
    """The consents that take back everything at once: one no for each yes."""
    return tuple(Consent(detail, audience, False, at) for detail, audience in sorted(consented(entry)))
