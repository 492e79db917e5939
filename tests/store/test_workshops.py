"""Workshops, on both databases: coming in, voting, closing, links, forgetting."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from toolkit.core.joining import DIGITS
from toolkit.core.rehearsal import robots
from toolkit.core.workshop import About, Entry, Kind, Person, Phase, Poll, Setup, Stage
from toolkit.core.workshop_events import Begin, End, Event, Join, Move, Refusal, Screen, Vote, Write
from toolkit.core.workshop_kept import replayed
from toolkit.core.workshop_rules import MOST_CHANGES
from toolkit.store import NotStorable, Store, backup
from toolkit.store.tables import workshop_event, workshop_token
from toolkit.store.workshop_records import (
    MOST_LINKS,
    Acted,
    Holder,
    Links,
    NotAllowed,
    NoWorkshop,
    Part,
    Playing,
    Wait,
    Workshop,
)
from toolkit.store.workshops import Workshops

from .conftest import Clock, together

SETUP = Setup("", "Plate readers", "", (Poll("ready", About.STATEMENT, "owner"), Poll("risk", About.ITEM, "x", (5, 5))))
GUESSES = {hashlib.sha256(b"an address").hexdigest(): 3}


@pytest.fixture
def workshops(store: Store, empty_url: str, clock: Clock) -> Iterator[Workshops]:
    with Workshops(empty_url, clock) as opened:
        yield opened


@pytest.fixture
def made(workshops: Workshops) -> tuple[Workshop, Links]:
    return workshops.create("ann", SETUP)


@pytest.fixture
def running(workshops: Workshops, made: tuple[Workshop, Links]) -> Holder:
    """Its trainer, once the first question is open."""
    trainer = workshops.owned(made[0].id, "ann")
    done(workshops.act(trainer, [Begin("b"), Move("m1", ("ready",), Phase.FIRST)]))
    return trainer


def done(acted: Acted) -> Playing:
    assert acted.refusal is None
    return acted.playing


def person(workshops: Workshops, workshop_id: str) -> Holder:
    joined = workshops.join(workshop_id, Person(""))
    done(joined.acted)
    holder = workshops.holder(joined.token)
    assert holder is not None
    return holder


def vote(holder: Holder, name: str = "v", step: int | None = 3, poll: str = "ready", number: int = 1) -> Vote:
    return Vote(name, holder.person, poll, number, (step,))


def closing(name: str = "c") -> Move:
    return Move(name, ("ready",), Phase.FIRST_CLOSED)


# ---------------------------------------------------------------- setting up and coming in


def test_a_workshop_is_kept_as_it_was_set_up(workshops: Workshops, made: tuple[Workshop, Links]) -> None:
    kept, _ = made
    setup = workshops.follow(kept.id).room.setup
    assert (setup.title, setup.polls, setup.id, setup.code) == (SETUP.title, SETUP.polls, kept.id, kept.code)
    assert len(kept.code) == DIGITS
    assert len(setup.salt) == 32
    assert workshops.listing("ann") == (kept,)
    assert workshops.listing("bob") == ()


def test_nobody_elses_workshop_is_anybodys(workshops: Workshops, made: tuple[Workshop, Links]) -> None:
    for attempt in (
        lambda: workshops.owned(made[0].id, "bob"),
        lambda: workshops.new_links(made[0].id, "bob"),
        lambda: workshops.delete(made[0].id, "bob"),
        lambda: workshops.link(made[0].id, "bob", Part.TRAINER),
        lambda: workshops.link("none", "ann", Part.TRAINER),
        lambda: workshops.look(made[0].id, "bob"),
        lambda: workshops.look("none", "ann"),
        lambda: workshops.keep_minutes(made[0].id, "bob", {}),
        lambda: workshops.follow("none"),
        lambda: workshops.join("none", Person("")),
    ):
        with pytest.raises(NoWorkshop):
            attempt()


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_workshop_is_kept_for_a_day_to_a_year(workshops: Workshops, days: int) -> None:
    with pytest.raises(NotStorable, match="1 to 365 days"):
        workshops.create("ann", SETUP, days=days)


def test_a_code_leads_in_and_only_wrong_ones_count(workshops: Workshops, made: tuple[Workshop, Links]) -> None:
    for _ in range(20):
        assert workshops.enter(made[0].code, GUESSES) == made[0].id, "a whole room comes through one address"
    wrong = "000000"
    assert [workshops.enter(wrong, GUESSES) for _ in range(5)] == [None] * 5, "a minute lies between two"
    assert isinstance(workshops.enter(made[0].code, GUESSES), Wait), "even the right one has to wait now"


def test_tokens_are_long_different_and_kept_as_digests_only(workshops: Workshops, made: tuple[Workshop, Links]) -> None:
    tokens = [made[1].trainer, made[1].screen, *(workshops.join(made[0].id, Person("")).token for _ in range(3))]
    assert len(set(tokens)) == 5
    assert min(map(len, tokens)) == 43, "256 bits"
    with workshops._database.reading() as connection:
        kept = {row.digest for row in connection.execute(select(workshop_token))}
    assert kept == {hashlib.sha256(one.encode()).hexdigest() for one in tokens}


def test_a_token_says_as_what_one_comes_in(workshops: Workshops, made: tuple[Workshop, Links]) -> None:
    joined = workshops.join(made[0].id, Person("chosen", lang="ar"))
    parts = []
    for token in (made[1].trainer, made[1].screen, joined.token):
        holder = workshops.holder(token)
        assert holder is not None
        assert holder.workshop_id == made[0].id
        parts.append((holder.part, bool(holder.person)))
    assert parts == [(Part.TRAINER, False), (Part.SCREEN, False), (Part.PERSON, True)]
    assert "chosen" not in workshops.follow(made[0].id).room.people, "nobody chooses who they are"
    for wrong in ("", made[0].code, made[0].id, joined.token + "x", joined.token[:-1]):
        assert workshops.holder(wrong) is None


def test_whoever_is_refused_gets_no_token(workshops: Workshops, running: Holder) -> None:
    done(workshops.act(running, [End("e")]))
    joined = workshops.join(running.workshop_id, Person(""))
    assert (joined.token, joined.acted.refusal) == ("", Refusal.ENDED)


def test_one_more_link_ends_none_of_those_before(workshops: Workshops, made: tuple[Workshop, Links]) -> None:
    more = {part: workshops.link(made[0].id, "ann", part) for part in (Part.TRAINER, Part.SCREEN)}
    for token, part in ((made[1].trainer, Part.TRAINER), (made[1].screen, Part.SCREEN)):
        for one in (token, more[part]):
            holder = workshops.holder(one)
            assert holder is not None
            assert (holder.workshop_id, holder.part, holder.person) == (made[0].id, part, "")
    workshops.new_links(made[0].id, "ann")
    assert [workshops.holder(one) for one in more.values()] == [None, None], "all links are withdrawn together"


def test_nobody_hands_out_a_ballot_or_links_without_end(workshops: Workshops, made: tuple[Workshop, Links]) -> None:
    with pytest.raises(NotStorable, match="give them the code"):
        workshops.link(made[0].id, "ann", Part.PERSON)
    for _ in range(MOST_LINKS - 1):
        workshops.link(made[0].id, "ann", Part.SCREEN)
    with pytest.raises(NotStorable, match="withdraw all links"):
        workshops.link(made[0].id, "ann", Part.SCREEN)
    assert workshops.holder(workshops.link(made[0].id, "ann", Part.TRAINER)) is not None


# ---------------------------------------------------------------- at a glance


def test_at_a_glance_a_workshop_says_what_playing_it_says(workshops: Workshops, made: tuple[Workshop, Links]) -> None:
    trainer = workshops.owned(made[0].id, "ann")
    seen = []
    for events in ((), (Begin("b"),), (End("e"),)):
        if not events or isinstance(events[0], Begin):
            one = person(workshops, made[0].id)
            workshops.act(one, [Join("other-language", Person(one.person, lang="ar"))])
        workshops.act(trainer, list(events))
        look, room = workshops.look(made[0].id, "ann"), workshops.follow(made[0].id).room
        assert (look.setup, look.stage, look.joined) == (room.setup, room.stage, len(room.people))
        assert workshops.overview("ann") == (look,)
        seen.append((look.stage, look.joined))
    assert seen == [(Stage.LOBBY, 1), (Stage.RUNNING, 2), (Stage.ENDED, 2)]
    assert workshops.overview("bob") == ()


def test_robots_are_counted_and_words_that_look_like_events_are_not(workshops: Workshops) -> None:
    made, _ = workshops.create("ann", replace(SETUP, demo=True))
    trainer = workshops.owned(made.id, "ann")
    done(workshops.act(trainer, list(robots(workshops.follow(made.id).room.setup, 30, ()))))
    note = Entry("n", Kind.POINT, '"event":"begin" {"event":"join","person":{"id":"robot-7"}}')
    done(workshops.act(trainer, [Write("w", note)]))
    person(workshops, made.id)
    look = workshops.look(made.id, "ann")
    assert (look.stage, look.joined) == (Stage.LOBBY, 31)


def test_the_list_has_the_newest_first_and_each_with_its_own_numbers(workshops: Workshops) -> None:
    first, second = workshops.create("ann", SETUP)[0], workshops.create("ann", SETUP)[0]
    person(workshops, first.id)
    assert [(one.workshop.id, one.joined) for one in workshops.overview("ann")] == [(second.id, 0), (first.id, 1)]


# ---------------------------------------------------------------- what happens


def test_people_do_nothing_but_answer_for_themselves(workshops: Workshops, running: Holder) -> None:
    one, other = person(workshops, running.workshop_id), person(workshops, running.workshop_id)
    before = workshops.number(running.workshop_id)
    events: list[Event] = [vote(other), closing(), End("e"), Screen("s", blank=True), Join("j", Person(other.person))]
    for event in events:
        with pytest.raises(NotAllowed):
            workshops.act(one, [vote(one), event])
    screen = workshops.holder(workshops.new_links(running.workshop_id, "ann").screen)
    assert screen is not None
    with pytest.raises(NotAllowed):
        workshops.act(screen, [closing()])
    with pytest.raises(NotAllowed):
        workshops.act(running, [vote(one)])
    assert workshops.number(running.workshop_id) == before, "all or nothing"


def test_a_withdrawn_link_does_nothing_any_more(workshops: Workshops, made: tuple[Workshop, Links]) -> None:
    second = workshops.holder(made[1].trainer)
    assert second is not None
    done(workshops.act(second, [Begin("b")]))
    token = workshops.new_links(made[0].id, "ann").trainer
    assert workshops.holder(made[1].trainer) is None
    with pytest.raises(NotAllowed):
        workshops.act(second, [End("e")])
    assert workshops.holder(token) is not None


def test_a_vote_counts_once_and_can_change_until_the_round_closes(workshops: Workshops, running: Holder) -> None:
    one = person(workshops, running.workshop_id)
    for event in (vote(one, "a", 2), vote(one, "a", 2), vote(one, "b", 5), vote(one, "a", 2)):
        done(workshops.act(one, [event]))
    room = workshops.follow(running.workshop_id).room
    assert room.answers("ready", 1) == [(5,)]
    done(workshops.act(running, [closing()]))
    assert workshops.act(one, [vote(one, "c", 1)]).refusal is Refusal.TOO_LATE
    assert workshops.follow(running.workshop_id).room.answers("ready", 1) == [(5,)]


def test_nobody_fills_the_disk_by_changing_their_mind(workshops: Workshops, running: Holder) -> None:
    one = person(workshops, running.workshop_id)
    acted = workshops.act(one, [vote(one, str(n), 1 + n % 5) for n in range(MOST_CHANGES + 1)])
    assert acted.refusals == (*[None] * MOST_CHANGES, Refusal.TOO_MANY)
    assert len(acted.playing.room.cast("ready", 1)) == 1


def test_an_earlier_state_followed_is_the_state_read_from_the_start(workshops: Workshops, running: Holder) -> None:
    known = workshops.follow(running.workshop_id)
    for _ in range(4):
        one = person(workshops, running.workshop_id)
        done(workshops.act(one, [vote(one)], known))
    followed = workshops.follow(running.workshop_id, known)
    assert followed == workshops.follow(running.workshop_id)
    with workshops._database.reading() as connection:
        kept = [row.event for row in connection.execute(select(workshop_event).order_by(workshop_event.c.number))]
    assert followed.room == replayed(followed.room.setup, kept)


def test_what_no_database_holds_is_cleaned_before_it_is_played(workshops: Workshops, running: Holder) -> None:
    one = person(workshops, running.workshop_id)
    acted = workshops.act(one, [Vote("v", one.person, "ready", 1, (1,), "nul \x00 and half \ud83d")])
    assert done(acted).room == workshops.follow(running.workshop_id).room
    assert acted.playing.room.cast("ready", 1)[one.person].reason == "nul  and half �"


def test_votes_at_the_same_moment_all_count_once(workshops: Workshops, running: Holder) -> None:
    people = [person(workshops, running.workshop_id) for _ in range(8)]
    results = together(*(partial(workshops.act, one, [vote(one)]) for one in [*people, *people]))
    assert [one.refusal for one in results] == [None] * 16, "each was sent twice"
    assert workshops.follow(running.workshop_id).room.voters("ready", 1) == 8


def test_of_votes_and_a_closing_at_the_same_moment_all_that_came_first_count(
    workshops: Workshops, running: Holder
) -> None:
    people = [person(workshops, running.workshop_id) for _ in range(6)]
    calls = [partial(workshops.act, one, [vote(one)]) for one in people]
    results = together(*calls[:3], partial(workshops.act, running, [closing()]), *calls[3:])
    counted = [one for one in results if one.refusal is None]
    assert {one.refusal for one in results} <= {None, Refusal.TOO_LATE}
    assert workshops.follow(running.workshop_id).room.voters("ready", 1) == len(counted) - 1


def test_of_two_trainers_who_move_on_together_one_moves(workshops: Workshops, running: Holder) -> None:
    results = together(*(partial(workshops.act, running, [closing(name)]) for name in ("ann", "bob")))
    assert sorted(str(one.refusal) for one in results) == sorted(["None", str(Refusal.NOT_NOW)])


VOTING = """
import sys
from datetime import UTC, datetime
from toolkit.core.workshop import Person
from toolkit.core.workshop_events import Vote
from toolkit.store.workshops import Workshops
url, made, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Workshops(url, lambda: datetime.now(UTC)) as workshops:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(count):
        holder = workshops.holder(workshops.join(made, Person("")).token)
        vote = Vote("v", holder.person, "ready", 1, (1 + number % 5,))
        for _ in range(2):
            assert workshops.act(holder, [vote]).refusal is None
        print(holder.person, flush=True)
    sys.stdin.readline()
