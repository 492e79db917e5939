"""The certificate from a real server, by plain forms: nobody gets one unearned, and what is signed can be verified."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from tests.pages.reading import given
from tests.server.harness import probe_server
from toolkit.server.signing import CannotSign, existing, signing_key

PLACE = "/read/certificate"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    """A server whose data folder is its own."""
    running = probe_server(tmp_path_factory.mktemp("issuer"))
    running.environment |= {"XDG_DATA_HOME": str(running.folder)}
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def graduate(issuer):
    """A reader who has passed every check."""
    reader = issuer.stranger()
    for chapter in given().guides.chapters:
        right = [
            (f"q{number}", place)
            for number, question in enumerate(chapter.check, 1)
            for place, answer in enumerate(question.answers)
            if answer.right
        ]
        assert reader.get(f"/read/introduction/{chapter.id}?{urlencode(right)}").status == 200
    return reader


def post(reader, **fields):
    return reader.get(PLACE, method="POST", data=urlencode(fields).encode())


def token(reader):
    return re.search(r'name="_xsrf" value="([^"]+)"', reader.get(PLACE).text)[1]


def verify(issuer, *arguments, home=None):
    environment = os.environ | {"XDG_DATA_HOME": str(home or issuer.folder)}
    return subprocess.run(
        [sys.executable, "-m", "toolkit.cli", "verify", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )


@pytest.fixture(scope="module")
def page(graduate):
    """A certificate, as the server sends it."""
    answer = post(graduate, name="أمين O’Neil", _xsrf=token(graduate))
    assert answer.status == 200
    return answer


def field(page, name):
    return re.search(rf'id="{name}">([^<]+)', page.text)[1]


def test_what_the_server_signs_is_valid_on_its_own_computer(issuer, page):
    found = verify(issuer, field(page, "code"))
    assert found.returncode == 0, found
    assert "name: أمين O’Neil" in found.stdout


def test_with_the_public_key_it_is_valid_anywhere_and_also_as_a_saved_page(issuer, page, tmp_path):
    saved, key = tmp_path / "certificate.html", tmp_path / "key.txt"
    saved.write_bytes(page.body)
    key.write_text(field(page, "public-key"))
    assert verify(issuer, str(saved), "--public-key", field(page, "public-key"), home=tmp_path).returncode == 0
    assert verify(issuer, field(page, "code"), "--public-key", str(key), home=tmp_path).returncode == 0
    assert verify(issuer, field(page, "code"), home=tmp_path).returncode == 2
    assert verify(issuer, field(page, "code")[:-9], home=tmp_path).returncode == 1


def test_neither_name_nor_certificate_is_kept(issuer, page):
    assert page.headers["Cache-Control"] == "no-store"
    for path in issuer.folder.rglob("*"):
        if path.is_file() and path.stat().st_size < 5_000_000:
            assert "O’Neil".encode() not in path.read_bytes(), path


def test_the_key_is_made_once_and_only_its_owner_reads_it(issuer, graduate, page):
    key = issuer.folder / "responsible-ai-toolkit" / "certificate-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    again = post(graduate, name="Ann", _xsrf=token(graduate))
    assert field(again, "public-key") == field(page, "public-key")
    assert key.read_bytes() not in page.body


def test_a_form_without_our_token_or_with_a_foreign_one_is_refused(issuer, graduate):
    assert post(graduate, name="Ann").status == 403
    assert post(graduate, name="Ann", _xsrf="2|00000000|00|0").status == 403
    other = issuer.stranger()
    other.get("/read/introduction/intro-what-is-ai?q1=0")
    assert post(other, name="Ann", _xsrf=token(graduate)).status == 403


def test_who_has_not_passed_every_check_gets_none(issuer, graduate):
    beginner = issuer.stranger()
    page = beginner.get(PLACE)
    assert "Still to pass" in page.text
    stolen = token(graduate)
    beginner.cookies["_xsrf"] = graduate.cookies["_xsrf"]
    assert post(beginner, name="Ann", _xsrf=stolen).status == 403


@pytest.mark.parametrize("name", ["", "A", "\u202eA", "x" * 500, "\x00\x00"])
def test_a_name_that_is_none_comes_back_with_the_reason(graduate, name):
    answer = post(graduate, name=name, _xsrf=token(graduate))
    assert answer.status == 400
    assert "This name cannot be used" in answer.text


def test_the_certificate_comes_in_the_language_of_its_form(graduate):
    form = graduate.get(f"{PLACE}?lang=ar").text
    action = re.search(r'<form method="post" action="([^"]+)"', form)[1]
    made = graduate.get(action, method="POST", data=urlencode({"name": "Ann", "_xsrf": token(graduate)}).encode())
    assert '<html lang="ar" dir="rtl">' in made.text


# ---------------------------------------------------------------- the key


def test_of_many_that_start_together_one_key_counts_for_all(tmp_path):
    key = tmp_path / "data" / "certificate-key"
    with ThreadPoolExecutor(8) as crowd:
        found = set(crowd.map(signing_key, [key] * 8))
    assert found == {key.read_bytes()}
    assert [one.name for one in key.parent.iterdir()] == ["certificate-key"]


def test_there_is_no_key_before_somebody_needs_one(tmp_path):
    assert existing(tmp_path / "certificate-key") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("mode", "content", "word"), [(0o644, bytes(32), "chmod 600"), (0o600, b"short", "damaged")])
def test_a_key_that_others_read_or_that_is_damaged_is_refused_with_a_sentence(tmp_path, mode, content, word):
    key = tmp_path / "certificate-key"
    key.write_bytes(content)
    key.chmod(mode)
    with pytest.raises(CannotSign, match=word):
        signing_key(key)
