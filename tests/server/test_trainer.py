"""The control view: real forms to a real server. Nobody but trainers reaches it, and nothing happens twice."""

import re
import socket
from urllib.parse import urlencode

import pytest

from tests.server.risk import real
from tests.server.trainers import Trainer, step
from tests.server.workshop import ITEM, STATEMENT, Phone
from tests.server.workshop import Workshop as AtTheDatabase
from toolkit.content.workshop import load_trainers
from toolkit.core.training import polls_of
from toolkit.core.workshop import Entry, Group, Kind, Person, Phase, Stage, Verdict
from toolkit.core.workshop_events import Join, Vote
from toolkit.store.workshop_records import NotAllowed, Part

CASE = load_trainers().cases[0]
KEY = CASE.answers(CASE.questions[0].subject)


class Workshop(AtTheDatabase):
    """A workshop with its trainer’s page."""

    def __init__(self, server, **setup):
        super().__init__(server, "Plate <b>readers</b>", **setup)
        self.trainer = Trainer(server, self.links.trainer)

    def phones(self, *answers, **fields):
        """Phones that have joined and answered the question that is open."""
        phones = [Phone(self.server).join(self.kept.code, **fields) for _ in answers]
        for phone, answer in zip(phones, answers, strict=True):
            assert phone.vote(choice0=str(answer)).status == 303
        return phones


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with real(tmp_path_factory.mktemp("trainer")) as running:
        yield running


@pytest.fixture
def workshop(server):
    made = Workshop(server)
    yield made
    made.store.close()


@pytest.fixture
def rehearsal(server):
    case = {"case": CASE.id, "injects": tuple(one.id for one in CASE.injects)}
    made = Workshop(server, demo=True, polls=polls_of(CASE, 3), agenda=(("welcome", 10), ("vote", 25)), **case)
    yield made
    made.store.close()


@pytest.fixture
def opened(workshop):
    """A workshop whose first question is open."""
    workshop.trainer.press("Begin the workshop")
    workshop.trainer.press("Open question 1 for round 1")
    return workshop


# ---------------------------------------------------------------- who comes in


def test_nobody_but_trainers_reaches_the_control_view(opened):
    phone = Phone(opened.server).join(opened.kept.code)
    ballot = phone.path.rpartition("/")[2]
    for token in (ballot, opened.links.screen, opened.kept.code, opened.kept.id, "x" * 43):
        for path in (f"/t/{token}", f"/t/{token}/news"):
            for given in ({}, {"method": "POST", "data": b"do=end"}):
                page = phone.get(path, **given)
                assert page.status in (403, 404, 405), (path, page.status)
                assert "readers" not in page.text
    assert phone.get("/t/").status == 404
    for path in (f"/w/{opened.links.trainer}", f"/screen/{opened.links.trainer}"):
        assert phone.get(path).status == 404, "a trainer’s link is no ballot and no screen"
    assert opened.room.stage is Stage.RUNNING


def test_a_ballot_with_a_token_for_forms_still_presses_no_trainers_button(opened):
    phone = Phone(opened.server).join(opened.kept.code)
    form = phone.get()
    ballot = phone.path.rpartition("/")[2]
    refused = phone.send(form, f"/t/{ballot}", do="end")
    assert refused.status == 404
    assert opened.room.stage is Stage.RUNNING


def test_a_form_from_elsewhere_is_refused(opened):
    for fields in ({"do": "end"}, {"do": "end", "_xsrf": "made-up"}):
        stranger = Trainer(opened.server, opened.links.trainer)
        assert stranger.send([*fields.items()]).status == 403
    assert opened.room.stage is Stage.RUNNING


def test_a_withdrawn_link_leads_nowhere(opened):
    page = opened.trainer.get()
    opened.store.new_links(opened.kept.id, "ann")
    assert opened.trainer.get().status == 404
    assert opened.trainer.send(opened.trainer.form(page, "Close round 1")).status == 404
    assert opened.room.phase(STATEMENT.id) is Phase.FIRST


