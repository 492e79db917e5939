"""When a question of a foreign questionnaire shows: a small, strict part of SurveyJS's `visibleIf`, read and never run.

Grammar: `{name} operator value`, joined by `and`, `or`, `not` and parentheses; values are quoted texts, numbers, true,
false and lists of them. Functions, sums and bare words are refused. What rules mean stands in `survey_truth`.
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


def names(rule: Rule) -> frozenset[str]:
    """The questions that a rule asks about."""
    if isinstance(rule, Compare):
        return frozenset(name for name in (rule.name, rule.other) if name)
    parts = (rule.of,) if isinstance(rule, Not) else rule.of
    return frozenset[str]().union(*(names(part) for part in parts))
