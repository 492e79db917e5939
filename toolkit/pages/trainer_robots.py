"""Robots of a rehearsal, with the words and the answers that the content gives them."""

from __future__ import annotations

from toolkit.content.interface import interface
from toolkit.core.rehearsal import next_robots
from toolkit.core.workshop import Room
from toolkit.core.workshop_events import Join, Vote
from toolkit.pages.room_questions import trainers


def robots_next(room: Room) -> tuple[Join | Vote, ...]:
    """What the next few robots do; most answer as the training case’s key does after the facts that were told."""
    lang = room.setup.languages[0]
    known = trainers(lang)
    case = next((one for one in known.cases if one.id == room.setup.case), None)
    found = {poll.id: case.answers(poll.of, room.injects) for poll in room.setup.polls} if case else {}
    centres = {name: key.ranges for name, key in found.items() if key}
    return next_robots(room, known.names, centres, _reasons(lang))


def _reasons(lang: str) -> tuple[str, ...]:
    """Reasons that fit anywhere, so that there is something to moderate."""
    _ = interface(lang).gettext
    return (
        _("I would want to see the figures first."),
        _("We had something like this last year."),
        _("The people concerned would not notice."),
        _("It depends on who reads the output at night."),
        _("Nobody has written down who decides."),
    )
