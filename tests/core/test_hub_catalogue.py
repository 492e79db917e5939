"""Filters, matching by one's own criteria and comparison: no rank, no price, and “not stated” is neither yes nor no."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.hub import CATALOGUE, LARK, OWL, TOOLS, WREN, listing
from toolkit.content.hub import load_hub
from toolkit.core.hub import Listing
from toolkit.core.hub_catalogue import (
    Answer,
    Criteria,
    Wanted,
    assessment_start,
    by_name,
    chosen,
    compare,
    counts,
    match,
)
from toolkit.core.model import ToolkitError

MET, NOT_MET, NOT_STATED = Answer.MET, Answer.NOT_MET, Answer.NOT_STATED


def names(found: tuple[Listing, ...]) -> list[str]:
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ({}, ["Lark", "owl", "Wren"]),
        ({"media": ()}, ["Lark", "owl", "Wren"]),
        ({"media": ("image",)}, ["Lark", "owl"]),
        ({"media": ("text", "video")}, ["Lark", "Wren"]),
        ({"media": ("image",), "deployment": ("cloud",)}, ["owl"]),
        ({"deployment": ("offline", "cloud")}, ["Lark", "owl"]),
        ({"media": ("text",), "deployment": ("cloud",)}, []),
    ],
)
def test_a_filter_keeps_what_has_one_of_the_values_in_every_facet(wanted: Wanted, left: list[str]) -> None:
    assert names(chosen(TOOLS, wanted)) == left


def test_the_number_beside_a_value_is_what_one_would_see_with_it() -> None:
    found = counts(TOOLS, {"media": ("image",)}, CATALOGUE)
    assert found["media"] == {"image": 2, "video": 1, "text": 1}, "the facet’s own choice does not count"
    assert found["deployment"] == {"offline": 1, "cloud": 1}


def test_the_reasons_name_every_criterion() -> None:
    criteria = Criteria({"media": ("image", "text"), "deployment": ("offline",), "empty": ()}, ("error-rates",))
    assert criteria.names == ("media", "deployment", "error-rates")
    found = {one.listing.name: [(x.criterion, x.answer) for x in one.reasons] for one in match(TOOLS, criteria)}
    assert found == {
        "Lark": [("media", MET), ("deployment", MET), ("error-rates", MET)],
        "owl": [("media", MET), ("deployment", NOT_MET), ("error-rates", NOT_STATED)],
        "Wren": [("media", MET), ("deployment", NOT_STATED), ("error-rates", NOT_STATED)],
    }


def test_not_stated_is_neither_yes_nor_no() -> None:
    (reason,) = match([WREN], Criteria({"deployment": ("offline",)}))[0].reasons
    assert reason.answer is NOT_STATED
    row = next(one for one in compare([LARK, WREN], CATALOGUE) if one.id == "deployment")
    assert [cell.stated for cell in row.cells] == [True, False]
    assert row.differs


def test_what_meets_more_criteria_comes_first_and_nothing_is_left_out() -> None:
    found = match(TOOLS, Criteria({"media": ("image",), "deployment": ("cloud",)}))
    assert [(one.listing.name, one.met) for one in found] == [("owl", 2), ("Lark", 1), ("Wren", 0)]


def test_ties_stand_by_name() -> None:
    twins = [listing(name, ("image",)) for name in ("beta", "Alpha", "ALPHA 2", "gamma")]
    assert names(tuple(one.listing for one in match(twins, Criteria({"media": ("image",)})))) == [
        "Alpha", "ALPHA 2", "beta", "gamma"
    ]  # fmt: skip


@given(seed=st.integers(), media=st.sets(st.sampled_from(["image", "video", "audio", "text"])))
def test_the_order_depends_on_nothing_but_criteria_and_names(seed: int, media: set[str]) -> None:
    every = list(load_hub().listings)
    criteria = Criteria({"media": tuple(media)}, ("licence", "error-rates"))
    before = [one.listing.id for one in match(every, criteria)]
    others = [
        replace(one, provider="Zzz", summary="The best", sources=one.sources * 9, origin="register") for one in every
    ]
    random.Random(seed).shuffle(others)
    assert [one.listing.id for one in match(others, criteria)] == before


@given(media=st.sets(st.sampled_from(["image", "video", "audio", "text"]), min_size=1))
def test_a_filter_finds_exactly_what_a_match_calls_met(media: set[str]) -> None:
    every = load_hub().listings
    wanted = {"media": tuple(media)}
    met = [one.listing for one in match(every, Criteria(wanted)) if one.met]
    assert chosen(every, wanted) == by_name(met)


def test_four_tools_are_compared_and_no_fifth() -> None:
    every = load_hub()
    rows = compare(every.listings[:4], every.catalogue)
    assert {len(row.cells) for row in rows} == {4}
    for wrong in (every.listings[:1], every.listings[:5], (every.listings[0],) * 2):
        with pytest.raises(ToolkitError, match="choose two to 4 different ones"):
            compare(wrong, every.catalogue)


def test_a_comparison_says_where_tools_differ() -> None:
    rows = {row.id: row for row in compare([LARK, OWL], CATALOGUE)}
    assert {name for name, row in rows.items() if row.differs} == {"media", "deployment", "error-rates"}
    assert not rows["languages"].differs, "about neither anything is stated"
    swapped = [replace(LARK, facets={**LARK.facets, "media": ("video", "image")}), LARK]
    assert not compare([replace(swapped[0], id="other"), LARK], CATALOGUE)[0].differs, (
        "the order of values is no difference"
    )


def test_every_facet_value_of_the_catalogue_can_be_chosen() -> None:
    hub = load_hub()
    found = counts(hub.listings, {}, hub.catalogue)
    assert [(facet, value) for facet, values in found.items() for value, number in values.items() if not number] == []


def test_a_risk_assessment_starts_from_options_of_the_profile() -> None:
    assert assessment_start(LARK, CATALOGUE) == ("technique:image-model",)
    hub = load_hub()
    assert assessment_start(hub.listing("whisper"), hub.catalogue) == (
        "application:speech-to-text", "application:translation", "technique:speech-model"
    )  # fmt: skip
