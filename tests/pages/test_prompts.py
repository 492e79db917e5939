"""A gap in the agency's readiness raises its prompt at the risk questions that it makes likelier, and nowhere else."""

from __future__ import annotations

from tests.pages.desk import FACE_SEARCH, Desk
from toolkit.pages.desks import DESKS
from toolkit.pages.readiness_frozen import frozen
from toolkit.pages.readiness_state import ReadinessWork
from toolkit.pages.screen import Create, Manage


def readiness(store, ratings, who="ada", *, demo=False):
    """A submitted readiness assessment with these levels."""
    desk = Desk(store, who=who, page="readiness")
    desk.visit.perform(
        Create("Agency", {f"rating/{name}/level": level for name, level in ratings.items()}, demo, screen="tasks")
    )
    work = ReadinessWork(desk.state, desk.visit.context())
    desk.visit.perform(Manage("submit", result=frozen(work)))
    return desk


def system(store, who="ada"):
    desk = Desk(store, who=who, client="tab-2")
    desk.act("new", title="Face search")
    for name, value in FACE_SEARCH.items():
        desk.change(f"profile/{name}", value)
    return desk


def asked(desk):
    """A statement that touches an item which this system is asked about, with the item."""
    names = {item.id: item for item in desk.scored_items}
    for one in desk.visit.context().readiness.statements:
        for item in one.items:
            if item in names and one.required_at <= 2:
                return one, names[item]
    raise AssertionError("no statement touches this system")


def test_a_gap_is_named_at_its_item_with_the_day_on_which_it_was_found(store):
    desk = system(store)
    statement, item = asked(desk)
    readiness(store, {statement.id: 1})
    desk.act("go", f"section/{item.principle}")
    shown = next(part.html for part in desk.visit.screen().parts if part.id == f"q-{item.id}")
    assert "Your agency lacks one practice that matters here" in shown
    assert statement.statement in shown.replace("&#39;", "'")
    assert "21 November 2026" in shown or "November 21, 2026" in shown
    others = [part.html for part in desk.visit.screen().parts if part.id.startswith("q-") and part.id != f"q-{item.id}"]
    named = [one for one in others if "Your agency lacks" in one]
    assert len(named) <= len([i for i in statement.items if i != item.id])


def test_no_prompt_where_the_practice_is_there_unknown_or_somebody_elses(store):
    desk = system(store)
    statement, item = asked(desk)
    for ratings, who in (({statement.id: 5}, "ada"), ({statement.id: "unknown"}, "ada"), ({statement.id: 1}, "bo")):
        readiness(store, ratings, who)
        desk.act("go", f"section/{item.principle}")
        assert "Your agency lacks" not in "".join(part.html for part in desk.visit.screen().parts)


def test_an_illustrations_result_says_nothing_of_a_real_system_even_if_it_is_the_newest(store):
    desk = system(store)
    statement, item = asked(desk)
    own = readiness(store, {statement.id: 5})
    shown = readiness(store, {statement.id: 1}, demo=True)
    desk.act("go", f"section/{item.principle}")
    assert "Your agency lacks" not in "".join(part.html for part in desk.visit.screen().parts)
    assert desk.state.around["readiness"].id == own.record.id
    illustration = Desk(store, client="tab-3").begin("Shown", demo=True)
    assert illustration.state.around["readiness"].id == shown.record.id


def test_without_a_result_of_its_own_an_agency_is_told_nothing(store):
    desk = system(store)
    statement, item = asked(desk)
    readiness(store, {statement.id: 1}, demo=True)
    desk.act("go", f"section/{item.principle}")
    assert "Your agency lacks" not in "".join(part.html for part in desk.visit.screen().parts)
    assert desk.state.around == {}


def test_a_draft_raises_nothing_because_it_is_no_result(store):
    desk = system(store)
    statement, item = asked(desk)
    draft = Desk(store, page="readiness", client="tab-3")
    draft.visit.perform(Create("Agency", {f"rating/{statement.id}/level": 1}, screen="tasks"))
    desk.act("go", f"section/{item.principle}")
    assert desk.state.around == {}
    assert DESKS["risk"].around == ("readiness", "workbook")


def test_an_illustrations_workbook_is_not_beside_a_real_system_that_it_names(store):
    desk, shown = system(store), Desk(store, page="workbook", client="tab-3")
    shown.visit.perform(Create("Shown", {"meta/system": desk.record.id}, demo=True))
    desk.act("go", "profile")
    assert "workbook" not in desk.state.around