def test_the_log_never_names_a_trainers_token(opened):
    opened.trainer.get("lang=en&at=end")
    opened.trainer.news()
    opened.trainer.send([("do", "end")])
    assert opened.links.trainer not in (opened.server.folder / "server.log").read_text()


# ---------------------------------------------------------------- what it shows, and never


def test_the_control_view_shows_nobodys_vote_and_nobodys_absence(opened):
    one, other, third = opened.phones(2, 5, 3)
    before, word = opened.trainer.get().text, opened.trainer.news()
    again = one.get(f"{one.path}?q={STATEMENT.id}")
    assert one.send(again, one.path, choice0="4").status == 303
    changed = opened.trainer.get().text
    without = [re.sub(r'name="(?:id|_xsrf)" value="[^"]*"', "", page) for page in (before, changed)]
    assert without[0] == without[1], "a changed answer changes nothing that a trainer sees"
    assert opened.trainer.news() == word
    assert "3 of 3 have answered" in changed
    for person in opened.room.people:
        assert person not in changed
    for phone in (one, other, third):
        assert phone.path.rpartition("/")[2] not in changed


def test_the_lobby_counts_people_and_groups_and_shows_where_to_join(server):
    workshop = Workshop(server, groups=(Group("law", "Legal"), Group("line", "Front line")))
    Phone(server).join(workshop.kept.code, group="law")
    page = workshop.trainer.get().text
    assert "1 person is in the room" in page
    assert re.search(r"Legal</bdi>: 1", page)
    assert re.search(r"Front line</bdi>: 0", page)
    assert f"{workshop.kept.code[:3]} {workshop.kept.code[3:]}" in page
    assert 'src="data:image/png;base64,' in page
    assert step(workshop.trainer.get()) == "Begin the workshop"
    workshop.store.close()


def test_titles_and_texts_are_escaped(opened):
    opened.trainer.press("Write it down", opened.trainer.get("lang=en&at=entry"), text="<i>x</i>", kind="point")
    page = opened.trainer.get().text
    assert "<b>readers" not in page
    assert "<i>x" not in page
    assert "&lt;i&gt;x&lt;/i&gt;" in page
    assert re.findall(r"<script(?![^>]* src=)", page) == []


def test_the_screen_is_opened_by_a_link_of_its_own(opened):
    fresh = opened.trainer.send(opened.trainer.form(opened.trainer.get(), "Open the big screen"))
    assert fresh.status == 303
    path = fresh.headers["Location"].partition("?")[0]
    page = opened.server.stranger().get(path)
    assert page.status == 200
    assert "have answered" in page.text
    assert opened.server.stranger().get(f"/screen/{opened.links.screen}").status == 200, "the link from before stays"
    assert opened.server.stranger().get(f"/t/{path.rpartition('/')[2]}").status == 404


# ---------------------------------------------------------------- running it


def test_one_big_button_leads_from_the_lobby_to_the_end(workshop):
    trainer, seen = workshop.trainer, []
    phones = []
    page = trainer.get()
    while True:
        seen.append(step(page))
        if seen[-1] == "End the workshop":
            break
        page = trainer.press(seen[-1])
        if "Begin" in seen[-1]:
            phones = [Phone(workshop.server).join(workshop.kept.code) for _ in range(5)]
        if "Open" in seen[-1]:
            for phone in phones:
                while 'name="poll"' in (form := phone.get()).text:
                    assert phone.send(form, phone.path, choice0="2", choice1="3").status == 303
    assert seen == [
        "Begin the workshop", "Open all 2 questions for round 1", "Close all 2 open questions", "Show all 2 results",
        "Talk about question 2", "Open round 2", "Close round 2", "Show the result", "Record the answer",
        "Talk about question 1", "Open round 2", "Close round 2", "Show the result", "Record the answer",
        "End the workshop",
    ]  # fmt: skip
    asked = trainer.get("lang=en&at=end")
    assert "End the workshop?" in asked.text
    over = trainer.press("End it now", asked)
    assert f"{trainer.path}/after?lang=en" in over.text
    assert workshop.room.stage is Stage.ENDED
    assert trainer.news() == "ended"


