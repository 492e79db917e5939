"""A whole workshop on SQLite and on PostgreSQL, whose server is killed in every state: everybody goes on."""

import re
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.server.risk import address, real
from tests.server.trainers import Trainer, step
from tests.server.workshop import ITEM, STATEMENT, Phone
from tests.store.conftest import fresh_schema, postgresql  # noqa: F401 – a fixture that is asked for by name
from toolkit.core.workshop import Phase, Setup, Stage
from toolkit.store.tables import workshop_event
from toolkit.store.workshops import Workshops


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("anywhere")
    with ExitStack() as stack:
        url = address(folder)
        if request.param != "sqlite":
            url = stack.enter_context(fresh_schema(request.getfixturevalue("postgresql")))
        yield stack.enter_context(real(folder, database_url=url)), url


@pytest.fixture
def room(place):
    made = Room(*place)
    yield made
    made.store.close()


class Room:
    """A workshop, its trainer, and the database to look at."""

    def __init__(self, server, url):
        self.server, self.url = server, url
        self.store = Workshops(url, lambda: datetime.now(UTC))
        setup = Setup("", "Plate readers", "", polls=(STATEMENT, ITEM), agenda=(("welcome", 10),))
        self.kept, self.links = self.store.create("local", setup)
        self.trainer = Trainer(server, self.links.trainer)

    @property
    def now(self):
        return self.store.follow(self.kept.id).room

    def power_cut(self):
        """The process dies and is started again."""
        before = self.now
        self.server.kill()
        self.server.start()
        assert self.now == before

    def next(self, words):
        """The one big button; it must say this."""
        page = self.trainer.get()
        assert words in step(page), step(page)
        self.trainer.press(step(page), page)


def answer(phones, *choices):
    for phone, choice in zip(phones, choices, strict=True):
        assert phone.vote(choice0=str(choice)).status == 303


def own_number(phone):
    found = re.search(r"[0-9]{4} [0-9]{4}", phone.get(phone.path + "/back?lang=en").text)
    return found[0]


def test_power_cuts_before_and_in_the_first_round_lose_nothing(room):
    phones = [Phone(room.server).join(room.kept.code) for _ in range(6)]
    room.power_cut()  # the lobby
    room.next("Begin the workshop")
    room.trainer.press("Open question 1", room.trainer.get())
    answer(phones[:5], 1, 2, 3, 4, 5)
    room.power_cut()  # round 1 is open
    answer(phones[5:], 5)
    form = phones[0].get(f"{phones[0].path}?q={STATEMENT.id}")
    room.next("Close round 1")
    assert phones[0].send(form, phones[0].path, choice0="5").status == 409
    room.power_cut()  # closed
    assert room.now.voters(STATEMENT.id, 1) == 6


def test_power_cuts_after_the_first_round_lose_nothing(room):
    phones = [Phone(room.server).join(room.kept.code) for _ in range(6)]
    room.next("Begin the workshop")
    room.trainer.press("Open question 1", room.trainer.get())
    answer(phones, 1, 2, 3, 4, 5, 5)
    for words in ("Close round 1", "Show the result", "Talk about this question"):
        room.next(words)
    room.power_cut()  # talking
    room.next("Open round 2")
    answer(phones, 3, 3, 3, 3, 3, 4)
    room.power_cut()  # round 2 is open
    room.next("Close round 2")
    room.next("Show the result")
    room.next("Record the answer")
    page = room.trainer.get("lang=en&at=end")
    room.trainer.press("End", page)
    room.power_cut()  # the end
    assert room.now.stage is Stage.ENDED
    minutes = room.trainer.browser.get(f"{room.trainer.path}/after/minutes.md?lang=en").text
    assert "6 people took part." in minutes
    assert [room.now.voters(STATEMENT.id, number) for number in (1, 2)] == [6, 6]


