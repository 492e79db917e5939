"""The readiness page for one person: answering, ranges, unknown, targets, result in words, submitting, a year later."""

from __future__ import annotations

import json
import re

import pytest

from tests.pages.readiness import Agency
from toolkit.pages.exports import records
from toolkit.pages.readiness_state import ReadinessWork
from toolkit.pages.screen import Event

SCREENS = ("tasks", "aspect/strategy", "people", "differences", "check", "targets", "result", "export", "share")
RESULTS = ("tasks", "result", "export")
GRADE = re.compile(r"\b(grade|average|mean score|out of 100|\d+ ?%)\b", re.IGNORECASE)


@pytest.fixture
def agency(store):
    return Agency(store).begun()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def work(agency):
    return ReadinessWork(agency.state, agency.visit.context())


@pytest.mark.parametrize("lang", ["en", "ar", "qps"])
def test_every_screen_of_empty_and_finished_assessments_has_one_heading_and_no_grade(store, lang):
    agency = Agency(store, lang=lang)
    agency.act("samples")
    ids = [one.id for one in agency.state.summaries]
    assert len(ids) == 2
    agency.begun()
    for identity in (*ids, agency.record.id):
        for screen in SCREENS:
            html = agency.send_route(f"{identity}/{screen}").html()
            assert html.count("<h1") == 1, (identity, screen)
            assert screen not in RESULTS or not GRADE.search(words(html)), (identity, screen)


def test_an_assessment_without_a_name_is_not_begun(store):
    agency = Agency(store)
    agency.act("new", title=" ", organization="Harbour police")
    assert agency.record is None
    assert "Give the assessment a name" in agency.html()
    agency.act("new", title="Harbour 2026", organization="Harbour police")
    assert agency.values == {"meta/organization": "Harbour police"}


def test_levels_ranges_and_what_is_not_known_are_kept_as_they_were_said(agency):
    one, two, three, four = agency.names[:4]
    agency.rate(one, 4).rate(two, "unknown").rate(three, "range")
    agency.change(f"rating/{three}/level.hi", "4").change(f"rating/{three}/level.lo", "2")
    agency.change(f"rating/{four}/state", "na").change(f"rating/{four}/reason", "No laboratory.")
    assert agency.values == {
        f"rating/{one}/level": 4,
        f"rating/{two}/level": "unknown",
        f"rating/{three}/level": [2, 4],
        f"rating/{four}/state": "na",
        f"rating/{four}/reason": "No laboratory.",
    }
    assert [str(work(agency).own[name].state) for name in (one, two, three, four)] == [
        "answered", "unknown", "range", "na",
    ]  # fmt: skip


