"""The warm process: it imports once what every visitor's kernel needs, then forks a kernel for each who asks.

The server starts it (`warm.py`) and asks it over a listening Unix socket that both inherit the life of: `LISTENER` and
`LIFELINE` are descriptors. The other end of the lifeline is the server's alone, so that whoever reads its end learns
that the server is gone, however it went. No thread, connection or database is open here when it forks.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MODULE = "toolkit.server.zygote"
LONGEST = 1 << 20
"""No order is longer, in bytes."""


@dataclass(frozen=True, slots=True)
class Order:
    """A kernel to be: the options of its launcher, its whole environment, and its folder."""

    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: str

    def encoded(self) -> bytes:
        """As one line of JSON."""
        return json.dumps({"argv": list(self.argv), "env": dict(self.env), "cwd": self.cwd}).encode() + b"\n"

    @classmethod
    def decoded(cls, line: bytes) -> Order:
        """The order in a line; raises ValueError, KeyError or TypeError for anything else."""
        return cls(**json.loads(line))


def can_fork() -> bool:
    """Whether this system can do it: fork, and descriptors that stand for processes (Linux 5.3 or newer)."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return sys.platform == "linux"


def main() -> None:
    """Warm up, then serve until the lifeline breaks; in a fork, be a kernel instead."""
    listener, lifeline, *languages = sys.argv[1:]
    gc.disable()  # collecting would touch, and so copy, what forks could share
    warm_up(languages)
    gc.freeze()
    require_one_thread()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the kernels here, the server watches them
    with socket.socket(fileno=int(listener)) as door:
        order = serve(door, int(lifeline))
    if order:
        become(order, int(lifeline))


def warm_up(languages: Sequence[str]) -> None:
    """Import what kernels and pages import, and read the content of each language; open nothing."""
    from toolkit.pages.warm import warm
    from toolkit.server.launcher import kernel_class

    kernel_class()
    warm(languages)


def require_one_thread() -> None:
    """Refuse to go on with a second thread: a lock that it holds at a fork stays locked in the child for ever."""
    tasks = Path("/proc/self/task")
    count = len(list(tasks.iterdir())) if tasks.is_dir() else threading.active_count()
    if count > 1:
        raise SystemExit(f"The warm process has {count} threads and would not fork safely; kernels start without it.")


def serve(door: socket.socket, lifeline: int) -> Order | None:
    """Fork for each order until the lifeline breaks (None). In a fork: its order."""
    poller = select.poll()
    poller.register(door, select.POLLIN)
    poller.register(lifeline, select.POLLIN)
    while True:
        ready = {descriptor for descriptor, _ in poller.poll()}
        if lifeline in ready:
            return None
        with suppress(OSError), door.accept()[0] as visitor:  # whoever asked has gone away
            if order := answer(visitor):
                return order


def answer(visitor: socket.socket) -> Order | None:
    """Read an order, fork, and hand back the number and descriptor of the child; in the child: its order."""
    visitor.settimeout(5)
    try:
        order = Order.decoded(read_line(visitor))
    except (ValueError, KeyError, TypeError):
        return None
    child = os.fork()
    if not child:
        return order
    descriptor = os.pidfd_open(child)
    socket.send_fds(visitor, [b"%d\n" % child], [descriptor])
    os.close(descriptor)
    return None


def read_line(visitor: socket.socket) -> bytes:
    """One line, without its end; raises ValueError if it is too long or cut off."""
    line = bytearray()
    while not line.endswith(b"\n"):
        part = visitor.recv(1 << 16)
        line += part
        if not part or len(line) > LONGEST:
            raise ValueError("no whole order came")
    return bytes(line[:-1])


def become(order: Order, lifeline: int) -> None:
    """Turn this fork into the kernel that was ordered, and run it to its end."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # The server interrupts a kernel before it ends it; one that is still starting would print a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.chdir(order.cwd)
    os.environ.clear()
    os.environ.update(order.env)
    gc.enable()
    name_process(order.argv)
    threading.Thread(target=end_with, args=(lifeline,), daemon=True, name="lifeline").start()
    run_kernel(order.argv)


def run_kernel(argv: Sequence[str]) -> None:
    """Run the kernel; whatever goes wrong goes to the server's log."""
    from toolkit.server.launcher import main as launch

    try:
        launch(argv, parent_handle=1)  # “a parent that needs no watching”: the lifeline does that
    except Exception:
        traceback.print_exc()
        raise SystemExit(1) from None


def name_process(argv: Sequence[str]) -> None:
    """Show the beginning of the kernel's id in the list of processes, where all forks would look the same."""
    found = next((Path(word).stem.removeprefix("kernel-") for word in argv if word.endswith(".json")), "")
    with suppress(OSError):
        Path("/proc/self/comm").write_text(f"kernel {found[:8]}", encoding="ascii")


def end_with(lifeline: int) -> None:
    """End this process and all that it has forked as soon as the server has ended; it costs nothing until then."""
    poller = select.poll()
    poller.register(lifeline, select.POLLIN)
    poller.poll()
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
