"""Typed answers come back exactly: in every kind, in both languages, prefilled or not, whatever the texts."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.pages.form_strategies import ANSWERS, cells_of, fill
from toolkit.exchange.form_compare import canonical
from toolkit.pages.forms import KINDS, compare_form, form_bytes, form_of, without_withheld

# Without shrinking: a workbook is written and read in each example.
SLOW = settings(
    max_examples=int(os.environ.get("FORM_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
COUNTED = {"forms": 0, "answers": 0}


def asked(form: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The answers that the form can say, cleared ones apart."""
    return {key: value for key, value in values.items() if key in form.keys and canonical(value) is not None}


def ids(values: dict[str, Any]) -> list[str]:
    """The rows that a small form needs for these answers."""
    return [key.split("/")[1] for key in values if key.startswith(("rating/", "reply/", "item/"))] + [
        key.split("/")[2 if key.startswith("withhold/") else 1]
        for key in values
        if key.startswith(("withhold/", "treatment/"))
    ] or ["none"]


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@SLOW
def test_answers_that_are_typed_come_back_exactly(kind: str, data: st.DataObject) -> None:
    values, lang = data.draw(ANSWERS[kind]), data.draw(st.sampled_from(["en", "ar"]))
    only = ids(values)
    blank = form_bytes(kind, lang, {}, only=only)
    shown = form_of(kind, lang, {}, only=only)
    filled = fill(blank, cells_of(shown, values))
    found = compare_form(filled, {}, kind)
    assert (found.refused, found.conflicts, found.notices) == ((), (), ())
    wanted = {key: canonical(value) for key, value in asked(shown, spoken(values)).items()}
    assert {key: canonical(value) for key, value in found.applied({}).items()} == wanted
    COUNTED["forms"] += 1
    COUNTED["answers"] += len(wanted)


def spoken(values: dict[str, Any]) -> dict[str, Any]:
    """The answers as the form says them: where a state stands instead of a level, the level is not said."""
    apart = {key.removesuffix("state") for key in values if key.startswith("rating/") and key.endswith("/state")}
    return {key: value for key, value in values.items() if key.removesuffix("level") not in apart or "level" not in key}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@SLOW
def test_a_form_that_nobody_filled_changes_nothing(kind: str, data: st.DataObject) -> None:
    values, lang = data.draw(ANSWERS[kind]), data.draw(st.sampled_from(["en", "ar"]))
    form = form_bytes(kind, lang, values, only=ids(values))
    found = compare_form(form, values, kind)
    assert (found.changes, found.conflicts, found.refused) == ((), (), ())
    assert found.applied(values) == {key: value for key, value in values.items() if value is not None}
    saved_again = fill(form, {})
    assert compare_form(saved_again, values, kind).changes == ()


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@SLOW
def test_what_was_changed_in_a_prefilled_form_is_all_that_changes(kind: str, data: st.DataObject) -> None:
    before, after = data.draw(ANSWERS[kind]), data.draw(ANSWERS[kind])
    lang = data.draw(st.sampled_from(["en", "ar"]))
    before, after = without_withheld(before), without_withheld(after)
    only = ids(before | after)
    form = form_of(kind, lang, before, only=only)
    empty = {
        tab.id: {place: None for row in tab.rows for one in row.answers for place in one.places} for tab in form.tabs
    }
    cells = cells_of(form, after)
    wanted = {tab: {**places, **cells.get(tab, {})} for tab, places in empty.items()}
    found = compare_form(fill(form_bytes(kind, lang, before, only=only), wanted), before, kind)
    assert (found.refused, found.conflicts) == ((), ())
    got = asked(form, found.applied(before))
    assert {key: canonical(value) for key, value in got.items()} == {
        key: canonical(value) for key, value in asked(form, spoken(after)).items()
    }
    COUNTED["forms"] += 1
    COUNTED["answers"] += len(got)
