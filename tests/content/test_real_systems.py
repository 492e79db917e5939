"""Real systems, as a careful reader would profile them from a public record: what is asked, and what the law packs say.

The records are those of shared/data/us_le_ai_use_cases.csv (see reference/real-data.md). They hold no likelihood and no
impact, so no level may come out of them. No record gives the number of people, the legal basis or whether harm can be
undone: thousands, general powers and “with effort” are assumed. Whatever else is unsaid is “I don't know”.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from toolkit.content import load_library
from toolkit.content.load import Library
from toolkit.core import conditions
from toolkit.core.conditions import Truth
from toolkit.core.model import UNKNOWN_CHOICE, ProfileAnswers
from toolkit.core.questionnaire import applicable, asked_facts, facts_of, missing_fields
from toolkit.core.risk import assess
from toolkit.core.triggers import Finding, evaluate

TODAY = date(2026, 11, 21)
ROOT = Path(__file__).resolve().parents[2]
RECORDS = Path(os.environ.get("TOOLKIT_SHARED", ROOT.parent / "shared" / "data")) / "us_le_ai_use_cases.csv"
UNIVERSAL = {
    "account-no-owner", "accuracy-unknown-local-error", "efficiency-no-benefit", "legitimacy-function-creep",
    "necessity-benefit-unproven", "robustness-cyber-attack", "trace-log-missing", "transparency-staff-limits",
}  # fmt: skip
DUTIES = {"eu-art27", "eu-art49"}
RBI = {"eu-annex3-1a", "eu-art26-10"} | DUTIES
HELPDESK = "US2025-01156"


@dataclass(frozen=True)
class Case:
    """One record: its published name, the profile read from it, the legal answers, and what has to follow.

    `items` is the band for the number of items asked; `must` and `never` are item ids. `open` are the triggers with a
    floor that stay unknown while no legal question is answered; `matches` are those that say yes once `legal` is.
    """

    name: str
    profile: ProfileAnswers
    items: tuple[int, int]
    must: set[str]
    never: set[str]
    legal: Mapping[str, bool] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    matches: set[str] = field(default_factory=set)


def profile(application: list[str], **more: str | list[str]) -> ProfileAnswers:
    """A profile; a field that the record leaves out is “I don't know”."""
    base: dict[str, str | Sequence[str]] = {
        "application": application, "technique": UNKNOWN_CHOICE, "stage": "deployment", "activity": ["procure", "deploy"],
        "scale": "thousands", "autonomy": "officer-decides", "reversibility": "with-effort", "supplier": "product",
        "legal-basis": "general-powers", "territory": "elsewhere",
    }  # fmt: skip
    return {name: value if isinstance(value, str) else tuple(value) for name, value in {**base, **more}.items()}


def no(*facts: str, yes: tuple[str, ...] = ()) -> dict[str, bool]:
    """Legal answers."""
    return {**dict.fromkeys(facts, False), **dict.fromkeys(yes, True)}


FACE_OPEN = {"eu-art5-1-e", "eu-art5-1-g", "eu-art5-1-h", "eu-art5-1-h-exception"}
LIVE = {"robustness-outage", "robustness-physical-harm", "agency-deceived-by-machine"}
CHILD = {"vulnerable-survivor-material-spread", "wellbeing-distressing-material"}

