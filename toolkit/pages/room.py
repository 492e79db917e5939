"""The light pages of a workshop: coming in, the ballot, what the room was shown, the big screen.

Pure: from what somebody may see to a complete document that needs no script and no kernel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from toolkit.content.interface import Interface, interface
from toolkit.core.joining import nickname, own_number
from toolkit.core.minutes import group_answer
from toolkit.core.training import Trainers
from toolkit.core.workshop import CLOSED, Choices, Identity, Measures, Phase, Poll, Room, Stage
from toolkit.core.workshop_rules import MOST_NAME, MOST_REASON
from toolkit.core.workshop_views import BallotView, Line, Outcome, ballot_view, focused, projector_view
from toolkit.pages.room_names import icon_of
from toolkit.pages.room_once import once
from toolkit.pages.room_outcome import LETTERS, Shared, places, shared, words_of
from toolkit.pages.room_questions import Scale, asked, trainers
from toolkit.pages.room_words import own_digits
from toolkit.render.html import mark_block, render
from toolkit.render.links import Links
from toolkit.render.qr import qr_png

UNKNOWN = "unknown"
"""What “I don’t know” is called in a form."""

AGAIN = 10
"""A page without a form asks again after so many seconds; one with a form never does, for fear of losing it."""


SCREEN_AGAIN = 3
"""The big screen asks again after so many seconds."""

MOST_OTHERS = 12
"""How many other open questions a ballot offers; the rest comes by itself."""

MOST_PLACES = 6
"""How many questions of the list of what to talk about can be read from ten metres."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page stands in: language, style sheets and scripts, where forms go, and the tokens of a form.

    `nonce` is a fresh id for what the form sends, so that pressing twice counts once. `news` is where the script asks
    for the `word` that says whether there is something new. A `part` is the middle of the page only. A screen
    may be `dark`. `offers` are the languages of the workshop, where it is known.
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
    dark: bool = False
    offers: tuple[str, ...] = ()

    @property
    def spoken(self) -> Interface:
        """The interface in the language of the page."""
        return interface(self.lang)


@dataclass(frozen=True, slots=True)
class Coming:
    """What somebody filled in to come in; `problem` says what is wrong with it.

    `number` is that of somebody who comes back, `again` whether they come back without it.
    """

    code: str = ""
    name: str = ""
    group: str = ""
    problem: str = ""
    number: str = ""
    again: bool = False


def code_page(frame: Frame, coming: Coming) -> str:
    """The page that asks for the code."""
    return render(frame.lang, "room_code.j2", frame=frame, coming=coming, again=0)


def test_page(frame: Frame, join: str) -> str:
    """The page with which a phone shows that joining will work; `join` is where it goes on."""
    return render(frame.lang, "room_test.j2", frame=frame, again=0, join=join)


