"""Short ways to write systems of a portfolio for tests."""

from __future__ import annotations

from datetime import date

from tests.core.tiny import PACKAGE, RIGHTS_FIRST, TREE, item
from toolkit.core.portfolio import System
from toolkit.core.risk import assess
from toolkit.core.triggers import evaluate

TODAY = date(2026, 11, 21)
PLACES = {"a": "accuracy", "b": "accuracy", "c": "safety", "d": "equality", "e": "equality"}


def items(names):
    return tuple(item(name, PLACES.get(name, "accuracy")) for name in names)


def system(name="s", packs=(), facts=None, content="1", method=RIGHTS_FIRST, given=None, **responses):
    """A system whose items are named by letters: system("x", a=answer(4, 4), c=UNKNOWN)."""
    findings = evaluate(packs, facts or {}, TODAY)
    result = assess(items(responses), responses, method, TREE, PACKAGE, findings)
    about = {"title": name, "changed": date(2026, 11, 1), "content": content, "method": method.id, **(given or {})}
    return System(name, result=result, **about)