# fmt: off
CASES = {
    "US2025-01209": Case(
        "Facial Recognition Technology",
        profile(["face-search"], technique=["face-embedding"], activity=["develop", "deploy"], supplier="in-house",
                data=["images-of-people", "biometric-templates", "police-records"], groups=["suspects", "minorities"],
                effect=["investigation"], autonomy="expert-review"),
        (31, 41),
        {"accuracy-wrong-lead", "equality-error-rates", "oversight-second-check-repeats", "necessity-list-too-wide"},
        LIVE | CHILD | {"trace-audit-refused", "privacy-data-to-supplier", "accuracy-changed-meaning"},
        no("real_time", "untargeted_face_scraping", "biometric_categorisation", "narrow_preparatory_task"), FACE_OPEN, RBI),
    "US2025-00145": Case(
        "Facial Recognition for Investigations of Transnational Criminal Organizations",
        profile(["face-search"], technique=["face-embedding"], data=["images-of-people", "biometric-templates", "open-source"],
                groups=["suspects", "public", "minorities"], effect=["investigation"], autonomy="expert-review",
                supplier="cloud-service"),
        (42, 52),
        {"accuracy-wrong-lead", "legitimacy-tainted-data", "privacy-data-to-supplier", "trace-audit-refused"},
        LIVE | CHILD | {"accuracy-changed-meaning"},
        no("real_time", "biometric_categorisation", "narrow_preparatory_task", yes=("untargeted_face_scraping",)),
        FACE_OPEN, RBI | {"eu-art5-1-e"}),
    "US2025-00149": Case(
        "Facial Recognition for Investigations of Child Sexual Exploitation and Abuse",
        profile(["face-search", "child-abuse-triage"], technique=["face-embedding"],
                data=["images-of-people", "biometric-templates", "abuse-material", "victims-witnesses", "open-source"],
                groups=["suspects", "victims", "children"], effect=["investigation", "help-priority"],
                autonomy="expert-review", supplier="cloud-service"),
        (50, 60), CHILD | {"accuracy-missed-case", "vulnerable-victim-exposed", "vulnerable-danger-missed"},
        {"robustness-physical-harm", "agency-deceived-by-machine", "equality-language-misread"},
        no("real_time", "biometric_categorisation", "assesses_evidence", "generates_abuse_material", "narrow_preparatory_task",
           "reports_of_forced_labour", "abuse_material_without_authority", yes=("untargeted_face_scraping",)),
        FACE_OPEN | {"eu-art5-1-bb", "un-forced-labour", "un-child-abuse-material"}, RBI | {"eu-art5-1-e", "un-best-interests"}),
    "US2025-00148": Case(
        "License Plate Capture and Analysis",
        profile(["plate-reading"], technique=["character-recognition", "image-model", "language-model"], scale="millions",
                data=["identity-records", "location"], groups=["suspects", "public"], effect=["investigation"],
                supplier="cloud-service"),
        (30, 48), {"proportionality-bystanders", "privacy-staff-misuse", "efficiency-alert-flood", "necessity-list-too-wide"},
        LIVE | CHILD | {"accuracy-wrong-lead", "equality-error-rates"}, no("profiling")),
    "US2025-01271": Case(
        "Prisoner Assessment Tool Targeting Estimated Risk and Needs (PATTERN)",
        profile(["person-risk-score"], technique=["regression"], activity=["develop", "deploy"], supplier="in-house",
                data=["identity-records", "police-records"], groups=["detained", "minorities"], effect=["detention-release"]),
        (39, 49), {"equality-proxy", "agency-forced-use", "contest-not-told", "transparency-no-explanation", "accuracy-drift"},
        LIVE | CHILD | {"accuracy-wrong-lead", "proportionality-bystanders", "trace-audit-refused"},
        no("based_solely_on_profiling", "social_scoring", "held_on_output_alone"),
        {"eu-art5-1-c", "eu-art5-1-d", "un-arbitrary-detention"}, DUTIES | {"eu-annex3-6d"}),
    "US2025-00037": Case(
        "CBP Translate",
        profile(["translation"], technique=["machine-translation", "speech-model", "character-recognition"], supplier="bespoke",
                activity=["develop", "procure", "deploy"], data=["voice", "identity-records"], groups=["public", "migrants"],
                effect=["investigation"]),
        (27, 37), {"accuracy-changed-meaning", "equality-language-misread", "transparency-generated-unlabelled"},
        LIVE | CHILD | {"accuracy-wrong-lead", "necessity-list-too-wide", "equality-proxy"}),
    "US2025-00136": Case(
        "Semantic Search for Digital Forensics Data",
        profile(["document-search"], stage="development", data=["police-records", "communications", "images-of-people"],
                groups=["suspects", "victims"], effect=["investigation", "evidence"], autonomy="expert-review",
                supplier=UNKNOWN_CHOICE),
        (40, 48), {"trace-evidence-chain", "privacy-bystanders-kept", "efficiency-checking-cost", "transparency-defence-not-told"},
        {"accuracy-wrong-lead", "equality-proxy", "wellbeing-community-fear"},
        no("death_sentence_without_fair_trial", "un_support"), {"un-death-sentence"}),
    "US2025-01055": Case(
        "Unmanned Aerial Systems (UAS)",
        profile(["aerial-imaging", "plate-reading"], technique=["character-recognition", "image-model"],
                data=["images-of-people"], groups=["suspects", "public"], effect=["investigation", "evidence"]),
        (34, 48), {"robustness-physical-harm", "proportionality-minor-matter", "legitimacy-civic-space", "trace-evidence-chain"},
        CHILD | {"accuracy-wrong-lead", "accuracy-invented-detail"},
        no("profiling", "death_sentence_without_fair_trial"), {"un-death-sentence"}),
    "US2025-00202": Case(
        "TSA Contact Center Virtual Assistant",
        profile(["public-chatbot"], technique=["text-classifier"], stage="development", data=["identity-records"],
                groups=["public"], effect=["none"], autonomy="automatic-veto", supplier=UNKNOWN_CHOICE),
        (31, 43), {"agency-deceived-by-machine", "diversity-digital-only", "agency-people-steered", "robustness-evasion"},
        CHILD | {"accuracy-wrong-lead", "accuracy-invented-detail", "transparency-defence-not-told"},
        no("harmful_manipulation", "exploits_vulnerability", "un_support"), {"eu-art5-1-a", "eu-art5-1-b"}),
    HELPDESK: Case(
        "Chatbot to Answer Internal Employee Policy Queries",
        profile(["helpdesk"], technique=["language-model", "retrieval"], data=["none"], groups=["staff"], effect=["internal"],
                supplier="cloud-service", activity=["develop", "procure", "deploy"]),
        (14, 24), {"accuracy-invented-detail", "diversity-staff-shut-out", "privacy-data-to-supplier"},
        LIVE | CHILD | {"legitimacy-no-legal-basis", "privacy-breach", "transparency-defence-not-told", "contest-no-hearing"}),
    "US2025-00046": Case(
        "Open Source and Social Media Analysis",
        profile(["open-source-monitoring"], technique=["machine-translation", "image-model", "entity-extraction"],
                data=["open-source", "identity-records", "images-of-people"], groups=["public", "migrants"], scale="millions",
                effect=["investigation", "border"], autonomy="expert-review"),
        (42, 52), {"legitimacy-civic-space", "wellbeing-community-fear", "proportionality-combined-picture", "contest-entry-stays"},
        LIVE | {"accuracy-wrong-lead", "proportionality-harsh-response"},
        no("remote_biometric_identification", "untargeted_face_scraping", "social_scoring", "return_without_individual_check",
           yes=("profiling",)),
        {"eu-art5-1-c", "eu-art5-1-e", "eu-art5-1-h", "eu-art5-1-h-exception", "un-return-to-danger"},
        DUTIES | {"eu-annex3-6e", "eu-annex3-7"}),
    "US2025-01070": Case(
        "LexisNexis Accurint",
        profile(["document-search", "network-analysis"], data=["identity-records", "purchased"], groups=["suspects", "public"],
                effect=["investigation"], supplier="cloud-service"),
        (38, 48), {"legitimacy-tainted-data", "account-misuse-unpunished", "privacy-staff-misuse", "accuracy-wrong-lead"},
        LIVE - {"robustness-physical-harm"} | CHILD, no("individual_offence_risk_prediction"),
        {"eu-art5-1-d"}, DUTIES | {"eu-annex3-6e"}),
    "US2025-01076": Case(
        "ShotSpotter (via access to external state/local systems)",
        profile(["gunshot-detection"], technique=["anomaly-detection"], data=["location"], groups=["public"],
                effect=["investigation", "patrols"], autonomy="officer-urgent", supplier="public-partner"),
        (32, 47), {"equality-feedback-loop", "efficiency-alert-flood", "wellbeing-community-fear", "robustness-outage"},
        CHILD | {"accuracy-wrong-lead", "necessity-list-too-wide", "trace-audit-refused"}, no("un_support")),
    "US2025-03323": Case(
        "Evolv WDS - OSLE",
        profile(["live-video-alerts"], technique=["image-model"], data=["images-of-people"], effect=["stop-arrest"],
                groups=["public", "disability-illness"], autonomy="officer-urgent"),
        (38, 48), {"diversity-disability-misread", "proportionality-harsh-response", "efficiency-alert-flood", "oversight-no-stop"},
        CHILD | {"privacy-data-to-supplier", "accuracy-changed-meaning", "equality-language-misread"},
        no("remote_biometric_identification", "biometric_categorisation", "emotion_inference", "held_on_output_alone"),
        {"eu-art5-1-g", "eu-art5-1-h", "eu-art5-1-h-exception", "un-arbitrary-detention"}),
    "US2025-00191": Case(
        "Electronic Evidence/Video Recording Transcription and Summarization Tool",
        profile(["speech-to-text", "report-drafting"], technique=["speech-model", "language-model"], stage="development",
                data=["voice", "images-of-people"], groups=["suspects", "victims"], effect=["investigation", "evidence"],
                autonomy="expert-review", supplier=UNKNOWN_CHOICE),
        (36, 47), {"accuracy-invented-detail", "accuracy-changed-meaning", "transparency-generated-unlabelled", "trace-evidence-chain"},
        LIVE | CHILD | {"accuracy-wrong-lead", "equality-proxy"},
        no("reports_of_forced_labour", "death_sentence_without_fair_trial", "un_support"), {"un-forced-labour", "un-death-sentence"}),
    "US2025-00146": Case(
        "AI-Assisted Resume Screening Tool",
        profile(["staff-monitoring"], technique=["language-model"], data=["staff"], groups=["staff", "public"], effect=["staff"],
                autonomy="expert-review", supplier="bespoke", activity=["develop", "procure", "deploy"]),
        (33, 45), {"equality-proxy", "transparency-no-explanation", "agency-forced-use", "contest-not-told"},
        LIVE | CHILD | {"accuracy-wrong-lead", "transparency-defence-not-told", "proportionality-harsh-response"},
        no("emotion_inference", "social_scoring", "narrow_preparatory_task"), {"eu-art5-1-c", "eu-art5-1-f"},
        DUTIES | {"eu-annex3-4"}),
    "US2025-00038": Case(
        "Passenger Security Assessment Model",
        profile(["border-risk"], activity=["develop", "deploy"], supplier="in-house", scale="millions",
                data=["identity-records", "police-records"], groups=["public", "migrants"], effect=["border", "stop-arrest"]),
        (41, 53), {"equality-proxy", "equality-feedback-loop", "proportionality-harsh-response", "contest-redress-too-late"},
        CHILD | {"accuracy-wrong-lead", "agency-deceived-by-machine", "trace-audit-refused"},
        no("based_solely_on_profiling", "social_scoring", "return_without_individual_check", "held_on_output_alone",
           yes=("individual_offence_risk_prediction",)),
        {"eu-art5-1-c", "eu-art5-1-d", "un-return-to-danger", "un-arbitrary-detention"},
        DUTIES | {"eu-annex3-6d", "eu-annex3-6e", "eu-annex3-7"}),
    "US2025-00224": Case(
        "I-765 - USCIS Facial Recognition through IDENT (1:1 Face Recognition/Validation)",
        profile(["face-verify"], technique=["face-embedding"], data=["images-of-people", "biometric-templates"],
                groups=["migrants", "minorities"], effect=["border"], autonomy="expert-review", supplier="public-partner"),
        (33, 43), {"equality-error-rates", "diversity-disability-misread", "efficiency-alert-flood"},
        LIVE | CHILD | {"accuracy-wrong-lead", "necessity-list-too-wide"},
        no("narrow_preparatory_task", "return_without_individual_check", "un_support"), {"un-return-to-danger"},
        DUTIES | {"eu-annex3-7"}),
}
# fmt: on
ALL = pytest.mark.parametrize("record", CASES)


