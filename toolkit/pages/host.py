"""The widget host: shows a page in JupyterLab and Voila, writes what it asks for to the store, and answers the browser."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from toolkit.content import Library
from toolkit.content.interface import Interface
from toolkit.core.model import ToolkitError
from toolkit.pages.risk import update
from toolkit.pages.risk_state import Context, RiskState
from toolkit.pages.screen import Command, Create, Download, Event, History, Manage, Open, Save, Screen
from toolkit.pages.texts import browser_texts
from toolkit.pages.view import view
from toolkit.render.html import environment, render, stylesheet
from toolkit.store import NewAssessment, Store, Write

LOG = logging.getLogger("toolkit.pages")
PHONE = 600
"""Below this width in CSS pixels, one question at a time is shown first; the reader can change it."""

STATIC = Path(__file__).parent / "static"


@dataclass
class Visit:
    """One visitor's page: its state, the store, and who is there. Knows nothing about how it is shown."""

    library: Library
    interface: Interface
    store: Store
    who: str
    state: RiskState
    clock: Callable[[], datetime]
    client: str = ""
    seq: int = 0
    file: Download | None = None

    def context(self) -> Context:
        """What the page is given at this moment."""
        return Context(self.library, self.interface, self.who, self.clock())

    def screen(self) -> Screen:
        """The screen as it is now."""
        return view(self.state, self.context())

    def start(self, assessment: str = "", screen: str = "tasks") -> None:
        """Show an assessment, or without one the list or the home screen."""
        self.perform(Open(assessment, screen))

    def handle(self, event: Event, client: str, seq: int) -> None:
        """Apply one event: refresh what others changed, update, do the commands. Errors become a sentence."""
        self.client, self.seq, self.file = client, seq, None
        try:
            self._refresh()
            self.state, commands = update(self.state, event, self.context())
            for command in commands:
                self.perform(command)
        except ToolkitError as error:
            self.state = replace(self.state, message=str(error))

    def _refresh(self) -> None:
        """Read the record again if somebody else changed it."""
        record = self.state.record
        if record is not None and self.store.revision(record.id) != record.revision:
            self.state = replace(self.state, record=self.store.load(record.id))

    def perform(self, command: Command) -> None:
        """Do one command against the store and take its effect into the state; raises ToolkitError."""
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

    def _record_id(self) -> str:
        if self.state.record is None:
            raise ToolkitError("Open an assessment first.")
        return self.state.record.id

    def _save(self, command: Save) -> None:
        identity = self._record_id()
        writes = [Write(key, value, base) for key, value, base in command.writes]
        outcome = self.store.write(identity, writes, who=self.who, client=self.client, seq=self.seq)
        record = self.store.load(identity)
        self.state = replace(self.state, record=record, conflicts=outcome.conflicts)

    def _create(self, command: Create) -> None:
        library = self.library
        new = NewAssessment(
            owner=self.who,
            title=command.title,
            questionnaire_id=library.questionnaire,
            questionnaire_version=library.version,
            questionnaire_sha256=library.sha256,
            method=str(command.values.get("meta/method", library.default_method)),
            demo=command.demo,
        )
        record = self.store.create(new, values=command.values, who=self.who)
        self._open(Open(record.id, *command.screen.partition("/")[::2]) if command.screen else Open(""))

    def _open(self, command: Open) -> None:
        if not command.id:
            screen = "home" if command.screen == "home" else "list"
            listing = self.store.listing(self.who)
            self.state = replace(self.state, record=None, screen=screen, arg="", summaries=listing, conflicts=())
            return
        record = self.store.load(command.id)
        if record.owner != self.who:
            raise ToolkitError("This assessment belongs to somebody else. Ask its owner for a copy.")
        tried = self.state.tried if self.state.record and self.state.record.id == record.id else frozenset()
        self.state = replace(
            self.state, record=record, screen=command.screen, arg=command.arg, conflicts=(), tried=tried, errors=()
        )

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
            case "delete":
                self.store.delete(identity, self.who)
                self._open(Open(""))
            case "submit":
                self.store.submit(identity, command.result, self.who)
                self._reload(identity)
            case "undo":
                self._undo(identity)

    def _undo(self, identity: str) -> None:
        outcome = self.store.undo(identity, self.who, self.client or "host", self.seq or None)
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


