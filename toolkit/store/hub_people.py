"""People of the hub: asking for an account, deciding, links, and how they stand. Rules are the core's; this keeps."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from toolkit.core.hub_access import Member, Role, Standing, oversees
from toolkit.store.hub_audit import HubAudit, note
from toolkit.store.hub_records import Kind, NoPerson, Person, Said
from toolkit.store.hub_tables import hub_link, hub_person
from toolkit.store.values import clean_text

AnyRow = Row[*tuple[Any, ...]]
LASTS = {Kind.STATUS: timedelta(days=90), Kind.CONFIRM: timedelta(days=7), Kind.INVITE: timedelta(days=7)}
"""How long a link counts."""


def new_code() -> str:
    """A code for a person, which says nothing about them."""
    return str(uuid.uuid4())


def digest(token: str) -> str:
    """What is kept of a token; so many random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def same_agency(one: str, other: str) -> bool:
    """Whether two spellings mean one agency: case, width and spaces do not count."""
    return _folded(one) == _folded(other)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class HubPeople(HubAudit):
    """The people. Every method raises StoreError when the database fails, and NoPerson for one who is not there."""

    def ask(self, member: Member, email: str, country: str, account: str | None = None) -> str:
        """Keep a request; returns the token of its status page, which is shown once.

        The agency gets the spelling of a focal point who is there already, so that both mean the same one.
        """
        now = self._clock()
        with self._database.writing() as connection:
            known = replace(member, agency=_spelling(connection, member.agency))
            row = _values(known) | {"code": member.code, "asked_at": now, "account": account, "erases": False}
            connection.execute(insert(hub_person).values(row | {"email": clean_text(email), "country": country}))
            token = _link(connection, member.code, Kind.STATUS, now)
            note(connection, now, Said(member.code, "ask", member.code, {"role": str(member.role)}))
            return token

    def admit(self, member: Member, email: str, country: str, account: str | None, said: Said) -> None:
        """Keep somebody whom whoever runs the server lets in at once."""
        now = self._clock()
        with self._database.writing() as connection:
            row = _values(member) | {"code": member.code, "asked_at": now, "account": account, "erases": False}
            connection.execute(insert(hub_person).values(row | {"email": clean_text(email), "country": country}))
            note(connection, now, said)

    def change(self, code: str, rule: Callable[[Member], Member], said: Said, *, erases: bool | None = None) -> Person:
        """Apply a rule of the core to somebody, as they are at this moment, and note it; raises what the rule raises.

        Two who decide at once queue: the second sees what the first decided. `erases` says whether what somebody wrote
        goes once they have left; None leaves it as it is.
        """
        also = {} if erases is None else {"erases": erases}
        with self._database.writing() as connection:
            before = _person(_locked(connection, code))
            after = rule(before.member)
            connection.execute(update(hub_person).where(hub_person.c.code == code).values(_values(after) | also))
            note(connection, self._clock(), said)
            return replace(before, member=after)

    def correct(self, code: str, agency: str, country: str, said: Said) -> None:
        """Change the agency and country of somebody, on the word of whoever vouches for them.

        Both decide what somebody may see, so that nobody changes their own.
        """
        with self._database.writing() as connection:
            _locked(connection, code)
            given = {"agency": _spelling(connection, agency), "country": country}
            connection.execute(update(hub_person).where(hub_person.c.code == code).values(given))
            note(connection, self._clock(), said)

    # ------------------------------------------------------------ finding

    def find(self, code: str) -> Person:
        """Somebody by their code."""
        for person in self._people(hub_person.c.code == code):
            return person
        raise NoPerson

    def by_codes(self, codes: Iterable[str]) -> dict[str, Person]:
        """Those of these codes who are there, by their code."""
        return {one.member.code: one for one in self._people(hub_person.c.code.in_(set(codes)))}

    def by_account(self, name: str) -> Person | None:
        """Whoever signs in with that name, or None."""
        return next(iter(self._people(hub_person.c.account == name)), None)

    def people(self, agency: str | None = None, *roles: Role) -> tuple[Person, ...]:
        """Everybody, or those of an agency or with one of these roles only, the latest request first."""
        wanted = [] if agency is None else [hub_person.c.agency == agency]
        return self._people(*wanted, *([hub_person.c.role.in_(list(map(str, roles)))] if roles else []))

    def vouching(self, member: Member) -> tuple[str, ...]:
        """The codes of those who vouch for somebody: the focal points of their agency and the coordinators."""
        able = (one.member for one in self.people(None, Role.FOCAL_POINT, Role.COORDINATOR))
        return tuple(
            one.code
            for one in able
            if one.standing is Standing.APPROVED and one.code != member.code and oversees(one, member)
        )

    def with_email(self, email: str) -> tuple[Person, ...]:
        """Everybody who gave that address."""
        return self._people(hub_person.c.email == email)

    def _people(self, *where: ColumnElement[bool]) -> tuple[Person, ...]:
        wanted = select(hub_person).where(*where).order_by(hub_person.c.asked_at.desc(), hub_person.c.code)
        with self._database.reading() as connection:
            return tuple(map(_person, connection.execute(wanted)))

    # ------------------------------------------------------------ links

    def link(self, code: str, kind: Kind, said: Said | None = None) -> str:
        """A fresh link in the place of an older one of its kind; returns its token, which is shown once."""
        now = self._clock()
        with self._database.writing() as connection:
            _locked(connection, code)
            token = _link(connection, code, kind, now)
            if said:
                note(connection, now, said)
            return token

    def by_link(self, token: str, kind: Kind) -> Person | None:
        """Whose link it is; None for one that never was, is over, or was used."""
        wanted = select(hub_person).select_from(hub_person.join(hub_link)).where(*_alive(token, kind, self._clock()))
        with self._database.reading() as connection:
            row = connection.execute(wanted).first()
        return _person(row) if row else None

    def use(self, token: str, kind: Kind, said: Said) -> bool:
        """Use a link up; False if somebody did already."""
        now = self._clock()
        with self._database.writing() as connection:
            done = connection.execute(delete(hub_link).where(*_alive(token, kind, now))).rowcount == 1
            if done:
                note(connection, now, said)
            return done

    def bind(self, code: str, account: str) -> None:
        """Say which account is somebody's."""
        with self._database.writing() as connection:
            _locked(connection, code)
            connection.execute(update(hub_person).where(hub_person.c.code == code).values(account=account))


