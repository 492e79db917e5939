"""The catalogue against a real server: found by criteria, compared, saved, assessed; each page says what it is not."""

import csv
import io
import re

import pytest

from tests.server.hub import NORTH
from toolkit.content.hub import load_hub
from toolkit.core.hub_access import Role
from toolkit.core.hub_listing import Dealing
from toolkit.store import open_store

HUB = load_hub("en")
NOTICE = "Not evaluated by us, and no endorsement."


def cards(page):
    return re.findall(r'<h3><a href="/hub/tools/([a-z0-9-]+)\?', page.text)


def test_every_tool_is_there_by_name_and_each_card_says_that_nobody_evaluated_it(ann):
    page = ann.get("/hub/tools")
    assert cards(page) == [one.id for one in HUB.listings]
    found = re.findall(r'<article class="card tool">.*?</article>', page.text, re.DOTALL)
    assert len(found) == 42
    assert all(NOTICE in one for one in found)


def test_filters_stand_in_the_address_and_in_the_form(ann):
    page = ann.get("/hub/tools?functions=report-triage&status=project-ended")
    assert "grace" in cards(page)
    assert len(cards(page)) < 42
    assert re.search(r'name="functions" id="functions-report-triage" value="report-triage" checked', page.text)
    assert "functions=report-triage&amp;status=project-ended&amp;lang=ar" in page.text, "the language keeps the filters"


def test_matching_shows_every_tool_with_its_reasons(ann):
    page = ann.get("/hub/tools?functions=report-triage&stated=users&how=match")
    assert len(cards(page)) == 42
    met = [int(one) for one in re.findall(r"Meets (\d) of 2 criteria", page.text)]
    assert met == sorted(met, reverse=True)
    for word in ("Fits:", "Does not fit:", "Not stated:"):
        assert f"<strong>{word}</strong>" in page.text


def test_what_the_catalogue_does_not_know_is_left_out_and_never_written_into_the_page(ann):
    page = ann.get("/hub/tools?functions=%22%3E%3Cscript%3E&q=%22%3E%3Cscript%3E")
    assert page.status == 200
    assert "<script>" not in page.text


def test_the_page_of_a_tool_names_each_criterion_about_which_nothing_is_stated(ann):
    page, grace = ann.get("/hub/tools/grace").text, HUB.listing("grace")
    assert page.count('<span class="unstated">Not stated</span>') >= len(grace.not_stated)
    assert NOTICE in page
    assert [one for one in grace.ask if one not in page] == []
    assert [one.url for one in grace.sources if f'href="{one.url}"' not in page] == []
    assert ann.get("/hub/tools/no-such-tool").status == 404


def test_saving_and_taking_off(house, ann):
    assert ann.post("/hub/tools/grace/save", page="/hub/tools/grace", do="save").status == 303
    assert house.store.dealt(ann.code, Dealing.SAVED) == {"grace"}
    assert cards(ann.get("/hub/tools?show=saved")) == ["grace"]
    ann.post("/hub/tools/grace/save", do="forget")
    assert house.store.dealt(ann.code, Dealing.SAVED) == frozenset()


def test_a_comparison_tells_differences_and_what_is_not_stated_and_is_remembered(house, ann):
    page = ann.get("/hub/compare?tool=grace&tool=griffeye")
    assert "differs" in page.text
    assert "Not stated" in page.text
    assert {"grace", "griffeye"} <= house.store.dealt(ann.code, Dealing.COMPARED)
    fewer = ann.get("/hub/compare?tool=grace&tool=griffeye&rows=differing").text
    assert fewer.count("<tr") == fewer.count('<tr class="differs"') + 1


@pytest.mark.parametrize("query", ["", "tool=grace", "&".join(f"tool={one.id}" for one in HUB.listings[:5])])
def test_one_tool_or_five_are_not_compared(ann, query):
    assert "Tick two to 4 tools" in ann.get(f"/hub/compare?{query}").text
    assert ann.get(f"/hub/compare.csv?{query}").status == 400


def test_the_file_begins_and_ends_with_the_notice(ann):
    answer = ann.get("/hub/compare.csv?tool=grace&tool=griffeye")
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert lines[0] == lines[-1] == [HUB.catalogue.notice]
    cost = next(line for line in lines if line[:1] == ["Cost"])
    assert cost[1] == "Not stated"
    assert 'filename="tools-' in answer.headers["Content-Disposition"]


def test_an_assessment_starts_with_what_the_officer_said_yes_to_and_nothing_else(house, ann):
    form = {"page": "/hub/tools/griffeye", "option": ["application:child-abuse-triage", "application:face-search"]}
    answer = ann.post("/hub/tools/griffeye/assess", **form)
    assert answer.status == 303
    (identity,) = re.findall(r"/risk\?assessment=([0-9a-f-]{36})&lang=en#\1/describe/1", answer.headers["Location"])
    with open_store(f"sqlite:///{house.folder}/hub.db") as store:
        record = store.load(identity)
    assert (record.owner, record.title) == (ann.email, HUB.listing("griffeye").name)
    said = record.values.pop("meta/summary")
    assert record.values == {"profile/application": ["child-abuse-triage"]}, "what was not proposed is not taken"
    assert "from the listing “Griffeye" in said
    assert HUB.catalogue.notice in said
    assert [one.about for one in house.store.touches("griffeye") if one.dealing is Dealing.ASSESSED] == [identity]


def test_readiness_for_a_tool_begins_once_with_its_name_and_the_agency_and_no_answer(house):
    ben = house.browser()
    first = ben.post("/hub/tools/whisper/ready", page="/hub/tools/whisper").headers["Location"]
    (identity,) = re.findall(r"/readiness\?assessment=([0-9a-f-]{36})&lang=en#\1/tasks", first)
    with open_store(f"sqlite:///{house.folder}/hub.db") as store:
        record = store.load(identity)
        assert store.origin(identity).listing == "whisper"
    assert record.title == f"Are we ready for {HUB.listing('whisper').name}?"
    assert record.values.pop("meta/summary")
    assert record.values == {"meta/organization": NORTH}
    assert ben.post("/hub/tools/whisper/ready").headers["Location"] == first, "it goes on with the same one"
    assert f"/readiness?assessment={identity}" in ben.get("/hub/tools/whisper").text


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("path", ["/hub/tools", "/hub/tools/grace", "/hub/compare", "/hub/compare.csv"])
def test_providers_and_administrators_do_not_read_the_catalogue(house, role, path):
    assert house.browser(role).get(path).status == 403