class Page(anywidget.AnyWidget):
    """The page as a widget. What it shows comes from `visit`; synced traits are never read back as truth."""

    _esm = STATIC / "form.js"
    html = traitlets.Unicode("").tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)
    dir = traitlets.Unicode("ltr").tag(sync=True)
    title = traitlets.Unicode("").tag(sync=True)
    route = traitlets.Unicode("").tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(self, visit: Visit, *, style: bool = True) -> None:
        self._visit = visit
        environment(visit.interface.lang).globals["translated"] = visit.library.translated
        self._sent: Screen | None = None
        self._narrow: bool | None = None
        screen = visit.screen()
        super().__init__(
            html=self._whole(screen, style=style),
            lang=visit.interface.lang,
            dir=visit.interface.dir,
            title=screen.title,
            route=screen.route,
            texts=browser_texts(visit.interface),
        )
        self._sent = screen
        self.on_msg(self._receive)

    def _whole(self, screen: Screen, *, style: bool = False) -> str:
        """The complete page; outside our own template it brings its style along."""
        css = stylesheet() if style else ""
        return str(render(self._visit.interface.lang, "page.j2", screen=screen, css=css))

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Answer one message of the browser. Whatever goes wrong, the browser gets a sentence, never a traceback."""
        if not isinstance(content, Mapping) or content.get("type") != "event":
            return
        seq = content.get("seq") if isinstance(content.get("seq"), int) else 0
        try:
            self._answer(content, seq or 0)
        except Exception:
            LOG.exception("event failed")
            self.send({"type": "patch", "ack": seq, "full": False, "parts": [], "announce": self._sorry()})

    def _sorry(self) -> str:
        return self._visit.interface.gettext("That did not work. Load the page again; what was saved is still there.")

    def _answer(self, content: Mapping[str, Any], seq: int) -> None:
        event = event_of(content)
        if event.kind == "attach":
            self._attach(event, seq)
            return
        self._visit.handle(event, str(content.get("client") or ""), seq)
        if self._visit.file is not None:
            self._send_file(self._visit.file, seq)
        self._send_patch(seq)

    def _attach(self, event: Event, seq: int) -> None:
        """A browser has (re)connected: show the address it was at, in full."""
        value = event.value if isinstance(event.value, Mapping) else {}
        width = value.get("width")
        if self._narrow is None and isinstance(width, int):
            self._narrow = width < PHONE
            self._visit.state = replace(self._visit.state, single=self._narrow)
        route = str(value.get("route") or "").strip("#/")
        if route and route != self._visit.screen().route:
            self._visit.handle(Event("route", value=route), "", 0)
        self._sent = None
        self._send_patch(seq)

    def _send_file(self, file: Download, seq: int) -> None:
        encoded = base64.b64encode(file.content).decode()
        self.send({"type": "download", "ack": seq, "filename": file.filename, "mime": file.mime, "base64": encoded})

    def _send_patch(self, seq: int) -> None:
        screen, before = self._visit.screen(), self._sent
        same = before is not None and before.route == screen.route and _ids(before) == _ids(screen)
        parts = [{"id": "tk", "html": self._whole(screen)}] if not same else _changed(before, screen)
        now = self._visit.interface.time(self._visit.clock().astimezone())
        self._sent = screen
        moved = before is not None and before.route != screen.route
        focus = screen.focus if moved or screen.focus == "errors" else None
        message = {"type": "patch", "ack": seq, "full": not same, "parts": parts, "focus": focus, "title": screen.title}
        self.send(message | {"route": screen.route, "lang": self.lang, "dir": self.dir, "saved": now, "announce": None})


def _ids(screen: Screen) -> tuple[str, ...]:
    return tuple(part.id for part in screen.parts)


def _changed(before: Screen | None, now: Screen) -> list[dict[str, str]]:
    was = {part.id: part.html for part in before.parts} if before else {}
    return [{"id": part.id, "html": str(part.html)} for part in now.parts if was.get(part.id) != part.html]


def event_of(content: Mapping[str, Any]) -> Event:
    """A browser message as an event; anything of the wrong type becomes empty."""
    form, rev = content.get("form"), content.get("rev")
    return Event(
        kind=str(content.get("kind") or ""),
        name=str(content.get("name") or ""),
        value=content.get("value"),
        rev=rev if isinstance(rev, int) and not isinstance(rev, bool) else None,
        form=form if isinstance(form, Mapping) else {},
    )


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)

