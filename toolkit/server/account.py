"""The page on which people change their own password, one-time codes and recovery codes: plain forms, no script."""

from __future__ import annotations

from typing import NoReturn

import tornado.web

from toolkit.server import keys
from toolkit.server.sign_in import CODE_MOST, Door
from toolkit.server.vouched import Refusal
from toolkit.store.accounts import Account

SALT = "toolkit-new-totp"
SALT_DAYS = 1 / 96
"""How long a new secret waits for its first code: a quarter of an hour."""


class Refused(Exception):
    """What was asked is not done; `problem` is the id of the sentence that says why."""

    def __init__(self, problem: str, status: int = 403, wait: int = 0) -> None:
        super().__init__(problem)
        self.problem, self.status, self.wait = problem, status, wait


class AccountHandler(Door):
    """GET and POST /account, for whoever is signed in; each change asks for the present password."""

    @tornado.web.authenticated
    def get(self) -> None:
        """Show the forms."""
        self.page()

    @tornado.web.authenticated
    async def post(self) -> None:
        """Do what the form says; 403 or 400 with a sentence if not, 429 after too many attempts."""
        doing = {
            "password": self.password,
            "totp": self.totp,
            "confirm": self.confirm,
            "codes": self.codes,
            "out": self.out,
        }.get(self.get_body_argument("do", ""))
        if doing is None:
            raise tornado.web.HTTPError(400)
        try:
            await doing()
        except Refused as refused:
            self.set_status(refused.status)
            if refused.wait:
                self.set_header("Retry-After", str(refused.wait))
            self.page(problem=refused.problem)

    async def password(self) -> None:
        """A new password, typed twice."""
        new = self.get_body_argument("new", "", strip=False)
        account = await self.proved()
        if new != self.get_body_argument("again", "", strip=False):
            raise Refused("account-different", 400)
        try:
            await self.accounts.new_password(self, account, new)
        except keys.BadSecret as error:
            raise Refused("account-weak", 400) from error
        self.page(done=True)

    async def totp(self) -> None:
        """Show a new secret; it counts only once a code of it has come back."""
        account = await self.proved()
        self.offer(account.name, keys.new_salt())

    async def confirm(self) -> None:
        """Take the new secret on."""
        signed = self.get_signed_cookie(self.purpose(), self.get_body_argument("salt", ""), max_age_days=SALT_DAYS)
        if signed is None:
            raise Refused("account-wrong")
        code = self.get_body_argument("code", "")[:CODE_MOST]
        codes = await self.accounts.new_totp(self, self.current_user.username, signed.decode(), code)
        if isinstance(codes, Refusal):
            self.give_up(codes)
        self.page(done=True, codes=codes)

    async def codes(self) -> None:
        """New recovery codes, where there are one-time codes to recover from."""
        account = await self.proved()
        if account.totp is None:
            raise Refused("account-wrong", 400)
        self.page(done=True, codes=self.accounts.new_codes(self, account))

    async def out(self) -> None:
        """Sign out in every browser."""
        self.accounts.sign_out_everywhere(self, self.current_user.username)
        self.set_header("Clear-Site-Data", '"storage"')
        self.show("signed-out.html.j2")

    async def proved(self) -> Account:
        """The visitor's account, once the present password was right; raises Refused."""
        password = self.get_body_argument("password", "", strip=False)
        account = await self.accounts.prove(self, self.current_user.username, password)
        return account if isinstance(account, Account) else self.give_up(account)

    def give_up(self, refusal: Refusal) -> NoReturn:
        """Raise Refused with what the visitor is told."""
        if refusal.wait:
            raise Refused("sign-in-wait", 429, int(refusal.wait.total_seconds()) + 1)
        raise Refused("account-wrong")

    def purpose(self) -> str:
        """What a new secret is signed for: one account's."""
        return f"{SALT}-{self.current_user.username}"

    def offer(self, name: str, salt: str) -> None:
        """Show a new secret, and where its first code goes."""
        generator = keys.totp(self.accounts.key, name, salt)
        signed = self.create_signed_value(self.purpose(), salt).decode()
        groups = " ".join(generator.secret[at : at + 4] for at in range(0, len(generator.secret), 4))
        self.page(secret=groups, address=generator.provisioning_uri(), salt=signed)

    def page(self, **values: object) -> None:
        """Show the forms, with whatever there is to say."""
        account = self.accounts.accounts.find(self.current_user.username)
        given = {"problem": "", "done": False, "codes": (), "secret": "", "address": "", "salt": ""}
        name = self.current_user.username
        self.show("account.html.j2", name=name, totp=bool(account and account.totp), **given | values)
