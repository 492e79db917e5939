"""The published schema and the reader agree on what a bundle is."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from tests.exchange.small import LIBRARY, TODAY, assessment, scored
from tests.exchange.strategies import assessments
from tests.exchange.test_bad_input import HEAD, STRUCTURE
from toolkit.core.responses import Assessment
from toolkit.exchange.bundle import read_bundle
from toolkit.exchange.problems import BundleError
from toolkit.exchange.tables import write_json

SCHEMA = json.loads(files("toolkit.data").joinpath("schemas/assessment-1.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

# What no schema can know: the ids of the questionnaire, its rules, and the order of the numbers in a range.
BEYOND = {
    *("unknown item", "unknown method", "unknown profile field", "unknown option", "list for one option"),
    *("exclusive option", "unknown fact", "unknown control", "na not allowed", "re-rated upwards", "range falls"),
    *("best guess outside", "two impacts", "impossible day"),
}

GOOD: dict[str, dict[str, object]] = {
    "smallest": HEAD,
    "everything unknown": {**HEAD, "profile": {"application": "unknown"}, "facts": {"scores_people": None}},
    "whole number as float": {**HEAD, "responses": {"wrong-lead": {"state": "answered", "likelihood": 3.0}}},
    "nothing chosen": {**HEAD, "profile": {"application": []}},
    "null factors": {**HEAD, "responses": {"wrong-lead": {"state": "unknown", "likelihood": None, "confidence": None}}},
    "range": {**HEAD, "responses": {"wrong-lead": {"state": "range", "likelihood": {"lo": 1, "hi": 2, "mode": None}}}},
    "bare control": {**HEAD, "responses": {"wrong-lead": {"state": "unknown", "controls": ["audit"]}}},
    "method with version": {**HEAD, "method": {"id": "linear", "version": "1.0.0"}},
    "empty treatment": {**HEAD, "treatments": {"wrong-lead": {}}},
    "result": {**HEAD, "result": {"method": "linear", "evaluated_on": "2026-01-01", "tiers": {"current": None}}},
}


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("sample", GOOD.values(), ids=GOOD)
def test_reader_and_schema_accept_the_same_samples(sample: dict[str, object]) -> None:
    VALIDATOR.validate(sample)
    read_bundle(sample, LIBRARY)


@pytest.mark.parametrize("name", sorted(STRUCTURE))
def test_reader_and_schema_refuse_the_same_samples(name: str) -> None:
    sample = STRUCTURE[name][0]
    with pytest.raises(BundleError):
        read_bundle(sample, LIBRARY)
    assert VALIDATOR.is_valid(sample) == (name in BEYOND)


@pytest.mark.parametrize(
    "where", [("responses",), ("profile",), ("meta",), ("result",), ("questionnaire",), ("method",)]
)
def test_null_is_no_container_for_either(where: tuple[str]) -> None:
    sample = {**HEAD, where[0]: None}
    assert not VALIDATOR.is_valid(sample)
    with pytest.raises(BundleError):
        read_bundle(sample, LIBRARY)


@given(original=assessments)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_bundle_that_is_written_fits_the_schema(original: Assessment) -> None:
    VALIDATOR.validate(json.loads(write_json(scored(original), LIBRARY, TODAY)))


def test_the_frozen_result_fits_the_schema() -> None:
    assert json.loads(write_json(scored(assessment()), LIBRARY, TODAY))["result"]["tiers"]["inherent"] is not None