@pytest.fixture(scope="module")
def lib() -> Library:
    """The English library."""
    return load_library()


def facts_for(lib: Library, answers: ProfileAnswers, legal: Mapping[str, bool] | None = None) -> dict[str, Truth]:
    """Facts of a profile with legal answers."""
    return facts_of(lib.profile, lib.facts, answers, legal or {})


def asked_ids(lib: Library, record: str) -> set[str]:
    """The ids of the items that are asked before any legal question is answered."""
    return {item.id for item in applicable(lib.items, facts_for(lib, CASES[record].profile))}


def verdicts(lib: Library, answers: ProfileAnswers, legal: Mapping[str, bool], on: date = TODAY) -> dict[str, Finding]:
    """The findings by trigger id."""
    return {finding.trigger.id: finding for finding in evaluate(lib.packs, facts_for(lib, answers, legal), on)}


def in_eu(case: Case) -> tuple[ProfileAnswers, dict[str, bool]]:
    """The same system, used by a police agency in the European Union."""
    return {**case.profile, "territory": "eu"}, {**case.legal, "national_security_only": False}


@ALL
def test_record_is_the_one_that_was_read(record: str) -> None:
    if not RECORDS.exists():
        pytest.skip(f"the real records are not here ({RECORDS}); set TOOLKIT_SHARED to the folder that holds them")
    with RECORDS.open(encoding="utf-8-sig", newline="") as file:
        row = next((row for row in csv.DictReader(file) if row["record_id"] == record), None)
    assert row is not None
    assert row["use_case_name"] == CASES[record].name


