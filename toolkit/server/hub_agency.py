"""/hub/agency: what an agency says about itself, by those who vouch for its people."""

from __future__ import annotations

from toolkit.core.hub_access import Action
from toolkit.core.hub_agency import CONTACTS, Agency, AgencyKind, wrong_with
from toolkit.pages import hub_agency
from toolkit.pages.hub_join import REFUSED
from toolkit.server.hub import Answer, HubHandler, Rights
from toolkit.store.hub_records import Said


class AgencyHandler(HubHandler):
    """GET and POST /hub/agency: the kind of the visitor's own agency, and its help contacts."""

    rights = Rights(Action.DESCRIBE_AGENCY, Action.DESCRIBE_AGENCY)

    def read(self, *args: str) -> Answer:
        """The form."""
        agency = self.store.agency(self.me.member.agency)
        return Answer(hub_agency.agency_page(self.frame("agency"), agency, agency.contacts, {}, kept=False))

    def write_(self, *args: str) -> Answer:
        """Keep it; the form again with 400 where something is wrong."""
        frame, name = self.frame("agency"), self.me.member.agency
        names = [f"{part}-{place}" for part in hub_agency.PARTS for place in range(CONTACTS)]
        contacts = hub_agency.rows({one: self.field(one) for one in names})
        kind = self.field("kind")
        agency = Agency(name, AgencyKind(kind) if kind in set(AgencyKind) else None, hub_agency.filled(contacts))
        wrong = hub_agency.problems(frame, contacts)
        if not wrong:
            found = wrong_with(contacts)
            wrong = {one.field: frame.spoken.gettext(REFUSED[one.kind]) for one in found}
        if wrong:
            return Answer(hub_agency.agency_page(frame, agency, contacts, wrong, kept=False), status=400)
        details = {"kind": kind, "contacts": str(len(agency.contacts))}
        self.store.describe_agency(agency, Said(self.me.member.code, "describe-agency", "", details))
        return Answer(hub_agency.agency_page(frame, agency, agency.contacts, {}, kept=True))
