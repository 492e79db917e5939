"""/hub/me, /hub/privacy and /hub/notices: what belongs to the visitor, whatever their role."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from tornado.web import HTTPError

from toolkit.core.hub_access import Action, Member, attest, leave
from toolkit.pages import hub_join, hub_me
from toolkit.server.hub import OPEN, Answer, HubHandler, Rights
from toolkit.server.local import LocalIdentity
from toolkit.store.hub_close import SECRET, about_people
from toolkit.store.hub_records import Said


class MeHandler(HubHandler):
    """GET and POST /hub/me: one's details; a correction."""

    rights = Rights(Action.DOWNLOAD_OWN_DATA, Action.CORRECT_OWN_DATA)

    def read(self, *args: str) -> Answer:
        """Show them."""
        return Answer(hub_me.me_page(self.frame("me"), purpose=self.me.member.purpose))

    def write_(self, *args: str) -> Answer:
        """Change the purpose, or ask those who vouch to change what they approved."""
        frame, code = self.frame("me"), self.me.member.code
        purpose, wish = self.field("purpose"), self.field("wish", hub_join.PURPOSE_MOST)
        text = purpose or wish
        problem = hub_join.forbidden(frame.spoken, text) or hub_join.short(frame.spoken, text, hub_join.PURPOSE_MOST)
        if problem:
            wrong = {"wish" if wish and not purpose else "purpose": problem}
            return Answer(hub_me.me_page(frame, purpose=purpose or self.me.member.purpose, wrong=wrong), status=400)
        if purpose:
            self.person = self.store.change(code, partial(_with_purpose, purpose), Said(code, "correct", code))
        else:
            self.store.note(Said(code, "ask-for-correction", code))
            self.store.notice(
                self.store.vouching(self.me.member), hub_me.SAID["wish"], about=f"people/{code}", wish=wish
            )
        return Answer(hub_me.me_page(self.frame("me"), purpose=self.me.member.purpose, done="kept"))


def _with_purpose(purpose: str, member: Member) -> Member:
    return replace(member, purpose=purpose)


class AttestHandler(HubHandler):
    """POST /hub/me/attest: “I am still at my agency”."""

    rights = Rights(post=Action.ATTEST_OWN_POST)

    def write_(self, *args: str) -> Answer:
        """Note it; it counts for half a year."""
        code = self.me.member.code
        self.store.change(code, lambda member: attest(member, self.today), Said(code, "attest", code))
        return Answer(to="")


class LeaveHandler(HubHandler):
    """GET and POST /hub/me/leave: a last day, or now."""

    rights = Rights(Action.CLOSE_OWN_ACCOUNT, Action.CLOSE_OWN_ACCOUNT)

    def read(self, *args: str) -> Answer:
        """Show what leaving means, with the download first."""
        return Answer(hub_me.leave_page(self.frame("me/leave"), self.content))

    def write_(self, *args: str) -> Answer:
        """Set the last day, or close the account at once."""
        erases = self.field("written") == "erase"
        if self.field("do") == "close":
            return self._close(erases)
        try:
            last = date.fromisoformat(self.field("last"))
        except ValueError:
            last = date.min
        if not self.today <= last <= self.today + timedelta(days=366):
            frame = self.frame("me/leave")
            wrong = {"last": frame.spoken.gettext(hub_me.BAD_DAY)}
            return Answer(hub_me.leave_page(frame, self.content, wrong=wrong), status=400)
        code, said = self.me.member.code, {"last": last.isoformat()}
        rule = partial(leave, last=last)
        self.person = self.store.change(code, rule, Said(code, "leave", code, said), erases=erases)
        return Answer(hub_me.leave_page(self.frame("me/leave"), self.content, done="leaving"))

    def _close(self, erases: bool) -> Answer:
        frame = self.frame("me/leave")
        if not self.field("sure"):
            wrong = {"sure": frame.spoken.gettext(hub_me.NOT_SURE)}
            return Answer(hub_me.leave_page(frame, self.content, wrong=wrong), status=400)
        code = self.me.member.code
        how = "erase" if erases else "without-name"
        self.store.erase(self.me, Said(code, "close-account", code, {"written": how}), all_of_it=erases)
        self.person, self.current_user = None, None
        return Answer(hub_me.left_page(self.frame("me/leave")), after=self._out)

    def _out(self) -> None:
        if isinstance(self.identity_provider, LocalIdentity):
            self.identity_provider.end(self)
        self.cut()
        self.set_header("Clear-Site-Data", '"storage"')


class DataHandler(HubHandler):
    """GET /hub/me/data.json and /hub/me/data.html: everything that is held about the visitor."""

    rights = Rights(Action.DOWNLOAD_OWN_DATA)

    def read(self, *args: str) -> Answer:
        """Send it as a file."""
        held, kind = self.store.held(self.me), args[0]
        code = self.me.member.code
        self.store.note(Said(code, "download-data", code, {"as": kind}))
        mime = {"json": "application/json", "html": "text/html"}[kind]
        page = hub_me.data_json(held) if kind == "json" else hub_me.data_page(self.frame("me"), held)
        name = f'attachment; filename="hub-my-data.{kind}"'
        return Answer(page, headers={"Content-Type": f"{mime}; charset=utf-8", "Content-Disposition": name})


class PrivacyHandler(HubHandler):
    """GET /hub/privacy: what is held, why, how long; for everybody, also before asking for an account."""

    rights = Rights(OPEN)

    def read(self, *args: str) -> Answer:
        """Show it, with the table that the database itself gives."""
        held = [(one.name, [c.name for c in one.columns if c.name not in SECRET]) for one in about_people()]
        return Answer(hub_me.privacy_page(self.frame("privacy"), self.content, held))


class NoticesHandler(HubHandler):
    """GET and POST /hub/notices."""

    rights = Rights(Action.READ_OWN_NOTICES, Action.READ_OWN_NOTICES)

    def read(self, *args: str) -> Answer:
        """Show what the visitor was told."""
        notices = self.store.notices(self.me.member.code)
        return Answer(hub_me.notices_page(self.frame("notices"), notices))

    def write_(self, *args: str) -> Answer:
        """Note that the visitor read one; 404 for one that is not theirs."""
        if not self.store.seen(self.me.member.code, self.field("notice")):
            raise HTTPError(404)
        return Answer(to="notices")
