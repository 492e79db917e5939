"""The page of a tool: what is stated and by whom, what is not stated, what to ask, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.content.interface import Interface
from toolkit.core.hub import Criterion, Hub, Listing
from toolkit.core.hub_access import Action, may
from toolkit.core.hub_answer import Answer
from toolkit.core.hub_catalogue import assessment_start
from toolkit.core.hub_listing import Move, state_of, tombstone
from toolkit.core.hub_proposal import SAYS
from toolkit.core.model import ProfileField
from toolkit.pages.hub_frame import Frame, page, prose
from toolkit.pages.hub_tools import STATES, values_of
from toolkit.store.hub_records import Acknowledged

ORIGINS = {
    "provider": "The provider states it.",
    "independent": "Others than the provider state it.",
    "register": "A public register states it.",
    "repository": "The public repository of the code states it.",
}
GUIDANCE = {"under-review": "under-review", "withdrawn": "withdrawn-users", "reinstated": "reinstated"}
"""The guidance that officers read, by where the listing stands."""

Options = Sequence[tuple[str, str, str]]
"""Profile options that a risk assessment may start from: field:option, the question, the option."""


@dataclass(frozen=True, slots=True)
class View:
    """What else the page shows.

    Rows of published feedback, the moves that can follow with their words, pages and ids of what the visitor began
    from the tool, why a move was not made, what its provider said and when, published answers to withdrawals, and (for
    those who decide) how many were told of the last move and have said that they read it.
    """

    feedback: Sequence[Mapping[str, object]] = ()
    next_moves: Sequence[tuple[str, str]] = ()
    mine: Sequence[tuple[str, str]] = ()
    problem: str = ""
    provided: Sequence[Mapping[str, object]] = ()
    answers: Sequence[Answer] = ()
    read: Acknowledged | None = None


def listing_page(
    frame: Frame, hub: Hub, one: Listing, history: Sequence[Move], options: Options, view: View, *, saved: bool
) -> str:
    """One tool; its page stays in every state."""
    state = state_of(history)
    guide = hub.guide(GUIDANCE[state]) if state in GUIDANCE else None
    given = {
        "one": one,
        "country": frame.country(one.country) if one.country else "",
        "facets": [(facet, values_of(one, facet)) for facet in hub.catalogue.facets],
        "criteria": [(criterion, one.says(criterion.id)) for criterion in _criteria(hub, one)],
        "origin": frame.spoken.gettext(ORIGINS[one.origin]) if one.origin in ORIGINS else "",
        "notice": hub.catalogue.notice,
        "state": str(state),
        "stands": frame.spoken.gettext(STATES[state]),
        "guide": guide,
        "guidance": prose(frame, hub, guide.text) if guide else "",
        "history": moves(frame.spoken, hub, history, view.answers),
        "stone": tombstone(history),
        "options": options,
        "saved": saved,
        "view": view,
        "reasons": hub.catalogue.reasons,
        "writes": may_here(frame, Action.WRITE_FEEDBACK),
        "decides": may_here(frame, Action.WITHDRAW_LISTING),
    }
    return page(frame, "hub_listing.j2", **given)


def _criteria(hub: Hub, one: Listing) -> list[Criterion]:
    """What the page says something about: each criterion, and what the provider was asked besides."""
    return [*hub.catalogue.criteria, *(x for x in hub.catalogue.asked if SAYS + x.id in one.words)]


def may_here(frame: Frame, action: Action) -> bool:
    """Whether the visitor may do something, for what a page offers; the server asks again."""
    return frame.person is not None and may(frame.person.member, action, frame.today, accepted=frame.accepted)


def moves(
    spoken: Interface, hub: Hub, history: Sequence[Move], answers: Sequence[Answer] = ()
) -> list[dict[str, object]]:
    """What happened to a listing, the latest first, in words, with what its provider answered; nobody is named."""
    reasons = {one.id: one for one in hub.catalogue.reasons}
    said = {one.move: one for one in answers}
    return [
        {
            "to": spoken.gettext(STATES[one.to]),
            "day": one.at.date(),
            "reason": reasons.get(one.reason),
            "explanation": one.explanation,
            "answer": said.get(number),
        }
        for number, one in reversed(tuple(enumerate(history, 1)))
    ]


def start_options(hub: Hub, one: Listing, fields: Sequence[ProfileField]) -> Options:
    """What the listing proposes for the description of the system; each waits for a yes."""
    words = {f"{asked.id}:{option.id}": (asked.label, option.label) for asked in fields for option in asked.options}
    return [(name, *words[name]) for name in assessment_start(one, hub.catalogue) if name in words]


def begun_from(spoken: Interface, hub: Hub, one: Listing, day: date) -> str:
    """Where an assessment is from, as it keeps that in its own words."""
    return str(
        spoken.say(
            "Begun on {day} from the listing “{tool}” ({provider}) of the hub. {notice}",
            day=spoken.date(day),
            tool=one.name,
            provider=one.provider,
            notice=hub.catalogue.notice,
        )
    )
