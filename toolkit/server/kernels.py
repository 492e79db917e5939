"""Visitors' kernels: what starts them, which environment they see, when they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import zmq.asyncio
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Dict, Float, Int, Unicode, default

from toolkit.server.launcher import FILE, MEMORY, MODULE
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


SOCKETS = 16
"""ZeroMQ sockets that the server has open for one kernel at most; libzmq alone would stop at 1,023 in all."""


class VisitorKernels(AsyncMappingKernelManager):
    """One kernel a visitor: a filtered environment at the start, an early end once nobody is connected."""

    own_environment = Dict(Unicode(), help="variables for every kernel, besides the allowed ones").tag(config=True)
    unwatched_timeout = Float(120.0, help="seconds after which a kernel without a browser ends").tag(config=True)

    max_kernels = Int(100, help="kernels at a time").tag(config=True)

    @default("context")
    def _roomy_context(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        context.set(zmq.MAX_SOCKETS, min(self.max_kernels * SOCKETS + 1024, context.get(zmq.SOCKET_LIMIT)))
        # A kernel opens its sockets a moment after the server looks for them; ZeroMQ alone looks again after 100 ms.
        context.setsockopt(zmq.RECONNECT_IVL, 5)
        context.setsockopt(zmq.RECONNECT_IVL_MAX, 200)
        return context

    async def start_kernel(  # type: ignore[override]  # as in jupyter_server, which makes it a coroutine
        self, *, env: Mapping[str, str] | None = None, **kwargs: Any
    ) -> str:
        """Start a kernel; only here is its environment made, whoever asks. `env` adds what the request says."""
        own = {**self.own_environment, **{k: v for k, v in (env or {}).items() if k in REQUEST_VARIABLES}}
        kernel_id: str = await super().start_kernel(env=kernel_environment(os.environ, own), **kwargs)
        return kernel_id

    def cwd_for_path(self, path: str, **_: Any) -> str:
        """Where the server was started, so that a relative database address means the same file to both."""
        return str(Path.cwd())

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End the kernel if it has been idle too long, sooner if no browser is connected to it."""
        last: datetime = self._kernels[kernel_id].last_activity
        idle = (datetime.now(UTC) - last).total_seconds()
        if not self._kernel_connections.get(kernel_id) and idle > self.unwatched_timeout:
            await ensure_async(self.shutdown_kernel(kernel_id))  # type: ignore[no-untyped-call]  # jupyter_client's
        else:
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]  # jupyter_server's


REQUEST_VARIABLES = frozenset({"QUERY_STRING", "SCRIPT_NAME", "TOOLKIT_LANG"})
"""What a kernel learns about the request that started it; client input, to be validated by the page."""
