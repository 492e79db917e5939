"""How a foreign questionnaire is scored: points inside the values of choices, a deduction, levels. All of it is data.

The method is the one that the questionnaire's owner published, with its weaknesses: an unanswered question counts as
nothing. So `range` says beside each level how far the open questions could still move it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from toolkit.core.survey import Kind, Placed, Question, Survey, completed, questions, unanswered, visible
from toolkit.core.survey_rules import Answers, Value

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
    if isinstance(value, tuple):
        return sum((points(one, separator) for one in value), Fraction())
    if isinstance(value, bool) or value is None:
        return Fraction()
    if isinstance(value, int | float):
        return Fraction(str(value))
    _, found, last = value.rpartition(separator)
    return Fraction(last.strip()) if found and _NUMBER.fullmatch(last) else Fraction()


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


def score(survey: Survey, answers: Answers, scoring: Scoring) -> Scores:
    """The scores while answering: answers to hidden questions still count, as the public code has it."""
    limits, sums = most(survey, scoring), _sums(survey, answers, scoring)
    current, level, reduced = result(sums[Part.RAW], sums[Part.MITIGATION], limits, scoring)
    waiting = [one for one in unanswered(survey, answers) if part(one, scoring) is not Part.NONE]
    return Scores(
        sums[Part.RAW],
        sums[Part.MITIGATION],
        current,
        level,
        reduced,
        visible(survey, answers),
        tuple(one.question.name for one in waiting),
        _range(sums, waiting, limits, scoring),
    )


def score_completed(survey: Survey, answers: Answers, scoring: Scoring) -> Scores:
    """The scores after completion: answers to hidden questions are gone, and what shows stays as it was."""
    return replace(score(survey, completed(survey, answers), scoring), visible=visible(survey, answers))


def _sums(survey: Survey, answers: Answers, scoring: Scoring) -> dict[Part, Fraction]:
    sums = dict.fromkeys(Part, Fraction())
    for placed in questions(survey):
        sums[part(placed, scoring)] += points(answers.get(placed.question.name), scoring.separator)
    return sums


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
