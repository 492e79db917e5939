"""The records around the one that is open: those it refers to, and those of the visitor that are listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from toolkit.core.kept import READINESS, RISK, SHEET, WORKBOOK, kind_of
from toolkit.core.model import ToolkitError
from toolkit.pages.desk import Context, Desk, RecordState, content_of, linked_part
from toolkit.pages.screen import Create, Gather, Invite, Withdraw
from toolkit.pages.share import new_share
from toolkit.pages.threads import families, latest_result
from toolkit.store import Access, NewAssessment, NotShared, Role, Store, Stored, Summary, UnknownAssessment, Write

State = TypeVar("State", bound=RecordState)

PAST, PAGES = 50, 200
"""So many changes stand on a page of what happened, and there are at most so many pages."""

MOST_SYSTEMS = 50
"""Systems of the visitor's own that are looked at together."""

NOT_LINKED = "That record does not belong to this one any more. Load the page again."


def follow_links(state: State, desk: Desk, store: Store, visitor: str) -> State:
    """The state with its linked records as they are now; what is gone, or nobody's business here, is left out."""
    if state.record is None:
        return state
    names = dict.fromkeys([*desk.links(state.record), *_kin(state, desk)])
    found = {name: _linked(state, state.record, name, store, visitor) for name in names}
    there = {name: one for name, one in found.items() if one is not None}
    return state if there == state.linked else replace(state, linked=there)


def _kin(state: RecordState, desk: Desk) -> list[str]:
    """The visitor's own records that may refer to the one that is open, which is theirs too."""
    if state.record is None or state.role is not Role.OWNER:
        return []
    kinds = desk.kin.get(kind_of(state.record.questionnaire_id), ())
    return [one.id for one in state.others if kind_of(one.questionnaire_id) in kinds]


def _linked(state: RecordState, record: Stored, name: str, store: Store, visitor: str) -> Stored | None:
    """A linked record: whole for whoever has a right to it, else as far as the owner's right reaches into this one.

    What a workbook says of any version of its system's risk assessment means the newest.
    """
    try:
        right = store.access(name, visitor)
        whose = visitor if right is not None else record.owner
        if right is None and store.access(name, whose) is None:
            return None
        before = state.linked.get(name)
        about = kind_of(record.questionnaire_id) == WORKBOOK
        current = _newest(before or store.load(name), name, store, whose) if about else name
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


def member(state: RecordState, identity: str, context: Context) -> str:
    """The id of a record that belongs to the open one; raises ToolkitError."""
    if identity not in state.linked:
        raise ToolkitError(context.interface.gettext(NOT_LINKED))
    return identity


def shared(state: State, command: Invite | Withdraw, store: Store, context: Context) -> State:
    """Share the record or one linked to it, or end that. Raises NotShared for whoever does not own it."""
    own = state.record.id if state.record else ""
    identity = own if own and not command.record else member(state, command.record, context)
    if isinstance(command, Withdraw):
        store.withdraw(identity, command.id, context.who)
    else:
        new, token = new_share(command, store, context)
        store.share(identity, new, context.who)
        state = replace(state, token=token, token_for=identity)
    return shares_of(state, store, context.who)


def discard(state: RecordState, identity: str, store: Store, context: Context) -> None:
    """Delete a record that was made for the open one. Raises NotShared for whoever does not own it."""
    store.delete(member(state, identity, context), context.who)


def listed(state: State, desk: Desk, store: Store, visitor: str, screen: str) -> State:
    """The list of what the visitor has and what others share with them, of the page's kinds; nothing is open."""
    own, theirs = store.listing(visitor), store.shared_with(visitor)
    return replace(
        state.fresh(),
        record=None,
        screen=screen,
        arg="",
        summaries=tuple(one for one in own if kind_of(one.questionnaire_id) == desk.kind),
        others=_others(own, desk),
        shared=tuple(pair for pair in theirs if kind_of(pair[0].questionnaire_id) in desk.kinds),
        around=_latest(own, store) if screen == "home" else {},
    )


