"""A workshop on phones, without a script: real requests to a real server, whose state is all in its database."""

import gzip
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from tests.server.risk import real
from tests.server.workshop import ARABIC, STATEMENT, Phone, Workshop
from toolkit.core.workshop import Identity, Phase
from toolkit.core.workshop_events import Begin, End
from toolkit.server.join import WRONG_CODES


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with real(tmp_path_factory.mktemp("join")) as running:
        yield running


@pytest.fixture
def workshop(server):
    made = Workshop(server)
    made.do(Begin("b"))
    made.move(Phase.FIRST)
    yield made
    made.store.close()


def test_a_phone_joins_votes_changes_and_sees_the_result(server, workshop):
    phones = [Phone(server).join(workshop.kept.code) for _ in range(5)]
    for phone in phones:
        saved = phone.vote(choice0="2")
        assert saved.status == 303
        assert "Saved." in phone.get(saved.headers["Location"]).text
    again = phones[0].get(f"{phones[0].path}?q={STATEMENT.id}")
    assert phones[0].send(again, phones[0].path, choice0="4").status == 303
    opened = phones[1].get(f"{phones[1].path}?q={STATEMENT.id}")
    workshop.move(Phase.FIRST_CLOSED)
    late = phones[1].send(opened, phones[1].path, choice0="1")
    assert (late.status, "This round has closed" in late.text) == (409, True)
    workshop.move(Phase.FIRST_SHOWN)
    assert "In the middle of the room" in phones[4].get().text
    assert workshop.room.answers(STATEMENT.id, 1) == [(2,), (2,), (2,), (2,), (4,)]


def test_a_code_counts_in_the_digits_of_any_script_and_the_page_is_right_to_left(server, workshop):
    phone = Phone(server)
    page = phone.send(phone.get("/join?lang=ar"), "/join?lang=ar", code=workshop.kept.code.translate(ARABIC))
    assert page.status == 200
    assert '<html lang="ar" dir="rtl">' in page.text
    assert "Plate readers" in page.text
    done = phone.send(page, "/join?lang=ar")
    assert 'dir="rtl"' in phone.get(done.headers["Location"].partition("?")[0]).text, "the language is remembered"


@pytest.mark.parametrize(
    ("code", "status", "sentence"),
    [
        ("", 400, "Type the six digits"),
        ("48190O", 400, "digits only"),
        ("12", 400, "six digits"),
        ("000000", 404, "No workshop"),
    ],
)
def test_a_code_that_is_none_is_answered_with_the_reason(server, code, status, sentence):
    phone = Phone(server)
    page = phone.send(phone.get("/join?lang=en"), "/join?lang=en", code=code)
    assert (page.status, sentence in page.text) == (status, True)


def test_the_same_phone_comes_back_to_its_own_ballot(server, workshop):
    phone = Phone(server).join(workshop.kept.code)
    again = phone.get(f"/join?code={workshop.kept.code}&lang=en")
    assert again.headers["Location"].partition("?")[0] == phone.path
    assert len(workshop.room.people) == 1
    other = Phone(server)
    other.path = phone.path
    assert other.vote(choice0="3").status == 303, "and so does another phone with its address"


def test_the_same_form_twice_counts_once_and_changes_nothing_later(server, workshop):
    phone = Phone(server).join(workshop.kept.code)
    page = phone.get()
    assert phone.send(page, phone.path, choice0="2").status == 303
    phone.send(phone.get(f"{phone.path}?q={STATEMENT.id}"), phone.path, choice0="5")
    assert phone.send(page, phone.path, choice0="2").status == 303, "a phone that sends again what had arrived"
    assert workshop.room.answers(STATEMENT.id, 1) == [(5,)]


def test_an_answer_that_is_none_is_asked_for_again_and_keeps_the_words(server, workshop):
    phone = Phone(server).join(workshop.kept.code)
    for fields in ({}, {"choice0": "9"}, {"choice0": "x"}):
        page = phone.vote(reason="Because of <this>", **fields)
        assert page.status in (400, 409)
        assert "Choose an answer." in page.text
        assert "Because of &lt;this&gt;" in page.text
    assert workshop.room.voters(STATEMENT.id, 1) == 0


def test_nobody_votes_for_somebody_else(server, workshop):
    one, other = (Phone(server).join(workshop.kept.code) for _ in range(2))
    names = list(workshop.room.people)
    for name in names:
        one.vote(choice0="3", person=name, holder=name)
    assert workshop.room.voters(STATEMENT.id, 1) == 1
    assert "checked" not in other.get().text


