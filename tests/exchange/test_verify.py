"""A frozen result is confirmed, and whatever was changed afterwards is named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.exchange.small import LIBRARY, PACK, TODAY, assessment, scored
from toolkit.exchange.bundle import write_bundle
from toolkit.exchange.tables import write_json
from toolkit.exchange.verify import Verification, freeze, verify


def frozen() -> dict[str, object]:
    data: dict[str, object] = json.loads(write_json(scored(assessment()), LIBRARY, TODAY))
    return data


def differing(verification: Verification) -> list[str]:
    assert verification.agrees == (verification.exit_code == 0)
    lines = [line for line in verification.lines if line.startswith("differs: ")]
    return [line.removeprefix("differs: ").split(" – ")[0] for line in lines]


def test_an_untouched_bundle_agrees_in_every_line() -> None:
    found = verify(frozen(), LIBRARY)
    assert found.agrees
    assert found.exit_code == 0
    assert all(line.startswith("agrees: ") for line in found.lines)


def test_the_result_names_everything_that_it_depends_on() -> None:
    result = freeze(assessment(), LIBRARY, TODAY)
    assert result["evaluated_on"] == "2026-11-21"
    assert result["packs"] == {"law": "2026-11"}
    assert result["tiers"] == {
        "inherent": {"at_least": "medium", "at_most": "extreme"},
        "current": {"at_least": "medium", "at_most": "extreme"},
        "target": {"at_least": "medium", "at_most": "extreme"},
    }


def test_a_bundle_without_result_is_not_verified() -> None:
    found = verify(write_bundle(assessment(), LIBRARY), LIBRARY)
    assert (found.agrees, found.frozen, found.exit_code) == (False, False, 2)
    assert found.lines[0].startswith("not verified")


def test_a_changed_answer_is_found_even_if_no_level_moves() -> None:
    data = frozen()
    data["responses"]["wrong-lead"]["note"] = "Seen in 2 of 100 leads"  # type: ignore[index]
    assert differing(verify(data, LIBRARY)) == ["answers"]


def test_a_changed_answer_that_moves_a_level_names_the_level() -> None:
    data = frozen()
    data["responses"]["wrong-lead"].update(likelihood=5, impact=5)  # type: ignore[index]
    assert differing(verify(data, LIBRARY)) == [
        "answers",
        "level current",
        "level inherent",
        "level target",
        "stress level",
    ]


@pytest.mark.parametrize(
    ("key", "value", "name"),
    [
        ("content_sha256", "f" * 64, "content of the questionnaire"),
        ("method_version", "0.9.0", "version of the scoring method"),
        ("answers_sha256", "f" * 64, "answers"),
        ("packs", {"law": "2025-01"}, "legal pack law"),
        ("packs", {"law": "2026-11", "other": "1"}, "legal pack other"),
        ("stress", None, "stress level"),
    ],
)
def test_a_changed_statement_is_named(key: str, value: object, name: str) -> None:
    data = frozen()
    data["result"][key] = value  # type: ignore[index]
    assert differing(verify(data, LIBRARY)) == [name]


def test_a_level_made_lower_by_hand_is_named() -> None:
    data = frozen()
    data["result"]["tiers"]["inherent"] = {"at_least": "low", "at_most": "low"}  # type: ignore[index]
    found = verify(data, LIBRARY)
    assert differing(found) == ["level inherent"]
    assert "the file says low, here it is at least medium, at most extreme" in "\n".join(found.lines)


@pytest.mark.parametrize("key", ["content_sha256", "method_version", "packs"])
def test_a_statement_that_was_taken_out_counts_as_changed(key: str) -> None:
    data = frozen()
    del data["result"][key]  # type: ignore[attr-defined]
    assert verify(data, LIBRARY).exit_code == 1


def test_other_content_here_is_named() -> None:
    newer = replace(LIBRARY, sha256="1" * 64, packs=(replace(PACK, version="2027-01"),))
    assert differing(verify(frozen(), newer)) == ["content of the questionnaire", "legal pack law"]


def test_another_program_with_the_same_levels_is_a_note() -> None:
    data = frozen()
    data["result"]["engine"] = "9.9.9"  # type: ignore[index]
    found = verify(data, LIBRARY)
    assert found.agrees
    assert any(line.startswith("note: program version") for line in found.lines)


def test_a_result_of_a_method_that_is_not_here_cannot_be_confirmed() -> None:
    data = frozen()
    data["result"]["method"] = "other"  # type: ignore[index]
    assert differing(verify(data, LIBRARY)) == ["scoring method"]


def test_the_day_decides_which_law_applies() -> None:
    given = assessment(facts={"scores_people": True})
    before, after = (freeze(given, LIBRARY, day)["tiers"] for day in (date(2024, 1, 1), date(2026, 1, 1)))
    assert before["inherent"]["at_least"] == "medium"  # type: ignore[index]
    assert after["inherent"]["at_least"] == "unacceptable"  # type: ignore[index]
