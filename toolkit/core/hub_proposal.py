"""What a provider says about its own tool: drafts, what they change, a coordinator's decision, what is then published.

A listing is made from public sources. What its provider says is laid over it, field by field, and stays marked as the
provider's word; a coordinator may say of single fields that they were checked, and how. Nothing here is a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from toolkit.core.hub import Catalogue, Listing, Stated, Word
from toolkit.core.hub_access import Action, Member, may
from toolkit.core.hub_feedback import Refused
from toolkit.core.hub_refuse import refusals
from toolkit.core.model import ToolkitError

COUNTRY, SUMMARY, DOES = "country", "summary", "does"
FACET, SAYS = "facet-", "says-"
OURS = frozenset({"verification"})
"""Facets about our own checking, which no provider fills in."""

NEEDED = (SUMMARY, DOES)
"""Fields that cannot be “not stated”."""


class State(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"
    SENT_BACK = "sent-back"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a provider wants its listing to say; `changes` are fields with their new text, empty for “not stated”.

    The values of a facet stand with spaces between them. `by` and `decided_by` are codes; `number` counts from 1 for
    each listing. `checked` are the fields that a coordinator checked, and `basis` says how.
    """

    listing: str
    number: int
    by: str
    provider: str
    changes: Mapping[str, str]
    why: str
    at: datetime
    state: State = State.DRAFT
    note: str = ""
    checked: tuple[str, ...] = ()
    basis: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coordinator decides on the proposal that was sent at `seen`: a later one has not been read."""

    publish: bool
    seen: datetime
    at: datetime
    note: str = ""
    checked: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a proposal: what the listing says now, and what it would say; empty texts mean “not stated”."""

    field: str
    before: str
    after: str


History = Sequence[Proposal]


# ---------------------------------------------------------------- fields


def fields(catalogue: Catalogue) -> tuple[str, ...]:
    """Every field of the form, in its order."""
    facets = (FACET + one.id for one in catalogue.facets if one.id not in OURS)
    return (SUMMARY, DOES, COUNTRY, *facets, *(SAYS + one.id for one in (*catalogue.criteria, *catalogue.asked)))


def values(listing: Listing, catalogue: Catalogue) -> dict[str, str]:
    """What a listing says in each field of the form."""
    return {name: _value(listing, name, catalogue) for name in fields(catalogue)}


def _value(one: Listing, name: str, catalogue: Catalogue) -> str:
    plain = {SUMMARY: one.summary, DOES: one.does, COUNTRY: one.country}
    if name in plain:
        return plain[name]
    if name.startswith(FACET):
        return _known(catalogue, name, one.values(name.removeprefix(FACET)))
    return one.says(name.removeprefix(SAYS))


def _known(catalogue: Catalogue, name: str, found: Collection[str]) -> str:
    facet = catalogue.facet(name.removeprefix(FACET))
    return " ".join(one.id for one in facet.values if one.id in found)


def changes(
    now: Mapping[str, str], given: Mapping[str, str], silent: Collection[str], catalogue: Catalogue
) -> dict[str, str]:
    """The fields in which what was filled in differs from the listing, or of which the provider says “not stated”.

    `silent` are those: they are kept where the listing says nothing either, because then the provider was asked. What
    the catalogue does not know is left out.
    """
    found = {}
    for name in fields(catalogue):
        text = " ".join(given.get(name, "").split())
        if name.startswith(FACET):
            text = _known(catalogue, name, text.split())
        if name in given and (text != " ".join(now[name].split()) or (name in silent and not text)):
            found[name] = text
    return found


def difference(listing: Listing, one: Proposal, catalogue: Catalogue) -> tuple[Change, ...]:
    """What a proposal would change in the listing as it is now, field by field in the order of the form."""
    now = values(listing, catalogue)
    return tuple(Change(name, now[name], one.changes[name]) for name in now if name in one.changes)


# ---------------------------------------------------------------- what is published


def published(listing: Listing, history: Iterable[Proposal], catalogue: Catalogue) -> Listing:
    """The listing with what its provider said and a coordinator let appear, the oldest first; each field says so."""
    found = listing
    for one in history:
        if one.state is State.PUBLISHED:
            found = _laid_over(found, one, catalogue)
    return found


