"""Who is there without signing in: each browser by a signed cookie, and at a laptop everybody as the one person.

Two things follow from it. A kernel belongs to the browser that opened its page, always. Assessments belong to a
person: at a laptop that is “local”, whatever the browser; on a server that others reach it is the browser again.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User
from traitlets import Bool

from toolkit.core.model import ToolkitError

if TYPE_CHECKING:
    from jupyter_server.base.handlers import JupyterHandler
    from tornado.httputil import HTTPServerRequest
    from tornado.web import RequestHandler

    from toolkit.server.kernels import VisitorKernels

ONE_PERSON = "local"
"""The owner of everything at a laptop."""

DAYS = 400
"""How long a browser is known after its last visit; browsers keep no cookie longer."""

SECRET_BYTES = 32
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip")
"""Headers that a proxy adds."""


class CannotKeepSecret(ToolkitError):
    """The key that signs cookies cannot be kept; the message says where and what to do."""


class BrowserIdentity(IdentityProvider):
    """Knows browsers by a signed cookie. `username` is the browser, `name` the owner of what is saved."""

    one_person = Bool(False, help="whether direct visitors are one person, the one at this computer").tag(config=True)

    @property
    def auth_enabled(self) -> bool:
        """There is nothing to sign in to."""
        return False

    async def get_user(self, handler: RequestHandler) -> User | None:
        """The browser that asks; None where its cookie is missing, too old or not signed by us."""
        known = handler.get_signed_cookie(self.get_cookie_name(handler), max_age_days=DAYS)
        return self.user(known.decode(), handler.request) if known else None

    def user(self, browser: str, request: HTTPServerRequest) -> User:
        """A browser as Jupyter's user."""
        return User(username=browser, name=ONE_PERSON if self.one_person and is_direct(request) else browser)

    def welcome(self, handler: JupyterHandler) -> User:
        """The browser that opens a page; one that is not known yet becomes so. Its time begins anew."""
        user = handler.current_user or self.user(new_browser(), handler.request)
        # Lax, not Strict: a link in a mail must not make a stranger of its reader, who would lose sight of their work.
        options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "path": handler.base_url}
        secure = handler.request.protocol == "https" or handler.settings["toolkit"].configuration.secure
        handler.set_signed_cookie(self.get_cookie_name(handler), user.username, DAYS, secure=secure, **options)
        return user

    def get_cookie_name(self, handler: RequestHandler) -> str:
        """One for each host and port, so that two servers on one computer do not take each other's."""
        return re.sub(r"[^A-Za-z0-9]+", "-", f"visitor-{handler.request.host}")


class KernelOwners(Authorizer):
    """Lets a browser reach the kernels that it started and no other, whatever it wants of them."""

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        """Whether the kernel in the address is the browser's own; one that is gone is nobody's secret."""
        del action, resource  # reading a kernel is as much as owning it
        kernels = cast("VisitorKernels", handler.kernel_manager)
        owner = kernels.owner(handler.path_kwargs.get("kernel_id", ""))
        return owner is None or secrets.compare_digest(owner, user.username)


def new_browser() -> str:
    """A name for a browser: the cookie's signature protects it, so it need not be secret, only unique."""
    return f"visitor-{secrets.token_hex(8)}"


def is_direct(request: HTTPServerRequest) -> bool:
    """Whether a browser on this computer asks by itself, and nobody else through a proxy.

    A proxy says so in a header, or speaks HTTP/1.0 as nginx does unless told otherwise.
    """
    local = request.remote_ip in {"127.0.0.1", "::1"}
    return local and request.version != "HTTP/1.0" and not any(name in request.headers for name in FORWARDED)


def cookie_secret(place: Path, given: str | None = None) -> bytes:
    """The key that signs cookies: `given`, else the one kept in the file `place`, which is made if need be.

    It must outlive the server: without it every browser would be a stranger after a restart. Raises CannotKeepSecret.
    """
    if given:
        return given.encode()
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return _kept(place)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
        return _kept(place)
    except OSError as error:
        raise CannotKeepSecret(
            f"The key that signs cookies cannot be kept in {place} ({error.strerror}): "
            "make its folder writable, or set TOOLKIT_COOKIE_SECRET to a long random text."
        ) from error


def _kept(place: Path) -> bytes:
    if place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) and os.name == "posix":
        raise CannotKeepSecret(f"Others can read {place}, which signs cookies: run “chmod 600 {place}”, or delete it.")
    key = place.read_bytes()
    if len(key) < SECRET_BYTES:
        raise CannotKeepSecret(f"{place}, which signs cookies, is damaged: delete it, and a new one is made.")
    return key
