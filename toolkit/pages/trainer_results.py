"""The question in focus as trainers see it: results, the room’s answer, notes, the key; and what divides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from toolkit.content import load_library
from toolkit.content.interface import Interface
from toolkit.core.agreement import Stand, Standpoint, Verdict, stand
from toolkit.core.anonymity import Shown
from toolkit.core.minutes import GroupAnswer, group_answer
from toolkit.core.training import Key, fit
from toolkit.core.workshop import About, Measures, Phase, Poll, Room
from toolkit.core.workshop_results import Result
from toolkit.core.workshop_views import ControlView, Outcome
from toolkit.pages import trainer_words as words
from toolkit.pages.room_questions import Asked, Scale, asked, trainers
from toolkit.pages.workshop_notes import Advice, advice, known
from toolkit.render.html import know

MOST_DOTS = 40
"""Up to so many people each is a dot."""

Data = Mapping[str, Any]


def question(room: Room, poll: Poll, lang: str) -> Asked:
    """A question in words."""
    return asked(poll, lang, room.setup.method)


# ---------------------------------------------------------------- results


def results(room: Room, measures: Measures, poll: Poll, seen: Outcome, spoken: Interface) -> Data:
    """What the room was shown of a question: for each scale a table of both rounds, and sentences."""
    put = question(room, poll, spoken.lang)
    by_round = {one.round: one for one in seen.results}
    scales = [_scale(scale, number, by_round, spoken) for number, scale in enumerate(put.scales)]
    for scale, one in zip(scales, seen.shifts, strict=False):
        scale["shift"] = words.shift_words(spoken, one)
    found = by_round.values()
    return {
        "rounds": sorted(by_round),
        "voters": [by_round[number].voters for number in sorted(by_round)],
        "scales": scales,
        "camps": [said for one in found if one.shown is Shown.ALL and (said := _camps(spoken, poll, measures, one))],
        "few": [_few(spoken, one) for one in found if one.shown is not Shown.ALL],
        "dots": any(picture.verdict is Verdict.FEW for one in found for picture in one.pictures),
        "unmoved": poll.ordered and 2 in by_round and not seen.shifts and seen.phase is not Phase.WAITING,
    }


def _scale(scale: Scale, number: int, by_round: Mapping[int, Result], spoken: Interface) -> dict[str, Any]:
    pictures = {key: one.pictures[number].votes for key, one in by_round.items() if one.pictures}
    labels = [*(step.label for step in scale.steps), trainers(spoken.lang).unknown]
    columns = [[*votes.counts, votes.unknown] for _, votes in sorted(pictures.items())]
    rows = [(label, [_cell(column[place]) for column in columns]) for place, label in enumerate(labels)]
    middles = [
        words.middle_words(spoken, scale, key, one.middles[number]) for key, one in sorted(by_round.items())
        if one.middles
    ]  # fmt: skip
    return {
        "legend": scale.legend,
        "rows": rows if columns else [],
        "heads": sorted(pictures),
        "middles": [one for one in middles if one],
        "silent": [key for key, votes in sorted(pictures.items()) if not votes.known],
        "shift": "",
    }


def _cell(count: int) -> tuple[int, str]:
    return count, "●" * count if count <= MOST_DOTS else ""


def _few(spoken: Interface, one: Result) -> str:
    if not one.voters:
        return spoken.gettext("Nobody answered.")
    if one.shown is Shown.MIDDLE:
        return spoken.gettext("Few people answered, or few of them by phone, so only the middle is shown.")
    return spoken.gettext(
        "Too few people answered, or too few of them by phone, to show anything without showing who they are."
    )


def _camps(spoken: Interface, poll: Poll, measures: Measures, one: Result) -> str:
    """How the room is divided around the decision."""
    above = spoken.number(one.above)
    below = spoken.number(one.below)
    unsure = one.voters - one.above - one.below
    numbers = {"round": spoken.number(one.round), "above": above, "below": below}
    if poll.about is About.ITEM:
        level = load_library(spoken.lang).method(measures.method.id).level(measures.high).label
        said = spoken.say("Round {round}: {above} see “{level}” or more, {below} see less.", level=level, **numbers)
    elif poll.about is About.QUESTION:
        said = spoken.say("Round {round}: for {above} it is settled, for {below} it is not.", **numbers)
    elif poll.ordered:
        said = spoken.say("Round {round}: for {above} it is in place, for {below} it is not.", **numbers)
    else:
        return ""
    more = spoken.say_n("{number} takes no side.", "{number} take no side.", unsure) if unsure else ""
    return words.joined([said if one.above + one.below else "", more])


# ---------------------------------------------------------------- the answer of the room


def answer(room: Room, measures: Measures, poll: Poll, spoken: Interface) -> Data | None:
    """The room’s answer as intervals, the level it gives, and who does not share it."""
    found = group_answer(room, measures, poll)
    if found is None:
        return None
    put = question(room, poll, spoken.lang)
    lines = [_line(found, number, scale, spoken) for number, scale in enumerate(put.scales)]
    library = load_library(spoken.lang)
    know(spoken.lang, library.translated)
    method = library.method(measures.method.id)
    ends = [method.level(end) for end in (found.level.lo, found.level.hi)] if found.level else None
    return {"lines": lines, "level": ends, "differ": found.differ, "round": found.round}


def _line(found: GroupAnswer, number: int, scale: Scale, spoken: Interface) -> dict[str, str]:
    others = words.dissent_words(spoken, found.dissent[number], found.unknown[number]) if found.dissent else ""
    return {
        "legend": scale.legend,
        "words": words.span_words(spoken, scale, found.factors[number]),
        "others": others,
    }


# ---------------------------------------------------------------- what only trainers read


def notes(poll: Poll, lang: str) -> Advice | None:
    """The facilitator’s notes on a question, or None."""
    known(lang)
    return advice(lang, poll.about, poll.of)


def key(room: Room, measures: Measures, poll: Poll, spoken: Interface) -> Data | None:
    """What the authors of the training case would answer, and why; beside it the room’s, once it is recorded."""
    case = trainers(spoken.lang).known_case(room.setup.case)
    found = case.answers(poll.of, room.injects) if case else None
    if found is None:
        return None
    put = question(room, poll, spoken.lang)
    given = group_answer(room, measures, poll) if room.phase(poll.id) is Phase.RECORDED else None
    lines = [_keyed(found, number, scale, given, spoken) for number, scale in enumerate(put.scales)]
    return {"lines": lines, "because": found.because, "told": bool(found.inject)}


def _keyed(found: Key, number: int, scale: Scale, given: GroupAnswer | None, spoken: Interface) -> dict[str, str]:
    if number >= len(found.ranges):
        return {"legend": scale.legend, "words": "", "room": "", "fit": ""}
    theirs = found.ranges[number]
    return {
        "legend": scale.legend,
        "words": words.span_words(spoken, scale, theirs),
        "room": words.span_words(spoken, scale, given.factors[number]) if given else "",
        "fit": words.fit_words(spoken, fit(given.factors[number], theirs)) if given else "",
    }


# ---------------------------------------------------------------- what divides the room


def ranking(room: Room, measures: Measures, view: ControlView, spoken: Interface) -> Data:
    """What to talk about first, in words; apart from it, where many do not know, and what too few answered."""
    numbers = {one.id: place for place, one in enumerate(room.setup.polls, start=1)}
    ranked = partial(_ranked, room, measures, numbers, spoken)
    return {
        "rows": [ranked(one) for one in view.ranking],
        "unknown": _unknown(room, numbers, view, spoken),
        "few": any(stand(one, measures.limits) is Stand.FEW for one in view.ranking),
    }


def _ranked(
    room: Room, measures: Measures, numbers: Mapping[str, int], spoken: Interface, one: Standpoint
) -> dict[str, Any]:
    poll = next(poll for poll in room.setup.polls if poll.id == one.question)
    found = stand(one, measures.limits)
    return {
        "poll": poll.id,
        "number": numbers[poll.id],
        "title": question(room, poll, spoken.lang).title,
        "stand": str(found),
        "word": words.stand_words(spoken, found),
        "waits": room.phase(poll.id) is Phase.FIRST_SHOWN,
        "where": words.phase_words(spoken, room.phase(poll.id)),
    }


def _unknown(room: Room, numbers: Mapping[str, int], view: ControlView, spoken: Interface) -> list[dict[str, Any]]:
    """Questions by how many do not know, on the scale where most do not."""
    rows = []
    for one in view.ranking:
        unknown = max((picture.votes.unknown for picture in one.pictures), default=0)
        if unknown:
            poll = next(poll for poll in room.setup.polls if poll.id == one.question)
            title = question(room, poll, spoken.lang).title
            voters = one.pictures[0].votes.voters
            rows.append({"number": numbers[poll.id], "title": title, "unknown": unknown, "voters": voters})
    return sorted(rows, key=lambda row: (-row["unknown"], row["number"]))
