"""What there is after a workshop, as a light page for its trainers: files, answers to take over, deletion. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from toolkit.content.interface import Interface
from toolkit.core.kept import READINESS, RISK, WORKBOOK
from toolkit.core.minutes_kept import KeptMinutes
from toolkit.core.workshop import Room, Stage
from toolkit.pages.room import Frame
from toolkit.pages.workshop_print import KINDS as PRINTED
from toolkit.pages.workshop_print import Kind as Print
from toolkit.pages.workshop_print import kind_words
from toolkit.pages.workshop_take import offered
from toolkit.render.html import render

AFTERWARDS = (Print.AGENDA, Print.HANDOUT, Print.NOTES)
"""What is still worth printing once nobody can join or vote any more."""

DAYS = (1, 7, 30, 90, 180, 365)
"""For how many days a workshop can be kept after its last event, as choices."""


@dataclass(frozen=True, slots=True)
class After:
    """A workshop after its end. `kept` are its frozen minutes, None while it goes on; `until` is when it is deleted.

    `taken` are records that were made of its answers, by kind. `done` is what was just done (keep, or the kind of a
    record), `problem` why something was not; `asks` whether to ask before deletion.
    """

    room: Room
    kept: KeptMinutes | None
    until: date
    days: int
    taken: Mapping[str, str] = field(default_factory=dict)
    done: str = ""
    problem: str = ""
    asks: bool = False


def after_page(frame: Frame, after: After, places: Mapping[str, str]) -> str:
    """The page; `places` are addresses: `control`, `print`, and `open` of records."""
    spoken = frame.spoken
    names = {RISK: spoken.gettext("Risk assessment"), READINESS: spoken.gettext("Readiness assessment"),
             WORKBOOK: spoken.gettext("Workbook")}  # fmt: skip
    kinds = [
        {"kind": kind, "title": names[kind], "number": number, "made": after.taken.get(kind, "")}
        for kind, number in (offered(after.kept) if after.kept else ())
    ]
    ended = after.room.stage is Stage.ENDED
    given = {
        "after": after,
        "setup": after.room.setup,
        "ended": ended,
        "kinds": kinds,
        "names": names,
        "days": sorted({*DAYS, after.days}),
        "printed": [(kind, kind_words(spoken, kind)) for kind in (AFTERWARDS if ended else PRINTED)],
        "places": places,
    }
    return render(frame.lang, "after_page.j2", frame=frame, again=0, **given)


def too_few(spoken: Interface) -> str:
    """Why a workshop cannot be kept for so few days."""
    return spoken.gettext("With so few days it would be deleted already. Choose more days, or delete it now.")


def gone_page(frame: Frame, title: str) -> str:
    """What is said once everything but the minutes is deleted."""
    return render(frame.lang, "after_gone.j2", frame=frame, again=0, title=title)