def test_whoever_lost_the_phone_goes_on_with_their_number_and_the_old_page_is_dead(room):
    phones = [Phone(room.server).join(room.kept.code) for _ in range(6)]
    room.next("Begin the workshop")
    room.trainer.press("Open question 1", room.trainer.get())
    answer(phones, 1, 2, 3, 4, 5, 5)
    back = Phone(room.server).join(room.kept.code, number=own_number(phones[0]))
    assert phones[0].get().status == 404, "whoever found the phone answers no more"
    assert room.now.present == 6
    assert back.send(back.get(f"{back.path}?q={STATEMENT.id}"), back.path, choice0="2").status == 303
    assert room.now.voters(STATEMENT.id, 1) == 6
    forgot = Phone(room.server).join(room.kept.code, again="1")
    assert "You came in again." in forgot.get().text
    assert room.now.present == 6
    fields = {"poll": STATEMENT.id, "round": "1", "choice0": "2"}
    refused = forgot.send(forgot.get("/join?lang=en"), f"{forgot.path}?lang=en", **fields)
    assert (refused.status, "an earlier answer of yours may count" in refused.text) == (409, True)


def test_numbers_cannot_be_guessed_and_a_wrong_one_says_so(room):
    Phone(room.server).join(room.kept.code)
    stranger = Phone(room.server)
    page = stranger.send(stranger.get("/join?lang=en"), "/join?lang=en", code=room.kept.code)
    found = [stranger.send(page, "/join?lang=en", number=f"{n:08}").status for n in range(32)]
    assert found[0] == 409
    assert found[-1] == 429
    assert "Nobody in this workshop has this number" in stranger.send(page, "/join?lang=en", number="1").text
    assert len(room.now.people) == 1


def test_a_trainer_who_counts_fewer_people_than_answers_throws_the_round_away(room):
    phones = [Phone(room.server).join(room.kept.code) for _ in range(6)]
    room.next("Begin the workshop")
    room.trainer.press("Open question 1", room.trainer.get())
    answer(phones, 1, 2, 3, 4, 5, 5)
    page = room.trainer.press("Keep this number", room.trainer.get("lang=en&at=present"), counted="5")
    assert "6 answers, and you count 5 people" in page.text
    room.trainer.press("Let nobody new in")
    late = Phone(room.server)
    asked = late.send(late.get("/join?lang=en"), "/join?lang=en", code=room.kept.code)
    assert "Nobody new comes in now." in late.send(asked, "/join?lang=en").text
    page = room.trainer.get("lang=en&at=void")
    assert "has 6 answers" in page.text
    room.trainer.press("Throw them away", page)
    assert (room.now.phase(STATEMENT.id), room.now.voters(STATEMENT.id, 1)) == (Phase.WAITING, 0)
    stale = room.trainer.send(room.trainer.form(page, "Throw them away", id="another"))
    assert stale.status == 409
    room.trainer.press("End", room.trainer.get("lang=en&at=end"))
    minutes = room.trainer.browser.get(f"{room.trainer.path}/after/minutes.md?lang=en").text
    assert "The trainer counted 5 people." in minutes
    assert "was thrown away unseen with 6 answers" in minutes


def test_two_trainers_press_at_once_and_each_setting_stays(room):
    room.next("Begin the workshop")
    other = Trainer(room.server, room.links.trainer)
    one, two = room.trainer.get(), other.get()
    room.trainer.press("5 minutes", one)
    other.press("Blank the screen", two)
    room.trainer.press("Start the clock of this part", one)
    now = room.now
    assert (now.blank, now.until > 0, now.ends > 0) == (True, True, True)


def test_an_entry_is_removed_and_the_minutes_say_only_that(room):
    room.next("Begin the workshop")
    asking = room.trainer.get("lang=en&at=entry")
    room.trainer.press("Write it down", asking, kind="action", text="Sergeant Miller calls.")
    entry = room.now.entries[0].id
    page = room.trainer.get(f"lang=en&at=entry&of={entry}")
    room.trainer.press("Save the correction", page, kind="action", text="The desk calls.")
    room.trainer.press("Remove it", room.trainer.get(f"lang=en&at=entry&of={entry}"))
    assert room.now.entries == ()
    with room.store._database.reading() as connection:
        kept = repr(connection.execute(select(workshop_event.c.event)).all())
    assert "Miller" not in kept, "not in the database either"
    assert "The desk calls." not in kept
    fresh = Workshops(room.url, lambda: datetime.now(UTC))
    assert fresh.follow(room.kept.id).room.past.mended == room.now.past.mended
    fresh.close()
    room.trainer.press("End", room.trainer.get("lang=en&at=end"))
    minutes = room.trainer.browser.get(f"{room.trainer.path}/after/minutes.md?lang=en").text
    assert "1 entry was corrected after it was written down." in minutes
    assert "1 entry was removed." in minutes
    assert "Miller" not in minutes
    assert "The desk calls." not in minutes
