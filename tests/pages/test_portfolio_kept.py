"""Scenarios are kept beside results and never in their place; a trend tells changed questions from changed answers."""

from __future__ import annotations

import json

import pytest

from tests.pages.portfolio import Analyst, add, fill, items_of, profile
from tests.pages.test_portfolio import text_of, worst
from toolkit.content import load_library
from toolkit.content.scoring import asked
from toolkit.exchange.bundle import dumps


@pytest.fixture
def submitted(store):
    """Systems of which two have a frozen result."""
    made = fill(store, 6)
    for one in made[:2]:
        store.submit(one.id, {"tiers": {"current": None}, "note": "frozen as it is"}, "ada")
    return Analyst(store)


def stored(store):
    """Every record with its answers and its result, byte for byte."""
    found = {}
    for one in store.listing("ada"):
        record = store.load(one.id)
        found[one.id] = dumps({"revision": record.revision, "values": dict(record.values), "result": record.result})
    return found


def test_whatever_is_done_with_scenarios_results_stay_byte_for_byte(submitted, store):
    before = stored(store)
    for number, name in enumerate(("Strict", "Lenient", "Strict")):
        submitted.act("try", likelihood=str(number - 1), impact="1", count="2", method="linear")
        submitted.act("keep", name=name).html()
    submitted.act("forget", "Lenient").go("whatif").html()
    assert stored(store) == before
    assert json.loads(next(iter(before.values())))["result"]["note"] == "frozen as it is"


def test_kept_scenarios_are_listed_with_what_each_would_do_to_the_real_results(submitted):
    submitted.act("try", likelihood="1", impact="1", count="0", method="rights-first").act("keep", name="Strict")
    submitted.act("try", likelihood="0", impact="0", count="0", method="").act("keep", name="As it is")
    said = text_of(submitted.go("whatif").html())
    kept = submitted.html().partition('class="kept"')[2].partition("</table>")[0]
    rows = {row.split("<td>")[0]: row for row in kept.split("<tr>")[2:]}
    strict, same = (next(text_of(row) for row in rows.values() if name in row) for name in ("Strict", "As it is"))
    assert "Kept scenarios beside the real results" in said
    assert [word for word in same.split() if word.isdigit()] == ["0", "0", "0", "6"]
    assert sum(int(word) for word in strict.split() if word.isdigit()) == 6
    assert [word for word in strict.split() if word.isdigit()][1] == "0"


def test_a_kept_scenario_by_a_method_that_is_gone_says_so(submitted, store):
    store.set_setting("portfolio/ada", [{"name": "Old", "method": "gone", "likelihood": 0, "impact": 0, "count": 0}])
    assert "This method is not there" in text_of(submitted.go("whatif").html())


def two_versions(store, result):
    values = profile(0)
    first = add(store, "Plates", values | worst(items_of(values), 2, 2))
    store.submit(first.id, result, "ada")
    store.new_version(first.id, "ada")
    analyst = Analyst(store)
    return text_of(analyst.go(f"trend/{analyst.book.systems[0].id}").html())


def test_a_question_that_read_otherwise_at_submission_is_changed_content(store):
    name = items_of(profile(0))[0].id
    said = two_versions(store, {"asked": asked(load_library("en")) | {name: "another wording"}})
    assert "The question is new, gone, or reads otherwise than before 1 of 1" in said


def test_an_earlier_result_that_does_not_say_how_its_questions_read_is_named(store):
    assert "does not say how its questions read" in two_versions(store, {"content_sha256": "of another day"})


def test_the_same_questions_are_the_same_in_every_language():
    assert asked(load_library("en")) == asked(load_library("ar"))


def test_illustrations_are_not_set_beside_the_stage_of_the_agency(store):
    add(store, "Made up", demo=True)
    said = text_of(Analyst(store).go("readiness?demo=yes").html())
    assert "Illustrations are not set beside the stage of a real agency" in said
    assert "No readiness result of yours is submitted" not in said
