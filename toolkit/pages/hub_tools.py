"""The catalogue: what somebody asks for, in the address; what is found, with reasons; a card for each tool."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlencode

from toolkit.core.hub import Catalogue, Facet, FacetValue, Hub, Listing
from toolkit.core.hub_catalogue import COMPARED, Answer, Criteria, Match, Reason, by_name, chosen, counts, match
from toolkit.core.hub_listing import PROPOSED, State
from toolkit.core.search import LONGEST, Entry, Index, words_of
from toolkit.pages.hub_frame import Frame, page, prose

WORDS, HOW, STATED = "q", "how", "stated"
"""Names in the address beside those of the facets: the words, whether all tools are shown, and the criteria."""

MATCH = "match"
"""Show all tools, those that meet more of the criteria first."""

ANSWERS = {Answer.MET: "Fits:", Answer.NOT_MET: "Does not fit:", Answer.NOT_STATED: "Not stated:"}
STATES = {
    State.LISTED: "Listed",
    State.UNDER_REVIEW: "Under review",
    State.WITHDRAWN: "Withdrawn",
    State.REINSTATED: "Listed again",
}
ON_CARD = ("functions", "steps")
"""Facets whose values stand on a card."""

States = Mapping[str, State]
"""Where each listing stands, by its id; those that are missing are listed."""


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody asks for: words, values of facets, criteria about which something must be stated.

    With `matching`, tools that do not meet all of it are shown too, with the reasons.
    """

    words: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stated: tuple[str, ...] = ()
    matching: bool = False

    @property
    def criteria(self) -> Criteria:
        """What is asked for beside the words."""
        return Criteria(self.facets, self.stated)

    @property
    def address(self) -> str:
        """The query of the address, without language."""
        pairs: list[tuple[str, str]] = [(WORDS, self.words)] if self.words else []
        pairs += [(facet, value) for facet, values in self.facets.items() for value in values]
        pairs += [(STATED, name) for name in self.stated]
        return urlencode([*pairs, (HOW, MATCH)] if self.matching else pairs)


def search_of(given: Callable[[str], Sequence[str]], catalogue: Catalogue) -> Search:
    """What an address asks for; `given` tells the values of a name. What the catalogue does not know is left out."""
    values = {one.id: tuple(v.id for v in one.values if v.id in given(one.id)) for one in catalogue.facets}
    stated = tuple(one.id for one in catalogue.criteria if one.id in given(STATED))
    words = next(iter(given(WORDS)), "").strip()[:LONGEST]
    return Search(words, {name: some for name, some in values.items() if some}, stated, MATCH in given(HOW))


def found(hub: Hub, search: Search, states: States) -> tuple[Match, ...]:
    """The tools that fit, by name; with `matching` all of them, those first that meet more of the criteria.

    Whoever asks by criteria is not shown what is under review or withdrawn; its page stays, and its name finds it.
    """
    criteria = search.criteria
    listings = [one for one in _worded(hub, search.words) if not criteria.names or state_of(one, states) in PROPOSED]
    if search.matching:
        return match(listings, criteria)
    fitting = chosen(listings, search.facets)
    return tuple(Match(one, ()) for one in fitting if all(one.says(name) for name in search.stated))


def state_of(one: Listing, states: States) -> State:
    """Where a listing stands."""
    return states.get(one.id, State.LISTED)


def _worded(hub: Hub, words: str) -> tuple[Listing, ...]:
    """The listings in which all the words occur, by name: what is found first is no better than what is found last."""
    asked = words_of(words)
    if not asked:
        return hub.listings
    return by_name(hub.listing(row.entry.id) for _, row in _index(hub).found(asked))


@lru_cache(maxsize=8)
def _index(hub: Hub) -> Index:
    return Index(_entry(hub, one) for one in hub.listings)


def _entry(hub: Hub, one: Listing) -> Entry:
    labels = (value.label for facet in hub.catalogue.facets for value in values_of(one, facet))
    texts = (one.summary, one.does, *(said.text for said in one.stated))
    return Entry("listing", one.id, one.name, (one.provider, *labels), texts)


def values_of(one: Listing, facet: Facet) -> tuple[FacetValue, ...]:
    """The values of a facet that a listing has, as the catalogue names them."""
    return tuple(value for value in facet.values if value.id in one.values(facet.id))


# ---------------------------------------------------------------- the page


def tools_page(
    frame: Frame, hub: Hub, search: Search, states: States, saved: frozenset[str], *, only_saved: bool = False
) -> str:
    """The catalogue with what is asked for; with `only_saved`, the tools that the visitor saved."""
    matches = found(hub, search, states)
    if only_saved:
        matches = tuple(one for one in matches if one.listing.id in saved)
    given = {
        "search": search,
        "facets": _facets(hub, search),
        "criteria": [(one, one.id in search.stated) for one in hub.catalogue.criteria],
        "asked": _asked(hub, search),
        "cards": [_card(frame, hub, one, states, saved) for one in matches],
        "most": COMPARED,
        "count_all": len(hub.listings),
        "saved": len(saved),
        "only_saved": only_saved,
        "why": prose(frame, hub, hub.guide("no-endorsement").text),
        "notice": hub.catalogue.notice,
    }
    return page(frame, "hub_tools.j2", **given)


def _facets(hub: Hub, search: Search) -> list[dict[str, object]]:
    """Each facet with its values, how many tools each would show, and whether it is chosen."""
    number = counts(hub.listings, search.facets, hub.catalogue)
    return [
        {
            "facet": facet,
            "open": facet.id in search.facets,
            "values": [
                (value, number[facet.id][value.id], value.id in search.facets.get(facet.id, ()))
                for value in facet.values
                if number[facet.id][value.id] or value.id in search.facets.get(facet.id, ())
            ],
        }
        for facet in hub.catalogue.facets
    ]


def _asked(hub: Hub, search: Search) -> list[tuple[str, list[str]]]:
    """What is asked for, in words: each facet with the chosen values, then the criteria."""
    facets = [
        (one.label, [v.label for v in one.values if v.id in search.facets[one.id]])
        for one in hub.catalogue.facets
        if one.id in search.facets
    ]
    return facets + [(one.label, []) for one in hub.catalogue.criteria if one.id in search.stated]


def _card(frame: Frame, hub: Hub, one: Match, states: States, saved: frozenset[str]) -> dict[str, object]:
    listing, facets = one.listing, hub.catalogue
    state = state_of(listing, states)
    return {
        "listing": listing,
        "country": frame.country(listing.country) if listing.country else "",
        "marks": [values_of(listing, facets.facet(name)) for name in ON_CARD],
        "checked": values_of(listing, facets.facet("verification")),
        "state": "" if state is State.LISTED else frame.spoken.gettext(STATES[state]),
        "saved": listing.id in saved,
        "reasons": [_reason(frame, hub, reason) for reason in one.reasons],
        "met": one.met,
    }


def _reason(frame: Frame, hub: Hub, reason: Reason) -> dict[str, object]:
    facets = {one.id: one for one in hub.catalogue.facets}
    labels = {one.id: one.label for one in hub.catalogue.criteria} | {name: one.label for name, one in facets.items()}
    values = [v.label for v in facets[reason.criterion].values if v.id in reason.values] if reason.values else []
    word = frame.spoken.gettext(ANSWERS[reason.answer])
    return {"word": word, "answer": str(reason.answer), "label": labels[reason.criterion], "values": values}
