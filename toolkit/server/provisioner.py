"""Gets kernels from the warm process; where that is not possible, starts them as Jupyter does."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Unicode

from toolkit.server.launcher import MODULE
from toolkit.server.zygote import Order

NAME = "toolkit-forked"
"""The entry point under which jupyter_client finds the provisioner."""

PATIENCE = 20.0
"""How long an order may wait, in seconds, for a warm process that is starting or busy."""

TRIES = 3
"""An order that was with a warm process when it died is given to its successor."""


class Forked:
    """A forked kernel, with those manners of subprocess.Popen that LocalProvisioner relies on.

    It is no child of this process, so it is watched through a descriptor that becomes readable when it ends; and with
    poll(), because select() takes no descriptor above 1023. Its exit code stays unknown: 0 stands for “ended”.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, descriptor: int) -> None:
        self.pid = pid
        self._descriptor = descriptor

    def poll(self) -> int | None:
        """None while it runs, then 0; what it has forked ends with it."""
        if self._descriptor < 0:
            return 0
        poller = select.poll()
        poller.register(self._descriptor, select.POLLIN)
        if not poller.poll(0):
            return None
        self.close()
        with suppress(OSError):  # mostly it has left nothing behind
            os.killpg(
                self.pid, signal.SIGKILL
            )  # a kernel leads a group of its own; while one of it lives, none has its number
        return 0

    def wait(self) -> int:
        """What `poll` says of a kernel that has ended; jupyter_client asks only then."""
        return self.poll() or 0

    def send_signal(self, number: int) -> None:
        """Signal this very process, never another that has got its number since."""
        if self._descriptor >= 0:
            signal.pidfd_send_signal(self._descriptor, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """Let go of the descriptor."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self.close()


class ForkedProvisioner(LocalProvisioner):
    """A provisioner that asks the warm process behind `door`, and does without it where it does not answer."""

    door = Unicode(help="path of the warm process's socket")

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, or start it the ordinary way."""
        order = Order(options(cmd), kwargs["env"], str(kwargs["cwd"]))
        try:
            forked = await ask(self.door, order)
        except (OSError, TimeoutError) as error:
            self.log.warning("A kernel starts without the warm process (%s).", error or type(error).__name__)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = forked  # type: ignore[assignment]  # it has the manners of a Popen, not the type
        self.pid, self.pgid, self.cwd = forked.pid, None, kwargs["cwd"]
        return self.connection_info


def options(command: Sequence[str]) -> Sequence[str]:
    """What the launcher is told, without the interpreter's part of the command."""
    return command[command.index(MODULE) + 1 :]


async def ask(door: str, order: Order) -> Forked:
    """Order a kernel; raises OSError where nobody answers, TimeoutError where the answer takes too long."""
    async with asyncio.timeout(PATIENCE):
        for _ in range(TRIES):
            try:
                return await _ask(door, order)
            except EOFError:
                continue
    raise ConnectionError("the warm process died over the order")


async def _ask(door: str, order: Order) -> Forked:
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_UNIX) as line:
        line.setblocking(False)
        await loop.sock_connect(line, door)
        try:
            await loop.sock_sendall(line, order.encoded())
            await readable(line)
            answer, descriptors, _, _ = socket.recv_fds(line, 64, 1)
        except (ConnectionResetError, BrokenPipeError) as error:
            raise EOFError from error
    if not descriptors:
        raise EOFError
    return Forked(int(answer), descriptors[0])


async def readable(line: socket.socket) -> None:
    """Wait until something can be read."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(line, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(line)
