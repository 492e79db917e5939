"""/hub/people: requests that wait and everybody else, for whoever vouches for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tornado.web import HTTPError

from toolkit.content.countries import countries
from toolkit.core.hub_access import (
    Action,
    Member,
    Role,
    Standing,
    decide,
    has_access,
    needs_second,
    oversees,
    reached,
    report_leaver,
    wake,
)
from toolkit.core.model import ToolkitError
from toolkit.pages import hub_people
from toolkit.pages.hub_join import AGENCY_MOST, PURPOSE_MOST, forbidden
from toolkit.pages.hub_people import NOTHING, Handed, NotKnown, decidable
from toolkit.server import hub_mail
from toolkit.server.hub import Answer, HubHandler, Rights
from toolkit.store.hub_records import Kind, NoPerson, Person, Said


class PeopleHandler(HubHandler):
    """GET /hub/people: the list."""

    rights = Rights(Action.APPROVE_PERSON)

    def read(self, *args: str) -> Answer:
        """Show everybody for whom the visitor vouches."""
        mine = None if self.me.member.role is Role.COORDINATOR else self.me.member.agency
        return Answer(hub_people.people_page(self.frame("people"), self.store.people(mine)))


class PersonHandler(HubHandler):
    """GET and POST /hub/people/<code>: one person, and what is decided about them."""

    rights = Rights(Action.APPROVE_PERSON, Action.APPROVE_PERSON)

    def read(self, *args: str) -> Answer:
        """Show the person; 404 for one whom the visitor does not vouch for, as if there were none."""
        return self._page(self._person(args[0]))

    def write_(self, *args: str) -> Answer:
        """Decide; the page again with what happened, 400 or 409 where it did not, 403 for oneself."""
        person = self._person(args[0])
        if person.member.code == self.me.member.code:
            return self.refused()
        ways: dict[str, Callable[[Person], Handed]] = {
            "approve": self._approve,
            "refuse": self._refuse,
            "invite": self._invite,
            "wake": self._wake,
            "leaver": self._leaver,
            "correct": self._correct,
        }
        way = ways.get(self.field("do"))
        if way is None:
            raise HTTPError(400)
        try:
            handed, status = way(person), 200
        except NotKnown:
            handed, status = Handed(problem="not-known"), 400
        except ToolkitError:
            handed, status = Handed(problem="meanwhile"), 409
        return self._page(self._person(args[0]), handed, 400 if handed.problem and status == 200 else status)

    def _person(self, code: str) -> Person:
        try:
            person = self.store.find(code)
        except NoPerson as error:
            raise HTTPError(404) from error
        if not oversees(self.me.member, person.member):
            raise HTTPError(404)
        return person

    def _page(self, person: Person, handed: Handed = NOTHING, status: int = 200) -> Answer:
        frame = self.frame(f"people/{person.member.code}")
        twins = len(self.store.with_email(person.email)) - 1 if person.email else 0
        reason = self.field("reason") if handed.problem else ""
        page = hub_people.person_page(frame, person, handed, twins=twins, reason=reason)
        return Answer(page, status=status, after=self.cut if handed.done == "leaving" else None)

    def _said(self, what: str, person: Person, **details: str) -> Said:
        return Said(self.me.member.code, what, person.member.code, details)

    def _approve(self, person: Person) -> Handed:
        known = bool(self.field("known"))
        if any(one.account for one in self.store.with_email(person.email)):
            return Handed(problem="twin")

        def rule(member: Member) -> Member:
            if member.standing is Standing.ASKED and not known:
                raise NotKnown
            return decide(reached(member), self.me.member, self.today, approve=True)

        self.store.change(person.member.code, rule, self._said("approve", person))
        return self._invite(person)

    def _refuse(self, person: Person) -> Handed:
        reason = self.field("reason", PURPOSE_MOST)
        if not reason:
            return Handed(problem="reason")
        if refusal := forbidden(self.frame("").spoken, reason):
            return Handed(problem=refusal)

        def rule(member: Member) -> Member:
            return decide(reached(member), self.me.member, self.today, approve=False, reason=reason)

        self.store.change(person.member.code, rule, self._said("refuse", person))
        return Handed(done="refused", mailed=hub_mail.refusal(self, person.email))

    def _invite(self, person: Person) -> Handed:
        if not decidable(self.me.member, person.member):  # the link is as good as the person's own sign-in
            return Handed(problem="role")
        now = self.store.find(person.member.code)
        if now.member.standing is not Standing.APPROVED or now.account:
            return Handed(problem="meanwhile")
        token = self.store.link(person.member.code, Kind.INVITE, self._said("invite", person))
        address = f"{self.address}hub/invitation/{token}"
        return Handed(link=address, mailed=hub_mail.invitation(self, person.email, address))

    def _wake(self, person: Person) -> Handed:
        def rule(member: Member) -> Member:
            return wake(member, self.me.member, self.today)

        self.store.change(person.member.code, rule, self._said("wake", person))
        return Handed(done="woken")

    def _correct(self, person: Person) -> Handed:
        """Focal points correct the country, the coordinator the agency too: it decides who vouches for somebody."""
        coordinates = self.me.member.role is Role.COORDINATOR
        agency = self.field("agency") if coordinates else person.member.agency
        if not 0 < len(agency) <= AGENCY_MOST or self.field("country") not in dict(countries("en")):
            return Handed(problem="detail")
        self.store.correct(person.member.code, agency, self.field("country"), self._said("correct", person))
        return Handed(done="corrected")

    def _leaver(self, person: Person) -> Handed:
        try:
            last = date.fromisoformat(self.field("last"))
        except ValueError:
            return Handed(problem="day")
        last = max(last, self.today - timedelta(days=1))  # access cannot end before yesterday: it was there

        if needs_second(person.member, self.me.member):
            return self._passed_on(person, last)

        def rule(member: Member) -> Member:
            return report_leaver(member, self.me.member, last, self.today)

        self.store.change(person.member.code, rule, self._said("report-leaver", person, last=last.isoformat()))
        self.desk.ended(person.account, last)
        return Handed(done="leaving")

    def _passed_on(self, person: Person, last: date) -> Handed:
        """Tell those who may end this access; it goes on until one of them does."""
        code, told = person.member.code, 0
        for role, section in ((Role.COORDINATOR, "people"), (Role.ADMINISTRATOR, "accounts")):
            able = [one.member.code for one in self.store.people(None, role) if has_access(one.member, self.today)]
            others = [one for one in able if one != code]
            self.store.notice(others, hub_people.LEAVER, about=f"{section}/{code}", day=last.isoformat())
            told += len(others)
        if not told:
            return Handed(problem="no-second")
        self.store.note(self._said("ask-to-report-leaver", person, last=last.isoformat()))
        return Handed(done="passed-on")
