"""What a room was shown of a question, in words and dots: for phones and for the big screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.content import load_library
from toolkit.content.interface import Interface
from toolkit.core.agreement import Standpoint, Tally, Verdict
from toolkit.core.anonymity import Shown
from toolkit.core.group_answer import Dissent, Shift
from toolkit.core.method import Interval
from toolkit.core.minutes import GroupAnswer
from toolkit.core.workshop import About, Measures, Poll, Room
from toolkit.core.workshop_results import Result
from toolkit.core.workshop_views import Outcome
from toolkit.pages.room_questions import Asked, Scale, asked, trainers

DOTS = 40
"""Up to so many votes each is a dot; more are a bar."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What options are called aloud; the same in every language, because a room may have several."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer and how many gave it: `dots` for few votes, else a `share` of the longest bar (0 to 1).

    `middle` marks those from the lower to the upper median.
    """

    letter: str
    label: str
    count: int
    dots: int
    share: float
    middle: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """The votes on one scale; `title` names the scale, or the group that voted."""

    title: str
    bars: tuple[Bar, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about one scale; `title` is empty where a question has only one."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One round: its votes on each scale, those of groups, and what is said of it all.

    `few` is nobody, nothing or middle where there are no counts to see.
    """

    round: int
    voters: int
    few: str
    spreads: tuple[Spread, ...]
    groups: tuple[Spread, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Everything that a room was shown of a question. `key` changes with each round that is shown."""

    key: str
    title: str
    rounds: tuple[Told, ...]
    shifts: tuple[Said, ...]
    answer: tuple[Said, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What is needed to speak about a question."""

    spoken: Interface
    poll: Poll
    question: Asked
    measures: Measures


def words_of(spoken: Interface, room: Room, measures: Measures, poll: str) -> Words:
    """A question of a room and how to speak about it."""
    found = next(one for one in room.setup.polls if one.id == poll)
    return Words(spoken, found, asked(found, spoken.lang, room.setup.method), measures)


def shared(words: Words, room: Room, outcome: Outcome, answer: GroupAnswer | None = None) -> Shared:
    """An outcome in words; `answer` is that of the room, once it is recorded."""
    rounds = tuple(_round(words, room, one) for one in outcome.results)
    key = f"{outcome.poll} {len(outcome.results)}"
    told = _answer(words, answer) if answer else ()
    return Shared(key, words.question.title, rounds, _shifts(words, outcome.shifts), told, outcome.reasons)


# ---------------------------------------------------------------- one round


def _round(words: Words, room: Room, result: Result) -> Told:
    spreads = tuple(_spread(words, scale, result, number) for number, scale in enumerate(words.question.scales))
    groups = tuple(
        Spread(group.title, _bars(words, words.question.scales[0], result.groups[group.id][0]), ())
        for group in room.setup.groups
        if group.id in result.groups and len(words.question.scales) == 1
    )
    few = {Shown.NOTHING: "nothing" if result.voters else "nobody", Shown.MIDDLE: "middle"}.get(result.shown, "")
    return Told(result.round, result.voters, few, spreads, groups, tuple(filter(None, [_camps(words, result)])))


def _spread(words: Words, scale: Scale, result: Result, number: int) -> Spread:
    middle = result.middles[number] if result.middles else None
    says = [middle_words(words.spoken, scale, middle)]
    if not result.pictures:
        return Spread(scale.legend, (), tuple(filter(None, says)))
    picture = result.pictures[number]
    says += [_unknown(words.spoken, picture.votes), _verdict(words.spoken, picture.verdict)]
    return Spread(scale.legend, _bars(words, scale, picture.votes, middle), tuple(filter(None, says)))


def _bars(words: Words, scale: Scale, votes: Tally, middle: Interval | None = None) -> tuple[Bar, ...]:
    labels = [*(one.label for one in scale.steps), trainers(words.spoken.lang).unknown]
    letters = [*LETTERS[: len(scale.steps)], "?"]
    counts = [*votes.counts, votes.unknown]
    inside = [middle is not None and middle.lo <= step <= middle.hi for step in range(1, len(counts))]
    few = votes.voters <= DOTS
    return tuple(
        Bar(letter, label, count, count if few else 0, 0 if few else round(count / max(counts), 3), mid)
        for letter, label, count, mid in zip(letters, labels, counts, [*inside, False], strict=True)
    )


def middle_words(spoken: Interface, scale: Scale, middle: Interval | None) -> str:
    """The medians in words: those of the votes if every unknown were as low, or as high, as can be."""
    if middle is None:
        return ""
    low, high = (scale.steps[end - 1].label for end in (middle.lo, middle.hi))
    if low == high:
        return spoken.say("In the middle of the room: {step}", step=low)
    return spoken.say("In the middle of the room: from “{low}” to “{high}”", low=low, high=high)


def _unknown(spoken: Interface, votes: Tally) -> str:
    if not votes.unknown:
        return ""
    share = spoken.number(round(100 * votes.unknown / votes.voters))
    return spoken.say_n(
        "{number} person does not know: {share} in 100.",
        "{number} people do not know: {share} in 100.",
        votes.unknown,
        share=share,
    )


def _verdict(spoken: Interface, verdict: Verdict) -> str:
    _ = spoken.gettext
    return {
        Verdict.NOBODY: _("Nobody chose a step."),
        Verdict.FEW: _("So few answers that no figure separates much. Look at the dots."),
        Verdict.AGREED: _("The room is close together."),
        Verdict.POLARISED: _("There are two camps."),
        Verdict.MIXED: _("The answers are spread."),
    }[verdict]


def _camps(words: Words, result: Result) -> str:
    """Where a decision hangs on the answer: how many are on each side of it."""
    spoken, poll = words.spoken, words.poll
    if result.shown is not Shown.ALL or poll.about is About.DECISION or not result.above + result.below:
        return ""
    above, below = spoken.number(result.above), spoken.number(result.below)
    if poll.about is About.ITEM:
        level = load_library(spoken.lang).method(words.measures.method.id).level(words.measures.high).label
        text = "{above} see the level “{level}” or above, {below} see a lower one."
        return spoken.say(text, above=above, below=below, level=level)
    return spoken.say("{above} say that it is in place, {below} say that it is not yet.", above=above, below=below)


# ---------------------------------------------------------------- from round 1 to round 2, and the answer


def _shifts(words: Words, shifts: Sequence[Shift]) -> tuple[Said, ...]:
    titles = _titles(words)
    return tuple(Said(title, _shift(words.spoken, one)) for title, one in zip(titles, shifts, strict=False))


def _titles(words: Words) -> list[str]:
    scales = words.question.scales
    return [scale.legend if len(scales) > 1 else "" for scale in scales]


MOVED = {
    "stayed": "= The same answer: {number}",
    "up": "↑ Higher than before: {number}",
    "down": "↓ Lower than before: {number}",
    "settled": "✓ Did not know, and knows now: {number}",
    "unsettled": "? Knew, and is not sure now: {number}",
}
"""What is said of each total of a shift."""


def _shift(spoken: Interface, one: Shift) -> tuple[str, ...]:
    both = spoken.say_n("{number} person answered twice.", "{number} people answered twice.", one.both)
    counts = {name: getattr(one, name) for name in MOVED}
    told = (spoken.say(MOVED[name], number=spoken.number(count)) for name, count in counts.items() if count)
    return (both, *told)


def _answer(words: Words, answer: GroupAnswer) -> tuple[Said, ...]:
    found = []
    for number, (title, factor) in enumerate(zip(_titles(words), answer.factors, strict=True)):
        lines = [_factor(words.spoken, words.question.scales[number], factor)]
        if answer.dissent:
            lines.append(_dissent(words.spoken, answer.dissent[number]))
        found.append(Said(title, tuple(filter(None, lines))))
    return tuple(found)


def _factor(spoken: Interface, scale: Scale, factor: Interval | None) -> str:
    if factor is None:
        return spoken.gettext("The room does not know.")
    low, high = (scale.steps[end - 1].label for end in (factor.lo, factor.hi))
    if low == high:
        return spoken.say("The room answers: {step}", step=low)
    return spoken.say("The room answers: from “{low}” to “{high}”", low=low, high=high)


def _dissent(spoken: Interface, one: Dissent) -> str:
    if not one.votes:
        return ""
    below, above = (spoken.number(sum(side.values())) for side in (one.below, one.above))
    return spoken.say_n(
        "{number} person sees it otherwise: {below} lower, {above} higher. The minutes keep that.",
        "{number} people see it otherwise: {below} lower, {above} higher. The minutes keep that.",
        one.votes,
        below=below,
        above=above,
    )


# ---------------------------------------------------------------- what to talk about first


@dataclass(frozen=True, slots=True)
class Place:
    """A question in the list of what to talk about, and what is said of it."""

    title: str
    says: str


def places(spoken: Interface, room: Room, measures: Measures, ranked: Sequence[Standpoint]) -> tuple[Place, ...]:
    """The list of what to talk about, the first first."""
    found = []
    for one in ranked:
        words = words_of(spoken, room, measures, one.question)
        verdicts = [picture.verdict for picture in one.pictures]
        order = (Verdict.POLARISED, Verdict.NOBODY, Verdict.FEW, Verdict.MIXED, Verdict.AGREED)
        worst = next(verdict for verdict in order if verdict in verdicts)
        says = [_verdict(spoken, worst)]
        if one.split:
            share = spoken.number(round(100 * one.split))
            says.append(spoken.say("{share} in 100 are in the smaller camp of the decision.", share=share))
        found.append(Place(words.question.title, " ".join(says)))
    return tuple(found)
