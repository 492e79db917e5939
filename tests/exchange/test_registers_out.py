"""Registers of other programs: what they can say they say exactly, and what they cannot is told, never guessed."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from icalendar import Calendar
from openpyxl import load_workbook
from trestle.oscal.poam import Model

from tests.exchange.small import LIBRARY, SECRET, TODAY, assessment, refusal, scored
from tests.exchange.strategies import assessments
from toolkit.content.read import parse_yaml
from toolkit.core.responses import Decision, Response, State, Tier, Treatment
from toolkit.exchange import ciso, linked_data, oscal, simplerisk
from toolkit.exchange.bundle import ILLUSTRATION, public_copy, write_bundle
from toolkit.exchange.cells import unguard
from toolkit.exchange.outgoing import Outgoing, outgoing, risks
from toolkit.exchange.review_calendar import write_calendar

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
METHOD = LIBRARY.method()


def out(*given_: object) -> Outgoing:
    return outgoing(tuple(scored(one) for one in given_ or (assessment(),)), LIBRARY, TODAY)


def sheet(data: bytes) -> list[dict[str, str]]:
    head, *rows = load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    return [{name: cell or "" for name, cell in zip(head, row, strict=True)} for row in rows]


def ciso_rows(one: Outgoing) -> dict[str, dict[str, str]]:
    return {unguard(row["ref_id"]): row for row in sheet(ciso.write_ciso(one).data)}


def risk_rows(one: Outgoing) -> dict[str, dict[str, str]]:
    text = simplerisk.write_simplerisk(one).data.decode()
    return {unguard(row["risks_reference_id"]): row for row in csv.DictReader(io.StringIO(text, newline=""))}


def plan(one: Outgoing) -> dict[str, object]:
    return json.loads(oscal.write_oscal(one).data)[oscal.ROOT]


# ---------------------------------------------------------------- CISO Assistant


def test_the_columns_are_those_of_the_documented_template() -> None:
    documented = (
        "ref_id name description inherent_impact inherent_proba existing_controls current_impact current_proba "
        "additional_controls residual_impact residual_proba treatment"
    )
    assert set(documented.split()) <= set(next(iter(ciso_rows(out()).values())))


def test_a_settled_rating_goes_out_by_its_name_in_the_matrix() -> None:
    row = ciso_rows(out())["a-1/missed-case"]
    assert (row["inherent_proba"], row["inherent_impact"], row["inherent_level"]) == ("Possible", "Moderate", "Medium")
    assert (row["current_proba"], row["residual_proba"]) == ("Unlikely", "Unlikely")


def test_a_range_leaves_the_cell_empty_and_stands_in_words() -> None:
    row = ciso_rows(out())["a-1/wrong-lead"]
    assert (row["inherent_proba"], row["inherent_impact"]) == ("", "Major")
    assert "inherent: likelihood 2–4, impact 4, level Medium – High" in row["justification"]


def test_an_unknown_answer_has_no_likelihood_no_impact_and_no_level() -> None:
    row = ciso_rows(out())["a-1/face-gap"]
    assert {row[f"{tier}_{part}"] for tier in ciso.TIERS.values() for part in ("proba", "impact", "level")} == {""}
    assert "unknown" in row["filtering_labels"].split("|")


@settings(max_examples=25, deadline=None)
@given(assessments)
def test_every_filled_cell_is_the_only_step_there_is(given_: object) -> None:
    one = out(given_)
    rows = ciso_rows(one)
    for risk in risks(one):
        for tier, prefix in ciso.TIERS.items():
            rated, row = risk.rated(tier), rows[risk.ref]
            for part, axis, words in (("proba", "likelihood", METHOD.likelihood), ("impact", "impact", METHOD.impact)):
                ends = getattr(rated, axis) if rated else None
                expected = words[ends.lo - 1] if ends and ends.determined else ""
                assert row[f"{prefix}_{part}"] == expected


def test_the_library_gives_the_same_levels_as_our_matrix() -> None:
    library = parse_yaml(ciso.write_ciso_matrix(out()).data.decode(), "matrix.yaml")
    (matrix,) = library["objects"]["risk_matrix"]
    assert {"ref_id", "urn", "locale", "objects", "version"} <= set(library)
    assert len(matrix["grid"]) == len(matrix["probability"])
    assert {len(row) for row in matrix["grid"]} == {len(matrix["impact"])}
    for part in ("probability", "impact", "risk"):
        assert [one["id"] for one in matrix[part]] == list(range(len(matrix[part])))
    names = [level["name"] for level in matrix["risk"]]
    for likelihood, row in enumerate(METHOD.grid):
        assert [names[cell] for cell in matrix["grid"][likelihood]] == [METHOD.level(cell).label for cell in row]


def test_every_name_in_the_register_is_in_the_library() -> None:
    (matrix,) = ciso.matrix_library(METHOD, "en", "2026-11-21")["objects"]["risk_matrix"]
    for row in ciso_rows(out()).values():
        for prefix in ciso.TIERS.values():
            assert row[f"{prefix}_proba"] in {"", *(one["name"] for one in matrix["probability"])}
            assert row[f"{prefix}_impact"] in {"", *(one["name"] for one in matrix["impact"])}


@pytest.mark.parametrize(("version", "number"), [("1.0.0", 10000), ("1.2.3", 10203), ("2", 20000), ("", 0)])
def test_a_version_is_a_whole_number_that_rises(version: str, number: int) -> None:
    assert ciso.library_version(version) == number


def test_systems_of_two_methods_have_no_one_matrix() -> None:
    two = out(assessment(), assessment(id="a-2", method="linear"))
    assert "several methods" in refusal(lambda: ciso.write_ciso_matrix(two))


def test_a_comma_in_a_name_does_not_make_two_controls() -> None:
    controls = {**LIBRARY.controls, "redress": replace(LIBRARY.controls["redress"], title="Redress, quick; free")}
    library = replace(LIBRARY, controls=controls)
    one = outgoing((scored(assessment()),), library, TODAY)
    assert ciso_rows(one)["a-1/wrong-lead"]["additional_controls"] == "Redress – quick – free"
    assert any("comma" in line for line in ciso.write_ciso(one).losses)


def test_controls_go_out_once_each_with_where_they_serve() -> None:
    rows = {row["ref_id"]: row for row in sheet(ciso.write_ciso_controls(out()).data)}
    assert rows["two-person-check"]["status"] == "active"
    assert rows["redress"]["status"] == "to_do"
    assert "a-1/wrong-lead" in rows["redress"]["observation"]


# ---------------------------------------------------------------- SimpleRisk


def test_an_unknown_answer_counts_as_the_worst_and_says_so() -> None:
    row = risk_rows(out())["a-1/face-gap"]
    assert row["riskscoring_CLASSIC_likelihood"] == "Almost certain"
    assert row["riskscoring_CLASSIC_impact"] == "Severe"
    assert "upper-end" in row["risks_tags"].split(",")
    assert "not an answer" in row["risks_notes"]


@settings(max_examples=25, deadline=None)
@given(assessments)
def test_no_risk_goes_out_lower_than_it_may_be(given_: object) -> None:
    one = out(given_)
    rows = risk_rows(one)
    for risk in risks(one):
        rated = risk.rated(Tier.INHERENT)
        if rated is None:
            assert risk.ref not in rows
        else:
            assert rows[risk.ref]["riskscoring_CLASSIC_likelihood"] == METHOD.likelihood[rated.likelihood.hi - 1]
            assert rows[risk.ref]["riskscoring_CLASSIC_impact"] == METHOD.impact[rated.impact.hi - 1]


# ---------------------------------------------------------------- OSCAL


@settings(max_examples=25, deadline=None)
@given(assessments)
def test_every_plan_is_valid_and_holds_the_whole_assessment(given_: object) -> None:
    one = out(given_)
    if not any(risk.rated(Tier.INHERENT) for risk in risks(one)):
        assert "no risk applies" in refusal(lambda: oscal.write_oscal(one))
        return
    data = oscal.write_oscal(one).data
    Model.model_validate_json(data)
    back = oscal.read_oscal(data, LIBRARY).assessment
    assert write_bundle(back, LIBRARY) == write_bundle(public_copy(given_), LIBRARY)


def test_the_version_of_oscal_is_the_one_that_it_was_held_against() -> None:
    found = Model.model_validate_json(oscal.write_oscal(out()).data).plan_of_action_and_milestones.metadata
    assert found.oscal_version.root.root == "1.2.1"


def test_both_ends_of_a_range_are_facets() -> None:
    (risk,) = [one for one in plan(out())["risks"] if one["title"] == "Title of wrong-lead"]
    facets = {one["name"]: one["value"] for one in risk["characterizations"][0]["facets"]}
    assert (facets["inherent-likelihood-low"], facets["inherent-likelihood-high"]) == ("2", "4")
    assert (facets["inherent-level-low"], facets["inherent-level-high"]) == ("medium", "high")


def test_what_nobody_knows_is_an_item_to_find_out() -> None:
    titles = [item["title"] for item in plan(out())["poam-items"]]
    assert "Find out: Title of face-gap" in titles


def test_only_our_own_plans_are_read_back() -> None:
    given_ = {oscal.ROOT: {key: value for key, value in plan(out()).items() if key != "back-matter"}}
    assert "only plans that were written here" in refusal(lambda: oscal.read_oscal(given_, LIBRARY))


def test_a_plan_is_about_one_system() -> None:
    assert "one system" in refusal(lambda: oscal.write_oscal(out(assessment(), assessment(id="a-2"))))


# ---------------------------------------------------------------- linked data and calendar


def test_only_settled_ratings_have_words_of_the_vocabulary() -> None:
    graph = json.loads(linked_data.write_linked(out()).data)["@graph"]
    nodes = {one["dct:identifier"]: one for one in graph if "dct:identifier" in one}
    settled, open_ = nodes["a-1/missed-case"], nodes["a-1/face-gap"]
    assert settled["dpv:hasLikelihood"] == {"@id": "risk:MediumLikelihood"}
    assert not {"dpv:hasLikelihood", "dpv:hasSeverity", "dpv:hasRiskLevel"} & set(open_)
    assert (open_["rait:inherentRating"]["rait:impactAtLeast"], open_["rait:inherentRating"]["rait:impactAtMost"]) == (
        1,
        5,
    )


def test_the_graph_brings_its_own_context_and_every_prefix_is_in_it() -> None:
    graph = json.loads(linked_data.write_linked(out()).data)
    used = {key.split(":")[0] for node in graph["@graph"] for key in node if not key.startswith("@")}
    assert used <= set(graph["@context"])


def test_the_calendar_has_reviews_treatments_and_legal_packs() -> None:
    treatments = {"wrong-lead": Treatment(Decision.MITIGATE, "Test it", "Head", "2027-03-31")}
    given_ = assessment(treatments=treatments, meta={"review_date": "2027-06-01"})
    events = Calendar.from_ical(write_calendar(out(given_), NOW).data).walk("VEVENT")
    assert [event["DTSTART"].dt.isoformat() for event in events] == ["2027-01-01", "2027-03-31", "2027-06-01"]
    assert len({str(event["UID"]) for event in events}) == 3


def test_the_calendar_says_what_has_no_date() -> None:
    given_ = assessment(treatments={"wrong-lead": Treatment(Decision.ACCEPT)})
    assert write_calendar(out(given_), NOW).losses[:2] == (
        "1 system has no review date, so no entry",
        "1 decision has no date, so no entry",
    )


# ---------------------------------------------------------------- every format

WRITERS = {
    "ciso": ciso.write_ciso,
    "ciso-controls": ciso.write_ciso_controls,
    "simplerisk": simplerisk.write_simplerisk,
    "oscal": oscal.write_oscal,
    "jsonld": linked_data.write_linked,
    "ics": lambda one: write_calendar(one, NOW),
}


def text_of(name: str, data: bytes) -> str:
    if name.startswith("ciso"):
        return "\n".join(str(cell) for row in sheet(data) for cell in row.values())
    if name == "ics":
        return data.decode().replace("\r\n ", "")
    return json.dumps(json.loads(data), ensure_ascii=False) if name in ("oscal", "jsonld") else data.decode()


@pytest.mark.parametrize("name", WRITERS)
def test_withheld_text_is_in_no_format(name: str) -> None:
    hidden = Response(State.WITHHELD, note=SECRET, evidence=SECRET, reason=SECRET, reviewer="Head")
    given_ = assessment(
        responses={**assessment().responses, "wrong-lead": hidden},
        treatments={"wrong-lead": Treatment(Decision.MITIGATE, SECRET, "Head", "2027-01-31", SECRET)},
    )
    data = WRITERS[name](out(given_)).data
    assert SECRET not in text_of(name, data)
    if name == "oscal":
        assert SECRET not in json.dumps(write_bundle(oscal.read_oscal(data, LIBRARY).assessment, LIBRARY))


@pytest.mark.parametrize("name", WRITERS)
def test_an_illustration_says_so_in_every_format(name: str) -> None:
    treatments = {"wrong-lead": Treatment(Decision.MITIGATE, due="2027-01-31")}
    assert ILLUSTRATION in text_of(name, WRITERS[name](out(assessment(demo=True, treatments=treatments))).data)


@pytest.mark.parametrize("name", ["ciso", "simplerisk", "oscal"])
def test_what_is_lost_is_counted(name: str) -> None:
    given_ = assessment(responses={**assessment().responses, "wrong-lead": Response(State.NA, reason="No leads")})
    losses = "\n".join(WRITERS[name](out(given_)).losses)
    assert "1 risk has a range" in losses
    assert "1 risk is not applicable" in losses


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in ("ics",)])
def test_the_same_assessment_on_the_same_day_gives_the_same_text(name: str) -> None:
    first, second = (text_of(name, WRITERS[name](out()).data) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", ["ciso", "simplerisk"])
def test_no_cell_can_start_a_formula(name: str) -> None:
    given_ = assessment(title="=cmd()", treatments={"wrong-lead": Treatment(Decision.MITIGATE, "=1+1", "@head")})
    data = WRITERS[name](out(given_)).data
    rows = sheet(data) if name == "ciso" else list(csv.DictReader(io.StringIO(data.decode())))
    assert not [cell for row in rows for cell in row.values() if str(cell).startswith(("=", "+", "-", "@"))]
