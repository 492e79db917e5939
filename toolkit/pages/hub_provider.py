"""What a provider's contact sees: the own listings with their history, and published feedback with one reply each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.core.hub import Hub, Listing
from toolkit.core.hub_feedback import Reply, Shown
from toolkit.core.hub_listing import Move, State, state_of
from toolkit.pages.hub_feedback import shown_rows
from toolkit.pages.hub_frame import Frame, page, prose
from toolkit.pages.hub_listing import moves
from toolkit.pages.hub_tools import STATES

MOST = 2_000
"""Characters of a reply."""


def own_listings_page(frame: Frame, listings: Sequence[tuple[Listing, State]]) -> str:
    """The list."""
    _ = frame.spoken.gettext
    return page(frame, "hub_own_listings.j2", rows=[(one, _(STATES[state])) for one, state in listings])


def own_listing_page(
    frame: Frame,
    hub: Hub,
    one: Listing,
    history: Sequence[Move],
    feedback: Sequence[Shown],
    replied: Mapping[str, Reply],
    wrong: Mapping[str, str],
) -> str:
    """One listing of the provider's; `replied` are replies by the id of the feedback, `wrong` problems by it."""
    state = state_of(history)
    guide = hub.guide("withdrawn-provider") if state is State.WITHDRAWN else None
    given = {
        "one": one,
        "stands": frame.spoken.gettext(STATES[state]),
        "history": moves(frame.spoken, hub, history),
        "guide": guide,
        "guidance": prose(frame, hub, guide.text) if guide else "",
        "rows": shown_rows(frame, feedback),
        "replied": replied,
    }
    return page(frame, "hub_own_listing.j2", wrong=wrong, most=MOST, **given)