def _others(own: tuple[Summary, ...], desk: Desk) -> tuple[Summary, ...]:
    """The records of other kinds than the one that a page lists."""
    return tuple(one for one in own if kind_of(one.questionnaire_id) != desk.kind)


def _latest(own: tuple[Summary, ...], store: Store) -> dict[str, Stored]:
    """By kind, what the visitor did last, no illustration; of the readiness a result, of systems the workbook's."""
    result = latest_result(own, demo=False)
    found: dict[str, Stored] = {READINESS: store.load(result.id)} if result else {}
    for one in own:
        kind = kind_of(one.questionnaire_id)
        if not one.demo and kind not in found and kind not in (SHEET, READINESS):
            found[kind] = store.load(one.id)
    system = found[WORKBOOK].values.get("meta/system") if WORKBOOK in found else None
    if any(one.id == system for one in own):
        found[RISK] = store.load(str(system))
    return found


def opened(state: State, desk: Desk, store: Store, visitor: str, identity: str) -> tuple[State, Access]:
    """The state with a record open, and what the visitor may do with it.

    Raises NotShared, and UnknownAssessment for no record and for another page's.
    """
    access = store.access(identity, visitor)
    if access is None:
        raise NotShared(None)
    record = store.load(identity)
    if kind_of(record.questionnaire_id) not in desk.kinds:
        raise UnknownAssessment(identity)
    if state.record is None or state.record.id != record.id:
        state = state.fresh()
        if desk.kin:
            state = replace(state, others=_others(store.listing(visitor), desk))
    state = replace(
        state,
        record=record,
        errors=(),
        role=access.role,
        around=_around(state, desk, store, visitor, record),
        origin=store.origin(record.id) if record.owner == visitor else None,
    )
    return follow_links(state, desk, store, visitor), access


def _around(state: RecordState, desk: Desk, store: Store, visitor: str, record: Stored) -> dict[str, Stored]:
    """What belongs to a record of the visitor's own though it does not name it; of the readiness only a result."""
    if record.owner != visitor:
        return {}
    found: dict[str, Summary | None] = {}
    if READINESS in desk.around:
        found[READINESS] = latest_result(store.listing(visitor, READINESS), demo=record.demo)
    if WORKBOOK in desk.around:
        family = [one.id for one in store.versions(record.id)]
        named = store.referring(visitor, "meta/system", family)
        sheets = (one for one in named if one.questionnaire_id == WORKBOOK and one.demo is record.demo)
        found[WORKBOOK] = next(sheets, None)
    before = {one.id: one for one in state.around.values()}
    return {kind: _now(one, before, store) for kind, one in found.items() if one is not None}


def _now(one: Summary, before: Mapping[str, Stored], store: Store) -> Stored:
    return store.follow(before[one.id]) if one.id in before else store.load(one.id)


def gathered(state: State, command: Gather, store: Store, visitor: str) -> State:
    """The state with all versions of the linked systems, and a page of what happened to them and to the record.

    Only what the visitor has a right of their own to: the right of the owner does not reach that far.
    """
    if state.record is None:
        return state
    if command.own:
        mine = [one for one in families(store.listing(visitor)) if one.demo is state.record.demo][:MOST_SYSTEMS]
        return replace(state, versions=tuple(store.load(one.id) for one in mine))
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


def made(state: RecordState, command: Create, desk: Desk, store: Store, context: Context, name: str) -> Stored:
    """A new record of the visitor's; the one that is open keeps its id, recorded under `name`, if so asked."""
    questionnaire, version, digest = content_of(command.kind or desk.kind, context)
    method = str(command.values.get("meta/method", context.library.default_method))
    new = NewAssessment(context.who, command.title, questionnaire, version, digest, method, command.demo)
    record = store.create(new, values=command.values, who=context.who)
    if command.refer and state.record is not None:
        note = record.id if command.note is None else command.note
        write = Write(command.refer.replace("{id}", record.id), note)
        # A message of its own: one event may make several records, and what the event wrote counts once.
        store.write(state.record.id, [write], who=name, client=f"made/{record.id}", seq=0, visitor=context.who)
    return record
