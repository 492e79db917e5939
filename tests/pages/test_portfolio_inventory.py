"""Public inventories on the page: explorable at once, never a level, and the beginning of an assessment."""

from __future__ import annotations

import base64
import json
import os
import re
from pathlib import Path

import pytest

from tests.exchange.test_inventory import COLUMNS_2025
from tests.pages.portfolio import Analyst
from toolkit.content.surveys import inventory_words
from toolkit.core.inventory import exposed, findings, reclassified
from toolkit.core.kept import INVENTORY
from toolkit.exchange.inventory import OURS, read_inventory
from toolkit.exchange.inventory_kept import kept, read_any, records_of
from toolkit.exchange.inventory_out import write_inventory
from toolkit.exchange.problems import BundleError
from toolkit.pages.portfolio_inventory_words import TEXTS
from toolkit.pages.screen import Event

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("TOOLKIT_SHARED", ROOT.parent / "shared" / "data"))
REAL = REAL if REAL.name == "data" or not (REAL / "data").is_dir() else REAL / "data"
US = REAL / "us_le_ai_use_cases.csv"
real = pytest.mark.skipif(not US.is_file(), reason="the real inventories are not beside the checkout (TOOLKIT_SHARED)")

SMALL = "\r\n".join(
    [
        COLUMNS_2025,
        "D-1,DOJ,FBI,Face search,Deployed,High-impact,Yes,,To find people,In-progress,,Not Applicable",
        "D-2,DOJ,FBI,Text search,Deployed,Not High-impact,No,,To read,,,",
        'D-3,DHS,CBP,"<b>Plates</b>",Pilot,High-impact,Yes,,To stop cars,Yes,Yes,Yes',
    ]
).encode()


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def bring(analyst, raw, name="inventory.csv"):
    value = {"filename": name, "base64": base64.b64encode(raw).decode()}
    return analyst.send(Event("upload", "inventory", value))


@pytest.fixture
def analyst(store):
    return bring(Analyst(store), SMALL)


def test_the_same_file_twice_adds_nothing_and_says_so(analyst, store):
    said = text_of(bring(analyst, SMALL, "copy.csv").html())
    assert "Every record of this file is here already. Nothing was added." in said
    assert "3 of 3 records" in said
    assert len(store.listing("ada")) == 1


def test_a_register_that_does_not_say_what_is_in_use_is_not_counted_as_none(store):
    british = b"publishing_body,tool_name,description\r\nHMPPS,Estimator,Estimates\r\n"
    said = text_of(bring(Analyst(store), british).html())
    assert "1 record. This register does not say what is in use. That is unknown, not none." in said
    assert "0 in use" not in said


def test_an_inventory_that_is_brought_stays_and_says_what_is_odd(analyst, store):
    said = text_of(analyst.html())
    assert "3 records, layout us-2025, read as UTF-8. None is assessed." in said
    assert "3 of 3 records. None is assessed." in said
    assert [one.questionnaire_id for one in store.listing("ada")] == [INVENTORY]
    assert "3 of 3 records" in text_of(Analyst(store).go("inventories").html())
    assert "There are no records" not in said


def test_the_import_report_of_an_arabic_reader_has_no_english_sentence(store):
    odd = SMALL + b"\r\nD-1,DOJ,FBI,,Deployed,High-impact,Yes,,=1+1,Perhaps"
    said = bring(Analyst(store, "ar"), odd).state.said
    english = bring(Analyst(store, who="eve"), odd).state.said
    assert len(said) == len(english) > 5
    words = " ".join(said).replace("us-2025", "").replace("UTF-8", "").replace("D-1", "").replace("US2025", "")
    assert re.findall(r"[A-Za-z]{4,}", words) == []
    assert not set(said) & set(english)


def test_where_nothing_is_assessed_the_way_to_the_records_is_shown(analyst, store):
    assert "there are 3 records. A record has no level." in text_of(analyst.go("overview").html())
    assert 'data-value="inventories"' in analyst.html()
    assert "Bring a public inventory" in Analyst(store, who="nobody").html()


def test_no_record_has_a_level(analyst):
    assert analyst.book.systems == ()
    assert analyst.html().count("Not assessed") >= 3
    assert not re.search(r'class="chip r[1-6]"', analyst.html())


def test_what_is_kept_reads_back_the_same():
    found = read_inventory(SMALL, inventory_words())
    again = records_of(json.loads(json.dumps(kept(found))))
    assert again == found.records


def test_what_the_command_wrote_can_be_brought_too():
    words = inventory_words()
    found = read_inventory(SMALL, words)
    written = json.dumps(write_inventory([found], words)).encode()
    (again,) = read_any(written, words)
    assert [(one.id, one.practices, one.stage, one.impact, one.key) for one in again.records] == [
        (one.id, one.practices, one.stage, one.impact, one.key) for one in found.records
    ]


@pytest.mark.parametrize(
    "raw", [b"", b"a,b\n1,2\n", b"{}", b'{"format": "toolkit-inventory/1", "records": [3]}', b"\x00"]
)
def test_a_file_that_is_none_leaves_a_sentence_and_nothing_else(store, raw):
    analyst = bring(Analyst(store), raw)
    assert analyst.state.message
    assert store.listing("ada") == ()
    with pytest.raises(BundleError):
        read_any(raw, inventory_words())


