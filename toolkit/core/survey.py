"""A questionnaire that somebody else wrote: pages, groups and questions as data, and which of them show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.core.survey_rules import ALWAYS, Answers, Both, Rule, Value
from toolkit.core.survey_truth import Folded, empty, holds, same

Words = Mapping[str, str]
"""A text by language; "default" is the language of its author."""


OTHER = "other"


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
    folded = Folded(answers)
    return tuple(one.question.name for one in questions(survey) if holds(one.when, folded))


def completed(survey: Survey, answers: Answers) -> dict[str, Value]:
    """The answers that remain on completion, all at once: rules do not run again.

    Answers of hidden questions go, and values that are not offered. As in SurveyJS, “other” is offered everywhere, and
    where a question has it, any value stays. Names that the questionnaire does not know stay.
    """
    folded = Folded(answers)
    return remaining(((one, holds(one.when, folded)) for one in questions(survey)), answers)


def remaining(placed: Iterable[tuple[Placed, bool]], answers: Answers) -> dict[str, Value]:
    """The same from the questions with whether each shows."""
    kept = dict(answers)
    for one, shows in placed:
        name = one.question.name
        if name in kept:
            value = _kept(one.question, kept[name]) if shows else None
            if empty(value):
                del kept[name]
            else:
                kept[name] = value
    return kept


def _kept(question: Question, value: Value) -> Value:
    offered = question.choices
    if not offered or any(choice.value == OTHER for choice in offered):
        return value
    if isinstance(value, tuple):
        return tuple(one for one in value if one == OTHER or any(same(one, choice.value) for choice in offered))
    return value if value == OTHER or any(same(value, choice.value) for choice in offered) else None
