"""From a trainer’s list to the light pages of a workshop: only the owner gets there, and looking makes few links."""

import re
from datetime import UTC, datetime

import pytest
from tornado.web import decode_signed_value

from tests.server.harness import COOKIE_SECRET
from tests.server.risk import address, real
from toolkit.content import load_library
from toolkit.content.workshop import load_trainers
from toolkit.core.minutes_kept import kept_minutes, minutes_values
from toolkit.core.training import polls_of
from toolkit.core.workshop import Setup
from toolkit.pages.workshop_made import PRINTED
from toolkit.store.workshop_records import Part
from toolkit.store.workshops import Workshops

CASE = load_trainers().cases[0]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with real(tmp_path_factory.mktemp("way-in")) as running:
        running.get("/workshop")
        yield running


@pytest.fixture
def workshops(server):
    with Workshops(address(server.folder), lambda: datetime.now(UTC)) as opened:
        yield opened


@pytest.fixture
def made(server, workshops):
    """A workshop of the browser that opened the page first."""
    name, value = next((name, one) for name, one in server.cookies.items() if name.startswith("visitor"))
    owner = decode_signed_value(COOKIE_SECRET, name, value).decode()
    return workshops.create(owner, Setup("", "Plate readers", "", polls_of(CASE, 3)))[0]


def token(answer, path):
    assert answer.status == 303, answer.text
    return re.fullmatch(rf"/{path}/([\w-]{{43}})(/[\w./-]+)?\?lang=en", answer.headers["Location"])


def test_the_list_and_the_workshop_stand_in_the_page_before_its_kernel(server, made):
    assert "Plate readers" in server.get("/workshop").text.partition('id="boot"')[0]
    drawn = server.get(f"/first/workshop?route={made.id}")
    assert f"{made.code[:3]}&nbsp;{made.code[3:]}" in drawn.text
    assert f"/join?code={made.code}" not in drawn.text, "the address of the square is in its picture only"


@pytest.mark.parametrize(
    ("place", "path", "part", "rest"),
    [
        ("control", "t", Part.TRAINER, None),
        ("screen", "screen", Part.SCREEN, None),
        ("after", "t", Part.TRAINER, "/after"),
        ("print/poster.pdf", "t", Part.TRAINER, "/print/poster.pdf"),
    ],
)
def test_each_place_has_a_link_of_its_part(server, workshops, made, place, path, part, rest):
    found = token(server.get(f"/workshop/{made.id}/{place}?lang=en"), path)
    holder = workshops.holder(found[1])
    assert (holder.workshop_id, holder.part, found[2]) == (made.id, part, rest)


@pytest.mark.parametrize("kind", PRINTED)
def test_what_is_to_be_printed_is_there_in_each_language_of_the_workshop(server, made, kind):
    for lang in ("en", "ar"):
        answer = server.get(f"/workshop/{made.id}/print/{kind}.html?lang={lang}")
        page = server.get(answer.headers["Location"])
        assert page.status == 200
        assert f'lang="{lang}"' in page.text


def test_looking_often_makes_one_link_and_withdrawing_ends_it(server, workshops, made):
    tokens = [token(server.get(f"/workshop/{made.id}/control?lang=en"), "t")[1] for _ in range(3)]
    assert len(set(tokens)) == 1
    workshops.new_links(made.id, made.owner)
    fresh = token(server.get(f"/workshop/{made.id}/control?lang=en"), "t")[1]
    assert workshops.holder(tokens[0]) is None
    assert workshops.holder(fresh).part is Part.TRAINER


def test_nobody_but_the_owner_gets_there(server, workshops, made):
    unknown = server.stranger()
    assert unknown.get(f"/workshop/{made.id}/control").status == 403, "nobody who has not opened a page"
    other = server.stranger()
    other.get("/workshop")
    mine = {name: value for name, value in server.cookies.items() if name.startswith("toolkit-")}
    for place in ("control", "screen", "after", "print/notes.html"):
        assert other.get(f"/workshop/{made.id}/{place}").status == 404
    other.cookies |= mine
    assert other.get(f"/workshop/{made.id}/control").status == 404, "a cookie of the owner’s way in is not enough"
    drawn = other.get(f"/first/workshop?route={made.id}").text
    assert "Plate readers" not in drawn
    assert made.code not in drawn


def test_another_site_cannot_make_links(server, made):
    for site in ("cross-site", "same-site"):
        assert server.get(f"/workshop/{made.id}/control", Sec_Fetch_Site=site).status == 403
    assert server.get(f"/workshop/{made.id}/control?lang=en", Sec_Fetch_Site="same-origin").status == 303


def test_kept_minutes_open_for_their_owner_also_once_the_workshop_is_deleted(server, workshops, made):
    room = workshops.follow(made.id).room
    judged = load_trainers().measures(load_library().method())
    kept = kept_minutes(room, judged, "2026-11-21", "1.0", "0" * 64)
    workshops.keep_minutes(made.id, made.owner, minutes_values(kept))
    workshops.delete(made.id, made.owner)
    page = server.get(f"/workshop/{made.id}/minutes.html?lang=en")
    assert (page.status, "Plate readers" in page.text) == (200, True)
    assert server.get(f"/workshop/{made.id}/minutes.docx").body[:2] == b"PK"
    assert f"workshop/{made.id}/minutes.html" in server.get("/workshop").text
    other = server.stranger()
    assert other.get(f"/workshop/{made.id}/minutes.html").status == 403
    other.get("/workshop")
    assert other.get(f"/workshop/{made.id}/minutes.html").status == 404
    assert server.get(f"/workshop/{made.id}/minutes.html", Sec_Fetch_Site="cross-site").status == 403
    workshops.delete_minutes(made.id, made.owner)
    assert server.get(f"/workshop/{made.id}/minutes.html").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/workshop/00000000-0000-4000-8000-000000000000/control",
        "/workshop/x/control",
        "/workshop/00000000-0000-4000-8000-000000000000/print/agenda.exe",
        "/workshop/00000000-0000-4000-8000-000000000000/print/../../../etc.html",
    ],
)
def test_what_is_not_there_is_a_calm_404(server, path):
    assert server.get(path).status == 404
