"""From three people who answer apart to a calendar, and a year later to what really changed."""

from __future__ import annotations

from icalendar import Calendar

from tests.pages.readiness import ADDRESS, Agency, accept
from tests.pages.test_readiness import words
from toolkit.core.kept import plan_of

LEVELS = {"legal": 1, "innovation": 4, "senior-manager": 2}


def test_three_people_one_result_a_plan_in_the_calendar_and_the_year_after(store, database):
    owner = Agency(store, address=ADDRESS).begun()
    for role, level in LEVELS.items():
        sheet = owner.add(role=role)
        accept(database, owner.invited(sheet), f"visitor-{role}")
        guest = Agency(store, f"visitor-{role}", address=ADDRESS).send_route(f"{sheet}/tasks")
        guest.rate_all(level, only=guest.names).act("done")
    owner.go("people").act("open-answers").go("differences")
    first = next(one.id for one in owner.content.statements if one.required_at == 1)
    owner.change(f"agreed/{first}/level", "1").change(f"agreed/{first}/comment", "Nobody could show the order.")
    owner.go("result")
    assert "before stage 1" in words(owner.html())
    owner.act("submit")
    year, main = owner.record.id, owner.record
    assert main.status == "submitted"

    owner.go("plan").act("plan-begin", start="2027-01-01")
    planned = plan_of(owner.values)
    owner.act("export", "ics")
    days = [one.decoded("dtstart") for one in Calendar.from_ical(owner.visit.file.content).walk("VEVENT")]
    assert planned
    assert sorted(days) == sorted(one.due for one in planned)
    assert any(first in one.statements for one in planned)
    done = next(one for one in planned if first in one.statements)
    owner.change(f"action/{done.id}/status", "done")

    owner.send_route(f"{year}/export").act("repeat", title="Agency 2027")
    owner.rate_all(3, only=owner.names).go("compare")
    page = words(owner.html())
    assert done.title in page
    assert "higher" in page
