"""Days of risk assessments as a calendar file (RFC 5545): reviews of systems and of legal packs, treatments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from toolkit.exchange.bundle import ILLUSTRATION
from toolkit.exchange.cells import shown
from toolkit.exchange.fields import is_day
from toolkit.exchange.outgoing import Outgoing, Written, counted, identity, risks

if TYPE_CHECKING:
    from icalendar import Event

NOTICE = timedelta(days=14)
"""How long before a day the calendar reminds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A day with what is to be done; `key` keeps its identity from file to file."""

    key: str
    day: date
    title: str
    text: str = ""


def entries(out: Outgoing) -> tuple[Entry, ...]:
    """Every dated thing, earliest first."""
    return tuple(sorted((*_reviews(out), *_treatments(out), *_packs(out)), key=lambda one: (one.day, one.key)))


def _reviews(out: Outgoing) -> Iterator[Entry]:
    for scored in out.systems:
        given = scored.assessment
        day = given.meta.get("review_date", "")
        if is_day(day):
            mark = f"{ILLUSTRATION}: " if given.demo else ""
            yield Entry(f"review/{given.id}", date.fromisoformat(day), f"{mark}Review the risks of {given.title}")


def _treatments(out: Outgoing) -> Iterator[Entry]:
    for one in risks(out):
        given = one.treatment
        if is_day(given.due):
            rows = (("system", one.scored.assessment.title), ("decision", given.decision.value))
            more = (("action", given.action), ("owner", given.owner_role), ("status", given.status))
            text = "\n".join(f"{name}: {value}" for name, value in (*rows, *more) if value)
            yield Entry(f"treatment/{one.ref}", date.fromisoformat(given.due), one.title, text)


def _packs(out: Outgoing) -> Iterator[Entry]:
    for pack in out.library.packs:
        title = f"Review the legal pack {pack.title} ({pack.id} {pack.version})"
        yield Entry(f"pack/{pack.id}", pack.review_by, title, f"owner: {pack.owner_role}")


def write_calendar(out: Outgoing, now: datetime) -> Written:
    """The calendar; entries keep their identity, so that a calendar that reads a newer file replaces them.

    `now` (with a zone) is when the file was made.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Responsible AI Toolkit//Reviews//EN")
    calendar.add("version", "2.0")
    for one in entries(out):
        calendar.add_component(_event(one, now.astimezone(UTC)))
    return Written(bytes(calendar.to_ical()), tuple(_losses(out)))


def _event(one: Entry, now: datetime) -> Event:
    from icalendar import Alarm, Event

    event, alarm = Event(), Alarm()
    title = " ".join(shown(one.title).split())
    event.add("uid", identity(one.key))
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", title)
    if one.text:
        event.add("description", shown(one.text))
    event.add("transp", "TRANSPARENT")
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -NOTICE)
    event.add_component(alarm)
    return event


def _losses(out: Outgoing) -> Iterator[str]:
    undated = sum(not is_day(scored.assessment.meta.get("review_date", "")) for scored in out.systems)
    yield from counted(undated, "system has no review date, so no entry", "systems have no review date, so no entry")
    open_ = sum(one.treatment.decision.value != "open" and not is_day(one.treatment.due) for one in risks(out))
    yield from counted(open_, "decision has no date, so no entry", "decisions have no date, so no entry")
    yield "a calendar holds days only: levels and answers are not in it"
