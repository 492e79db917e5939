"""Treatments on the portfolio page: costs beside each, the best set with its reasons, and that nothing is stored."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.pages.portfolio import Analyst, add, fill, items_of, profile
from tests.pages.test_portfolio import text_of
from toolkit.analysis import treatment
from toolkit.pages import portfolio_treatment
from toolkit.pages.portfolio_treatment import problem_of

KEPT = "portfolio-costs/ada"


@pytest.fixture
def planned(store):
    """Two systems with the same planned safeguard, one of them with a second."""
    values = profile(0)
    first, second = _two(values)
    plan = {"status": "planned"}
    worst = {"likelihood": 5, "impact": 4}
    one = {f"item/{first.id}/{part}": value for part, value in worst.items()} | {
        f"item/{first.id}/control/{first.controls[0]}": plan
    }
    two = {f"item/{second.id}/{part}": value for part, value in {"likelihood": 3, "impact": 3}.items()} | {
        f"item/{second.id}/control/{second.controls[0]}": plan
    }
    add(store, "Plates", values | one | two)
    add(store, "Faces", values | one)
    return Analyst(store).go("treatments")


def _two(values):
    """Two items whose first safeguards are different ones that prevent, and are in no other item of the test."""
    from toolkit.content import load_library

    controls = load_library("en").controls
    found = [one for one in items_of(values) if one.controls and controls[one.controls[0]].preventive >= 2]
    first = next(one for one in found if one.impact_cap >= 4)
    second = next(one for one in found if one.controls[0] != first.controls[0] and one.impact_cap >= 3)
    return first, second


def ids(analyst):
    return [one.id for one in problem_of(analyst.book).options]


def everything(store):
    """All that is stored of assessments, as it is."""
    return {one.id: store.load(one.id) for one in store.listing("ada")}


def test_each_planned_safeguard_stands_with_its_system_and_a_field_for_its_cost(planned):
    html = planned.html()
    assert len(ids(planned)) == 3
    assert all(f'name="cost/{one}"' in html for one in ids(planned))
    assert "0 of 3 treatments have a cost" in text_of(html)
    assert "an unknown cost is not zero" in text_of(html)


def test_the_best_set_is_chosen_with_reasons_and_nothing_of_it_is_stored(planned, store):
    before = everything(store)
    dear, cheap, same = ids(planned)
    form = {"unit": "days", "budget": "12,5", f"cost/{dear}": "10", f"cost/{cheap}": "5.25", f"cost/{same}": ""}
    said = text_of(planned.act("best", **form).html())
    assert planned.state.chosen.choice.chosen == (dear,)
    assert re.search(r"1 treatment is chosen for\W+10 days\W+2\.50 days\W+is left", said)
    assert "Not chosen: it would help, but the budget that is left is too small for it: 1" in said
    assert "Not considered: it would help, but it has no cost yet: 1" in said
    assert everything(store) == before
    assert set(store.setting(KEPT)) == {"unit", "budget", "first", "costs"}


def test_a_choice_counts_only_while_nothing_has_changed(planned, store):
    form = {"budget": "100"} | {f"cost/{one}": "1" for one in ids(planned)}
    assert "The best set for this budget" in planned.act("best", **form).html()
    changed = planned.act("costs", **{f"cost/{ids(planned)[0]}": "2"}).html()
    assert "The best set for this budget" not in changed
    assert "Choose again" in changed


def test_costs_and_budget_are_there_again_for_their_owner_only(planned, store):
    planned.act("costs", unit="euro", budget="1000", **{f"cost/{ids(planned)[0]}": "٢٥٠٫٥"})
    again = Analyst(store).go("treatments").html()
    assert 'value="250.50"' in again
    assert 'value="euro"' in again
    assert "250.50" not in Analyst(store, who="bea").go("treatments").html()


def test_the_same_safeguard_elsewhere_can_take_over_a_cost_but_keeps_its_own(planned):
    first, _, same = ids(planned)
    planned.act("costs", same=True, **{f"cost/{first}": "3"})
    assert planned.state.purse.costs == {first: 300, same: 300}
    planned.act("costs", same=True, **{f"cost/{same}": "4"})
    assert planned.state.purse.costs == {first: 300, same: 400}


@pytest.mark.parametrize("wrong", ["-1", "1.234", "many", "1e9", "999999999"])
def test_what_is_no_amount_is_refused_in_a_sentence_and_changes_nothing(planned, wrong):
    planned.act("costs", budget="7")
    said = text_of(planned.act("best", budget=wrong).html())
    assert "is not an amount. Write a number such as 12 or 12.5." in said
    assert planned.state.purse.budget == 700


def test_without_a_budget_nothing_is_chosen(planned):
    assert "Enter a budget first." in planned.act("best", **{f"cost/{ids(planned)[0]}": "1"}).html()
    assert planned.state.chosen is None
    assert planned.state.purse.costs == {ids(planned)[0]: 100}


def test_without_the_solver_the_page_says_how_to_install_it_and_chooses_nothing(planned, monkeypatch):
    monkeypatch.setattr(treatment, "installed", lambda: False)
    monkeypatch.setattr(portfolio_treatment, "installed", lambda: False)
    html = planned.act("best", budget="100", **{f"cost/{ids(planned)[0]}": "1"}).html()
    assert (
        "pip install &#39;responsible-ai-toolkit[optimize]&#39;" in html
        or "pip install 'responsible-ai-toolkit[optimize]'" in html
    )
    assert "Keep and choose the best set" not in html
    assert planned.state.chosen is None


def test_the_file_has_each_treatment_with_cost_and_reason(planned):
    planned.act("best", budget="5", **{f"cost/{ids(planned)[0]}": "5"})
    planned.act("treatments")
    rows = list(csv.DictReader(io.StringIO(planned.visit.file.content.decode("utf-8-sig"))))
    assert (rows[0]["id"], rows[0]["cost"], rows[0]["chosen"]) == (ids(planned)[0], "5", "yes")
    assert {row["why"] for row in rows} <= {"chosen", "no-cost", "adds-nothing"}


def test_a_principle_narrows_the_risks_that_count(planned):
    every = len(problem_of(planned.book).risks)
    principle = next(iter(planned.book.principles))
    few = len(problem_of(planned.go(f"treatments?principle={principle}").book).risks)
    assert 0 < few < every


def test_many_treatments_stand_on_pages_and_costs_of_other_pages_stay(store):
    fill(store, 24)
    analyst = Analyst(store).go("treatments")
    names = ids(analyst)
    assert len(names) > 50
    assert analyst.html().count('name="cost/') == 50
    analyst.act("costs", **{f"cost/{names[0]}": "1"})
    analyst.go("treatments?page=2").act("costs", **{f"cost/{names[50]}": "2"})
    assert analyst.state.purse.costs == {names[0]: 100, names[50]: 200}


def test_the_projection_of_systems_stands_beside_the_level_of_today(planned):
    form = {"budget": "100"} | {f"cost/{one}": "1" for one in ids(planned)}
    said = text_of(planned.act("best", **form).html())
    assert "What it would change for systems" in said
    assert "All of this is a projection" in said