def test_nothing_but_ones_own_token_opens_a_ballot(server, workshop):
    phone = Phone(server).join(workshop.kept.code)
    person = next(iter(workshop.room.people))
    wrong = (workshop.links.trainer, workshop.links.screen, workshop.kept.code, workshop.kept.id, person, "x" * 43)
    for token in wrong:
        for path in (f"/w/{token}", f"/w/{token}/news"):
            page = server.stranger().get(path)
            assert page.status == 404
            assert "Plate readers" not in page.text
    for path in (f"{phone.path}/control", f"{phone.path}/..", "/w/", "/w"):
        assert server.stranger().get(path).status == 404
    assert workshop.kept.code not in phone.get().text
    assert person not in phone.get().text


def test_a_form_from_elsewhere_is_refused(server, workshop):
    phone = Phone(server).join(workshop.kept.code)
    vote = {"poll": STATEMENT.id, "round": "1", "choice0": "1", "id": "x"}
    assert phone.get(method="POST", data=urlencode(vote).encode()).status == 403
    assert workshop.room.voters(STATEMENT.id, 1) == 0


def test_names_are_asked_for_where_the_workshop_has_them_and_are_nobody_elses(server):
    workshop = Workshop(server, identity=Identity.NAMES)
    Phone(server).join(workshop.kept.code, name="Amal")
    phone = Phone(server)
    page = phone.send(phone.get("/join?lang=en"), "/join?lang=en", code=workshop.kept.code)
    for name, sentence in (("", "Type a name"), ("amal", "has this name already"), ("x" * 41, "too long")):
        refused = phone.send(page, "/join?lang=en", name=name)
        assert (refused.status, sentence in refused.text) == (409, True)
    assert [one.name for one in workshop.room.people.values()] == ["Amal"]


def test_after_the_end_the_code_leads_nowhere_and_the_ballot_says_so(server, workshop):
    phone = Phone(server).join(workshop.kept.code)
    workshop.do(End("e"))
    assert "has ended" in phone.get().text
    assert phone.get(f"{phone.path}/news").text == "ended"
    assert Phone(server).get(f"/join?code={workshop.kept.code}").status == 404


def test_news_are_at_most_200_bytes_and_change_only_with_ones_own_page(server, workshop):
    one, other = (Phone(server).join(workshop.kept.code) for _ in range(2))
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(f"GET {one.path}/news HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        raw = b""
        while not re.search(rb"\r\n\r\n\w{8}", raw):
            raw += line.recv(4096)
    assert raw.startswith(b"HTTP/1.1 200")
    assert len(raw) <= 200, raw
    before = one.get(f"{one.path}/news").text
    other.vote(choice0="3")
    Phone(server).join(workshop.kept.code)
    assert one.get(f"{one.path}/news").text == before, "whoever listens learns nothing about others"
    workshop.move(Phase.FIRST_CLOSED)
    assert one.get(f"{one.path}/news").text != before


def test_news_wait_until_there_are_some(server, workshop):
    phone = Phone(server).join(workshop.kept.code)
    before = phone.get(f"{phone.path}/news").text
    with ThreadPoolExecutor(1) as beside:
        waiting = beside.submit(server.stranger().get, f"{phone.path}/news?seen={before}")
        workshop.move(Phase.FIRST_CLOSED)
        after = waiting.result(60).text
    assert after not in ("", before)
    assert f'data-word="{after}"' not in phone.get("/join?lang=en").text
    assert f'data-word="{after}"' in phone.get().text, "the page shows what the word stands for"


def test_the_script_gets_the_middle_of_the_page_and_its_answer_at_once(server, workshop):
    phone = Phone(server).join(workshop.kept.code)
    page = phone.get(X_Part="main")
    assert page.text.strip().startswith('<main id="main"')
    assert "<html" not in page.text
    assert "Content-Security-Policy" not in page.headers, "which a whole page has, and a part does not need"
    assert "Content-Security-Policy" in phone.get().headers
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)) | {"choice0": "2"}
    done = phone.get(method="POST", data=urlencode(fields).encode(), X_Part="main")
    assert (done.status, "Saved." in done.text) == (200, True)
    assert workshop.room.answers(STATEMENT.id, 1) == [(2,)]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_first_page_with_everything_that_it_loads_is_at_most_ten_kilobytes_on_the_line(server, lang):
    phone = server.stranger()
    page = phone.get(f"/join?lang={lang}", Accept_Encoding="gzip")
    text = gzip.decompress(page.body).decode()
    loaded = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
    assert len(loaded) == 2
    sizes = [len(phone.get(address, Accept_Encoding="gzip").body) for address in loaded]
    assert len(page.body) + sum(sizes) <= 10_000


