"""Readiness statements and workbook questions as pages: what each holds, how they are filtered, what leads to them."""

import gzip

import pytest

from tests.pages.reading import given, html, parsed, path_and_query

KILOBYTE = 1024
READINESS, WORKBOOK = given().shelf.readiness, given().shelf.workbook


def leads(address, lang="en"):
    """The reading pages to which a page leads."""
    return {path_and_query(href) for href in parsed(address, lang).links if href} - {None}


@pytest.mark.parametrize("dimension", [one.id for one in READINESS.dimensions])
def test_a_dimension_lists_each_of_its_statements_once(dimension):
    wanted = {f"readiness/{one.id}" for one in READINESS.statements if one.dimension == dimension}
    others = {f"readiness/{one.id}" for one in READINESS.statements} - wanted
    assert wanted <= leads(f"readiness/{dimension}")
    assert not others & leads(f"readiness/{dimension}")


def test_a_statement_shows_its_levels_reason_evidence_and_what_mends_it():
    for one in READINESS.statements:
        page = parsed(f"readiness/{one.id}")
        for text in (one.statement, *one.levels.values(), one.why, *one.evidence):
            assert text in page.text, one.id
        there = leads(f"readiness/{one.id}")
        assert {f"roadmap/{name}" for name in one.recommendations} <= there, one.id
        assert {f"principles/{name}" for name in one.principles} <= there, one.id
        assert ("People come to harm" in page.text) == one.blocker, one.id


def test_a_question_shows_both_answers_and_what_to_keep():
    for one in WORKBOOK.questions:
        page = parsed(f"workbook/{one.id}").text
        for text in (one.question, one.why, one.weak, one.strong, *one.keep):
            assert text in page, one.id
        assert "Both answers are invented." in page, one.id


FILTERS = {
    "principle": lambda one, value: one.principle == value,
    "stage": lambda one, value: value in one.stages,
    "role": lambda one, value: value in one.roles,
    "activity": lambda one, value: value in one.activities,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [("principle", "privacy"), ("stage", "retirement"), ("role", "community"), ("activity", "procure")],
)
def test_questions_are_filtered(name, value):
    there = leads(f"workbook?{name}={value}")
    for one in WORKBOOK.questions:
        assert (f"workbook/{one.id}" in there) == FILTERS[name](one, value), one.id


def test_filters_add_up_and_a_core_principle_holds_its_parts():
    parts = given().library.tree["human-autonomy"]
    there = leads("workbook?principle=human-autonomy&stage=data")
    for one in WORKBOOK.questions:
        assert (f"workbook/{one.id}" in there) == (one.principle in parts and "data" in one.stages), one.id


@pytest.mark.parametrize("query", ["stage=nothing", "role=x&activity=", "principle=<script>"])
def test_a_filter_that_is_none_shows_everything_by_principle(query):
    page = parsed(f"workbook?{query}")
    assert "By principle" in page.text
    assert "/read/workbook?principle=privacy" in page.links


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("query", ["activity=deploy", "stage=deployment", "role=legal", "activity=procure"])
def test_long_lists_are_light(lang, query):
    """An Arabic letter takes two bytes where an English one takes one, so its lists may be a fifth larger."""
    most = {"en": 10, "ar": 12}[lang] * KILOBYTE
    assert len(gzip.compress(html(f"workbook?{query}", lang).encode(), 6)) <= most


def test_recommendations_principles_and_cases_lead_back():
    for one in READINESS.statements:
        for name in one.recommendations:
            assert f"readiness/{one.id}" in leads(f"roadmap/{name}"), (one.id, name)
    for asked in WORKBOOK.questions:
        for name in asked.cases:
            assert f"workbook/{asked.id}" in leads(f"cases/{name}?all=1&go=1"), (asked.id, name)
    for name in (one.id for one in given().library.principles):
        there = leads(f"principles/{name}")
        assert f"workbook?principle={name}" in there or any(one.startswith("workbook/") for one in there), name


def test_the_list_of_a_principle_holds_every_statement_that_names_it():
    there = leads("readiness?principle=privacy")
    for one in READINESS.statements:
        assert (f"readiness/{one.id}" in there) == ("privacy" in one.principles), one.id
