"""Public AI inventories become records and findings, never a score; every oddity is kept and said."""

import csv
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from toolkit.core.inventory import Impact, Reported, Stage, exposed, findings, joined, pairs, reclassified, tally
from toolkit.exchange.inventory import read_inventory
from toolkit.exchange.inventory_out import finding_lines, report, start, write_inventory
from toolkit.exchange.problems import BundleError

ROOT = Path(__file__).parents[2]
GIVEN = json.loads((ROOT / "data/inventories/inventories.json").read_text("utf-8"))
REAL = Path(os.environ.get("TOOLKIT_SHARED", ROOT.parent / "shared" / "data"))
US = REAL / "us_le_ai_use_cases.csv"
real = pytest.mark.skipif(not US.is_file(), reason="the real inventories are not beside the checkout (TOOLKIT_SHARED)")

COLUMNS_2025 = (
    "id,agency,agency_bureau,use_case_name,development_stage,is_high_impact,has_pii,pia_url,problem_solved,"
    "hi_testing_conducted,hi_training_established,hi_appeal_process"
)


def rows(*lines, columns=COLUMNS_2025):
    return read_inventory("\r\n".join([columns, *lines]).encode(), GIVEN)


def first(*lines, **more):
    return rows(*lines, **more).records[0]


# ---------------------------------------------------------------- small tables


def test_a_record_of_the_2025_form_is_read():
    one = first("D-1,DOJ,FBI,Face search,Deployed,High-impact,Yes,,To find people,In-progress,,Not Applicable")
    assert (one.stage, one.impact, one.personal_data, one.year) == (Stage.DEPLOYED, Impact.HIGH, True, 2025)
    assert one.practices["testing"] is Reported.IN_PROGRESS
    assert one.practices["training"] is Reported.BLANK
    assert exposed(one)
    said = {(found.kind, found.practice) for found in findings([one])}
    assert {
        ("in-progress-while-in-use", "testing"),
        ("not-reported", "training"),
        ("said-not-applicable", "appeal"),
        ("privacy-assessment-not-public", ""),
    } <= said


def test_a_record_of_the_2024_form_is_read_whatever_the_end_of_its_questions():
    columns = (
        "Use Case Name,Agency Abbreviation,Bureau,Stage of Development,"
        '"Is the AI use case rights-impacting, safety-impacting, both, or neither?",'
        "Has an AI impact assessment been conducted for this use case?,"
        "Is there an established fallback and escalation process?"
    )
    one = first(
        "Reader,DHS,CBP,Operation and Maintenance,Both,Planned or in-progress.,"
        '"No \u2013 Law, operational limitations, or governmentwide guidance precludes it"',
        columns=columns,
    )
    assert (one.stage, one.impact, one.year) == (Stage.DEPLOYED, Impact.HIGH, 2024)
    assert one.practices["impact_assessment"] is Reported.IN_PROGRESS
    assert one.practices["appeal"] is Reported.PRECLUDED
    assert "training" not in one.practices


def test_a_file_in_windows_1252_is_read_and_says_so():
    found = read_inventory((COLUMNS_2025 + "\nD-1,DOJ,FBI,Caf\u00e9 \u2013 search,Deployed\n").encode("cp1252"), GIVEN)
    assert found.records[0].name == "Caf\u00e9 \u2013 search"
    assert "Windows 1252" in next(report(found))


def test_line_feeds_inside_an_answer_keep_the_record_whole():
    found = rows('D-1,DOJ,FBI,"Two\nlines",Deployed,High-impact', "D-2,DOJ,FBI,Next,Retired,Not High-impact")
    assert [one.name for one in found.records] == ["Two\nlines", "Next"]


def test_one_id_with_other_answers_is_a_finding_and_both_stay():
    found = rows("D-1,DOJ,FBOP,Tool,Deployed,Not High-impact", "D-1,DOJ,OJP,Tool,Deployed,High-impact")
    assert [one.kind for one in findings(found.records) if len(one.records) == 2] == ["same-id-other-answers"]
    assert len(found.records) == 2


def test_an_option_letter_does_not_change_an_answer_and_an_answer_in_the_wrong_question_is_unclear():
    one = first(
        "D-1,DOJ,FBI,Tool,Deployed,a) High-impact,Yes,,x,a) Yes,b) Development of monitoring protocols is in-progess,"
    )
    assert one.impact is Impact.HIGH
    assert one.practices["testing"] is Reported.YES
    assert one.practices["training"] is Reported.OTHER
    assert "answer-in-wrong-question" in one.remarks


