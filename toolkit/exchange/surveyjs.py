"""SurveyJS questionnaires into ours. What is not supported is named with path and line, never dropped in silence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.core.survey import Choice, Group, Kind, Question, Survey, Words, questions
from toolkit.core.survey_rules import ALWAYS, NEVER, Rule, RuleError, names, parse
from toolkit.exchange.json_lines import lines_of
from toolkit.exchange.problems import BundleError, Problems, printable
from toolkit.exchange.safe_json import decode, kind, load, read_bytes
from toolkit.exchange.survey_file import HIDDEN, SCALAR

CHOOSING = frozenset({Kind.RADIOGROUP, Kind.CHECKBOX, Kind.DROPDOWN})
TAKEN = frozenset(
    {"type", "name", "title", "description", "visibleIf", "visible", "isRequired", "choices", "elements", "questions"}
    | {"html", "hasOther", "hasNone", "showOtherItem", "showNoneItem", "valueTrue", "valueFalse"}
)
LOOKS = frozenset(
    {"colCount", "startWithNewLine", "width", "minWidth", "maxWidth", "titleLocation", "descriptionLocation", "size"}
    | {"hideNumber", "placeHolder", "placeholder", "optionsCaption", "rows", "cols", "inputType", "maxLength", "state"}
    | {"indent", "innerIndent", "rightIndent", "choicesOrder", "otherText", "otherErrorText", "noneText", "labelTrue"}
    | {"labelFalse", "label", "questionTitleLocation", "navigationButtonsVisibility", "showNumber", "autoComplete"}
    | {"showQuestionNumbers", "requiredErrorText", "commentText", "showClearButton", "allowClear", "questionsOrder"}
    | {
        "hasComment",
        "showCommentArea",
        "showProgressBar",
        "firstPageIsStarted",
        "otherPlaceHolder",
        "otherPlaceholder",
        "cssClasses",
        "id",
        "page",
        "autoGrow",
    }
)
"""Properties that change looks only, or add a remark: remarks are kept beside the answers and never scored."""

TOP_LOGIC: Mapping[str, tuple[object, ...]] = {
    "triggers": ([], ""),
    "calculatedValues": ([], ""),
    "clearInvisibleValues": ("onComplete", ""),
    "questionsOnPageMode": ("standard", ""),
    "navigateToUrlOnCondition": ([], ""),
    "storeOthersAsComment": (True,),
    "showInvisibleElements": (False,),
}
"""What changes answers or what shows, with the values that change nothing because SurveyJS begins with them."""

SEPARATOR = "|"
"""A choice that is a text may hold its value and, behind this, what is shown."""

INSIDE = re.compile(r"(.+?)(?:\..+|\[.+|-Comment)", re.IGNORECASE | re.DOTALL)
"""A rule that looks into an answer: how many, one of them, a cell, a remark."""

SCOPES = frozenset({"panel", "row", "item", "choice", "parentpanel", "prevpanel", "nextpanel"})
_ID = re.compile(r"[a-z][a-z0-9-]{0,60}")
_TAGS = re.compile("<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Foreign:
    """What came out: the questionnaire, and sentences on what was left behind because it changes looks only."""

    survey: Survey
    notices: tuple[str, ...]


@dataclass
class _Reading:
    """What is gathered on the way: problems, and on which line each path stands."""

    lines: Mapping[str, int]
    problems: Problems = field(default_factory=Problems)
    names: dict[str, str] = field(default_factory=dict)
    rules: list[tuple[str, Rule]] = field(default_factory=list)
    looks: dict[str, list[str]] = field(default_factory=dict)

    def where(self, path: str) -> str:
        line = self.lines.get(path)
        return f"{path} (line {line})" if line else path

    def bad(self, path: str, sentence: str) -> None:
        self.problems.add(self.where(path), sentence)


def read_surveyjs(source: bytes, id_: str) -> Foreign:
    """A SurveyJS questionnaire; raises BundleError with everything that is not supported, by path and line."""
    if not _ID.fullmatch(id_):
        raise BundleError(
            [f"the id “{printable(id_)}” must be small letters, digits and hyphens; give another with --id"]
        )
    raw = read_bytes(source)
    given, text = load(raw), decode(raw)
    reading = _Reading(lines_of(text))
    for name in given:
        if name in TOP_LOGIC and given[name] not in TOP_LOGIC[name]:
            reading.bad(name, f"“{name}” is not supported: it changes answers or what shows; remove it")
        elif name not in TAKEN | TOP_LOGIC.keys() | {"pages", "locale"}:
            reading.looks.setdefault(name, []).append(reading.where(name))
    pages = tuple(_pages(given, reading))
    survey = Survey(id_, _words(given.get("title"), "title", reading), pages, hashlib.sha256(raw).hexdigest())
    if not reading.problems.found and not any(questions(survey)):
        reading.bad("pages", "there is no question in it; give the file that holds the questionnaire itself")
    _rules(reading)
    reading.problems.stop()
    for name, places in sorted(reading.looks.items()):
        reading.problems.notice(f"“{name}” changes looks only and is left out, {len(places)}×, first at {places[0]}")
    return Foreign(survey, tuple(reading.problems.notices))


def _pages(given: Mapping[str, object], reading: _Reading) -> Iterator[Group]:
    if "pages" not in given:
        yield _group({**given, "name": "page"}, "", reading)
        return
    for path, page in _objects(given["pages"], "pages", reading):
        yield _group(page, path, reading)


def _objects(raw: object, path: str, reading: _Reading) -> Iterator[tuple[str, Mapping[str, object]]]:
    if not isinstance(raw, list):
        reading.bad(path, f"must be a list, found {kind(raw)}")
        return
    for place, one in enumerate(raw):
        if isinstance(one, Mapping):
            yield f"{path}[{place}]", one
        else:
            reading.bad(f"{path}[{place}]", f"must be an object, found {kind(one)}")


def _group(raw: Mapping[str, object], path: str, reading: _Reading) -> Group:
    _properties(raw, path, reading, top=not path)
    name = "elements" if "elements" in raw else "questions"
    inner = f"{path}.{name}" if path else name
    if name == "elements" and "questions" in raw:
        reading.bad(inner, "“questions” stand beside “elements”; keep one of both lists")
    parts = tuple(_part(one, at, reading) for at, one in _objects(raw.get(name, []), inner, reading))
    words = _words(raw.get("title"), f"{path}.title", reading)
    when, rule = _when(raw, path, reading)
    return Group(str(raw.get("name", "")), words, tuple(one for one in parts if one), when, rule)


def _part(raw: Mapping[str, object], path: str, reading: _Reading) -> Group | Question | None:
    given = str(raw.get("type", "text"))
    if given == "panel":
        return _group(raw, path, reading)
    if given in {"html", "note"}:
        kind_: Kind = Kind.NOTE
    elif given in {one.value for one in Kind}:
        kind_ = Kind(given)
    else:
        known = ", ".join(one.value for one in Kind if one is not Kind.NOTE)
        reading.bad(f"{path}.type", f"questions of type “{printable(given)}” are not supported; there are {known}")
        return None
    return _question(raw, path, kind_, reading)


def _question(raw: Mapping[str, object], path: str, kind_: Kind, reading: _Reading) -> Question:
    _properties(raw, path, reading)
    name = str(raw.get("name", ""))
    _check_name(name, path, reading)
    text = raw.get("html") if kind_ is Kind.NOTE else raw.get("title")
    words = _words(text, f"{path}.title", reading)
    help_ = _words(raw.get("description"), f"{path}.description", reading)
    choices = tuple(_choices(raw, path, reading)) if kind_ in CHOOSING else ()
    when, rule = _when(raw, path, reading)
    return Question(name, kind_, words, help_, choices, raw.get("isRequired") in (True, "true"), when, rule)


def _check_name(name: str, path: str, reading: _Reading) -> None:
    if not name:
        reading.bad(path, "has no name; answers are stored by name, so give it one")
    elif name in reading.names:
        reading.bad(
            f"{path}.name", f"“{printable(name)}” is also the name at {reading.names[name]}; rename one of them"
        )
    reading.names.setdefault(name, reading.where(path))


def _properties(raw: Mapping[str, object], path: str, reading: _Reading, *, top: bool = False) -> None:
    for name in raw:
        if top or name in TAKEN:
            continue
        at = f"{path}.{name}"
        if name in LOOKS:
            reading.looks.setdefault(name, []).append(reading.where(at))
        else:
            reading.bad(at, f"“{printable(name)}” is not supported; remove it, or ask for it with an example")


def _when(raw: Mapping[str, object], path: str, reading: _Reading) -> tuple[Rule, str]:
    if not isinstance(raw.get("visible", True), bool):
        reading.bad(f"{path}.visible", f"must be true or false, found {kind(raw['visible'])}")
    if raw.get("visible") is False and "visibleIf" not in raw:
        return NEVER, HIDDEN
    text = raw.get("visibleIf", "")
    if not isinstance(text, str):
        reading.bad(f"{path}.visibleIf", f"must be a text, found {kind(text)}")
    if not isinstance(text, str) or not text.strip():
        return ALWAYS, ""
    try:
        rule = parse(text)
        reading.rules.append((f"{path}.visibleIf", rule))
        return rule, text.strip()
    except RuleError as error:
        reading.bad(f"{path}.visibleIf", str(error))
        return NEVER, HIDDEN


def _choices(raw: Mapping[str, object], path: str, reading: _Reading) -> Iterator[Choice]:
    given = raw.get("choices", [])
    if not isinstance(given, Sequence) or isinstance(given, str):
        reading.bad(f"{path}.choices", f"must be a list, found {kind(given)}")
        return
    for place, one in enumerate(given):
        at = f"{path}.choices[{place}]"
        value = one.get("value") if isinstance(one, Mapping) else one
        if not isinstance(value, SCALAR):
            reading.bad(at, f"needs a value that is text, a number or yes/no, found {kind(value)}")
            continue
        for name in set(one) - {"value", "text"} if isinstance(one, Mapping) else ():
            reading.bad(f"{at}.{name}", f"“{printable(str(name))}” of a choice is not supported; remove it")
        if isinstance(one, Mapping):
            yield Choice(value, _words(one.get("text"), f"{at}.text", reading))
        else:
            yield _short(value)
    for value in ("other", "none"):
        if raw.get(f"has{value.title()}") is True or raw.get(f"show{value.title()}Item") is True:
            yield Choice(value)


def _short(value: str | int | float | bool) -> Choice:
    """A choice that is nothing but a value, or a value and what is shown."""
    if not isinstance(value, str) or SEPARATOR not in value:
        return Choice(value)
    name, _, text = value.partition(SEPARATOR)
    return Choice(name, {"default": text})


def _words(raw: object, path: str, reading: _Reading) -> Words:
    """A text by language, without tags."""
    if raw is None:
        return {}
    if isinstance(raw, str):
        raw = {"default": raw}
    if not isinstance(raw, Mapping) or not all(isinstance(one, str) for one in raw.values()):
        reading.bad(path, f"must be a text or texts by language, found {kind(raw)}")
        return {}
    return {str(lang): " ".join(_TAGS.sub(" ", text).split()) for lang, text in raw.items()}


def _rules(reading: _Reading) -> None:
    """Rules that look into answers are refused; those about questions that are not there read as unanswered."""
    known = {name.lower() for name in reading.names}
    for path, rule in reading.rules:
        for name in sorted(name for name in names(rule) if name.lower() not in known):
            inside = INSIDE.fullmatch(name)
            if name[:1] in "$#" or (inside and inside[1].lower().partition("[")[0] in known | SCOPES):
                reading.bad(path, f"“{{{printable(name)}}}” looks into an answer, which is not supported; remove it")
            else:
                reading.problems.notice(
                    f"{reading.where(path)}: the rule asks about “{printable(name)}”, which is not a question; "
                    "it reads as unanswered"
                )
