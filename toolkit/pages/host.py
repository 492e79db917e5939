"""The widget host: shows a page in JupyterLab and Voila, and answers the browser."""

from __future__ import annotations

import base64
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from toolkit.pages.first import Shown, attach, digest, speak, state_of, whole
from toolkit.pages.screen import Download, Event, Screen
from toolkit.render.html import render

LOG = logging.getLogger("toolkit.pages")
STATIC = Path(__file__).parent / "static"


class Page(anywidget.AnyWidget):
    """The page as a widget. What it shows comes from `visit`; synced traits are never read back as truth."""

    _esm = STATIC / "form.js"
    html = traitlets.Unicode("").tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)
    dir = traitlets.Unicode("ltr").tag(sync=True)
    title = traitlets.Unicode("").tag(sync=True)
    route = traitlets.Unicode("").tag(sync=True)
    texts = traitlets.Dict().tag(sync=True)

    def __init__(self, visit: Shown, *, style: bool = True) -> None:
        self._visit = visit
        speak(visit)
        self._sent: Screen | None = None
        self._measured = False
        screen = visit.screen()
        super().__init__(html=whole(visit, screen, style=style), **state_of(visit, screen))
        self._sent = screen
        self.on_msg(self._receive)

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Answer one message of the browser. Whatever goes wrong, the browser gets a sentence, never a traceback."""
        if not isinstance(content, Mapping) or content.get("type") != "event":
            return
        seq = content.get("seq") if isinstance(content.get("seq"), int) else 0
        before = self._visit.state
        try:
            self._answer(content, seq or 0)
        except Exception:
            LOG.exception("event failed")
            self._visit.state = before
            self._apologize(seq or 0)

    def _apologize(self, seq: int) -> None:
        """Say that something went wrong, whatever the screen is; the browser need not send the event again."""
        sorry = self._visit.interface.gettext("That did not work. Load the page again; what was saved is still there.")
        html = str(render(self._visit.interface.lang, "message.j2", text=sorry, guest=""))
        parts = [{"id": "message", "html": html}]
        self.send({"type": "patch", "ack": seq, "full": False, "parts": parts, "announce": sorry, "unsaved": True})
        self._sent = None

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
        """A browser has (re)connected: show the address it was at, in full unless it has just that already."""
        value = event.value if isinstance(event.value, Mapping) else {}
        width = value.get("width")
        known = width if isinstance(width, int) and not self._measured else None
        self._measured = self._measured or known is not None
        attach(self._visit, str(value.get("route") or ""), known)
        screen = self._visit.screen()
        seen = value.get("seen") == digest(whole(self._visit, screen))
        self._sent = screen if seen else None
        self._send_patch(seq)

    def _send_file(self, file: Download, seq: int) -> None:
        encoded = base64.b64encode(file.content).decode()
        self.send({"type": "download", "ack": seq, "filename": file.filename, "mime": file.mime, "base64": encoded})

    def _send_patch(self, seq: int) -> None:
        screen, before = self._visit.screen(), self._sent
        same = before is not None and _frame(before) == _frame(screen)
        parts = [{"id": "tk", "html": whole(self._visit, screen)}] if not same else _changed(before, screen)
        now = self._visit.interface.time(self._visit.clock().astimezone())
        self._sent = screen
        moved = before is not None and before.route != screen.route
        focus = screen.focus if moved or screen.focus == "errors" else None
        unsaved = self._visit.unsaved
        message = {"type": "patch", "ack": seq, "full": not same, "parts": parts, "focus": focus, "title": screen.title}
        message |= {"route": screen.route, "lang": self.lang, "dir": self.dir, "announce": None}
        self.send(message | {"saved": None if unsaved or not self._visit.saves else now, "unsaved": unsaved})


def _frame(screen: Screen) -> tuple[object, ...]:
    """What must stay the same for parts to be replaced one by one."""
    return screen.route, screen.keys, screen.frozen, tuple(part.id for part in screen.parts)


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
