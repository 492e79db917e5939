"""The native file of readiness, workbook and plan: an exact round trip, and sentences for whatever is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from tests.exchange.record_strategies import QUESTIONS, STATEMENTS, records
from tests.exchange.small import SECRET, refusal
from toolkit.core.kept import ratings_of
from toolkit.core.responses import State
from toolkit.exchange.bundle import dumps
from toolkit.exchange.record import FORMAT, MAX_SHEETS, Record, Sheet, content_of, is_record, read_record, write_record

SCHEMA = json.loads(files("toolkit.data").joinpath("schemas/record-1.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
HEAD: dict[str, Any] = {"format": FORMAT, "kind": "readiness", "values": {}}
STATEMENT, QUESTION = STATEMENTS[0], QUESTIONS[0]


def readiness(**values: object) -> dict[str, Any]:
    return {**HEAD, "values": {key.replace("__", "/"): value for key, value in values.items()}}


def rating(part: str, value: object) -> dict[str, Any]:
    return {**HEAD, "values": {f"rating/{STATEMENT}/{part}": value}}


@given(original=records())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_record_that_is_written_and_read_is_the_same_record(original: Record) -> None:
    text = dumps(write_record(original))
    read = read_record(text)
    event(original.kind)
    assert read.record == original
    assert dumps(write_record(read.record)) == text


@given(original=records())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_record_that_is_written_fits_the_schema(original: Record) -> None:
    VALIDATOR.validate(json.loads(dumps(write_record(original))))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_file_says_which_questions_were_asked_and_that_it_is_an_illustration() -> None:
    version, digest = content_of("readiness")
    written = write_record(Record("readiness", "Our agency", {}, (), version, digest, demo=True))
    assert written["content"] == {"version": version, "sha256": digest}
    assert "Illustration" in str(written["notice"])
    assert read_record(dumps(written)).record.demo


def test_other_questions_are_a_notice_and_no_error() -> None:
    read = read_record({**HEAD, "content": {"version": "0.1", "sha256": "f" * 64}})
    assert read.record.content_version == "0.1"
    assert "made with other questions" in read.notices[0]


def test_what_is_withheld_stays_out_of_the_file_and_the_state_stays_in() -> None:
    values = {
        **{f"rating/{STATEMENT}/{part}": SECRET for part in ("note", "evidence", "reason")},
        **{f"rating/{STATEMENT}/level": 4, f"rating/{STATEMENT}/state": "withheld"},
        f"rating/{STATEMENTS[1]}/note": "open",
    }
    sheet = Sheet("s1", "", values)
    text = dumps(write_record(Record("readiness", "", values, (sheet,))))
    read = read_record(text).record
    assert SECRET not in text
    assert ratings_of(read.values)[STATEMENT].state is State.WITHHELD
    assert ratings_of(read.values)[STATEMENTS[1]].note == "open"


def test_an_id_that_is_gone_from_the_content_is_kept_and_said() -> None:
    given = {**HEAD, "values": {"rating/ready-gone/level": 3}}
    read = read_record(given)
    assert read.record.values == {"rating/ready-gone/level": 3}
    assert "“ready-gone”" in read.notices[0]


def test_a_key_that_is_nobodys_is_kept_and_said() -> None:
    read = read_record(readiness(later__thing="x"))
    assert read.record.values == {"later/thing": "x"}
    assert read.notices == ("values.later/thing: not part of a readiness record; kept, without effect",)


def test_a_cleared_answer_is_not_written() -> None:
    assert write_record(Record("workbook", "", {f"reply/{QUESTION}/text": None}))["values"] == {}


def test_a_record_is_told_from_an_assessment() -> None:
    assert is_record(HEAD)
    assert not is_record({"format": "toolkit-assessment/1"})


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no format": ({"kind": "plan", "values": {}}, "format: this file must say toolkit-record/1, found nothing"),
    "later format": ({**HEAD, "format": "toolkit-record/2"}, "update the toolkit"),
    "no kind": ({"format": FORMAT, "values": {}}, "kind: must be one of readiness, workbook, plan"),
    "unknown kind": ({**HEAD, "kind": "readines"}, "did you mean “readiness”?"),
    "no values": ({"format": FORMAT, "kind": "plan"}, "values: is missing"),
    "values is a list": ({**HEAD, "values": []}, "values: must be an object"),
    "unknown field": ({**HEAD, "value": {}}, "did you mean “values”?"),
    "title is a number": ({**HEAD, "title": 3}, "title: must be text"),
    "demo is text": ({**HEAD, "demo": "yes"}, "demo: must be true or false"),
    "sha256 is short": ({**HEAD, "content": {"sha256": "abc"}}, "content.sha256: must be 64 digits"),
    "version is long": ({**HEAD, "content": {"version": "x" * 401}}, "content.version"),
    "level 0": (rating("level", 0), f"values.rating/{STATEMENT}/level: must be a whole number from 1 to 5, found 0"),
    "level 6": (rating("level", 6), "found 6"),
    "level is true": (rating("level", True), "found True"),
    "level is text": (rating("level", "3"), "found “3”"),
    "level is empty": (rating("level", ""), "write “unknown”"),
    "range of one": (rating("level", [3]), "two or three numbers"),
    "range of texts": (rating("level", ["1", "2"]), "found “1”"),
    "unknown state": (rating("state", "answered"), "must be one of na, withheld"),
    "note is a number": (rating("note", 1), "must be text in quotes"),
    "endless note": (rating("note", "x" * 100_001), "at most 100,000"),
    "still true is true": (rating("still_true", True), "must be one of yes, no"),
    "unknown part": (rating("evidense", "x"), "did you mean “evidence”?"),
    "no part": (readiness(rating__x=3), "is no key of “rating”"),
    "misspelt root": (readiness(ratng__a__level=3), "did you mean “rating”?"),
    "target stage 6": ({**HEAD, "values": {"target/stage/people-expertise": 6}}, "found 6"),
    "unknown target": (readiness(target__stag__x=3), "is no key of “target”"),
    "sheet is text": (readiness(sheet__a="Ann"), 'an object such as {"name"'),
    "sheet with more": (readiness(sheet__a={"name": "x", "age": 3}), 'an object such as {"name"'),
    "withhold of nothing": (readiness(withhold__thing__x="why"), "is no key of “withhold”"),
    "withhold is a number": (readiness(withhold__rating__x=1), "must be text in quotes"),
    "meta is deep": (readiness(meta__plan={"a": {"b": 1}}), "a short list of these"),
    "endless key": ({**HEAD, "values": {"meta/" + "x" * 200: "a"}}, "at most 200"),
    "foreign and deep": ({**HEAD, "values": {"later/x": [[1]]}}, "a short list of these"),
    "sheets is an object": ({**HEAD, "sheets": {}}, "sheets: must be a list"),
    "sheet without id": ({**HEAD, "sheets": [{"values": {}}]}, "sheets[0].id: is missing"),
    "sheet with a wrong level": (
        {**HEAD, "sheets": [{"id": "a", "values": {"rating/a/level": 9}}]},
        "sheets[0].values.rating/a/level: must be",
    ),
    "two sheets of one id": ({**HEAD, "sheets": [{"id": "a", "values": {}}] * 2}, "two sheets have the id “a”"),
    "flood of sheets": ({**HEAD, "sheets": [{}] * (MAX_SHEETS + 1)}, f"at most {MAX_SHEETS} are read"),
    "sheets of a plan": ({**HEAD, "kind": "plan", "sheets": [{"id": "a", "values": {}}]}, "only a readiness record"),
    "flood of values": ({**HEAD, "values": {f"meta/{n}": "x" for n in range(20_001)}}, "at most 20,000"),
    "due soon": ({**HEAD, "kind": "plan", "values": {"action/a/due": "soon"}}, "must be a date such as"),
    "impossible day": ({**HEAD, "kind": "plan", "values": {"action/a/due": "2026-02-30"}}, "must be a date such as"),
    "size XL": ({**HEAD, "kind": "plan", "values": {"action/a/size": "XL"}}, "must be one of S, M, L"),
    "needs is text": ({**HEAD, "kind": "plan", "values": {"action/a/needs": "b"}}, "a list of ids"),
    "place is text": ({**HEAD, "kind": "plan", "values": {"action/a/place": "1"}}, "must be a whole number"),
    "status done": ({**HEAD, "kind": "workbook", "values": {f"reply/{QUESTION}/status": "done"}}, "open, in-hand"),
    "result is a list": ({**HEAD, "result": []}, "result: must be an object"),
    "mark without stage": (
        {**HEAD, "result": {"marks": [{"id": "a", "dimension": "d"}]}},
        "result.marks[0].required_at: is missing",
    ),
    "mark at stage 9": (
        {**HEAD, "result": {"marks": [{"id": "a", "dimension": "d", "required_at": 9}]}},
        "required_at: must be from 1 to 5",
    ),
}
BEYOND = {"unknown part", "no part", "misspelt root", "unknown target", "withhold of nothing", "two sheets of one id",
          "impossible day"}  # fmt: skip
"""What no schema can know: keys of other roots are free, ids, and the calendar."""


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_wrong_value_is_named_with_its_path_and_a_way_out(name: str) -> None:
    sample, words = BAD[name]
    assert words in refusal(lambda: read_record(json.dumps(sample)))
    assert VALIDATOR.is_valid(sample) == (name in BEYOND)


@pytest.mark.parametrize("source", ["", "[1]", '{"format": 1', b"\xff\xfe", '{"a": NaN}', "[" * 100_000])
def test_text_that_is_no_record_is_refused_in_a_sentence(source: str | bytes) -> None:
    assert refusal(lambda: read_record(source))


def test_writing_takes_out_what_reading_refuses() -> None:
    text = dumps(write_record(Record("workbook", "a\0b\ud800", {"meta/system": "c\0"})))
    read = read_record(text).record
    assert (read.title, read.values) == ("ab\ufffd", {"meta/system": "c"})


def test_a_half_chosen_range_is_kept_as_it_is() -> None:
    original = Record("readiness", "", {f"rating/{STATEMENT}/level": [2, None]}, id="a")
    assert read_record(dumps(write_record(original))).record == replace(original)