def _laid_over(listing: Listing, one: Proposal, catalogue: Catalogue) -> Listing:
    now = values(listing, catalogue)
    new = {name: text for name, text in one.changes.items() if name in now and (text != now[name] or not text)}
    words = {name: Word.CHECKED if name in one.checked else Word.PROVIDER for name in new}
    facets = {name.removeprefix(FACET): tuple(text.split()) for name, text in new.items() if name.startswith(FACET)}
    said = {name.removeprefix(SAYS): text for name, text in new.items() if name.startswith(SAYS)}
    kept = tuple(x for x in listing.stated if x.id not in said)
    gone = (*listing.not_stated, *(name for name, text in said.items() if not text))
    return replace(
        listing,
        summary=new.get(SUMMARY, listing.summary),
        does=new.get(DOES, listing.does),
        country=new.get(COUNTRY, listing.country),
        facets={**listing.facets, **facets},
        stated=(*kept, *(Stated(name, text) for name, text in said.items() if text)),
        not_stated=tuple(dict.fromkeys(name for name in gone if not said.get(name))),
        words={**listing.words, **words},
    )


# ---------------------------------------------------------------- the provider's part


@dataclass(frozen=True, slots=True)
class Writing:
    """What a provider's contact wrote: the fields that change, and why, for the coordinator."""

    changes: Mapping[str, str]
    why: str = ""
    at: datetime = field(kw_only=True)


def draft(history: History, by: Member, provider: str, listing: str, new: Writing, on: date) -> Proposal:
    """A draft kept: the one that is open with new words, or a further one; raises Refused or ToolkitError."""
    _own(by, provider, on)
    last = history[-1] if history else None
    if last and last.state is State.WAITING:
        raise ToolkitError("this proposal waits for a coordinator; take it back before you change it")
    if found := refusals({**new.changes, "why": new.why}):
        raise Refused(found)
    number = 1 if last is None else last.number if last.state is State.DRAFT else last.number + 1
    return Proposal(listing, number, by.code, provider, dict(new.changes), new.why, new.at)


def send(one: Proposal) -> Proposal:
    """A draft sent to the coordinator; raises ToolkitError where it changes nothing or leaves out what is needed."""
    if one.state is not State.DRAFT:
        raise ToolkitError("only a draft can be sent; look where the proposal stands now")
    if not one.changes:
        raise ToolkitError("the draft says what the listing says already; change a field first")
    for name in NEEDED:
        if not one.changes.get(name, "-").strip():
            raise ToolkitError(f"{name} cannot be empty; write a sentence")
    return replace(one, state=State.WAITING)


def take_back(history: History, by: Member, provider: str, at: datetime) -> Proposal:
    """What waits becomes a draft again; raises ToolkitError where nothing waits."""
    _own(by, provider, at.date())
    if not history or history[-1].state is not State.WAITING:
        raise ToolkitError("nothing waits that could be taken back; look where the proposal stands now")
    return replace(history[-1], state=State.DRAFT, at=at)


def _own(by: Member, provider: str, on: date) -> None:
    if not may(by, Action.PROPOSE_LISTING, on) or by.agency != provider:
        raise ToolkitError("only a contact of the tool’s own provider can propose what its listing says")


# ---------------------------------------------------------------- the coordinator's part


def decide(history: History, by: Member, decision: Decision, on: date) -> Proposal:
    """What waits published, or sent back with words; raises Refused or ToolkitError.

    Fields are checked only with a word on how, and only such that the proposal changes.
    """
    one = history[-1] if history else None
    if not may(by, Action.REVIEW_LISTING, on) or (one and by.code == one.by):
        raise ToolkitError("only a coordinator decides on what a provider proposes")
    if one is None or one.state is not State.WAITING or one.at != decision.seen:
        raise ToolkitError("this proposal is not waiting any more, or was changed; read the latest one")
    if found := refusals({"note": decision.note, "basis": decision.basis}):
        raise Refused(found)
    done = replace(one, decided_by=by.code, decided_at=decision.at)
    if not decision.publish:
        if not decision.note.strip():
            raise ToolkitError("the provider must know what to change; write it")
        return replace(done, state=State.SENT_BACK, note=decision.note)
    checked = tuple(name for name in one.changes if name in decision.checked)
    if checked and not decision.basis.strip():
        raise ToolkitError("say how the ticked fields were checked; without that they are the provider’s word")
    return replace(done, state=State.PUBLISHED, checked=checked, basis=decision.basis if checked else "")
