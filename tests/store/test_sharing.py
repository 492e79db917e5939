"""Who else may read or answer an assessment, on both databases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest

from toolkit.store import NewShare, NotShared, Role, Store, Stored, UnknownAssessment, Write
from toolkit.store.sharing import Link, Links

from .conftest import Clock, new

DIGEST = hashlib.sha256(b"token").hexdigest()


@pytest.fixture
def links(store: Store, empty_url: str, clock: Clock) -> Iterator[Links]:
    with Links(empty_url, clock) as opened:
        yield opened


def linked(store: Store, draft: Stored, role: Role = Role.READ, days: float | None = 7) -> str:
    return store.share(draft.id, NewShare(role, "Legal desk", digest=DIGEST, days=days), "ann")


def found(links: Links) -> Link:
    link = links.find(DIGEST)
    assert link is not None
    return link


def test_an_assessment_is_nobody_elses_until_it_is_shared(store: Store, draft: Stored) -> None:
    assert store.access(draft.id, "bob") is None
    assert store.shared_with("bob") == ()
    own = store.access(draft.id, "ann")
    assert own is not None
    assert (own.role, own.name) == (Role.OWNER, "ann")


def test_a_named_account_has_exactly_its_role_there_and_nowhere_else(store: Store, draft: Stored) -> None:
    other = store.create(new(title="Other"), who="ann")
    store.share(draft.id, NewShare(Role.READ, "bob", account="bob"), "ann")
    access = store.access(draft.id, "bob")
    assert access is not None
    assert (access.role, access.name) == (Role.READ, "bob")
    assert store.access(draft.id, "carla") is None
    assert store.access(other.id, "bob") is None
    assert [(one.id, role) for one, role in store.shared_with("bob")] == [(draft.id, Role.READ)]
    assert store.shared_with("ann") == ()


def test_a_reader_writes_nothing_and_an_editor_does(store: Store, draft: Stored) -> None:
    def write(visitor: str) -> None:
        store.write(draft.id, [Write("a", 1)], who=visitor, client="tab", seq=1, visitor=visitor)

    store.share(draft.id, NewShare(Role.READ, "bob", account="bob"), "ann")
    for nobody in ("bob", "carla", ""):
        with pytest.raises(NotShared):
            write(nobody)
        with pytest.raises(NotShared):
            store.undo(draft.id, nobody, "tab", 2, visitor=nobody)
    assert store.load(draft.id).values == {}
    store.share(draft.id, NewShare(Role.EDIT, "bob", account="bob"), "ann")
    write("bob")
    assert store.load(draft.id).values == {"a": 1}
    assert len(store.shares(draft.id, "ann")) == 1, "the later share with one account counts"


@pytest.mark.parametrize("visitor", ["bob", "carla"])
def test_only_the_owner_shares_looks_at_shares_and_withdraws(store: Store, draft: Stored, visitor: str) -> None:
    kept = store.share(draft.id, NewShare(Role.EDIT, "bob", account="bob"), "ann")
    for attempt in (
        lambda: store.share(draft.id, NewShare(Role.EDIT, "x", account=visitor), visitor),
        lambda: store.shares(draft.id, visitor),
        lambda: store.withdraw(draft.id, kept, visitor),
    ):
        with pytest.raises(NotShared):
            attempt()
    assert [one.id for one in store.shares(draft.id, "ann")] == [kept]


def test_a_share_of_one_assessment_is_not_withdrawn_through_another(store: Store, draft: Stored) -> None:
    kept = store.share(draft.id, NewShare(Role.READ, "bob", account="bob"), "ann")
    bobs = store.create(new(owner="bob"), who="bob")
    store.withdraw(bobs.id, kept, "bob")
    assert store.access(draft.id, "bob") is not None


def test_a_link_lets_in_whoever_opened_it_under_its_label(store: Store, draft: Stored, links: Links) -> None:
    linked(store, draft, Role.EDIT)
    assert store.access(draft.id, "visitor-1") is None
    assert links.accept(found(links), "visitor-1")
    assert links.accept(found(links), "visitor-1"), "twice is once"
    access = store.access(draft.id, "visitor-1")
    assert access is not None
    assert (access.role, access.name) == (Role.EDIT, "Legal desk (visitor-1)")
    assert store.access(draft.id, "visitor-2") is None


def test_of_two_shares_the_better_counts(store: Store, draft: Stored, links: Links) -> None:
    store.share(draft.id, NewShare(Role.READ, "bob", account="bob"), "ann")
    linked(store, draft, Role.EDIT)
    links.accept(found(links), "bob")
    access = store.access(draft.id, "bob")
    assert access is not None
    assert access.role is Role.EDIT
    assert [role for _, role in store.shared_with("bob")] == [Role.EDIT]


def test_withdrawing_ends_it_at_once_for_those_who_are_in(store: Store, draft: Stored, links: Links) -> None:
    link = linked(store, draft, Role.EDIT)
    links.accept(found(links), "visitor-1")
    before = found(links)
    store.withdraw(draft.id, link, "ann")
    assert store.access(draft.id, "visitor-1") is None
    assert links.find(DIGEST) is None
    assert not links.accept(before, "visitor-2")
    with pytest.raises(NotShared):
        store.write(draft.id, [Write("a", 1)], who="x", client="tab", seq=1, visitor="visitor-1")


def test_after_its_days_a_link_opens_nothing(store: Store, draft: Stored, links: Links, clock: Clock) -> None:
    linked(store, draft, days=7)
    links.accept(found(links), "visitor-1")
    clock.now += timedelta(days=6, hours=23)
    assert store.access(draft.id, "visitor-1") is not None
    clock.now += timedelta(hours=1)
    assert store.access(draft.id, "visitor-1") is None
    assert store.shared_with("visitor-1") == ()
    assert found(links).expired
    assert not links.accept(found(links), "visitor-2")
    assert len(store.shares(draft.id, "ann")) == 1, "its owner still sees that it has ended"


def test_the_last_use_is_known_to_the_minute(store: Store, draft: Stored, links: Links, clock: Clock) -> None:
    linked(store, draft)
    assert store.shares(draft.id, "ann")[0].used_at is None
    links.accept(found(links), "visitor-1")
    first = store.shares(draft.id, "ann")[0].used_at
    clock.now += timedelta(hours=1)
    store.access(draft.id, "visitor-1")
    second = store.shares(draft.id, "ann")[0].used_at
    assert first is not None
    assert second is not None
    assert second - first > timedelta(minutes=59)


def test_a_deleted_assessment_takes_its_shares_along(store: Store, draft: Stored, links: Links) -> None:
    linked(store, draft)
    links.accept(found(links), "visitor-1")
    store.delete(draft.id, "ann")
    assert links.find(DIGEST) is None
    with pytest.raises(UnknownAssessment):
        store.access(draft.id, "visitor-1")


def test_a_share_does_not_reach_the_next_version_or_a_copy(store: Store, draft: Stored) -> None:
    store.share(draft.id, NewShare(Role.EDIT, "bob", account="bob"), "ann")
    store.submit(draft.id, {}, "ann")
    for made in (store.new_version(draft.id, "ann"), store.copy(draft.id, "Copy", "ann")):
        assert store.access(made.id, "bob") is None