"""


def started(url: str, workshop_id: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", VOTING, url, workshop_id, str(count)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def said(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line)
    process.stdin.flush()


def test_processes_lose_no_vote_and_count_none_twice(workshops: Workshops, running: Holder, empty_url: str) -> None:
    processes = [started(empty_url, running.workshop_id, 10) for _ in range(2)]
    for one in processes:
        said(one, "go\n")
    voted = [line for one in processes for line in one.communicate("end\n", timeout=60)[0].splitlines()]
    room = workshops.follow(running.workshop_id).room
    assert len(voted) == 20
    assert sorted(room.cast("ready", 1)) == sorted(voted)


def test_a_killed_process_loses_no_vote_that_was_saved(workshops: Workshops, running: Holder, empty_url: str) -> None:
    process = started(empty_url, running.workshop_id, 100_000)
    said(process, "go\n")
    assert process.stdout is not None
    voted = [process.stdout.readline().strip() for _ in range(5)]
    process.kill()
    voted += process.stdout.read().split()
    process.communicate()
    done(workshops.act(running, [closing()]))
    counted = workshops.follow(running.workshop_id).room.cast("ready", 1)
    assert set(voted) <= set(counted)
    assert len(counted) <= len(voted) + 1, "one may be saved and not yet said"


# ---------------------------------------------------------------- afterwards


def test_the_code_of_a_workshop_that_ended_leads_nowhere(workshops: Workshops, running: Holder) -> None:
    code = workshops.workshop(running.workshop_id).code
    one = person(workshops, running.workshop_id)
    done(workshops.act(running, [End("e")]))
    assert workshops.workshop(running.workshop_id).code == ""
    assert workshops.enter(code, GUESSES) is None
    assert workshops.act(one, [vote(one)]).refusal is Refusal.ENDED
    assert workshops.follow(running.workshop_id).room.stage is Stage.ENDED


def test_a_workshop_goes_with_all_votes_and_tokens_when_its_days_are_over(
    workshops: Workshops, clock: Clock, running: Holder
) -> None:
    waiting, _ = workshops.create("ann", SETUP, days=1)
    one = person(workshops, running.workshop_id)
    workshops.keep_minutes(running.workshop_id, "ann", {"title": "What we said"})
    clock.now += timedelta(days=29)
    assert workshops.forget() == 0
    done(workshops.act(one, [vote(one)]))
    clock.now += timedelta(days=29)
    assert workshops.forget() == 0, "days count from the last thing that happened"
    clock.now += timedelta(days=1)
    assert workshops.forget() == 1
    assert [one.id for one in workshops.listing("ann")] == [waiting.id], "what has not begun waits for a year"
    assert workshops.holder(one.digest) is None
    with workshops._database.reading() as connection:
        assert connection.execute(select(workshop_event)).all() == []
        assert len(connection.execute(select(workshop_token)).all()) == 2
    assert [kept.minutes for kept in workshops.kept_minutes("ann")] == [{"title": "What we said"}]


def test_a_workshop_can_be_kept_for_longer_or_shorter_but_not_into_the_past(
    workshops: Workshops, running: Holder, clock: Clock
) -> None:
    identity, last = running.workshop_id, clock.now
    assert workshops.keep_for(identity, "ann", 90).delete_at == last + timedelta(days=90)
    clock.now += timedelta(days=20)
    assert workshops.keep_for(identity, "ann", 21).delete_at == last + timedelta(days=21)
    for days in (0, 1, 20, 366):
        with pytest.raises(NotStorable):
            workshops.keep_for(identity, "ann", days)
    with pytest.raises(NoWorkshop):
        workshops.keep_for(identity, "bob", 30)
    clock.now += timedelta(days=1)
    assert workshops.forget() == 1


def test_a_workshop_that_waits_keeps_its_year_whatever_is_chosen_for_later(
    workshops: Workshops, made: tuple[Workshop, Links]
) -> None:
    before = made[0].delete_at
    changed = workshops.keep_for(made[0].id, "ann", 7)
    assert (changed.delete_at, changed.keep_days) == (before, 7)


def test_minutes_of_one_workshop_are_found_by_its_id(workshops: Workshops, running: Holder) -> None:
    assert workshops.minutes_kept(running.workshop_id) is None
    workshops.keep_minutes(running.workshop_id, "ann", {"title": "What we said"})
    found = workshops.minutes_kept(running.workshop_id)
    assert found is not None
    assert found.minutes == {"title": "What we said"}


def test_minutes_stay_until_they_are_deleted_by_their_owner(workshops: Workshops, running: Holder) -> None:
    for words in ("first", "second"):
        workshops.keep_minutes(running.workshop_id, "ann", words)
    workshops.delete(running.workshop_id, "ann")
    workshops.delete_minutes(running.workshop_id, "bob")
    assert [kept.minutes for kept in workshops.kept_minutes("ann")] == ["second"]
    workshops.delete_minutes(running.workshop_id, "ann")
    assert workshops.kept_minutes("ann") == ()
    with pytest.raises(NoWorkshop):
        workshops.follow(running.workshop_id)


def test_a_backup_keeps_setup_and_minutes_but_no_vote_and_no_token(
    store: Store, workshops: Workshops, running: Holder, empty_url: str, tmp_path: Path, clock: Clock
) -> None:
    one = person(workshops, running.workshop_id)
    done(workshops.act(one, [vote(one)]))
    done(workshops.act(running, [Write("w", Entry("p", Kind.POINT, "Said in the room"))]))
    workshops.keep_minutes(running.workshop_id, "ann", "kept minutes")
    known = workshops.follow(running.workshop_id)
    file = tmp_path / "backup.zip"
    backup.backup(empty_url, file, now=clock(), toolkit="1", content={})
    with zipfile.ZipFile(file) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert SETUP.title in text
    assert "kept minutes" in text
    assert one.person not in text
    assert one.digest not in text
    assert "Said in the room" not in text
    workshops.close()
    store.close()  # a file in use is not replaced
    backup.restore(empty_url, file, now=clock(), force=True)
    with Workshops(empty_url, clock) as again:
        room = again.follow(running.workshop_id, known).room
        assert (room.stage, room.setup.title, dict(room.people)) == (Stage.LOBBY, SETUP.title, {})
