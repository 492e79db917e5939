"""The control view of a workshop: the page from which trainers run it, without a script and without a kernel.

Pure: from the room and what the address asks for to a complete document. It shows what `control_view` gives,
and nobody’s vote.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from toolkit.content.interface import Interface, interface
from toolkit.core.workshop import CLOSED, OPEN, Measures, Phase, Poll, Room, Stage
from toolkit.core.workshop_views import ControlView, control_view
from toolkit.pages import trainer_results as results
from toolkit.pages import trainer_words as words
from toolkit.pages.room_questions import trainers
from toolkit.pages.trainer_asks import asks
from toolkit.pages.trainer_form import ROBOTS, Given, counted
from toolkit.pages.trainer_next import next_step
from toolkit.render.html import mark_block, render
from toolkit.render.links import Links
from toolkit.render.qr import qr_png

AGAIN = 5
"""Without a script a page on which nothing can be typed asks again after so many seconds."""

TIMERS = (1, 2, 5, 10)
"""Minutes that a timer offers."""

MANY, NEAR = 15, 7
"""From how many questions on the list is folded, and how many around the one in focus stay open."""

TALKS = frozenset({Phase.FIRST_SHOWN, Phase.DISCUSSION, Phase.SECOND_SHOWN, Phase.RECORDED, *CLOSED})
"""Phases in which something can be written down below the question."""


SETTLED = frozenset({Phase.SECOND_SHOWN, Phase.RECORDED})
"""Phases in which the answer of the room stands."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page stands in: language, files, where forms go, where phones join, and the tokens of a form."""

    lang: str
    sheets: tuple[str, ...]
    scripts: tuple[str, ...]
    action: str
    join: str
    base: str = "/"
    xsrf: str = ""
    nonce: str = ""

    @property
    def spoken(self) -> Interface:
        """The interface in the language of the page."""
        return interface(self.lang)

    def md(self, text: str) -> Markup:
        """A Markdown text of the content."""
        return mark_block(Links(self.base).md(text), self.lang, text in trainers(self.lang).translated)


@dataclass(frozen=True, slots=True)
class Look:
    """What the address asks for: a page that asks first (`at`) and its subject; what went wrong, what was sent."""

    at: str = ""
    of: str = ""
    problem: str = ""
    done: bool = False
    given: Given = field(default_factory=dict)


