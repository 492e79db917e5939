"""A question of a workshop in words, from whatever content it is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import escape

from toolkit.content import load_library
from toolkit.content.guides import load_guides
from toolkit.content.interface import interface
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.content.workshop import load_trainers
from toolkit.core.model import ToolkitError
from toolkit.core.training import Trainers
from toolkit.core.workshop import About, Measures, Poll, Setup
from toolkit.pages.view_question import likelihood_anchor
from toolkit.render.html import know


@dataclass(frozen=True, slots=True)
class Step:
    """One answer on a scale."""

    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale with its steps, the lowest first."""

    legend: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its words, a sentence below them, and a scale for each part of the answer."""

    title: str
    hint: str
    scales: tuple[Scale, ...]


def trainers(lang: str) -> Trainers:
    """What workshops are made of, in a language."""
    found = load_trainers(lang)
    know(lang, found.translated)
    return found


def measures(setup: Setup) -> Measures:
    """What the votes of a workshop are held against."""
    return load_trainers().measures(load_library().method(setup.method))


@lru_cache(maxsize=256)
def asked(poll: Poll, lang: str, method: str) -> Asked:
    """A question in words; raises ToolkitError where the content no longer has what it is about."""
    match poll.about:
        case About.ITEM:
            return _item(poll, lang, method)
        case About.STATEMENT:
            readiness = load_readiness(lang)
            know(lang, readiness.translated)
            statement = next((one for one in readiness.statements if one.id == poll.of), None)
            if statement is None:
                raise ToolkitError(f"There is no statement “{poll.of}”: choose another question for the workshop.")
            return _one(statement.statement, "", [text for _, text in sorted(statement.levels.items())])
        case About.QUESTION:
            workbook = load_workbook(lang)
            know(lang, workbook.translated)
            question = workbook.question(poll.of)
            return _one(question.question, question.why, [text for _, text in sorted(trainers(lang).status.items())])
        case About.DECISION:
            return _decision(poll, lang)
        case About.PRINCIPLE:
            library = load_library(lang)
            know(lang, library.translated)
            steps = [text for _, text in sorted(trainers(lang).principle.items())]
            principle = library.principle(poll.of)
            return _one(principle.name, principle.definition, steps)


def _one(title: str, hint: str, steps: list[str]) -> Asked:
    return Asked(title, hint, (Scale(title, tuple(map(Step, steps))),))


def _item(poll: Poll, lang: str, method: str) -> Asked:
    library, spoken = load_library(lang), interface(lang)
    know(lang, library.translated)
    item, words = library.item(poll.of), library.method(method)
    # Escaped here: what the interface says is in the language of the page, unlike content that is not translated yet.
    often = (escape(likelihood_anchor(spoken, item.likelihood, step)) for step in range(1, 6))
    likelihood = tuple(Step(name, anchor) for name, anchor in zip(words.likelihood, often, strict=True))
    impact = tuple(Step(name, text) for name, text in zip(words.impact, item.impact, strict=True))
    harm = escape(spoken.gettext("If it happens, how bad is it for the people concerned?"))
    return Asked(item.title, item.event, (Scale(item.likelihood.question, likelihood), Scale(harm, impact)))


def _decision(poll: Poll, lang: str) -> Asked:
    guides = load_guides(lang)
    know(lang, guides.translated)
    for case in guides.cases:
        for one in case.decisions:
            if poll.of == one.id:
                return _one(one.ask.intermediate, case.title, [choice.text for choice in one.options])
    raise ToolkitError(f"There is no decision “{poll.of}”: choose another question for the workshop.")
