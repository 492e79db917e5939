"""A questionnaire that somebody else wrote: pages, groups and questions as data, and which of them show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.core.survey_rules import ALWAYS, Answers, Both, Rule, Value, empty, holds, same

Words = Mapping[str, str]
"""A text by language; "default" is the language of its author."""


class Kind(StrEnum):
    """How a question is answered; a note is only read."""

    RADIOGROUP = "radiogroup"
    CHECKBOX = "checkbox"
    DROPDOWN = "dropdown"
    BOOLEAN = "boolean"
    TEXT = "text"
    COMMENT = "comment"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen; its value is what is stored."""

    value: str | int | float | bool
    words: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or a note. `rule` is the text of `when` as it was written."""

    name: str
    kind: Kind
    words: Words = field(default_factory=dict)
    help: Words = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    required: bool = False
    when: Rule = ALWAYS
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A page or a panel: it shows, with all that is in it, when its rule holds."""

    name: str
    words: Words = field(default_factory=dict)
    parts: tuple[Question | Group, ...] = ()
    when: Rule = ALWAYS
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """A whole questionnaire; `sha256` is of the file that it came from."""

    id: str
    title: Words
    pages: tuple[Group, ...]
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A question, the name of the panel or page directly around it, and all that must hold for it to show."""

    question: Question
    container: str
    when: Rule


def questions(survey: Survey) -> Iterator[Placed]:
    """Every question that can be answered, in order; notes are left out."""
    for page in survey.pages:
        yield from _inside(page, ())


def _inside(group: Group, around: tuple[Rule, ...]) -> Iterator[Placed]:
    rules = (*around, group.when)
    for part in group.parts:
        if isinstance(part, Group):
            yield from _inside(part, rules)
        elif part.kind is not Kind.NOTE:
            yield Placed(part, group.name, Both((*rules, part.when)))


def visible(survey: Survey, answers: Answers) -> tuple[str, ...]:
    """Names of the questions that show, in order. Hidden answers still count in the rules, as in SurveyJS."""
    return tuple(one.question.name for one in questions(survey) if holds(one.when, answers))


def completed(survey: Survey, answers: Answers) -> dict[str, Value]:
    """The answers that remain on completion, all at once: rules do not run again.

    Answers of hidden questions go, and values that are not offered. Names that the questionnaire does not know stay.
    """
    known = {one.question.name: one for one in questions(survey)}
    kept = {name: value if name not in known else _kept(known[name], value, answers) for name, value in answers.items()}
    return {name: value for name, value in kept.items() if name not in known or not empty(value)}


def _kept(placed: Placed, value: Value, answers: Answers) -> Value:
    if not holds(placed.when, answers):
        return None
    offered = placed.question.choices
    if not offered:
        return value
    if isinstance(value, tuple):
        return tuple(one for one in value if any(same(one, choice.value) for choice in offered))
    return value if any(same(value, choice.value) for choice in offered) else None


def unanswered(survey: Survey, answers: Answers) -> tuple[Placed, ...]:
    """The questions that show and have no answer."""
    return tuple(one for one in questions(survey) if holds(one.when, answers) and empty(answers.get(one.question.name)))
