"""The hub in the database, on SQLite and on PostgreSQL: the log, people, what is held, what stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.core.hub import ANN, FAY, FIRST, NORTH, SAM
from toolkit.core.hub_access import Member, Role, Standing, confirm, decide
from toolkit.core.hub_audit import Fault
from toolkit.core.hub_directory import Audience, Detail
from toolkit.core.hub_feedback import Feedback, Part
from toolkit.core.hub_listing import Dealing
from toolkit.core.hub_terms import accept, digest
from toolkit.core.model import ToolkitError
from toolkit.store import StoreError, open_store
from toolkit.store.backup import backup, restore
from toolkit.store.hub import HubStore
from toolkit.store.hub_close import SECRET, about_people
from toolkit.store.hub_records import Kind, NoPerson, Said
from toolkit.store.hub_tables import hub_person

from .conftest import Clock, new, together

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ASKED = Member("eve", NORTH, purpose="learn")


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[HubStore]:
    with HubStore(url, clock) as opened:
        yield opened


def admit(store: HubStore, *members: Member) -> None:
    for one in members:
        email = f"{one.code}@police.example"
        store.admit(one, email, "KE", email, Said("test", "admit", one.code))


# ---------------------------------------------------------------- the log


def test_the_database_refuses_changes_of_the_log(store: HubStore) -> None:
    for number in range(3):
        store.note(Said("ann", f"did {number}"))
    sentences = ["UPDATE hub_audit SET what = 'nothing'", "DELETE FROM hub_audit WHERE number = 2"]
    if not store._database.is_sqlite:
        sentences.append("TRUNCATE hub_audit")
    for sentence in sentences:
        with pytest.raises(StoreError), store._database.writing() as connection:
            connection.execute(text(sentence))
    assert store.verified()[0] == 3
    assert store.verified()[2] is None


def test_whoever_gets_round_the_triggers_is_found_out(store: HubStore) -> None:
    for number in range(4):
        store.note(Said("ann", f"did {number}", details={"n": str(number)}))
    count, head, _ = store.verified()
    with store._database.writing() as connection:
        if store._database.is_sqlite:
            connection.execute(text("DROP TRIGGER hub_audit_no_delete"))
        else:
            connection.execute(text("ALTER TABLE hub_audit DISABLE TRIGGER ALL"))
        connection.execute(text("DELETE FROM hub_audit WHERE number = 4"))
    assert store.verified()[2] is None, "a chain cannot know its own end"
    broken = store.verified({count: head})[2]
    assert broken is not None
    assert broken.fault is Fault.CUT


def test_entries_that_come_together_stand_one_after_the_other(store: HubStore) -> None:
    together(*[lambda n=n: store.note(Said(f"p{n}", "did")) for n in range(8)])  # type: ignore[misc]  # a bound n
    assert [one.number for one in store.entries(most=10)] == list(range(8, 0, -1))
    assert store.verified()[2] is None


# ---------------------------------------------------------------- people


def test_the_table_of_people_holds_the_five_details_and_how_somebody_stands() -> None:
    asked = {"email", "agency", "country", "role", "purpose"}
    stands = {"code", "account", "standing", "attested", "leaves", "approved_by", "reason", "erases", "asked_at"}
    assert {one.name for one in hub_person.columns} == asked | stands


def test_two_who_decide_at_once_decide_once(store: HubStore) -> None:
    admit(store, FAY, SAM)
    store.ask(ASKED, "eve@police.example", "KE")
    store.change("eve", confirm, Said("eve", "confirm", "eve"))
    fay = replace(FAY, attested=NOON.date())

    def choose(approve: bool) -> str:
        try:
            rule = lambda one: decide(one, fay, NOON.date(), approve=approve, reason="no")  # noqa: E731 # one line
            store.change("eve", rule, Said("fay", "decide", "eve"))
        except ToolkitError:
            return "too late"
        return "done"

    assert sorted(together(lambda: choose(True), lambda: choose(False))) == ["done", "too late"]
    assert [one.what for one in store.entries(most=9, about="eve")].count("decide") == 1


def test_a_link_counts_once_and_for_its_days_only(store: HubStore, clock: Clock) -> None:
    admit(store, ANN)
    token = store.link("ann", Kind.INVITE)
    assert store.by_link(token, Kind.STATUS) is None
    assert store.use(token, Kind.INVITE, Said("ann", "make")) is True
    assert store.use(token, Kind.INVITE, Said("ann", "make")) is False
    late = store.link("ann", Kind.INVITE)
    clock.now += timedelta(days=8)
    assert store.by_link(late, Kind.INVITE) is None


def test_somebody_who_is_not_there_is_an_error_with_a_way_on(store: HubStore) -> None:
    with pytest.raises(NoPerson, match="look at the list"):
        store.find("nobody")


def test_notices_wait_until_their_reader_says_so(store: HubStore) -> None:
    admit(store, ANN, FAY)
    store.notice(["ann", "fay", "ann"], "{tool} was withdrawn.", about="tools/x", tool="X")
    (one,) = store.notices("ann")
    assert (one.text, one.details, one.about) == ("{tool} was withdrawn.", {"tool": "X"}, "tools/x")
    assert store.seen("fay", one.id) is False
    assert store.unseen("ann") == 1
    assert store.seen("ann", one.id) is True
    assert (store.unseen("ann"), store.unseen("fay")) == (0, 1)


# ---------------------------------------------------------------- what is held, and the end of it


def full(store: HubStore) -> None:
    """Ann and Fay, with something in every table."""
    admit(store, ANN, FAY)
    for one in ("ann", "fay"):
        store.accept(accept(one, FIRST, digest(FIRST), NOON))
        store.describe(one, {Detail.NAME: f"Name of {one}"})
        entry = store.entries_of([store.find(one)])[0]
        store.agree(entry, frozenset({(Detail.NAME, Audience.OFFICERS)}))
        store.notice(one, "Hello {name}", name=one)
        store.link(one, Kind.STATUS)
        store.touch(one, Dealing.SAVED, ["grace"])
        store.learn(one, "mod-techniques", done=True)
        words = {Part.TECHNICAL: f"Slow with long films, says Name of {one}"}
        store.give(Feedback(f"{one}-1", "grace", one, words, "", True, "", NOON), Said(one, "give-feedback", "grace"))
    store.looked("ann", ["fay"])
    store.looked("fay", ["ann"])


def test_what_is_held_names_every_table_about_people_and_only_ones_own_rows(store: HubStore) -> None:
    full(store)
    held = store.held(store.find("ann"))
    assert set(held) == {one.name for one in about_people()}
    assert [name for name in held if name.startswith("hub_") and not held[name]] == []
    assert "Name of fay" not in str(held)
    assert not {name for rows in held.values() for row in rows for name in row} & SECRET - {"digest"}


def test_erasing_one_person_leaves_the_others_and_the_log(store: HubStore, url: str) -> None:
    full(store)
    with open_store(url) as answers:
        mine = answers.create(new("ann@police.example"), values={"a": 1}, who="ann@police.example")
    before = store.held(store.find("fay"))
    store.erase(store.find("ann"), Said("ann", "close-account", "ann"), all_of_it=False)
    gone = store.find("ann")
    assert (gone.email, gone.member.agency, gone.member.standing, gone.account) == ("", "", Standing.LEFT, None)
    after = store.held(store.find("fay"))
    assert {n: rows for n, rows in after.items() if n != "hub_look"} == {
        n: rows for n, rows in before.items() if n != "hub_look"
    }
    assert store.verified()[2] is None
    with open_store(url) as answers:
        assert answers.load(mine.id).owner == "ann"


def test_the_hub_comes_back_from_a_backup_with_its_log_and_without_its_links(
    store: HubStore, url: str, tmp_path: Path, new_database: object
) -> None:
    full(store)
    token = store.link("ann", Kind.INVITE)
    backup(url, tmp_path / "b.zip", now=NOON, toolkit="0", content={"sha256": "0"})
    other = new_database()  # type: ignore[operator]  # the fixture makes addresses
    restore(other, tmp_path / "b.zip", now=NOON)
    with HubStore(other, lambda: NOON) as again:
        assert again.verified()[:2] == store.verified()[:2]
        assert again.find("ann") == store.find("ann")
        assert again.by_link(token, Kind.INVITE) is None
        with pytest.raises(StoreError), again._database.writing() as connection:
            connection.execute(text("DELETE FROM hub_audit"))


def test_a_day_is_kept_as_a_day(store: HubStore) -> None:
    admit(store, replace(ANN, leaves=date(2026, 12, 31), role=Role.OFFICER))
    assert store.find("ann").member.leaves == date(2026, 12, 31)
    assert [one.member.code for one in store.left(date(2027, 1, 1))] == ["ann"]
    assert store.left(date(2026, 12, 31)) == ()
