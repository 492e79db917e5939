"""/hub/tools and /hub/compare: the catalogue, the page of a tool, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from tornado.web import HTTPError

from toolkit.content import load_library
from toolkit.content.interface import available
from toolkit.core.hub import Hub, Listing
from toolkit.core.hub_access import Action, Role, has_access, may, sees_listing
from toolkit.core.hub_answer import State as Answered
from toolkit.core.hub_catalogue import COMPARED
from toolkit.core.hub_feedback import Feedback, shown
from toolkit.core.hub_listing import Dealing, Move, State, Touch, move, state_of
from toolkit.core.model import ToolkitError
from toolkit.exchange.hub_comparison import comparison_csv
from toolkit.pages import hub_compare, hub_listing, hub_moves, hub_tools
from toolkit.pages.desks import page_of
from toolkit.pages.hub_agency import beside
from toolkit.pages.hub_feedback import shown_rows
from toolkit.pages.hub_join import forbidden
from toolkit.pages.hub_listing import View
from toolkit.pages.hub_proposal import provided
from toolkit.server import hub
from toolkit.server.hub import Answer, HubHandler, Rights
from toolkit.server.hub_remind import mail
from toolkit.store import StoreError
from toolkit.store.hub_records import Told

EXPLANATION_MOST = 2_000
"""Characters of what a coordinator explains."""


class ToolPages(HubHandler):
    """What the pages about tools share."""

    _listed: Hub | None = None

    @property
    def content(self) -> Hub:
        """The hub with what providers said and coordinators let appear."""
        if self._listed is None:
            self._listed = self.desk.listed(available(self.lang))
        return self._listed

    def listing(self, name: str) -> Listing:
        """A tool by its id; 404 where there is none."""
        try:
            return self.content.listing(name)
        except ToolkitError as error:
            raise HTTPError(404) from error

    def own_listing(self, name: str) -> Listing:
        """A tool of the visitor's own provider; 404 for any other, as if there were none."""
        one = self.listing(name)
        if not sees_listing(self.me.member, one.provider, self.today):
            raise HTTPError(404)
        return one

    def histories(self) -> dict[str, tuple[Move, ...]]:
        """What happened to each tool to which something happened."""
        return self.store.histories()

    def states(self) -> dict[str, State]:
        """Where each tool stands to which something happened."""
        return {name: state_of(history) for name, history in self.histories().items()}

    def beside(self, feedback: Iterable[Feedback]) -> dict[str, tuple[str, str]]:
        """Kind of agency and region that may stand beside feedback, by the author's code."""
        authors, every = self.store.places({one.author for one in feedback}), self.store.every_place()
        return beside(self.frame(""), authors, self.store.agencies(every), every)

    def contacts(self, one: Listing) -> list[str]:
        """The codes of those who speak for the provider of a tool and have access."""
        return self._with_access(one.provider, Role.PROVIDER)

    def coordinators(self) -> list[str]:
        """The codes of the coordinators who have access."""
        return self._with_access(None, Role.COORDINATOR)

    def _with_access(self, agency: str | None, role: Role) -> list[str]:
        people = (person.member for person in self.store.people(agency, role))
        return [one.code for one in people if has_access(one, self.today)]

    def saved(self) -> frozenset[str]:
        """The tools that the visitor saved."""
        return self.store.dealt(self.me.member.code, Dealing.SAVED)


class ToolsHandler(ToolPages):
    """GET /hub/tools: the catalogue, as its address asks for it."""

    rights = Rights(Action.READ_CATALOGUE)

    def read(self, *args: str) -> Answer:
        """Show what is found."""
        search = hub_tools.search_of(self.get_query_arguments, self.content.catalogue)
        only = "saved" in self.get_query_arguments("show")
        query = "&".join(filter(None, (search.address, "show=saved" if only else "")))
        frame = self.frame(f"tools?{query}" if query else "tools")
        page = hub_tools.tools_page(frame, self.content, search, self.states(), self.saved(), only_saved=only)
        return Answer(page)


class ToolHandler(ToolPages):
    """GET /hub/tools/<id>: one tool."""

    rights = Rights(Action.READ_CATALOGUE)

    def read(self, *args: str) -> Answer:
        """Show it."""
        return self.shown(self.listing(args[0]))

    def shown(self, one: Listing, problem: str = "", status: int = 200) -> Answer:
        """The page of a tool."""
        options = hub_listing.start_options(self.content, one, load_library(available(self.lang)).profile)
        history, saved = self.histories().get(one.id, ()), one.id in self.saved()
        frame = self.frame(f"tools/{one.id}")
        view = View(
            self.feedback_on(one),
            hub_moves.next_moves(frame.spoken, history),
            self.mine(one),
            problem,
            provided(frame, self.content, self.store.proposals(one.id).get(one.id, ())),
            [x for x in self.store.answers() if x.listing == one.id and x.state is Answered.PUBLISHED],
            self.store.acknowledged(one.id, history[-1]) if history and self._decides else None,
        )
        page = hub_listing.listing_page(frame, self.content, one, history, options, view, saved=saved)
        return Answer(page, status=status)

    @property
    def _decides(self) -> bool:
        return may(self.me.member, Action.WITHDRAW_LISTING, self.today, accepted=self.accepted)

    def feedback_on(self, one: Listing) -> list[dict[str, object]]:
        """Published feedback on a tool, as others read it."""
        every = self.store.feedback_on([one.id])
        return shown_rows(self.frame(""), shown(every, self.store.replies(x.id for x in every), self.beside(every)))

    def mine(self, one: Listing) -> list[tuple[str, str]]:
        """What the visitor began from a tool: on which page, and its id."""
        return [(page_of(kind), name) for name, kind in self.store.assessed(self.me.member.code, one.id)]


