"""/hub, the request for an account, and the links that somebody is handed: nobody has to be signed in for these."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from tornado.web import HTTPError

from toolkit.core.hub_access import Role, ask, reached
from toolkit.pages import hub_frame, hub_join
from toolkit.pages.hub_join import Asking
from toolkit.render.qr import qr_png
from toolkit.server import hub_mail, keys, peers
from toolkit.server.config import networks
from toolkit.server.hub import OPEN, Answer, HubHandler, Rights
from toolkit.server.local import LocalIdentity
from toolkit.store.hub_people import new_code
from toolkit.store.hub_records import Kind, Person, Said

REQUESTS = 20
"""Requests of one address in a row before it has to wait: an office may share it."""

SALT = "hub-invitation"
SALT_DAYS = 1 / 24
"""How long a secret for one-time codes waits on the form of an invitation: an hour."""


class StartHandler(HubHandler):
    """GET /hub: what there is, for members and everybody else."""

    rights = Rights(get=OPEN)

    def read(self, *args: str) -> Answer:
        """Show the sections that the visitor may use, or how to come in."""
        return Answer(hub_frame.start_page(self.frame("")))


class RegisterHandler(HubHandler):
    """GET and POST /hub/register."""

    rights = Rights(get=OPEN, post=OPEN)

    def read(self, *args: str) -> Answer:
        """Show the form; a member has no use for it."""
        return Answer(to="") if self.person else Answer(hub_join.register_page(self.frame("register"), Asking(), {}))

    def write_(self, *args: str) -> Answer:
        """Keep the request, and show the link of its status page; else the form again, with 400 or 429."""
        frame, given = self.frame("register"), self._given()
        named = isinstance(self.identity_provider, LocalIdentity)
        wrong = hub_join.problems(frame.spoken, given, named=named)
        if wrong:
            return Answer(hub_join.register_page(frame, given, wrong), status=400)
        self._count()
        member = ask(new_code(), given.agency, given.purpose, Role(given.role))
        # Where others sign visitors in, whoever asks is known already, and the invitation binds them later.
        token = self.store.ask(member, given.email.casefold(), given.country)
        mailed = hub_mail.confirmation(self, given.email, self.store.link(member.code, Kind.CONFIRM))
        address = f"{self.address}hub/status/{token}?lang={frame.lang}"
        return Answer(hub_join.asked_page(frame, address, mailed=mailed))

    def _given(self) -> Asking:
        names = ("email", "agency", "country", "role", "purpose")
        return Asking(**{name: self.field(name) for name in names})

    def _count(self) -> None:
        address = peers.visitor(self.request, networks(self.toolkit.configuration.trusted_proxies))
        if wait := self.store.try_once({keys.derived(self.toolkit.cookie_secret, "hub", address).hex(): REQUESTS}):
            self.set_header("Retry-After", str(int(wait.total_seconds()) + 1))
            raise HTTPError(429)


class LinkHandler(HubHandler):
    """A page that a secret in its address opens."""

    kind: Kind

    def found(self, token: str) -> Person | None:
        """Whose link it is. Guessing one is hopeless (256 bits), so attempts are not counted."""
        return self.store.by_link(token, self.kind)

    def gone(self) -> Answer:
        """For a link that leads nowhere (any more)."""
        return Answer(hub_join.gone_page(self.frame("")), status=404)


class StatusHandler(LinkHandler):
    """GET /hub/status/<token>: how far a request has come, for whoever asked."""

    rights = Rights(get=OPEN)
    kind = Kind.STATUS

    def read(self, *args: str) -> Answer:
        """Show it."""
        person = self.found(args[0])
        return Answer(hub_join.status_page(self.frame(f"status/{args[0]}"), person)) if person else self.gone()


class ConfirmHandler(LinkHandler):
    """GET and POST /hub/confirm/<token>: the link in a mail. A press of the button counts, never a program's look."""

    rights = Rights(get=OPEN, post=OPEN)
    kind = Kind.CONFIRM

    def read(self, *args: str) -> Answer:
        """Show the button."""
        path = f"confirm/{args[0]}"
        return Answer(hub_join.confirm_page(self.frame(path), done=False)) if self.found(args[0]) else self.gone()

    def write_(self, *args: str) -> Answer:
        """Note that the address is theirs."""
        person = self.found(args[0])
        if person is None:
            return self.gone()
        code = person.member.code
        if self.store.use(args[0], self.kind, Said(code, "confirm-address", code)):
            self.store.change(code, reached, Said(code, "confirmed", code))
        return Answer(hub_join.confirm_page(self.frame("confirm"), done=True))


