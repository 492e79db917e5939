"""What a provider's contact sees: the own listings with their history, and published feedback with one reply each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.core.hub import Hub, Listing
from toolkit.core.hub_answer import Answer
from toolkit.core.hub_answer import State as Answered
from toolkit.core.hub_feedback import Reply, Shown
from toolkit.core.hub_listing import Move, State, state_of
from toolkit.pages.hub_feedback import shown_rows
from toolkit.pages.hub_frame import Frame, page, prose
from toolkit.pages.hub_listing import moves
from toolkit.pages.hub_tools import STATES

MOST = 2_000
"""Characters of a reply."""

WITHDRAWAL = "withdrawal"
"""What a problem is about, where it is no feedback."""

ANSWERS = {
    Answered.WAITING: "Waits for a coordinator.",
    Answered.PUBLISHED: "It stands on the page of the tool.",
    Answered.SENT_BACK: "A coordinator sent it back to you.",
}


def own_listings_page(frame: Frame, listings: Sequence[tuple[Listing, State]]) -> str:
    """The list."""
    _ = frame.spoken.gettext
    return page(frame, "hub_own_listings.j2", rows=[(one, _(STATES[state])) for one, state in listings])


@dataclass(frozen=True, slots=True)
class Given:
    """What else the page of an own listing shows.

    Published feedback, own replies by its id, the answer to the withdrawal that counts, problems by what they are about
    (the id of feedback, or `WITHDRAWAL`), and the text that had a problem.
    """

    feedback: Sequence[Shown]
    replied: Mapping[str, Reply]
    answer: Answer | None
    wrong: Mapping[str, str]
    typed: str


def own_listing_page(frame: Frame, hub: Hub, one: Listing, history: Sequence[Move], given: Given) -> str:
    """One listing of the provider's."""
    state = state_of(history)
    guide = hub.guide("withdrawn-provider") if state is State.WITHDRAWN else None
    answer = given.answer
    open_again = answer is None or answer.state is Answered.SENT_BACK
    values = {
        "one": one,
        "stands": frame.spoken.gettext(STATES[state]),
        "history": moves(frame.spoken, hub, history),
        "guide": guide,
        "guidance": prose(frame, hub, guide.text) if guide else "",
        "rows": shown_rows(frame, given.feedback),
        "replied": given.replied,
        "answer": answer,
        "answer_stands": frame.spoken.gettext(ANSWERS[answer.state]) if answer else "",
        "answerable": state is State.WITHDRAWN and open_again,
        "typed": given.typed or (answer.text if answer and open_again else ""),
    }
    return page(frame, "hub_own_listing.j2", wrong=given.wrong, most=MOST, **values)
