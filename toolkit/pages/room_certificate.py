"""The certificate of taking part in a workshop: who may have one, the form for the name, and the page to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toolkit import __version__
from toolkit.core.certificate import BadName, TakingPart, named
from toolkit.core.workshop import Room, Stage
from toolkit.pages.reading_certificate import NO_NAME
from toolkit.pages.room import Frame
from toolkit.render.html import render

LONGEST_TITLE = 200
"""Characters of a workshop’s title on a certificate."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A signed certificate: what it says, the code that carries it, and the key that proves it."""

    made: TakingPart
    code: str
    public: str


def took_part(room: Room, person: str) -> bool:
    """Whether somebody may have a certificate: a real workshop is over, and they answered at least once in it."""
    voted = any(person in cell for cell in room.votes.values())
    return room.stage is Stage.ENDED and not room.setup.demo and voted


def earned(room: Room, person: str, name: str, day: date) -> TakingPart | None:
    """The certificate, still to be signed, or None for whoever may have none; raises BadName."""
    if not took_part(room, person):
        return None
    title = " ".join(room.setup.title.split())[:LONGEST_TITLE]
    return TakingPart(named(name), title, day.isoformat(), __version__, key="")


def form_page(frame: Frame, room: Room, person: str, name: str = "") -> str:
    """The form for the name, or why there is none; a `name` that was handed in could not be used."""
    _ = frame.spoken.gettext
    problem = ""
    if name:
        try:
            named(name)
        except BadName:
            problem = _(NO_NAME)
    given = {"setup": room.setup, "ended": room.stage is Stage.ENDED, "may": took_part(room, person)}
    return render(frame.lang, "room_certificate.j2", frame=frame, again=0, typed=name, problem=problem, **given)


def issued_page(frame: Frame, issued: Issued) -> str:
    """The certificate to print or save."""
    day = date.fromisoformat(issued.made.day)
    return render(frame.lang, "room_issued.j2", frame=frame, again=0, issued=issued, made=issued.made, day=day)
