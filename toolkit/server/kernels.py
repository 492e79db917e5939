"""Visitors' kernels: what starts them, which environment they see, when they end."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import zmq.asyncio
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import ApiPath
from traitlets import Dict, Float, Instance, Int, Set, Unicode, default

from toolkit.server.launcher import FILE, MEMORY, MODULE
from toolkit.server.places import Places
from toolkit.server.provisioner import NAME

KERNEL = "python3"
PASSED = frozenset(
    {"HOME", "LANG", "LANGUAGE", "LOGNAME", "PATH", "TEMP", "TMP", "TMPDIR", "TZ", "USER", "VIRTUAL_ENV"}
    | {"APPDATA", "LOCALAPPDATA", "SYSTEMROOT", "USERPROFILE"}  # Windows
    | {"JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_PATH", "JUPYTER_PLATFORM_DIRS"}
)
PASSED_PREFIXES = ("LC_", "PYTHON", "XDG_")
"""Names of variables a kernel may inherit. Everything else the server knows stays with the server."""


def kernel_environment(server: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a kernel: the allowed part of `server`, then `own` (the pages' settings)."""
    inherited = {name: value for name, value in server.items() if name in PASSED or name.startswith(PASSED_PREFIXES)}
    return inherited | dict(own)


class NoPlace(Exception):
    """There is no place for a visitor: `position` is theirs in the queue, or 0 where they have too many already."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class OneKernelSpec(KernelSpecManager):
    """Knows one kernel, ours, run by this very Python; what else is installed on the machine does not matter."""

    door = Unicode(help="path of the warm process's socket; empty: every kernel starts the ordinary way")
    memory = Int(0, help="what a kernel may write to, in mebibytes; 0: no limit").tag(config=True)

    def find_kernel_specs(self) -> dict[str, str]:
        """The one kernel name, which has no folder of its own."""
        return {KERNEL: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Our kernel; raises NoSuchKernel for another name.

        `-P` keeps the notebooks' folder off the module path, so that no file there can pose as a package.
        """
        if kernel_name != KERNEL:
            raise NoSuchKernel(kernel_name)
        argv = [sys.executable, "-P", "-m", MODULE, f"{MEMORY}{self.memory}", FILE + "{connection_file}"]
        metadata = (
            {"kernel_provisioner": {"provisioner_name": NAME, "config": {"door": self.door}}} if self.door else {}
        )
        return KernelSpec(argv=argv, display_name="Python 3", language="python", metadata=metadata)


LEFT_BEHIND = 10.0
"""A kernel without a browser for so many seconds ends as soon as somebody else needs its place."""

SOCKETS = 16
"""ZeroMQ sockets that the server has open for one kernel at most; libzmq alone would stop at 1,023 in all."""


