"""Writing, conflicts, repeated messages and undo, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from toolkit.store import UNDO_STEPS, Json, NotStorable, Outcome, Store, Stored, TooLarge, Write

from .conftest import Clock, together

Put = Callable[..., Outcome]


@pytest.fixture
def put(store: Store, draft: Stored) -> Put:
    """`put("ann", k=1)` writes as Ann from a tab of hers; `base` and `seq` as wanted."""
    count = iter(range(1_000))

    def write(who: str, base: int | None = None, seq: int | None = None, **values: Json) -> Outcome:
        writes = [Write(key, value, base) for key, value in values.items()]
        return store.write(draft.id, writes, who=who, client=f"{who}-tab", seq=next(count) if seq is None else seq)

    return write


# ---------------------------------------------------------------- write


def test_a_write_is_stored_with_its_revision(store: Store, draft: Stored, put: Put) -> None:
    assert put("ann", a=1, b=2) == Outcome(1, applied=True)
    assert put("ann", b=3) == Outcome(2, applied=True)
    now = store.load(draft.id)
    assert (now.values, now.revisions, now.revision) == ({"a": 1, "b": 3}, {"a": 1, "b": 2}, 2)


def test_a_cleared_key_is_gone_but_its_revision_stays(store: Store, draft: Stored, put: Put) -> None:
    put("ann", a=1)
    put("ann", a=None)
    now = store.load(draft.id)
    assert (now.values, now.revisions) == ({}, {"a": 2})


def test_no_writes_are_no_change(store: Store, draft: Stored, put: Put) -> None:
    assert put("ann") == Outcome(0, applied=True)


def test_the_last_of_two_writes_to_a_key_counts(store: Store, draft: Stored) -> None:
    store.write(draft.id, [Write("a", 1), Write("a", 2)], who="ann", client="tab", seq=1)
    assert store.load(draft.id).values == {"a": 2}
    assert [event.after for event in store.history(draft.id)] == [2]


def test_a_stale_base_is_a_conflict_that_names_the_other(store: Store, draft: Stored, put: Put, clock: Clock) -> None:
    put("ann", base=0, a=1)
    (conflict,) = put("bob", base=0, a=2).conflicts
    assert (conflict.key, conflict.mine, conflict.theirs) == ("a", 2, 1)
    assert (conflict.who, conflict.revision) == ("ann", 1)
    assert conflict.at == store.history(draft.id)[0].at


def test_one_conflict_stops_the_whole_write(store: Store, draft: Stored, put: Put) -> None:
    put("ann", base=0, a=1)
    outcome = put("bob", base=0, a=2, b=3)
    assert (outcome.applied, outcome.revision, len(outcome.conflicts)) == (False, 1, 1)
    assert store.load(draft.id).values == {"a": 1}
    assert len(store.history(draft.id)) == 1


def test_both_writing_the_same_value_is_no_conflict(put: Put) -> None:
    put("ann", base=0, a={"x": 1, "y": 2})
    assert put("bob", base=0, a={"y": 2, "x": 1}) == Outcome(1, applied=True)


def test_true_is_not_one(put: Put) -> None:
    put("ann", base=0, a=1)
    assert put("bob", base=0, a=True).conflicts


def test_no_base_overwrites_knowingly(store: Store, draft: Stored, put: Put) -> None:
    put("ann", a=1)
    assert put("bob", a=2).applied
    assert store.load(draft.id).values == {"a": 2}


def test_a_change_of_another_key_is_no_conflict(put: Put) -> None:
    put("ann", base=0, a=1)
    assert put("bob", base=0, b=1).applied
    assert put("ann", base=1, a=2).applied


def test_the_revision_of_ones_last_write_is_a_good_base(put: Put) -> None:
    first = put("ann", base=0, a=1)
    put("bob", b=1)
    unchanged = put("ann", base=first.revision, a=1)
    assert put("ann", base=unchanged.revision, a=2).applied


def test_a_base_from_the_future_is_a_conflict(put: Put) -> None:
    """As after the database was restored from a backup copy."""
    put("ann", a=1)
    assert put("ann", base=9, a=2).conflicts


def test_an_empty_key_is_refused(store: Store, draft: Stored) -> None:
    with pytest.raises(NotStorable, match="reload"):
        store.write(draft.id, [Write("\x00", 1)], who="ann", client="tab", seq=1)


def test_a_message_without_a_client_is_refused(store: Store, draft: Stored) -> None:
    with pytest.raises(NotStorable, match="reload"):
        store.write(draft.id, [Write("a", 1)], who="ann", client="", seq=1)


def test_a_note_too_large_stops_the_write_and_says_how_to_mend(store: Store, draft: Stored) -> None:
    with pytest.raises(TooLarge, match=r"“note” is too long.*shorten"):
        store.write(draft.id, [Write("a", 1), Write("note", "x" * 1_100_000)], who="ann", client="tab", seq=1)
    assert store.load(draft.id).values == {}


def test_a_megabyte_note_is_kept(store: Store, draft: Stored, put: Put) -> None:
    note = "نص 🚓 " * 100_000
    put("ann", note=note)
    assert store.load(draft.id).values == {"note": note}


# ---------------------------------------------------------------- repeated messages


def test_the_same_message_again_is_applied_once(store: Store, draft: Stored, put: Put) -> None:
    put("ann", seq=7, a=1, b=1)
    put("bob", a=2)
    assert put("ann", seq=7, a=1, b=1) == Outcome(1, applied=True, duplicate=True)
    assert store.load(draft.id).values == {"a": 2, "b": 1}
    assert len(store.history(draft.id)) == 3


def test_a_message_that_changed_nothing_is_also_applied_once(store: Store, draft: Stored, put: Put) -> None:
    put("ann", seq=7, a=None)
    put("bob", a=2)
    assert put("ann", seq=7, a=None).duplicate
    assert store.load(draft.id).values == {"a": 2}


def test_a_refused_message_can_be_sent_again_knowingly(put: Put) -> None:
    put("bob", a=2)
    assert put("ann", base=0, seq=7, a=1).conflicts
    assert put("ann", seq=7, a=1) == Outcome(2, applied=True)


def test_another_tab_may_use_the_same_number(put: Put) -> None:
    put("ann", seq=7, a=1)
    assert not put("bob", seq=7, b=1).duplicate


def test_the_same_message_twice_at_once_is_applied_once(store: Store, draft: Stored, put: Put) -> None:
    for seq in range(10):
        outcomes = together(*[lambda seq=seq: put("ann", seq=seq, a=seq + 1)] * 2)
        assert sorted(outcome.duplicate for outcome in outcomes) == [False, True]
    assert len(store.history(draft.id)) == 10


def test_of_two_people_at_once_one_gets_the_conflict(store: Store, draft: Stored, put: Put) -> None:
    for base in range(10):
        outcomes = together(
            *[lambda who=who, base=base: put(who, base=base, a=f"{who} {base}") for who in ("ann", "bob")]
        )
        assert sorted(outcome.applied for outcome in outcomes) == [False, True]
        (conflict,) = next(outcome.conflicts for outcome in outcomes if not outcome.applied)
        assert conflict.theirs == store.load(draft.id).values["a"]


def test_writers_of_different_assessments_do_not_disturb_each_other(store: Store, draft: Stored, put: Put) -> None:
    other = store.copy(draft.id, "Other", "bob").id
    calls = [lambda n=n: put("ann", seq=n, **{f"k{n}": n}) for n in range(4)]
    calls += [lambda n=n: store.write(other, [Write(f"k{n}", n)], who="bob", client="t", seq=n) for n in range(4)]
    assert all(outcome.applied for outcome in together(*calls))
    assert store.load(draft.id).values == store.load(other).values == {f"k{n}": n for n in range(4)}


# ---------------------------------------------------------------- history and undo


def test_history_is_newest_first_with_before_and_after(store: Store, draft: Stored, put: Put) -> None:
    put("ann", a=1)
    put("bob", a=2, b=3)
    told = [(event.who, event.key, event.before, event.after) for event in store.history(draft.id)]
    assert told == [("bob", "b", None, 3), ("bob", "a", 1, 2), ("ann", "a", None, 1)]


def test_history_of_one_question_is_exact(store: Store, draft: Stored) -> None:
    for seq, key in enumerate(("item/a_1/x", "item/a_1/y", "item/a_12/x", "ITEM/A_1/X", "item/ab1/x")):
        store.write(draft.id, [Write(key, 1)], who="ann", client="tab", seq=seq)
    assert [event.key for event in store.history(draft.id, "item/a_1/")] == ["item/a_1/y", "item/a_1/x"]
    assert [event.key for event in store.history(draft.id, limit=1)] == ["item/ab1/x"]


def test_history_leaves_out_what_changed_nothing(store: Store, draft: Stored, put: Put) -> None:
    put("ann", a={"x": 1, "y": 2})
    put("ann", a={"y": 2, "x": 1})
    assert len(store.history(draft.id)) == 1


def test_undo_takes_back_all_keys_of_the_latest_write(store: Store, draft: Stored, put: Put) -> None:
    put("ann", a=1)
    put("ann", a=2, b=3)
    assert store.undo(draft.id, "ann", "ann-tab") == Outcome(3, applied=True)
    assert store.load(draft.id).values == {"a": 1}
    inverse, done = store.history(draft.id)[:2], store.history(draft.id)[2:4]
    assert [event.undoes for event in inverse] == [event.id for event in done]


def test_undo_goes_further_back_each_time_until_nothing_is_left(store: Store, draft: Stored, put: Put) -> None:
    for value in (1, 2, 3):
        put("ann", a=value)
    seen = []
    while store.undo(draft.id, "ann", "ann-tab"):
        seen.append(store.load(draft.id).values.get("a"))
    assert seen == [2, 1, None]


def test_undo_after_undo_and_a_new_write_takes_back_the_new_one_first(store: Store, draft: Stored, put: Put) -> None:
    put("ann", a=1)
    put("ann", a=2)
    store.undo(draft.id, "ann", "ann-tab")
    put("ann", a=3)
    store.undo(draft.id, "ann", "ann-tab")
    assert store.load(draft.id).values == {"a": 1}
    store.undo(draft.id, "ann", "ann-tab")
    assert store.load(draft.id).values == {}


def test_undo_is_ones_own(store: Store, draft: Stored, put: Put) -> None:
    put("ann", a=1)
    put("bob", b=1)
    store.undo(draft.id, "ann", "ann-tab")
    assert store.load(draft.id).values == {"b": 1}
    assert store.undo(draft.id, "eve", "tab") is None


def test_undo_does_not_overwrite_what_somebody_else_wrote_since(store: Store, draft: Stored, put: Put) -> None:
    put("ann", a=1, b=1)
    put("bob", a=2)
    outcome = store.undo(draft.id, "ann", "ann-tab")
    assert outcome is not None
    (conflict,) = outcome.conflicts
    assert (conflict.key, conflict.mine, conflict.theirs, conflict.who) == ("a", None, 2, "bob")
    assert store.load(draft.id).values == {"a": 2, "b": 1}


def test_undo_skips_writes_that_changed_nothing(store: Store, draft: Stored, put: Put) -> None:
    put("ann", a=1)
    put("ann", a=1)
    store.undo(draft.id, "ann", "ann-tab")
    assert store.load(draft.id).values == {}


def test_undo_leaves_a_new_title_alone(store: Store, draft: Stored, put: Put) -> None:
    put("ann", a=1)
    store.rename(draft.id, "Other", "ann")
    store.undo(draft.id, "ann", "ann-tab")
    assert (store.load(draft.id).title, store.load(draft.id).values) == ("Other", {})


def test_undo_goes_back_twenty_steps_and_no_further(store: Store, draft: Stored, put: Put) -> None:
    for value in range(UNDO_STEPS + 2):
        put("ann", a=value)
    steps = 0
    while store.undo(draft.id, "ann", "ann-tab"):
        steps += 1
    assert steps == UNDO_STEPS == 20
    assert store.load(draft.id).values == {"a": 1}


def test_an_undo_sent_twice_undoes_once(store: Store, draft: Stored, put: Put) -> None:
    put("ann", a=1)
    put("ann", a=2)
    first = store.undo(draft.id, "ann", "ann-tab", seq=500)
    again = store.undo(draft.id, "ann", "ann-tab", seq=500)
    assert first == Outcome(3, applied=True)
    assert again == Outcome(3, applied=True, duplicate=True)
    assert store.load(draft.id).values == {"a": 1}


def test_two_undos_at_once_take_back_two_writes(store: Store, draft: Stored, put: Put) -> None:
    for value in (1, 2, 3):
        put("ann", a=value)
    together(*[lambda: store.undo(draft.id, "ann", "ann-tab")] * 2)
    assert store.load(draft.id).values == {"a": 1}


# ---------------------------------------------------------------- following


def test_whoever_follows_a_record_has_what_loading_would_give(store: Store, draft: Stored, put: Put) -> None:
    known = store.load(draft.id)
    assert store.follow(known) is known
    for given in ({"b": "x"}, {"a": "y", "d": 1}, {"b": None}, {"c": [1, 2]}):
        put("ann", **given)
        assert store.follow(known) == store.load(draft.id)
    store.undo(draft.id, "ann", "ann-tab")
    store.rename(draft.id, "Another name", "ann")
    assert store.follow(known) == store.load(draft.id)
    known = store.follow(known)
    store.submit(draft.id, {"level": "low"}, "ann")
    assert store.follow(known) == store.load(draft.id)


def test_whoever_follows_a_record_from_after_a_backup_gets_the_restored_one(store: Store, draft: Stored) -> None:
    now = store.load(draft.id)
    later = replace(now, revision=now.revision + 7, values={"a": "lost"})
    assert store.follow(later) == now
