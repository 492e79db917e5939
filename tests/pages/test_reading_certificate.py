"""The certificate: who may have one, what the form says, and what stands on it."""

from __future__ import annotations

import pytest

from tests.pages.reading import Parsed, given
from toolkit.exchange.certificate import judge, public_of, sign, written
from toolkit.pages.reading import view
from toolkit.pages.reading_certificate import earned, problem_with, signing
from toolkit.pages.reading_page import document
from toolkit.pages.reading_state import Memory, NotHere, Reader

ALL = frozenset(one.id for one in given().guides.chapters)
PRIVATE = bytes(range(32))


def reader(passed=ALL):
    return Reader(path="certificate", memory=Memory(passed=frozenset(passed)))


def shown(passed=ALL, lang="en", **more):
    return document(reader(passed), signing(given(lang), **more))


def test_who_has_checks_left_sees_them_with_the_way_to_each():
    left = sorted(ALL)[:2]
    page = shown(ALL - set(left), token="t")
    assert all(f"/read/introduction/{one}#check" in page for one in left)
    assert f"{len(ALL) - 2} of {len(ALL)} checks passed" in Parsed(page).text
    assert '<input type="text"' not in page


def test_who_has_passed_all_checks_gets_a_form_that_carries_the_token():
    page = shown(token="secret-token")
    assert '<form method="post" action="/read/certificate">' in page
    assert 'name="_xsrf" value="secret-token"' in page


def test_a_host_that_cannot_sign_says_where_certificates_are_made():
    page = "".join(part.html for part in view(reader(), given()).parts)
    assert "<form" not in page
    assert "signed by the server" in page


def test_only_who_has_passed_all_checks_has_earned_one():
    assert earned(reader(sorted(ALL)[1:]), given(), "Ann") is None
    assert earned(reader(()), given(), "Ann") is None
    made = earned(reader(), given(), "Ann  Lee")
    assert made is not None
    assert (made.name, made.day, made.checks) == ("Ann Lee", "2026-11-21", len(ALL))
    assert made.content == given().guides.sha256


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_what_stands_on_it_is_what_was_signed(lang):
    made = earned(reader(), given(lang), "أمين <b>O’Neil</b>")
    code, public = sign(made, PRIVATE), public_of(PRIVATE)
    page = shown(lang=lang, made=made, code=code, public=written(public))
    assert code in page
    assert written(public) in page
    assert "أمين &lt;b&gt;O’Neil" in page
    assert "22" not in made.day
    assert judge(code, public).exit_code == 0
    assert Parsed(page).wrong == []


def test_a_name_that_cannot_be_used_comes_back_with_the_reason():
    problem = problem_with("\u202eA", given())
    page = shown(token="t", typed="\u202eA", problem=problem)
    assert problem
    assert "This name cannot be used" in page
    assert 'aria-invalid="true"' in page
    assert problem_with("Ann", given()) == ""


def test_there_is_nothing_below_it():
    with pytest.raises(NotHere):
        view(Reader(path="certificate/other"), given())