def test_a_cell_that_a_spreadsheet_could_run_is_noted():
    assert "looks-like-a-formula" in first("D-1,DOJ,FBI,=1+1,Deployed,High-impact").remarks


def test_what_a_register_does_not_say_is_unknown_and_never_none():
    british = rows("UK-1,MoJ,prison,Tool,About", columns="record_id,publishing_body,scope,tool_name,description")
    assert list(report(british))[-1] == "This register does not say what is in use. That is unknown, not none."


def test_years_are_counted_apart_because_a_system_may_stand_in_both():
    both = (
        "record_id,inventory_year,source_row,use_case_name,agency,bureau,stage_raw,impact_raw,match_key,testing",
        "A,2024,2,Tool,DOJ,FBI,Operation and Maintenance,Both,k,",
        "B,2025,2,Tool,DOJ,FBI,Deployed,Not High-impact,k,Yes",
        "C,2025,3,Other,DOJ,FBI,Deployed,High-impact,l,Yes",
    )
    found = rows(*both[1:], columns=both[0])
    lines = list(finding_lines(found.records, GIVEN))
    assert "US federal 2024, in use and of high impact: testing reported as done by 0 of 1." in lines
    assert "US federal 2025, in use and of high impact: testing reported as done by 1 of 1." in lines
    assert "Another label a year later: 1, and 1 of them no longer high impact." in lines


def test_no_label_is_unknown_and_not_low():
    one = first("D-1,DOJ,FBI,Tool,Deployed,,,,x")
    assert one.impact is Impact.UNKNOWN
    assert "no-impact-label" in one.remarks
    assert not exposed(one)


def test_an_assessment_begun_from_a_record_has_a_profile_its_source_and_no_answer():
    found = rows("D-1,DOJ,FBI,Face search,Pilot,High-impact,Yes,,To find people")
    begun = start(found.records, found.records[0].id, GIVEN)
    assert begun.responses == {}
    assert begun.profile["stage"] == "deployment"
    assert "record us-2025-2" in begun.meta["provenance"]
    with pytest.raises(BundleError, match="there is no record"):
        start(found.records, "nobody", GIVEN)


def test_tables_between_semicolons_or_tabs_and_in_utf_16_are_read_the_same():
    row = "D-1,DOJ,FBI,Face search,Pilot,High-impact,Yes,,To find people,In-progress,Yes,No"
    text = f"{COLUMNS_2025}\r\n{row}\r\n"
    plain = read_inventory(text.encode(), GIVEN)
    for separator in ";\t":
        assert read_inventory(text.replace(",", separator).encode(), GIVEN).records == plain.records
    wide = read_inventory(text.encode("utf-16"), GIVEN)
    assert (wide.records, wide.encoding) == (plain.records, "UTF-16")


def test_a_row_of_another_length_is_read_and_said():
    assert (
        "cells-too-many" in first("D-1,DOJ,FBI,Face search,Pilot,High-impact,Yes,,To find,Yes,Yes,No,and,more").remarks
    )
    short = first("D-1,DOJ,FBI,Face search,Pilot,High-impact")
    assert "cells-missing" in short.remarks
    assert set(short.practices.values()) == {Reported.BLANK}
    found = rows("D-1,DOJ,FBI,Face search,Pilot")
    assert any(line.startswith("The row ends before the last column") for line in report(found))


def test_the_same_file_twice_counts_once_and_one_id_names_one_record():
    one = rows("D-1,DOJ,FBI,Face search,Pilot,High-impact,Yes,,To find people")
    other = rows("D-2,DOJ,FBI,Plate search,Pilot,High-impact,Yes,,To find cars")
    records, left = joined([one.records, one.records, other.records])
    assert left == 1
    assert [record.own_id for record in records] == ["D-1", "D-2"]
    assert len({record.id for record in records}) == 2
    assert joined([records]) == (records, 0)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [(b"", "empty"), (b"PK\x03\x04\x14\x00", "save the table as CSV"), (b"a,b\n1,2\n", "fit no inventory")],
)
def test_a_file_of_another_kind_is_told_how_to_mend(raw, sentence):
    with pytest.raises(BundleError, match=sentence):
        read_inventory(raw, GIVEN)


@pytest.mark.parametrize("raw", [b"", b"a,b\n1,2\n", b"\x00", b"{}"])
def test_whatever_is_no_inventory_is_refused_in_a_sentence(raw):
    with pytest.raises(BundleError):
        read_inventory(raw, GIVEN)