def enter_page(frame: Frame, room: Room, coming: Coming, drawn: Sequence[int]) -> str:
    """The page that says what is promised and asks for what the workshop needs; `drawn` are random numbers."""
    setup, words, frame = room.setup, trainers(frame.lang), replace(frame, offers=room.setup.languages)
    name = coming.name
    if setup.identity is Identity.NICKNAMES and not name:
        name = nickname(words.names, drawn, {one.name for one in room.people.values()}) or ""
    given = {"setup": setup, "named": setup.identity is not Identity.ANONYMOUS, "name": name, "most": MOST_NAME}
    given["icon"] = icon_of(name, words.names)
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
    known = once(room, "focus", "", lambda: focused(room, measures))
    view, frame = ballot_view(room, measures, person, known), replace(frame, offers=room.setup.languages)
    if view is None:
        return None
    line = _line(view, turn.wanted)
    told = _told(room, frame.lang, view.injects)
    shared = {"frame": frame, "view": view, "turn": turn, "others": _others(frame, room, view, line), "told": told}
    if line is None:
        closed = CLOSED.get(view.outcome.phase, 0) if view.outcome else 0
        outcome = None if closed else once(room, "outcome", frame.lang, lambda: _drawn(frame, room, measures, view))
        again = 0 if view.stage is Stage.ENDED else AGAIN
        icon = icon_of(view.name, trainers(view.lang).names)
        shared |= {"outcome": outcome, "again": again, "closed": closed, "icon": icon}
        return render(frame.lang, "room_wait.j2", own_number=own_digits(view.number), **shared)
    poll = _poll(room, line.poll)
    question = asked(poll, frame.lang, room.setup.method)
    given = turn.given or {**_given(line), "reason": line.reason}
    fields = [_field(number, scale, given, line.first, frame) for number, scale in enumerate(question.scales)]
    done = sum(one.own is not None for one in view.lines)
    more = {"done": done, "line": line, "question": question, "fields": fields, "most": MOST_REASON, "given": given}
    return render(frame.lang, "room_ballot.j2", again=0, **shared, **more)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a room was shown of a question, as HTML; `key` changes with it."""

    key: str
    html: Markup


def _drawn(frame: Frame, room: Room, measures: Measures, view: BallotView) -> Drawn | None:
    outcome = _shared(frame, room, measures, view.outcome)
    return Drawn(outcome.key, render(frame.lang, "room_outcome.j2", outcome=outcome)) if outcome else None


def back_page(frame: Frame, room: Room, person: str, address: str) -> str | None:
    """What brings somebody back to their own answers with another phone: `address`, and its square."""
    who = room.people.get(person)
    if who is None:
        return None
    icon = icon_of(who.name, trainers(who.lang).names)
    frame = replace(frame, offers=room.setup.languages)
    given: dict[str, Any] = {"who": who, "icon": icon, "address": address, "square": qr_png(address, cell=5)}
    given["own_number"] = own_digits(own_number(room.setup.salt, person))
    return render(frame.lang, "room_back.j2", frame=frame, again=0, **given)


def screen_page(frame: Frame, room: Room, measures: Measures, address: str, now: int) -> str:
    """What everybody sees together at a second `now`; `address` is where phones join."""
    view = projector_view(room, measures, now)
    outcome = _shared(frame, room, measures, view.outcome)
    question = asked(_poll(room, view.focus), frame.lang, room.setup.method) if view.focus else None
    given = {
        "view": view,
        "outcome": outcome,
        "question": question,
        "minutes": -(-(view.left or 0) // 60),
        "told": _told(room, frame.lang, view.injects)[:1],
        "square": qr_png(f"{address}?code={view.code}", cell=6) if view.code else "",
        "places": places(frame.spoken, room, measures, view.ranking)[:MOST_PLACES],
        "phase": str(view.phase or ""),
    }
    again = 0 if view.stage is Stage.ENDED else SCREEN_AGAIN
    return render(frame.lang, "room_screen.j2", frame=frame, again=again, address=address, big=True, **given)


def _shared(frame: Frame, room: Room, measures: Measures, outcome: Outcome | None) -> Shared | None:
    if outcome is None or not outcome.results:
        return None
    words = words_of(frame.spoken, room, measures, outcome.poll)
    answer = group_answer(room, measures, words.poll) if outcome.phase is Phase.RECORDED else None
    return shared(words, room, outcome, answer)


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
    """The other open questions, with whether they are answered; of many those first that are not, and only some."""
    others = [one for one in view.lines if line is None or one.poll != line.poll]
    if line is not None and len(others) > MOST_OTHERS:
        others = sorted(others, key=lambda one: one.own is not None)[:MOST_OTHERS]
    return [{"poll": one.poll, "done": one.own is not None, **_said(frame, room, one)} for one in others]


def _said(frame: Frame, room: Room, line: Line) -> dict[str, Any]:
    """The title of a question, and somebody’s own answer in words."""
    question = asked(_poll(room, line.poll), frame.lang, room.setup.method)
    unsure = trainers(frame.lang).unknown
    pairs = zip(question.scales, line.own or (), strict=False)
    return {
        "title": question.title,
        "own": [unsure if one is None else scale.steps[one - 1].label for scale, one in pairs],
    }


def _given(line: Line) -> dict[str, str]:
    return {f"choice{number}": _value(choice) for number, choice in enumerate(line.own or ())}


def _value(choice: int | None) -> str:
    return UNKNOWN if choice is None else str(choice)


def _field(number: int, scale: Scale, given: Mapping[str, str], first: Choices | None, frame: Frame) -> dict[str, Any]:
    name = f"choice{number}"
    steps = [
        {"value": str(step), "letter": LETTERS[step - 1], "label": one.label, "hint": one.hint}
        for step, one in enumerate(scale.steps, start=1)
    ]
    unsure = {"value": UNKNOWN, "letter": "?", "label": trainers(frame.lang).unknown, "hint": ""}
    options = [one | {"ticked": one["value"] == given.get(name)} for one in [*steps, unsure]]
    before = next((one["label"] for one in options if first and one["value"] == _value(first[number])), "")
    return {"name": name, "legend": scale.legend, "options": options, "before": before}


def _told(room: Room, lang: str, injects: Sequence[str]) -> list[dict[str, Any]]:
    """The facts of a training case that came to light, the newest first."""
    words = trainers(lang)
    known = {one.id: one for case in words.cases if case.id == room.setup.case for one in case.injects}
    foreign = [one for one in injects if one in known]
    return [
        {"id": one, "title": known[one].title, "html": _marked(known[one].text, lang, words), "ask": known[one].ask}
        for one in reversed(foreign)
    ]


def _marked(text: str, lang: str, words: Trainers) -> Markup:
    return mark_block(Links().md(text), lang, text in words.translated)
