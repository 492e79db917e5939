"""Everything that the readiness report shows, computed once: result, gaps, differences, plan, change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.content.guides import load_guides
from toolkit.content.readiness import load_readiness
from toolkit.core import readiness_change, readiness_group
from toolkit.core.guides import Guides
from toolkit.core.kept import agreements_of, plan_of, ratings_of, targets_of
from toolkit.core.plan import Plan
from toolkit.core.readiness import Result, assess
from toolkit.core.readiness_change import Comparison, Taken
from toolkit.core.readiness_gaps import Findings, findings
from toolkit.core.readiness_group import Agreement, Reconciled, Sheets
from toolkit.core.release import RATING
from toolkit.core.responses import State
from toolkit.core.statements import Mark, Rating, Ratings, Readiness, Targets
from toolkit.pages.reading_labels import role_name
from toolkit.pages.report_file import Wish
from toolkit.pages.report_material import PLAN, READINESS, SHEET, Material
from toolkit.pages.report_words import Teller


@dataclass(frozen=True, slots=True)
class Ready:
    """A readiness assessment with what follows from it; `before` compares with an earlier one, if there is one."""

    content: Readiness
    guides: Guides
    ratings: Ratings
    targets: Targets
    lenient: bool
    result: Result
    findings: Findings
    sheets: Sheets
    reconciled: Mapping[str, Reconciled]
    plan: Plan
    before: Comparison | None
    changed: int

    def title(self, name: str) -> str:
        """The sentence of a statement; its id where the statement is gone."""
        found = next((one for one in self.content.statements if one.id == name), None)
        return found.statement if found else name

    def dimension(self, name: str) -> str:
        """The title of a dimension."""
        return next((one.title for one in self.content.dimensions if one.id == name), name)


def ready_of(main: Material, others: Sequence[Material], wish: Wish, tell: Teller) -> Ready:
    """What follows from the answers of an agency: of one person, or of several who answered apart."""
    content, targets = load_readiness(wish.lang), targets_of(main.values)
    lenient = main.text("lenient") == "yes" or main.values.get("meta/lenient") is True
    sheets = sheets_of(main, others, wish, tell)
    reconciled = _reconciled(content, sheets, agreements_of(main.values))
    ratings = readiness_group.ratings_of(reconciled) if sheets else ratings_of(main.values)
    ratings |= {one.id: Rating(State.WITHHELD) for one in main.hidden if one.kind == RATING}
    theta = content.lenient if lenient else content.theta
    before, plan = first(others, READINESS), first(others, PLAN)
    now = Taken(tuple(one.mark for one in content.statements), ratings)
    then = _taken(before, others, content) if before else None
    return Ready(
        content=content,
        guides=load_guides(wish.lang),
        ratings=ratings,
        targets=targets,
        lenient=lenient,
        result=assess(content, ratings, targets, lenient=lenient),
        findings=findings(content, ratings, targets),
        sheets=sheets,
        reconciled=reconciled,
        plan=plan_of(plan.values) if plan else (),
        before=readiness_change.compare(then, now, content.target, theta) if then else None,
        changed=_changed(main, content),
    )


def first(others: Sequence[Material], kind: str) -> Material | None:
    """The first record of a kind."""
    return next((one for one in others if one.kind == kind), None)


def sheets_of(main: Material, others: Sequence[Material], wish: Wish, tell: Teller) -> dict[str, Ratings]:
    """What each respondent answered, by name, by role or by number, as the agency chose; for release by number.

    Empty where nobody answered apart. What stands in the main record itself is the answer of whoever keeps it.
    """
    more = [one for one in others if one.kind == SHEET and one.text("main") in ("", main.id)]
    out = main.values.get("meta/left_out") if not main.complete else None
    apart = [one for one in (*main.sheets, *(() if main.complete else more)) if one.id not in (out or ())]
    given = [(_name(main, one, tell), ratings) for one in apart if _says(ratings := ratings_of(one.values))]
    if not given:
        return {}
    own = ratings_of(main.values)
    if not main.complete and _says(own):
        given = [(main.text("name"), own), *given]
    found: dict[str, Ratings] = {}
    for number, (name, ratings) in enumerate(given, 1):
        called = "" if wish.release else name
        called = called or tell.interface.say("Person {number}", number=number)
        found[called if called not in found else f"{called} ({number})"] = ratings
    return found


def _name(main: Material, sheet: Material, tell: Teller) -> str:
    """How a respondent is called: names, roles, or nothing where only numbers are to be shown."""
    shown = main.text("votes") or "names"
    known = main.values.get(f"sheet/{sheet.id}")
    said = known if isinstance(known, Mapping) else {part: sheet.text(part) for part in ("name", "role")}
    names = {"names": ("name", "role"), "roles": ("role",)}.get(shown, ())
    found = next((one for part in names if isinstance(one := said.get(part), str) and one), "")
    return role_name(tell.interface, found)


def _says(ratings: Ratings) -> bool:
    """Whether anything is answered, and not only restricted."""
    return any(one.state not in (State.SKIPPED, State.WITHHELD) for one in ratings.values())


def _reconciled(content: Readiness, sheets: Sheets, agreements: Mapping[str, Agreement]) -> dict[str, Reconciled]:
    return readiness_group.reconcile(content.statements, sheets, content.target, agreements) if sheets else {}


def _taken(before: Material, others: Sequence[Material], content: Readiness) -> Taken:
    """An earlier assessment as it was kept: with the marks that were frozen, else those of the present questions."""
    marks = marks_of(before) or tuple(one.mark for one in content.statements)
    sheets = {str(place): ratings_of(one.values) for place, one in enumerate(before.sheets)}
    sheets |= {one.id: ratings_of(one.values) for one in others if one.kind == SHEET and one.text("main") == before.id}
    reconciled = _reconciled(content, {k: v for k, v in sheets.items() if v}, agreements_of(before.values))
    return Taken(marks, readiness_group.ratings_of(reconciled) if reconciled else ratings_of(before.values))


def marks_of(record: Material) -> tuple[Mark, ...]:
    """The marks of the statements as they were frozen with the answers."""
    given = record.result.get("marks", ()) if record.result else ()
    return tuple(
        Mark(str(one["id"]), str(one["dimension"]), int(one["required_at"]), str(one.get("fingerprint", "")))
        for one in (given if isinstance(given, list | tuple) else ())
        if isinstance(one, Mapping) and {"id", "dimension", "required_at"} <= set(one)
    )


def _changed(main: Material, content: Readiness) -> int:
    """How many statements read differently now than when they were frozen with the answers."""
    then = {one.id: one.fingerprint for one in marks_of(main)}
    return sum(then.get(one.id, one.fingerprint) != one.fingerprint for one in content.statements)
