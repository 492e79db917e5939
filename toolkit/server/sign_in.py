"""The pages where a visitor signs in and out: plain forms that need no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError

from toolkit.server.handlers import Calm
from toolkit.server.vouched import Refusal

if TYPE_CHECKING:
    from toolkit.server.local import LocalIdentity

NAME_MOST, CODE_MOST = 200, 100
"""The longest texts that are looked at; far above any name or code."""


def safe_next(asked: str) -> str:
    """Where to go after signing in: an address of ours, or the start page."""
    parts = urlsplit(asked)
    ours = asked.startswith("/") and not asked.startswith("//") and not parts.scheme and not parts.netloc
    return asked if ours and asked.isprintable() and "\\" not in asked else "/"


class Door(Calm):
    """What both pages share."""

    anybody = True

    @property
    def accounts(self) -> LocalIdentity:
        """The identity provider, which has accounts where these pages exist."""
        return cast("LocalIdentity", self.identity_provider)


class SignInHandler(Door):
    """GET and POST /sign-in."""

    @allow_unauthenticated
    def get(self) -> None:
        """Show the form, or go on where somebody is signed in."""
        target = safe_next(self.get_query_argument("next", "/"))
        if self.current_user:
            self.redirect(target)
        else:
            self.form(target)

    @allow_unauthenticated
    async def post(self) -> None:
        """Sign in and go on; else show the form again, with 403, or 429 after too many attempts."""
        target = safe_next(self.get_body_argument("next", "/"))
        name = self.get_body_argument("name", "")[:NAME_MOST]
        password = self.get_body_argument("password", "", strip=False)
        code = self.get_body_argument("code", "")[:CODE_MOST]
        outcome = await self.accounts.sign_in(self, name, password, code)
        if not isinstance(outcome, Refusal):
            self.redirect(target, status=303)
        elif outcome.wait:
            self.set_status(429)
            self.set_header("Retry-After", str(int(outcome.wait.total_seconds()) + 1))
            self.form(target, name, "sign-in-wait")
        else:
            self.set_status(403)
            self.form(target, name, "sign-in-wrong")

    def form(self, target: str, name: str = "", problem: str = "") -> None:
        """Show the form with what was entered, never the password or the code."""
        required = self.accounts.configuration.require_totp
        self.show("sign-in.html.j2", next=target, name=name, problem=problem, required=required)


class SignOutHandler(Door):
    """POST /sign-out."""

    @allow_unauthenticated
    def get(self) -> None:
        """Answer 404: a link on another site must not sign anybody out."""
        raise HTTPError(404)

    @allow_unauthenticated
    def post(self) -> None:
        """End the sign-in, also for copies of its cookie, and leave nothing in the browser for the next person."""
        self.accounts.end(self)
        self.set_header("Clear-Site-Data", '"storage"')
        self.show("signed-out.html.j2")
