"""POST /hub/tools/<id>/assess and /ready: begin an assessment from a listing, which keeps where it is from."""

from __future__ import annotations

from urllib.parse import quote

from toolkit.content import load_library
from toolkit.content.interface import available
from toolkit.content.readiness import load_readiness
from toolkit.core.hub import Listing
from toolkit.core.hub_access import Action
from toolkit.core.kept import READINESS
from toolkit.pages import hub_listing
from toolkit.server.hub import Answer, Rights
from toolkit.server.hub_tools import ToolPages
from toolkit.store.records import Json, NewAssessment

TITLE_MOST = 200
"""Characters of the title of an assessment."""


class BeginPages(ToolPages):
    """What both have in common."""

    def begun(self, one: Listing, new: NewAssessment, values: dict[str, Json]) -> str:
        """The id of a new record, which says in words from where and when it is."""
        spoken = self.frame("").spoken
        said = hub_listing.begun_from(spoken, self.content, one, self.today)
        return self.store.assess(self.me.member.code, one.id, new, {**values, "meta/summary": said})

    def at(self, page: str, identity: str, screen: str) -> Answer:
        """Go to a record."""
        spoken = quote(available(self.lang))
        return Answer(to=f"{self.base_url}{page}?assessment={identity}&lang={spoken}#{identity}/{screen}")


class AssessHandler(BeginPages):
    """POST /hub/tools/<id>/assess: begin a risk assessment of a tool, with what the visitor said yes to."""

    rights = Rights(post=Action.ASSESS_TOOL)

    def write_(self, *args: str) -> Answer:
        """Begin it and go there."""
        one, library = self.listing(args[0]), load_library(available(self.lang))
        agreed, values = frozenset(self.get_body_arguments("option")), dict[str, list[Json]]()
        for name, *_ in hub_listing.start_options(self.content, one, library.profile):
            if name in agreed:
                field, _, option = name.partition(":")
                values.setdefault(f"profile/{field}", []).append(option)
        content = library.questionnaire, library.version, library.sha256
        new = NewAssessment(self.me.account or "", one.name[:TITLE_MOST], *content, library.default_method)
        return self.at("risk", self.begun(one, new, {**values}), "describe/1")


class ReadyHandler(BeginPages):
    """POST /hub/tools/<id>/ready: the readiness of the visitor's agency for a tool; the one that is begun already."""

    rights = Rights(post=Action.ASSESS_TOOL)

    def write_(self, *args: str) -> Answer:
        """Begin it, or go on with it."""
        one, me = self.listing(args[0]), self.me
        for identity, kind in self.store.assessed(me.member.code, one.id):
            if kind == READINESS:
                return self.at("readiness", identity, "tasks")
        content, method = load_readiness(available(self.lang)), load_library(available(self.lang)).default_method
        title = self.frame("").spoken.say("Are we ready for {tool}?", tool=one.name)[:TITLE_MOST]
        new = NewAssessment(me.account or "", title, READINESS, content.version, content.sha256, method)
        return self.at("readiness", self.begun(one, new, {"meta/organization": me.member.agency}), "tasks")