def test_the_same_press_twice_happens_once(opened):
    page = opened.trainer.get()
    more = opened.trainer.form(page, "5 minutes")
    assert opened.trainer.send(more).status == 303
    until = opened.room.until
    assert opened.trainer.send(more).status == 303
    assert opened.room.until == until
    minute = opened.trainer.form(opened.trainer.get(), "One minute more")
    for _ in range(2):
        assert opened.trainer.send(minute).status == 303
    assert opened.room.until == until + 60
    point = opened.trainer.form(opened.trainer.get("lang=en&at=entry"), "Write it down", text="Once.", kind="point")
    for _ in range(2):
        assert opened.trainer.send(point).status == 303
    assert [one.text for one in opened.room.entries] == ["Once."]


def test_a_press_on_a_page_that_is_older_than_the_room_is_refused_and_the_page_is_new(opened):
    tabs = [opened.trainer.get() for _ in range(2)]
    opened.trainer.press("Close round 1", tabs[0])
    late = opened.trainer.send(opened.trainer.form(tabs[1], "Close round 1"))
    assert late.status == 409
    assert "older than the workshop" in late.text
    assert step(late) == "Show the result"
    opened.trainer.press("Open this round again")
    stale = opened.trainer.send(opened.trainer.form(late, "Show the result"))
    assert stale.status == 409, "a round that was opened again is not shown by a page from before"
    assert opened.room.phase(STATEMENT.id) is Phase.FIRST


def test_two_trainers_work_on_the_same_page_and_neither_undoes_the_other(opened):
    second = Trainer(opened.server, opened.store.link(opened.kept.id, "ann", Part.TRAINER))
    old = second.get()
    opened.trainer.press("Blank the screen")
    second.press("2 minutes", old)
    assert opened.room.blank, "a timer leaves the screen as the other trainer set it"
    assert opened.room.until > 0
    second.press("Stop the timer")
    assert opened.room.until == 0


def test_what_cannot_be_read_does_nothing(opened):
    xsrf = dict(opened.trainer.form(opened.trainer.get(), "Close round 1"))["_xsrf"]
    base = {"_xsrf": xsrf, "id": "x"}
    for fields in (
        {}, {"do": "explode"}, {"do": "move", "to": "first-shown", "was": "first", "poll": STATEMENT.id},
        {"do": "move", "to": "nowhere", "was": "first"},
        {"do": "move", "to": "first-closed", "was": "first", "poll": "x"},
        {"do": "timer", "minutes": "-1"}, {"do": "timer", "minutes": "9" * 99}, {"do": "part", "part": "7", "was": "0"},
        {"do": "moderate", "reason": "none", "verdict": "shown"}, {"do": "inject", "inject": "none"},
        {"do": "write", "kind": "joke", "text": "x"}, {"do": "write", "kind": "point", "text": "  "},
        {"do": "write", "kind": "action", "text": "x", "due": "tomorrow"}, {"do": "focus", "poll": "none"},
        {"do": "count", "poll": STATEMENT.id, "round": "1", "c0-0": "9", "n0": "1"},
        {"do": "count", "poll": STATEMENT.id, "round": "2", "c0-0": "1", "n0": "1"},
        {"do": "count", "poll": STATEMENT.id, "round": "1", "c0-0": "", "n0": "many"},
    ):  # fmt: skip
        before = opened.store.number(opened.kept.id)
        page = opened.trainer.send([*(base | fields).items()])
        assert (page.status, 'class="notice warn"' in page.text) == (409, True), fields
        assert opened.store.number(opened.kept.id) == before, fields


def test_a_timer_that_is_over_closes_nothing(opened):
    opened.trainer.press("1 minute")
    assert "left on the timer" in opened.trainer.get().text
    assert opened.room.phase(STATEMENT.id) is Phase.FIRST


