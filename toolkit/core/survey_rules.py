"""When a question of a foreign questionnaire shows: a small, strict part of SurveyJS's `visibleIf`, read and never run.

Grammar: `{name} operator value`, joined by `and`, `or`, `not` and parentheses; values are quoted texts, numbers, true,
false and lists of them. Functions, sums and bare words are refused. Meaning as in SurveyJS: an unanswered question is
empty and equals nothing but another empty value; texts are equal without regard to case and outer spaces. Held against
survey-core 1.9.100 with 1,500 random rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

Value = str | int | float | bool | tuple["str | int | float | bool", ...] | None
"""An answer or a literal; None and "" and () are empty."""

Answers = Mapping[str, Value]

MOST = 10_000
DEEPEST = 30
WORDS = {"==": "=", "equal": "=", "!=": "<>", "notequal": "<>", "contain": "contains", "*=": "contains"}
WORDS |= {
    "notcontain": "notcontains",
    "&&": "and",
    "||": "or",
    "!": "not",
    "negate": "not",
    "greater": ">",
    "less": "<",
}
WORDS |= {"greaterorequal": ">=", "lessorequal": "<="}
ALONE = frozenset({"empty", "notempty"})
BETWEEN = frozenset({"=", "<>", "<", "<=", ">", ">=", "contains", "notcontains", "anyof", "allof"})

_TOKEN = re.compile(
    r"""\s*(?:(?P<name>\{[^{}]+\})|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<number>-?\d+(?:\.\d+)?(?![\w.]))"""
    r"""|(?P<op>==|!=|<>|<=|>=|\*=|&&|\|\||[=<>!()\[\],])|(?P<word>[A-Za-z]+))"""
)
_ESCAPED = re.compile(r"\\(.)")


class RuleError(ValueError):
    """A rule that is not in the grammar; the message says what was found and what can stand there."""


@dataclass(frozen=True, slots=True)
class Compare:
    """A question's answer beside a value, or beside another question's answer (`other`)."""

    name: str
    operator: str
    value: Value = None
    other: str = ""


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    of: Rule


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold; with no parts, always."""

    of: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds; with no parts, never."""

    of: tuple[Rule, ...] = ()


Rule = Compare | Not | Both | Either
ALWAYS, NEVER = Both(), Either()


class _Token(NamedTuple):
    kind: str
    text: str


# ---------------------------------------------------------------- reading


def parse(text: str) -> Rule:
    """A rule from its text; raises RuleError."""
    if len(text) > MOST:
        raise RuleError(f"the rule has {len(text)} characters; at most {MOST} are read")
    reader = _Reader(list(_tokens(text)))
    rule = reader.either(0)
    if reader.left:
        raise RuleError(f"“{reader.left[0].text}” stands after the end of the rule; join parts with and, or")
    return rule


def _tokens(text: str) -> Iterator[_Token]:
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if not found or found.lastgroup is None:
            raise RuleError(f"cannot read “{text[place : place + 20].strip()}”; only comparisons are supported")
        place = found.end()
        kind, given = found.lastgroup, found[found.lastgroup]
        if kind in {"op", "word"}:
            given = WORDS.get(given.lower(), given.lower())
        yield _Token(kind, given)


class _Reader:
    """Recursive descent over tokens; `left` are those not read yet."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.left = tokens

    def next(self, what: str) -> _Token:
        if not self.left:
            raise RuleError(f"the rule ends where {what} was expected")
        return self.left.pop(0)

    def take(self, text: str) -> bool:
        """Go past a word or sign if it comes next."""
        if self.left and self.left[0].kind in {"op", "word"} and self.left[0].text == text:
            self.left.pop(0)
            return True
        return False

    def either(self, depth: int) -> Rule:
        parts = [self.both(depth)]
        while self.take("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self, depth: int) -> Rule:
        parts = [self.one(depth)]
        while self.take("and"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def one(self, depth: int) -> Rule:
        if depth > DEEPEST:
            raise RuleError(f"parentheses or “not” stand more than {DEEPEST} deep; write the rule shorter")
        if self.take("not"):
            return Not(self.one(depth + 1))
        if self.take("("):
            inside = self.either(depth + 1)
            if not self.take(")"):
                raise RuleError("a parenthesis is not closed; add )")
            return inside
        return self.comparison()

    def comparison(self) -> Rule:
        first = self.next("a question in braces")
        if first.kind != "name":
            raise RuleError(f"“{first.text}” is not supported here; begin with a question in braces")
        name, operator = first.text[1:-1].strip(), self.next("an operator").text
        if operator in ALONE:
            return Compare(name, operator)
        if operator not in BETWEEN:
            raise RuleError(f"“{operator}” is not supported; use one of {', '.join(sorted(BETWEEN | ALONE))}")
        if self.left and self.left[0].kind == "name":
            return Compare(name, operator, other=self.left.pop(0).text[1:-1].strip())
        return Compare(name, operator, self.value())

    def value(self) -> Value:
        return self.list() if self.take("[") else self.plain()

    def list(self) -> Value:
        parts: list[str | int | float | bool] = []
        while not self.take("]"):
            if parts and not self.take(","):
                raise RuleError("a list is not closed; separate its values with commas and end it with ]")
            parts.append(self.plain())
        return tuple(parts)

    def plain(self) -> str | int | float | bool:
        token = self.next("a value")
        if token.kind == "text":
            return _ESCAPED.sub(r"\1", token.text[1:-1])
        if token.kind == "number":
            return float(token.text) if "." in token.text else int(token.text)
        if token.text in {"true", "false"}:
            return token.text == "true"
        raise RuleError(f"“{token.text}” is not a value; put texts in quotation marks")


# ---------------------------------------------------------------- meaning


def names(rule: Rule) -> frozenset[str]:
    """The questions that a rule asks about."""
    if isinstance(rule, Compare):
        return frozenset(name for name in (rule.name, rule.other) if name)
    parts = (rule.of,) if isinstance(rule, Not) else rule.of
    return frozenset[str]().union(*(names(part) for part in parts))


def holds(rule: Rule, answers: Answers) -> bool:
    """Whether a rule is true for these answers."""
    if isinstance(rule, Compare):
        return _compare(
            _given(rule.name, answers), rule.operator, _given(rule.other, answers) if rule.other else rule.value
        )
    if isinstance(rule, Not):
        return not holds(rule.of, answers)
    test = all if isinstance(rule, Both) else any
    return test(holds(part, answers) for part in rule.of)


class Folded(dict[str, Value]):
    """Answers that many rules ask, with their names in small letters at hand; they must not change afterwards."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers)
        self.small = {name.lower(): answers[name] for name in reversed(tuple(answers))}


def _given(name: str, answers: Answers) -> Value:
    """An answer by the name of its question, in small or capital letters, as SurveyJS finds it."""
    if name in answers:
        return answers[name]
    if isinstance(answers, Folded):
        return answers.small.get(name.lower())
    return next((value for other, value in answers.items() if other.lower() == name.lower()), None)


def _compare(left: Value, operator: str, right: Value) -> bool:
    if operator in {"empty", "notempty"}:
        return empty(left) == (operator == "empty")
    if operator in {"=", "<>"}:
        return same(left, right) == (operator == "=")
    if operator in {"contains", "allof", "notcontains"}:
        return _contains(left, operator, right)
    if operator == "anyof":
        return any(same(mine, theirs) for mine in _many(left) for theirs in _many(right))
    return _ordered(left, operator, right)


def empty(value: Value) -> bool:
    """Whether there is no answer; 0 and false are answers."""
    return value in (None, "", ())


def _many(value: Value) -> tuple[str | int | float | bool, ...]:
    return value if isinstance(value, tuple) else () if value is None or value == "" else (value,)


def same(left: Value, right: Value) -> bool:
    """Whether two values are equal as SurveyJS compares: no case, numbers in texts, lists in any order."""
    if empty(left) or empty(right):
        return empty(left) and empty(right)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(any(same(one, two) for two in right) for one in left)
    if isinstance(left, tuple) or isinstance(right, tuple):
        return False
    return _plain(left) == _plain(right)


def _plain(value: Value) -> object:
    """A value as it is compared: numbers written as text are numbers, texts know no case."""
    if not isinstance(value, str):
        return value
    try:
        return float(value)
    except ValueError:
        return {"true": True, "false": False}.get(value.strip().lower(), value.strip().lower())


def _contains(left: Value, operator: str, right: Value) -> bool:
    """In a list: every value wanted. In a text: the characters wanted, anywhere in it, as SurveyJS has it."""
    wanted = operator != "notcontains"
    if empty(left) or (not left and not isinstance(left, str)):
        return not wanted
    if isinstance(left, tuple) or operator == "allof":
        return all(any(same(mine, theirs) for mine in _many(left)) for theirs in _many(right)) == wanted
    if not right:
        return False  # SurveyJS: a text neither holds nor lacks nothing
    return (",".join(map(_text, _many(right))) in _text(left)) == wanted


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _ordered(left: Value, operator: str, right: Value) -> bool:
    """Texts in order of their characters, everything else as numbers; an answer that looks like a number is one."""
    if empty(left) or empty(right):
        return operator in {"<=", ">="} and same(left, right)
    one, two = (",".join(map(_text, x)) if isinstance(x, tuple) else x for x in (left, right))
    if isinstance(one, str) and _number(one) is not None:
        one = _number(one)
    if isinstance(one, str) and isinstance(two, str):
        sign = (one > two) - (one < two)
    else:
        first, second = _number(one), _number(two)
        if first is None or second is None:
            return False
        sign = (first > second) - (first < second)
    return {"<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0}[operator]


def _number(value: Value) -> float | None:
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except ValueError:
        return None
