"""What providers say: the information form and the answer to a withdrawal, each read by a coordinator first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tornado.web import HTTPError

from toolkit.core import hub_answer
from toolkit.core.hub import Listing
from toolkit.core.hub_access import Action
from toolkit.core.hub_answer import Answer as Word
from toolkit.core.hub_proposal import (
    FACET,
    SAYS,
    Decision,
    Proposal,
    State,
    Writing,
    changes,
    decide,
    draft,
    fields,
    send,
    take_back,
    values,
)
from toolkit.core.model import ToolkitError
from toolkit.pages import hub_proposal, hub_provider
from toolkit.pages.hub_join import forbidden, short
from toolkit.pages.hub_proposal import BASIS, MEANWHILE, NOTHING, NOTHING_NEW, SEND_BACK, TOLD, Filled, Told
from toolkit.server import hub
from toolkit.server.hub import Answer, Rights
from toolkit.server.hub_feedback import ListingHandler
from toolkit.server.hub_tools import ToolPages
from toolkit.store import StoreError
from toolkit.store.hub_records import Said


class ProviderPages(ToolPages):
    """What these pages share."""

    def say(self, text: str) -> str:
        """A sentence in the language of the page."""
        return self.frame("").spoken.gettext(text)

    def tell(self, to: list[str], what: str, tool: Listing, about: str, **more: str) -> None:
        """Tell people, without what was written unless it was written to them."""
        self.store.notice(to, TOLD[what], about=about, tool=tool.name, **more)


class FormHandler(ProviderPages):
    """GET and POST /hub/listings/<id>/form: what a provider says about its own tool."""

    rights = Rights(Action.PROPOSE_LISTING, Action.PROPOSE_LISTING)

    def read(self, *args: str) -> Answer:
        """The form, with the draft that is open."""
        return self.page(self.own_listing(args[0]))

    def write_(self, *args: str) -> Answer:
        """Keep a draft, send it, or take back what waits; the form again with 400 or 409 where that cannot be."""
        tool, do = self.own_listing(args[0]), self.field("do")
        if do not in ("send", "draft", "back"):
            raise HTTPError(400)
        given = self.filled(tool)
        wrong = {} if do == "back" else hub_proposal.problems(self.frame(""), given, sending=do == "send")
        if wrong:
            return self.page(tool, given, Told(wrong=wrong), 400)
        now = values(tool, self.content.catalogue)
        said = {name for name in tool.words if not now[name]}  # was left open on purpose before
        changed = changes(now, given.texts, given.silent - said, self.content.catalogue)
        if do == "send" and not changed:
            return self.page(tool, given, Told(self.say(NOTHING_NEW)), 400)
        writing = Writing(changed, given.why, at=hub.now())
        try:
            self.store.propose(tool.id, self._rule(tool, do, writing), self._said(tool, do))
        except StoreError:
            raise
        except ToolkitError:
            return self.page(tool, None, Told(self.say(MEANWHILE)), 409)
        if do == "send":
            self.tell(self.coordinators(), "proposed", tool, f"proposals/{tool.id}")
        return Answer(to=f"listings/{tool.id}/form")

    def _rule(self, tool: Listing, do: str, writing: Writing) -> Callable[[tuple[Proposal, ...]], Proposal]:
        me, today = self.me.member, self.today

        def rule(history: tuple[Proposal, ...]) -> Proposal:
            if do == "back":
                return take_back(history, me, tool.provider, writing.at)
            kept = draft(history, me, tool.provider, tool.id, writing, today)
            return send(kept) if do == "send" else kept

        return rule

    def _said(self, tool: Listing, do: str) -> Said:
        return Said(self.me.member.code, "propose-listing", tool.id, {"do": do})

    def filled(self, tool: Listing) -> Filled:
        """What the form says."""
        names = fields(self.content.catalogue)
        texts = {
            name: " ".join(self.get_body_arguments(name)) if name.startswith(FACET) else self.field(name)
            for name in names
        }
        silent = frozenset(name for name in self.get_body_arguments("silent") if name.startswith(SAYS))
        return Filled(texts, silent & frozenset(names), self.field("why"))

    def page(self, tool: Listing, given: Filled | None = None, told: Told = NOTHING, status: int = 200) -> Answer:
        """The form; `given` is what was just filled in."""
        history = self.store.proposals(tool.id).get(tool.id, ())
        shown = given or hub_proposal.filled_of(tool, history[-1] if history else None, self.content)
        frame = self.frame(f"listings/{tool.id}/form")
        return Answer(hub_proposal.form_page(frame, self.content, tool, history, shown, told), status=status)


class WithdrawalHandler(ListingHandler):
    """POST /hub/listings/<id>/answer: what a provider says to the withdrawal of its tool."""

    rights = Rights(post=Action.ANSWER_WITHDRAWAL)

    def write_(self, *args: str) -> Answer:
        """Keep it for a coordinator; the page again with 400 for what cannot be stored, 409 without a withdrawal."""
        tool, text, me = self.own_listing(args[0]), self.field("text"), self.me.member
        spoken = self.frame("").spoken
        if problem := short(spoken, text, hub_provider.MOST) or forbidden(spoken, text):
            return self.page(tool, {hub_provider.WITHDRAWAL: problem}, 400)
        history, asks = self.histories().get(tool.id, ()), bool(self.field("asks"))
        new = Word(tool.id, 0, 0, me.code, me.agency, text, asks, hub.now())

        def rule(every: tuple[Word, ...]) -> Word:
            return hub_answer.answer(new, hub_answer.latest(every, tool.id, history), history, me, self.today)

        try:
            self.store.put_answer(rule, Said(me.code, "answer-withdrawal", tool.id, {"asks": str(asks)}))
        except StoreError:
            raise
        except ToolkitError as error:
            raise HTTPError(409) from error
        words = TOLD["asks" if asks else "answered"]
        self.store.notice(self.coordinators(), words, about=f"proposals/{tool.id}", tool=tool.name)
        return Answer(to=f"listings/{tool.id}")


# ---------------------------------------------------------------- the coordinator's pages


class ProposalsHandler(ProviderPages):
    """GET /hub/proposals: what providers wrote and nobody has read."""

    rights = Rights(Action.REVIEW_LISTING)

    def read(self, *args: str) -> Answer:
        """Show it."""
        last = {name: history[-1] for name, history in self.store.proposals().items()}
        waiting = [(one, last[one.id]) for one in self.content.listings if one.id in last]
        rows = [pair for pair in waiting if pair[1].state is State.WAITING]
        every, histories = self.store.answers(), self.histories()
        found = ((one, hub_answer.latest(every, one.id, histories.get(one.id, ()))) for one in self.content.listings)
        answers = [one for one, word in found if word and word.state is hub_answer.State.WAITING]
        return Answer(hub_proposal.waiting_page(self.frame("proposals"), self.content, rows, answers))


class ProposalHandler(ProviderPages):
    """GET and POST /hub/proposals/<id>: the difference, and a decision on it or on an answer to a withdrawal."""

    rights = Rights(Action.REVIEW_LISTING, Action.REVIEW_LISTING)

    def read(self, *args: str) -> Answer:
        """Show it."""
        return self.page(self.listing(args[0]))

    def write_(self, *args: str) -> Answer:
        """Publish or send back; the page again with 400 or 409 where that cannot be."""
        tool, publish = self.listing(args[0]), self.field("do") == "publish"
        if self.field("kind") == "answer":
            return self._answer(tool, publish=publish)
        ticked, basis, note = self.get_body_arguments("checked"), self.field("basis"), self.field("note")
        wrong = self._wrong(ticked, basis, note, publish=publish)
        if wrong:
            return self.page(tool, Told(wrong=wrong), 400, ticked)
        me, today = self.me.member, self.today
        try:
            seen = datetime.fromisoformat(self.field("seen"))
            decision = Decision(publish, seen, hub.now(), "" if publish else note, tuple(ticked), basis)
            said = Said(me.code, "decide-on-proposal", tool.id, {"to": "published" if publish else "sent-back"})
            done = self.store.propose(tool.id, lambda history: decide(history, me, decision, today), said)
        except StoreError:
            raise
        except (ValueError, ToolkitError):
            return self.page(tool, Told(self.say(MEANWHILE)), 409)
        self._told(tool, done)
        return Answer(to="proposals")

    def _wrong(self, ticked: list[str], basis: str, note: str, *, publish: bool) -> dict[str, str]:
        spoken = self.frame("").spoken
        found = {"basis": forbidden(spoken, basis), "note": forbidden(spoken, note)}
        if publish and ticked and not basis:
            found["basis"] = spoken.gettext(BASIS)
        if not publish and not note:
            found["note"] = spoken.gettext(SEND_BACK)
        return {name: problem for name, problem in found.items() if problem}

    def _told(self, tool: Listing, done: Proposal) -> None:
        what = "published" if done.state is State.PUBLISHED else "sent-back"
        more = {} if what == "published" else {"reason": done.note}
        self.tell(self.contacts(tool), what, tool, f"listings/{tool.id}/form", **more)

    def _answer(self, tool: Listing, *, publish: bool) -> Answer:
        note, spoken = self.field("note"), self.frame("").spoken
        problem = forbidden(spoken, note) or ("" if publish or note else spoken.gettext(SEND_BACK))
        if problem:
            return self.page(tool, Told(wrong={"answer-note": problem}), 400)
        history, me = self.histories().get(tool.id, ()), self.me.member

        def rule(every: tuple[Word, ...]) -> Word:
            last = hub_answer.latest(every, tool.id, history)
            if last is None or str(last.version) != self.field("version"):
                raise ToolkitError("this answer is not waiting any more; read the latest one")
            return hub_answer.settle(last, me, self.today, publish=publish, note="" if publish else note)

        try:
            said = {"to": "published" if publish else "sent-back"}
            self.store.put_answer(rule, Said(me.code, "decide-on-answer", tool.id, said))
        except StoreError:
            raise
        except ToolkitError:
            return self.page(tool, Told(self.say(MEANWHILE)), 409)
        more = {} if publish else {"reason": note}
        self.tell(
            self.contacts(tool), "answer-published" if publish else "answer-back", tool, f"listings/{tool.id}", **more
        )
        return Answer(to="proposals")

    def page(self, tool: Listing, told: Told = NOTHING, status: int = 200, ticked: list[str] | None = None) -> Answer:
        """What waits for this tool."""
        history = self.store.proposals(tool.id).get(tool.id, ())
        word = hub_answer.latest(self.store.answers(), tool.id, self.histories().get(tool.id, ()))
        frame = self.frame(f"proposals/{tool.id}")
        shown = hub_proposal.review_page(frame, self.content, tool, history, word, told, ticked or ())
        return Answer(shown, status=status)
