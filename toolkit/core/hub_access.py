"""Who may do what in the hub, as one table; and how somebody comes in, stays and leaves. Pure, without a clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from toolkit.core.model import ToolkitError


class Role(StrEnum):
    """What somebody is in the hub; each person has one."""

    OFFICER = "officer"
    FOCAL_POINT = "focal-point"
    """Vouches for the people of one agency."""
    COORDINATOR = "coordinator"
    """Runs the hub's content and community."""
    PROVIDER = "provider-contact"
    """Speaks for a provider: sees its own listings and notices, and nothing about officers."""
    ADMINISTRATOR = "administrator"
    """Runs the server: accounts and backups, and no content."""


class Action(StrEnum):
    """Everything that can be done in the hub; what is not here cannot be done."""

    READ_TERMS = "read-terms"
    ACCEPT_TERMS = "accept-terms"
    DOWNLOAD_OWN_DATA = "download-own-data"
    CORRECT_OWN_DATA = "correct-own-data"
    CLOSE_OWN_ACCOUNT = "close-own-account"
    ATTEST_OWN_POST = "attest-own-post"
    READ_OWN_NOTICES = "read-own-notices"
    READ_CATALOGUE = "read-catalogue"
    COMPARE_TOOLS = "compare-tools"
    SAVE_TOOL = "save-tool"
    ASSESS_TOOL = "assess-tool"
    LEARN = "learn"
    WRITE_FEEDBACK = "write-feedback"
    CHANGE_OWN_FEEDBACK = "change-own-feedback"
    READ_FEEDBACK = "read-feedback"
    MODERATE_FEEDBACK = "moderate-feedback"
    REPLY_TO_FEEDBACK = "reply-to-feedback"
    CONSENT_TO_DIRECTORY = "consent-to-directory"
    READ_DIRECTORY = "read-directory"
    READ_OWN_LISTINGS = "read-own-listings"
    PROPOSE_LISTING = "propose-listing"
    ANSWER_WITHDRAWAL = "answer-withdrawal"
    REVIEW_LISTING = "review-listing"
    WITHDRAW_LISTING = "withdraw-listing"
    APPROVE_PERSON = "approve-person"
    REPORT_LEAVER = "report-leaver"
    INVITE_PERSON = "invite-person"
    DESCRIBE_AGENCY = "describe-agency"
    PUBLISH_TERMS = "publish-terms"
    READ_AUDIT = "read-audit"
    MANAGE_ACCOUNTS = "manage-accounts"
    BACK_UP = "back-up"


_EVERYBODY = frozenset(Role)
_POLICE = frozenset({Role.OFFICER, Role.FOCAL_POINT, Role.COORDINATOR})
_VOUCHES = frozenset({Role.FOCAL_POINT, Role.COORDINATOR})
_COORDINATES = frozenset({Role.COORDINATOR})
_PROVIDES = frozenset({Role.PROVIDER})
_ADMINISTERS = frozenset({Role.ADMINISTRATOR})

PERMITTED: Mapping[Action, frozenset[Role]] = {
    Action.READ_TERMS: _EVERYBODY,
    Action.ACCEPT_TERMS: _EVERYBODY,
    Action.DOWNLOAD_OWN_DATA: _EVERYBODY,
    Action.CORRECT_OWN_DATA: _EVERYBODY,
    Action.CLOSE_OWN_ACCOUNT: _EVERYBODY,
    Action.ATTEST_OWN_POST: _EVERYBODY,
    Action.READ_OWN_NOTICES: _EVERYBODY,
    Action.READ_CATALOGUE: _POLICE,
    Action.COMPARE_TOOLS: _POLICE,
    Action.SAVE_TOOL: _POLICE,
    Action.ASSESS_TOOL: _POLICE,
    Action.LEARN: _POLICE,
    Action.WRITE_FEEDBACK: frozenset({Role.OFFICER, Role.FOCAL_POINT}),
    Action.CHANGE_OWN_FEEDBACK: frozenset({Role.OFFICER, Role.FOCAL_POINT}),
    Action.READ_FEEDBACK: _POLICE,
    Action.MODERATE_FEEDBACK: _COORDINATES,
    Action.REPLY_TO_FEEDBACK: _PROVIDES,
    Action.CONSENT_TO_DIRECTORY: _POLICE,
    Action.READ_DIRECTORY: _POLICE,
    Action.READ_OWN_LISTINGS: _PROVIDES,
    Action.PROPOSE_LISTING: _PROVIDES,
    Action.ANSWER_WITHDRAWAL: _PROVIDES,
    Action.REVIEW_LISTING: _COORDINATES,
    Action.WITHDRAW_LISTING: _COORDINATES,
    Action.APPROVE_PERSON: _VOUCHES,
    Action.REPORT_LEAVER: _VOUCHES,
    Action.INVITE_PERSON: _VOUCHES,
    Action.DESCRIBE_AGENCY: _VOUCHES,
    Action.PUBLISH_TERMS: _COORDINATES,
    Action.READ_AUDIT: _COORDINATES | _ADMINISTERS,
    Action.MANAGE_ACCOUNTS: _ADMINISTERS,
    Action.BACK_UP: _ADMINISTERS,
}
"""Action to the roles that may do it. Not in `data/`, because whoever edits texts must not widen rights."""