@ALL
def test_profile_is_complete_and_known(lib: Library, record: str) -> None:
    answers = CASES[record].profile
    options = {field.id: {option.id for option in field.options} | {UNKNOWN_CHOICE} for field in lib.profile}
    assert not missing_fields(lib.profile, answers)
    for name, value in answers.items():
        assert set([value] if isinstance(value, str) else value) <= options[name]


@ALL
def test_items_fit_the_system(lib: Library, record: str) -> None:
    case, found = CASES[record], asked_ids(lib, record)
    known = {item.id for item in lib.items}
    assert case.must | case.never | UNIVERSAL <= known
    assert case.must | UNIVERSAL <= found
    assert not case.never & found
    assert case.items[0] <= len(found) <= case.items[1], len(found)


def test_help_desk_faces_the_fewest_items(lib: Library) -> None:
    counts = {record: len(asked_ids(lib, record)) for record in CASES}
    assert counts[HELPDESK] <= 30
    assert all(counts[HELPDESK] < count for record, count in counts.items() if record != HELPDESK)
    assert sorted(counts.values())[len(counts) // 2] <= 45
    assert max(counts.values()) < 0.75 * len(lib.items)


@ALL
def test_not_knowing_never_hides_an_item(lib: Library, record: str) -> None:
    unsure = {
        **CASES[record].profile,
        "scale": UNKNOWN_CHOICE,
        "legal-basis": UNKNOWN_CHOICE,
        "reversibility": UNKNOWN_CHOICE,
    }
    assert asked_ids(lib, record) <= {item.id for item in applicable(lib.items, facts_for(lib, unsure))}


@ALL
def test_before_legal_answers_unknown_floors_are_named(lib: Library, record: str) -> None:
    findings = verdicts(lib, CASES[record].profile, {}).values()
    floors = [finding for finding in findings if finding.trigger.floor != "none"]
    assert {finding.trigger.id for finding in floors if finding.matches is None} == CASES[record].open
    assert not any(finding.matches for finding in floors)


@ALL
def test_after_legal_answers_nothing_is_unknown(lib: Library, record: str) -> None:
    case = CASES[record]
    findings = verdicts(lib, case.profile, case.legal)
    assert {name for name, finding in findings.items() if finding.matches} == case.matches
    assert {name for name, finding in findings.items() if finding.matches is None} == set()


@ALL
def test_legal_questions_are_few_and_each_one_is_asked(lib: Library, record: str) -> None:
    case, given = CASES[record], dict[str, bool]()
    while left := [fact for fact in asked_facts(lib.profile, lib.facts, case.profile, given) if fact.id not in given]:
        given[left[0].id] = case.legal[left[0].id]
    assert given == case.legal
    assert len(given) <= (1 if record == HELPDESK else 8)


@ALL
def test_european_law_binds_only_in_the_union(lib: Library, record: str) -> None:
    case = CASES[record]
    abroad, inside = verdicts(lib, case.profile, case.legal), verdicts(lib, *in_eu(case))
    for name, finding in abroad.items():
        assert finding.binding is (finding.pack.id != "eu-ai-act")
        assert inside[name].binding is True
        assert inside[name].matches is finding.matches
    decided = {name for name, finding in inside.items() if finding.decides and finding.trigger.floor != "none"}
    assert decided == case.matches & {"eu-art5-1-e"}


@ALL
def test_a_record_gives_no_level(lib: Library, record: str) -> None:
    case = CASES[record]
    items = applicable(lib.items, facts_for(lib, case.profile, case.legal))
    findings = tuple(verdicts(lib, case.profile, case.legal).values())
    result = assess(items, {}, lib.method(), lib.tree, lib.controls, findings)
    for tier in result.tiers.values():
        assert not tier.system.assessed
        assert tier.system.level is not None
        assert tier.system.level.lo < tier.system.level.hi
        assert (tier.system.level.lo, tier.system.level.hi) == (0, len(lib.method().levels) - 1)


LIVE_FACE = profile(
    ["face-live"], data=["biometric-templates"], groups=["public"], effect=["stop-arrest"], territory="eu"
)
LIVE_LEGAL = no("untargeted_face_scraping", "biometric_categorisation", "narrow_preparatory_task", "national_security_only",
                "held_on_output_alone", yes=("identifies_in_public_space",))  # fmt: skip


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"rbi_exception_claimed": False}, {"eu-art5-1-h"}),
        ({"rbi_exception_claimed": True}, {"eu-art5-1-h-exception"}),
        ({"identifies_in_public_space": False}, set()),
        ({"rbi_exception_claimed": False, "national_security_only": True}, set()),
        ({"rbi_exception_claimed": False, "held_on_output_alone": True}, {"eu-art5-1-h", "un-arbitrary-detention"}),
    ],
)
def test_live_face_recognition_in_a_street(lib: Library, change: dict[str, bool], expected: set[str]) -> None:
    found = verdicts(lib, LIVE_FACE, {**LIVE_LEGAL, **change})
    assert {name for name, finding in found.items() if finding.decides and finding.trigger.floor != "none"} == expected