def test_the_clock_of_the_agenda_goes_on_while_questions_open_and_close(rehearsal):
    trainer = rehearsal.trainer
    trainer.press("Begin the workshop")
    assert "10 minutes left in this part" in trainer.press("Start the clock of this part").text
    page = trainer.press("Begin the next part")
    assert "25 minutes left in this part" in page.text
    trainer.press("Open all 5 questions for round 1")
    assert "minutes left in this part" in trainer.get().text
    late = trainer.send(trainer.form(page, "Back to the part before"))
    assert late.status == 303
    assert trainer.send(trainer.form(page, "Back to the part before", id="another")).status == 409, (
        "once back is enough"
    )


# ---------------------------------------------------------------- reasons, notes, paper


def test_reasons_wait_for_the_trainer_who_shows_rewords_and_hides(opened):
    phones = [Phone(opened.server).join(opened.kept.code) for _ in range(5)]
    for number, phone in enumerate(phones):
        phone.vote(choice0="2", reason=f"Because of {number}.")
    assert "Because of" not in opened.trainer.get().text, "nobody reads reasons while the round is open"
    closed = opened.trainer.press("Close round 1")
    assert closed.text.count("Waits for you") == 5
    for number, decide, more in (
        (1, "Show", {}),
        (2, "Show these words", {"text": "In other words."}),
        (3, "Hide", {}),
    ):
        form = next(form for form in re.findall(r"<form.*?</form>", opened.trainer.get().text, re.DOTALL)
                    if f"Because of {number}." in form)  # fmt: skip
        verdict = "hidden" if decide == "Hide" else "shown"
        hidden = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form)
        assert opened.trainer.send([*hidden, ("verdict", verdict), *more.items()]).status == 303
    verdicts = sorted((str(one.verdict), one.text) for one in opened.room.moderated.values())
    assert verdicts == [("hidden", ""), ("shown", ""), ("shown", "In other words.")]
    assert "Because of 1." not in phones[0].get().text, "and the room reads them with the result"
    opened.trainer.press("Show the result")
    read = phones[0].get().text
    assert "Because of 1." in read
    assert "In other words." in read
    assert "Because of 2." not in read
    assert "Because of 3." not in read
    assert Verdict.HIDDEN in {one.verdict for one in opened.room.moderated.values()}


def test_reasons_that_were_read_are_shown_together_but_for_those_that_were_decided_on(opened):
    for number in range(5):
        phone = Phone(opened.server).join(opened.kept.code)
        assert phone.vote(choice0="2", reason=f"Because of {number}.").status == 303
    page = opened.trainer.press("Close round 1")
    together = opened.trainer.form(page, "I have read them")
    named = re.search(r'name="reason" value="([^"]+)"', page.text)[1]
    one = [(name, value) for name, value in together if name in ("_xsrf", "id")]
    assert opened.trainer.send([*one, ("do", "moderate"), ("reason", named), ("verdict", "hidden")]).status == 303
    for _ in range(2):  # pressing twice does it once
        assert opened.trainer.send(together).status in (303, 409)
    assert sorted(str(found.verdict) for found in opened.room.moderated.values()) == ["hidden", *["shown"] * 4]
    opened.trainer.press("Show the result")
    assert "I have read them" not in opened.trainer.get().text


def test_points_decisions_and_actions_are_written_down_and_corrected(opened):
    trainer = opened.trainer
    fields = {"text": "Ask the supplier.", "kind": "action", "owner_role": "Head of unit", "due": "2027-01-31"}
    trainer.press("Write it down", trainer.get("lang=en&at=entry"), **fields)
    (entry,) = opened.room.entries
    assert entry == Entry(entry.id, Kind.ACTION, "Ask the supplier.", "", "Head of unit", "2027-01-31")
    again = trainer.get(f"lang=en&at=entry&of={entry.id}")
    assert "Head of unit" in again.text
    trainer.press("Save the correction", again, text="Ask them twice.", kind="decision", poll=STATEMENT.id)
    assert opened.room.entries == (Entry(entry.id, Kind.DECISION, "Ask them twice.", STATEMENT.id),)
    wrong = trainer.send(trainer.form(again, "Save the correction", text="Kept <x>", kind="action", due="soon"))
    assert wrong.status == 409
    assert "Kept &lt;x&gt;" in wrong.text, "what was typed is still there"


