"""The web app: Voila on its own, with our handlers, our template and nothing else reachable."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from jupyter_core.utils import run_sync
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.utils import url_path_join
from platformdirs import user_data_dir
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from voila.app import Voila

from toolkit.core.model import ToolkitError
from toolkit.server import assets
from toolkit.server.dev import on_change
from toolkit.server.handlers import (
    SECURITY_HEADERS,
    HealthHandler,
    KernelSocket,
    NothingHere,
    PageHandler,
    ShutdownHandler,
    StaticHandler,
)
from toolkit.server.identity import Visitors, cookie_secret
from toolkit.server.kernels import kernel_environment
from toolkit.server.renderer import notebook_file
from toolkit.server.room import make_room
from toolkit.server.settings import Limits, settings
from toolkit.server.warm import Warm
from toolkit.server.zygote import can_fork

PORT = 8866
NAME = r"(?P<name>[a-z0-9][a-z0-9_-]*)"
KERNEL_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # only compared with
MEBIBYTE = 1024 * 1024
SECRET = Path(user_data_dir("responsible-ai-toolkit", False)) / "cookie-secret"


class CannotServe(ToolkitError):
    """The server cannot start; the message says why and what to do."""


class ToolkitApp(Voila):  # type: ignore[misc]  # voila's classes are untyped
    """Standalone Voila, reduced to pages, static files and the kernel's websocket."""

    name = "toolkit"
    config_file_paths: Sequence[str] = ()  # a stray voila.json in some folder must not change a server

    languages: Sequence[str] = ("en",)
    max_kernels = 100
    hostnames: Sequence[str] = ()
    say: Callable[[str], None]
    http: HTTPServer | None = None
    warm: Warm | None = None
    watched: Sequence[Path] = ()
    prepare: Callable[[str], None] | None = None

    async def introduce(self, owner: str) -> None:
        """Do once for each owner what `prepare` does: a demo gives them illustrations of their own."""
        if self.prepare and owner not in self._known:
            self._known.add(owner)
            await asyncio.get_running_loop().run_in_executor(None, self.prepare, owner)

    def setup_template_dirs(self) -> None:
        """Use the template in the package, whatever is installed on the machine."""
        self.assets = assets.load()
        self.template_paths = [str(assets.TEMPLATE)]
        self.static_paths: list[str] = []
        self._known: set[str] = set()

    def notebook(self, name: str) -> Path | None:
        """The notebook behind an address, or None."""
        return notebook_file(Path(self.root_dir), name)

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings, made tight: compression, headers, XSRF, and no answer under a foreign host name."""
        settings: dict[str, Any] = super().init_settings()
        return settings | {
            "toolkit": self,
            "allow_remote_access": not is_loopback(self.ip),
            "local_hostnames": ["localhost", *self.hostnames],
            "compress_response": True,
            "default_handler_class": NothingHere,
            "headers": SECURITY_HEADERS,
            "websocket_compression_options": {},
            "ws_ping_timeout": 30_000,  # milliseconds; jupyter_server's default is longer than tornado accepts
            "websocket_max_message_size": 16 * MEBIBYTE,
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": {"httponly": True, "samesite": "Strict"},
        }

    def init_handlers(self) -> list[Any]:
        """Every address the server knows; all others are 404."""
        routes = [
            (r"/", PageHandler),
            (rf"/{NAME}", PageHandler),
            (r"/healthz", HealthHandler),
            (r"/static/([0-9a-f]{16})/([\w.-]+)", StaticHandler),
            (rf"/api/kernels/{KERNEL_ID}/channels", KernelSocket),
            (rf"/api/kernels/{KERNEL_ID}", KernelHandler),
            (rf"/voila/api/shutdown/{KERNEL_ID}", ShutdownHandler),
        ]
        # Health comes first: its address would otherwise be taken for a notebook's name.
        routes.sort(key=lambda route: route[1] is not HealthHandler)
        return [(url_path_join(self.base_url, path), handler) for path, handler in routes]

    def listen(self) -> None:
        """Bind, say where, and serve until a signal asks to stop."""
        self.warm_up()
        sockets = bind_sockets(self.port, self.ip)
        self.port: int = sockets[0].getsockname()[1]
        self.http = HTTPServer(self.app, max_body_size=MEBIBYTE)
        self.http.add_sockets(sockets)
        self.ioloop = IOLoop.current()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._handle_signal_stop)
        self._announce()
        try:
            self.ioloop.start()
        finally:
            self.stop()

    def warm_up(self) -> None:
        """Start the process that kernels are forked from, where the system can do that."""
        if not can_fork():
            return
        door = Path(self.connection_dir) / "warm"
        self.warm = Warm(door, self.languages, kernel_environment(os.environ, {}), self.log)
        self.warm.start()
        self.kernel_spec_manager.door = str(door)
        if self.watched:
            on_change(self._changed, self.watched)

    def _changed(self) -> None:
        self.assets = assets.load()
        if self.warm:
            self.warm.restart()

    def _announce(self) -> None:
        address = self._url("127.0.0.1" if self.ip in EVERYWHERE else self.ip)
        for line in (*greeting(self.ip, address), *filter(None, [make_room(self.max_kernels)])):
            self.say(line)
        if self.open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    def stop(self) -> None:
        """Take no more visitors, end every kernel, then remove the connection files."""
        if self.http:
            self.http.stop()
        with suppress(KeyError):  # a kernel that ended by itself in the meantime
            # At once: what was acknowledged is in the database, and what was not, the browser sends again.
            run_sync(self.kernel_manager.shutdown_all)(now=True)
        if self.warm:
            self.warm.stop()
        shutil.rmtree(self.connection_dir, ignore_errors=True)


def greeting(ip: str, address: str) -> list[str]:
    """What the person who starts the server reads: the address, and a warning if others can reach it."""
    lines = [f"The toolkit is at {address}  (stop it with Ctrl+C)"]
    if not is_loopback(ip):
        lines.append(
            "Warning: every computer that reaches this one can open it, without signing in and unencrypted. "
            "Leave --ip out to serve this computer only."
        )
    return lines


def is_loopback(ip: str) -> bool:
    """Whether only this computer can reach a server on that address."""
    try:
        return ip_address(ip).is_loopback
    except ValueError:
        return ip == "localhost"


def bindable(port: int, ip: str) -> int | None:
    """The port (for 0, the one the system chose) if a server could use it now, else None."""
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ip, port))
        except OSError:
            return None
        return int(probe.getsockname()[1])


def free_port(first: int = PORT, ip: str = "127.0.0.1", tries: int = 20) -> int:
    """The first free TCP port from `first` on, or any free one if `tries` in a row are taken."""
    for port in (*range(first, first + tries), 0):
        if free := bindable(port, ip):
            return free
    raise CannotServe(f"No port is free on {ip}. Close another program, or choose an address with --ip.")


def serve(  # noqa: PLR0913  # one keyword per command-line option
    notebooks: Path,
    *,
    port: int | None = None,
    ip: str = "127.0.0.1",
    database_url: str | None = None,
    open_browser: bool = True,
    demo: bool = False,
    languages: Sequence[str] = ("en",),
    hostnames: Sequence[str] = (),
    max_kernels: int = 100,
    each: int = 20,
    idle_minutes: float = 30,
    visitors: Visitors = Visitors.AUTO,
    prepare: Callable[[str], None] | None = None,
    watched: Sequence[Path] = (),
    say: Callable[[str], None] | None = None,
) -> None:
    """Serve the notebooks of a folder until SIGINT or SIGTERM; no kernel outlives the call.

    `port` None means the first free one from 8866 on. `hostnames` are names, besides localhost, under which a
    reverse proxy on this computer may ask. `max_kernels` pages may be open at a time, `each` of them by one browser,
    and `idle_minutes` without anything happening. `visitors` says whether they are one person. `prepare` is called once
    for each owner of assessments, before their first page. What changes in the `watched` folders reaches the next
    visitor. `say` prints a line for the person who starts the server. Raises CannotServe with a sentence to act on.
    """
    if not notebooks.is_dir():
        raise CannotServe(f"There is no folder {notebooks}. Give the folder that holds the notebooks.")
    if port and not bindable(port, ip):
        raise CannotServe(f"Port {port} on {ip} cannot be used. Choose another with --port, or leave --port out.")
    environment = {"TOOLKIT_SERVED": "1"}
    environment |= {"TOOLKIT_DATABASE_URL": database_url} if database_url else {}
    environment |= {"TOOLKIT_DEMO": "1"} if demo else {}
    one = visitors is Visitors.ONE or (visitors is Visitors.AUTO and is_loopback(ip) and not hostnames)
    limits = Limits(max_kernels, each, idle_minutes)
    app = ToolkitApp(config=settings(environment, limits, one_person=one))
    app.root_dir, app.ip, app.open_browser = str(notebooks.resolve()), ip, open_browser
    app.port = free_port(ip=ip) if port is None else port
    app.languages, app.hostnames, app.max_kernels, app.say = languages, hostnames, max_kernels, say or print_line
    app.watched, app.prepare = watched, prepare
    app.cookie_secret = cookie_secret(SECRET, os.environ.get("TOOLKIT_COOKIE_SECRET"))
    app.log_level = "WARN"
    app.initialize(argv=[])
    app.start()


def print_line(line: str) -> None:
    """Print a line at once, also into a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
