"""Where a visitor leaves for the issuer of OpenID Connect, and where they come back."""

from __future__ import annotations

from typing import cast

from jupyter_server.auth.decorator import allow_unauthenticated

from toolkit.server.handlers import Calm
from toolkit.server.oidc import NotVouched, OidcIdentity
from toolkit.server.sign_in import safe_next

RETURNED = frozenset({"state", "code", "iss"})
"""What is looked at of what the issuer sends back."""


class Gate(Calm):
    """What both have in common."""

    @property
    def issuer(self) -> OidcIdentity:
        """The identity provider."""
        return cast("OidcIdentity", self.identity_provider)

    @property
    def back(self) -> str:
        """The address to which the issuer sends visitors; it must be registered there."""
        return f"{self.address}sign-in/back"

    def failed(self, error: NotVouched) -> None:
        """Say that it did not work; the reason is for the log."""
        self.log.warning("Nobody was signed in: %s.", error)
        self.set_status(403)
        self.show("oidc-failed.html.j2")


class DepartHandler(Gate):
    """GET /sign-in."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Send the visitor to the issuer, or on where they are signed in."""
        target = safe_next(self.get_query_argument("next", "/"))
        if self.current_user:
            self.redirect(target)
            return
        try:
            self.redirect(await self.issuer.depart(self, target, self.back))
        except NotVouched as error:
            self.failed(error)


class ArriveHandler(Gate):
    """GET /sign-in/back."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Sign the visitor in and go on, or say that it did not work."""
        given = {name: self.get_query_argument(name) for name in sorted(RETURNED & set(self.request.query_arguments))}
        try:
            self.redirect(safe_next(await self.issuer.arrive(self, given, self.back)))
        except NotVouched as error:
            self.failed(error)
