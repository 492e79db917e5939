"""Accounts from the command line."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import typer

from toolkit.cli_io import tell
from toolkit.content.countries import countries
from toolkit.core.hub_access import Member, Role, Standing, ask
from toolkit.core.model import ToolkitError
from toolkit.pages.hub_join import email_like
from toolkit.server import keys
from toolkit.server.configuration import Configuration
from toolkit.store.accounts import Account, Accounts, tidy
from toolkit.store.hub import HubStore
from toolkit.store.hub_people import new_code
from toolkit.store.hub_records import COMMAND_LINE, Said

Made = tuple[str, str | None, Iterable[str]]


def add_account(
    name: str, configuration: Configuration, *, totp: bool, generate: bool, joining: Joining | None = None
) -> None:
    """Make an account and print what its person needs; raises ToolkitError."""
    key, name = _key(configuration), tidy(name)
    with _accounts(configuration) as accounts:
        if accounts.find(name) is None:  # else `add` says so, before anybody has typed a password
            password, salt, codes = _secrets(key, name, totp=totp, generate=generate)
        else:
            password, salt, codes = "", None, ()
        account = accounts.add(name, password, salt, [keys.recovery_digest(key, name, code) for code in codes])
    if joining:
        _admit(joining, configuration)
    _tell_new(key, account, codes)


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody whom whoever runs the server lets into the hub."""

    member: Member
    account: str
    email: str
    country: str


def joining(name: str, role: str, agency: str, country: str, email: str) -> Joining:
    """Who comes into the hub, checked before anything is made; raises ToolkitError."""
    account = tidy(name)
    if role not in {str(one) for one in Role}:
        raise ToolkitError(f"“{role}” is no role of the hub: choose {', '.join(Role)}.")
    if not agency.strip() or country.upper() not in dict(countries("en")):
        raise ToolkitError("--hub needs --agency and --country, which is two letters such as KE.")
    if not email_like(email or account):
        raise ToolkitError(f"“{email or account}” is no e-mail address: give one with --email.")
    made = ask(new_code(), agency, "runs this server or was let in by whoever does", Role(role))
    approved = replace(made, standing=Standing.APPROVED, attested=datetime.now(UTC).date(), approved_by=COMMAND_LINE)
    return Joining(approved, account, email or account, country.upper())


def _admit(one: Joining, configuration: Configuration) -> None:
    said = Said(COMMAND_LINE, "admit", one.member.code, {"role": str(one.member.role)})
    with HubStore(configuration.database_url, lambda: datetime.now(UTC)) as hub:
        hub.admit(one.member, one.email, one.country, one.account, said)


def reset_account(name: str, configuration: Configuration, *, totp: bool, generate: bool) -> None:
    """Give an account new secrets and print what its person needs; raises ToolkitError."""
    key, name = _key(configuration), tidy(name)
    with _accounts(configuration) as accounts:
        password, salt, codes = _secrets(key, name, totp=totp, generate=generate)
        account = accounts.reset(name, password, salt, [keys.recovery_digest(key, name, code) for code in codes])
    _tell_new(key, account, codes)


def disable_account(name: str, configuration: Configuration) -> None:
    """Disable an account; raises NoAccount."""
    with _accounts(configuration) as accounts:
        accounts.disable(name)
    tell(f"{tidy(name)} can no longer sign in.")


def list_accounts(configuration: Configuration) -> None:
    """Print one line an account."""
    with _accounts(configuration) as accounts:
        for one in accounts.listing():
            marks = [mark for mark, there in (("one-time codes", one.totp), ("disabled", one.disabled)) if there]
            tell("  ".join([one.name, f"{one.created_at:%Y-%m-%d}", *marks]))


def _accounts(configuration: Configuration) -> Accounts:
    return Accounts(configuration.database_url, lambda: datetime.now(UTC))


def _key(configuration: Configuration) -> bytes:
    return keys.key(keys.key_place(configuration.key_file))


def _secrets(key: bytes, name: str, *, totp: bool, generate: bool) -> Made:
    password = secrets.token_urlsafe(15) if generate else _asked()
    made = keys.hashed(password, name)
    if generate:
        tell(f"Password: {password}")
    return made, keys.new_salt() if totp else None, keys.new_recovery_codes() if totp else ()


def _asked() -> str:
    """The password, typed twice at a terminal or once as a line of input."""
    if sys.stdin.isatty():
        answer: str = typer.prompt("Password (at least 12 characters)", hide_input=True, confirmation_prompt=True)
        return answer
    given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise ToolkitError("No password was given: type it, put it into the input, or use --generate.")
    return given


def _tell_new(key: bytes, account: Account, codes: Iterable[str]) -> None:
    tell(f"{account.name} can sign in now.")
    if account.totp:
        generator = keys.totp(key, account.name, account.totp)
        tell(f"For the authenticator app, shown only now: {generator.secret}")
        tell(f"or as an address: {generator.provisioning_uri()}")
        tell("Recovery codes, each for one use, to be kept in a safe place:")
        for code in codes:
            tell(f"  {code}")
