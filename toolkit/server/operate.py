"""What an agency's server has besides pages: identity, limits, the log, the figures. Joined to the app here."""

from __future__ import annotations

import hmac
import json
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from platformdirs import user_data_dir
from tornado.web import HTTPError, RequestHandler

from toolkit.server import (
    ballot,
    hub_routes,
    join,
    keys,
    peers,
    screen,
    taking_part,
    trainer,
    trainer_after,
    workshops,
)
from toolkit.server.account import AccountHandler
from toolkit.server.configuration import Configuration, Identity, LogFormat
from toolkit.server.handlers import Public
from toolkit.server.hub import Desk
from toolkit.server.hub_desk import DeskHandler
from toolkit.server.hub_post import Post
from toolkit.server.identity import cookie_secret
from toolkit.server.local import LocalIdentity
from toolkit.server.oidc import OidcIdentity, ready
from toolkit.server.oidc_pages import ArriveHandler, DepartHandler
from toolkit.server.rooms import Rooms
from toolkit.server.share import Guard, ShareHandler
from toolkit.server.sign_in import SignInHandler, SignOutHandler
from toolkit.server.signed_in import SignedIn
from toolkit.server.vouched import HeaderIdentity, Vouched

if TYPE_CHECKING:
    from toolkit.server.app import ToolkitApp

SECRET = Path(user_data_dir("responsible-ai-toolkit", False)) / "cookie-secret"
KIBIBYTE = 1024
HEADER_MOST = 16 * KIBIBYTE
"""Bytes of a request's headers; browsers send one or two thousand."""


def prepare(app: ToolkitApp, configuration: Configuration) -> None:
    """Set the app up as configured, before it is initialised; raises ToolkitError for what cannot be used."""
    app.configuration = configuration
    app.hostnames = configuration.hostnames
    app.figures = Figures()
    providers: Mapping[Identity, type[Vouched]] = {
        Identity.LOCAL: LocalIdentity,
        Identity.HEADER: HeaderIdentity,
        Identity.OIDC: OidcIdentity,
    }
    if configuration.identity in providers:
        app.identity_provider_class = providers[configuration.identity]
    if configuration.identity is Identity.OIDC:
        ready(configuration)
    given = os.environ.get("TOOLKIT_COOKIE_SECRET")
    signing = configuration.identity in {Identity.LOCAL, Identity.OIDC}
    if signing or (configuration.key_file and not given):
        app.key = keys.key(keys.key_place(configuration.key_file))
        app.cookie_secret = keys.derived(app.key, "cookie")
    else:
        app.cookie_secret = cookie_secret(SECRET, given)
    app.guard = Guard(configuration.database_url, app.cookie_secret)
    app.rooms = Rooms(configuration.database_url, app.cookie_secret)
    app.hub = Desk(configuration.database_url, Post(configuration)) if configuration.hub else None


def provide(app: ToolkitApp) -> None:
    """Give the identity provider what it needs, once the app has made it."""
    provider = app.identity_provider
    if isinstance(provider, Vouched):
        provider.configuration = app.configuration
        provider.desk = app.hub
    if isinstance(provider, SignedIn):
        provider.open(app.key)
    if app.configuration.log_format is LogFormat.JSON:
        log_as_json(logging.getLogger(), logging.getLogger(type(app).__name__))


def start(app: ToolkitApp) -> None:
    """Begin what goes on beside requests; the loop is about to run."""
    if isinstance(app.identity_provider, Vouched):
        app.identity_provider.start(app.kernel_manager)
    app.rooms.start()
    if app.hub:
        app.hub.start()


def settings(app: ToolkitApp) -> dict[str, Any]:
    """Settings of the web server that depend on the configuration."""
    secure = app.configuration.secure
    kept = {"httponly": True, "samesite": "Strict", "secure": secure, "path": "/"}
    found: dict[str, Any] = {"log_function": app.figures.request(app.configuration.log_format)}
    if any(not peers.parsed(name) for name in app.hostnames):  # whoever names the host that visitors use wants no other
        found["allow_remote_access"] = False
    return found | {"xsrf_cookie_kwargs": kept, "xsrf_cookie_name": "__Host-_xsrf" if secure else "_xsrf"}


