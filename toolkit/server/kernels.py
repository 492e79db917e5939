"""Visitors' kernels: what starts them, which environment they see, when they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_core.utils import ensure_async
from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Dict, Float, Unicode

KERNEL = "python3"
PASSED = frozenset(
    "HOME LANG LANGUAGE LOGNAME PATH SYSTEMROOT TEMP TMP TMPDIR TZ USER USERPROFILE VIRTUAL_ENV"
    " APPDATA LOCALAPPDATA JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR JUPYTER_PATH JUPYTER_PLATFORM_DIRS".split()
)
PASSED_PREFIXES = ("LC_", "PYTHON", "XDG_")
"""Names of variables a kernel may inherit. Everything else the server knows stays with the server."""


def kernel_environment(server: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a kernel: the allowed part of `server`, then `own` (the pages' settings)."""
    inherited = {name: value for name, value in server.items() if name in PASSED or name.startswith(PASSED_PREFIXES)}
    return inherited | dict(own)


class OneKernelSpec(KernelSpecManager):  # type: ignore[misc]  # jupyter_client's traits are untyped
    """Knows one kernel, ours, run by this very Python; what else is installed on the machine does not matter."""

    def find_kernel_specs(self) -> dict[str, str]:
        """The one kernel name, which has no folder of its own."""
        return {KERNEL: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Our kernel; raises NoSuchKernel for another name.

        `-P` keeps the notebooks' folder off the module path, so that no file there can pose as a package.
        """
        if kernel_name != KERNEL:
            raise NoSuchKernel(kernel_name)
        argv = [sys.executable, "-P", "-m", "toolkit.server.launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python", metadata={})


class VisitorKernels(AsyncMappingKernelManager):  # type: ignore[misc]  # jupyter_server's traits are untyped
    """One kernel a visitor: a filtered environment at the start, an early end once nobody is connected."""

    own_environment = Dict(Unicode(), help="variables for every kernel, besides the allowed ones").tag(config=True)
    unwatched_timeout = Float(120.0, help="seconds after which a kernel without a browser ends").tag(config=True)

    async def start_kernel(self, *, env: Mapping[str, str] | None = None, **kwargs: Any) -> str:
        """Start a kernel; only here is its environment made, whoever asks. `env` adds what the request says."""
        own = {**self.own_environment, **{k: v for k, v in (env or {}).items() if k in REQUEST_VARIABLES}}
        kernel_id: str = await super().start_kernel(env=kernel_environment(os.environ, own), **kwargs)
        return kernel_id

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End the kernel if it has been idle too long, sooner if no browser is connected to it."""
        kernel = self._kernels[kernel_id]
        idle = (utcnow() - kernel.last_activity).total_seconds()
        if not self._kernel_connections.get(kernel_id) and idle > self.unwatched_timeout:
            await ensure_async(self.shutdown_kernel(kernel_id))
        else:
            await super().cull_kernel_if_idle(kernel_id)


REQUEST_VARIABLES = frozenset({"QUERY_STRING", "SCRIPT_NAME", "TOOLKIT_LANG"})
"""What a kernel learns about the request that started it; client input, to be validated by the page."""
