"""What the light pages of a workshop say: why a code was not understood, why something did not happen."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.content.interface import Interface
from toolkit.core.joining import Wrong
from toolkit.core.workshop_events import Refusal


def wrong_words(spoken: Interface, wrong: Wrong) -> str:
    """Why the digits that somebody typed are no code."""
    _ = spoken.gettext
    return {
        Wrong.EMPTY: _("Type the six digits that the trainer shows."),
        Wrong.LETTER: _("The code has digits only, no letters. For a zero, type the digit and not the letter O."),
        Wrong.MIXED: _("These are digits of two scripts. Type all six on the same keyboard."),
        Wrong.LENGTH: _("The code has six digits. Look at the big screen and count them."),
    }[wrong]


def no_code(spoken: Interface) -> str:
    """That no workshop has a code."""
    return spoken.gettext("No workshop has this code now. Compare it with the big screen, or ask the trainer.")


def no_number(spoken: Interface) -> str:
    """That nobody in the workshop has a number."""
    return spoken.gettext(
        "Nobody in this workshop has this number. It has eight digits: compare it, or leave it empty."
    )


def own_digits(number: str) -> str:
    """A number of one’s own, so that it can be read aloud and written down."""
    return f"{number[:4]} {number[4:]}"


def wait_words(spoken: Interface) -> str:
    """That too many codes were tried."""
    return spoken.gettext("There were too many attempts. Please wait a few minutes, then try again.")


def refusal_words(spoken: Interface, refusal: Refusal) -> str:
    """Why something did not happen, and what still counts."""
    _ = spoken.gettext
    known: Mapping[Refusal, str] = {
        Refusal.ENDED: _("The workshop has ended. What you answered before still counts."),
        Refusal.FULL: _("The workshop is full. Ask the trainer for a paper ballot."),
        Refusal.SHUT: _("Nobody new comes in now. If you were here before, type your number; if not, ask the trainer."),
        Refusal.CAME_BACK: _(
            "You came in again, so an earlier answer of yours may count. You answer in the next round."
        ),
        Refusal.NO_NAME: _("Type a name: the others in the room see it."),
        Refusal.NAME_TAKEN: _("Somebody in the room has this name already. Choose another one."),
        Refusal.TOO_LONG: _("This text is too long. Shorten it, then send it again."),
        Refusal.NO_GROUP: _("Choose your group."),
        Refusal.TOO_LATE: _("This round has closed. What you sent before still counts; this answer does not."),
        Refusal.NOT_OPEN: _("This question takes no answers now. Wait for the trainer."),
        Refusal.NO_ANSWER: _("Choose an answer. “I don’t know” is an answer too."),
        Refusal.TOO_MANY: _("You have changed this answer very often. The last one that was saved counts."),
    }
    return known.get(refusal, _("This did not work. Open the page again, or ask the trainer."))
