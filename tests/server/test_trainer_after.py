"""After a workshop, over real requests: who reaches what, files that are frozen, answers that go on, deletion."""

import csv
import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from tests.server.risk import address, real
from tests.server.visitors import apart
from toolkit.cli_verify import verify_given
from toolkit.content import load_library
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.content.workshop import load_trainers
from toolkit.core.minutes_kept import minutes_of
from toolkit.core.training import poll_of
from toolkit.core.workshop import About, Entry, Kind, Person, Phase, Setup
from toolkit.core.workshop_events import Begin, End, Move, Vote, Write
from toolkit.exchange.minutes import read_minutes
from toolkit.pages.minutes_document import minutes_file
from toolkit.pages.report_file import Format
from toolkit.server.rooms import Rooms
from toolkit.store import open_store
from toolkit.store.workshops import Workshops

ITEM = poll_of(About.ITEM, load_library().items[0].id, 3)
STATEMENT = poll_of(About.STATEMENT, load_readiness().statements[0].id, 3)
QUESTION = poll_of(About.QUESTION, load_workbook().questions[0].id, 3)
POLLS = (ITEM, STATEMENT, QUESTION)


class Ended:
    """A workshop that its trainer ran at the database: six people answered each question once."""

    def __init__(self, server, *, ended=True, **setup):
        self.store = Workshops(address(server.folder), lambda: datetime.now(UTC))
        self.server = server
        self.kept, self.links = self.store.create("ann", Setup("", "Plates <b>here</b>", "", POLLS, **setup))
        self.trainer = self.store.owned(self.kept.id, "ann")
        self.people = [self.store.join(self.kept.id, Person("")) for _ in range(6)]
        self.do(Begin("b"))
        for poll in POLLS:
            self.run(poll)
        self.do(Write("w", Entry("e", Kind.ACTION, "Ask <script>", POLLS[0].id, "it-lead", "2026-12-15")))
        if ended:
            self.do(End("e"))

    def do(self, *events):
        assert self.store.act(self.trainer, events).refusal is None

    def run(self, poll):
        self.do(Move(f"{poll.id}1", (poll.id,), Phase.FIRST))
        for number, one in enumerate(self.people[:5]):
            holder = self.store.holder(one.token)
            choices = tuple(min(top, 2 + number % 2) for top in poll.steps)
            vote = Vote(f"{poll.id}v{number}", holder.person, poll.id, 1, choices, "Because of <i>this</i>")
            assert self.store.act(holder, [vote]).refusal is None
        for phase in (Phase.FIRST_CLOSED, Phase.FIRST_SHOWN, Phase.RECORDED):
            self.do(Move(f"{poll.id}{phase}", (poll.id,), phase))

    @property
    def path(self):
        return f"/t/{self.links.trainer}/after"

    def get(self, more="", path=""):
        return self.server.stranger().get((path or self.path) + more)

    def post(self, **fields):
        browser = self.server.stranger()
        page = browser.get(f"{self.path}?lang=en")
        hidden = {"_xsrf": re.search(r'name="_xsrf" value="([^"]*)"', page.text)[1]}
        return browser.get(f"{self.path}?lang=en", method="POST", data=urlencode(hidden | fields).encode())


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with real(tmp_path_factory.mktemp("after")) as running:
        yield running


@pytest.fixture
def ended(server):
    made = Ended(server)
    yield made
    made.store.close()


def addresses(workshop, token):
    base = f"/t/{token}"
    return [f"{base}/after", f"{base}/after/minutes.html", f"{base}/after/answers.csv", f"{base}/print/notes.html"]


def test_nothing_but_a_trainers_link_reaches_what_comes_after(ended):
    strangers = [ended.people[0].token, ended.links.screen, "x" * 43, ended.kept.id.replace("-", "").ljust(43, "0")]
    for token in strangers:
        for path in addresses(ended, token):
            assert ended.get(path=path).status == 404, path
    for path in addresses(ended, ended.links.trainer):
        assert ended.get(path=path).status == 200, path


def test_before_the_end_there_are_no_minutes_and_nothing_is_frozen(server):
    going = Ended(server, ended=False)
    page = going.get("?lang=en")
    assert (page.status, "still going on" in page.text) == (200, True)
    assert going.get("/minutes.html").status == 404
    assert going.get("/answers.csv").status == 404
    assert going.post(act="delete").status == 303
    assert going.store.minutes_kept(going.kept.id) is None
    assert going.store.workshop(going.kept.id), "and it cannot be deleted from here while people are in it"


def test_the_page_offers_files_and_escapes_what_trainers_typed(ended):
    page = ended.get("?lang=en").text
    assert "Plates &lt;b&gt;here" in page
    for ending in ("docx", "pdf", "html", "md"):
        assert f"/minutes.{ending}?" in page
    assert "<script" not in page


