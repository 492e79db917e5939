"""What people of the hub are reminded of, whether they open it or not: their half-yearly word, and new terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from toolkit.content.interface import ENGLISH, available
from toolkit.core.hub import Terms
from toolkit.core.hub_access import attestation_due, has_access
from toolkit.core.hub_terms import announced
from toolkit.pages.hub_me import SAID
from toolkit.store.hub_records import Notice, Person

if TYPE_CHECKING:
    from toolkit.server.hub import Desk


def mail(desk: Desk, codes: Iterable[str]) -> None:
    """Mail people that a notice waits for them, each in the language of the terms that they accepted."""
    if desk.post:
        desk.post.tell(lambda: [found for code in dict.fromkeys(codes) if (found := _address(desk, code))])


def _address(desk: Desk, code: str) -> tuple[str, str] | None:
    person, accepted = desk.store.find(code), desk.store.accepted(code)
    lang = available(accepted[-1].lang) if accepted else ENGLISH
    return (person.email, lang) if has_access(person.member, desk.today()) else None


def remind(desk: Desk) -> None:
    """Give a notice to everybody who is due and was not told yet, and mail that it is there."""
    today, versions = desk.today(), desk.content("en").terms
    for person in desk.store.people():
        if has_access(person.member, today):
            _remind(desk, person, today, versions)


def _remind(desk: Desk, person: Person, today: date, versions: Sequence[Terms]) -> None:
    code, told = person.member.code, desk.store.notices(person.member.code)
    due, coming = attestation_due(person.member), announced(versions, today)
    if due and due <= today and not _told(told, "attest", since=due):
        desk.store.notice(code, SAID["attest"], about="")
        mail(desk, [code])
    if coming and coming.version not in {one.version for one in desk.store.accepted(code)}:
        about = f"terms/{coming.version}"
        if not any(one.about == about for one in told):
            desk.store.notice(code, SAID["terms"], about=about, version=coming.version)
            mail(desk, [code])


def _told(notices: Sequence[Notice], what: str, since: date) -> bool:
    return any(one.text == SAID[what] and one.at.date() >= since for one in notices)