class StateHandler(ToolHandler):
    """POST /hub/tools/<id>/state: put a tool under review, withdraw it, list it again; those concerned are told."""

    rights = Rights(post=Action.WITHDRAW_LISTING)

    def write_(self, *args: str) -> Answer:
        """Make the move; the page again with what is wrong, 400 or 409."""
        one, reasons = self.listing(args[0]), [x.id for x in self.content.catalogue.reasons]
        try:
            to = State(self.field("to"))
        except ValueError as error:
            raise HTTPError(400) from error
        reason = self.field("reason") if to is State.WITHDRAWN else ""
        text, frame = self.field("explanation", EXPLANATION_MOST), self.frame("")
        new = Move(to, self.me.member.code, hub.now(), reason, text)
        history = self.histories().get(one.id, ())
        if wrong := hub_moves.wrong_with(new, history, reasons):
            return self.shown(one, hub_moves.problem(frame.spoken, wrong), 409 if wrong == "meanwhile" else 400)
        if refusal := forbidden(frame.spoken, text):
            return self.shown(one, refusal, 400)
        told: list[Told] = []
        try:
            self.store.move(one.id, lambda past: move(past, new, reasons), partial(self._told, one, told))
        except StoreError:
            raise
        except ToolkitError:  # another coordinator was a moment earlier
            return self.shown(one, hub_moves.problem(frame.spoken, "meanwhile"), 409)
        mail(self.desk, (somebody.person for somebody in told))
        return Answer(to=f"tools/{one.id}")

    def _told(self, one: Listing, told: list[Told], last: Move, touches: Sequence[Touch]) -> list[Told]:
        told[:] = hub_moves.told(one, last, touches, self.contacts(one))
        return told


class SaveHandler(ToolPages):
    """POST /hub/tools/<id>/save: keep a tool on one's list, or take it off."""

    rights = Rights(post=Action.SAVE_TOOL)

    def write_(self, *args: str) -> Answer:
        """Save it or not, as the button says."""
        one, code = self.listing(args[0]), self.me.member.code
        if self.field("do") == "forget":
            self.store.forget(code, Dealing.SAVED, one.id)
        else:
            self.store.touch(code, Dealing.SAVED, [one.id])
        return Answer(to=f"tools/{one.id}")


class CompareHandler(ToolPages):
    """GET /hub/compare: two to four tools side by side."""

    rights = Rights(Action.COMPARE_TOOLS)

    def read(self, *args: str) -> Answer:
        """Show them; a sentence where there are fewer or more."""
        listings = self.asked()
        differing = "differing" in self.get_query_arguments("rows")
        query = "&".join([*(f"tool={one.id}" for one in listings), *(["rows=differing"] if differing else [])])
        frame = self.frame(f"compare?{query}" if query else "compare")
        if 2 <= len(listings) <= COMPARED:
            self.store.touch(self.me.member.code, Dealing.COMPARED, (one.id for one in listings))
        page = hub_compare.compare_page(frame, self.content, listings, self.states(), differing=differing)
        return Answer(page)

    def asked(self) -> list[Listing]:
        """The tools in the address, each once, in their order there; 404 for one that is not in the catalogue."""
        names = dict.fromkeys(self.get_query_arguments("tool")[: len(self.content.listings)])
        return [self.listing(name) for name in names]


class CompareFileHandler(CompareHandler):
    """GET /hub/compare.csv: the same as a file."""

    rights = Rights(Action.COMPARE_TOOLS)

    def read(self, *args: str) -> Answer:
        """Send it; 400 for fewer than two tools or more than four."""
        listings = self.asked()
        if not 2 <= len(listings) <= COMPARED:
            raise HTTPError(400)
        frame, code = self.frame("compare"), self.me.member.code
        self.store.touch(code, Dealing.COMPARED, (one.id for one in listings))
        made = hub_compare.comparison(frame, self.content, listings, self.states(), self.today)
        name = f'attachment; filename="tools-{self.today.isoformat()}.csv"'
        headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": name}
        return Answer(comparison_csv(made).decode("utf-8"), headers=headers)