def test_minutes_come_in_each_format_and_in_the_readers_language(ended):
    english, arabic = (ended.get(f"/minutes.html?lang={lang}") for lang in ("en", "ar"))
    assert "Ask &lt;script&gt;" in english.text
    assert 'dir="rtl"' in arabic.text
    assert "unsafe-inline" in english.headers["Content-Security-Policy"]
    assert "script-src" not in english.headers["Content-Security-Policy"], "default-src forbids all of them"
    word = ended.get("/minutes.docx")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word.body)).namelist()
    assert "attachment" in word.headers["Content-Disposition"]
    assert ended.get("/minutes.pdf").body.startswith(b"%PDF")
    assert ended.get("/minutes.exe").status == 404
    kept = read_minutes(ended.get("/minutes.json").body)
    assert minutes_file(kept, Format.HTML, "ar")[2] == arabic.body, "and from the archive the same is made again"


def test_counts_are_rows_of_steps_and_never_of_people(ended):
    rows = list(csv.DictReader(io.StringIO(ended.get("/answers.csv").body.decode("utf-8-sig"))))
    assert [row["question"] for row in rows] == [ITEM.of, ITEM.of, STATEMENT.of, QUESTION.of]
    assert {row["voters"] for row in rows} == {"5"}
    assert zipfile.ZipFile(io.BytesIO(ended.get("/answers.xlsx").body)).namelist()


def test_minutes_are_frozen_at_the_first_look_and_outlive_the_votes(ended):
    before = ended.get("/minutes.md?lang=en").text
    assert ended.get("/minutes.md?lang=en").text == before
    asking = ended.get("?lang=en&delete=1").text
    assert "Delete this workshop now?" in asking
    gone = ended.post(act="delete")
    assert (gone.status, "The workshop is deleted" in gone.text) == (200, True)
    assert ended.get().status == 404
    assert ended.store.holder(ended.people[0].token) is None
    (kept,) = [one for one in ended.store.kept_minutes("ann") if one.workshop_id == ended.kept.id]
    assert kept.minutes["minutes"]["title"] == "Plates <b>here</b>"


def test_the_rooms_answers_become_the_owners_records_once(ended):
    for kind in ("risk", "readiness", "workbook"):
        for _ in range(2):
            assert ended.post(act="take", kind=kind).status == 303
    with open_store(address(ended.server.folder)) as store:
        mine = store.referring("ann", "meta/workshop", [ended.kept.id])
        assert len(mine) == 3
        (risk,) = [store.load(one.id) for one in mine if one.questionnaire_id not in ("readiness", "workbook")]
    assert risk.values[f"item/{ITEM.of}/likelihood"] == 2
    assert "5 answers" in risk.values[f"item/{ITEM.of}/note"]
    assert not risk.demo
    page = ended.get("?lang=en&done=risk").text
    assert "owner’s list now" in page
    assert f"/risk?assessment={risk.id}" in page
    assert ended.post(act="take", kind="secrets").status == 303


def test_a_rehearsal_stays_an_illustration(server):
    played = Ended(server, demo=True)
    played.post(act="take", kind="risk")
    with open_store(address(server.folder)) as store:
        (made,) = store.referring("ann", "meta/workshop", [played.kept.id])
    assert made.demo
    assert "Robots answered" in played.get("/minutes.html?lang=en").text


def test_how_long_it_is_kept_can_be_changed(ended):
    assert ended.post(act="keep", days="90").status == 303
    row = ended.store.workshop(ended.kept.id)
    assert row.keep_days == 90
    assert (row.delete_at - datetime.now(UTC)).days in (89, 90)
    for days in ("0", "999", "x", "-1"):
        assert ended.post(act="keep", days=days).status == 409
    assert ended.store.workshop(ended.kept.id).keep_days == 90


def test_a_form_without_its_token_changes_nothing(ended):
    data = urlencode({"act": "delete"}).encode()
    assert ended.server.stranger().get(ended.path, method="POST", data=data).status == 403
    assert ended.store.workshop(ended.kept.id)