def test_paper_ballots_count_until_the_result_is_shown_and_are_replaced(opened):
    trainer = opened.trainer
    opened.phones(2)
    trainer.press("Save the ballots", trainer.get("lang=en&at=paper"), n0="3", n5="1")
    assert opened.room.answers(STATEMENT.id, 1) == [(None,), (1,), (1,), (1,), (2,)]
    page = trainer.get("lang=en&at=paper")
    assert re.search(r'name="n0" value="3"', page.text)
    trainer.press("Close round 1")
    trainer.press("Save the ballots", trainer.get("lang=en&at=paper"), n0="1", n1="4", n5="")
    assert opened.room.voters(STATEMENT.id, 1) == 6
    late = trainer.get("lang=en&at=paper")
    trainer.press("Show the result")
    refused = trainer.send(trainer.form(late, "Save the ballots", n0="9"))
    assert (refused.status, "has seen this result" in refused.text) == (409, True)
    assert 'name="n0"' not in trainer.get("lang=en&at=paper").text


def test_paper_ballots_of_a_risk_item_are_pairs(workshop):
    workshop.trainer.press("Begin the workshop")
    for fields in ({"do": "move", "to": "first", "was": "waiting", "poll": ITEM.id},):
        xsrf = dict(workshop.trainer.form(workshop.trainer.get(), "Open all 2"))["_xsrf"]
        assert workshop.trainer.send([*(fields | {"_xsrf": xsrf, "id": "y"}).items()]).status == 303
    page = workshop.trainer.get("lang=en&at=paper")
    pairs = {"c0-0": "2", "c0-1": "unknown", "n0": "4", "c1-0": "5", "c1-1": "5", "n1": "1"}
    workshop.trainer.press("Save the ballots", page, **pairs)
    assert workshop.room.answers(ITEM.id, 1) == [(2, None)] * 4 + [(5, 5)]


# ---------------------------------------------------------------- training cases and rehearsals


def test_the_key_is_on_the_control_view_only(rehearsal):
    trainer = rehearsal.trainer
    trainer.press("Begin the workshop")
    trainer.press("Open all 5 questions for round 1")
    phone = Phone(rehearsal.server).join(rehearsal.kept.code)
    screen = rehearsal.server.stranger().get(f"/screen/{rehearsal.links.screen}?lang=en").text
    assert KEY.because[:40] in trainer.get().text
    for page in (phone.get().text, screen):
        assert KEY.because[:40] not in page


def test_a_new_fact_is_revealed_once_and_after_a_question(rehearsal):
    trainer, fact = rehearsal.trainer, CASE.injects[0]
    trainer.press("Begin the workshop")
    asked = trainer.get(f"lang=en&at=inject&of={fact.id}")
    assert "It cannot be taken back." in asked.text
    assert fact.id not in rehearsal.room.injects
    trainer.press("Reveal it now", asked)
    assert rehearsal.room.injects == (fact.id,)
    assert "It cannot be taken back." not in trainer.get(f"lang=en&at=inject&of={fact.id}").text


def test_robots_fill_a_rehearsal_whenever_somebody_looks(rehearsal):
    trainer = rehearsal.trainer
    trainer.press("10 robots")
    for _ in range(10):
        trainer.news()
    assert len(rehearsal.room.people) == 10
    trainer.press("Begin the workshop")
    trainer.press("Open all 5 questions for round 1")
    for _ in range(10):
        trainer.get()
    assert all(rehearsal.room.voters(poll.id, 1) == 10 for poll in rehearsal.room.setup.polls)
    number = rehearsal.store.number(rehearsal.kept.id)
    trainer.news()
    assert rehearsal.store.number(rehearsal.kept.id) == number, "they answer once"