def routes(app: ToolkitApp) -> list[tuple[str, type[RequestHandler]]]:
    """Addresses beside the pages, some of which exist only when they are configured."""
    light = [*join.ROUTES, *ballot.ROUTES, *screen.ROUTES, *taking_part.ROUTES]
    light += [*trainer.ROUTES, *trainer_after.ROUTES, *workshops.ROUTES, *(hub_routes.ROUTES if app.hub else [])]
    found: list[tuple[str, type[RequestHandler]]] = [(r"/share/([\w-]*)", ShareHandler), *light]
    if app.configuration.identity is Identity.LOCAL:
        found += [(r"/sign-in", SignInHandler), (r"/sign-out", SignOutHandler), (r"/account", AccountHandler)]
    if app.configuration.identity is Identity.OIDC:
        found += [(r"/sign-in", DepartHandler), (r"/sign-in/back", ArriveHandler), (r"/sign-out", SignOutHandler)]
    if app.hub:
        found.append((r"/hub-desk", DeskHandler))
    if app.configuration.metrics:
        found.append((r"/metrics", MetricsHandler))
    return found


def limits(configuration: Configuration) -> dict[str, Any]:
    """What a client may send, and how slowly, as arguments of tornado's HTTPServer."""
    seconds = configuration.slow_client_seconds
    return {
        "max_body_size": configuration.max_request_kb * KIBIBYTE,
        "max_header_size": HEADER_MOST,
        "body_timeout": seconds,
        "idle_connection_timeout": seconds,
    }


# ---------------------------------------------------------------- the figures


class Figures:
    """Counts of what the server did; nothing of who or about what."""

    def __init__(self) -> None:
        """Everything is zero."""
        self.answers: Counter[int] = Counter()
        self.seconds = 0.0
        self.since = time.time()

    def request(self, style: LogFormat) -> Any:
        """What tornado calls at the end of each request: count it, and write a line if it is worth one."""

        def log(handler: RequestHandler) -> None:
            status, took = handler.get_status(), handler.request.request_time()
            self.answers[status] += 1
            self.seconds += took
            if style is LogFormat.JSON:
                kind = type(handler).__name__
                fields = {"method": handler.request.method, "handler": kind, "status": status}
                put_line("info", "request", fields | {"ms": round(took * 1000, 1)})

        return log

    def text(self, kernels: int, sockets: int) -> str:
        """The figures in the text format of Prometheus."""
        lines = ["# TYPE toolkit_requests_total counter"]
        lines += [f'toolkit_requests_total{{status="{code}"}} {n}' for code, n in sorted(self.answers.items())]
        lines += ["# TYPE toolkit_request_seconds_total counter", f"toolkit_request_seconds_total {self.seconds:.3f}"]
        lines += ["# TYPE toolkit_kernels gauge", f"toolkit_kernels {kernels}"]
        lines += ["# TYPE toolkit_connections gauge", f"toolkit_connections {sockets}"]
        lines += ["# TYPE toolkit_start_time_seconds gauge", f"toolkit_start_time_seconds {self.since:.0f}"]
        return "\n".join(lines) + "\n"


class MetricsHandler(Public):
    """GET /metrics: for the agency's monitoring; with the token if one is configured, else from this computer only."""

    def get(self) -> None:
        """Answer with the figures; 404 for whoever may not see them."""
        if not self._allowed():
            raise HTTPError(404)
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        kernels = self.kernel_manager
        connected = sum(kernels._kernel_connections.values())
        self.finish(self.toolkit.figures.text(len(kernels), connected))

    def _allowed(self) -> bool:
        token = self.toolkit.configuration.metrics_token
        if token:
            given = self.request.headers.get("Authorization", "").removeprefix("Bearer ")
            return hmac.compare_digest(given.encode(), token.encode())
        address = peers.peer(self.request)
        return address is not None and address.is_loopback


# ---------------------------------------------------------------- the log


def put_line(level: str, event: str, fields: Mapping[str, object]) -> None:
    """Write one JSON object as a line to standard error."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    sys.stderr.write(json.dumps({"at": at, "level": level, "event": event, **fields}, ensure_ascii=False) + "\n")
    sys.stderr.flush()


class JsonLines(logging.Handler):
    """Records without personal content: sentences without their values, where an error was and not what it says."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record as a line."""
        fields: dict[str, object] = {"logger": record.name, "text": str(record.msg) if record.args else _place(record)}
        if record.exc_info and record.exc_info[0]:
            frames = extract_tb(record.exc_info[2])
            fields["error"] = record.exc_info[0].__name__
            fields["where"] = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames[-8:]]
        put_line(record.levelname.lower(), "log", fields)


def _place(record: logging.LogRecord) -> str:
    """A record without arguments may hold values within its sentence, so only ours is passed on."""
    ours = record.name.startswith("toolkit.")
    return str(record.msg) if ours else f"{Path(record.pathname).name}:{record.lineno}"


def log_as_json(*loggers: logging.Logger) -> None:
    """Let these loggers write JSON lines and nothing else."""
    for logger in loggers:
        logger.handlers[:] = [JsonLines(logging.WARNING)]
        logger.propagate = False
