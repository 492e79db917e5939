"""What a profile implies: facts, which items apply, what is still to be asked, and how far one has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolkit.core.conditions import Truth, truth
from toolkit.core.model import (
    UNKNOWN_CHOICE,
    FactDeclaration,
    Item,
    ProfileAnswers,
    ProfileField,
)
from toolkit.core.responses import Response, State


def chosen(answers: ProfileAnswers, field: ProfileField) -> tuple[str, ...] | None:
    """The chosen option ids of a field, or None when it is unanswered or “I don't know”."""
    value = answers.get(field.id)
    picked = (value,) if isinstance(value, str) else tuple(value or ())
    return None if not any(picked) or UNKNOWN_CHOICE in picked else picked


def facts_of(
    profile: Sequence[ProfileField],
    declarations: Sequence[FactDeclaration],
    answers: ProfileAnswers,
    answered_facts: Mapping[str, Truth] | None = None,
) -> dict[str, Truth]:
    """Every fact and every "field:option" atom in three-valued logic.

    A fact is yes when a chosen option asserts it. It is no when its question is not relevant (`ask_when` is no,
    whatever was answered before), or, if it has no question, when every field that could assert it is answered.
    A relevant question decides as it was answered. Otherwise the fact is unknown.
    """
    given = answered_facts or {}
    facts, asserted, open_facts = _profile_facts(profile, answers)
    # A question's relevance may rest on a fact declared later: go round until nothing more is settled. Kleene logic
    # never unsettles a truth, so each round settles at least one fact more, whatever the order of declaration.
    for _ in declarations:
        before = dict(facts)
        for one in declarations:
            facts[one.id] = _fact(one, one.id in asserted, one.id in open_facts, given, facts)
        if facts == before:
            break
    return facts


def _profile_facts(
    profile: Sequence[ProfileField], answers: ProfileAnswers
) -> tuple[dict[str, Truth], set[str], set[str]]:
    """The "field:option" atoms, the facts that chosen options assert, and those that an open field might assert."""
    facts: dict[str, Truth] = {}
    asserted: set[str] = set()
    open_facts: set[str] = set()
    for field in profile:
        picked = chosen(answers, field)
        for option in field.options:
            facts[f"{field.id}:{option.id}"] = None if picked is None else option.id in picked
            if picked is None:
                open_facts.update(option.facts)
            elif option.id in picked:
                asserted.update(option.facts)
    return facts, asserted, open_facts


def _fact(
    declaration: FactDeclaration, asserted: bool, is_open: bool, given: Mapping[str, Truth], facts: Mapping[str, Truth]
) -> Truth:
    if asserted:
        return True
    if not declaration.question:
        return None if is_open else False
    # An answer to a question that is not relevant any more is kept, but does not count.
    return False if truth(declaration.ask_when, facts) is False else given.get(declaration.id)


def asked_facts(
    profile: Sequence[ProfileField],
    declarations: Sequence[FactDeclaration],
    answers: ProfileAnswers,
    answered_facts: Mapping[str, Truth] | None = None,
) -> tuple[FactDeclaration, ...]:
    """The legal facts that have to be asked now: relevant, with a question, and not already settled by the profile.

    A question that builds on another one waits until that one is answered yes.
    """
    facts = facts_of(profile, declarations, answers, answered_facts)
    settled = {name for field in profile for o in field.options if facts[f"{field.id}:{o.id}"] for name in o.facts}
    waiting = {d.id: False for d in declarations if d.question and facts[d.id] is None}
    known = {**facts, **waiting}
    return tuple(
        d for d in declarations if d.question and d.id not in settled and truth(d.ask_when, known) is not False
    )


def applicable(items: Iterable[Item], facts: Mapping[str, Truth]) -> tuple[Item, ...]:
    """The items whose condition is not "no"; an unknown condition means that the item is asked."""
    return tuple(item for item in items if truth(item.applies_when, facts) is not False)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the applicable items have been dealt with (any state but skipped) and fully answered."""

    done: int
    answered: int
    total: int


def dealt_with(response: Response | None) -> bool:
    """Whether the item needs no more attention: answered in full, a range, unknown, withheld or not applicable."""
    if response is None or response.state is State.SKIPPED:
        return False
    if response.state in (State.ANSWERED, State.RANGE):
        return response.likelihood is not None and response.impact is not None
    return response.state is not State.NA or bool(response.reason.strip())


def progress(items: Sequence[Item], responses: Mapping[str, Response]) -> Progress:
    """Progress over the given (applicable) items."""
    done = [item for item in items if dealt_with(responses.get(item.id))]
    known = [item for item in done if responses[item.id].state in (State.ANSWERED, State.RANGE)]
    return Progress(len(done), len(known), len(items))


def missing_fields(profile: Sequence[ProfileField], answers: ProfileAnswers) -> tuple[ProfileField, ...]:
    """Required profile fields with no answer at all (“I don't know” is an answer)."""
    return tuple(field for field in profile if field.required and not answers.get(field.id))