def _alive(token: str, kind: Kind, now: datetime) -> tuple[Any, ...]:
    return hub_link.c.digest == digest(token), hub_link.c.kind == str(kind), hub_link.c.expires_at > now


def _link(connection: Connection, code: str, kind: Kind, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    connection.execute(delete(hub_link).where(hub_link.c.person == code, hub_link.c.kind == str(kind)))
    row = {"digest": digest(token), "person": code, "kind": str(kind), "expires_at": now + LASTS[kind]}
    connection.execute(insert(hub_link).values(row))
    return token


def _spelling(connection: Connection, agency: str) -> str:
    known = connection.execute(select(hub_person.c.agency).where(hub_person.c.role == str(Role.FOCAL_POINT)).distinct())
    return next((one for (one,) in known if same_agency(one, agency)), clean_text(" ".join(agency.split())))


def _locked(connection: Connection, code: str) -> AnyRow:
    row = connection.execute(select(hub_person).where(hub_person.c.code == code).with_for_update()).first()
    if row is None:
        raise NoPerson
    return row


def _values(member: Member) -> dict[str, object]:
    days = {"attested": member.attested, "leaves": member.leaves}
    plain = {"agency": member.agency, "role": str(member.role), "standing": str(member.standing)}
    texts = {"purpose": clean_text(member.purpose), "reason": clean_text(member.reason)}
    kept: dict[str, object] = {name: day.isoformat() if day else None for name, day in days.items()}
    return kept | plain | texts | {"approved_by": member.approved_by}


def _person(row: AnyRow) -> Person:
    member = Member(
        row.code,
        row.agency,
        Role(row.role),
        Standing(row.standing),
        row.purpose,
        _day(row.attested),
        _day(row.leaves),
        row.approved_by,
        row.reason,
    )
    return Person(member, row.email, row.country, row.account, row.asked_at)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
