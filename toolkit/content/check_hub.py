"""The linter's checks on the hub: nothing about a tool is left unsaid, each clause is answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from typing import get_args

from toolkit.content.check_guides import Found
from toolkit.content.check_report import Notes
from toolkit.content.check_shapes import Content
from toolkit.content.check_text import sentences
from toolkit.content.guide_numbers import words
from toolkit.content.guide_walk import leaves
from toolkit.content.schema_guides import QuestionShape
from toolkit.content.schema_hub import (
    CatalogueFile,
    ClausesFile,
    ClauseShape,
    LearningPathsFile,
    LearningPathShape,
    ListingsFile,
    ListingShape,
    ModuleFile,
    TermsFile,
)
from toolkit.core.guides import WORDS_A_MINUTE

ANSWERED = ("terms-of-engagement",)
"""Requirements whose every clause the latest terms answer; the others bind whoever runs the hub, not its users."""

LONGEST_SECTION = 170
SUMMARY_LINES = 6


def check_hub(content: Content, notes: Notes) -> None:
    """Note listings, terms, clauses, modules and paths that are unfinished or out of place."""
    _listings(content, notes)
    _terms(content, notes)
    for path, file in content.all(ClausesFile):
        for position, one in enumerate(file.clauses):
            for found in _clause(one):
                notes.error(path, ("clauses", position, *found.at), found.kind, found.problem)
    for path, module in content.all(ModuleFile):
        for found in _module(module):
            notes.error(path, found.at, found.kind, found.problem)
        _minutes(path, module, notes)
    _paths(content, notes)


# ---------------------------------------------------------------- listings


def _listings(content: Content, notes: Notes) -> None:
    first: dict[str, str] = {}
    for _, catalogue in content.all(CatalogueFile):
        for path, file in content.all(ListingsFile):
            for position, one in enumerate(file.listings):
                for found in (*listing_problems(one, catalogue), *_alike(one, first)):
                    notes.error(path, ("listings", position, *found.at), found.kind, found.problem)


def listing_problems(one: ListingShape, catalogue: CatalogueFile) -> Iterator[Found]:
    """What is wrong with a listing by itself: each facet has a value, each criterion is stated or known not to be."""
    for facet in catalogue.facets:
        if not one.facets.get(facet.id):
            yield Found(("facets",), "missing-facet", f"{one.id} has no value of {facet.id}; name at least one")
    stated = [x.id for x in one.stated]
    for name in (x.id for x in catalogue.criteria):
        if (name in stated) == (name in one.not_stated):
            problem = f"{name} must stand either in `stated` or in `not_stated`, so that nothing is merely forgotten"
            yield Found(("not_stated",), "unstated", problem)
    if not 2 <= len(one.ask) <= 4:
        yield Found(("ask",), "wrong-count", f"{len(one.ask)} questions to ask stand here; write 2 to 4")
    if "partial" in one.facets.get("verification", ()) and not one.unverified:
        yield Found(("unverified",), "unverified-what", "say what could not be checked, because the mark is partial")


def _alike(one: ListingShape, first: dict[str, str]) -> Iterator[Found]:
    other = first.setdefault(one.name.casefold(), one.id)
    if other != one.id:
        yield Found(("name",), "listings-alike", f"{one.id} has the name of {other}; tell them apart, or remove one")


# ---------------------------------------------------------------- terms and clauses


def _terms(content: Content, notes: Notes) -> None:
    versions = sorted(content.all(TermsFile), key=lambda pair: [int(x) for x in pair[1].version.split(".")])
    for (_, old), (path, new) in pairwise(versions):
        if old.version == new.version or new.effective <= old.effective:
            problem = f"{new.id} must have a later version and day than {old.id}; each version is a file of its own"
            notes.error(path, ("effective",), "terms-order", problem)
    for path, one in versions:
        if len(one.summary) != SUMMARY_LINES:
            problem = f"{len(one.summary)} lines stand in the summary; write {SUMMARY_LINES}"
            notes.error(path, ("summary",), "wrong-count", problem)
    for path, one in versions[-1:]:
        met = {name for part in one.parts for clause in part.clauses for name in clause.meets}
        for wanted in _wanted(content) if content.sure("clause") else ():
            if wanted not in met:
                problem = f"no clause answers {wanted}; name it in `meets` of the clause that does"
                notes.error(path, ("parts",), "unanswered-clause", problem)


def _wanted(content: Content) -> Iterator[str]:
    return (one.id for _, file in content.all(ClausesFile) for one in file.clauses if one.document in ANSWERED)


def _clause(one: ClauseShape) -> Iterator[Found]:
    if not one.tests and not one.missing:
        problem = f"nothing holds {one.id}; name the tests that do, or say in `missing` what is still to be built"
        yield Found(("tests",), "empty-clause", problem)


# ---------------------------------------------------------------- the learning centre


def _module(module: ModuleFile) -> Iterator[Found]:
    if not 6 <= len(module.sections) <= 10:
        yield Found(("sections",), "wrong-count", f"{len(module.sections)} sections stand here; write 6 to 10")
    for position, section in enumerate(module.sections):
        number = sum(map(len, sentences(section.text)))
        if number > LONGEST_SECTION:
            problem = f"{number} words in one section; {LONGEST_SECTION} at most"
            yield Found(("sections", position, "text"), "long-section", problem)
    if bool(module.warning) != bool(module.skip):
        yield Found(("skip",), "content-warning", "a warning and a way to skip come together; write both or neither")
    if any(one.sensitive for one in module.sections) and not module.warning:
        yield Found(("warning",), "content-warning", "a section is sensitive; write `warning` and `skip` for readers")
    if len(module.takeaways) != 3:
        yield Found(("takeaways",), "wrong-count", f"{len(module.takeaways)} take-aways stand here; write exactly 3")
    yield from _checks(module.check)


def _checks(questions: Iterable[QuestionShape]) -> Iterator[Found]:
    every = tuple(questions)
    if not 3 <= len(every) <= 6:
        yield Found(("check",), "wrong-count", f"{len(every)} check questions stand here; write 3 to 6")
    for position, question in enumerate(every):
        right = sum(answer.right for answer in question.answers)
        if not 0 < right < len(question.answers):
            advice = "mark at least one answer with `right: true` and leave at least one wrong"
            problem = f"{right} of {len(question.answers)} answers are right; {advice}"
            yield Found(("check", position, "answers"), "answers", problem)


def _minutes(path: str, module: ModuleFile, notes: Notes) -> None:
    reading = words(leaves(module)) / WORDS_A_MINUTE
    if abs(module.minutes - reading) > 1.5:
        problem = f"`minutes` says {module.minutes}; reading takes {reading:.0f} at {WORDS_A_MINUTE} words a minute"
        notes.warn(path, ("minutes",), "minutes", f"{problem}; mend it")


def _paths(content: Content, notes: Notes) -> None:
    roles, levels = (get_args(LearningPathShape.model_fields[name].annotation) for name in ("role", "level"))
    for path, file in content.all(LearningPathsFile):
        pairs = [(one.role, one.level) for one in file.paths]
        for role, level in product(roles, levels):
            if pairs.count((role, level)) != 1:
                problem = f"{pairs.count((role, level))} paths for {role} at the level {level}; write exactly one"
                notes.error(path, ("paths",), "missing-path", problem)
        for position, one in enumerate(file.paths):
            steps = [(step.kind, step.target) for step in one.steps]
            if not 3 <= len(steps) <= 8 or len(set(steps)) < len(steps):
                problem = f"{len(steps)} steps stand here; write 3 to 8, each once"
                notes.error(path, ("paths", position, "steps"), "wrong-count", problem)
