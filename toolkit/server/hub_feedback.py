"""Feedback: written and changed by officers, read first by coordinators, answered by providers."""

from __future__ import annotations

import uuid

from tornado.web import HTTPError

from toolkit.core.hub import Listing
from toolkit.core.hub_access import Action, sees_listing
from toolkit.core.hub_answer import latest
from toolkit.core.hub_feedback import (
    Feedback,
    Moderation,
    Part,
    Reply,
    State,
    moderate_reply,
    reply,
    shown,
    withdraw,
    write,
)
from toolkit.core.hub_feedback import change as changed
from toolkit.core.hub_feedback import moderate as moderated
from toolkit.core.hub_listing import state_of
from toolkit.core.model import ToolkitError
from toolkit.pages import hub_feedback, hub_provider
from toolkit.pages.hub_feedback import Writing
from toolkit.pages.hub_join import forbidden, short
from toolkit.pages.hub_provider import Given
from toolkit.server import hub
from toolkit.server.hub import Answer, Rights
from toolkit.server.hub_tools import ToolPages
from toolkit.store.hub_feedback import NoFeedback
from toolkit.store.hub_records import Said


class FeedbackPages(ToolPages):
    """What the pages about feedback share."""

    def one(self, name: str) -> Feedback:
        """Feedback by its id; 404 where there is none."""
        try:
            return self.store.feedback(name)
        except NoFeedback as error:
            raise HTTPError(404) from error

    def own(self, name: str) -> Feedback:
        """The same, of the visitor's own."""
        one = self.one(name)
        if one.author != self.me.member.code:
            raise HTTPError(404)
        return one

    def writing(self) -> Writing:
        """What the form says."""
        parts = {part: self.field(str(part)) for part in Part}
        interest, which = self.field("interest"), self.field("which")
        return Writing(parts, self.field("setting"), interest, which, bool(self.field("show_name")))

    def made(self, given: Writing, name: str, listing: str) -> Feedback:
        """Feedback from what the form says."""
        interest = given.which if given.interest == "some" else ""
        return Feedback(
            name, listing, self.me.member.code, given.parts, given.setting, True, interest, hub.now(),
            show_name=given.show_name,
        )  # fmt: skip

    def told_coordinators(self, tool: Listing, what: str) -> None:
        """Tell those who read it first, without what it says."""
        self.store.notice(self.coordinators(), hub_feedback.TOLD[what], about="review", tool=tool.name)


class WriteHandler(FeedbackPages):
    """GET and POST /hub/tools/<id>/feedback: new feedback on a tool."""

    rights = Rights(Action.WRITE_FEEDBACK, Action.WRITE_FEEDBACK)

    def read(self, *args: str) -> Answer:
        """The form."""
        tool = self.listing(args[0])
        frame = self.frame(f"tools/{tool.id}/feedback")
        return Answer(hub_feedback.write_page(frame, self.content, tool, Writing(), {}))

    def write_(self, *args: str) -> Answer:
        """Keep it; the form again with 400 where something is wrong."""
        tool, given = self.listing(args[0]), self.writing()
        frame = self.frame(f"tools/{tool.id}/feedback")
        if wrong := hub_feedback.problems(frame, given):
            return Answer(hub_feedback.write_page(frame, self.content, tool, given, wrong), status=400)
        one = write(self.made(given, str(uuid.uuid4()), tool.id), self.me.member, self.today)
        self.store.give(one, Said(self.me.member.code, "write-feedback", one.id, {"listing": tool.id}))
        self.told_coordinators(tool, "written")
        return Answer(to="feedback")


class OwnHandler(FeedbackPages):
    """GET /hub/feedback: what the visitor wrote."""

    rights = Rights(Action.CHANGE_OWN_FEEDBACK)

    def read(self, *args: str) -> Answer:
        """Show it."""
        mine = self.store.feedback_by(self.me.member.code)
        return Answer(hub_feedback.own_page(self.frame("feedback"), self.content, mine))


class ChangeHandler(FeedbackPages):
    """GET and POST /hub/feedback/<id>: change or take back one's own; 404 for that of others."""

    rights = Rights(Action.CHANGE_OWN_FEEDBACK, Action.CHANGE_OWN_FEEDBACK)

    def read(self, *args: str) -> Answer:
        """The form with what was written."""
        one = self.own(args[0])
        tool, given = self.listing(one.listing), hub_feedback.writing_of(one)
        frame = self.frame(f"feedback/{one.id}")
        return Answer(hub_feedback.write_page(frame, self.content, tool, given, {}, one.id))

    def write_(self, *args: str) -> Answer:
        """Change it or take it back; a changed one waits for a coordinator again."""
        one, me, today = self.own(args[0]), self.me.member, self.today
        tool = self.listing(one.listing)
        try:
            if self.field("do") == "withdraw":
                self.store.alter(
                    one.id, lambda now: withdraw(now, me, today), Said(me.code, "withdraw-feedback", one.id)
                )
                return Answer(to="feedback")
            given = self.writing()
            frame = self.frame(f"feedback/{one.id}")
            if wrong := hub_feedback.problems(frame, given):
                return Answer(hub_feedback.write_page(frame, self.content, tool, given, wrong, one.id), status=400)
            new = self.made(given, one.id, one.listing)
            said = Said(me.code, "change-feedback", one.id)
            self.store.alter(one.id, lambda now: changed(now, me, new, today), said)
        except ToolkitError as error:
            raise HTTPError(409) from error
        self.told_coordinators(tool, "written")
        return Answer(to="feedback")


