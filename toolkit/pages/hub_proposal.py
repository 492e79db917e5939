"""The information form of a provider, what it would change, and a coordinator's decision on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import escape

from toolkit.content.countries import countries
from toolkit.core.hub import Hub, Listing
from toolkit.core.hub_answer import Answer
from toolkit.core.hub_proposal import (
    COUNTRY,
    DOES,
    FACET,
    OURS,
    SAYS,
    SUMMARY,
    Change,
    Proposal,
    State,
    difference,
    published,
    values,
)
from toolkit.pages.hub_frame import Frame, page, prose
from toolkit.pages.hub_join import forbidden

LABELS = {SUMMARY: "In one sentence", DOES: "What it does", COUNTRY: "Country"}
STATES = {
    State.DRAFT: "Draft: nobody but you sees it",
    State.WAITING: "Waits for a coordinator",
    State.PUBLISHED: "Published",
    State.SENT_BACK: "Sent back to you",
}
MOST = {SUMMARY: 300, DOES: 1_500}
SAYS_MOST, WHY_MOST, NOTE_MOST = 800, 1_000, 1_000
"""Characters of a field, of the word to the coordinator, and of the coordinator's answer."""

NEEDED = "Write a sentence: this cannot be left out."
TOO_LONG = "This is too long: say it in fewer words."
OPEN_FIELD = "Write something, or tick “not stated”."
BOTH = "You wrote something and ticked “not stated”: take one of them away."
NO_COUNTRY = "Choose a country, or “not stated”."
NOTHING_NEW = "The form says what the listing says already: change a field first."
MEANWHILE = "This was changed in the meantime. This is how it stands now."
SEND_BACK = "Write what the provider should change."
BASIS = "Say how you checked the ticked fields: which source, read when."
TOLD = {
    "proposed": "The provider of “{tool}” filled in its information form: read it before others do.",
    "published": "What you wrote about “{tool}” was published, marked as your word.",
    "sent-back": "What you wrote about “{tool}” was sent back: {reason}",
    "answered": "The provider of “{tool}” answered the withdrawal: read it before others do.",
    "asks": "The provider of “{tool}” answered the withdrawal and asks to be listed again: read it before others do.",
    "answer-published": "Your answer to the withdrawal of “{tool}” was published on its page.",
    "answer-back": "Your answer to the withdrawal of “{tool}” was sent back: {reason}",
}
"""What people are told about what providers say, with the name of the tool."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it was filled in: texts by field (the values of a facet with spaces between), “not stated”, why."""

    texts: Mapping[str, str]
    silent: frozenset[str] = frozenset()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says besides: a problem of its own, or of its fields."""

    problem: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)


NOTHING = Told()


def filled_of(listing: Listing, last: Proposal | None, hub: Hub) -> Filled:
    """The form to begin with: what is published, and over it the proposal that is open or was sent back."""
    texts = values(listing, hub.catalogue)
    quiet = {name for name in listing.words if name.startswith(SAYS) and not texts.get(name)}
    if last is None or last.state is State.PUBLISHED:
        return Filled(texts, frozenset(quiet))
    changed = {name: text for name, text in last.changes.items() if name in texts}
    quiet = {name for name in quiet | set(changed) if name.startswith(SAYS) and not changed.get(name)}
    return Filled({**texts, **changed}, frozenset(quiet), last.why)


def most(name: str) -> int:
    """How many characters a field takes."""
    return MOST.get(name, SAYS_MOST)


def problems(frame: Frame, given: Filled, *, sending: bool) -> dict[str, str]:
    """What is wrong, by field; a draft may be unfinished, but holds nothing that must not be stored."""
    _ = frame.spoken.gettext
    found = {name: forbidden(frame.spoken, text) for name, text in {**given.texts, "why": given.why}.items()}
    for name, text in given.texts.items():
        if name.startswith(FACET):
            continue
        if len(text) > most(name):
            found[name] = found[name] or _(TOO_LONG)
        if name.startswith(SAYS) and text and name in given.silent:
            found[name] = found[name] or _(BOTH)
        if sending and not text and name.startswith(SAYS) and name not in given.silent:
            found[name] = _(OPEN_FIELD)
        if sending and not text and name in (SUMMARY, DOES):
            found[name] = _(NEEDED)
    if given.texts.get(COUNTRY) and given.texts[COUNTRY] not in dict(countries("en")):
        found[COUNTRY] = _(NO_COUNTRY)
    return {name: problem for name, problem in found.items() if problem}


# ---------------------------------------------------------------- the provider's page


def form_page(frame: Frame, hub: Hub, tool: Listing, history: Sequence[Proposal], given: Filled, told: Told) -> str:
    """The form, with where the last proposal stands and what became of earlier ones."""
    last, catalogue, never = (history[-1] if history else None), hub.catalogue, hub.guide("not-to-store")
    earlier = [one for one in history if one is not last or one.state not in (State.WAITING, State.DRAFT)]
    facets = [
        (FACET + one.id, one, given.texts.get(FACET + one.id, "").split())
        for one in catalogue.facets
        if one.id not in OURS
    ]
    asked = [(SAYS + one.id, one) for one in (*catalogue.criteria, *catalogue.asked)]
    page_values = {
        "tool": tool,
        "last": last,
        "waits": last is not None and last.state is State.WAITING,
        "given": given,
        "facets": facets,
        "asked": asked,
        "countries": countries(frame.lang),
        "rows": changes_shown(frame, hub, difference(tool, last, catalogue)) if last else [],
        "history": _history(frame, hub, earlier),
        "never": prose(frame, hub, never.text),
        "never_title": never.title,
        "limits": {"summary": MOST[SUMMARY], "does": MOST[DOES], "says": SAYS_MOST, "why": WHY_MOST},
    }
    return page(frame, "hub_proposal_form.j2", wrong=told.wrong, problem=told.problem, **page_values)


def _history(frame: Frame, hub: Hub, history: Sequence[Proposal]) -> list[dict[str, object]]:
    _ = frame.spoken.gettext
    return [
        {
            "one": one,
            "day": (one.decided_at or one.at).date(),
            "stands": _(STATES[one.state]),
            "fields": [label(frame, hub, name) for name in one.changes],
            "checked": [label(frame, hub, name) for name in one.checked],
        }
        for one in reversed(history)
    ]


def label(frame: Frame, hub: Hub, name: str) -> str:
    """What a field is called; words of the interface come escaped, because they are never still in English."""
    if name in LABELS:
        return escape(frame.spoken.gettext(LABELS[name]))
    if name.startswith(FACET):
        return next((one.label for one in hub.catalogue.facets if FACET + one.id == name), name)
    catalogue = hub.catalogue
    return next((one.label for one in (*catalogue.criteria, *catalogue.asked) if SAYS + one.id == name), name)


def changes_shown(frame: Frame, hub: Hub, changes: Sequence[Change]) -> list[dict[str, object]]:
    """Each changed field in words: what stands there, what would; empty lists mean “not stated”."""
    return [
        {
            "field": one.field,
            "label": label(frame, hub, one.field),
            "before": _words(frame, hub, one.field, one.before),
            "after": _words(frame, hub, one.field, one.after),
            "same": one.before == one.after,
        }
        for one in changes
    ]


def _words(frame: Frame, hub: Hub, name: str, text: str) -> list[str]:
    if not text:
        return []
    if name.startswith(FACET):
        facet = hub.catalogue.facet(name.removeprefix(FACET))
        return [one.label for one in facet.values if one.id in text.split()]
    return [frame.country(text)] if name == COUNTRY else [text]


def provided(frame: Frame, hub: Hub, history: Sequence[Proposal]) -> list[dict[str, object]]:
    """What of a published listing came from its provider and when, for everybody who reads it."""
    return _history(frame, hub, [one for one in history if one.state is State.PUBLISHED])


# ---------------------------------------------------------------- the coordinator's pages


def with_words(hub: Hub, histories: Mapping[str, Sequence[Proposal]]) -> Hub:
    """The hub with what providers said and coordinators let appear; their texts are in no language of ours."""
    if not any(one.state is State.PUBLISHED for history in histories.values() for one in history):
        return hub
    listings = tuple(published(one, histories.get(one.id, ()), hub.catalogue) for one in hub.listings)
    texts = {text for one in listings if one.words for text in (one.summary, one.does, *(x.text for x in one.stated))}
    return replace(hub, listings=listings, translated=hub.translated | texts)


def waiting_page(
    frame: Frame, hub: Hub, proposals: Sequence[tuple[Listing, Proposal]], answers: Sequence[Listing]
) -> str:
    """What waits: forms of providers with how many fields they would change, and answers to withdrawals."""
    rows = [
        (tool, one.at.date(), sum(found.before != found.after for found in difference(tool, one, hub.catalogue)))
        for tool, one in proposals
    ]
    return page(frame, "hub_proposals.j2", rows=rows, answers=answers)


def review_page(
    frame: Frame,
    hub: Hub,
    tool: Listing,
    history: Sequence[Proposal],
    answer: Answer | None,
    told: Told,
    ticked: Collection[str] = (),
) -> str:
    """The difference that a proposal would make, and the answer to a withdrawal that waits, each with a decision."""
    last = history[-1] if history and history[-1].state is State.WAITING else None
    earlier = [one for one in history if one is not last and one.state is not State.DRAFT]
    page_values = {
        "tool": tool,
        "last": last,
        "rows": changes_shown(frame, hub, difference(tool, last, hub.catalogue)) if last else [],
        "history": _history(frame, hub, earlier),
        "answer": answer if answer and str(answer.state) == "waiting" else None,
        "ticked": frozenset(ticked),
        "most": NOTE_MOST,
    }
    return page(frame, "hub_proposal.j2", wrong=told.wrong, problem=told.problem, **page_values)


def sentences(frame: Frame) -> list[str]:
    """Every sentence of this page that is chosen by name, in the language of the page."""
    _ = frame.spoken.gettext
    chosen = (NOTHING_NEW, MEANWHILE, SEND_BACK, BASIS)
    return [*(_(TOLD[name]) for name in TOLD), *(_(one) for one in chosen)]
