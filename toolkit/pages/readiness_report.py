"""The readiness assessment as a report or a form, with no more in it than the visitor may see on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit.core.kept import READINESS, keyed, rating_values, without
from toolkit.core.responses import State
from toolkit.core.statements import Rating, Ratings
from toolkit.pages import files_out
from toolkit.pages.desk import Context
from toolkit.pages.inputs import BadInput
from toolkit.pages.plan_begin import own_plan
from toolkit.pages.readiness_frozen import earlier
from toolkit.pages.readiness_state import MAIN, ReadinessState, ReadinessWork
from toolkit.pages.screen import Download
from toolkit.store import Role, Stored

if TYPE_CHECKING:  # the page starts without what only reports need
    from toolkit.pages.report_material import Material

CLOSED = "These answers belong to somebody else. Choose “Answer here” first if you enter them for that person."
NO_REPORT = "The report belongs to the assessment. Ask its owner for it."
WAITING = "Open everybody’s answers first. Without them there is no report."
OTHERS = ("sheet", "agreed", "rating")


def made_of(parts: tuple[str, ...], state: ReadinessState, context: Context) -> Download:
    """The report or the form that was asked for; raises ToolkitError."""
    if state.closed_sheet:
        raise BadInput(CLOSED)
    if parts[0] == "form":
        return files_out.form(READINESS, parts, state, context)
    if state.is_sheet:
        raise BadInput(NO_REPORT)
    work = ReadinessWork(state, context)
    if work.waiting:
        raise BadInput(WAITING)
    return files_out.report(READINESS, parts, main(work), [*_around(state, context)], context)


def main(work: ReadinessWork) -> Material:
    """The assessment: with everybody's answers for its owner, else with what the group came to."""
    found = files_out.stored(work.state)
    if work.state.role is Role.OWNER:
        return replace(found, sheets=tuple(_sheets(work)))
    result = {key: part for key, part in (found.result or {}).items() if key != "people"}
    values = without(found.values, ("sheet",))
    if work.apart:
        values = {**without(found.values, OTHERS), **_group(work.ratings)}
    return replace(found, values=values, result=result or None)


def _sheets(work: ReadinessWork) -> Iterator[Material]:
    """Whose answers count, as on the page: who is left out is left out, and after submission it is as it was then."""
    from toolkit.pages.report_material import SHEET, Material

    people = {one.id: one for one in work.people}
    for name, ratings in work.sheets.items():
        if name != MAIN and name in people:
            about = {"meta/main": work.record.id if work.record else "", "meta/name": people[name].name}
            about |= {"meta/role": people[name].role}
            yield Material(SHEET, people[name].name, {**about, **_all(ratings)}, name)


def _all(ratings: Ratings) -> dict[str, Any]:
    return {
        key: value for name, one in ratings.items() for key, value in keyed("rating", name, rating_values(one)).items()
    }


def _group(ratings: Ratings) -> dict[str, Any]:
    """Levels, and why something does not apply; no words of single people besides."""
    return _all({name: Rating(one.state, one.level, reason=_why(one)) for name, one in ratings.items()})


def _why(one: Rating) -> str:
    return one.reason if one.state is State.NA else ""


def _around(state: ReadinessState, context: Context) -> Iterator[Material]:
    """The plan, and the assessment before as it was kept: with what counted, without who said it."""
    from toolkit.pages.report_material import of_stored

    if (plan := own_plan(state)) is not None:
        yield of_stored(plan)
    before = state.linked.get(str(state.values.get("meta/previous")))
    if before is not None and before.questionnaire_id == READINESS:
        yield _before(before, context)


def _before(record: Stored, context: Context) -> Material:
    from toolkit.pages.report_material import of_stored

    past, found = earlier(record, context.readiness), of_stored(record)
    values: Mapping[str, Any] = without(found.values, OTHERS)
    return replace(found, values={**values, **_group(past.taken.ratings if past else {})})