class ReviewHandler(FeedbackPages):
    """GET and POST /hub/review: what waits for a coordinator; published or sent back."""

    rights = Rights(Action.MODERATE_FEEDBACK, Action.MODERATE_FEEDBACK)

    def read(self, *args: str) -> Answer:
        """Show it."""
        return self._page()

    def write_(self, *args: str) -> Answer:
        """Decide on feedback or on a reply."""
        one, publish = self.one(self.field("feedback")), self.field("do") == "publish"
        if self.field("kind") == "reply":
            return self._reply(one, publish=publish)
        reason, frame = self.field("reason", 1_000), self.frame("review")
        if not publish and (problem := short(frame.spoken, reason, 1_000) or forbidden(frame.spoken, reason)):
            return self._page(problem, 400)
        to, code = State.PUBLISHED if publish else State.SENT_BACK, self.me.member.code
        version = int(self.field("version")) if self.field("version").isdecimal() else 0
        decision = Moderation(one.id, version, code, to, "" if publish else reason, hub.now())
        try:
            said = Said(code, "moderate-feedback", one.id, {"to": str(to), "version": str(version)})
            self.store.alter(one.id, lambda now: moderated(now, decision, self.me.member, self.today), said)
        except ToolkitError as error:
            raise HTTPError(409) from error
        self._tell(one, reason, publish=publish)
        return Answer(to="review")

    def _tell(self, one: Feedback, reason: str, *, publish: bool) -> None:
        tool, words = self.listing(one.listing), hub_feedback.TOLD
        if one.author:
            text, more = (words["published"], {}) if publish else (words["sent-back"], {"reason": reason})
            self.store.notice(one.author, text, about=f"feedback/{one.id}", tool=tool.name, **more)
        if publish:
            self.store.notice(self.contacts(tool), words["provider"], about=f"listings/{tool.id}", tool=tool.name)

    def _reply(self, one: Feedback, *, publish: bool) -> Answer:
        version, code = self.field("version"), self.me.member.code
        waiting = [x for x in self.store.replies([one.id]) if str(x.version) == version]
        if not waiting:
            raise HTTPError(404)
        try:
            settled = moderate_reply(waiting[0], self.me.member, self.today, publish=publish)
        except ToolkitError as error:
            raise HTTPError(409) from error
        self.store.settle(settled, Said(code, "moderate-reply", one.id, {"to": str(settled.state)}))
        return Answer(to="review")

    def _page(self, problem: str = "", status: int = 200) -> Answer:
        answers = [(x, self.one(x.feedback)) for x in self.store.waiting_replies()]
        frame = self.frame("review")
        page = hub_feedback.review_page(frame, self.content, self.store.waiting(), answers, problem)
        return Answer(page, status=status)


class ListingsHandler(ToolPages):
    """GET /hub/listings: a provider's own listings."""

    rights = Rights(Action.READ_OWN_LISTINGS)

    def read(self, *args: str) -> Answer:
        """Show them."""
        states = self.histories()
        me = self.me.member
        mine = [one for one in self.content.listings if sees_listing(me, one.provider, self.today)]
        rows = [(one, state_of(states.get(one.id, ()))) for one in mine]
        return Answer(hub_provider.own_listings_page(self.frame("listings"), rows))


class ListingHandler(FeedbackPages):
    """GET and POST /hub/listings/<id>: one of them, and a reply to feedback; 404 for another provider's."""

    rights = Rights(Action.READ_OWN_LISTINGS, Action.REPLY_TO_FEEDBACK)

    def read(self, *args: str) -> Answer:
        """Show it."""
        return self.page(self.own_listing(args[0]))

    def write_(self, *args: str) -> Answer:
        """Keep a reply, which waits for a coordinator; once for each version."""
        tool, text, me = self.own_listing(args[0]), self.field("text"), self.me.member
        one, frame = self.one(self.field("feedback")), self.frame("")
        if one.listing != tool.id:
            raise HTTPError(404)
        if problem := short(frame.spoken, text, hub_provider.MOST) or forbidden(frame.spoken, text):
            return self.page(tool, {one.id: problem}, 400)
        answer = Reply(one.id, one.version, me.agency, text, hub.now())
        try:
            kept = reply(one, answer, me, self.store.replies([one.id]), self.today, tool.provider)
        except ToolkitError as error:
            raise HTTPError(409) from error
        self.store.answer(kept, Said(me.code, "reply-to-feedback", one.id, {"version": str(one.version)}))
        self.told_coordinators(tool, "reply")
        return Answer(to=f"listings/{tool.id}")

    def page(self, one: Listing, wrong: dict[str, str] | None = None, status: int = 200) -> Answer:
        """The page of one of the provider's tools; `wrong` are problems by what they are about."""
        every = self.store.feedback_on([one.id])
        replies = self.store.replies(x.id for x in every)
        versions = {x.id: x.version for x in every}
        replied = {x.feedback: x for x in replies if versions.get(x.feedback) == x.version}
        history, read = self.histories().get(one.id, ()), shown(every, replies, self.beside(every))
        frame = self.frame(f"listings/{one.id}")
        answer = latest(self.store.answers(), one.id, history)
        given = Given(read, replied, answer, wrong or {}, self.field("text") if wrong else "")
        page = hub_provider.own_listing_page(frame, self.content, one, history, given)
        return Answer(page, status=status)
