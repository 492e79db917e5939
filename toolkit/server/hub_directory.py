"""/hub/officers: the directory, one's own entry, and a message through the hub."""

from __future__ import annotations

from contextlib import suppress

from tornado.web import HTTPError

from toolkit.core.hub_access import Action
from toolkit.core.hub_directory import Audience, Detail, Entry, found, seen_by
from toolkit.pages import hub_directory, hub_join, hub_me
from toolkit.server.hub import Answer, HubHandler, Rights
from toolkit.store.hub_directory import OWN
from toolkit.store.hub_records import NoPerson, Said

MESSAGES = 30
"""Messages in a row before somebody has to wait."""


class OfficersHandler(HubHandler):
    """GET /hub/officers: those who agreed to be found. There is no export, and every view is noted."""

    rights = Rights(Action.READ_DIRECTORY)

    def read(self, *args: str) -> Answer:
        """Show them."""
        seen = found(self.store.directory(), self.me.member, self.me.country, self.today)
        self.store.looked(self.me.member.code, (entry.member.code for entry, _ in seen))
        return Answer(hub_directory.directory_page(self.frame("officers"), self.content, seen))


class OfficerHandler(HubHandler):
    """GET and POST /hub/officers/<code>: one entry, and a message to its owner."""

    rights = Rights(Action.READ_DIRECTORY, Action.READ_DIRECTORY)

    def read(self, *args: str) -> Answer:
        """Show it; 404 for whoever lets the visitor see nothing, as if there were nobody."""
        entry, what = self._entry(args[0])
        self.store.looked(self.me.member.code, [entry.member.code])
        return Answer(hub_directory.officer_page(self.frame(f"officers/{args[0]}"), entry, what))

    def write_(self, *args: str) -> Answer:
        """Pass a message on; the page again with 400 where it may not be stored."""
        entry, what = self._entry(args[0])
        frame, text = self.frame(f"officers/{args[0]}"), self.field("text", hub_join.PURPOSE_MOST)
        wrong = hub_join.forbidden(frame.spoken, text) or hub_join.short(frame.spoken, text, hub_join.PURPOSE_MOST)
        if wrong:
            return Answer(hub_directory.officer_page(frame, entry, what, text=text, wrong=wrong), status=400)
        if wait := self.store.try_once({f"hub-message-{self.me.member.code}": MESSAGES}):
            self.set_header("Retry-After", str(int(wait.total_seconds()) + 1))
            raise HTTPError(429)
        code = self.me.member.code
        self.store.note(Said(code, "write-message", entry.member.code))
        details = {"sender": self.me.member.agency, "address": self.me.email, "text": text}
        self.store.notice(entry.member.code, hub_me.SAID["message"], **details)
        return Answer(hub_directory.officer_page(frame, entry, what, done=True))

    def _entry(self, code: str) -> tuple[Entry, dict[Detail, str]]:
        with suppress(NoPerson):
            entry = self.store.entries_of([self.store.find(code)])[0]
            what = seen_by(entry, self.me.member, self.me.country, self.today)
            if what and code != self.me.member.code:
                return entry, what
        raise HTTPError(404)


class EntryHandler(HubHandler):
    """GET and POST /hub/officers/me: one's own entry."""

    rights = Rights(Action.CONSENT_TO_DIRECTORY, Action.CONSENT_TO_DIRECTORY)

    def read(self, *args: str) -> Answer:
        """Show it, with what each audience sees."""
        return self._page()

    def write_(self, *args: str) -> Answer:
        """Keep details and consents, or take everything back."""
        if self.field("do") == "withdraw":
            self.store.withdraw(self._own())
            return self._page(done="withdrawn")
        frame = self.frame("officers/me")
        given = {one: self.field(str(one), hub_directory.MOST) for one in OWN}
        wrong = {
            str(one): problem for one, text in given.items() if (problem := hub_join.forbidden(frame.spoken, text))
        }
        if wrong:
            return self._page(wrong)
        self.store.describe(self.me.member.code, given)
        ticked = set(self.get_body_arguments("show"))
        pairs = ((detail, audience) for detail in Detail for audience in Audience)
        self.store.agree(self._own(), frozenset(one for one in pairs if f"{one[0]}/{one[1]}" in ticked))
        return self._page(done="kept")

    def _own(self) -> Entry:
        return self.store.entries_of([self.me])[0]

    def _page(self, wrong: dict[str, str] | None = None, done: str = "") -> Answer:
        looks = self.store.looks(self.me.member.code)
        viewers = self.store.by_codes(one.viewer for one in looks)
        seen = [(one, viewers.get(one.viewer)) for one in looks]
        page = hub_directory.entry_page(self.frame("officers/me"), self._own(), seen, wrong or {}, done)
        return Answer(page, status=400 if wrong else 200)