def test_not_applicable_stays_open_until_there_is_a_reason(agency):
    name = agency.names[0]
    agency.change(f"rating/{name}/state", "na")
    assert work(agency).done(agency.content.statements) == 0
    agency.go("aspect/strategy")
    assert "Write why it does not apply" in agency.html()
    agency.change(f"rating/{name}/reason", "We have none.")
    assert work(agency).done(agency.content.statements) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("rating/nothing/level", "3"), ("rating/{}/level", "6"), ("rating/{}/level", True), ("rating/{}/level", [1, 2]),
        ("rating/{}/level", {}), ("rating/{}/level.mid", "2"), ("rating/{}/level.lo", "0"), ("rating/{}/state", "met"),
        ("rating/{}/comment", "x"), ("rating/{}/still_true", "maybe"), ("rating/{}/note", ["x"]), ("rating/{}/", "3"),
        ("target/stage/nowhere", "3"), ("target/stage/people-expertise", "7"), ("target/rating/nothing", "3"),
        ("meta/opened", "2026-01-01"), ("meta/left_out", []), ("meta/previous", "x"), ("meta/lenient", "very"),
        ("meta/votes", ""), ("sheet/x", {"name": "x"}), ("withhold/reply/{}", "x"), ("withhold/rating/nothing", "x"),
        ("action/x/title", "x"), ("rating/{}/level" + "x" * 300, "3"), ("", "3"), ("rating", "3"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_a_sentence(agency, key, value):
    agency.change(key.format(agency.names[0]), value)
    assert agency.state.message
    assert agency.values == {}
    agency.html()


def test_the_stage_is_said_in_words_and_open_answers_keep_it_a_range(agency):
    agency.go("result")
    assert "Nothing is answered yet" in agency.html()
    first = {one.id for one in agency.content.statements if one.required_at == 1}
    agency.rate_all(3, only=first)
    assert "between stage 1 and stage 5: 69 answers are open" in words(agency.html())
    agency.rate(next(iter(first)), 1)
    assert work(agency).result.overall.determined
    assert "before stage 1" in words(agency.html())


def test_the_weakest_dimension_is_named_and_what_holds_it_is_listed(agency):
    weak = agency.content.dimensions[1]
    low = next(one for one in weak.statements if one.required_at == 2)
    agency.rate_all(lambda name: 2 if name == low.id else 4)
    page = words(agency.go("result").html())
    assert "As a whole: stage 1." in page
    assert f"The weakest dimension decides: {weak.title}." in page
    assert low.statement in page
    assert "Not enough yet" in page


def test_a_target_changes_the_gap_and_never_the_stage(agency):
    agency.rate_all(2)
    before = work(agency).result
    for one in agency.content.dimensions:
        agency.change(f"target/stage/{one.id}", "1")
    after = work(agency).result
    assert {one.stage for one in before.standings.values()} == {one.stage for one in after.standings.values()}
    assert {one.gap.hi for one in before.standings.values()} == {3}
    assert {one.gap.hi for one in after.standings.values()} == {1}
    agency.change(f"target/rating/{agency.names[0]}", "5")
    assert agency.content.statements[0].statement in agency.go("targets").html()


def test_the_lenient_rule_is_chosen_knowingly_and_said_on_the_result(agency):
    agency.rate_all(3)
    assert "Lenient rule" not in agency.go("result").html()
    agency.change("meta/lenient", "yes")
    assert "Lenient rule: 80 in 100" in words(agency.html())


def test_gaps_stand_in_the_order_of_the_method_with_their_reasons(agency):
    agency.rate_all(1)
    gaps = work(agency).findings.gaps
    page = agency.go("result").html()
    listed = page[page.index("Gaps to your targets") :]
    places = [listed.index(f"statement/{one.statement}") for one in gaps[:6]]
    assert places == sorted(places)
    assert [one.blocker for one in gaps] == sorted((one.blocker for one in gaps), reverse=True)
    assert "going on without it can harm people; 2 levels to go" in words(listed)


def test_what_is_open_comes_first_on_the_check_page(agency):
    agency.rate_all(3, only=agency.names[2:]).rate(agency.names[1], "unknown")
    page = agency.go("check").html()
    assert "1 statement is open" in page
    assert page.index("1 statement is open") < page.index("1 answer is uncertain") < page.index("Every answer")


def test_one_statement_at_a_time_goes_through_the_whole_part(agency):
    count = len(work(agency).aspects["strategy"])
    agency.act("mode", "one").go("aspect/strategy")
    for number in range(1, count + 1):
        html = agency.html()
        assert f"Statement {number} of {count}" in html
        assert html.count('class="part question"') == 1
        (following,) = re.findall(r'data-act="go" data-value="([^"]*)" data-key="n"', html)
        agency.go(following)
    assert agency.state.arg == "leadership"


def test_history_and_undo_belong_to_the_statement(agency):
    name = agency.names[0]
    agency.go("aspect/strategy").rate(name, 2).rate(name, 3).act("history", name)
    assert agency.html().count('<tr><th scope="row">') == 2
    agency.act("undo")
    assert agency.values[f"rating/{name}/level"] == 2
    assert "undone" in agency.act("history", name).act("history", name).html()


def test_two_tabs_that_disagree_overwrite_nothing(agency):
    name = agency.names[0]
    agency.go("aspect/strategy")
    other = Agency(agency.visit.store, client="tab-2").send_route(f"{agency.record.id}/aspect/strategy")
    agency.rate(name, 2)
    other.change(f"rating/{name}/level", "4", rev=0)
    assert "This answer was changed in another window" in other.html()
    assert agency.values[f"rating/{name}/level"] == 2
    other.act("resolve", "mine")
    assert agency.values[f"rating/{name}/level"] == 4


def test_what_is_not_for_release_says_why(agency):
    name = agency.names[0]
    agency.change(f"withhold/rating/{name}", "Names a tactic.")
    assert agency.values == {f"withhold/rating/{name}": "Names a tactic."}
    assert "1 answer is marked as not for release" in agency.go("check").html()


def test_what_people_write_never_becomes_markup(store):
    evil = '<img src=x onerror="alert(1)">'
    agency = Agency(store).begun(evil)
    name = agency.names[0]
    for part in ("note", "evidence"):
        agency.change(f"rating/{name}/{part}", evil)
    agency.change("meta/organization", evil).change("meta/summary", evil)
    agency.rate(name, 3).add(evil)
    for screen in SCREENS:
        assert "<img" not in agency.go(screen).html(), screen


# ---------------------------------------------------------------- files, the end, and the next year


def test_a_file_that_was_exported_comes_back_with_every_answer(agency):
    agency.rate_all(lambda name: len(name) % 5 + 1, only=agency.names[:30])
    agency.go("export").act("export", "json")
    file = agency.visit.file.content
    assert agency.visit.file.filename == "agency-2026.toolkit.json"
    before = agency.values
    agency.send_route("list").send(Event("upload", value={"text": file.decode()}))
    assert agency.values == before
    assert len(agency.visit.store.listing("ada")) == 2


@pytest.mark.parametrize("given", ["", "{", "[]", '{"format": "toolkit-record/1"}', "null", '{"a": ' * 200])
def test_a_bad_file_leaves_a_sentence_and_nothing_else(store, given):
    agency = Agency(store)
    agency.send(Event("upload", value={"text": given}))
    assert agency.state.message
    assert store.listing("ada") == ()


def test_a_workbook_file_is_not_opened_here(store):
    agency = Agency(store)
    text = json.dumps({"format": "toolkit-record/1", "kind": "workbook", "values": {}})
    agency.send(Event("upload", value={"text": text}))
    assert "another kind of record" in agency.state.message
    assert store.listing("ada") == ()


def test_the_illustrations_are_of_today_and_marked_everywhere(store):
    agency = Agency(store)
    agency.act("samples")
    assert [one.content_sha256 for one in records("readiness")] == [agency.content.sha256] * 2
    assert all(one.demo for one in store.listing("ada"))
    for one in agency.state.summaries:
        for screen in SCREENS:
            assert "Illustration" in agency.send_route(f"{one.id}/{screen}").html()


def test_a_submitted_assessment_keeps_its_result_and_takes_no_answer(agency):
    agency.act("submit")
    assert "Nothing is answered yet" in agency.state.message
    agency.rate_all(3).go("export").act("submit")
    assert agency.state.frozen
    result = agency.record.result
    assert len(result["marks"]) == len(result["ratings"]) == 75
    agency.rate(agency.names[0], 1)
    assert agency.state.message
    assert agency.values[f"rating/{agency.names[0]}/level"] == 3


def test_the_next_assessment_brings_the_evidence_and_shows_the_old_answer_only_after_a_new_one(agency):
    name, other = agency.names[:2]
    agency.rate_all(2).change(f"rating/{name}/evidence", "Order 7").change("target/stage/people-expertise", "4")
    agency.act("submit").act("repeat", title="Agency 2026")
    assert "another name" in agency.go("tasks").act("repeat", title="").html()
    first = agency.record.id
    agency.act("repeat", title="Agency 2027")
    assert agency.values == {
        f"rating/{name}/evidence": "Order 7", "target/stage/people-expertise": 4, "meta/previous": first,
    }  # fmt: skip
    page = agency.go(f"statement/{other}").html()
    assert "Last time" not in page
    agency.rate(other, 3)
    assert "level 2" in agency.html()
    assert "Last time" in agency.html()
    assert "is not confirmed" in agency.go("check").html()
    agency.change(f"rating/{other}/evidence", "New this year")
    assert "Is it still true?" not in agency.go(f"statement/{other}").html()
    assert "Is it still true?" in agency.go(f"statement/{name}").html()
    agency.change(f"rating/{name}/still_true", "no")
    assert agency.values[f"rating/{name}/still_true"] == "no"
    assert "is not confirmed" not in agency.go("check").html()


@pytest.mark.parametrize("fmt", ["html", "docx"])
def test_the_report_is_a_file_to_take_away(agency, fmt):
    agency.rate_all(3, only=agency.names[:5]).go("export").act("export", f"report/{fmt}/whole")
    assert agency.visit.file.filename.endswith(f".{fmt}"), agency.state.message
    assert len(agency.visit.file.content) > 1_000
    agency.act("export", "exe")
    assert "format is not known" in agency.state.message