@pytest.mark.parametrize("raw", [b" ", b"PK\x03\x04xlsx", b"a,b\n1,2\n", b"{}", SMALL + b'\n"'])
def test_why_a_file_is_refused_is_said_in_the_readers_language(store, raw):
    said = bring(Analyst(store, "ar"), raw).state.message
    assert re.search("[ء-ي]{3}", said)
    assert "give" not in said
    assert "save" not in said


def test_the_filters_find_high_impact_systems_in_use_without_reported_testing(analyst):
    html = analyst.act("sift", gap="in-use-high", practice="testing", said="not-yes").html()
    assert "1 of 3 records" in text_of(html)
    assert "Face search" in html
    assert analyst.visit.screen().route == "inventories?gap=in-use-high&practice=testing&said=not-yes"


def test_a_record_shows_what_was_published_and_what_is_missing(analyst):
    name = analyst.html().split("record/")[1].split('"')[0].split("?")[0]
    said = text_of(analyst.go(f"record/{name}").html())
    assert "To find people" in said
    assert "Testing: In progress, while the system is in use and of high impact" in said
    assert "Appeal: In use and of high impact, and said not to apply: ask why" in said


def test_a_record_is_headed_by_its_name_and_its_texts_by_words_of_the_reader(analyst, store):
    name = analyst.html().split("record/")[1].split('"')[0].split("?")[0]
    html = analyst.go(f"record/{name}").html()
    assert re.search(r"<h1[^>]*>(<bdi>)?Face search", html)
    assert "<bdi>Purpose</bdi>" in html
    arabic = Analyst(store, "ar").go(f"record/{name}").html()
    assert "<bdi>الغرض</bdi>" in arabic
    assert not re.search(r"<dt>(<bdi>)?[a-z_]+<", arabic)


def test_every_text_that_a_layout_reads_has_a_name():
    read = {name for layout in inventory_words()["layouts"] for name in layout["columns"]} - OURS
    assert read == set(TEXTS)


def test_an_assessment_begins_with_where_it_came_from_and_no_answer(analyst, store):
    name = analyst.html().split("record/")[1].split('"')[0].split("?")[0]
    analyst.go(f"record/{name}").act("begin", name)
    assert "An assessment is begun" in analyst.html()
    (begun,) = (store.load(one.id) for one in store.listing("ada") if one.questionnaire_id != INVENTORY)
    assert begun.title == "Face search"
    assert "US federal, 2025" in begun.values["meta/provenance"]
    assert [key for key in begun.values if key.startswith("item/")] == []
    assert [one.level(analyst.book.tier) for one in analyst.book.systems] == [None]


def test_an_inventory_is_deleted_after_a_question(analyst, store):
    (one,) = store.listing("ada")
    analyst.act("drop", one.id)
    assert "Delete it for good" in analyst.html()
    assert store.listing("ada")
    analyst.act("drop", one.id)
    assert store.listing("ada") == ()


def test_nobody_deletes_what_is_not_theirs_through_the_page(store):
    bring(Analyst(store, who="bea"), SMALL)
    (one,) = store.listing("bea")
    Analyst(store).act("drop", one.id).act("drop", one.id)
    assert store.listing("bea")


def test_names_from_a_register_are_escaped(analyst):
    assert "<b>Plates" not in analyst.html()


@real
def test_the_803_real_records_are_explored_at_once(store):
    words = inventory_words()
    records = read_inventory(US.read_bytes(), words).records
    analyst = bring(Analyst(store), US.read_bytes())
    said = text_of(analyst.html())
    assert "803 of 803 records. None is assessed." in said
    assert "In use and of high impact by their own label: 119." in said
    assert "In use and of high impact by their own label: 138." in said
    assert f"Another label a year later: {len(reclassified(records))}" in said
    analyst.act("sift", year="2025", gap="in-use-high", practice="testing", said="not-yes")
    assert "87 of 803 records" in text_of(analyst.html())
    assert sum(map(exposed, records)) == 119 + 138


@real
def test_two_assessments_begin_from_real_records_and_are_compared(store):
    analyst = bring(Analyst(store), US.read_bytes())
    ids = [one.id for one in records_of(store.load(store.listing("ada")[0].id).values) if exposed(one)][:2]
    for name in ids:
        analyst.go(f"record/{name}").act("begin", name)
    systems = [one.id for one in analyst.book.systems]
    said = text_of(analyst.go(f"compare?id={systems[0]}&id={systems[1]}").html())
    assert len(systems) == 2
    assert "At least one system has no answers. Unknown is not low" in said


@real
def test_the_real_records_keep_every_finding(store):
    words = inventory_words()
    records = read_inventory(US.read_bytes(), words).records
    bring(Analyst(store), US.read_bytes())
    again = records_of(store.load(store.listing("ada")[0].id).values)
    assert list(findings(again)) == list(findings(records))