def test_a_year_or_row_that_is_no_number_a_person_writes_is_none():
    number = "9" * 5000
    raw = f"record_id,inventory_year,use_case_name,source_row\na,{number},Face search,{number}\n"
    (found,) = read_inventory(raw.encode(), GIVEN).records
    assert (found.year, found.row, found.name) == (None, 2, "Face search")


def test_every_control_that_is_named_is_there():
    texts = "".join(path.read_text("utf-8") for path in (ROOT / "data" / "controls").glob("*.yaml"))
    assert all(f"id: {one['control']}\n" in texts for one in GIVEN["practices"].values())


def test_nothing_in_the_file_is_a_level_or_a_score():
    written = json.dumps(write_inventory([rows("D-1,DOJ,FBI,Tool,Deployed,High-impact")], GIVEN))
    assert '"assessed": false' in written
    assert not {'"level"', '"score"', '"likelihood"'} & set(written.replace(":", " ").split())


# ---------------------------------------------------------------- the 803 real records


@pytest.fixture(scope="module")
def us():
    return read_inventory(US.read_bytes(), GIVEN)


@real
def test_803_records_are_read_as_a_person_read_them(us):
    """The file holds a reading by hand beside the answers; two answers in the wrong question are unclear here."""
    with US.open(encoding="utf-8-sig", newline="") as stream:
        by_hand = {row["record_id"]: row for row in csv.DictReader(stream)}
    assert len(us.records) == len(by_hand) == 803
    other = []
    for one in us.records:
        row = by_hand[one.id]
        assert (one.stage.value, one.impact.value) == (row["stage"], row["impact"] or "unknown")
        other += [(one.id, p) for p, said in one.practices.items() if said.value != (row[f"n_{p}"] or "blank")]
    assert other == [("US2025-00147", "training"), ("US2025-00148", "training")]


@real
def test_the_systems_in_use_and_of_high_impact_are_those_that_were_counted(us):
    high = [one for one in us.records if exposed(one)]
    assert Counter(one.year for one in high) == {2025: 119, 2024: 138}
    latest = [one for one in high if one.year == 2025]
    yes = {p: tally(latest, p)[Reported.YES] for p in GIVEN["practices"]}
    assert list(yes.values()) == [32, 25, 25, 28, 29, 23, 10]
    assert tally(latest, "appeal")[Reported.NOT_APPLICABLE] + tally(latest, "appeal")[Reported.PRECLUDED] == 24


@real
def test_reclassified_systems_are_those_that_were_counted(us):
    """209 pairs were counted by row; one name stands on two rows of 2025, and joins nothing here."""
    assert len(pairs(us.records)) == 207
    moves = Counter((one.was, one.now) for one in reclassified(us.records))
    assert sum(number for (was, _), number in moves.items() if was is Impact.HIGH) == 22
    assert moves[Impact.NOT_HIGH, Impact.HIGH] == 1
    assert moves[Impact.TOO_NEW, Impact.HIGH] == 3


@real
def test_the_known_quality_problems_are_said(us):
    counts = Counter(remark for one in us.records for remark in one.remarks)
    known = {
        "no-name": 1,
        "no-id": 6,
        "no-purpose": 34,
        "no-impact-label": 20,
        "shared-id": 4,
        "looks-like-a-formula": 8,
    }
    assert {name: counts[name] for name in known} == known
    assert counts["answer-in-wrong-question"] == 3
    shared = {one.kind: one.records for one in findings(us.records) if len(one.records) > 1}
    assert shared == {
        "same-row-twice": ("US2025-01161", "US2025-01168"),
        "same-id-other-answers": ("US2025-01271", "US2025-01315"),
    }
    faces = [one for one in findings(us.records) if one.kind == "faces-without-personal-data"]
    assert faces
    lines = list(finding_lines(us.records, GIVEN))
    assert "Another label a year later: 56, and 22 of them no longer high impact." in lines
    assert "US federal 2025, in use and of high impact: appeal reported as done by 10 of 119." in lines
    assert "US federal 2024, in use and of high impact: impact assessment reported as done by 17 of 138." in lines


@real
def test_the_dutch_and_british_registers_are_read():
    dutch = read_inventory((REAL / "nl_le_algorithms.csv").read_bytes(), GIVEN)
    assert Counter(one.stage.value for one in dutch.records) == {"deployed": 109, "pre_deployment": 7, "retired": 5}
    assert tally(dutch.records, "impact_assessment") == {Reported.YES: 55, Reported.BLANK: 66}
    british = read_inventory((REAL / "uk_atrs_justice.csv").read_bytes(), GIVEN)
    assert len(british.records) == 10
    assert {one.impact for one in (*dutch.records, *british.records)} == {Impact.UNKNOWN}
