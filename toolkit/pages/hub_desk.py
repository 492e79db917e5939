"""An officer's own desk in the hub: what waits, saved tools, what was begun, learning, with ways to the light pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from toolkit.core.hub import Hub, Listing, Module
from toolkit.core.hub_catalogue import COMPARED
from toolkit.core.hub_listing import State
from toolkit.pages.desk import Context
from toolkit.pages.hub_frame import notice_text
from toolkit.pages.hub_tools import STATES
from toolkit.pages.inputs import text
from toolkit.pages.screen import Event, Part, Screen
from toolkit.render.html import render
from toolkit.store.hub_records import Notice

NOTICES = 10
"""Notices that stand on the desk; the page of notices has all of them."""


class Why(StrEnum):
    """Why there is no desk."""

    OFF = "off"
    STRANGER = "stranger"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class OnDesk:
    """What the store holds for one officer: read anew at each event.

    `begun` are page, id and listing of what they began from listings; `sent_back` and `waiting` count their feedback.
    """

    hub: Hub
    agency: str
    notices: tuple[Notice, ...] = ()
    saved: tuple[tuple[Listing, State], ...] = ()
    begun: tuple[tuple[str, str, Listing], ...] = ()
    learned: frozenset[str] = frozenset()
    waiting: int = 0
    sent_back: int = 0


@dataclass(frozen=True, slots=True)
class HubState:
    """The state of the desk: what lies on it, or why there is none; and the saved tools that are ticked."""

    desk: OnDesk | None = None
    why: Why = Why.OFF
    ticked: tuple[str, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """Note that a notice was read."""

    notice: str


def update(state: HubState, event: Event, context: Context) -> tuple[HubState, tuple[Read, ...]]:
    """The desk after an event, and what is to be done."""
    state, name = replace(state, message=""), text(event.value)
    if state.desk is None or event.kind == "route":
        return state, ()
    if event.name == "seen" and name in {one.id for one in state.desk.notices}:
        return state, (Read(name),)
    if event.name == "tick" and name in {one.id for one, _ in state.desk.saved}:
        return _ticked(state, name, context), ()
    return state, ()


def _ticked(state: HubState, name: str, context: Context) -> HubState:
    if name in state.ticked:
        return replace(state, ticked=tuple(one for one in state.ticked if one != name))
    if len(state.ticked) == COMPARED:
        full = context.interface.say("{most} tools fit beside each other. Take one away first.", most=COMPARED)
        return replace(state, message=full)
    return replace(state, ticked=(*state.ticked, name))


def view(state: HubState, context: Context) -> Screen:
    """The desk. Pure: the same state and context give the same HTML."""
    lang, title = context.interface.lang, context.interface.gettext("My desk in the hub")
    if state.desk is None:
        parts = [Part("desk", render(lang, "hub_no_desk.j2", why=str(state.why), hub=context.elsewhere("hub")))]
    else:
        message = Part("message", render(lang, "message.j2", text=state.message, guest=""))
        parts = [message, Part("desk", render(lang, "hub_desk.j2", **_given(state, state.desk, context)))]
    return Screen(f"{title} – {context.interface.gettext('Responsible AI Toolkit')}", "", tuple(parts))


def _given(state: HubState, desk: OnDesk, context: Context) -> Mapping[str, object]:
    spoken = context.interface
    ticked = [name for name in state.ticked if name in {one.id for one, _ in desk.saved}]
    query = "&".join(f"tool={name}" for name in ticked)
    places = {name: context.elsewhere(f"hub/{name}") for name in ("notices", "tools", "learning", "feedback")}
    return {
        "agency": desk.agency,
        "notices": [_notice(context, one) for one in desk.notices[:NOTICES]],
        "more": max(0, len(desk.notices) - NOTICES),
        "saved": [
            (one, spoken.gettext(STATES[stands]), str(stands), context.elsewhere(f"hub/tools/{one.id}"))
            for one, stands in desk.saved
        ],
        "ticked": ticked,
        "compare": context.address_to(f"hub/compare?{query}") if 2 <= len(ticked) <= COMPARED else "",
        "most": COMPARED,
        "begun": [(page, one, context.elsewhere(page, f"{name}/tasks")) for page, name, one in desk.begun],
        "modules": len(desk.hub.modules),
        "done": sum(one.id in desk.learned for one in desk.hub.modules),
        "following": _following(desk, context),
        "waiting": desk.waiting,
        "sent_back": desk.sent_back,
        "places": places,
        "start": context.elsewhere("hub"),
    }


def _notice(context: Context, one: Notice) -> dict[str, object]:
    words = notice_text(context.interface, one)
    place = context.elsewhere(f"hub/{one.about}") if one.about else ""
    return {"id": one.id, "text": words, "day": one.at.date(), "place": place}


def _following(desk: OnDesk, context: Context) -> tuple[Module, str] | None:
    """The next module, in their order, that is not marked as done; such that warn first are never proposed."""
    found = next((one for one in desk.hub.modules if one.id not in desk.learned and not one.warning), None)
    return (found, context.elsewhere(f"hub/learning/{found.id}")) if found else None


def saved(
    hub: Hub, names: Sequence[str] | frozenset[str], states: Mapping[str, State]
) -> tuple[tuple[Listing, State], ...]:
    """Saved tools by name, with where they stand."""
    return tuple((one, states.get(one.id, State.LISTED)) for one in hub.listings if one.id in names)
