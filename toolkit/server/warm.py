"""Keeps the warm process going: starts it, starts it again when it dies or the code changes, and ends it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from logging import Logger
from pathlib import Path

from tornado.ioloop import IOLoop

from toolkit.server import zygote

QUEUE = 1024
"""So many visitors may wait for a kernel at the same instant; the system may hold it lower."""

QUICK = 10.0
"""A warm process that lives less long than this, in seconds, has failed to start."""

TRIES = 3
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Numerical libraries start threads at their import, and with threads a process cannot fork safely."""


@dataclass
class Warm:
    """The warm process as the server sees it.

    The server holds the listening socket, so orders wait while the process starts or starts again, and the writing end
    of the lifeline, so that the process and every kernel end with the server. Kernels outlive a warm process that dies.
    """

    path: Path
    languages: Sequence[str]
    environment: Mapping[str, str]
    log: Logger
    process: subprocess.Popen[bytes] | None = None
    _door: socket.socket | None = None
    _lifeline: tuple[int, int] = (-1, -1)
    _watched: int = -1
    _since: float = 0.0
    _failures: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Open the door for this account only and start the process; needs the event loop that will run."""
        self._door = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        try:
            self._door.bind(str(self.path))
        finally:
            os.umask(before)
        self._door.listen(QUEUE)
        self._lifeline = os.pipe()
        self._spawn()

    def restart(self) -> None:
        """Replace the process by one that imports the code as it is now; living kernels keep the code they have."""
        self._forget()
        self._spawn()

    def stop(self) -> None:
        """End the process, and whatever kernel is left."""
        self._shut()
        for end in self._lifeline:
            with suppress(OSError):
                os.close(end)
        self._lifeline = (-1, -1)
        self._forget()

    def _spawn(self) -> None:
        if self._door is None:
            return
        ends = (self._door.fileno(), self._lifeline[0])
        # -P as for kernels: no file in the present folder can pose as a package.
        command = [sys.executable, "-P", "-m", zygote.MODULE, *map(str, ends), *self.languages]
        self.process = subprocess.Popen(
            command,
            env={**self.environment, **ONE_THREAD},
            pass_fds=ends,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl+C in the terminal is for the server, which ends the others in order
        )
        self._since = time.monotonic()
        self._watched = os.pidfd_open(self.process.pid)
        IOLoop.current().add_handler(self._watched, lambda *_: self._died(), IOLoop.READ)

    def _died(self) -> None:
        lived = time.monotonic() - self._since
        self._forget()
        self._failures = [*self._failures, self._since][-TRIES:] if lived < QUICK else []
        if len(self._failures) == TRIES:
            self.log.error("The warm process cannot start: kernels start one by one, which takes longer. See above.")
            self._shut()
            return
        self.log.warning("The warm process ended after %.0f seconds and is started again.", lived)
        self._spawn()

    def _forget(self) -> None:
        if self._watched >= 0:
            IOLoop.current().remove_handler(self._watched)
            os.close(self._watched)
            self._watched = -1
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _shut(self) -> None:
        """Take no orders any more: whoever asks is refused at once and starts an ordinary kernel."""
        if self._door:
            self._door.close()
            self._door = None
        self.path.unlink(missing_ok=True)
