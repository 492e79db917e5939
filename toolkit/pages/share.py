"""Sharing an assessment: who may do what with it, links with an end, and named accounts."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace

from toolkit.content.interface import Interface
from toolkit.core.model import ToolkitError
from toolkit.pages.desk import Context, RecordState
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.screen import Command, Create, Download, Event, Gather, History, Invite, Open, Save, Withdraw
from toolkit.store import NewShare, Role, Store

Step = tuple[RecordState, tuple[Command, ...]]
DAYS, DAYS_MOST = 7, 90
"""How long a link is good for unless its maker says otherwise, and at most."""

LABEL_MOST, PASSPHRASE_LEAST, PASSPHRASE_MOST = 80, 8, 200
TOKEN_BYTES = 32
"""Random bytes in a link."""

ANSWERS = frozenset({"plan", "undo", "method", "resolve", "form-take"})
OWNERS = frozenset({"rename", "copy", "version", "delete", "submit", "share-link", "share-account", "withdraw"})
NO_ACCOUNT = "There is no account “{name}”. Check the name, or ask the person who runs this toolkit."
NO_LINKS = "Links need the toolkit’s own server. Export the assessment as a file instead."
ROLES = (Role.READ, Role.EDIT)


def needed(event: Event, owners: frozenset[str] = frozenset(), answers: frozenset[str] = frozenset()) -> Role:
    """What a visitor must be allowed at an open record for an event of the browser to count.

    `owners` and `answers` are acts of the page besides those that all pages have.
    """
    if event.kind == "act" and event.name in OWNERS | owners:
        return Role.OWNER
    return (
        Role.EDIT if event.kind == "change" or (event.kind == "act" and event.name in ANSWERS | answers) else Role.READ
    )


def needed_for(command: Command) -> Role:
    """The same for a command, whichever event it came from; a command that is not known is for owners."""
    match command:
        case Create() | Open() | Download() | History() | Gather():
            return Role.READ
        case Save():
            return Role.EDIT
        case _:
            return Role.EDIT if getattr(command, "action", "") == "undo" else Role.OWNER


def refusal(role: Role | None, interface: Interface) -> str:
    """Why something was refused, for whoever may do no more than `role` says."""
    _ = interface.gettext
    if role is Role.READ:
        return _("You may read this assessment, not change it. Ask its owner if you should answer.")
    if role is Role.EDIT:
        return _("You may answer here. Everything else is for the owner of this assessment.")
    return _("This assessment belongs to somebody else. Ask its owner to share it with you.")


# ---------------------------------------------------------------- events


def link(state: RecordState, event: Event, context: Context) -> Step:
    """Make a link with a label, a role, an end and perhaps a passphrase."""
    if state.record is None:
        return state, ()
    if not context.address:
        raise BadInput(NO_LINKS)
    _ = context.interface.gettext
    label = text(event.form.get("label"), LABEL_MOST).strip()
    passphrase = text(event.form.get("passphrase"), PASSPHRASE_MOST)
    if not label:
        return replace(state, errors=(("label", _("Say whom the link is for.")),)), ()
    if passphrase and len(passphrase) < PASSPHRASE_LEAST:
        sentence = context.interface.say("A passphrase has at least {least} characters.", least=PASSPHRASE_LEAST)
        return replace(state, errors=(("passphrase", sentence),)), ()
    days = _days(event.form.get("days"))
    if days is None:
        sentence = context.interface.say("A link is good for 1 to {most} days.", most=DAYS_MOST)
        return replace(state, errors=(("days", sentence),)), ()
    return state, (Invite(_role(event), label, days, passphrase),)


def with_account(state: RecordState, event: Event, context: Context) -> Step:
    """Share with a colleague by the name under which they sign in."""
    if state.record is None:
        return state, ()
    if not context.named:
        raise BadInput("Nobody signs in to this server, so there are no names to share with.")
    name = text(event.form.get("account"), LABEL_MOST).strip()
    if not name:
        sentence = context.interface.gettext("Write the name under which your colleague signs in.")
        return replace(state, errors=(("account", sentence),)), ()
    return state, (Invite(_role(event), name, account=name),)


def withdraw(state: RecordState, event: Event, context: Context) -> Step:
    """End a share."""
    return state, (Withdraw(text(event.value)),)


def _role(event: Event) -> Role:
    given = event.form.get("role", Role.READ)
    if given not in ROLES:
        raise BadInput("That role is not known. Choose one of the list.")
    return Role(given)


def _days(given: object) -> int | None:
    if given in ("", None):
        return DAYS
    days = int(str(given)) if str(given).isascii() and str(given).isdigit() and len(str(given)) < 4 else 0
    return days if 1 <= days <= DAYS_MOST else None


# ---------------------------------------------------------------- the command


def new_share(command: Invite, store: Store, context: Context) -> tuple[NewShare, str]:
    """What to store for an invitation, and the token of its link, which is kept nowhere. Raises ToolkitError."""
    if command.account:
        return NewShare(Role(command.role), command.label, account=_known(command.account, store, context)), ""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    digest = hashlib.sha256(token.encode()).hexdigest()
    guard = _hashed(command.passphrase) if command.passphrase else None
    return NewShare(Role(command.role), command.label, None, digest, guard, command.days), token


def _known(name: str, store: Store, context: Context) -> str:
    """The name of an account as it is kept; raises ToolkitError for nobody's and for one's own."""
    from toolkit.store.accounts import NoAccount, tidy  # few pages share with somebody by name

    try:
        found = tidy(name)
    except NoAccount:
        found = ""
    if not found or (context.identity == "local" and not store.has_account(found)):
        raise ToolkitError(context.interface.say(NO_ACCOUNT, name=name))
    if found == context.who:
        raise ToolkitError(context.interface.gettext("That is your own name: the assessment is yours already."))
    return found


def _hashed(passphrase: str) -> str:
    from argon2 import PasswordHasher  # as above

    return PasswordHasher().hash(passphrase)
