"""The light pages of a workshop: coming in, the ballot, what the room was shown, the big screen.

Pure: from what somebody may see to a complete document that needs no script and no kernel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.content.interface import Interface, interface
from toolkit.core.anonymity import Shown
from toolkit.core.joining import nickname
from toolkit.core.method import Interval
from toolkit.core.workshop import Choices, Identity, Measures, Poll, Room, Stage
from toolkit.core.workshop_results import Result
from toolkit.core.workshop_rules import MOST_NAME, MOST_REASON
from toolkit.core.workshop_views import BallotView, Line, Outcome, ballot_view, projector_view
from toolkit.pages.room_questions import Asked, Scale, asked, trainers
from toolkit.render.html import render

UNKNOWN = "unknown"
"""What “I don’t know” is called in a form."""

AGAIN = 10
"""A page without a form asks again after so many seconds; one with a form never does, for fear of losing it."""


SCREEN_AGAIN = 3
"""The big screen asks again after so many seconds."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page stands in: language, style sheets and scripts, where forms go, and the tokens of a form.

    `nonce` is a fresh id for what the form sends, so that pressing twice counts once. `news` is where the script asks
    for the `word` that says whether there is something new. A `part` is the middle of the page only.
    """

    lang: str
    css: str
    action: str
    xsrf: str
    nonce: str = ""
    sheets: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    news: str = ""
    word: str = ""
    part: bool = False

    @property
    def spoken(self) -> Interface:
        """The interface in the language of the page."""
        return interface(self.lang)


@dataclass(frozen=True, slots=True)
class Coming:
    """What somebody filled in to come in; `problem` says what is wrong with it."""

    code: str = ""
    name: str = ""
    group: str = ""
    problem: str = ""


def code_page(frame: Frame, coming: Coming) -> str:
    """The page that asks for the code."""
    return render(frame.lang, "room_code.j2", frame=frame, coming=coming, again=0)


def enter_page(frame: Frame, room: Room, coming: Coming, drawn: Sequence[int]) -> str:
    """The page that says what is promised and asks for what the workshop needs; `drawn` are random numbers."""
    setup, words = room.setup, trainers(frame.lang)
    name = coming.name
    if setup.identity is Identity.NICKNAMES and not name:
        name = nickname(words.names, drawn, {one.name for one in room.people.values()}) or ""
    given = {"setup": setup, "named": setup.identity is not Identity.ANONYMOUS, "name": name, "most": MOST_NAME}
    return render(frame.lang, "room_enter.j2", frame=frame, coming=coming, promises=words.promises, again=0, **given)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a ballot shows first: the question that was `wanted`, what was just `saved`, or a `problem` with `given`."""

    wanted: str = ""
    saved: str = ""
    problem: str = ""
    given: Mapping[str, str] | None = None


def ballot_page(frame: Frame, room: Room, measures: Measures, person: str, turn: Turn) -> str | None:
    """One question, or what there is to see while none waits; None for whoever is not in the room."""
    view = ballot_view(room, measures, person)
    if view is None:
        return None
    line = _line(view, turn.wanted)
    shared = {"frame": frame, "view": view, "turn": turn, "others": _others(frame, room, view, line)}
    if line is None:
        outcome = _outcome(frame, room, view.outcome) if view.outcome and view.outcome.results else None
        again = 0 if view.stage is Stage.ENDED else AGAIN
        return render(frame.lang, "room_wait.j2", outcome=outcome, again=again, **shared)
    poll = _poll(room, line.poll)
    question = asked(poll, frame.lang, room.setup.method)
    given = turn.given or {**_given(line), "reason": line.reason}
    fields = [_field(number, scale, given, line.first, frame) for number, scale in enumerate(question.scales)]
    more = {"line": line, "question": question, "fields": fields, "most": MOST_REASON, "given": given}
    return render(frame.lang, "room_ballot.j2", again=0, **shared, **more)


