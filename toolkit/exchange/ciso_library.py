"""Libraries of CISO Assistant (YAML): frameworks become questionnaires of ours, 5 × 5 matrices become scoring methods.

Its scores and groups are another method and stay behind; whatever stays behind is named with path and line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.content.check_report import line_of
from toolkit.content.read import ContentError, parsed
from toolkit.core.survey import Choice, Group, Kind, Question, Survey, Words, questions
from toolkit.core.survey_rules import ALWAYS, Rule, parse
from toolkit.exchange.ciso_method import At, method_of, slug
from toolkit.exchange.problems import BundleError, Problems, printable
from toolkit.exchange.safe_json import decode, kind, read_bytes

KINDS = {
    "unique_choice": Kind.RADIOGROUP,
    "multiple_choice": Kind.CHECKBOX,
    "text": Kind.COMMENT,
    "number": Kind.TEXT,
    "date": Kind.TEXT,
    "boolean": Kind.BOOLEAN,
}
RESULTS = ("not_assessed", "partially_compliant", "non_compliant", "compliant", "not_applicable")
"""How a requirement without questions of its own is answered."""

BEHIND = (
    *("add_score", "compute_result", "weight", "select_implementation_groups", "implementation_groups", "threats"),
    *("reference_controls", "scores_definition", "outcomes_definition", "implementation_groups_definition"),
)
"""What is read by the method of CISO Assistant only."""

LOGIC = ("visibility_expression",)
"""What decides which questions show, and cannot be taken over: such a library is refused."""

ROOTS = ("framework", "frameworks", "risk_matrix", "risk_matrices")


@dataclass(frozen=True, slots=True)
class CisoLibrary:
    """What came out: questionnaires, methods as plain data, and sentences on what was left behind."""

    surveys: tuple[Survey, ...]
    methods: tuple[Mapping[str, Any], ...]
    notices: tuple[str, ...]


@dataclass
class _Reading:
    """What is gathered on the way."""

    text: str
    digest: str
    problems: Problems = field(default_factory=Problems)
    behind: dict[str, list[At]] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)

    def where(self, at: At) -> str:
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in at).lstrip(".")
        return f"{path} (line {line_of(self.text, at)})"

    def bad(self, at: At, sentence: str) -> None:
        self.problems.add(self.where(at), sentence)

    def leave(self, raw: Mapping[str, Any], at: At) -> None:
        """Note the keys of an object that stay behind, or that cannot."""
        for name in raw:
            if name in BEHIND:
                self.behind.setdefault(name, []).append((*at, name))
            if name in LOGIC and raw[name]:
                self.bad((*at, name), f"“{name}” decides what shows and is not supported; remove it")


def read_ciso_library(source: bytes) -> CisoLibrary:
    """A library; raises BundleError with everything that is not supported, by path and line."""
    raw = read_bytes(source)
    reading = _Reading(decode(raw), hashlib.sha256(raw).hexdigest())
    try:
        given = parsed(reading.text, "the library")
    except ContentError as error:
        raise BundleError(error.problems) from error
    objects = given.get("objects") if isinstance(given, Mapping) else None
    if not isinstance(objects, Mapping):
        raise BundleError(["the file has no “objects”; give a library of CISO Assistant in YAML"])
    surveys = tuple(_survey(one, at, reading) for at, one in _roots(objects, ROOTS[:2], reading))
    methods = tuple(method_of(one, at, given, reading.bad) for at, one in _roots(objects, ROOTS[2:], reading))
    others = sorted(name for name in objects if name not in ROOTS)
    if not surveys and not methods:
        reading.problems.add("objects", f"there is no framework and no matrix, only {', '.join(others) or 'nothing'}")
    reading.problems.stop()
    return CisoLibrary(surveys, methods, tuple(_notices(reading, others)))


def _roots(
    objects: Mapping[str, Any], names: Sequence[str], reading: _Reading
) -> Iterator[tuple[At, Mapping[str, Any]]]:
    for name in names:
        found = objects.get(name)
        if isinstance(found, Mapping):
            yield ("objects", name), found
        elif found is not None:
            yield from _each(found, ("objects", name), reading)


def _each(found: object, at: At, reading: _Reading) -> Iterator[tuple[At, Mapping[str, Any]]]:
    for place, one in enumerate(found if isinstance(found, list) else [found]):
        if isinstance(one, Mapping):
            yield (*at, place), one
        else:
            reading.bad((*at, place), f"must be an object, found {kind(one)}")


def _notices(reading: _Reading, others: Sequence[str]) -> Iterator[str]:
    for name, places in sorted(reading.behind.items()):
        yield f"“{name}” belongs to CISO Assistant's own scoring and stays behind, {len(places)}×, first at " + (
            reading.where(places[0])
        )
    for name in others:
        yield f"objects.{name}: not a framework or a matrix, and left out"


# ---------------------------------------------------------------- frameworks


def _survey(raw: Mapping[str, Any], at: At, reading: _Reading) -> Survey:
    reading.leave(raw, at)
    nodes = list(_each(raw.get("requirement_nodes", []), (*at, "requirement_nodes"), reading))
    below: dict[str, list[tuple[At, Mapping[str, Any]]]] = {}
    known = {str(node.get("urn", "")).lower() for _, node in nodes}
    for place, node in nodes:
        parent = str(node.get("parent_urn") or "").lower()
        if parent and parent not in known:
            reading.bad((*place, "parent_urn"), f"“{printable(parent)}” is no requirement of this framework")
        below.setdefault(parent, []).append((place, node))
    pages = tuple(_group(node, place, below, reading, 0) for place, node in below.get("", []))
    survey = Survey(slug(raw.get("ref_id") or raw.get("name")), _words(raw, "name"), pages, reading.digest)
    if not any(questions(survey)):
        reading.bad(at, "there is nothing to answer in it; give a framework with assessable requirements")
    return survey


def _group(
    node: Mapping[str, Any],
    at: At,
    below: Mapping[str, Sequence[tuple[At, Mapping[str, Any]]]],
    reading: _Reading,
    depth: int,
) -> Group:
    reading.leave(node, at)
    urn = str(node.get("urn", "")).lower()
    parts: list[Question | Group] = [*_answers(node, urn, at, reading)]
    if depth > 20:
        reading.bad(at, "requirements are nested more than 20 deep; make the tree flatter")
    else:
        parts += [_group(one, place, below, reading, depth + 1) for place, one in below.get(urn, [])]
    title = " ".join(filter(None, (str(node.get("ref_id") or ""), str(node.get("name") or ""))))
    return Group(_name(urn), {**_words(node, "name"), "default": title}, tuple(parts))


def _answers(node: Mapping[str, Any], urn: str, at: At, reading: _Reading) -> Iterator[Question]:
    text = _words(node, "description")
    given = node.get("questions")
    if given and isinstance(given, Mapping):
        if text:
            yield Question(_name(f"{urn}:note"), Kind.NOTE, text)
        for name, one in given.items():
            if isinstance(one, Mapping):
                yield _question(str(name).lower(), one, (*at, "questions", str(name)), reading)
            else:
                reading.bad((*at, "questions", str(name)), f"must be an object, found {kind(one)}")
    elif node.get("assessable") is True:
        words = text or _words(node, "name")
        yield Question(_name(urn), Kind.RADIOGROUP, words, {}, tuple(Choice(one) for one in RESULTS))
    elif text:
        yield Question(_name(f"{urn}:note"), Kind.NOTE, text)


def _question(urn: str, raw: Mapping[str, Any], at: At, reading: _Reading) -> Question:
    reading.leave(raw, at)
    given = str(raw.get("type", ""))
    if given not in KINDS:
        reading.bad((*at, "type"), f"“{printable(given)}” is not supported; there are {', '.join(KINDS)}")
    choices = [*_choices(raw.get("choices") or [], (*at, "choices"), reading)]
    rule = _rule(raw.get("depends_on"), (*at, "depends_on"), reading)
    reading.rules[_name(urn)] = rule
    when: Rule = parse(rule) if rule else ALWAYS
    return Question(_name(urn), KINDS.get(given, Kind.TEXT), _words(raw, "text"), {}, tuple(choices), False, when, rule)


def _choices(raw: object, at: At, reading: _Reading) -> Iterator[Choice]:
    for place, one in _each(raw, at, reading):
        reading.leave(one, place)
        name = one.get("urn") or one.get("value")
        yield Choice(str(name).lower() if one.get("urn") else str(name), _words(one, "value"))


def _rule(raw: object, at: At, reading: _Reading) -> str:
    """`depends_on` as a rule: the question has one of some answers, or all of them."""
    if not isinstance(raw, Mapping):
        return ""
    answers = [str(one).lower() for one in raw.get("answers") or []]
    condition = str(raw.get("condition", "any"))
    if condition not in ("any", "all") or any('"' in one or "\\" in one for one in answers):
        reading.bad(at, "only “any” or “all” of plain answers are supported")
        return ""
    listed = ", ".join(f'"{one}"' for one in answers)
    name = _name(str(raw.get("question", "")).lower())
    rule, before = f"{{{name}}} {condition}of [{listed}]", reading.rules.get(name, "")
    # A question that does not show decides nothing there, so what it waits for counts here as well.
    return f"({before}) and {rule}" if before else rule


def _name(urn: str) -> str:
    """A name that a rule can hold: dots and braces mean something there."""
    return urn.replace(".", "_").replace("{", "(").replace("}", ")") or "group"


def _words(raw: Mapping[str, Any], key: str) -> Words:
    """A text in the language of its author, and its translations."""
    found = {"default": str(raw[key]).strip()} if raw.get(key) not in (None, "") else {}
    others = raw.get("translations")
    for lang, texts in others.items() if isinstance(others, Mapping) else ():
        if isinstance(texts, Mapping) and texts.get(key):
            found[str(lang)] = str(texts[key]).strip()
    return found
