"""A hand-built library for tests of files: two methods, a legal pack, four risks, three controls, a short profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from toolkit.content import Library
from toolkit.content.scoring import Scored, score
from toolkit.core.conditions import Always, Fact
from toolkit.core.law import Article, Pack, Trigger
from toolkit.core.matrix import product_grid
from toolkit.core.method import LevelName, Method
from toolkit.core.model import (
    Control,
    FactDeclaration,
    FieldKind,
    Item,
    Likelihood,
    Option,
    Principle,
    ProfileField,
    Source,
    Sourced,
)
from toolkit.core.responses import AppliedControl, Assessment, Confidence, ControlStatus, Factor, Response, State, Tier
from toolkit.exchange.problems import BundleError

OWN = Source("own")
TODAY = date(2026, 11, 21)


def method(name: str, floors: dict[int, int]) -> Method:
    levels = tuple(LevelName(level, level.title(), "r1", "○") for level in ("low", "medium", "high", "extreme"))
    top = LevelName("unacceptable", "Unacceptable", "r6", "■")
    likelihood = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
    impact = ("Negligible", "Minor", "Moderate", "Major", "Severe")
    return Method(name, "1.0.0", name, "A method.", levels, top, likelihood, impact, product_grid((6, 12, 20), floors))


def item(name: str, principle: str, when: object, na_allowed: bool = True) -> Item:
    return Item(
        id=name,
        principle=principle,
        title=f"Title of {name}",
        cause="A cause.",
        event="An event.",
        consequence="A consequence.",
        applies_when=when,  # type: ignore[arg-type]
        likelihood=Likelihood("How many?", "searches", 100, 20),
        impact=("1", "2", "3", "4", "5"),
        why="Why.",
        help={},
        example=Sourced("", OWN),
        evidence=(),
        controls=("two-person-check",),
        rights=(),
        source=Source("own", url="https://example.org/source"),
        na_allowed=na_allowed,
    )


def control(name: str, preventive: int, mitigating: int) -> Control:
    return Control(name, name.title(), "", preventive, mitigating, {}, (), "S", "accuracy", OWN)


PACK = Pack(
    id="law",
    version="2026-11",
    title="A law",
    jurisdiction="XX",
    binding_when=Always(),
    checked=date(2026, 1, 1),
    review_by=date(2027, 1, 1),
    owner_role="Legal adviser",
    note="",
    articles=(Article("a5", "Article 5", "Ban", date(2025, 2, 2), "verified"),),
    triggers=(Trigger("ban", "a5", "Ban", "prohibited", Fact("scores_people"), "m", "e", "unacceptable"),),
    requirements=(),
    source=OWN,
)

PROFILE = (
    ProfileField(
        "application",
        FieldKind.MANY,
        "What does it do?",
        (Option("face-search", "Face search", facts=("biometric",)), Option("helpdesk", "Help desk", exclusive=True)),
    ),
    ProfileField("stage", FieldKind.ONE, "Which stage?", (Option("plan", "Planning"), Option("use", "In use"))),
    ProfileField(
        "groups", FieldKind.MANY, "Whom does it touch?", (Option("child", "Children"), Option("staff", "Staff"))
    ),
)

# Fields that no file format reads stay empty, whichever they are.
EMPTY: dict[str, Any] = dict.fromkeys((field.name for field in fields(Library)), ())
CONTENT: dict[str, Any] = {
    "lang": "en",
    "version": "1.0.0",
    "sha256": "0" * 64,
    "questionnaire": "risk",
    "title": "Risk",
    "default_method": "rights-first",
    "principles": (
        Principle("harm", "Minimization of harm", ""),
        Principle("accuracy", "Accuracy", "", "harm"),
        Principle("fairness", "Fairness", ""),
        Principle("equality", "Equality", "", "fairness"),
    ),
    "profile": PROFILE,
    "facts": (
        FactDeclaration("biometric", "measures bodies"),
        FactDeclaration("scores_people", "scores people", question="Does it score people?"),
    ),
    "items": (
        item("wrong-lead", "accuracy", Always()),
        item("missed-case", "accuracy", Always(), na_allowed=False),
        item("face-gap", "equality", Fact("biometric")),
        item("score-gap", "equality", Fact("scores_people")),
    ),
    "controls": {
        c.id: c for c in (control("two-person-check", 2, 0), control("redress", 0, 1), control("audit", 1, 1))
    },
    "packs": (PACK,),
    "methods": {m.id: m for m in (method("rights-first", {4: 1, 5: 2}), method("linear", {}))},
}
LIBRARY = Library(**EMPTY | CONTENT)

SECRET = "The source is called Nightingale"


def assessment(**changes: object) -> Assessment:
    """An assessment with one response of every kind."""
    responses = {
        "wrong-lead": Response(
            State.RANGE,
            Factor(2, 4, 3),
            Factor(4, 4),
            Confidence.MEDIUM,
            note="Seen in 3 of 100 leads",
            evidence="Report 7",
            controls=(
                AppliedControl("two-person-check", ControlStatus.IN_PLACE, 1, evidenced=True),
                AppliedControl("redress", ControlStatus.PLANNED),
            ),
        ),
        "missed-case": Response(
            State.ANSWERED, Factor(3, 3), Factor(3, 3), rerated={Tier.CURRENT: (Factor(2, 2), Factor(3, 3))}
        ),
        "face-gap": Response(State.UNKNOWN),
    }
    given: dict[str, object] = {
        "id": "a-1",
        "title": "Face search",
        "profile": {"application": ("face-search",), "stage": "use", "groups": ("child", "staff")},
        "responses": responses,
        "facts": {"scores_people": False},
        "meta": {"system_version": "2.1"},
        **changes,
    }
    return Assessment(**given)  # type: ignore[arg-type]


def scored(given: Assessment) -> Scored:
    return score(LIBRARY, given, TODAY)


def refusal(read: Callable[[], object]) -> str:
    """What a person is told when a file is refused."""
    with pytest.raises(BundleError) as caught:
        read()
    return str(caught.value)
