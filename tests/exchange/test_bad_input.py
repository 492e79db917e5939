"""Bad files: each gets a sentence that says where, what and how to mend it, and never a traceback."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.exchange.small import LIBRARY, SECRET, assessment, refusal
from toolkit.core.responses import Factor, State
from toolkit.exchange.bundle import FORMAT, dumps, read_bundle, write_bundle
from toolkit.exchange.problems import MOST, SHOWN, BundleError
from toolkit.exchange.safe_json import MAX_BYTES, MAX_DEPTH

HEAD: dict[str, object] = {"format": FORMAT, "id": "a", "title": "A"}


def bundle(**changes: object) -> dict[str, object]:
    return {**HEAD, **changes}


def answer(**changes: object) -> dict[str, object]:
    return bundle(responses={"wrong-lead": {"state": "answered", **changes}})


def message(source: object) -> str:
    return refusal(lambda: read_bundle(source, LIBRARY))  # type: ignore[arg-type]


TEXT = {
    "empty": ("", "line 1, column 1"),
    "truncated": (dumps(HEAD)[:30], "cut off"),
    "no object": ("[1, 2]", "one object in braces"),
    "trailing rubbish": ('{"format": 1} x', "line 1, column 15"),
    "invalid UTF-8": (b'{\n"title": "caf\xe9"}', "line 2, column 14"),
    "UTF-16": (json.dumps(HEAD).encode("utf-16"), "UTF-8"),
    "binary": (b"PK\x03\x04\x00\xff\xfe", "UTF-8"),
    "duplicate key": ('{"format": "x", "id": "a", "id": "b"}', "“id” stands twice"),
    "NaN": ('{"responses": NaN}', "NaN"),
    "Infinity": ('{"responses": -Infinity}', "-Infinity"),
    "number beyond floats": ('{"responses": 1e999}', "too large"),
    "endless number": (f'{{"id": {"9" * 5000}}}', "too long"),
    "NUL": (r'{"format": "a\u0000"}', "NUL"),
    "NUL in a key": (r'{"a\u0000": 1}', "NUL"),
    "half a character": (r'{"title": "\ud800"}', "unpaired surrogate"),
    "too deep": ("[" * 100_000, f"more than {MAX_DEPTH} deep"),
    "too deep in objects": ('{"a":' * 41 + "1" + "}" * 41, f"more than {MAX_DEPTH} deep"),
    "open string of quotes": ('{"' + '\\"' * 1_000_000, "not valid JSON"),
}


@pytest.mark.parametrize(("source", "words"), TEXT.values(), ids=TEXT)
def test_text_that_is_no_bundle_is_refused_with_the_place(source: str | bytes, words: str) -> None:
    assert words in message(source)


STRUCTURE: dict[str, tuple[dict[str, object], str]] = {
    "no format": ({"id": "a", "title": "A"}, "format: is missing"),
    "later format": (bundle(format="toolkit-assessment/2"), f"only {FORMAT}"),
    "format of a wrong type": (bundle(format=1), "format: is missing"),
    "empty id": (bundle(id=""), "id: is empty"),
    "title is a number": (bundle(title=3), "title: must be text"),
    "misspelt field": (bundle(reponses={}), "did you mean “responses”?"),
    "demo is text": (bundle(demo="yes"), "demo: must be true or false"),
    "responses is a list": (bundle(responses=[]), "responses: must be an object"),
    "unknown item": (bundle(responses={"wrong-led": {"state": "unknown"}}), "did you mean “wrong-lead”?"),
    "unknown method": (bundle(method="rights-frist"), "did you mean “rights-first”?"),
    "unknown profile field": (bundle(profile={"aplication": "unknown"}), "did you mean “application”?"),
    "unknown option": (bundle(profile={"stage": "used"}), "did you mean “use”?"),
    "list for one option": (bundle(profile={"stage": ["use"]}), "one option, not a list"),
    "exclusive option": (bundle(profile={"application": ["helpdesk", "face-search"]}), "cannot be combined"),
    "unknown fact": (bundle(facts={"scores_peple": True}), "did you mean “scores_people”?"),
    "fact is text": (bundle(facts={"scores_people": "no"}), "facts.scores_people: must be true, false or null"),
    "meta is a number": (bundle(meta={"a": 1}), "meta.a: must be text"),
    "no state": (bundle(responses={"wrong-lead": {}}), "responses.wrong-lead.state: is missing"),
    "unknown state": (answer(state="answred"), "did you mean “answered”?"),
    "score 0": (answer(likelihood=0), "responses.wrong-lead.likelihood: must be from 1 to 5, found 0"),
    "score 6": (answer(impact=6), "responses.wrong-lead.impact: must be from 1 to 5, found 6"),
    "score is text": (answer(likelihood="3"), "responses.wrong-lead.likelihood: must be a whole number"),
    "score is true": (answer(likelihood=True), "must be a whole number from 1 to 5, found true or false"),
    "score is 2.5": (answer(likelihood=2.5), "must be a whole number"),
    "range falls": (answer(likelihood=[4, 2]), "must rise"),
    "best guess outside": (answer(likelihood={"lo": 1, "hi": 2, "mode": 3}), "best guess inside"),
    "range of one": (answer(likelihood=[4]), "two or three numbers"),
    "range without end": (answer(likelihood={"lo": 1}), "likelihood.hi: is missing"),
    "range out of scale": (answer(likelihood=[0, 9]), "likelihood[1]: must be from 1 to 5, found 9"),
    "unknown confidence": (answer(confidence="sure"), "certain, high, medium, low"),
    "note is a number": (answer(note=1), "note: must be text"),
    "endless note": (answer(note="x" * 100_001), "at most 100,000"),
    "unknown control": (answer(controls=["two-person-chek"]), "did you mean “two-person-check”?"),
    "control without id": (answer(controls=[{}]), "controls[0].id: is missing"),
    "controls is text": (answer(controls="audit"), "controls: must be a list"),
    "control strength 4": (
        answer(controls=[{"id": "audit", "strength": 4}]),
        "controls[0].strength: must be from 0 to 3",
    ),
    "odd evidence": (answer(controls=[{"id": "audit", "evidence": "yes"}]), "controls[0].evidence"),
    "na without reason": (answer(state="na", reason=" "), "“not applicable” needs a reason"),
    "na not allowed": (
        bundle(responses={"missed-case": {"state": "na", "reason": "x"}}),
        "responses.missed-case.state: this risk applies to every system",
    ),
    "re-rated upwards": (
        answer(likelihood=2, impact=2, rerated={"current": {"likelihood": 3, "impact": 2}}),
        "rerated.current.likelihood: 3 is above 2",
    ),
    "half a re-rating": (answer(rerated={"current": {"likelihood": 3}}), "rerated.current.impact: is missing"),
    "re-rated to nothing": (answer(rerated={"target": {"likelihood": 3, "impact": None}}), "needs both"),
    "unknown tier": (answer(rerated={"curent": {}}), "did you mean “current”?"),
    "half a severity": (answer(severity={"scale": 1, "scope": 1}), "severity.irreversibility: is missing"),
    "two impacts": (answer(impact=1, severity={"scale": 5, "scope": 1, "irreversibility": 1}), "keep one"),
    "unknown decision": (bundle(treatments={"wrong-lead": {"decision": "acept"}}), "did you mean “accept”?"),
    "due soon": (bundle(treatments={"wrong-lead": {"due": "soon"}}), "treatments.wrong-lead.due: must be a date"),
    "impossible day": (bundle(treatments={"wrong-lead": {"due": "2026-02-30"}}), "must be a date"),
    "result without levels": (
        bundle(result={"method": "linear", "evaluated_on": "2026-01-01"}),
        "result.tiers: is missing",
    ),
    "result without a day": (
        bundle(result={"method": "linear", "evaluated_on": "", "tiers": {}}),
        "result.evaluated_on",
    ),
    "result with half a level": (
        bundle(result={"method": "linear", "evaluated_on": "2026-01-01", "tiers": {"current": {"at_least": "low"}}}),
        "result.tiers.current.at_most: is missing",
    ),
}


@pytest.mark.parametrize(("source", "words"), STRUCTURE.values(), ids=STRUCTURE)
def test_a_wrong_value_is_named_with_its_path_and_a_way_out(source: dict[str, object], words: str) -> None:
    assert words in message(json.dumps(source))


def test_a_file_of_100_megabytes_is_refused_unread_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    assert f"100,000,000 bytes; at most {MAX_BYTES:,}" in message(path)
    assert "\n" not in message(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "absent.json: cannot be read" in message(tmp_path / "absent.json")


def test_data_that_never_was_text_is_checked_too() -> None:
    deep: dict[str, object] = {}
    for _ in range(100_000):
        deep = {"a": deep}
    assert "nested more than" in message(deep)
    assert "must be text" in message({**HEAD, "meta": {1: "x"}})


def test_all_problems_are_told_at_once_but_not_more_than_a_person_reads() -> None:
    text = message(bundle(title=1, demo="x", meta=[]))
    assert [line.split(":")[0] for line in text.splitlines()] == ["demo", "meta", "title"]
    many = message(bundle(responses={f"item-{n}": {} for n in range(SHOWN + 7)}))
    assert many.splitlines()[-1] == "… and 7 more"
    assert len(many.splitlines()) == SHOWN + 1


def test_a_flood_of_problems_stops_early() -> None:
    started = time.perf_counter()
    text = message(bundle(responses={f"{n}-{'x' * 200}": {} for n in range(20_000)}))
    assert f"… and {MOST - SHOWN} more" in text
    assert time.perf_counter() - started < 2


def test_an_unknown_item_can_be_left_out_with_a_notice() -> None:
    read = read_bundle(bundle(responses={"gone": {"state": "unknown"}}), LIBRARY, drop_unknown=True)
    assert read.assessment.responses == {}
    assert "responses.gone" in read.notices[0]


def test_other_content_is_a_notice_and_no_error() -> None:
    read = read_bundle(bundle(questionnaire={"id": "risk", "version": "0.9", "sha256": "f" * 64}), LIBRARY)
    assert [notice.split(":")[0] for notice in read.notices] == ["questionnaire.version", "questionnaire.sha256"]


def test_another_method_version_is_a_notice() -> None:
    read = read_bundle(bundle(method={"id": "linear", "version": "0.1"}), LIBRARY)
    assert read.assessment.method == "linear"
    assert "0.1" in read.notices[0]


def test_withheld_without_reviewer_is_a_notice() -> None:
    assert "named reviewer" in read_bundle(answer(state="withheld"), LIBRARY).notices[0]


def test_severity_parts_give_the_impact() -> None:
    parts = {"likelihood": 2, "scale": 2, "scope": 5, "irreversibility": 4}
    response = read_bundle(answer(severity=parts), LIBRARY).assessment.responses["wrong-lead"]
    assert (response.likelihood, response.impact) == (Factor(2, 2), Factor(4, 4))


def test_short_forms_are_understood() -> None:
    given = answer(
        state="range", likelihood=[2, 4, 3], impact=3.0, controls=["audit", {"id": "redress", "evidence": "test"}]
    )
    response = read_bundle(given, LIBRARY).assessment.responses["wrong-lead"]
    assert (response.state, response.likelihood, response.impact) == (State.RANGE, Factor(2, 4, 3), Factor(3, 3))
    assert [(one.id, one.status.value, one.evidenced) for one in response.controls] == [
        ("audit", "in-place", False),
        ("redress", "in-place", True),
    ]


def test_a_byte_order_mark_is_no_obstacle() -> None:
    assert read_bundle(b"\xef\xbb\xbf" + dumps(HEAD).encode(), LIBRARY).assessment.id == "a"


def test_a_message_carries_no_control_character_of_the_file() -> None:
    text = message(answer(**{"x\u202e\x1b[31m": 1}))
    assert all(char.isprintable() for char in text)


def test_a_field_of_somebody_else_is_left_out_with_a_notice() -> None:
    (notice,) = read_bundle(json.dumps(bundle(**{"x\u202e\x1b[31m": 1})), LIBRARY).notices
    assert notice.endswith("not part of this format, and left out")
    assert notice.isprintable()


def test_a_bundle_needs_neither_id_nor_title() -> None:
    read = read_bundle(json.dumps({"format": FORMAT}), LIBRARY).assessment
    assert (read.id, read.title) == ("unnamed", "Untitled system")


def test_writing_takes_out_what_reading_refuses() -> None:
    text = dumps(write_bundle(assessment(title="a\0b\ud800c\ud83d\udc6e"), LIBRARY))
    assert read_bundle(text, LIBRARY).assessment.title == "ab\ufffdc👮"


def test_writing_refuses_what_json_does_not_have() -> None:
    with pytest.raises(BundleError, match="cannot be written as JSON"):
        dumps({"x": float("nan")})


def test_two_megabytes_are_read_in_half_a_second() -> None:
    note = (SECRET + ' é\\" \n') * 2_000
    given = {item.id: {"state": "unknown", "note": note[:90_000], "reason": note[:90_000]} for item in LIBRARY.items}
    padding = {f"m{n}": note[:50_000] for n in range(25)}
    text = dumps(bundle(responses=given, meta=padding))
    assert len(text) > 2_000_000
    started = time.process_time()
    read_bundle(text, LIBRARY)
    assert time.process_time() - started < 0.5
