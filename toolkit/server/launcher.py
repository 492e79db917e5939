"""What a visitor's kernel runs: ipykernel without debugger, completion and history, which a page never uses."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipykernel.kernelapp import IPKernelApp

MODULE = "toolkit.server.launcher"
FILE, MEMORY = "--file=", "--memory="
"""The options: the connection file, and how much the kernel may write to, in mebibytes."""

LATE = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "pdb",
    "tornado.platform.asyncio",
)
"""What ipykernel imports only when it starts."""


def main(argv: Sequence[str], **traits: Any) -> None:
    """Run one kernel until its parent asks it to stop or goes away. `traits` are set on ipykernel's application."""
    given = {name: one.removeprefix(name) for name in (FILE, MEMORY) for one in argv if one.startswith(name)}
    limit_memory(int(given.get(MEMORY, 0)))
    kernel_class().launch_instance([], config=settings(), connection_file=given[FILE], **traits)


def settings() -> Any:
    """What differs from ipykernel's own settings, as a traitlets configuration."""
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.IPCompleter.use_jedi = False
    config.InteractiveShellApp.ignore_cwd = True
    # Python's own prints are still caught; catching those of C libraries would cost two threads a visitor.
    config.IPKernelApp.capture_fd_output = False
    return config


@cache
def kernel_class() -> type[IPKernelApp]:
    """Import ipykernel and return its application, fitted to our kernels."""
    # ipykernel takes the import error as “no debugger”, which spares about 8 MB and 75 ms a visitor.
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # None is how Python marks a module as not importable
    from ipykernel.kernelapp import IPKernelApp  # only after the line above

    for name in LATE:
        import_module(name)

    class VisitorKernelApp(IPKernelApp):
        """One visitor's kernel. It has no command line and no files of settings: both cost memory and 20 ms."""

        def parse_command_line(self, argv: Any = None) -> None:
            """Read nothing: the settings came with the call."""

        def load_config_file(self, *_: Any, **__: Any) -> None:
            """Read nothing: what somebody configured for IPython must not change a server."""

        def init_code(self) -> None:
            """Tell the kernel about widgets: ipywidgets does so at its import only if there is a kernel by then."""
            if widgets := sys.modules.get("ipywidgets"):
                widgets.register_comm_target()
            super().init_code()  # type: ignore[no-untyped-call]  # IPython's

    return VisitorKernelApp


def limit_memory(mebibytes: int) -> None:
    """Let this process write to so much memory at most, where the system can limit it; 0 is no limit.

    Past it Python raises MemoryError, which the page answers with a sentence. Stacks of threads count as well.
    """
    with suppress(ImportError, ValueError, OSError):  # Windows has no limits, and a lower one may be set already
        import resource

        if mebibytes:
            resource.setrlimit(resource.RLIMIT_DATA, (mebibytes << 20, mebibytes << 20))


if __name__ == "__main__":
    main(sys.argv[1:])