def test_everything_to_print_is_there_in_both_directions(server):
    case = load_trainers().case("train-plates-bridge")
    going = Ended(server, ended=False, case=case.id, agenda=(("welcome", 5),))
    for kind in ("poster", "agenda", "handout", "ballots", "notes"):
        for lang in ("en", "ar"):
            page = going.get(path=f"/t/{going.links.trainer}/print/{kind}.html?lang={lang}")
            assert page.status == 200, kind
            assert f'dir="{"rtl" if lang == "ar" else "ltr"}"' in page.text
            assert "<script" not in page.text
    poster = going.get(path=f"/t/{going.links.trainer}/print/poster.html?lang=en").text
    assert f"{going.kept.code[:3]} {going.kept.code[3:]}" in poster
    assert "data:image/png" in poster
    assert going.get(path=f"/t/{going.links.trainer}/print/poster.pdf").body.startswith(b"%PDF")
    made = going.get(path=f"/t/{going.links.trainer}/print/handout.docx?lang=ar")
    assert (made.body[:2], "wordprocessingml" in made.headers["Content-Type"]) == (b"PK", True)
    assert going.get(path=f"/t/{going.links.trainer}/print/secret.html").status == 404
    assert going.get(path=f"/t/{going.links.trainer}/print/secret.docx").status == 404


def certificate(workshop, token, **fields):
    browser = workshop.server.stranger()
    path = f"/w/{token}/certificate?lang=en"
    page = browser.get(path)
    found = re.search(r'name="_xsrf" value="([^"]*)"', page.text)
    return page if found is None else browser.get(
        path, method="POST", data=urlencode({"_xsrf": found[1]} | fields).encode()
    )  # fmt: skip


def test_whoever_answered_gets_a_certificate_that_can_be_verified_and_nobody_keeps_it(ended):
    made = certificate(ended, ended.people[0].token, name="Amal Haddad")
    assert made.status == 200
    code = re.search(r'id="code">([^<]+)<', made.text)[1]
    public = re.search(r'id="public-key">([^<]+)<', made.text)[1]
    status, lines = verify_given(code, None, public)
    assert (status, lines[1], lines[2]) == (0, "name: Amal Haddad", "took part in the workshop: Plates <b>here</b>")
    forged = verify_given(code[:40] + ("A" if code[40] != "A" else "B") + code[41:], None, public)
    assert forged[0] != 0
    database = b"".join(one.read_bytes() for one in ended.server.folder.glob("app.db*"))
    assert b"Amal Haddad" not in database
    assert made.headers["Cache-Control"] == "no-store"


def test_a_name_that_is_none_is_asked_for_again(ended):
    for name in ("", " ", "x", "1" * 90):
        assert certificate(ended, ended.people[0].token, name=name).status == 400


def test_there_is_no_certificate_without_an_answer_before_the_end_or_for_a_rehearsal(server, ended):
    silent = certificate(ended, ended.people[5].token)
    assert "at least one question" in silent.text
    going = Ended(server, ended=False)
    assert "once the workshop has ended" in certificate(going, going.people[0].token).text
    played = Ended(server, demo=True)
    assert "none for a rehearsal" in certificate(played, played.people[0].token).text
    for token in (ended.links.trainer, ended.links.screen):
        assert certificate(ended, token).status == 404
    browser = ended.server.stranger()
    browser.get(f"/w/{ended.people[0].token}/certificate")
    page = browser.get(f"{ended.path}?lang=en")
    data = {"_xsrf": re.search(r'name="_xsrf" value="([^"]*)"', page.text)[1], "name": "Amal Haddad"}
    refused = browser.get(f"/w/{ended.people[5].token}/certificate", method="POST", data=urlencode(data).encode())
    assert refused.status == 403


def test_the_server_goes_on_answering_while_a_pdf_is_made(ended):
    order = []
    with ThreadPoolExecutor(1) as beside:
        making = beside.submit(lambda: (ended.get("/minutes.pdf"), order.append("pdf"))[0])
        for _ in range(3):
            assert ended.get(path=f"/w/{ended.people[0].token}/news").status == 200
        order.append("news")
        assert making.result().body.startswith(b"%PDF")
    assert order == ["news", "pdf"]


def test_two_who_press_at_once_make_one_record(ended):
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: ended.post(act="take", kind="risk").status, range(2)))
    assert answers == [303, 303]
    with open_store(address(ended.server.folder)) as store:
        assert len(store.referring("ann", "meta/workshop", [ended.kept.id])) == 1


def test_the_end_of_a_workshop_freezes_its_minutes_and_they_outlive_automatic_deletion(tmp_path):
    now = datetime.now(UTC)
    rooms = Rooms(address(tmp_path), b"key")
    kept, _links = rooms.workshops.create("ann", Setup("", "Plates", "", POLLS))
    trainer = rooms.workshops.owned(kept.id, "ann")
    apart(rooms.act(trainer, [Begin("b")]))
    assert rooms.workshops.minutes_kept(kept.id) is None
    apart(rooms.act(trainer, [End("e")]))
    with Workshops(address(tmp_path), lambda: now + timedelta(days=31)) as later:
        assert later.forget() == 1
        (found,) = later.kept_minutes("ann")
    assert minutes_of(found.minutes).minutes.title == "Plates"
    rooms.workshops.close()