class InvitationHandler(LinkHandler):
    """GET and POST /hub/invitation/<token>: choose a password, and one-time codes; the account is made."""

    rights = Rights(get=OPEN, post=OPEN)
    kind = Kind.INVITE

    def read(self, *args: str) -> Answer:
        """Show the form."""
        person = self.found(args[0])
        if person is None:
            return self.gone()
        if not isinstance(self.identity_provider, LocalIdentity):
            return self._linked(args[0], person)
        return self._form(args[0], person, keys.new_salt(), {})

    def write_(self, *args: str) -> Answer:
        """Make the account; else the form again, with 400."""
        person = self.found(args[0])
        if person is None:
            return self.gone()
        if not isinstance(self.identity_provider, LocalIdentity):
            return self._bound(args[0], person)
        signed = self.get_signed_cookie(SALT, self.field("salt"), max_age_days=SALT_DAYS)
        salt = signed.decode() if signed else keys.new_salt()
        wrong = self._wrong(person.email, salt, known=bool(signed))
        if wrong:
            return self._form(args[0], person, salt, wrong, status=400)
        return self._made(args[0], person, salt)

    @property
    def local(self) -> LocalIdentity:
        """The identity provider, where accounts are our own."""
        return cast("LocalIdentity", self.identity_provider)

    def _form(self, token: str, person: Person, salt: str, wrong: dict[str, str], status: int = 200) -> Answer:
        generator = keys.totp(self.local.key, person.email, salt)
        groups = " ".join(generator.secret[at : at + 4] for at in range(0, len(generator.secret), 4))
        address, signed = generator.provisioning_uri(), self.create_signed_value(SALT, salt).decode()
        secret = hub_join.Secret(groups, address, qr_png(address, cell=4), signed)
        required = self.toolkit.configuration.require_totp
        frame = self.frame(f"invitation/{token}")
        return Answer(hub_join.invitation_page(frame, person, secret, wrong, required=required), status=status)

    def _wrong(self, name: str, salt: str, *, known: bool) -> dict[str, str]:
        """What is wrong with the form, by its field."""
        spoken = self.frame("").spoken
        password, code = self._password(), self.field("code")
        found = {}
        if not keys.good_password(password, name):
            found["password"] = spoken.gettext("Use at least 12 characters, and not your address in it.")
        elif password != self.get_body_argument("again", "", strip=False):
            found["again"] = spoken.gettext("The two passwords are not the same.")
        right = keys.right_step(keys.totp(self.local.key, name, salt), keys.plain(code), datetime.now(UTC))
        if (code and not (known and right)) or (not code and self.toolkit.configuration.require_totp):
            found["code"] = spoken.gettext("This is not the code that the app shows for this secret.")
        if self.local.accounts.find(name):
            found["password"] = spoken.gettext("There is an account with this address already: ask the administrator.")
        return found

    def _password(self) -> str:
        return self.get_body_argument("password", "", strip=False)

    def _made(self, token: str, person: Person, salt: str) -> Answer:
        name, code = person.email, person.member.code
        hashed = keys.hashed(self._password(), name)
        if not self.store.use(token, self.kind, Said(code, "make-account", code)):
            return self.gone()
        with_codes = bool(self.field("code"))
        codes = keys.new_recovery_codes() if with_codes else ()
        digests = [keys.recovery_digest(self.local.key, name, one) for one in codes]
        self.local.accounts.add(name, hashed, salt if with_codes else None, digests)
        self.store.bind(code, name)
        return Answer(hub_join.made_page(self.frame("invitation"), name, codes))

    # ------------------------------------------------------------ where others sign visitors in

    def _linked(self, token: str, person: Person) -> Answer:
        if not self.current_user:
            return Answer(to=self._sign_in())
        return Answer(hub_join.linked_page(self.frame(f"invitation/{token}"), person))

    def _bound(self, token: str, person: Person) -> Answer:
        if not self.current_user or self.person:
            raise HTTPError(403)  # nobody is two people here
        code = person.member.code
        if not self.store.use(token, self.kind, Said(code, "make-account", code)):
            return self.gone()
        self.store.bind(code, self.current_user.username)
        self.person = replace(person, account=self.current_user.username)
        return Answer(to="")