def control_page(desk: Desk, room: Room, measures: Measures, look: Look, now: int) -> str:
    """The page as a whole at a second `now`."""
    view = control_view(room, measures, now)
    shared = {"desk": desk, "room": room, "view": view, "look": look, "setup": room.setup, "ended": _ended(room)}
    shared |= {"word": news(room, now), "key": f"{room.stage} {room.focus} {room.phase(room.focus)}"}
    asked = asks(room, look.at, look.of, look.given, desk.spoken)
    if asked is not None:
        return render(desk.lang, f"train_{asked['page']}.j2", again=0, ask=asked, **shared)
    poll, rows = room.setup.poll(room.focus), _rows(room, view, desk.spoken)
    shared |= {"rows": rows, "near": _near(rows)}
    data = {
        "step": next_step(room, desk.spoken, tuple(one.question for one in view.ranking)),
        "numbers": {one.id: place for place, one in enumerate(room.setup.polls, start=1)},
        "focus": _focus(room, measures, poll, view, desk) if poll else None,
        "ranking": results.ranking(room, measures, view, desk.spoken),
        "agenda": _agenda(room, now, desk.lang),
        "facts": _facts(room, desk),
        "entries": _entries(view, desk.spoken),
        "lobby": _lobby(room, view, desk) if room.stage is Stage.LOBBY else None,
        "back": len(room.past.back),
        "crowd": words.crowd_words(desk.spoken, room.present, room.past.counted),
        "too_many": _too_many(room, poll, desk.spoken),
        "screen": _screen(room, desk.spoken),
        "minutes": -(-(view.screen.left or 0) // 60),
        "timers": TIMERS,
        "robots_offered": ROBOTS,
        "live": True,
    }
    quiet = room.stage is Stage.LOBBY or (poll is not None and room.phase(poll.id) in OPEN)
    return render(desk.lang, "train_page.j2", again=AGAIN if quiet else 0, **shared, **data)


def news(room: Room, now: int) -> str:
    """A short word that changes when the page has something new to show: counts, phases, texts, minutes; or its end."""
    if _ended(room):
        return "ended"
    counts = {key: room.voters(*key) for key in {*room.votes, *room.paper}}
    groups = sorted(one.group for one in room.people.values())
    clocks = [-(-(end - now) // 60) if end else None for end in (room.until, room.ends)]
    parts = (
        (room.stage, sorted(room.phases.items()), room.focus, room.blank, room.part, clocks, room.robots),
        (sorted(counts.items()), groups, room.injects, room.entries, sorted(room.moderated.items())),
        (room.past.counted, room.past.shut, len(room.past.back)),
    )
    return sha256(repr(parts).encode()).hexdigest()[:8]


def _ended(room: Room) -> bool:
    return room.stage is Stage.ENDED


# ---------------------------------------------------------------- the parts of the page


def _too_many(room: Room, poll: Poll | None, spoken: Interface) -> str:
    """That more answered than the trainer counts, while it can still be mended; else nothing."""
    number = counted(room)
    if poll is None or not number or not room.past.counted:
        return ""
    return words.answers_words(spoken, room.voters(poll.id, number), room.past.counted)


def _rows(room: Room, view: ControlView, spoken: Interface) -> list[dict[str, Any]]:
    """The questions with where they are and how many have answered in the round that is open, or was last."""
    found = []
    for place, (row, poll) in enumerate(zip(view.rows, room.setup.polls, strict=True), start=1):
        number = 2 if row.answered[1] or row.phase in (Phase.SECOND, Phase.SECOND_CLOSED) else 1
        found.append(
            {
                "number": place,
                "poll": row.poll,
                "title": results.question(room, poll, spoken.lang).title,
                "where": words.phase_words(spoken, row.phase),
                "phase": str(row.phase),
                "round": number,
                "answered": row.answered[number - 1],
                "begun": row.phase not in (Phase.WAITING, Phase.SKIPPED),
                "focus": row.poll == room.focus,
            }
        )
    return found


def _near(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All rows, or of many those around the question in focus."""
    here = next((place for place, one in enumerate(rows) if one["focus"]), 0)
    begin = max(0, min(here - NEAR // 2, len(rows) - NEAR))
    return rows if len(rows) <= MANY else rows[begin : begin + NEAR]


def _focus(room: Room, measures: Measures, poll: Poll, view: ControlView, desk: Desk) -> dict[str, Any]:
    """Everything about the question in focus."""
    spoken, put, phase = desk.spoken, results.question(room, poll, desk.lang), room.phase(poll.id)
    seen = view.outcome
    return {
        "poll": poll,
        "title": put.title,
        "hint": put.hint,
        "where": words.phase_words(spoken, phase),
        "phase": str(phase),
        "open": phase in OPEN,
        "answered": room.voters(poll.id, OPEN[phase]) if phase in OPEN else None,
        "results": results.results(room, measures, poll, seen, spoken) if seen and seen.results else None,
        "answer": results.answer(room, measures, poll, spoken) if phase in SETTLED else None,
        "reasons": [_reason(one) for one in view.reasons],
        "held": phase in CLOSED,
        "settled": phase in SETTLED,
        "notes": results.notes(poll, desk.lang),
        "key": results.key(room, measures, poll, spoken),
        "writes": phase in TALKS,
        "paper": counted(room),
    }


def _reason(one: Any) -> dict[str, Any]:
    decided = one.moderated
    return {
        "id": one.id,
        "text": one.text,
        "words": decided.text if decided and decided.text else one.text,
        "verdict": str(decided.verdict) if decided else "",
        "round": one.round,
    }


def _entries(view: ControlView, spoken: Interface) -> list[dict[str, Any]]:
    return [{"entry": one, "kind": words.kind_words(spoken, one.kind)} for one in view.entries]


def _agenda(room: Room, now: int, lang: str) -> dict[str, Any]:
    """The parts with their minutes, where we are, and how far the part is over or before its end."""
    known = trainers(lang).parts_of(room.setup.agenda)
    parts = [
        {"place": place, "part": known.get(name), "name": name, "minutes": minutes}
        for place, (name, minutes) in enumerate(room.setup.agenda)
    ]
    left = room.ends - now if room.ends else None
    return {
        "parts": parts,
        "here": room.part,
        "left": -(-left // 60) if left is not None and left > 0 else None,
        "over": -left // 60 if left is not None and left <= 0 else None,
        "next": parts[room.part + 1] if room.part + 1 < len(parts) else None,
        "begun": bool(room.ends),
    }


def _facts(room: Room, desk: Desk) -> list[dict[str, Any]]:
    """The facts that the training case can reveal, in their order."""
    case = trainers(desk.lang).known_case(room.setup.case)
    known = {one.id: one for one in case.injects} if case else {}
    return [
        {"id": name, "fact": known[name], "told": name in room.injects} for name in room.setup.injects if name in known
    ]


def _lobby(room: Room, view: ControlView, desk: Desk) -> dict[str, Any]:
    """Where people join, and how many have."""
    groups = [(one.title, view.groups.get(one.id, 0)) for one in room.setup.groups]
    return {"qr": qr_png(f"{desk.join}?code={room.setup.code}", cell=5), "groups": groups}


def _screen(room: Room, spoken: Interface) -> str:
    """What the big screen shows now."""
    _ = spoken.gettext
    if room.stage is Stage.ENDED:
        return _("The big screen thanks everybody.")
    if room.blank:
        return _("The big screen shows neither question nor result.")
    if room.setup.poll(room.focus) is None:
        return _("The big screen shows the address and the code.")
    return _("The big screen shows this question.")