def test_additions_of_2026_wait_for_their_day(lib: Library) -> None:
    answers = profile(
        ["synthetic-media"], data=["images-of-people"], groups=["public"], effect=["none"], territory="eu"
    )
    legal = no(
        "harmful_manipulation", "generates_abuse_material", "national_security_only", yes=("generates_intimate_images",)
    )
    before, after = (verdicts(lib, answers, legal, day)["eu-art5-1-ba"] for day in (TODAY, date(2026, 12, 2)))
    assert (before.matches, before.decides, after.decides) == (True, False, True)


def test_annex_three_duties_move_no_level_and_start_in_december_2027(lib: Library) -> None:
    answers, legal = in_eu(CASES["US2025-01271"])
    finding = verdicts(lib, answers, legal)["eu-annex3-6d"]
    assert (finding.applies_from, finding.in_force, finding.trigger.floor) == (date(2027, 12, 2), False, "none")
    assert verdicts(lib, answers, legal, date(2027, 12, 2))["eu-annex3-6d"].in_force


def test_a_score_from_profile_alone_matches_the_prohibition_unless_it_supports_an_officer(lib: Library) -> None:
    answers, legal = in_eu(CASES["US2025-01271"])
    alone = {**legal, "based_solely_on_profiling": True, "supports_human_assessment_on_objective_facts": False}
    assert verdicts(lib, answers, alone)["eu-art5-1-d"].decides
    supports = {**alone, "supports_human_assessment_on_objective_facts": True}
    assert verdicts(lib, answers, supports)["eu-art5-1-d"].matches is False


def test_one_to_one_check_is_no_remote_identification_and_profiling_closes_the_small_task_exception(
    lib: Library,
) -> None:
    verify, legal = in_eu(CASES["US2025-00224"])
    assert verdicts(lib, verify, legal)["eu-annex3-1a"].matches is False
    assert verdicts(lib, verify, {**legal, "narrow_preparatory_task": True})["eu-annex3-7"].matches is False
    targeting, legal = in_eu(CASES["US2025-00038"])
    assert verdicts(lib, targeting, {**legal, "narrow_preparatory_task": True})["eu-annex3-7"].matches


def test_questions_build_only_on_what_stands_above_them(lib: Library) -> None:
    seen = {f"{field.id}:{option.id}" for field in lib.profile for option in field.options}
    for fact in lib.facts:
        if fact.question:
            assert set(conditions.names(fact.ask_when)) <= seen, fact.id
        seen.add(fact.id)
