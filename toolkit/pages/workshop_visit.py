"""One trainer's page: its state, and what its commands do to the store. No widget in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from toolkit.content import Library
from toolkit.content.interface import Interface
from toolkit.core.model import ToolkitError
from toolkit.pages.desk import Context
from toolkit.pages.screen import Download, Event, Screen
from toolkit.pages.workshop import fresh_draft, update
from toolkit.pages.workshop_draft import draft_of, draft_values
from toolkit.pages.workshop_questions import translated
from toolkit.pages.workshop_state import Command, Delete, HandOver, Keep, Make, Show, WorkshopState
from toolkit.pages.workshop_view import view
from toolkit.render.html import stylesheet
from toolkit.store import Store, StoreError
from toolkit.store.workshop_records import NoWorkshop, Part
from toolkit.store.workshops import Workshops


@dataclass
class WorkshopVisit:
    """One trainer's page: the same for its hosts as a visit to a page about records.

    What is set up is kept as a setting of its owner after each click, so that nothing is lost whoever is killed.
    """

    library: Library
    interface: Interface
    store: Store
    workshops: Workshops
    who: str
    clock: Callable[[], datetime]
    address: str = ""
    identity: str = "none"
    file: Download | None = None
    saves: bool = True
    unsaved: bool = False
    done: dict[str, int] = field(default_factory=dict)
    state: WorkshopState = field(default_factory=WorkshopState)

    def context(self) -> Context:
        """What the page is given at this moment."""
        return Context(self.library, self.interface, self.who, self.clock(), self.address, self.identity)

    @property
    def translated(self) -> frozenset[str]:
        """Every content text that is translated."""
        return translated(self.interface.lang)

    @property
    def style(self) -> str:
        """The style sheet, for hosts without one."""
        return stylesheet()

    def screen(self) -> Screen:
        """The screen as it is now."""
        return view(self.state, self.context())

    def fit(self, width: int) -> None:
        """The width of the browser changes nothing here."""

    def start(self, assessment: str = "", screen: str = "list") -> None:
        """Show the list, whatever else was asked for."""
        del assessment, screen
        self.perform(Show("list"))

    def handle(self, event: Event, client: str, seq: int) -> None:
        """Apply one event: read what is stored, update, do the commands. Errors become a sentence.

        An event that comes again, because its answer was lost, counts once.
        """
        if 0 < seq <= self.done.get(client, 0):
            return
        try:
            self._refresh()
            self.state, commands = update(self.state, event, self.context())
            if self._made_before(commands, client, seq):
                self.perform(Show("list"))
            else:
                for command in commands:
                    self.perform(command)
                if client and _makes(commands):
                    self.store.set_setting(f"made/{client}", seq)
        except NoWorkshop:
            self._leave()
        except ToolkitError as error:
            self.state = replace(self.state, message=str(error))
        self.done[client] = max(seq, self.done.get(client, 0))

    def _made_before(self, commands: Sequence[Command], client: str, seq: int) -> bool:
        """Whether these were done for this very event before the kernel went away."""
        last = self.store.setting(f"made/{client}") if client and seq > 0 and _makes(commands) else None
        return isinstance(last, int) and seq <= last

    def _leave(self) -> None:
        """Show nothing more of a workshop that is gone."""
        self.state = replace(self.state, looked=None, tokens={})
        self.perform(Show("list"))
        gone = self.interface.gettext("This workshop is not there any more, or was never yours.")
        self.state = replace(self.state, message=gone)

    def _refresh(self) -> None:
        """Read again what another window may have changed; what could not be kept yet stays on the screen."""
        if not self.unsaved:
            self.state = replace(self.state, draft=draft_of(self.store.setting(self._key)))
        if self.state.screen == "list":
            self._list()
        elif self.state.looked is not None:
            looked = self.workshops.look(self.state.looked.workshop.id, self.who)
            self.state = replace(self.state, looked=looked)

    def _list(self) -> None:
        workshops, minutes = self.workshops.overview(self.who), self.workshops.kept_minutes(self.who)
        self.state = replace(self.state, workshops=workshops, minutes=minutes)

    @property
    def _key(self) -> str:
        return f"workshop/{self.who}"

    def perform(self, command: Command) -> None:
        """Do one command against the store and take its effect into the state; raises ToolkitError."""
        match command:
            case Keep():
                self._keep(command)
            case Make():
                made, links = self.workshops.create(self.who, command.setup, days=command.days)
                if command.done:
                    self._keep(Keep(None))
                self.perform(Show("workshop", made.id))
                tokens = {Part.TRAINER: links.trainer, Part.SCREEN: links.screen}
                self.state = replace(self.state, fresh=True, tokens=tokens)
            case Show():
                self._show(command)
            case HandOver():
                self._hand_over(command)
            case Delete(name, True):
                self.workshops.delete_minutes(name, self.who)
            case Delete():
                self.workshops.delete(command.id, self.who)

    def _keep(self, command: Keep) -> None:
        self.state = replace(self.state, draft=command.draft)
        try:
            self.store.set_setting(self._key, draft_values(command.draft) if command.draft else None)
        except StoreError:
            self.unsaved = True
            raise
        self.unsaved = False

    def _show(self, command: Show) -> None:
        if command.screen in ("workshop", "notes"):
            looked = self.workshops.look(command.arg, self.who)
            self.state = replace(self.state, screen=command.screen, arg="", looked=looked)
            return
        if not self.unsaved:
            self.state = replace(self.state, draft=draft_of(self.store.setting(self._key)))
        if command.screen == "new" and self.state.draft is None:
            self._keep(Keep(fresh_draft(self.context())))
        self.state = replace(self.state, screen=command.screen, arg=command.arg, looked=None, tokens={})
        if command.screen == "list":
            self._list()

    def _hand_over(self, command: HandOver) -> None:
        if self.state.looked is None:
            raise NoWorkshop()
        name = self.state.looked.workshop.id
        if command.anew:
            links = self.workshops.new_links(name, self.who)
            tokens = {Part.TRAINER: links.trainer, Part.SCREEN: links.screen}
        else:
            tokens = {**self.state.tokens, command.part: self.workshops.link(name, self.who, command.part)}
        self.state = replace(self.state, tokens=tokens)


def _makes(commands: Sequence[Command]) -> bool:
    return any(isinstance(one, Make) for one in commands)
