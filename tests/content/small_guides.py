"""One small guide of each kind, without a fault, for tests that put one in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.content.broken import Copy

Raw = dict[str, Any]
Files = dict[str, Raw]

CHAPTER = "guides/introduction/intro-small.yaml"
EXPLORABLE = "guides/explorables/explore-small.yaml"
PAGE = "guides/principles/accuracy.yaml"
CASE = "cases/small-case.yaml"
BLOCK = "roadmap/small-block.yaml"
PATHS = "roadmap/roadmap.yaml"
PRIMER = "guides/primers/legal-procure.yaml"
TOUR = "guides/tour.yaml"

OWN = {"kind": "own"}
FACT = {"kind": "fact", "from": "A report", "url": "https://example.org/report", "sure": "verified"}
STAGES = ("planning", "data", "development", "validation", "deployment", "monitoring", "retirement")
TERMS = ["model", "algorithm", "prompt", "embedding"]
LONG = "An officer reads a list and asks where it came from. " * 12


def diagram() -> Raw:
    parts = [{"id": name, "label": f"Part {name}", "text": "It leads to the next."} for name in "abc"]
    return {"form": "flow", "title": "How it goes", "parts": parts, "summary": "Three parts follow each other."}


def chapter() -> Raw:
    def question(number: int) -> Raw:
        answers = [
            {"text": "It is so", "right": True, "feedback": "Yes, because it is."},
            {"text": "It is not", "right": False, "feedback": "No, because it is."},
            {"text": "Nobody knows", "right": False, "feedback": "Somebody does."},
        ]
        return {"id": f"intro-small-q{number}", "question": "Is it so?", "answers": answers}

    more = {"summary": "Want to know more? Lists", "text": LONG}
    sections = [{"id": name, "heading": "A list", "text": LONG, "more": more} for name in ("one", "two", "three")]
    return {
        "id": "intro-small", "order": 1, "title": "What a list is", "question": "What is a list?", "minutes": 4,
        "sections": sections, "diagram": diagram(),
        "example": {"title": "At the desk", "text": LONG, "source": {"kind": "illustration"}},
        "takeaways": ["A list is long.", "A list has an author.", "A list ages."], "terms": TERMS,
        "check": [question(number) for number in (1, 2, 3)], "explorables": ["explore-small"],
        "principles": ["accuracy"], "cases": ["small-case"], "items": ["accuracy-wrong-lead"], "sources": [],
    }  # fmt: skip


def explorable() -> Raw:
    slider = {"id": "prevalence", "label": "How many", "unit": "in 1,000", "hint": "Of all people.",
              "min": 1, "max": 100, "step": 1, "default": 5}  # fmt: skip
    return {
        "id": "explore-small", "title": "Rare things", "question": "Who is flagged?", "minute": "Move the slider.",
        "inputs": [slider], "reading": ["Most flags are wrong.", "Rare things stay rare."], "more": LONG,
        "principles": ["accuracy"], "chapters": ["intro-small"], "sources": [FACT],
    }  # fmt: skip


def page() -> Raw:
    norm = {"name": "A covenant", "article": "9(1)", "says": "Nobody is held without a reason.",
            "jurisdiction": "international", "as_of": 2026, "source": FACT}  # fmt: skip
    signs = ["The log has an entry.", "Two people signed.", "The rate is known."]
    return {
        "id": "accuracy", "basic": LONG, "intermediate": LONG, "advanced": LONG, "why": LONG,
        "stages": dict.fromkeys(STAGES, "Ask for the error rate."), "respected": signs, "broken": signs,
        "norms": [norm, norm], "tensions": [{"with": "privacy", "dilemma": LONG, "ask": ["What is enough?"]}],
        "exercises": [{"title": "Count", "task": "Count ten.", "minutes": 20, "people": "3–6"}],
        "chapters": ["intro-small"], "explorables": ["explore-small"], "terms": TERMS, "sources": [],
    }  # fmt: skip


def case() -> Raw:
    def decision(number: int) -> Raw:
        options = [
            {"text": f"Do it {how}", "judgement": how, "feedback": "It has a cost."}
            for how in ("better", "partly", "worse")
        ]
        ask = {"basic": "Who says so?", "intermediate": "How often?", "advanced": "With which interval?"}
        return {"id": f"small-case-d{number}", "when": "March", "text": LONG, "ask": ask, "options": options}

    return {
        "id": "small-case", "title": "A list in a town", "lead": "A list names a person.", "jurisdiction": "INT",
        "place": "A town", "years": "2018–2024", "applications": ["face-search"], "techniques": [],
        "outcome": "reviewed", "good_practice": False, "warning": "none", "situation": LONG,
        "decisions": [decision(1), decision(2)], "happened": LONG, "reviewed": LONG,
        "better": ["Ask first.", "Test.", "Write it down."], "lesson": "Ask before you act.",
        "principles": ["accuracy"], "items": ["accuracy-wrong-lead"], "controls": ["ctl-bias-test-by-group"],
        "chapters": ["intro-small"], "explorables": ["explore-small"], "unverified": "", "sources": [FACT],
    }  # fmt: skip


def recommendation(name: str, *needs: str) -> Raw:
    return {
        "id": name, "title": "Write a list", "what": LONG, "why": LONG, "first_step": "The owner opens a file.",
        "owner": "senior-manager", "involves": ["legal"], "effort": "S", "cost": "One day", "needs": list(needs),
        "evidence": ["It is there by June", "It has an owner"], "stages": ["planning"], "size": "both",
        "principles": ["accountability"], "items": [], "controls": [], "cases": ["small-case"], "sources": [],
    }  # fmt: skip


def names(aspect: int) -> list[str]:
    return [f"rec-{aspect}-{number}" for number in range(3)]


def block() -> Raw:
    first = recommendation("rec-0-0")
    aspects = [
        {"id": f"aspect-{number}", "title": "Lists", "purpose": "Lists help.", "recommendations": [
            first if name == "rec-0-0" else recommendation(name, "rec-0-0") for name in names(number)
        ]}
        for number in range(5)
    ]  # fmt: skip
    return {"id": "small-block", "title": "Lists", "purpose": LONG, "aspects": aspects}


def paths() -> Raw:
    steps = [{"recommendation": name, "note": "Begin here."} for number in range(3) for name in names(number)]
    return {"paths": [{"id": "small", "title": "Small", "for": "For a small agency.", "steps": steps}]}


def primer() -> Raw:
    return {
        "id": "legal-procure", "role": "legal", "activity": "procure", "title": "Buying a list",
        "lead": "You read the contract.", "takeaways": ["A contract is read."] * 5,
        "use_case": {"title": "A town", "text": LONG, "source": {"kind": "illustration"}},
        "ask": ["Who owns it?"] * 4, "risk": {"item": "accuracy-wrong-lead", "text": "A wrong person is named."},
        "involve": ["Buyer: for the price"] * 3, "next": ["Read it."] * 3, "principles": ["accuracy"],
        "chapters": ["intro-small"], "cases": ["small-case"], "recommendations": ["rec-0-0"], "items": [],
        "controls": [], "terms": TERMS,
    }  # fmt: skip


def tour() -> Raw:
    guess = {"question": "How many?", "answer": "Few.",
             "answers": [{"text": name, "feedback": "Look again.", "right": name == "Two"}
                         for name in ("One", "Two", "Three")]}  # fmt: skip
    pages = [
        {"id": f"tour-{number}", "title": "A page", "text": "Read on.", "diagram": diagram(), "guess": deepcopy(guess)}
        for number in range(5)
    ]
    return {"pages": pages, "check": [{"id": f"tour-q{n}", "question": "Is there a list?"} for n in range(5)]}


def files() -> Files:
    """Every small guide by its path."""
    made: dict[str, Callable[[], Raw]] = {
        CHAPTER: chapter, EXPLORABLE: explorable, PAGE: page, CASE: case, BLOCK: block, PATHS: paths, PRIMER: primer,
        TOUR: tour,
    }  # fmt: skip
    return {path: build() for path, build in made.items()}


def put(copy: Copy, given: Files) -> Copy:
    """Replace the guides of a copy, without what leads to them, lock file included."""
    for folder in ("guides", "cases", "roadmap", "readiness", "workbook", "workshop", "hub"):
        shutil.rmtree(copy.path(folder), ignore_errors=True)
    for path, raw in given.items():
        copy.write(path, json.dumps(raw, ensure_ascii=False, indent=1))  # JSON is YAML
    copy.path("../tests/golden/ids.txt").unlink(missing_ok=True)
    return copy
