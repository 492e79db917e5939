"""Each rule for readiness and workbook finds the one thing that is broken, says where, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import pytest

from tests.content import small_work as small
from tests.content.small_work import HARM, MANIFEST, PEOPLE, Files
from toolkit.content.check_report import Problem, Severity, number_lines

Damage = Callable[[Files], object]
Place = tuple[str | int, ...]
FIRST: Place = ("statements", 0)
ASKED: Place = ("questions", 0)
READINESS, WORKBOOK = "readiness/", "workbook/"
OTHER_ASPECT = "strategy"
WELLBEING = "human-environmental-wellbeing"
FIRST_ID = "ready-people-expertise-0"
LIKE_THE_THIRD = "THE list has 3  columns and a date."
RECOMMENDED = "rec-roles-define"


def within(files: Files, file: str, at: Place) -> Any:
    return reduce(lambda inner, part: inner[part], at, files[file])


def put(kind: str, file: str, *at: str | int, to: Any) -> tuple[str, str, Damage]:
    """One value replaced, which must give a problem of a kind in that file."""
    return kind, file, lambda files: within(files, file, at[:-1]).__setitem__(at[-1], to)


def drop(kind: str, file: str, *at: str | int) -> tuple[str, str, Damage]:
    """One value removed."""
    return kind, file, lambda files: within(files, file, at[:-1]).__delitem__(at[-1])


def each(kind: str, where: str, change: Callable[[dict[str, Any]], object]) -> tuple[str, str, Damage]:
    """Something changed in every statement or question, which must give a problem of the whole folder."""
    key = "statements" if where == READINESS else "questions"
    return (
        kind,
        where,
        lambda files: [
            change(one) for name, file in files.items() if name.startswith(where) for one in file.get(key, ())
        ],
    )


def without(name: str, field: str) -> Callable[[dict[str, Any]], object]:
    """Takes a name out of a list, which stays as long as it was."""
    return lambda one: one.__setitem__(field, [x for x in one[field] if x != name] or one[field][:0])


BROKEN: dict[str, tuple[str, str, Damage]] = {
    # the shape of the readiness assessment
    "a misspelt key of a statement": put("shape", PEOPLE, *FIRST, "improtance", to=1),
    "four levels": drop("shape", PEOPLE, *FIRST, "levels", "4"),
    "a level without words": put("shape", PEOPLE, *FIRST, "levels", "2", to=" "),
    "a sixth stage": put("shape", PEOPLE, *FIRST, "required_at", to=6),
    "an importance of four": put("shape", PEOPLE, *FIRST, "importance", to=4),
    "an unknown dimension": put("shape", PEOPLE, "dimension", to="weather"),
    "a share above one": put("shape", MANIFEST, "theta", to=1.2),
    # statements by themselves
    "two levels that say the same": put("levels-alike", PEOPLE, *FIRST, "levels", "2", to=LIKE_THE_THIRD),
    "a level of thirty words": put("long-level", PEOPLE, *FIRST, "levels", "2", to="There is one list. " * 8),
    "a statement of two sentences": put("one-sentence", PEOPLE, *FIRST, "statement", to="There is a list. It is long."),
    "one piece of evidence": drop("wrong-count", PEOPLE, *FIRST, "evidence", 0),
    "no recommendation": put("wrong-count", PEOPLE, *FIRST, "recommendations", to=[]),
    "five risk items": put("wrong-count", PEOPLE, *FIRST, "items", to=["accuracy-wrong-lead"] * 5),
    "a sentence of thirty words in a reason": put("long-sentence", PEOPLE, *FIRST, "why", to="and so on " * 10 + "on."),
    "a shout": put("exclamation", PEOPLE, *FIRST, "levels", "1", to="Nothing is there!"),
    # statements among others
    "an aspect of another dimension": put("wrong-aspect", PEOPLE, *FIRST, "aspect", to=OTHER_ASPECT),
    "an aspect that does not exist": put("wrong-aspect", PEOPLE, *FIRST, "aspect", to="catering"),
    "a recommendation that does not exist": put("dangling-id", PEOPLE, *FIRST, "recommendations", to=["rec-none"]),
    "a principle that does not exist": put("dangling-id", PEOPLE, *FIRST, "principles", to=["speed"]),
    "a risk item that does not exist": put("dangling-id", PEOPLE, *FIRST, "items", to=["no-item"]),
    "a statement id that stands twice": put("duplicate-id", PEOPLE, "statements", 1, "id", to=FIRST_ID),
    "two statements that say the same": put(
        "statements-alike", PEOPLE, "statements", 1, "statement", to="The people-expertise of the agency has list 0."
    ),
    "nineteen statements": drop("too-few-statements", PEOPLE, "statements", 7),
    "fewer than sixty in all": (
        "too-few-statements", READINESS, lambda files: files[PEOPLE]["statements"].__delitem__(7)
    ),
    "a dimension of which there is no file": ("missing-dimension", READINESS, lambda files: files.pop(PEOPLE)),
    "a file of another name": (
        "misfiled",
        "readiness/people.yaml",
        lambda files: files.__setitem__("readiness/people.yaml", files.pop(PEOPLE)),
    ),
    "nothing but blockers": each("too-many-blockers", READINESS, lambda one: one.update(blocker=True)),
    "an aspect that nothing asks about": each(
        "uncovered-aspect", READINESS, lambda one: one["aspect"] == "wellbeing" and one.update(aspect="roles")
    ),
    "a recommendation that nothing leads to": each(
        "uncovered-recommendation", READINESS,
        lambda one: one["recommendations"] == [RECOMMENDED] and one.update(recommendations=["rec-roles-lead"]),
    ),
    # gates
    "a gate for a level that does not exist": put("gate", MANIFEST, "gates", 0, "level", to="dreadful"),
    "gates that fall": put("gate", MANIFEST, "gates", 0, "stage", to=5),
    "gates in the wrong order": ("gate", MANIFEST, lambda files: files[MANIFEST]["gates"].reverse()),
    "a gate that nobody can pass": (
        "gate", MANIFEST, lambda files: [one.update(required_at=3) for one in files[PEOPLE]["statements"]]
    ),
    "a lenient share that is stricter": ("theta", MANIFEST, lambda files: files[MANIFEST].update(theta=0.5)),
    # the shape of the workbook
    "a stage that does not exist": put("shape", HARM, *ASKED, "stages", to=["lunch"]),
    "a role that does not exist": put("shape", HARM, *ASKED, "roles", to=["janitor"]),
    "an activity that does not exist": put("shape", HARM, *ASKED, "activities", to=["sell"]),
    "a tenth place": put("shape", HARM, *ASKED, "order", to=10),
    # questions by themselves
    "a question without a question mark": put("no-question", HARM, *ASKED, "question", to="Say who stops it."),
    "a question of thirty words": put("long-question", HARM, *ASKED, "question", to="Who stops it? " * 10),
    "a weak answer that runs on": put("long-weak", HARM, *ASKED, "weak", to="Somebody does it. " * 14),
    "a strong answer that runs on": put("long-strong", HARM, *ASKED, "strong", to="The duty officer does it. " * 13),
    "two answers of the same words": put("answers-alike", HARM, *ASKED, "strong", to="Somebody does."),
    "nothing to keep": put("wrong-count", HARM, *ASKED, "keep", to=[]),
    "nobody to ask": put("wrong-count", HARM, *ASKED, "ask", to=[]),
    "five stages": put("wrong-count", HARM, *ASKED, "stages", to=list(small.STAGES[:5])),
    "five roles": put("wrong-count", HARM, *ASKED, "roles", to=list(small.EVERY_ROLE[:5])),
    "no role": put("wrong-count", HARM, *ASKED, "roles", to=[]),
    "a role that stands twice": put("twice", HARM, *ASKED, "roles", to=["legal", "legal"]),
    "somebody to ask who is misspelt": put("unknown-role", HARM, *ASKED, "ask", to=["front-lines"]),
    # questions among others
    "a principle of another core principle": put("wrong-principle", HARM, *ASKED, "principle", to="privacy"),
    "a principle that is not instrumental": put("wrong-principle", HARM, *ASKED, "principle", to="fairness"),
    "a case that does not exist": put("dangling-id", HARM, *ASKED, "cases", to=["no-case"]),
    "a control that does not exist": put("dangling-id", HARM, *ASKED, "controls", to=["ctl-none"]),
    "a roadmap step that does not exist": put("dangling-id", HARM, *ASKED, "recommendations", to=["rec-none"]),
    "a file for no principle": put("dangling-id", HARM, "principle", to="speed"),
    "a question id that stands twice": put("duplicate-id", HARM, "questions", 1, "id", to=f"work-{WELLBEING}-0"),
    "two questions that ask the same": put(
        "questions-alike", HARM, "questions", 1, "question", to=f"Who keeps list 0 for {WELLBEING}?"
    ),
    "a condition on an unknown fact": put("unknown-fact", HARM, *ASKED, "applies_when", to="made_of_cheese"),
    "a question that can never apply": put(
        "unreachable-workbook-question", HARM, *ASKED, "applies_when", to={"all": ["stage:data", "stage:planning"]}
    ),
    "a workbook file of another name": (
        "misfiled",
        "workbook/harm.yaml",
        lambda files: files.__setitem__("workbook/harm.yaml", files.pop(HARM)),
    ),
    # enough of everything
    "a file less": ("too-few-questions", WORKBOOK, lambda files: files.pop(HARM)),
    "two questions less for a principle": (
        "too-few-questions", WORKBOOK, lambda files: files[HARM]["questions"].__delitem__(slice(7, 9))
    ),
    "a stage at which nothing is asked": each(
        "too-few-questions", WORKBOOK, lambda one: one["stages"] == ["data"] and one.update(stages=["planning"])
    ),
    "a role that is never asked": each("too-few-questions", WORKBOOK, without("community", "roles")),
    "an activity that nobody does": each("too-few-questions", WORKBOOK, without("procure", "activities")),
}  # fmt: skip


def problems(files: Files, kind: str, file: str) -> list[Problem]:
    return [one for one in small.checked(files) if (one.kind, one.file) == (kind, file)]


def test_the_small_assessment_and_workbook_are_without_fault() -> None:
    files = small.files()
    assert [one for one in small.checked(files) if one.file in (*files, READINESS, WORKBOOK)] == []


@pytest.mark.parametrize("name", BROKEN)
def test_an_error_is_found_where_it_is(name: str) -> None:
    kind, file, damage = BROKEN[name]
    files = small.files()
    damage(files)
    found = problems(files, kind, file)
    assert found, [one for one in small.checked(files) if one.file in (*files, READINESS, WORKBOOK)]
    for one in found:
        assert one.severity is Severity.ERROR
        assert one.line >= 1
        assert len(one.message.split()) >= 5
        assert "Error" not in one.message


def test_the_line_of_a_problem_is_that_of_its_place() -> None:
    files = small.files()
    files[PEOPLE]["statements"][3]["levels"]["2"] = "There is one list. " * 8
    (found,) = problems(files, "long-level", PEOPLE)
    (first,) = problems(damaged(files, 1), "long-level", PEOPLE)
    assert found.line > first.line > 1


def damaged(files: Files, number: int) -> Files:
    fresh = small.files()
    fresh[PEOPLE]["statements"][number]["levels"]["2"] = "There is one list. " * 8
    return fresh


def test_people_outside_may_be_asked_in_a_few_words() -> None:
    files = small.files()
    within(files, HARM, ASKED)["ask"] = ["legal", "prosecutor", "the supplier’s engineer"]
    assert problems(files, "unknown-role", HARM) == []


def test_the_tables_count_what_is_there() -> None:
    report = small.covered(small.files())
    tables = {one.title: dict(one.rows) for one in report.coverage}
    assert tables["statements: dimension × required_at"]["all"] == (12, 12, 12, 12, 12, 3, 60)
    assert sum(tables["questions: principle × stage"]["accuracy"]) == 9
    assert sum(tables["questions: role × activity"]["legal"]) == 3 * sum(tables["questions: role × stage"]["legal"])
    per_stage = [rows for title, rows in tables.items() if title.startswith("questions: principle × role at ")]
    together = tuple(map(sum, zip(*(rows["accuracy"] for rows in per_stage), strict=True)))
    assert len(per_stage) == 7
    assert together == tables["questions: principle × role"]["accuracy"]
    lines = number_lines(report)
    assert "questions: role × stage" in lines
    assert any(line.split()[:1] == ["accountability"] for line in lines)
