"""The records around the one that is open: those it refers to, and those of the visitor that are listed."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from toolkit.core.kept import RISK, kind_of
from toolkit.core.model import ToolkitError
from toolkit.pages.desk import Context, Desk, RecordState, linked_part
from toolkit.pages.screen import Gather, Invite, Withdraw
from toolkit.pages.share import new_share
from toolkit.store import NotShared, Role, Store, Stored, UnknownAssessment

State = TypeVar("State", bound=RecordState)

PAST, PAGES = 50, 200
"""So many changes stand on a page of what happened, and there are at most so many pages."""

NOT_LINKED = "That record does not belong to this one any more. Load the page again."


def follow_links(state: State, desk: Desk, store: Store, visitor: str) -> State:
    """The state with its linked records as they are now; what is gone, or nobody's business here, is left out."""
    if state.record is None:
        return state
    found = {
        name: _linked(state, state.record, name, store, visitor) for name in dict.fromkeys(desk.links(state.record))
    }
    there = {name: one for name, one in found.items() if one is not None}
    return state if there == state.linked else replace(state, linked=there)


def _linked(state: RecordState, record: Stored, name: str, store: Store, visitor: str) -> Stored | None:
    """A linked record: whole for whoever has a right to it, else as far as the owner's right reaches into this one.

    A link to any version of a system's risk assessment means its newest.
    """
    try:
        right = store.access(name, visitor)
        whose = visitor if right is not None else record.owner
        if right is None and store.access(name, whose) is None:
            return None
        before = state.linked.get(name)
        current = _newest(before or store.load(name), name, store, whose)
        if before is not None and before.id == current and right is not None:
            return before if store.revision(current) == before.revision else store.follow(before)
        found = store.load(current)
    except UnknownAssessment:
        return None
    return found if right is not None else linked_part(found, kind_of(found.questionnaire_id))


def _newest(known: Stored, name: str, store: Store, whose: str) -> str:
    """Of a system the newest version that its reader has a right to; every other record is meant as it is."""
    if kind_of(known.questionnaire_id) != RISK:
        return name
    versions = reversed(store.versions(name))
    return next((one.id for one in versions if one.id == name or store.access(one.id, whose)), name)


def shares_of(state: State, store: Store, visitor: str) -> State:
    """With whom the record and those linked to it are shared, as far as they are the visitor's own."""
    if state.record is None or state.role is not Role.OWNER:
        return replace(state, shares=(), linked_shares={})
    own = [name for name, one in state.linked.items() if one.owner == visitor]
    linked = {name: store.shares(name, visitor) for name in own}
    return replace(state, shares=store.shares(state.record.id, visitor), linked_shares=linked)


def shared(state: State, command: Invite | Withdraw, store: Store, context: Context) -> State:
    """Share the record or one linked to it, or end that. Raises NotShared for whoever does not own it."""
    if state.record is None or (command.record and command.record not in state.linked):
        raise ToolkitError(context.interface.gettext(NOT_LINKED))
    identity = command.record or state.record.id
    if isinstance(command, Withdraw):
        store.withdraw(identity, command.id, context.who)
    else:
        new, token = new_share(command, store, context)
        store.share(identity, new, context.who)
        state = replace(state, token=token, token_for=identity)
    return shares_of(state, store, context.who)


def listed(state: State, desk: Desk, store: Store, visitor: str, screen: str) -> State:
    """The list of what the visitor has and what others share with them, of the page's kinds; nothing is open."""
    own, theirs = store.listing(visitor), store.shared_with(visitor)
    return replace(
        state.fresh(),
        record=None,
        screen=screen,
        arg="",
        summaries=tuple(one for one in own if kind_of(one.questionnaire_id) == desk.kind),
        others=tuple(one for one in own if kind_of(one.questionnaire_id) != desk.kind),
        shared=tuple(pair for pair in theirs if kind_of(pair[0].questionnaire_id) in desk.kinds),
    )


def opened(state: State, desk: Desk, store: Store, visitor: str, identity: str) -> State:
    """The state with a record open; raises NotShared, UnknownAssessment, and ToolkitError for another page's record."""
    access = store.access(identity, visitor)
    if access is None:
        raise NotShared(None)
    record = store.load(identity)
    if kind_of(record.questionnaire_id) not in desk.kinds:
        raise UnknownAssessment(identity)
    if state.record is None or state.record.id != record.id:
        state = state.fresh()
    return follow_links(replace(state, record=record, errors=(), role=access.role), desk, store, visitor)


def gathered(state: State, command: Gather, store: Store, visitor: str) -> State:
    """The state with all versions of the linked systems, and a page of what happened to them and to the record.

    Only what the visitor has a right of their own to: the right of the owner does not reach that far.
    """
    if state.record is None:
        return state
    own = [name for name in state.linked if store.access(name, visitor)]
    names = dict.fromkeys(one.id for name in own for one in store.versions(name))
    versions = sorted(
        (store.load(name) for name in names if store.access(name, visitor)), key=lambda one: -one.version_no
    )
    page = min(max(command.page, 1), PAGES)
    records = (state.record, *versions)
    pairs = [(one.id, event) for one in records for event in store.history(one.id, "", PAST * page + 1)]
    pairs.sort(key=lambda pair: (pair[1].at, pair[1].id), reverse=True)
    shown = tuple(pairs[PAST * (page - 1) : PAST * page])
    return replace(state, versions=tuple(versions), past=shown, more=len(pairs) > PAST * page)
