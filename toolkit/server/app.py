"""The web app: Voila on its own, with our handlers, our template and nothing else reachable."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_core.utils import run_sync
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from voila.app import Voila

from toolkit.pages.reading import forget
from toolkit.server import assets, certificate, operate, reading
from toolkit.server.configuration import Configuration
from toolkit.server.dev import on_change
from toolkit.server.first import FirstPages
from toolkit.server.handlers import (
    ClientHandler,
    FirstHandler,
    HealthHandler,
    NothingHere,
    PageHandler,
    StaticHandler,
)
from toolkit.server.hub import Desk
from toolkit.server.kernels import kernel_environment
from toolkit.server.notebooks import notebook_file
from toolkit.server.policy import SECURITY_HEADERS
from toolkit.server.ports import TAKEN, CannotServe, bindable, bound, free_port, greeting, is_loopback
from toolkit.server.reading import ADDRESS, HomeHandler, ReadHandler
from toolkit.server.room import make_room
from toolkit.server.rooms import Rooms
from toolkit.server.settings import settings
from toolkit.server.share import Guard
from toolkit.server.warm import Warm
from toolkit.server.wire import KernelSocket, ShutdownHandler
from toolkit.server.zygote import can_fork

NAME = r"(?P<name>[a-z0-9][a-z0-9_-]*)"
KERNEL_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # only compared with
MEBIBYTE = 1024 * 1024
DEFAULTS = Configuration()


class ToolkitApp(Voila):  # type: ignore[misc]  # voila's classes are untyped
    """Standalone Voila, reduced to pages, static files and the kernel's websocket."""

    name = "toolkit"
    config_file_paths: Sequence[str] = ()  # a stray voila.json in some folder must not change a server

    languages: Sequence[str] = ("en",)
    hostnames: Sequence[str] = ()
    say: Callable[[str], None]
    http: HTTPServer | None = None
    configuration = DEFAULTS
    figures: operate.Figures
    guard: Guard
    rooms: Rooms
    hub: Desk | None = None
    key = b""
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
        self.first = FirstPages(self.configuration, self.log)

    def notebook(self, name: str) -> Path | None:
        """The notebook behind an address, or None."""
        return notebook_file(Path(self.root_dir), name)

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings, made tight: compression, headers, XSRF, and no answer under a foreign host name."""
        settings: dict[str, Any] = super().init_settings()
        operate.provide(self)
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
            **operate.settings(self),
        }

    def init_handlers(self) -> list[Any]:
        """Every address the server knows; all others are 404."""
        routes = [
            (r"/", HomeHandler),
            (certificate.ADDRESS, certificate.CertificateHandler),
            (ADDRESS, ReadHandler),
            (rf"/{NAME}", PageHandler),
            (r"/healthz", HealthHandler),
            (rf"/first/{NAME}", FirstHandler),
            (r"/static/([0-9a-f]{16})/([\w.-]+)", StaticHandler),
            (r"/client/([0-9a-f]{16})/(.+)", ClientHandler),
            (rf"/api/kernels/{KERNEL_ID}/channels", KernelSocket),
            (rf"/api/kernels/{KERNEL_ID}", KernelHandler),
            (rf"/voila/api/shutdown/{KERNEL_ID}", ShutdownHandler),
        ]
        # These come first: their addresses would otherwise be taken for a notebook's name.
        routes.sort(key=lambda route: route[1] not in (HealthHandler, certificate.CertificateHandler, ReadHandler))
        return [(url_path_join(self.base_url, path), handler) for path, handler in [*operate.routes(self), *routes]]

    def listen(self) -> None:
        """Bind, say where, and serve until a signal asks to stop."""
        self.warm_up()
        sockets = bound(self.port, self.ip, fixed=self.configuration.port is not None)
        self.port: int = sockets[0].getsockname()[1]
        sockets += [one for ip in self.configuration.beside for one in bound(self.port, ip, fixed=True)]
        self.http = HTTPServer(self.app, **operate.limits(self.configuration))
        self.http.add_sockets(sockets)
        self.ioloop = IOLoop.current()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._handle_signal_stop)
        operate.start(self)
        self.ioloop.add_callback(reading.prepare, self)
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
        forget()
        if self.warm:
            self.warm.restart()

    def _announce(self) -> None:
        address = self._url("127.0.0.1" if self.configuration.beside or self.ip in EVERYWHERE else self.ip)
        for line in (
            *greeting(self.configuration, address),
            *filter(None, [make_room(self.configuration.max_kernels)]),
        ):
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
        self.first.close()
        shutil.rmtree(self.connection_dir, ignore_errors=True)


def serve(  # one keyword for each part that a caller may bring
    notebooks: Path,
    configuration: Configuration = DEFAULTS,
    *,
    open_browser: bool = True,
    demo: bool = False,
    languages: Sequence[str] = ("en",),
    prepare: Callable[[str], None] | None = None,
    watched: Sequence[Path] = (),
    say: Callable[[str], None] | None = None,
) -> None:
    """Serve the notebooks of a folder until SIGINT or SIGTERM; no kernel outlives the call. Raises CannotServe.

    `prepare` is called once for each owner of assessments, before their first page. What changes in the `watched`
    folders reaches the next visitor. `say` prints a line for the person who starts the server.
    """
    port, ip = configuration.port, configuration.ip
    check_before_start(notebooks, port, ip)
    one = configuration.one_person(is_loopback(ip))
    app = ToolkitApp(config=settings(own_environment(configuration, demo), configuration.limits, one_person=one))
    app.root_dir, app.ip, app.open_browser = str(notebooks.resolve()), ip, open_browser
    app.port = free_port(ip=ip) if port is None else port
    app.languages, app.watched, app.prepare = languages, watched, prepare
    app.say, app.log_level = say or print_line, "WARN"
    operate.prepare(app, configuration)
    app.initialize(argv=[])
    app.start()


def check_before_start(notebooks: Path, port: int | None, ip: str) -> None:
    """Raise CannotServe for a folder that is not there or a port that is taken."""
    if not notebooks.is_dir():
        raise CannotServe(f"There is no folder {notebooks}. Give the folder that holds the notebooks.")
    if port and not bindable(port, ip):
        raise CannotServe(TAKEN.format(port=port, ip=ip))


def own_environment(configuration: Configuration, demo: bool) -> dict[str, str]:
    """What kernels learn beyond the allow-list: that our server serves them, how it knows visitors, the database."""
    url = configuration.database_url
    given = {"TOOLKIT_SERVED": "1", "TOOLKIT_DATABASE_URL": url, "TOOLKIT_DEMO": "1" if demo else None}
    given["TOOLKIT_IDENTITY"] = str(configuration.identity)
    return {name: value for name, value in given.items() if value}


def print_line(line: str) -> None:
    """Print a line at once, also into a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
