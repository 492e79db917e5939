"""/hub/accounts: people, roles, locks and second factors, for whoever runs the server."""

from __future__ import annotations

from collections.abc import Callable

from tornado.web import HTTPError

from toolkit.core.hub_access import Action, Role, give_role
from toolkit.core.model import ToolkitError
from toolkit.pages import hub_accounts
from toolkit.pages.hub_accounts import NOTHING, TOLD, Done, Sign
from toolkit.server import keys
from toolkit.server.hub import Answer, HubHandler, Rights
from toolkit.server.local import LocalIdentity
from toolkit.store import StoreError
from toolkit.store.hub_records import NoPerson, Person, Said


class AccountPages(HubHandler):
    """What both share."""

    def local(self) -> LocalIdentity | None:
        """The sign-ins of our own; None where others sign people in."""
        return self.identity_provider if isinstance(self.identity_provider, LocalIdentity) else None

    def signs(self) -> dict[str, Sign]:
        """How each account signs in, by its name."""
        local = self.local()
        return {x.name: Sign(x.disabled, x.totp is not None) for x in local.accounts.listing()} if local else {}


class AccountsHandler(AccountPages):
    """GET /hub/accounts: the list."""

    rights = Rights(Action.MANAGE_ACCOUNTS)

    def read(self, *args: str) -> Answer:
        """Show it."""
        return Answer(hub_accounts.accounts_page(self.frame("accounts"), self.store.people(), self.signs()))


class AccountHandler(AccountPages):
    """GET and POST /hub/accounts/<code>: one account, and what is done about it."""

    rights = Rights(Action.MANAGE_ACCOUNTS, Action.MANAGE_ACCOUNTS)

    def read(self, *args: str) -> Answer:
        """Show it; 404 for somebody who has none."""
        return self._page(self._person(args[0]))

    def write_(self, *args: str) -> Answer:
        """Do it; the page again with what happened, 409 where it could not. Nobody does anything about themselves."""
        person = self._person(args[0])
        ways: dict[str, Callable[[Person], Done]] = {
            "lock": self._lock,
            "unlock": self._unlock,
            "factor": self._factor,
            "role": self._role,
        }
        way = ways.get(self.field("do"))
        if way is None:
            raise HTTPError(400)
        if person.member.code == self.me.member.code:
            raise HTTPError(403)
        try:
            done = way(person)
        except StoreError:
            raise
        except ToolkitError:
            done = Done(problem="meanwhile")
        return self._page(self._person(args[0]), done, 409 if done.problem else 200)

    def _person(self, code: str) -> Person:
        try:
            person = self.store.find(code)
        except NoPerson as error:
            raise HTTPError(404) from error
        if not person.account:
            raise HTTPError(404)
        return person

    def _page(self, person: Person, done: Done = NOTHING, status: int = 200) -> Answer:
        frame, sign = self.frame(f"accounts/{person.member.code}"), self.signs().get(person.account or "")
        return Answer(
            hub_accounts.account_page(frame, person, sign, done), status=status, after=self.cut if done.what else None
        )

    def _note(self, what: str, person: Person, **details: str) -> None:
        self.store.note(Said(self.me.member.code, what, person.member.code, details))

    def _own(self) -> LocalIdentity:
        local = self.local()
        if local is None:
            raise ToolkitError("somebody else signs people in; lock the account there")
        return local

    def _lock(self, person: Person) -> Done:
        self._own().accounts.disable(person.account or "")
        self._note("lock-account", person)
        return Done("locked")

    def _unlock(self, person: Person) -> Done:
        if self.desk.gone(person.account or ""):
            raise ToolkitError("whoever left or was refused stays out")
        self._own().accounts.enable(person.account or "")
        self._note("unlock-account", person)
        self.store.notice(person.member.code, TOLD["unlocked"])
        return Done("unlocked")

    def _factor(self, person: Person) -> Done:
        """A new secret that nobody knows, and one recovery code to hand over: the password alone lets nobody in."""
        local, name = self._own(), person.account or ""
        account = local.accounts.find(name)
        if not self.field("known") or account is None or account.totp is None or account.disabled:
            raise ToolkitError("speak with the person first; only an open account with one-time codes can be reset")
        code = keys.new_recovery_codes()[0]
        digest = keys.recovery_digest(local.key, name, code)
        local.accounts.change(name, totp=(keys.new_salt(), 0), codes=[digest])
        self._note("reset-second-factor", person)
        self.store.notice(person.member.code, TOLD["factor"])
        return Done("factor", code)

    def _role(self, person: Person) -> Done:
        me, today, wanted = self.me.member, self.today, self.field("role")
        if wanted not in set(Role):
            raise HTTPError(400)
        said = Said(me.code, "give-role", person.member.code, {"from": str(person.member.role), "to": wanted})
        self.store.change(person.member.code, lambda member: give_role(member, me, Role(wanted), today), said)
        self.store.notice(person.member.code, TOLD["role"])
        return Done("role")
