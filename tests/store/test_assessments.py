"""Beginning, listing, copying, submitting and deleting assessments, on both databases."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, timedelta

import pytest

from toolkit.store import (
    ChangedMeanwhile,
    Frozen,
    Json,
    NewAssessment,
    Status,
    StillDraft,
    Store,
    Stored,
    UnknownAssessment,
    Write,
)

from .conftest import new

VALUES: dict[str, Json] = {"profile/application": "anpr", "item/a/likelihood": 3, "meta/note": {"سؤال": ["🚓", None]}}


def test_a_new_assessment_is_an_empty_first_draft(draft: Stored) -> None:
    assert (draft.status, draft.version_no, draft.parent_id, draft.result) == (Status.DRAFT, 1, None, None)
    assert (draft.revision, draft.values, draft.revisions) == (0, {}, {})


def test_what_was_created_is_loaded(store: Store) -> None:
    made = store.create(replace(new(), demo=True, method="matrix"), values=VALUES, who="ann")
    assert store.load(made.id) == made
    assert (made.values, made.revisions) == (VALUES, dict.fromkeys(VALUES, 1))
    assert (made.demo, made.method, made.owner) == (True, "matrix", "ann")


def test_given_values_are_the_start_of_history_and_not_undone(store: Store) -> None:
    made = store.create(new(), values=VALUES, who="ann")
    assert store.history(made.id) == ()
    assert store.undo(made.id, "ann", "tab") is None


def test_times_come_back_aware_and_in_utc(store: Store, draft: Stored) -> None:
    assert store.load(draft.id).created_at == draft.created_at
    assert draft.created_at.tzinfo is UTC


def test_what_is_loaded_cannot_be_changed(draft: Stored) -> None:
    with pytest.raises(FrozenInstanceError):
        draft.title = "Other"  # type: ignore[misc]  # the point of the test


def test_an_unknown_id_is_named_with_a_way_out(store: Store) -> None:
    for call in (store.load, store.revision, store.versions, store.history):
        with pytest.raises(UnknownAssessment, match=r"“nowhere”.*choose one"):
            call("nowhere")
    with pytest.raises(UnknownAssessment):
        store.write("nowhere", [], who="ann", client="tab", seq=1)


def test_the_listing_has_the_latest_change_first_and_only_ones_own(store: Store) -> None:
    first, second, third = (store.create(new(title=title), who="ann").id for title in ("1", "2", "3"))
    store.create(new(owner="bob"), who="bob")
    store.write(first, [Write("k", 1)], who="ann", client="tab", seq=1)
    assert [one.id for one in store.listing("ann")] == [first, third, second]
    assert store.listing("nobody") == ()


def test_a_list_can_be_of_one_questionnaire_and_keeps_its_order(store: Store) -> None:
    made = (
        store.create(replace(new(), questionnaire_id=name), who="ann") for name in ("readiness", "plan", "readiness")
    )
    first, _other, third = (one.id for one in made)
    assert [one.id for one in store.listing("ann", "readiness")] == [third, first]
    assert store.listing("ann", "workbook") == ()


def test_a_new_title_shows_in_listing_history_and_revision(store: Store, draft: Stored) -> None:
    assert store.rename(draft.id, "Body camera", "bob") == store.revision(draft.id) == 1
    assert store.listing("ann")[0].title == "Body camera"
    (change,) = store.history(draft.id)
    assert (change.key, change.before, change.after) == ("assessment/title", "Plate reader", "Body camera")
    assert (change.who, change.client) == ("bob", "")


def test_the_same_title_again_changes_nothing(store: Store, draft: Stored) -> None:
    assert store.rename(draft.id, draft.title, "ann") == 0
    assert store.history(draft.id) == ()


def test_a_copy_has_the_values_and_no_history(store: Store, draft: Stored) -> None:
    store.write(draft.id, [Write(k, v) for k, v in VALUES.items()], who="ann", client="tab", seq=1)
    store.write(draft.id, [Write("item/a/likelihood", None)], who="ann", client="tab", seq=2)
    made = store.copy(draft.id, "Mine", "bob")
    assert (made.title, made.owner, made.parent_id, made.id != draft.id) == ("Mine", "bob", None, True)
    assert made.values == store.load(draft.id).values
    assert set(made.revisions) == set(made.values)
    assert store.history(made.id) == ()


def test_a_change_in_a_copy_leaves_the_original_alone(store: Store) -> None:
    original = store.create(new(), values=VALUES, who="ann")
    made = store.copy(original.id, "Mine", "bob")
    store.write(made.id, [Write("meta/note", "other", 1)], who="bob", client="tab", seq=1)
    assert store.load(original.id) == original


def test_a_submitted_assessment_is_frozen_with_its_result(store: Store) -> None:
    made = store.create(new(), values=VALUES, who="ann")
    done = store.submit(made.id, {"level": [2, 3]}, "ann")
    assert (done.status, done.frozen, done.result) == (Status.SUBMITTED, True, {"level": [2, 3]})
    assert store.history(made.id)[0].key == "assessment/status"
    for change in (
        lambda: store.write(made.id, [Write("k", 1)], who="ann", client="tab", seq=1),
        lambda: store.rename(made.id, "Other", "ann"),
        lambda: store.undo(made.id, "ann", "tab"),
        lambda: store.submit(made.id, {}, "ann"),
    ):
        with pytest.raises(Frozen, match=r"was submitted.*make a new version"):
            change()
    assert store.load(made.id) == done


def test_a_result_of_an_older_revision_is_not_frozen(store: Store, draft: Stored) -> None:
    seen = store.load(draft.id).revision
    store.write(draft.id, [Write("k", 1)], who="bob", client="tab", seq=1)
    with pytest.raises(ChangedMeanwhile, match="was changed while"):
        store.submit(draft.id, {}, "ann", base=seen)
    assert store.submit(draft.id, {}, "ann", base=1).frozen


def test_a_message_sent_again_after_submission_is_still_acknowledged(store: Store, draft: Stored) -> None:
    store.write(draft.id, [Write("k", 1)], who="ann", client="tab", seq=1)
    store.submit(draft.id, {}, "ann")
    assert store.write(draft.id, [Write("k", 1)], who="ann", client="tab", seq=1).duplicate


def test_a_new_version_follows_the_frozen_one(store: Store) -> None:
    first = store.create(new(), values=VALUES, who="ann")
    done = store.submit(first.id, {}, "ann")
    second = store.new_version(first.id, "bob")
    assert (second.parent_id, second.version_no, second.owner) == (first.id, 2, "ann")
    assert (second.status, second.result, second.values) == (Status.DRAFT, None, VALUES)
    store.write(second.id, [Write("k", 1)], who="bob", client="tab", seq=1)
    assert store.load(first.id) == done


def test_a_draft_has_no_next_version(store: Store, draft: Stored) -> None:
    with pytest.raises(StillDraft, match="still a draft"):
        store.new_version(draft.id, "ann")


def test_every_version_finds_all_the_others(store: Store, draft: Stored) -> None:
    chain = [draft.id]
    for _ in range(2):
        store.submit(chain[-1], {}, "ann")
        chain.append(store.new_version(chain[-1], "ann").id)
    branch = store.new_version(chain[0], "ann")
    store.create(new(), who="ann")
    assert branch.version_no == 4
    for one in chain:
        assert [version.id for version in store.versions(one)] == [*chain, branch.id]


def test_deleting_removes_values_and_history_and_nothing_else(store: Store) -> None:
    gone, kept = (store.create(new(), values=VALUES, who="ann").id for _ in range(2))
    store.write(gone, [Write("k", 1)], who="ann", client="tab", seq=1)
    store.submit(gone, {}, "ann")
    child = store.new_version(gone, "ann").id
    store.delete(gone, "ann")
    with pytest.raises(UnknownAssessment):
        store.load(gone)
    assert store.load(child).parent_id is None
    assert store.load(kept).values == VALUES
    with store._database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM event").scalar() == 0


def test_a_change_moves_the_time_of_change_and_not_of_creation(store: Store, draft: Stored) -> None:
    store.write(draft.id, [Write("k", 1)], who="ann", client="tab", seq=1)
    now = store.load(draft.id)
    assert now.created_at == draft.created_at
    assert now.updated_at - draft.updated_at == timedelta(minutes=1)


def test_settings_are_kept(store: Store) -> None:
    assert store.setting("locale") is None
    for value in ("fr", {"x": [1]}):
        store.set_setting("locale", value)
        assert store.setting("locale") == value


def test_many_assessments_are_loaded_at_once_as_one_by_one(store):
    made = [
        store.create(NewAssessment("ada", f"n{n}", "risk", "1", ""), values={"meta/n": n}, who="ada") for n in range(5)
    ]
    store.write(made[0].id, [Write("meta/n", None)], who="ada", client="c", seq=1)
    found = store.load_all([one.id for one in made] + ["nobody"])
    assert found == {one.id: store.load(one.id) for one in made}
    assert store.load_all([]) == {}
