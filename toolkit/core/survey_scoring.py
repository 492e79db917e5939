"""How a foreign questionnaire is scored: points inside the values of choices, a deduction, levels. All of it is data.

The method is the one that the questionnaire's owner published, with its weaknesses: an unanswered question counts as
nothing. So `range` says beside each level how far the open questions could still move it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from toolkit.core.survey import Kind, Placed, Question, Survey, questions, remaining
from toolkit.core.survey_rules import Answers, Value
from toolkit.core.survey_truth import Folded, empty, holds

NOTHING = Fraction()
_NUMBER = re.compile(r"\s*\+?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(?:[eE]\d{1,2})?\s*")


class Part(StrEnum):
    """What a question adds to."""

    RAW = "raw"
    MITIGATION = "mitigation"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Scoring:
    """A scoring profile. `share` of the mitigation points of one phase takes `reduction` off the raw score.

    `upto` are the upper ends of all levels but the last, as shares of the most raw points. `suffixes` say what a
    question adds to: the ending of its name decides, otherwise that of the panel or page directly around it.
    """

    id: str
    version: str
    source: str
    suffixes: Mapping[str, Part]
    kinds: frozenset[Kind]
    share: Fraction
    phases: int
    reduction: Fraction
    upto: tuple[Fraction, ...]
    separator: str = "-"


@dataclass(frozen=True, slots=True)
class Scores:
    """What one set of answers comes to; levels count from 1. `range` is the lowest and highest level still possible."""

    raw: Fraction
    mitigation: Fraction
    current: Fraction
    level: int
    reduced: bool
    visible: tuple[str, ...]
    open: tuple[str, ...]
    range: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Most:
    """The most points there are, over all questions, hidden or not."""

    raw: Fraction
    mitigation: Fraction


@dataclass(frozen=True, slots=True)
class Prepared:
    """A questionnaire ready to be scored many times: its questions, what each adds to, and the most points."""

    placed: tuple[Placed, ...]
    adds: tuple[Part, ...]
    limits: Most
    scoring: Scoring


def part(placed: Placed, scoring: Scoring) -> Part:
    """What a question adds to."""
    if placed.question.kind not in scoring.kinds:
        return Part.NONE
    for name in (placed.question.name, placed.container):
        for suffix, adds in scoring.suffixes.items():
            if name.endswith(suffix):
                return adds
    return Part.NONE


def points(value: Value, separator: str = "-") -> Fraction:
    """Points of an answer: the number after the last separator, a number as it is, a list added up; otherwise none."""
    if isinstance(value, str):
        return _points_in(value, separator)
    if isinstance(value, tuple):
        return sum((points(one, separator) for one in value), NOTHING)
    return NOTHING if isinstance(value, bool) or value is None else Fraction(str(value))


@lru_cache(maxsize=4096)
def _points_in(text: str, separator: str) -> Fraction:
    _, found, last = text.rpartition(separator)
    return Fraction(last.strip()) if found and _NUMBER.fullmatch(last) else NOTHING


def most_of(question: Question, separator: str) -> Fraction:
    """The most points of one question: all choices together where several can be chosen."""
    each = [points(choice.value, separator) for choice in question.choices]
    return sum(each, Fraction()) if question.kind is Kind.CHECKBOX else max([Fraction(), *each])


def most(survey: Survey, scoring: Scoring) -> Most:
    """The most points of a questionnaire."""
    sums = {Part.RAW: Fraction(), Part.MITIGATION: Fraction(), Part.NONE: Fraction()}
    for placed in questions(survey):
        sums[part(placed, scoring)] += most_of(placed.question, scoring.separator)
    return Most(sums[Part.RAW], sums[Part.MITIGATION])


def result(raw: Fraction, mitigation: Fraction, limits: Most, scoring: Scoring) -> tuple[Fraction, int, bool]:
    """Current score, level and whether the deduction counts. Halves are rounded up, as the public code rounds."""
    reduced = mitigation >= scoring.share * limits.mitigation / scoring.phases
    current = Fraction(math.floor((1 - scoring.reduction) * raw + Fraction(1, 2))) if reduced else raw
    level = 1 + sum(current > share * limits.raw for share in scoring.upto)
    return current, level, reduced


def prepared(survey: Survey, scoring: Scoring) -> Prepared:
    """A questionnaire with a scoring profile, to score many sets of answers."""
    placed = tuple(questions(survey))
    return Prepared(placed, tuple(part(one, scoring) for one in placed), most(survey, scoring), scoring)


def score(survey: Survey, answers: Answers, scoring: Scoring) -> Scores:
    """The scores while answering: answers to hidden questions still count, as the public code has it."""
    return score_both(prepared(survey, scoring), answers)[0]


def score_completed(survey: Survey, answers: Answers, scoring: Scoring) -> Scores:
    """The scores after completion: answers to hidden questions are gone, and what shows stays as it was."""
    return score_both(prepared(survey, scoring), answers)[1]


def score_both(ready: Prepared, answers: Answers) -> tuple[Scores, Scores]:
    """The scores while answering and after completion."""
    folded = Folded(answers)
    shows = tuple(holds(one.when, folded) for one in ready.placed)
    left = remaining(zip(ready.placed, shows, strict=True), answers)
    rest = Folded(left)
    after = tuple(holds(one.when, rest) for one in ready.placed) if left != answers else shows
    names = tuple(one.question.name for one, here in zip(ready.placed, shows, strict=True) if here)
    return _scores(ready, answers, shows, names), _scores(ready, left, after, names)


def _scores(ready: Prepared, answers: Answers, shows: tuple[bool, ...], names: tuple[str, ...]) -> Scores:
    """The scores of some answers; `shows` are the questions that can be answered, `names` those on the screen."""
    sums = dict.fromkeys(Part, NOTHING)
    waiting = []
    for placed, adds, here in zip(ready.placed, ready.adds, shows, strict=True):
        given = answers.get(placed.question.name)
        if adds is not Part.NONE and (worth := points(given, ready.scoring.separator)):
            sums[adds] += worth
        if adds is not Part.NONE and here and empty(given):
            waiting.append(placed)
    raw, mitigation = sums[Part.RAW], sums[Part.MITIGATION]
    current, level, reduced = result(raw, mitigation, ready.limits, ready.scoring)
    still = tuple(one.question.name for one in waiting)
    ends = _range(sums, waiting, ready.limits, ready.scoring)
    return Scores(raw, mitigation, current, level, reduced, names, still, ends)


def _range(sums: Mapping[Part, Fraction], waiting: list[Placed], limits: Most, scoring: Scoring) -> tuple[int, int]:
    """Lowest and highest level over all answers to the questions that show and are open; others may appear."""
    room = dict.fromkeys(Part, Fraction())
    least = Fraction()
    for placed in waiting:
        which = part(placed, scoring)
        room[which] += most_of(placed.question, scoring.separator)
        if which is Part.RAW and placed.question.kind is not Kind.CHECKBOX:
            least += min((points(one.value, scoring.separator) for one in placed.question.choices), default=Fraction())
    raw, mitigation = sums[Part.RAW], sums[Part.MITIGATION]
    low = result(raw + least, mitigation + room[Part.MITIGATION], limits, scoring)[1]
    high = result(raw + room[Part.RAW], mitigation, limits, scoring)[1]
    return low, high