def screen_page(frame: Frame, room: Room, measures: Measures, address: str, now: int) -> str:
    """What everybody sees together at a second `now`; `address` is where phones join."""
    view = projector_view(room, measures, now)
    outcome = _outcome(frame, room, view.outcome) if view.outcome and view.outcome.results else None
    question = asked(_poll(room, view.focus), frame.lang, room.setup.method) if view.focus else None
    given = {"view": view, "outcome": outcome, "question": question, "minutes": -(-(view.left or 0) // 60)}
    again = 0 if view.stage is Stage.ENDED else SCREEN_AGAIN
    return render(frame.lang, "room_screen.j2", frame=frame, again=again, address=address, big=True, **given)


def choices_of(poll: Poll, given: Mapping[str, str]) -> Choices | None:
    """The answer in a form, or None where a scale has none."""
    found: list[int | None] = []
    for number in range(len(poll.steps)):
        text = given.get(f"choice{number}", "")
        if text != UNKNOWN and not (text.isascii() and text.isdigit() and len(text) < 3):
            return None
        found.append(None if text == UNKNOWN else int(text))
    return tuple(found)


def _poll(room: Room, name: str) -> Poll:
    return next(one for one in room.setup.polls if one.id == name)


def _line(view: BallotView, wanted: str) -> Line | None:
    """The open question that is asked for, else the first without an answer."""
    chosen = (one for one in view.lines if one.poll == wanted)
    return next(chosen, None) or next((one for one in view.lines if one.own is None), None)


def _others(frame: Frame, room: Room, view: BallotView, line: Line | None) -> list[dict[str, Any]]:
    """The other open questions, with whether they are answered."""
    return [
        {"poll": one.poll, "done": one.own is not None, "title": _title(frame, room, one.poll)}
        for one in view.lines
        if line is None or one.poll != line.poll
    ]


def _title(frame: Frame, room: Room, poll: str) -> str:
    return asked(_poll(room, poll), frame.lang, room.setup.method).title


def _given(line: Line) -> dict[str, str]:
    return {f"choice{number}": _value(choice) for number, choice in enumerate(line.own or ())}


def _value(choice: int | None) -> str:
    return UNKNOWN if choice is None else str(choice)


def _field(number: int, scale: Scale, given: Mapping[str, str], first: Choices | None, frame: Frame) -> dict[str, Any]:
    name = f"choice{number}"
    steps = [
        {"value": str(step), "label": one.label, "hint": one.hint} for step, one in enumerate(scale.steps, start=1)
    ]
    unsure = {"value": UNKNOWN, "label": trainers(frame.lang).unknown, "hint": ""}
    options = [one | {"ticked": one["value"] == given.get(name)} for one in [*steps, unsure]]
    before = next((one["label"] for one in options if first and one["value"] == _value(first[number])), "")
    return {"name": name, "legend": scale.legend, "options": options, "before": before}


# ---------------------------------------------------------------- what the room was shown


def _outcome(frame: Frame, room: Room, outcome: Outcome) -> dict[str, Any]:
    question = asked(_poll(room, outcome.poll), frame.lang, room.setup.method)
    rounds = [_round(frame, question, one) for one in outcome.results]
    return {
        "key": f"{outcome.poll} {len(outcome.results)}",
        "title": question.title,
        "rounds": rounds,
        "reasons": outcome.reasons,
    }


def _round(frame: Frame, question: Asked, result: Result) -> dict[str, Any]:
    scales = []
    for number, scale in enumerate(question.scales):
        picture = result.pictures[number] if result.pictures else None
        votes = [] if picture is None else _counted(frame, scale, (*picture.votes.counts, picture.votes.unknown))
        middle = result.middles[number] if result.middles else None
        scales.append({"legend": scale.legend, "rows": votes, "middle": _middle(frame.spoken, scale, middle)})
    few = {Shown.NOTHING: "nothing", Shown.MIDDLE: "middle"}.get(result.shown, "")
    return {"round": result.round, "voters": result.voters, "scales": scales, "few": few}


def _counted(frame: Frame, scale: Scale, counts: Sequence[int]) -> list[tuple[str, str]]:
    labels = [*(one.label for one in scale.steps), trainers(frame.lang).unknown]
    return [(label, frame.spoken.number(count)) for label, count in zip(labels, counts, strict=True)]


def _middle(spoken: Interface, scale: Scale, middle: Interval | None) -> str:
    """The medians in words: those of the votes if every unknown were as low, or as high, as can be."""
    if middle is None:
        return ""
    low, high = (scale.steps[end - 1].label for end in (middle.lo, middle.hi))
    if low == high:
        return spoken.say("In the middle of the room: {step}", step=low)
    return spoken.say("In the middle of the room: from “{low}” to “{high}”", low=low, high=high)