def test_a_real_workshop_takes_no_robots_whoever_sends_them(opened):
    assert "10 robots" not in opened.trainer.get().text
    xsrf = dict(opened.trainer.form(opened.trainer.get(), "Close round 1"))["_xsrf"]
    refused = opened.trainer.send([("_xsrf", xsrf), ("id", "r"), ("do", "robots"), ("number", "10")])
    assert (refused.status, "This workshop is real." in refused.text) == (409, True)
    opened.trainer.news()
    assert not opened.room.people
    holder = opened.store.holder(opened.links.trainer)
    for event in (Join("j", Person("robot-0")), Vote("v", "robot-0", STATEMENT.id, 1, (1,))):
        with pytest.raises(NotAllowed):
            opened.store.act(holder, [event])


def test_even_in_a_rehearsal_a_trainer_answers_for_nobody_but_robots(rehearsal):
    Phone(rehearsal.server).join(rehearsal.kept.code)
    (person,) = rehearsal.room.people
    holder = rehearsal.store.holder(rehearsal.links.trainer)
    for event in (Join("j", Person(person, lang="ar")), Vote("v", person, CASE.questions[0].subject, 1, (1, 1))):
        with pytest.raises(NotAllowed):
            rehearsal.store.act(holder, [event])


def test_a_rehearsal_says_so_on_every_page(rehearsal):
    for query in ("lang=en", "lang=en&at=end", "lang=en&at=entry"):
        assert "This is a rehearsal." in rehearsal.trainer.get(query).text


# ---------------------------------------------------------------- news, and killed servers


def test_news_are_at_most_200_bytes_and_change_with_the_page(opened):
    with socket.create_connection(("127.0.0.1", opened.server.port), timeout=30) as line:
        line.sendall(f"GET {opened.trainer.path}/news HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        raw = b""
        while not re.search(rb"\r\n\r\n\w{8}", raw):
            raw += line.recv(4096)
    assert raw.startswith(b"HTTP/1.1 200")
    assert len(raw) <= 200, raw
    words = [opened.trainer.news()]
    for happens in (lambda: opened.phones(3), lambda: opened.trainer.press("Close round 1"),
                    lambda: opened.trainer.press("Blank the screen")):  # fmt: skip
        happens()
        words.append(opened.trainer.news())
    assert len(set(words)) == 4
    assert f'data-word="{words[-1]}"' in opened.trainer.get().text, "the page knows its word"


def test_the_server_is_killed_in_the_middle_and_everybody_goes_on(opened):
    trainer, server = opened.trainer, opened.server
    phones = opened.phones(2, 2, 3)
    page, ballot = trainer.get(), phones[0].get(f"{phones[0].path}?q={STATEMENT.id}")
    server.kill()
    server.start()
    assert phones[0].send(ballot, phones[0].path, choice0="4").status == 303
    assert "3 of 3 have answered" in trainer.get().text
    trainer.press("Close round 1", page)
    server.kill()
    server.start()
    assert step(trainer.get()) == "Show the result"
    trainer.press("Show the result")
    assert "only the middle" in phones[1].get().text
    assert server.stranger().get(f"/screen/{opened.links.screen}").status == 200
    assert opened.room.answers(STATEMENT.id, 1) == [(2,), (3,), (4,)]


def test_trainers_of_a_workshop_need_no_account_where_visitors_sign_in(tmp_path):
    with real(tmp_path, identity="local") as guarded:
        workshop = Workshop(guarded)
        assert workshop.trainer.get().status == 200
        workshop.trainer.press("Begin the workshop")
        assert workshop.trainer.browser.get("/risk").status == 302, "and the link opens nothing else"
        workshop.store.close()


def test_a_press_without_its_token_does_nothing_even_with_the_cookie(opened):
    page = opened.trainer.get()
    fields = [(name, value) for name, value in opened.trainer.form(page, "Close round 1") if name != "_xsrf"]
    assert opened.trainer.browser.get(opened.trainer.path, method="POST", data=urlencode(fields).encode()).status == 403
    assert opened.room.phase(STATEMENT.id) is Phase.FIRST
