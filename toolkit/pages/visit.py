"""One visitor's page: its state, what its commands do to the store, and what becomes of errors. No widget in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from toolkit.content import Library
from toolkit.content.interface import Interface
from toolkit.core.model import ToolkitError
from toolkit.pages.desk import Context, Desk, RecordState
from toolkit.pages.linked import discard, follow_links, gathered, listed, made, member, opened, shared, shares_of
from toolkit.pages.screen import (
    Command,
    Create,
    Download,
    Event,
    Gather,
    History,
    Invite,
    Manage,
    Open,
    Save,
    Screen,
    Withdraw,
)
from toolkit.pages.share import needed_for, refusal
from toolkit.render.html import stylesheet
from toolkit.store import Access, Conflict, NotShared, Role, Store, StoreError, UnknownAssessment, Write

PHONE = 600
"""Below this width in CSS pixels, one question at a time is shown first; the reader can change it."""

SHARING = ("share", "people")
"""Screens on which an owner sees with whom the record, and those linked to it, are shared."""

MAKES = ("copy", "version")
"""What makes a new assessment, and must not be done twice when a browser sends it again to a new kernel."""


@dataclass
class Visit:
    """One visitor's page: its state, the store, and who is there. Knows nothing about how it is shown."""

    library: Library
    interface: Interface
    store: Store
    who: str
    desk: Desk
    clock: Callable[[], datetime]
    address: str = ""
    identity: str = "none"
    access: Access | None = None
    client: str = ""
    seq: int = 0
    file: Download | None = None
    done: dict[str, int] = field(default_factory=dict)
    saves: bool = True
    state: RecordState = field(init=False)

    def __post_init__(self) -> None:
        self.state = self.desk.start

    def context(self) -> Context:
        """What the page is given at this moment."""
        return Context(self.library, self.interface, self.who, self.clock(), self.address, self.identity)

    @property
    def translated(self) -> frozenset[str]:
        """Every content text that is translated."""
        return self.desk.translated(self.context())

    @property
    def style(self) -> str:
        """The style sheet, for hosts without one."""
        return stylesheet()

    @property
    def unsaved(self) -> bool:
        """Whether something could not be stored yet."""
        return bool(self.state.pending or self.state.conflicts)

    def fit(self, width: int) -> None:
        """Show one question at a time first where the page is narrow, in CSS pixels; the reader can change it."""
        self.state = replace(self.state, single=width < PHONE)

    def screen(self) -> Screen:
        """The screen as it is now."""
        return self.desk.view(self.state, self.context())

    def start(self, assessment: str = "", screen: str = "tasks") -> None:
        """Show an assessment, or without one the list or the home screen."""
        self.perform(Open(assessment, screen))

    def handle(self, event: Event, client: str, seq: int) -> None:
        """Apply one event: refresh what others changed, update, do the commands. Errors become a sentence.

        An event that comes again, because its answer was lost, counts once; only a file is handed out again.
        """
        if self.file is not None and 0 < seq == self.seq and client == self.client:
            return  # the same file again, not made anew: its browser gave up waiting for it
        self.client, self.seq, self.file = client, seq, None
        if 0 < seq <= self.done.get(client, 0) and event.name != "export":
            return
        try:
            self._refresh()
            self.state, commands = self.desk.update(self.state, event, self.context())
            if self._made_before(commands):
                self._open(Open(""))
                return
            for command in commands:
                self.perform(command)
            self._remember_making(commands)
        except NotShared as error:
            self.state = replace(self.state, message=refusal(error.role, self.interface), pending={}, conflicts=())
        except ToolkitError as error:
            self.state = replace(self.state, message=str(error))
        self.done[client] = max(seq, self.done.get(client, 0))

    def _made_before(self, commands: Sequence[Command]) -> bool:
        """Whether these were done for this very event before the kernel went away. Answers need no such check."""
        last = self.store.setting(f"made/{self.client}") if self._makes(commands) else None
        return isinstance(last, int) and self.seq <= last

    def _remember_making(self, commands: Sequence[Command]) -> None:
        if self._makes(commands):
            self.store.set_setting(f"made/{self.client}", self.seq)

    def _makes(self, commands: Sequence[Command]) -> bool:
        made = (isinstance(c, Create) or (isinstance(c, Manage) and c.action in MAKES) for c in commands)
        return bool(self.client) and self.seq > 0 and any(made)

    def _refresh(self) -> None:
        """Read the record again if somebody else changed it; without it or the right to it, only the list is left."""
        record = self.state.record
        try:
            if record is not None:
                self._look(record.id)
            if record is not None and self.store.revision(record.id) != record.revision:
                self.state = replace(self.state, record=self.store.follow(record))
            if self.state.record is not None:
                self.state = follow_links(self.state, self.desk, self.store, self.who)
        except StoreError:
            return  # what is on the screen still holds; a write will say that the store is away
        except (UnknownAssessment, NotShared):
            self._leave()
            raise

    def _look(self, identity: str) -> None:
        """Ask anew what the visitor may do, because a share may have ended; raises NotShared for nothing at all."""
        self.access = self.store.access(identity, self.who)
        if self.access is None:
            raise NotShared(None)
        if self.state.record is not None and self.state.record.id == identity:
            self.state = replace(self.state, role=self.access.role)

    def _leave(self) -> None:
        """Show nothing more of a record that is gone."""
        self.state = replace(self.state.fresh(), record=None, screen="list", arg="")
        self._open(Open(""))

    def perform(self, command: Command) -> None:
        """Do one command against the store and take its effect into the state; raises ToolkitError."""
        if self.access is not None and not self.access.role.covers(needed_for(command)):
            raise NotShared(self.access.role)
        match command:
            case Save():
                self._save(command)
            case Create():
                self._create(command)
            case Open():
                self._open(command)
            case Manage():
                self._manage(command)
            case History():
                self._history(command)
            case Download():
                self.file = command
            case Gather():
                self.state = gathered(self.state, command, self.store, self.who)
            case Invite() | Withdraw():
                self.state = shared(self.state, command, self.store, self.context())

    def _record_id(self) -> str:
        if self.state.record is None:
            raise ToolkitError(self.interface.gettext("Open an assessment first."))
        return self.state.record.id

    def _save(self, command: Save) -> None:
        identity = self._record_id()
        if command.record:  # as far as nobody else did; the store asks whether the visitor may
            self._written(member(self.state, command.record, self.context()), [Write(*one) for one in command.writes])
            self.state = follow_links(self.state, self.desk, self.store, self.who)
            return
        conflicts = self._written(identity, [Write(*one) for one in command.writes])
        keys = {key for key, *_ in command.writes}
        waiting = {key: given for key, given in self.state.pending.items() if key not in keys}
        earlier = tuple(one for one in self.state.conflicts if one.key not in keys)
        record = self.store.follow(self.state.record) if self.state.record else None
        self.state = replace(self.state, record=record, pending=waiting, conflicts=(*earlier, *conflicts))
        if self.state.history_of:
            self._history(History(self.state.history_prefix))

    def _written(self, identity: str, writes: list[Write]) -> tuple[Conflict, ...]:
        """Write what nobody else has changed; returns the rest. One's own earlier write in this tab is no conflict."""
        real: list[Conflict] = []
        while writes:
            outcome = self.store.write(
                identity, writes, who=self._name(), client=self.client, seq=self.seq, visitor=self.who
            )
            if not outcome.conflicts:
                break
            seen = {one.key: one.revision for one in outcome.conflicts if self._mine(identity, one)}
            real += [one for one in outcome.conflicts if one.key not in seen]
            lost = {one.key for one in real}
            writes = [replace(one, base=seen.get(one.key, one.base)) for one in writes if one.key not in lost]
        return tuple(real)

    def _name(self) -> str:
        """The name under which changes are recorded: a guest's says by which link they came."""
        return self.access.name if self.access else self.who

    def _mine(self, identity: str, conflict: Conflict) -> bool:
        """Whether the stored value came from this tab: its browser had not yet heard of it."""
        events = (one for one in self.store.history(identity, conflict.key, 50) if one.key == conflict.key)
        return bool(self.client) and next((one.client == self.client for one in events), False)

    def _create(self, command: Create) -> None:
        record = made(self.state, command, self.desk, self.store, self.context(), self._name())
        if command.stay:
            self._open(Open(self._record_id(), self.state.screen, self.state.arg))
        else:
            self._open(Open(record.id, *command.screen.partition("/")[::2]) if command.screen else Open(""))

    def _open(self, command: Open) -> None:
        if not command.id:
            self.access = None
            self.state = listed(
                self.state, self.desk, self.store, self.who, "home" if command.screen == "home" else "list"
            )
            return
        self.state, self.access = opened(self.state, self.desk, self.store, self.who, command.id)
        screen = "tasks" if command.screen == "share" and self.state.role is not Role.OWNER else command.screen
        self.state = replace(self.state, screen=screen, arg=command.arg, shares=(), linked_shares={})
        if screen in SHARING:
            self.state = shares_of(self.state, self.store, self.who)

    def _manage(self, command: Manage) -> None:
        identity = self._record_id()
        match command.action:
            case "rename":
                self.store.rename(identity, command.text, self.who)
                self._reload(identity)
            case "copy":
                self._open(Open(self.store.copy(identity, command.text, self.who).id, "tasks"))
            case "version":
                self._open(Open(self.store.new_version(identity, self.who).id, "tasks"))
            case "delete" if command.record:
                discard(self.state, command.record, self.store, self.context())
            case "delete":
                self.store.delete(identity, self.who)
                self._open(Open(""))
            case "submit":
                self.store.submit(
                    identity, command.result, self.who, base=self.state.record.revision if self.state.record else None
                )
                self._reload(identity)
            case "undo":
                self._undo(identity)

    def _undo(self, identity: str) -> None:
        outcome = self.store.undo(identity, self._name(), self.client or "host", self.seq or None, visitor=self.who)
        self._reload(identity)
        _ = self.interface.gettext
        if outcome is None:
            self.state = replace(self.state, message=_("There is nothing left to undo."))
        elif outcome.conflicts:
            self.state = replace(self.state, message=_("This was changed by somebody else since. It was not undone."))

    def _reload(self, identity: str) -> None:
        self.state = replace(self.state, record=self.store.load(identity))

    def _history(self, command: History) -> None:
        self.state = replace(self.state, history=self.store.history(self._record_id(), command.prefix, 50))


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)
