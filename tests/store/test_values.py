"""What comes out of the store is what went in, and undo takes back what was done."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.store import KEY_LIMIT, VALUE_LIMIT, Json, NotStorable, Store, TooLarge, Write
from toolkit.store.values import clean_key, clean_text, clean_value, same

from .conftest import new

quickly = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

texts = st.text(max_size=20) | st.sampled_from(
    [
        "\u202eevil\u202c",
        "👮🏽‍♀️ 🇫🇷",
        "خصوصية",
        "e\u0301",
        "\ufeff",
        "a\tb\r\n",
        "'; DROP TABLE event; --",
        "\\u0041%_{}:x",
    ]
)
kept_texts = texts.filter(lambda text: "\x00" not in text)
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | kept_texts
json_values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(kept_texts, inner, max_size=4), max_leaves=12
)
keys = st.sampled_from(["a", "b", "item/é/impact"])


# ---------------------------------------------------------------- properties


@quickly
@given(values=st.dictionaries(kept_texts.filter(bool), json_values.filter(lambda v: v is not None), max_size=4))
def test_every_json_value_comes_back_as_it_went_in(store: Store, values: dict[str, Json]) -> None:
    made = store.create(new(), values=values, who="ann").id
    assert repr(sorted(store.load(made).values.items())) == repr(sorted(values.items()))


@quickly
@given(
    start=st.dictionaries(keys, json_values, max_size=3),
    theirs=st.dictionaries(keys, json_values, max_size=2),
    mine=st.dictionaries(keys, json_values, min_size=1, max_size=3),
)
def test_undo_after_a_write_is_as_if_nothing_had_happened(
    store: Store, start: dict[str, Json], theirs: dict[str, Json], mine: dict[str, Json]
) -> None:
    made = store.create(new(), values=start, who="ann").id
    store.write(made, [Write(*pair) for pair in theirs.items()], who="bob", client="his", seq=1)
    before = store.load(made).values
    store.write(made, [Write(*pair) for pair in mine.items()], who="ann", client="hers", seq=1)
    store.undo(made, "ann", "hers")
    assert same(store.load(made).values, before)


@quickly
@given(writes=st.lists(st.dictionaries(keys, json_values, min_size=1, max_size=2), max_size=6))
def test_undos_walk_back_through_every_state(store: Store, writes: list[dict[str, Json]]) -> None:
    made = store.create(new(), who="ann").id
    states: list[Any] = [{}]
    for seq, step in enumerate(writes):
        store.write(made, [Write(*pair) for pair in step.items()], who="ann", client="hers", seq=seq)
        now = store.load(made).values
        if not same(now, states[-1]):
            states.append(now)
    for expected in reversed(states[:-1]):
        store.undo(made, "ann", "hers")
        assert same(store.load(made).values, expected)
    assert store.undo(made, "ann", "hers") is None


@given(st.text(st.characters(), max_size=30))
def test_cleaning_twice_is_cleaning_once_and_leaves_utf8(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned == cleaned.encode().decode()
    assert "\x00" not in cleaned


@given(kept_texts)
def test_ordinary_text_is_not_touched(text: str) -> None:
    assert clean_text(text) == text


# ---------------------------------------------------------------- cases


def test_nul_is_dropped_and_half_an_emoji_is_marked_on_both_databases(store: Store) -> None:
    made = store.create(
        new(title="a\x00b"), values={"no\x00te": {"k\x00": "cut \ud83d", "b": "\ud83d\ude93"}}, who="ann"
    )
    assert store.load(made.id).values == {"note": {"k": "cut \ufffd", "b": "🚓"}}
    assert made.title == "ab"


class Colour(StrEnum):
    RED = "red"


def test_tuples_and_string_enums_become_plain_json() -> None:
    cleaned = clean_value({"a": (1, Colour.RED)}, "k")
    assert cleaned == {"a": [1, "red"]}
    assert type(cleaned["a"][1]) is str  # type: ignore[index]  # known from the line above


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), {1: 2}, {"a": object()}, b"x", {1, 2}, 10**5000],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_json_is_refused_by_name(value: object) -> None:
    with pytest.raises(NotStorable, match="“profile/x”"):
        clean_value(value, "profile/x")


def test_nesting_without_end_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(NotStorable, match="nested"):
        clean_value(loop, "k")


def test_the_limit_counts_bytes_and_is_exact() -> None:
    assert clean_value("x" * (VALUE_LIMIT - 2), "k")
    for text in ("x" * (VALUE_LIMIT - 1), "é" * (VALUE_LIMIT // 2)):
        with pytest.raises(TooLarge, match=r"1\.0 MB"):
            clean_value(text, "k")


def test_a_key_has_at_most_200_characters() -> None:
    assert clean_key("ق" * KEY_LIMIT)
    with pytest.raises(TooLarge, match="201 characters"):
        clean_key("k" * (KEY_LIMIT + 1))


def test_a_key_of_200_wide_characters_is_stored(store: Store) -> None:
    key = "🚓" * KEY_LIMIT
    assert store.create(new(), values={key: 1}, who="ann").values == {key: 1}
