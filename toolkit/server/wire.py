"""The line between a page and its kernel: which messages pass, and the end that a page may ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import tornado.web
from jupyter_server.auth.decorator import authorized
from jupyter_server.services.kernels.connection.base import (
    deserialize_binary_message,
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.iostream import StreamBufferFullError
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from toolkit.server import shell
from toolkit.server.vouched import Vouched

if TYPE_CHECKING:
    from toolkit.server.kernels import VisitorKernels

TO_LIGHT = frozenset({"comm_msg", "comm_close", "comm_info_reply", "kernel_info_reply"})
"""Kernel messages a page of ours needs. Prints, tracebacks and sources stay on the server."""

TO_FULL = TO_LIGHT | {
    "clear_output", "comm_open", "display_data", "error", "execute_result", "status", "stream", "update_display_data",
}  # fmt: skip
"""What other widgets need besides: widgets made later, whatever an Output shows, and when the kernel is idle again."""

UNREAD_MOST = 32 * 1024 * 1024
"""Bytes that may wait for a browser that does not read; larger than any download."""

PROTOCOL = "v1.kernel.websocket.jupyter.org"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class ShutdownHandler(VoilaShutdownKernelHandler):  # type: ignore[misc]  # voila's handlers are untyped
    """POST /voila/api/shutdown/<kernel>: a page that is left ends its kernel, but no other browser's."""

    auth_resource = "kernels"

    @tornado.web.authenticated
    @authorized
    async def post(self, kernel_id: str) -> None:
        """End the kernel; 403 for another browser's."""
        await super().post(kernel_id)


class KernelSocket(VoilaKernelWebsocketHandler):  # type: ignore[misc]  # voila's handlers are untyped
    """The websocket between a page and its kernel: no delay for small messages, and only what a page needs."""

    async def open(self, kernel_id: str) -> None:
        """Start without Nagle's delay, which with delayed acknowledgement costs 40 ms a click."""
        self.set_nodelay(True)
        self.ws_connection.stream.max_write_buffer_size = UNREAD_MOST
        if isinstance(self.identity_provider, Vouched):
            self.identity_provider.watch(self)
        await super().open(kernel_id)

    def on_message(self, ws_message: str | bytes) -> None:
        """Pass on what is a message to the kernel; whoever sends anything else is hung up on."""
        try:
            understood = bool(self.selected_subprotocol) or can_be_message(ws_message)
            if understood:
                super().on_message(ws_message)
        except Exception:  # of many kinds: it was written for clients that mean well
            understood = False
        if not understood:
            self.log.warning("What a page sent to kernel %s was no message; its connection ends.", self.kernel_id)
            self.close(1003)

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """The newer protocol for the stock client behind a full page; our own page speaks the older one only."""
        full = self.kernel_id in cast("VisitorKernels", self.kernel_manager).full
        return PROTOCOL if full and PROTOCOL in subprotocols else None

    def write_message(self, message: Any, binary: bool = False) -> Any:
        """Pass on what the page needs, and a kernel's death; log errors; drop the rest."""
        parts = _parts(message) if self.selected_subprotocol else None
        kind, content = _read(message if parts is None else parts[1])
        lang = cast("VisitorKernels", self.kernel_manager).full.get(self.kernel_id)
        if kind == "error":
            lines = ANSI.sub("", "\n".join(content.get("traceback", ())))
            self.log.error("A page failed in kernel %s:\n%s", self.kernel_id, lines)
            if parts and lang:
                message = _without_cause(*parts, lang)
        if kind == "stream" and content.get("name") == "stderr":  # where faults that a page apologised for are told
            self.log.warning("A page reports in kernel %s:\n%s", self.kernel_id, content.get("text"))
        needed = kind in (TO_FULL if lang and parts else TO_LIGHT) and content.get("name") != "stderr"
        dead = kind == "status" and content.get("execution_state") == "dead"
        return self._passed_on(message, binary) if needed or dead else None

    def _passed_on(self, message: Any, binary: bool) -> Any:
        try:
            return super().write_message(message, binary)
        except StreamBufferFullError:
            self.log.warning("A page did not read what kernel %s sent; its connection ends.", self.kernel_id)
            self.ws_connection.abort()
            return None


def can_be_message(message: str | bytes) -> bool:
    """Whether a binary message is as long as its first number says; taking it apart would cost gigabytes otherwise."""
    return isinstance(message, str) or len(message) >= 4 * (1 + int.from_bytes(message[:4], "big"))


HEADER, CONTENT = 0, 3
"""Places in a message of the newer protocol, which stock clients ask for; `light.js` speaks the older, plain JSON."""


def _read(message: Any) -> tuple[str, Mapping[str, Any]]:
    """The kind and the content of a kernel's message, in pieces, with binary parts, as text, or decoded already."""
    if isinstance(message, list):
        return json.loads(message[HEADER])["msg_type"], json.loads(message[CONTENT])
    if isinstance(message, bytes):
        message = deserialize_binary_message(message)  # type: ignore[no-untyped-call]  # jupyter_server's
    decoded = json.loads(message) if isinstance(message, str) else message
    return decoded["header"]["msg_type"], decoded.get("content", {})


def _parts(message: bytes) -> tuple[str, list[bytes]]:
    """The channel and the pieces of a message of the newer protocol."""
    parts: tuple[str, list[bytes]] = deserialize_msg_from_ws_v1(message)  # type: ignore[no-untyped-call]  # jupyter_server's
    return parts


def _without_cause(channel: str, pieces: list[bytes], lang: str) -> bytes:
    """An error as a person may read it; the rest is in the log."""
    sentence = shell.words(lang)["part-broken"]
    pieces[CONTENT] = json.dumps({"ename": "", "evalue": sentence, "traceback": [sentence]}).encode()
    told: bytes = serialize_msg_to_ws_v1(pieces, channel)  # type: ignore[no-untyped-call]  # jupyter_server's
    return told
