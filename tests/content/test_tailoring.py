"""A typical system faces 25 to 45 items, an internal help desk the fewest."""

from __future__ import annotations

import pytest

from toolkit.content.load import Library, load_library
from toolkit.core.model import UNKNOWN_CHOICE, ProfileAnswers
from toolkit.core.questionnaire import applicable, facts_of, missing_fields

FEWEST, MOST = 25, 45
INTERNAL = {"cyber-defence", "helpdesk"}

BASE: ProfileAnswers = {
    "technique": UNKNOWN_CHOICE, "stage": "deployment", "activity": ("procure", "deploy"), "scale": "thousands",
    "autonomy": "officer-decides", "reversibility": "with-effort", "supplier": "product",
    "legal-basis": "general-powers", "territory": "elsewhere",
}  # fmt: skip
OWN: ProfileAnswers = {"supplier": "in-house", "activity": ("develop", "deploy")}
REVIEWED: ProfileAnswers = {"autonomy": "expert-review"}
URGENT: ProfileAnswers = {"autonomy": "officer-urgent"}
CLOUD: ProfileAnswers = {"supplier": "cloud-service"}

# application: data, groups, effect, and what differs from a bought product whose output an officer reads
TYPICAL: dict[str, tuple[str, str, str, ProfileAnswers]] = {
    "face-search": (
        "images-of-people biometric-templates police-records", "suspects minorities", "investigation", REVIEWED,
    ),
    "face-live": (
        "images-of-people biometric-templates police-records", "public suspects minorities children", "stop-arrest",
        {**URGENT, "scale": "millions"},
    ),
    "plate-reading": (
        "identity-records location", "suspects public", "investigation stop-arrest",
        {**URGENT, **CLOUD, "scale": "millions"},
    ),
    "video-search": ("images-of-people", "suspects public victims", "investigation evidence", REVIEWED),
    "live-video-alerts": ("images-of-people", "public", "stop-arrest", URGENT),
    "aerial-imaging": ("images-of-people", "suspects public", "investigation evidence", {}),
    "forensic-matching": ("biometric-templates police-records", "suspects", "investigation evidence", REVIEWED),
    "child-abuse-triage": (
        "abuse-material images-of-people", "victims children suspects staff", "investigation help-priority", REVIEWED,
    ),
    "redaction": ("images-of-people", "victims public", "disclosure", REVIEWED),
    "gunshot-detection": ("none", "public", "patrols stop-arrest", URGENT),
    "speech-to-text": ("voice", "suspects victims", "evidence", {**REVIEWED, **CLOUD}),
    "translation": ("voice identity-records", "migrants public", "investigation", {}),
    "document-search": ("communications police-records", "suspects victims", "investigation evidence", REVIEWED),
    "open-source-monitoring": ("open-source", "public protesters-journalists", "investigation watchlist", CLOUD),
    "public-chatbot": ("identity-records", "public victims", "help-priority", {**CLOUD, "autonomy": "automatic-veto"}),
    "place-prediction": ("none", "public minorities", "patrols", {"supplier": "bespoke"}),
    "person-risk-score": ("identity-records police-records", "detained minorities", "detention-release", OWN),
    "victim-risk-score": ("police-records victims-witnesses", "victims children", "help-priority", OWN),
    "network-analysis": ("identity-records police-records communications", "suspects public", "investigation", {}),
    "financial-crime": ("financial identity-records", "suspects public", "investigation", {}),
    "border-risk": ("identity-records police-records", "public migrants", "border stop-arrest", {}),
    "report-drafting": ("voice images-of-people", "suspects victims", "investigation evidence", CLOUD),
    "generative-assistant": ("police-records", "staff suspects", "investigation", CLOUD),
    "call-triage": ("voice health location", "victims public", "help-priority", URGENT),
    "robotics": ("images-of-people", "suspects public", "force", URGENT),
    "case-management": ("police-records", "suspects victims", "evidence internal", {}),
    "resource-planning": ("staff", "staff public", "patrols", {}),
    "staff-monitoring": ("staff", "staff", "staff", REVIEWED),
    "cyber-defence": ("staff", "staff", "internal", {"autonomy": "automatic-veto"}),
    "helpdesk": ("none", "staff", "internal", CLOUD),
}  # fmt: skip


def profile(application: str) -> ProfileAnswers:
    """A realistic profile of a kind of system; nobody can say which techniques it uses."""
    data, groups, effect, more = TYPICAL[application]
    several = {"data": data, "groups": groups, "effect": effect}
    chosen = {name: tuple(text.split()) for name, text in several.items()}
    return {**BASE, "application": (application,), **chosen, **more}


def tailoring(library: Library) -> dict[str, int]:
    """How many items a typical system of each kind faces before any legal question is answered."""
    found: dict[str, int] = {}
    for application in TYPICAL:
        facts = facts_of(library.profile, library.facts, profile(application))
        found[application] = len(applicable(library.items, facts))
    return found


@pytest.mark.parametrize("application", TYPICAL)
def test_a_typical_profile_is_complete_and_known(application: str) -> None:
    library = load_library()
    answers = profile(application)
    assert not missing_fields(library.profile, answers)
    for name, value in answers.items():
        known = {option.id for option in library.field(name).options} | {UNKNOWN_CHOICE}
        assert set([value] if isinstance(value, str) else value) <= known


@pytest.mark.parametrize("application", sorted(set(TYPICAL) - INTERNAL))
def test_a_typical_operational_system_faces_25_to_45_items(application: str) -> None:
    assert FEWEST <= tailoring(load_library())[application] <= MOST


def test_an_internal_help_desk_faces_the_fewest() -> None:
    table = tailoring(load_library())
    assert 15 <= table["helpdesk"] <= 25
    assert all(count > table["helpdesk"] for application, count in table.items() if application != "helpdesk")


def test_no_item_is_left_for_nobody() -> None:
    library = load_library()
    faced = {
        item.id
        for application in TYPICAL
        for item in applicable(library.items, facts_of(library.profile, library.facts, profile(application)))
    }
    assert {item.id for item in library.items} == faced
