"""Foreign questionnaires as files of ours (`toolkit-questionnaire/1`), scoring profiles, and files of answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from toolkit.core.survey import Choice, Group, Kind, Question, Survey, Words, questions
from toolkit.core.survey_rules import ALWAYS, NEVER, Answers, Rule, Value, parse
from toolkit.core.survey_scoring import Part, Scoring
from toolkit.exchange.problems import BundleError, printable
from toolkit.exchange.safe_json import Source, kind, load

FORMAT = "toolkit-questionnaire/1"
HIDDEN = "never"
"""The rule of a part that never shows (`visible: false` in SurveyJS)."""

SCALAR = (str, int, float, bool)
_SHARE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Scorable:
    """A questionnaire and, if it has one, its scoring profile."""

    survey: Survey
    scoring: Scoring | None = None


def rule_of(text: str) -> Rule:
    """A rule as these files write it: nothing, `never`, or a comparison; raises RuleError."""
    return ALWAYS if not text else NEVER if text == HIDDEN else parse(text)


# ---------------------------------------------------------------- out


def write_survey(survey: Survey, scoring: Mapping[str, object] | None = None) -> dict[str, object]:
    """A questionnaire as plain data, with its scoring profile."""
    out: dict[str, object] = {"format": FORMAT, "id": survey.id, "title": dict(survey.title), "sha256": survey.sha256}
    out["pages"] = [_group(page) for page in survey.pages]
    return out | ({"scoring": dict(scoring)} if scoring else {})


def _group(group: Group) -> dict[str, object]:
    parts = [_group(one) if isinstance(one, Group) else _question(one) for one in group.parts]
    return _filled({"name": group.name, "words": dict(group.words), "when": group.rule}) | {"parts": parts}


def _question(one: Question) -> dict[str, object]:
    choices = [_filled({"value": choice.value, "words": dict(choice.words)}) for choice in one.choices]
    given: dict[str, object] = {"name": one.name, "kind": one.kind.value, "words": dict(one.words)}
    return _filled(
        given | {"help": dict(one.help), "choices": choices, "required": one.required or None, "when": one.rule}
    )


def _filled(given: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in given.items() if value not in (None, "", [], {})}


# ---------------------------------------------------------------- in


def read_survey(source: Source) -> Scorable:
    """A questionnaire of ours; raises BundleError with the path of what is wrong."""
    given = load(source)
    if given.get("format") != FORMAT:
        raise BundleError(
            [f"format: “{printable(str(given.get('format')))}” is not {FORMAT}; import the original again"]
        )
    try:
        pages = tuple(_read_group(page) for page in cast(Sequence[Any], given["pages"]))
        survey = Survey(str(given["id"]), _words(given.get("title")), pages, str(given.get("sha256", "")))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BundleError(
            [f"pages: {printable(str(error), 200)} is missing or wrong; import the original again"]
        ) from error
    raw = given.get("scoring")
    return Scorable(survey, read_scoring(raw) if isinstance(raw, Mapping) else None)


def _read_group(raw: Mapping[str, Any]) -> Group:
    parts = tuple(_read_group(one) if "parts" in one else _read_question(one) for one in raw["parts"])
    rule = str(raw.get("when", ""))
    return Group(str(raw["name"]), _words(raw.get("words")), parts, rule_of(rule), rule)


def _read_question(raw: Mapping[str, Any]) -> Question:
    choices = tuple(Choice(one["value"], _words(one.get("words"))) for one in raw.get("choices", ()))
    rule = str(raw.get("when", ""))
    words, help_ = _words(raw.get("words")), _words(raw.get("help"))
    required = raw.get("required") is True
    return Question(str(raw["name"]), Kind(raw["kind"]), words, help_, choices, required, rule_of(rule), rule)


def _words(raw: object) -> Words:
    return {str(lang): str(text) for lang, text in raw.items()} if isinstance(raw, Mapping) else {}


def read_scoring(raw: Mapping[str, Any]) -> Scoring:
    """A scoring profile; raises BundleError with the field that is missing or wrong."""
    known = {
        "half-up": "rounding",
        "hidden answers count": "live",
        "hidden answers and values not offered are removed once": "completed",
    }
    for only, name in known.items():
        if raw.get(name) != only:
            raise BundleError([f"scoring.{name}: only “{only}” is supported; write that, or take the line out of use"])
    try:
        shares = tuple(sorted(_share(one) for one in raw["upto"]))
        suffixes = {str(ending): Part(adds) for ending, adds in raw["suffixes"].items()}
        kinds = frozenset(Kind(one) for one in raw["kinds"])
        share, reduction = (_share(raw[name]) for name in ("share", "reduction"))
        texts = (str(raw["id"]), str(raw["version"]), str(raw["source"]))
        return Scoring(
            *texts, suffixes, kinds, share, max(1, int(raw["phases"])), reduction, shares, str(raw["separator"])
        )
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise BundleError([f"scoring: {printable(str(error), 200)}; compare it with the profile canada-aia"]) from error


def _share(raw: object) -> Fraction:
    """A number such as 0.25; raises ValueError for others: written with an exponent, one can fill the memory."""
    if not _SHARE.fullmatch(str(raw)):
        raise ValueError(f"{str(raw)[:20]} is no number such as 0.25")
    return Fraction(str(raw))


# ---------------------------------------------------------------- answers


def read_answers(source: Source, survey: Survey) -> tuple[dict[str, Value], tuple[str, ...]]:
    """Answers from SurveyJS's plain object or a saved result (`data` inside), and what is worth knowing about them.

    Raises BundleError for an answer that is neither text, number, yes or no, nor a list of them.
    """
    given = load(source)
    inner = given.get("data")
    raw = inner if isinstance(inner, Mapping) else given
    known = {one.question.name: one.question for one in questions(survey)}
    answers = {str(name): _answer(str(name), value) for name, value in raw.items()}
    return answers, tuple(_remarks(answers, known))


def _answer(name: str, raw: object) -> Value:
    if raw is None or isinstance(raw, SCALAR):
        return raw
    if isinstance(raw, list | tuple) and all(isinstance(one, SCALAR) for one in raw):
        return tuple(raw)
    raise BundleError([f"{printable(name)}: {kind(raw)} is not an answer; give a text, a number or a list of them"])


def _remarks(answers: Answers, known: Mapping[str, Question]) -> Iterator[str]:
    for name, value in answers.items():
        one = known.get(name)
        if one is None:
            comment = name.removesuffix("-Comment")
            if comment not in known:
                yield f"{printable(name)}: the questionnaire has no such question; the answer does not count"
        elif one.choices:
            offered = {choice.value for choice in one.choices}
            for single in value if isinstance(value, tuple) else (value,):
                if single is not None and single not in offered:
                    yield f"{printable(name)}: “{printable(str(single))}” is not offered; it counts until completion"
