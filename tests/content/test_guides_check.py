"""Each rule for the guides finds the one thing that is broken, says where, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import pytest

from tests.content import small_guides as small
from tests.content.broken import Copy
from tests.content.small_guides import BLOCK, CASE, CHAPTER, EXPLORABLE, PAGE, PATHS, PRIMER, TOUR, Files
from toolkit.content.check import Problem, Severity

Damage = Callable[[Files], object]
Place = tuple[str | int, ...]


def within(files: Files, file: str, at: Place) -> Any:
    return reduce(lambda inner, part: inner[part], at, files[file])


def put(kind: str, file: str, *at: str | int, to: Any) -> tuple[str, str, Damage]:
    """One value replaced, which must give a problem of a kind in that file."""
    return kind, file, lambda files: within(files, file, at[:-1]).__setitem__(at[-1], to)


def drop(kind: str, file: str, *at: str | int) -> tuple[str, str, Damage]:
    """One value removed."""
    return kind, file, lambda files: within(files, file, at[:-1]).__delitem__(at[-1])


def move(kind: str, file: str, to: str) -> tuple[str, str, Damage]:
    """A file under another name."""
    return kind, to, lambda files: files.__setitem__(to, files.pop(file))


BASIC = "basic"
ASKED: Place = ("decisions", 0, "ask")
OPTIONS: Place = ("decisions", 1, "options")
FIRST: Place = ("aspects", 0, "recommendations", 0)
TWO = ["One thing.", "Another thing."]

GUESSES = ("pages", 0, "guess", "answers")
BROKEN: dict[str, tuple[str, str, Damage]] = {
    # the shape
    "a misspelt key": put("shape", CHAPTER, "titel", to="A title"),
    "a principle page without its basic level": drop("shape", PAGE, BASIC),
    "a principle page without its advanced level": drop("shape", PAGE, "advanced"),
    "a decision without a question for one level": drop("shape", CASE, *ASKED, "intermediate"),
    "a case without a word on warnings": drop("shape", CASE, "warning"),
    "a case with a warning that does not exist": put("shape", CASE, "warning", to="scary"),
    "a case with an outcome that does not exist": put("shape", CASE, "outcome", to="won"),
    "a case in no country": put("shape", CASE, "jurisdiction", to="Utopia"),
    "a judgement that does not exist": put("shape", CASE, *OPTIONS, 0, "judgement", to="best"),
    "a stage that does not exist": put("shape", PAGE, "stages", "lunch", to="Eat."),
    "a role that does not exist": put("shape", PRIMER, "role", to="janitor"),
    "an owner that does not exist": put("shape", BLOCK, *FIRST, "owner", to="nobody"),
    "a fact of a case without its source": put("shape", CASE, "sources", 0, to={"kind": "fact", "sure": "verified"}),
    # how many; `lambda files: None` stands for what one small guide of each kind lacks anyway
    "two take-aways": put("wrong-count", CHAPTER, "takeaways", to=TWO),
    "two check questions": drop("wrong-count", CHAPTER, "check", 2),
    "two answers": drop("wrong-count", CHAPTER, "check", 0, "answers", 1),
    "two sections": drop("wrong-count", CHAPTER, "sections", 2),
    "three terms": drop("wrong-count", CHAPTER, "terms", 0),
    "a diagram of two parts": drop("wrong-count", CHAPTER, "diagram", "parts", 2),
    "one thing to notice": drop("wrong-count", EXPLORABLE, "reading", 0),
    "two signs": put("wrong-count", PAGE, "respected", to=TWO),
    "one norm": drop("wrong-count", PAGE, "norms", 1),
    "no tension": put("wrong-count", PAGE, "tensions", to=[]),
    "no exercise": put("wrong-count", PAGE, "exercises", to=[]),
    "one decision": drop("wrong-count", CASE, "decisions", 1),
    "two options": drop("wrong-count", CASE, *OPTIONS, 1),
    "two better steps": put("wrong-count", CASE, "better", to=TWO),
    "one recommendation for an aspect": put("wrong-count", BLOCK, "aspects", 4, "recommendations", to=[]),
    "fourteen recommendations for a block": drop("wrong-count", BLOCK, "aspects", 4, "recommendations", 2),
    "one sign of success": drop("wrong-count", BLOCK, *FIRST, "evidence", 0),
    "four aspects": drop("wrong-count", BLOCK, "aspects", 4),
    "too few recommendations in all": ("wrong-count", "roadmap/", lambda files: None),
    "a path of seven steps": put("wrong-count", PATHS, "paths", 0, "steps", to=small.paths()["paths"][0]["steps"][:7]),
    "four take-aways of a primer": drop("wrong-count", PRIMER, "takeaways", 0),
    "four pages of the tour": drop("wrong-count", TOUR, "pages", 4),
    "four questions of the tour": drop("wrong-count", TOUR, "check", 4),
    "a guess without a right answer": put("one-right-answer", TOUR, *GUESSES, 1, "right", to=False),
    "a guess with two right answers": put("one-right-answer", TOUR, *GUESSES, 0, "right", to=True),
    "two guesses": drop("wrong-count", TOUR, "pages", 0, "guess", "answers", 2),
    "one box for technical readers": (
        "missing-level",
        CHAPTER,
        lambda files: [files[CHAPTER]["sections"][number].pop("more") for number in (0, 1)],
    ),
    "a principle without a stage": drop("missing-stage", PAGE, "stages", "retirement"),
    "a principle without a page": ("missing-page", "principles/principles.yaml", lambda files: None),
    "a role without a primer": ("missing-primer", "guides/primers/", lambda files: None),
    "a kind without any file": ("missing-file", "guides/explorables/", lambda files: files.pop(EXPLORABLE)),
    "no tour": ("missing-file", TOUR, lambda files: files.pop(TOUR)),
    # right and wrong
    "no right answer": put("answers", CHAPTER, "check", 0, "answers", 0, "right", to=False),
    "only right answers": (
        "answers",
        CHAPTER,
        lambda files: [answer.update(right=True) for answer in files[CHAPTER]["check"][0]["answers"]],
    ),
    "no better option": put("no-better", CASE, *OPTIONS, 0, "judgement", to="partly"),
    "nothing but better options": (
        "no-better",
        CASE,
        lambda files: [option.update(judgement="better") for option in within(files, CASE, OPTIONS)],
    ),
    "a default outside its range": put("range", EXPLORABLE, "inputs", 0, "default", to=500),
    "a tension of a principle with itself": put("tension", PAGE, "tensions", 0, "with", to="accuracy"),
    "a tree without branches": put("diagram", CHAPTER, "diagram", "form", to="tree"),
    # ids and where they lead
    "a chapter in a file of another name": move("misfiled", CHAPTER, "guides/introduction/intro-other.yaml"),
    "a primer with the id of another": put("misfiled", PRIMER, "activity", to="deploy"),
    "an id that stands twice": put("duplicate-id", CHAPTER, "check", 1, "id", to="intro-small-q1"),
    "two parts of one name": put("duplicate-id", CHAPTER, "diagram", "parts", 1, "id", to="a"),
    "a part below nothing": put("dangling-id", CHAPTER, "diagram", "parts", 1, "of", to="zz"),
    "a page of no principle": put("dangling-id", PAGE, "id", to="exactness"),
    "a chapter that names no principle": put("dangling-id", CHAPTER, "principles", 0, to="acuracy"),
    "a chapter that names no case": put("dangling-id", CHAPTER, "cases", 0, to="no-case"),
    "a chapter that names no item": put("dangling-id", CHAPTER, "items", 0, to="no-item"),
    "a chapter that names no explorable": put("dangling-id", CHAPTER, "explorables", 0, to="no-such"),
    "a chapter that names no term": put("dangling-id", CHAPTER, "terms", 0, to="no-term"),
    "a case that names no control": put("dangling-id", CASE, "controls", 0, to="ctl-none"),
    "a case that names no application": put("dangling-id", CASE, "applications", 0, to="teleport"),
    "a case that names no technique": put("dangling-id", CASE, "techniques", to=["magic"]),
    "a case that names no chapter": put("dangling-id", CASE, "chapters", 0, to="intro-none"),
    "a tension with no principle": put("dangling-id", PAGE, "tensions", 0, "with", to="speed"),
    "a need that does not exist": put("dangling-id", BLOCK, *FIRST, "needs", to=["rec-none"]),
    "a step that does not exist": put("dangling-id", PATHS, "paths", 0, "steps", 0, "recommendation", to="rec-none"),
    "a primer that names no recommendation": put("dangling-id", PRIMER, "recommendations", 0, to="rec-none"),
    "a sample risk of no item": put("dangling-id", PRIMER, "risk", "item", to="no-item"),
    "recommendations that wait for each other": put("cycle", BLOCK, *FIRST, "needs", to=["rec-4-2"]),
    "a path against the needs": (
        "path-order",
        PATHS,
        lambda files: files[PATHS]["paths"][0]["steps"].reverse(),
    ),
    # what they say
    "a sentence of thirty words": put("long-sentence", CHAPTER, "sections", 0, "text", to="and so on " * 10 + "on."),
    "a long sentence in a list": put("long-sentence", CASE, "happened", to="- Short.\n- " + "and so on " * 10 + "on."),
    "a shout": put("exclamation", CASE, "lesson", to="Ask first!"),
    "a tag": put("html", PAGE, "why", to="It is <b>bold</b>."),
    "a straight quote": put("straight-quote", PRIMER, "ask", 0, to="Who's there?"),
    "a verdict": put("verdict", CASE, "reviewed", to="It is illegal."),
    "a heading": put("markup", CASE, "happened", to="# First\n\nThen."),
    "a table of code": put("markup", PAGE, "advanced", to="So:\n\n    a = b\n"),
    "an image": put("markup", CASE, "situation", to="See ![this](/read/tour)."),
    "a list that was folded": put("markup", CASE, "situation", to="Three things: - one - two - three."),
    "bold where plain text belongs": put("markup", CHAPTER, "takeaways", 0, to="A list is **long**."),
    "a link where plain text belongs": put("markup", CASE, "lesson", to="See [this](/read/tour)."),
    "a link to no chapter": put("dead-link", CASE, "happened", to="See [this](/read/introduction/intro-none)."),
    "a link to no section": put("dead-link", CASE, "happened", to="See [this](/read/introduction/intro-small#four)."),
    "a link to no page": put("dead-link", CASE, "happened", to="See [this](/read/nowhere)."),
    "a link to another host": put("dead-link", CASE, "happened", to="See [this](https://example.org/)."),
    "a case of child abuse without a warning": put("content-warning", CASE, "lesson", to="Child abuse is near."),
    "a case without a source": put("missing-source", CASE, "sources", to=[]),
    "a long title": put("long-title", CHAPTER, "title", to="very " * 20 + "long"),
    "a title with a stop": put("title-stop", CASE, "title", to="A case."),
    "a long question of a chapter": put("long-title", CHAPTER, "question", to="Is it so? " * 15),
    "a primer of two pages": put("too-long", PRIMER, "use_case", "text", to=small.LONG * 4),
}  # fmt: skip

DOUBTFUL: dict[str, tuple[str, str, Damage]] = {
    "a percentage without a source": put("unsourced", CHAPTER, "sections", 0, "text", to="It fails in 40 % of cases."),
    "a year without a source": put("unsourced", BLOCK, *FIRST, "why", to="It began in 2016."),
    "violence without a warning": put("content-warning", CASE, "lesson", to="A man was killed."),
    "an unlikely reading time": put("minutes", CHAPTER, "minutes", to=40),
    "a fact that nobody verified": put("unverified", CASE, "sources", 0, "sure", to="unverified"),
    "a file that nothing reads": (
        "unread-file",
        "guides/notes/x.yaml",
        lambda files: files.update({"guides/notes/x.yaml": {"a": "b"}}),
    ),
}


def problems(copy: Copy, files: Files, kind: str, file: str) -> list[Problem]:
    return [one for one in small.put(copy, files).check().problems if (one.kind, one.file) == (kind, file)]


def is_a_sentence(problem: Problem) -> bool:
    return problem.line >= 1 and len(problem.message.split()) >= 5 and "Error" not in problem.message


def without_sources(files: Files) -> Files:
    files[CHAPTER]["example"]["source"] = small.OWN
    return files


def test_the_small_guides_are_without_fault(copy: Copy) -> None:
    found = small.put(copy, small.files()).check().problems
    assert [one for one in found if one.file in small.files()] == []


@pytest.mark.parametrize("name", BROKEN)
def test_an_error_in_a_guide_is_found_where_it_is(copy: Copy, name: str) -> None:
    kind, file, damage = BROKEN[name]
    files = small.files()
    damage(files)
    found = problems(copy, files, kind, file)
    assert found
    assert all(one.severity is Severity.ERROR for one in found)
    assert all(is_a_sentence(one) for one in found)


@pytest.mark.parametrize("name", DOUBTFUL)
def test_a_doubt_about_a_guide_is_no_error(copy: Copy, name: str) -> None:
    kind, file, damage = DOUBTFUL[name]
    files = without_sources(small.files())
    assert problems(copy, files, kind, file) == []
    damage(files)
    found = problems(copy, files, kind, file)
    assert found
    assert {one.severity for one in found} == {Severity.NOTE if kind == "unverified" else Severity.WARNING}
    assert all(is_a_sentence(one) for one in found)


def test_a_tour_question_about_a_statement_that_is_not_there_is_found(copy: Copy) -> None:
    copy.replace(TOUR, "ready-register-kept", "ready-register-kep")
    assert "did you mean ready-register-kept?" in copy.only("dangling-id").message
