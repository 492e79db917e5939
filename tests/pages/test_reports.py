"""Reports of readiness, workbook, plan and system: what they say, and what those for release cannot tell."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages import agency
from tests.pages.agency import CONTENT, LIBRARY, NOW, QUESTIONS, STATEMENTS
from toolkit.content.guides import load_guides
from toolkit.core import kept
from toolkit.core.model import ToolkitError
from toolkit.core.readiness import assess
from toolkit.core.release import ROOTS, owner
from toolkit.exchange.record import Record, Sheet
from toolkit.pages.answers import assessment_of, values_of
from toolkit.pages.report_file import KINDS, Format, report_file
from toolkit.pages.report_material import material
from toolkit.store import Event


def text(main, kind, *others, lang="en", release=False, short=False):
    made = report_file(main, kind, "md", lang, release, short, others=others, moment=NOW)
    return re.sub(r"\\([\\`*_{}\[\]<>#|~&])", r"\1", made[2].decode())


def bare(given_):
    return re.sub("[\u200e\u200f\u2066-\u2069]", "", given_)


def section(given_, title):
    """What stands under a heading of level 2."""
    return given_.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


# ---------------------------------------------------------------- the one function


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("fmt", ["html", "docx", "md"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_report_is_made_in_every_format_whole_and_short_and_for_release(kind, fmt, lang):
    mains = {"risk": agency.system(), "readiness": agency.readiness(), "workbook": agency.workbook(),
             "plan": agency.action_plan(), "system": agency.workbook(), "fria": agency.system()}  # fmt: skip
    others = (agency.system(), agency.system(2), agency.alone(), agency.action_plan())
    sizes = []
    for short, release in ((False, False), (True, False), (False, True)):
        name, mime, data = report_file(mains[kind], kind, fmt, lang, release, short, others=others, moment=NOW)
        assert name.startswith("demo-")
        assert name.endswith(f".{fmt}")
        assert ("for-release" in name) is release
        assert mime.partition("/")[0] in ("text", "application")
        sizes.append(len(data))
    assert kind in ("plan", "fria") or sizes[1] < sizes[0]


def test_a_report_that_does_not_fit_or_a_format_that_is_none_is_a_sentence():
    with pytest.raises(ToolkitError, match="there is no report format “rtf”"):
        report_file(agency.system(), "risk", "rtf", "en")
    with pytest.raises(ToolkitError, match="there is no report “essay”"):
        report_file(agency.system(), "essay", "md", "en")
    with pytest.raises(ToolkitError, match="a readiness report cannot be made of it"):
        report_file(agency.system(), "readiness", "md", "en")
    with pytest.raises(ToolkitError, match="there is no language"):
        report_file(agency.system(), "risk", "md", "tlh")


def test_the_same_records_on_the_same_day_give_the_same_bytes():
    for fmt in (Format.HTML, Format.DOCX, Format.MD):
        one, two = (report_file(agency.system(), "risk", fmt, "en", moment=NOW) for _ in range(2))
        assert one == two


def test_a_native_file_reports_what_the_record_says():
    main = agency.readiness()
    sheets = tuple(Sheet(one.id, one.title, one.values) for one in main.sheets)
    record = Record("readiness", main.title, main.values, sheets, demo=True, id="r1")
    assert text(record, "readiness") == text(main, "readiness")


# ---------------------------------------------------------------- readiness


def test_readiness_names_each_stage_as_the_core_computes_it_and_the_weakest_link():
    main = agency.alone()
    result = assess(CONTENT, kept.ratings_of(main.values))
    said = text(main, "readiness")
    rows = section(said, "Where each dimension stands")
    for dimension in CONTENT.dimensions:
        stage = result.standings[dimension.id].stage
        words = f"stage {stage.lo}" if stage.determined else f"at least stage {stage.lo}, at most stage {stage.hi}"
        assert f"| {dimension.title} | {words} |" in rows
    assert "The weakest link" in said


def test_readiness_gives_no_grade_and_no_average():
    said = text(agency.readiness(), "readiness", agency.before(), agency.action_plan())
    assert not re.search(r"\b(points|per cent|percent|average of|mean of)\b|score:|grade:|\d ?%", said, re.IGNORECASE)


def test_gaps_stand_in_the_order_of_the_core_with_what_closes_them():
    main = agency.alone()
    rows = section(text(main, "readiness"), "Gaps to the target, in the order to close them").split("###", 1)[0]
    from toolkit.core.readiness_gaps import findings

    gaps = findings(CONTENT, kept.ratings_of(main.values)).gaps
    places = [rows.index(CONTENT.statement(gap.statement).statement) for gap in gaps]
    assert places == sorted(places)
    assert all(load_guides().recommendation(name).title in rows for gap in gaps for name in gap.recommendations)


def test_differences_name_who_said_what_and_dissent_stays():
    said = bare(section(text(agency.readiness(), "readiness"), "Where people differed"))
    assert "2 people answered apart." in said
    assert "Ann Example: " in said
    assert "Agreed: We looked at the paper together." in said
    assert "Dissent" in said


def test_a_name_is_in_no_report_for_release():
    for short in (False, True):
        said = text(agency.readiness(), "readiness", agency.action_plan(), release=True, short=short)
        assert "Example" not in said
        assert "Person 1" in said


def test_the_agency_chooses_whether_names_roles_or_numbers_stand_beside_answers():
    for votes, shown in (
        ("names", "Ann Example: "),
        ("roles", "Research and development officer: "),
        ("counts", "Person 1: "),
    ):
        said = bare(section(text(agency.readiness(**{"meta/votes": votes}), "readiness"), "Where people differed"))
        assert shown in said
        assert ("Ann Example" in said) is (votes == "names")


def test_nobody_is_counted_whose_answers_were_left_out():
    said = text(agency.readiness(**{"meta/left_out": ["s1"]}), "readiness")
    assert "1 person answered apart." in said
    assert "Ann Example" not in said


def test_before_the_answers_are_opened_there_is_no_report():
    with pytest.raises(ToolkitError, match="their answers are not opened yet"):
        text(agency.readiness(**{"meta/opened": None}), "readiness")


def answers(sheet):
    """What a respondent answered, as it is frozen."""
    return {name: kept.rating_values(one) for name, one in kept.ratings_of(sheet.values).items()}


def test_after_submission_the_answers_count_as_they_were_then():
    open_ = agency.readiness()
    people = {one.id: {**open_.values[f"sheet/{one.id}"], "ratings": answers(one)} for one in open_.sheets}
    record = Record("readiness", open_.title, open_.values, (), demo=True, id="r1", result={"people": people})
    late = (agency.alone(), replace(open_.sheets[0], values=agency.ratings(3), id="s9"))
    parts = ("Where people differed", "Where each dimension stands")
    one, two = (text(given_, "readiness", *others) for given_, others in ((open_, ()), (record, late[1:])))
    assert [section(one, part) for part in parts] == [section(two, part) for part in parts]
    assert "Example" not in text(record, "readiness", release=True)


def test_the_plan_stands_by_quarter_with_its_troubles():
    said = section(text(agency.alone(), "readiness", agency.action_plan()), "Action plan by quarter")
    assert "### Quarter 1 of 2026" in said
    assert "has no owner" in said
    assert "are late." in said


def test_a_year_later_real_change_and_changed_questions_stand_apart():
    marks = [
        {"id": one.id, "dimension": one.dimension, "required_at": one.required_at, "fingerprint": one.fingerprint}
        for one in CONTENT.statements
    ]
    marks[0]["fingerprint"] = "another wording"
    old = replace(agency.before(), result={"marks": marks})
    said = section(text(agency.alone(), "readiness", old), "What changed since the last assessment")
    assert "The question changed: not compared | 1 |" in said
    assert said.index("The agency’s doing") < said.index("Changes of the questions")
    assert "Before: 2. Now: 3." in said or "Before: 3. Now: 4." in said


def test_what_is_restricted_is_nowhere_in_any_readiness_report():
    for release in (False, True):
        assert "RESTRICTED" not in text(agency.alone(), "readiness", agency.before(), release=release)


def test_typed_text_changes_nothing_in_a_table():
    head, *rows = [
        line
        for line in report_file(agency.workbook(), "workbook", "md", "en", moment=NOW)[2].decode().splitlines()
        if line.startswith("|")
    ]
    assert head
    for row in rows:
        assert len(re.findall(r"(?<!\\)\|", row)) in (5, 6), row


# ---------------------------------------------------------------- workbook and system


def test_a_workbook_says_what_remains_with_whom_before_leaving_its_stage():
    said = bare(text(agency.workbook(), "workbook", agency.system()))
    gate = section(said, "Before leaving the stage “Verification and validation”")
    assert "### Open with: Legal adviser" in gate
    assert "### Open with: Head of forensics" in gate
    assert "left over from an earlier stage" in gate


def test_a_settled_question_without_an_answer_is_in_hand_and_says_why():
    assert "In hand (Settled, without an answer)" in text(agency.workbook(), "workbook")


def test_a_system_file_gathers_versions_workbook_readiness_and_history():
    event = Event(1, 1, NOW, "Ann Example", "tab", 1, 0, "item/x/note", None, "new", None)
    main = replace(agency.system(2), history=(event, event))
    said = text(main, "system", agency.system(), agency.workbook(), agency.alone(), agency.action_plan())
    for title in ("What the system is", "The next useful steps", "Risk assessments, version by version", "Treatments",
                  "How far the questions are", "Is the agency ready for this system?"):  # fmt: skip
        assert f"## {title}\n" in said
    assert len(re.findall(r"^\d\. \*\*", section(said, "The next useful steps"), re.MULTILINE)) == 3
    assert len(section(said, "Risk assessments, version by version").strip().splitlines()) == 4
    assert "| 22 November 2026 | Ann Example | Risk assessment | 2 |" in bare(section(said, "History"))
    public = text(main, "system", agency.workbook(), release=True)
    assert "Ann Example" not in public
    assert "## History" not in public


def test_the_stored_and_the_bundled_assessment_keep_marks_of_release():
    main = agency.system(**{"withhold/item/accuracy-wrong-lead": "A running case"})
    assessment = assessment_of(LIBRARY, main.id, main.title, main.values, main.method, main.demo)
    assert values_of(assessment)["withhold/item/accuracy-wrong-lead"] == "A running case"
    assert material(assessment).values["withhold/item/accuracy-wrong-lead"] == "A running case"


# ---------------------------------------------------------------- for release

MARKS = {
    "risk": ("item", [one.id for one in LIBRARY.items]),
    "readiness": ("rating", STATEMENTS),
    "workbook": ("reply", QUESTIONS),
    "plan": ("action", [one.id for one in kept.plan_of(agency.action_plan().values)]),
}
MAKERS = {"risk": agency.system, "readiness": agency.readiness, "workbook": agency.workbook, "plan": agency.action_plan}


def test_a_report_for_release_says_how_many_are_withheld_where_and_why():
    marks = {
        f"withhold/rating/{name}": why
        for name, why in zip(STATEMENTS, ["A running case", "A running case", "A contract"], strict=False)
    }
    said = bare(section(text(agency.readiness(**marks), "readiness", release=True), "Withheld from this report"))
    dimension = CONTENT.dimensions[0].title
    assert "3 answers are withheld." in said
    assert f"| {dimension} | 3 |" in said
    assert "A running case\\\n  For 2 answers." in said
    assert "A contract\\\n  For 1 answer." in said


def test_without_marks_it_says_that_nothing_is_withheld():
    said = text(agency.workbook(), "workbook", release=True)
    assert "The agency has withheld no answer from this report." in said
    assert "Withheld from this report" not in text(agency.workbook(), "workbook")


@pytest.mark.parametrize("kind", sorted(MARKS))
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_nothing_in_a_report_for_release_depends_on_a_hidden_answer(kind, data):
    """Two agencies that differ in hidden answers only publish the same report, byte for byte."""
    what, names = MARKS[kind]
    hidden = data.draw(st.sets(st.sampled_from(names), min_size=1, max_size=4))
    marks = {f"withhold/{what}/{name}": "why" for name in hidden}
    main = MAKERS[kind](**marks)
    other = changed(main, {(what, name) for name in hidden}, data.draw(st.integers(1, 5)))
    others = (agency.action_plan(), agency.before()) if kind == "readiness" else ()
    mirrored = tuple(changed(one, {(what, name) for name in hidden}, 1) for one in others)
    assert text(main, kind, *others, release=True) == text(other, kind, *mirrored, release=True)


def changed(one, hidden, level):
    """A record whose hidden answers say something else, also in the sheets of respondents; marks stay."""
    values = {key: value for key, value in one.values.items() if owner(key) not in hidden}
    for kind, name in hidden:
        values |= kept.keyed(
            ROOTS[kind][0].strip("/"),
            name,
            {"level": level, "note": "SECRET", "status": "settled", "text": "SECRET", "title": "SECRET"},
        )
    return replace(one, values=values, sheets=tuple(changed(sheet, hidden, level) for sheet in one.sheets))


def test_levels_that_were_frozen_before_do_not_leave_either():
    name = "accuracy-wrong-lead"
    main = replace(agency.system(**{f"withhold/item/{name}": "why"}), frozen=True, result={"tiers": "SECRET"})
    assert "SECRET" not in text(main, "system", agency.workbook(), release=True)


def test_a_mark_in_the_newest_version_holds_for_the_older_ones():
    name = next(iter(sorted({key.split("/")[1] for key in agency.system().values if key.startswith("item/")})))
    new, old = agency.system(2, **{f"withhold/item/{name}": "why"}), agency.system()
    other = changed(old, {("item", name)}, 5)
    assert text(new, "system", old, release=True) == text(new, "system", other, release=True)


def test_the_report_of_today_is_dated_today():
    name, _, data = report_file(agency.action_plan(), "plan", "md", "en")
    assert name == "demo-plan-of-the-city-police-plan.md"
    assert str(datetime.now(UTC).year) in data.decode()
