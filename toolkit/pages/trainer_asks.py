"""Pages of the control view that ask first or take something in: ending, new facts, paper ballots, corrections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from toolkit.content.interface import Interface
from toolkit.core.workshop import OPEN, Entry, Kind, Poll, Room, Stage
from toolkit.pages import trainer_results as results
from toolkit.pages.room import UNKNOWN
from toolkit.pages.room_questions import Asked, trainers
from toolkit.pages.trainer_form import ROWS, Given, counted
from toolkit.pages.trainer_words import kind_words

MORE = 8
"""Empty rows for further ballots of a question with two scales."""

Data = Mapping[str, Any]


def asks(room: Room, at: str, of: str, given: Given, spoken: Interface) -> Data | None:
    """What a page that asks first shows; None for the control view itself, or where there is nothing to ask now."""
    if room.stage is Stage.ENDED:
        return None
    pages: Mapping[str, Callable[[], Data | None]] = {
        "end": lambda: _end(room),
        "inject": lambda: _inject(room, of, spoken),
        "paper": lambda: _paper(room, given, spoken),
        "present": lambda: _present(room, given),
        "void": lambda: _void(room, spoken),
        "entry": lambda: _entry(room, of, given, spoken),
    }
    return pages[at]() if at in pages else None


def _end(room: Room) -> Data:
    waiting = sum(room.phase(one.id) in OPEN for one in room.setup.polls)
    return {"page": "end", "open": waiting}


def _inject(room: Room, of: str, spoken: Interface) -> Data | None:
    case = trainers(spoken.lang).known_case(room.setup.case)
    found = next((one for one in case.injects if one.id == of), None) if case else None
    if found is None or of in room.injects or of not in room.setup.injects:
        return None
    touched = [poll for poll in room.setup.polls if poll.of in found.touches]
    titles = [results.question(room, poll, spoken.lang).title for poll in touched]
    return {"page": "inject", "fact": found, "touches": titles}


def _present(room: Room, given: Given) -> Data:
    """How many people the trainer counts; what was typed and not understood is still there."""
    return {"page": "present", "counted": next(iter(given.get("counted", ())), room.past.counted or "")}


def _void(room: Room, spoken: Interface) -> Data | None:
    """Asks before the answers of the round in focus are thrown away."""
    number, poll = counted(room), room.setup.poll(room.focus)
    if not number or poll is None:
        return None
    found = {"poll": poll.id, "round": number, "answers": room.voters(poll.id, number), "was": str(room.phase(poll.id))}
    return {"page": "void", "title": results.question(room, poll, spoken.lang).title, **found}


def _entry(room: Room, of: str, given: Given, spoken: Interface) -> Data | None:
    found = next((one for one in room.entries if one.id == of), None)
    if of and found is None:
        return None
    sent = {name: next(iter(values), "") for name, values in given.items()}
    kept = found or Entry("", Kind(sent["kind"]) if sent.get("kind") in list(Kind) else Kind.POINT, "", room.focus)
    fields = {name: sent.get(name, getattr(kept, name)) for name in ("kind", "text", "poll", "owner_role", "due")}
    kinds = [(str(kind), kind_words(spoken, kind)) for kind in Kind]
    titles = [(one.id, results.question(room, one, spoken.lang).title) for one in room.setup.polls]
    return {"page": "entry", "id": kept.id, "fields": fields, "kinds": kinds, "polls": titles}


# ---------------------------------------------------------------- ballots on paper


def _paper(room: Room, given: Given, spoken: Interface) -> Data | None:
    """A table to enter ballots: a row for each answer, or for each pair of answers that occurs."""
    number, poll = counted(room), room.setup.poll(room.focus)
    if not number or poll is None:
        return None
    put = results.question(room, poll, spoken.lang)
    written: list[tuple[list[str], int]] = [
        ([_value(one) for one in choices], count) for choices, count in room.paper.get((poll.id, number), ())
    ]
    empty: list[Data] = [{"answers": [""] * len(poll.steps), "count": ""} for _ in range(MORE)]
    rows: list[Data] = [*({"answers": answers, "count": str(count)} for answers, count in written), *empty]
    if len(poll.steps) == 1:
        rows = _single(poll, {answers[0]: count for answers, count in written})
    filled = [_sent(row, place, given) for place, row in enumerate(rows[:ROWS])]
    shown = {"put": put, "rows": filled, "options": _options(put, spoken.lang), "single": len(poll.steps) == 1}
    return {"page": "paper", "poll": poll.id, "round": number, "entered": sum(n for _, n in written), **shown}


def _single(poll: Poll, counts: Mapping[str, int]) -> list[Data]:
    values = [*map(str, range(1, poll.steps[0] + 1)), UNKNOWN]
    return [{"answers": [one], "count": str(counts.get(one, ""))} for one in values]


def _sent(row: Mapping[str, Any], place: int, given: Given) -> Mapping[str, Any]:
    """A row as it was sent, where it was not understood."""
    if f"n{place}" not in given:
        return row
    answers = [next(iter(given.get(f"c{place}-{scale}", ())), answer) for scale, answer in enumerate(row["answers"])]
    return {"answers": answers, "count": next(iter(given[f"n{place}"]), "")}


def _options(put: Asked, lang: str) -> list[list[tuple[str, str]]]:
    unsure = (UNKNOWN, trainers(lang).unknown)
    return [[*((str(n), one.label) for n, one in enumerate(scale.steps, start=1)), unsure] for scale in put.scales]


def _value(choice: int | None) -> str:
    return UNKNOWN if choice is None else str(choice)
