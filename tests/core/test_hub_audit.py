"""The log: whatever is changed, removed or moved in it is found, and what a chain cannot show is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.hub import NOON
from toolkit.core.hub_audit import START, Break, Entry, Fault, append, digest, following, head, verify
from toolkit.core.model import ToolkitError

CODES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
DETAILS = st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), CODES, max_size=2)
EVENTS = st.tuples(CODES, CODES, st.text(max_size=8), DETAILS)


def written(events: list[tuple[str, str, str, dict[str, str]]]) -> tuple[Entry, ...]:
    log: tuple[Entry, ...] = ()
    for number, (who, what, about, details) in enumerate(events):
        at = NOON + timedelta(minutes=number)
        log = (*log, following(log[-1] if log else None, at, who, what, about, details))
    return log


LOGS = st.lists(EVENTS, min_size=2, max_size=8).map(written)


def test_a_log_begins_and_goes_on() -> None:
    log = append((), NOON, "ann", "save-tool", "lark")
    log = append(log, NOON, "cole", "withdraw-listing", "lark", reason="security")
    assert [(one.number, one.who, one.what, one.about) for one in log] == [
        (1, "ann", "save-tool", "lark"), (2, "cole", "withdraw-listing", "lark")
    ]  # fmt: skip
    assert log[0].before == START
    assert log[1].before == log[0].digest
    assert head(log) == log[1].digest
    assert head(()) == START
    assert verify(log) is None
    assert verify(()) is None


def test_a_digest_stays_what_it_is_in_every_release() -> None:
    """Logs are verified years later: a change of this value makes all of them look broken."""
    entry = following(None, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "ann", "save-tool", "lark", {"b": "é", "a": "1"})
    assert entry.digest == "66008ca8cb256d0a1fc19c4352c1fce59ab0c441b95ffed18fad425bf0ff1c92"


def test_an_entry_needs_who_what_and_a_zone() -> None:
    with pytest.raises(ToolkitError, match="give both"):
        append((), NOON, "", "save-tool", "lark")
    with pytest.raises(ToolkitError, match="needs its zone"):
        append((), datetime(2026, 6, 1), "ann", "save-tool", "lark")  # noqa: DTZ001 - this is what must be refused


@given(LOGS)
def test_a_log_that_nobody_touched_is_whole(log: tuple[Entry, ...]) -> None:
    assert verify(log) is None
    assert verify(log, {one.number: one.digest for one in log}) is None


CHANGES: dict[str, Any] = {
    "number": lambda value: value + 1,
    "at": lambda value: value.replace("2026", "2025"),
    "who": lambda value: value + "x",
    "what": lambda value: value + "x",
    "about": lambda value: value + "x",
    "details": lambda value: {**value, "more": "x"},
    "before": lambda value: value[1:] + ("0" if value[0] != "0" else "1"),
    "digest": lambda value: value[1:] + ("0" if value[0] != "0" else "1"),
}


@given(log=LOGS, data=st.data())
def test_every_change_removal_and_reordering_is_found(log: tuple[Entry, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(log) - 1))
    field = data.draw(st.sampled_from(sorted(CHANGES)))
    changed = replace(log[place], **{field: CHANGES[field](getattr(log[place], field))})
    if changed != log[place]:
        assert verify((*log[:place], changed, *log[place + 1 :])) == Break(place, Fault.CHANGED)
    inner = data.draw(st.integers(0, len(log) - 2))
    assert verify((*log[:inner], *log[inner + 1 :])) == Break(inner, Fault.MISNUMBERED)
    order = data.draw(st.permutations(range(len(log))))
    if list(order) != sorted(order):
        first = next(n for n, position in enumerate(order) if n != position)
        assert verify(tuple(log[n] for n in order)) == Break(first, Fault.MISNUMBERED)
    assert verify((*log[:place], log[place], *log[place:])) == Break(place + 1, Fault.MISNUMBERED), (
        "nothing stands twice"
    )


@given(log=LOGS, data=st.data())
def test_a_change_with_a_new_digest_breaks_the_chain_behind_it(log: tuple[Entry, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(log) - 2))
    forged = replace(log[place], who=log[place].who + "x")
    forged = replace(forged, digest=digest(forged))
    assert verify((*log[:place], forged, *log[place + 1 :])) == Break(place + 1, Fault.UNLINKED)


@given(log=LOGS, data=st.data())
def test_a_digest_kept_outside_shows_a_cut_end_and_a_log_written_anew(
    log: tuple[Entry, ...], data: st.DataObject
) -> None:
    kept = {log[-1].number: head(log)}
    left = data.draw(st.integers(0, len(log) - 1))
    assert verify(log[:left]) is None, "a chain by itself cannot show that its end is missing"
    assert verify(log[:left], kept) == Break(left, Fault.CUT)
    anew = written([(one.who, one.what, one.about + "x", dict(one.details)) for one in log])
    assert verify(anew) is None, "nor that all of it is another one"
    assert verify(anew, kept) == Break(len(log) - 1, Fault.REWRITTEN)


@given(LOGS, st.data())
def test_a_part_is_verified_after_the_entry_before_it(log: tuple[Entry, ...], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(log) - 1))
    assert verify(log[cut:], after=log[cut - 1]) is None
    place = data.draw(st.integers(cut, len(log) - 1))
    bad = (*log[:place], replace(log[place], who=log[place].who + "x"), *log[place + 1 :])
    assert verify(bad[cut:], after=bad[cut - 1]) == Break(place - cut, Fault.CHANGED)
    assert verify(log[cut:], after=replace(log[cut - 1], digest=START)) == Break(0, Fault.UNLINKED)


@given(log=LOGS)
def test_the_order_in_which_details_are_given_is_nothing(log: tuple[Entry, ...]) -> None:
    turned = tuple(replace(one, details=dict(reversed(one.details.items()))) for one in log)
    assert verify(turned) is None