class VisitorKernels(AsyncMappingKernelManager):
    """One kernel a visitor: a filtered environment at the start, an early end once nobody is connected."""

    own_environment = Dict(Unicode(), help="variables for every kernel, besides the allowed ones").tag(config=True)
    unwatched_timeout = Float(120.0, help="seconds after which a kernel without a browser ends").tag(config=True)

    max_kernels = Int(100, help="kernels at a time").tag(config=True)
    each = Int(20, help="kernels at a time for one browser").tag(config=True)
    places = Instance(Places)
    full = Dict(Unicode(), help="kernels behind full pages, each with the language of its page")
    _ending = Set()

    @default("places")
    def _default_places(self) -> Places:
        return Places(self.max_kernels, self.each)

    @default("context")
    def _roomy_context(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        context.set(zmq.MAX_SOCKETS, min(self.max_kernels * SOCKETS + 1024, context.get(zmq.SOCKET_LIMIT)))
        # A kernel opens its sockets a moment after the server looks for them; ZeroMQ alone looks again after 100 ms.
        context.setsockopt(zmq.RECONNECT_IVL, 5)
        context.setsockopt(zmq.RECONNECT_IVL_MAX, 200)
        return context

    def admit(self, browser: str) -> str:
        """Reserve a place and return the id of the kernel to be; raises NoPlace.

        Where there is none, a kernel ends that nobody has been connected to for a while: a reload left it behind.
        """
        if self.places.has_too_many(browser) and not self._make_room(self.places.of(browser)):
            raise NoPlace(0)
        if self.places.ask(browser, time.monotonic()):
            self._make_room(list(self.places.taken))
            if position := self.places.ask(browser, time.monotonic()):
                raise NoPlace(position)
        ticket = str(uuid4())
        self.places.take(ticket, browser)
        return ticket

    def owner(self, kernel_id: str) -> str | None:
        """The browser to which a kernel belongs, None where there is no such kernel."""
        return self.places.owner(kernel_id)

    def owners(self) -> frozenset[str]:
        """Everybody who has a kernel."""
        return frozenset(self.places.taken.values())

    def end_of(self, owner: str) -> None:
        """End every kernel of somebody, at once; what was acknowledged is in the database."""
        for ticket in self.places.of(owner):
            if ticket in self:
                task = asyncio.ensure_future(ensure_async(self.shutdown_kernel(ticket, now=True)))  # type: ignore[no-untyped-call]  # jupyter_client's
                self._ending.add(task)
                task.add_done_callback(self._ending.discard)

    async def start_for(self, kernel_id: str, owner: str, env: Mapping[str, str]) -> str:
        """Start the kernel of a reserved place; only here is its environment made.

        `owner` is whom the page's assessments belong to; `env` is what the request says, of which little is passed on.
        """
        asked = {name: value for name, value in env.items() if name in REQUEST_VARIABLES}
        own = {**self.own_environment, **asked, "TOOLKIT_VISITOR": owner}
        try:
            await self.start_kernel(
                kernel_id=kernel_id, kernel_name=KERNEL, path=ApiPath(""), env=kernel_environment(os.environ, own)
            )
        except BaseException:
            self.places.leave(kernel_id)
            raise
        return kernel_id

    async def give_up(self, kernel_id: str) -> None:
        """End a kernel that hangs; its place stays with whom it belongs to."""
        owner = self.places.owner(kernel_id)
        await ensure_async(self.shutdown_kernel(kernel_id, now=True))  # type: ignore[no-untyped-call]  # jupyter_client's
        if owner:
            self.places.take(kernel_id, owner)

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended; its place is free."""
        self.places.leave(kernel_id)
        self.full.pop(kernel_id, None)
        return super().remove_kernel(kernel_id)

    def _make_room(self, tickets: Iterable[str]) -> bool:
        """End the first of these kernels that nobody watches; whether there was one. Its place is free at once."""
        for ticket in tickets:
            if ticket in self and not self._kernel_connections.get(ticket) and self._idle(ticket) > LEFT_BEHIND:
                self.places.leave(ticket)
                task = asyncio.ensure_future(ensure_async(self.shutdown_kernel(ticket)))  # type: ignore[no-untyped-call]  # jupyter_client's
                self._ending.add(task)
                task.add_done_callback(self._ending.discard)
                return True
        return False

    def _idle(self, kernel_id: str) -> float:
        """Seconds since anything happened in the kernel."""
        last: datetime = self._kernels[kernel_id].last_activity
        return (datetime.now(UTC) - last).total_seconds()

    def cwd_for_path(self, path: str, **_: Any) -> str:
        """Where the server was started, so that a relative database address means the same file to both."""
        return str(Path.cwd())

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End the kernel if it has been idle too long, sooner if no browser is connected to it."""
        if not self._kernel_connections.get(kernel_id) and self._idle(kernel_id) > self.unwatched_timeout:
            await ensure_async(self.shutdown_kernel(kernel_id))  # type: ignore[no-untyped-call]  # jupyter_client's
        else:
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]  # jupyter_server's


REQUEST_VARIABLES = frozenset({"QUERY_STRING", "SCRIPT_NAME", "TOOLKIT_ADDRESS", "TOOLKIT_LANG"})
"""What a kernel learns about the request that started it; client input, to be validated by the page."""