def test_the_screen_says_when_somebody_has_answered(server, workshop):
    path = f"/screen/{workshop.links.screen}/news"
    phone = Phone(server).join(workshop.kept.code)
    before = phone.get(path).text
    phone.vote(choice0="3")
    assert phone.get(path).text != before
    workshop.do(End("e"))
    assert phone.get(path).text == "ended"


def test_a_page_that_has_not_changed_is_not_sent_again(server, workshop):
    phone = Phone(server).join(workshop.kept.code)
    workshop.move(Phase.FIRST_CLOSED)
    first = phone.get()
    assert phone.get(If_None_Match=first.headers["ETag"]).status == 304
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_after_the_workshop_was_deleted_a_known_ballot_takes_and_shows_nothing(server):
    gone = Workshop(server)
    gone.do(Begin("b"))
    gone.move(Phase.FIRST)
    phone = Phone(server).join(gone.kept.code)
    form = phone.get()
    gone.store.delete(gone.kept.id, "ann")
    gone.store.close()
    assert phone.send(form, phone.path, choice0="3").status == 404
    assert phone.get().status == 404


def test_the_log_never_names_a_token(server, workshop):
    phone = Phone(server).join(workshop.kept.code)
    phone.get(f"{phone.path}?lang=" + "x" * 10)
    phone.get(method="POST", data=b"")
    assert phone.path.rpartition("/")[2] not in (server.folder / "server.log").read_text()


def test_a_killed_server_has_lost_nothing(server, workshop):
    phones = [Phone(server).join(workshop.kept.code) for _ in range(3)]
    assert [phone.vote(choice0="2").status for phone in phones[:2]] == [303, 303]
    page = phones[2].get()
    server.kill()
    server.start()
    assert phones[2].send(page, phones[2].path, choice0="4").status == 303, "the form that was open can still be sent"
    assert "Change an answer" in phones[0].get().text
    assert workshop.room.voters(STATEMENT.id, 1) == 3


def test_the_screen_is_reached_by_its_own_link_only_and_shows_counts(server, workshop):
    page = server.stranger().get(f"/screen/{workshop.links.screen}?lang=en")
    assert page.status == 200
    assert "have answered" in page.text
    phone = Phone(server)
    for token in (workshop.links.trainer, workshop.kept.code, "x" * 43):
        assert phone.get(f"/screen/{token}").status == 404
    posted = phone.get(f"/screen/{workshop.links.screen}", method="POST", data=b"")
    assert posted.status in (403, 405), "a screen does nothing"


def test_people_in_a_room_need_no_account_where_visitors_sign_in(tmp_path):
    with real(tmp_path, identity="local") as guarded:
        workshop = Workshop(guarded)
        workshop.do(Begin("b"))
        workshop.move(Phase.FIRST)
        phone = Phone(guarded).join(workshop.kept.code)
        assert phone.vote(choice0="3").status == 303
        assert workshop.room.voters(STATEMENT.id, 1) == 1
        assert phone.get("/readiness").status == 302, "and a ballot opens nothing else"
        workshop.store.close()


def test_a_whole_room_behind_one_address_may_come_in_at_the_same_moment(server, workshop):
    with ThreadPoolExecutor(100) as room:
        asked = [room.submit(server.stranger().get, f"/join?code={workshop.kept.code}") for _ in range(100)]
        assert {one.result(120).status for one in asked} == {200}, "and nobody is taken for somebody who guesses"


def test_guessing_codes_has_to_wait(server, workshop):
    phone = Phone(server)
    answers = [phone.get(f"/join?code={guess:06}").status for guess in range(WRONG_CODES + 1)]
    assert answers[0] == 404
    assert answers[-1] == 429
    wait = phone.get(f"/join?code={workshop.kept.code}&lang=en")
    assert (wait.status, "too many attempts" in wait.text) == (429, True)
    assert int(wait.headers["Retry-After"]) > 0


def test_a_phone_that_opens_the_test_page_is_told_to_the_trainer_once(tmp_path):
    with real(tmp_path, trusted_proxies="127.0.0.1") as running:
        for phone in ("10.0.0.8", "10.0.0.9"):
            page = running.stranger().get("/join/test?lang=en", X_Forwarded_For=phone)
            assert (page.status, "joining will work" in page.text) == (200, True)
        running.process.terminate()
        said = running.process.stdout.read()
    assert said.count("A phone has opened the test page") == 1