WITHOUT_TERMS = frozenset({Action.READ_TERMS, Action.ACCEPT_TERMS, Action.DOWNLOAD_OWN_DATA, Action.CLOSE_OWN_ACCOUNT})
"""What remains to somebody who has not accepted the terms that count, or whose account rests: to read them, and to
leave with their data."""


class Standing(StrEnum):
    """How far somebody has come, and whether they are still in."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    """The e-mail address is theirs."""
    APPROVED = "approved"
    REFUSED = "refused"
    RESTING = "resting"
    """Did not attest in time; nothing is deleted."""
    LEFT = "left"


ATTEST_EVERY = timedelta(days=183)
"""Half a year: how long an approval or attestation counts."""

ATTEST_WITHIN = timedelta(days=30)
"""How long somebody has to answer before the account rests."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person in the hub, by codes and days only.

    `attested` is the day of the approval or of the last attestation; `leaves` the last day of access, if one is known.
    """

    code: str
    agency: str
    role: Role = Role.OFFICER
    standing: Standing = Standing.ASKED
    purpose: str = ""
    attested: date | None = None
    leaves: date | None = None
    approved_by: str = ""
    reason: str = ""


# ---------------------------------------------------------------- coming in


def ask(code: str, agency: str, purpose: str, role: Role = Role.OFFICER) -> Member:
    """A request for an account, which accepts no terms; raises ToolkitError where agency or purpose is missing."""
    if not agency.strip() or not purpose.strip():
        raise ToolkitError("a request needs your agency and what you want the hub for; fill in both")
    return Member(code, agency.strip(), role, purpose=purpose.strip())


def confirm(member: Member) -> Member:
    """After the link in the e-mail was used, or was handed over in person; raises ToolkitError."""
    _expect(member, Standing.ASKED, "confirmed")
    return replace(member, standing=Standing.CONFIRMED)


def reached(member: Member) -> Member:
    """As `confirm` for whoever has not come so far, and anybody else as they are."""
    return confirm(member) if member.standing is Standing.ASKED else member


def decide(member: Member, by: Member, on: date, *, approve: bool, reason: str = "") -> Member:
    """A person approved, or refused with a reason; raises ToolkitError if `by` may not decide it.

    Focal points decide on officers of their own agency; coordinators on everybody. Nobody decides on themselves.
    """
    _expect(member, Standing.CONFIRMED, "decided on")
    if by.code == member.code:
        raise ToolkitError("nobody approves themselves; ask another focal point or the coordinator")
    if not may(by, Action.APPROVE_PERSON, on):
        raise ToolkitError(f"a {by.role} cannot decide on people; ask a focal point or the coordinator")
    if by.role is Role.FOCAL_POINT and (by.agency != member.agency or member.role is not Role.OFFICER):
        raise ToolkitError("a focal point decides on officers of the same agency only; ask the coordinator")
    if not approve and not reason.strip():
        raise ToolkitError("a refusal needs its reason, because the person will read it; write one")
    standing = Standing.APPROVED if approve else Standing.REFUSED
    return replace(member, standing=standing, attested=on if approve else None, approved_by=by.code, reason=reason)


def _expect(member: Member, wanted: Standing, done: str) -> None:
    if member.standing is not wanted:
        raise ToolkitError(f"a request that is {member.standing} cannot be {done}; it must be {wanted} first")


# ---------------------------------------------------------------- staying and leaving


def attestation_due(member: Member) -> date | None:
    """The day from which a person is asked whether they are still there; None before approval."""
    return member.attested + ATTEST_EVERY if member.attested else None


def attest(member: Member, on: date) -> Member:
    """“Still at my agency”; raises ToolkitError for anyone who has no access, because only a focal point wakes them."""
    if not has_access(member, on):
        raise ToolkitError("this account has no access any more; ask your focal point to wake it")
    return replace(member, attested=on)


def wake(member: Member, by: Member, on: date) -> Member:
    """A resting account brought back by whoever vouches for it; raises ToolkitError."""
    if standing_on(member, on) is not Standing.RESTING:
        raise ToolkitError("only an account that rests can be woken; a person who left asks anew")
    if by.code == member.code or not may(by, Action.APPROVE_PERSON, on):
        raise ToolkitError("only a focal point or the coordinator wakes an account, and never their own; ask one")
    if by.role is Role.FOCAL_POINT and by.agency != member.agency:
        raise ToolkitError("a focal point wakes accounts of the same agency only; ask the coordinator")
    return replace(member, standing=Standing.APPROVED, attested=on, approved_by=by.code)


def leave(member: Member, last: date) -> Member:
    """A person with their last day; an earlier day that is already set stays, so that nobody prolongs their access."""
    return replace(member, leaves=min(member.leaves, last) if member.leaves else last)


def needs_second(member: Member, by: Member) -> bool:
    """Whether a report that somebody left waits for a second person: focal points end no access above their own."""
    return by.role is Role.FOCAL_POINT and member.role in {Role.COORDINATOR, Role.ADMINISTRATOR}


def report_leaver(member: Member, by: Member, last: date, on: date) -> Member:
    """A focal point or coordinator says that somebody leaves or has left; raises ToolkitError."""
    if not may(by, Action.REPORT_LEAVER, on) or (by.role is Role.FOCAL_POINT and by.agency != member.agency):
        raise ToolkitError("only a focal point of the same agency or the coordinator can report this; ask one")
    if needs_second(member, by):
        raise ToolkitError(f"a focal point alone cannot end the access of a {member.role}; tell a coordinator")
    return leave(member, last)


def standing_on(member: Member, on: date) -> Standing:
    """How somebody stands on a day: left after the last day, resting 30 days after an attestation was due."""
    if member.leaves and on > member.leaves:
        return Standing.LEFT
    due = attestation_due(member)
    if member.standing is Standing.APPROVED and due and on > due + ATTEST_WITHIN:
        return Standing.RESTING
    return member.standing


def has_access(member: Member, on: date) -> bool:
    """Whether somebody is in on a day: everything that opens a page, kernel or link asks this."""
    return standing_on(member, on) is Standing.APPROVED


def may(member: Member, action: Action, on: date, *, accepted: bool = True) -> bool:
    """Whether a person may do something on a day; `accepted` says whether they accepted the terms that count.

    An account that rests keeps what belongs to the person: their data, and the way out.
    """
    if member.role not in PERMITTED[action]:
        return False
    if standing_on(member, on) is Standing.RESTING:
        return action in WITHOUT_TERMS
    return has_access(member, on) and (accepted or action in WITHOUT_TERMS)


def oversees(by: Member, member: Member) -> bool:
    """Whether somebody vouches for a person: focal points for their own agency, coordinators for everybody."""
    return by.role is Role.COORDINATOR or (by.role is Role.FOCAL_POINT and by.agency == member.agency)


GIVEN = frozenset({Role.OFFICER, Role.FOCAL_POINT, Role.COORDINATOR, Role.ADMINISTRATOR})
"""Roles that an administrator gives and takes. A provider's contact stays one: another role needs another request."""


def give_role(member: Member, by: Member, role: Role, on: date) -> Member:
    """A person with another role; raises ToolkitError. Nobody gives themselves one."""
    if by.code == member.code or not may(by, Action.MANAGE_ACCOUNTS, on):
        raise ToolkitError("only an administrator gives roles, and never to themselves; ask another one")
    if member.role not in GIVEN or role not in GIVEN or standing_on(member, on) is not Standing.APPROVED:
        raise ToolkitError("this role cannot be changed; a provider's contact, or somebody new, asks for an account")
    return replace(member, role=role)


def sees_listing(member: Member, provider: str, on: date) -> bool:
    """Whether a person may see a listing of a provider; `agency` of a provider's contact is the provider's name."""
    if member.role is Role.PROVIDER:
        return may(member, Action.READ_OWN_LISTINGS, on) and member.agency == provider
    return may(member, Action.READ_CATALOGUE, on)
