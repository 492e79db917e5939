"""/hub/terms: the terms that count, every other version, and the answer to them."""

from __future__ import annotations

from collections.abc import Sequence

from tornado.web import HTTPError

from toolkit.core.hub import Terms
from toolkit.core.hub_access import Action
from toolkit.core.hub_terms import Choice, Duty, accept, announced, choices, in_force
from toolkit.core.model import ToolkitError
from toolkit.pages import hub_terms
from toolkit.server import hub
from toolkit.server.hub import OPEN, Answer, HubHandler, Rights
from toolkit.store.hub_records import Said


class TermsHandler(HubHandler):
    """GET and POST /hub/terms and /hub/terms/<version>. Everybody may read them, also before asking for an account."""

    rights = Rights(OPEN, Action.ACCEPT_TERMS)

    @property
    def versions(self) -> Sequence[Terms]:
        """Every version in the language of the page, the oldest first."""
        return self.content.terms

    def read(self, *args: str) -> Answer:
        """Show a version: the one in the address, else the one that the visitor has to answer, else what counts."""
        return self._page(self._terms(args))

    def write_(self, *args: str) -> Answer:
        """Take the answer; the page again with 400 or 409 where it is none."""
        terms = self._terms(args)
        offered, given = choices(self._what(terms)), self.field("choice")
        if given not in {str(one) for one in offered}:
            raise HTTPError(400)
        return {Choice.ACCEPT: self._accept, Choice.LATER: self._later, Choice.DISAGREE: self._disagree}[Choice(given)](
            terms
        )

    def _terms(self, args: Sequence[str]) -> Terms:
        coming = announced(self.versions, self.today) if self.duty is Duty.MAY_ACCEPT else None
        asked = args[0] if args and args[0] else ""
        found = hub_terms.version_of(self.versions, asked) if asked else coming or in_force(self.versions, self.today)
        if found is None:
            raise HTTPError(404)
        return found

    def _what(self, terms: Terms) -> Duty:
        """What the visitor has to do about this version."""
        if self.person is None:
            return Duty.NONE
        counts = {Duty.MUST_ACCEPT: in_force, Duty.MAY_ACCEPT: announced}.get(self.duty)
        due = counts(self.versions, self.today) if counts else None
        return self.duty if due and due.version == terms.version else Duty.NONE

    def _page(self, terms: Terms, problem: str = "", status: int = 200) -> Answer:
        frame = self.frame(f"terms/{terms.version}")
        done = self.store.accepted(self.person.member.code) if self.person else ()
        what = self._what(terms)
        return Answer(hub_terms.terms_page(frame, terms, self.versions, done, what, problem), status=status)

    def _accept(self, terms: Terms) -> Answer:
        if not self.field("agree"):
            return self._page(terms, "not-ticked", 400)
        try:
            given = accept(self.me.member.code, terms, self.field("shown"), hub.now())
        except ToolkitError:
            return self._page(terms, "changed", 409)
        self.store.accept(given)
        return Answer(to="")

    def _later(self, terms: Terms) -> Answer:
        code = self.me.member.code
        self.store.note(Said(code, "read-terms-later", code, {"version": terms.version}))
        return Answer(to="")

    def _disagree(self, terms: Terms) -> Answer:
        code = self.me.member.code
        self.store.note(Said(code, "disagree-with-terms", code, {"version": terms.version}))
        return Answer(to="me/leave")
