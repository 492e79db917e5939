"""One officer's desk for the widget host: what the hub's store holds for them, kept fresh. No widget in sight."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from toolkit.content import load_library
from toolkit.content.hub import load_hub
from toolkit.content.interface import Interface, interface
from toolkit.core.hub_access import Action, has_access, may
from toolkit.core.hub_feedback import State as Feedback
from toolkit.core.hub_listing import Dealing, state_of
from toolkit.core.hub_terms import Duty, duty
from toolkit.core.model import ToolkitError
from toolkit.pages.desk import Context
from toolkit.pages.desks import page_of
from toolkit.pages.hub_desk import HubState, OnDesk, Why, saved, update, view
from toolkit.pages.hub_proposal import with_words
from toolkit.pages.screen import Download, Event, Screen
from toolkit.pages.visit import now
from toolkit.render.html import stylesheet
from toolkit.store.hub import HubStore
from toolkit.store.hub_records import Person

HUB = "TOOLKIT_HUB"
"""Set by our own server where the hub is on."""


@dataclass
class HubVisit:
    """The desk, like a visit to the portfolio page. Rights are asked of the core's table at each event."""

    lang: str
    store: HubStore | None
    who: str
    clock: Callable[[], datetime]
    address: str = ""
    identity: str = "none"
    file: Download | None = None
    unsaved: bool = False
    saves: bool = False
    state: HubState = field(default_factory=HubState)
    done: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refresh()

    @property
    def interface(self) -> Interface:
        """What the page says."""
        return interface(self.lang)

    @property
    def translated(self) -> frozenset[str]:
        """Every content text that is translated."""
        return self.state.desk.hub.translated if self.state.desk else frozenset()

    @property
    def style(self) -> str:
        """The style sheet, for hosts without one."""
        return stylesheet()

    def context(self) -> Context:
        """What the page is given at this moment."""
        library = load_library(self.lang)
        return Context(library, self.interface, self.who, self.clock(), self.address, self.identity)

    def screen(self) -> Screen:
        """The screen as it is now."""
        return view(self.state, self.context())

    def fit(self, width: int) -> None:
        """The width of the browser changes nothing here."""

    def handle(self, event: Event, client: str, seq: int) -> None:
        """Apply one event; one that comes again, because its answer was lost, counts once."""
        if 0 < seq <= self.done.get(client, 0):
            return
        try:
            person = self.refresh()
            self.state, reads = update(self.state, event, self.context())
            if self.store and person:
                for one in reads:
                    self.store.seen(person.member.code, one.notice)
                    self.refresh()
        except ToolkitError as error:
            self.state = replace(self.state, message=str(error))
        self.done[client] = max(seq, self.done.get(client, 0))

    # ------------------------------------------------------------ what is there

    def refresh(self) -> Person | None:
        """Read what is there for the visitor, if they may have it; returns who they are then."""
        person = self.store.by_account(self.who) if self.store else None
        if self.store is None or person is None or not self._may(self.store, person):
            why = Why.OFF if self.store is None else Why.STRANGER if person is None else Why.SHUT
            self.state = HubState(None, why)
            return None
        self.state = replace(self.state, desk=self._read(self.store, person))
        return person

    def _may(self, store: HubStore, person: Person) -> bool:
        """Whether somebody has a desk: police with access who accepted the terms that count."""
        member, today = person.member, self.clock().date()
        accepted = duty(load_hub().terms, store.accepted(member.code), today) is not Duty.MUST_ACCEPT
        return has_access(member, today) and may(member, Action.SAVE_TOOL, today, accepted=accepted)

    def _read(self, store: HubStore, person: Person) -> OnDesk:
        hub, code = with_words(load_hub(self.lang), store.proposals()), person.member.code
        states = {name: state_of(moves) for name, moves in store.histories().items()}
        begun = (
            (page_of(kind), name, hub.listing(listing))
            for listing in sorted(store.dealt(code, Dealing.ASSESSED))
            for name, kind in store.assessed(code, listing)
        )
        mine = [one.state for one in store.feedback_by(code)]
        return OnDesk(
            hub=hub,
            agency=person.member.agency,
            notices=tuple(one for one in store.notices(code) if one.seen_at is None),
            saved=saved(hub, store.dealt(code, Dealing.SAVED), states),
            begun=tuple(begun),
            learned=store.learned(code),
            waiting=mine.count(Feedback.WAITING),
            sent_back=mine.count(Feedback.SENT_BACK),
        )


def hub_visit(lang: str, who: str, address: str = "", identity: str = "none") -> HubVisit:
    """The desk of whoever our own server vouches for; without that server, or with the hub off, a sentence."""
    on = os.environ.get(HUB) == "1"
    return HubVisit(lang, HubStore(None, now) if on else None, who, now, address, identity)
