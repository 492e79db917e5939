"""Meet other officers: nothing is shown without a yes, a no counts at once, and the preview tells the truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.core.hub import ADA, ANN, BEN, DAY, FAY, NOON, PIA, SOUTH, member
from toolkit.core.hub_access import Role, Standing, leave
from toolkit.core.hub_directory import Audience, Consent, Detail, Entry, consented, found, preview, seen_by, withdrawn

DETAILS = {one: f"my {one}" for one in Detail}
SILENT = Entry(ANN, "NL", DETAILS)
ABROAD = member("zoe", agency=SOUTH)


def saying(*pairs: tuple[Detail, Audience], given: bool = True, hours: int = 0) -> tuple[Consent, ...]:
    return tuple(Consent(detail, audience, given, NOON + timedelta(hours=hours)) for detail, audience in pairs)


NAME_TO_AGENCY = (Detail.NAME, Audience.AGENCY)
SKILLS_TO_ALL = (Detail.SKILLS, Audience.OFFICERS)
EMAIL_TO_COUNTRY = (Detail.EMAIL, Audience.COUNTRY)
OPEN = replace(SILENT, consents=saying(NAME_TO_AGENCY, SKILLS_TO_ALL, EMAIL_TO_COUNTRY))


def test_nobody_is_found_until_they_say_so() -> None:
    assert consented(SILENT) == frozenset()
    for viewer in (BEN, FAY, ABROAD, PIA, ADA):
        assert seen_by(SILENT, viewer, "NL", DAY) == {}
        assert found([SILENT], viewer, "NL", DAY) == ()


def test_each_detail_goes_to_its_audience_only() -> None:
    assert set(seen_by(OPEN, BEN, "", DAY)) == {Detail.NAME, Detail.SKILLS}
    assert set(seen_by(OPEN, ABROAD, "NL", DAY)) == {Detail.SKILLS, Detail.EMAIL}
    assert set(seen_by(OPEN, ABROAD, "FR", DAY)) == {Detail.SKILLS}


def test_providers_and_administrators_see_nobody() -> None:
    for viewer in (PIA, ADA, replace(PIA, agency=ANN.agency)):
        assert seen_by(OPEN, viewer, "NL", DAY) == {}


def test_who_has_left_is_neither_found_nor_looks() -> None:
    gone = leave(ANN, DAY - timedelta(days=1))
    assert seen_by(replace(OPEN, member=gone), BEN, "NL", DAY) == {}
    assert seen_by(replace(OPEN, member=BEN), gone, "NL", DAY) == {}


def test_a_no_counts_at_once() -> None:
    later = replace(OPEN, consents=(*OPEN.consents, *saying(SKILLS_TO_ALL, given=False, hours=1)))
    assert set(seen_by(later, BEN, "", DAY)) == {Detail.NAME}
    everything = replace(OPEN, consents=(*OPEN.consents, *withdrawn(OPEN, NOON + timedelta(hours=2))))
    assert consented(everything) == frozenset()
    again = replace(everything, consents=(*everything.consents, *saying(SKILLS_TO_ALL, hours=3)))
    assert set(seen_by(again, BEN, "", DAY)) == {Detail.SKILLS}


def test_countries_and_agencies_that_are_not_known_are_not_the_same() -> None:
    nowhere = Entry(replace(ANN, agency=""), "", DETAILS, OPEN.consents)
    assert set(seen_by(nowhere, replace(BEN, agency=""), "", DAY)) == {Detail.SKILLS}


def test_what_is_empty_is_not_shown() -> None:
    assert seen_by(replace(OPEN, details={}), BEN, "NL", DAY) == {}


def test_one_does_not_find_oneself() -> None:
    assert found([OPEN], ANN, "NL", DAY) == ()
    assert [(one.member.code, set(what)) for one, what in found([OPEN], ABROAD, "FR", DAY)] == [
        ("ann", {Detail.SKILLS})
    ]


PAIRS = st.tuples(st.sampled_from(Detail), st.sampled_from(Audience), st.booleans(), st.integers(0, 5))
VIEWERS = {
    Audience.AGENCY: (BEN, "FR"),
    Audience.COUNTRY: (ABROAD, "NL"),
    Audience.OFFICERS: (ABROAD, "FR"),
}


@given(st.lists(PAIRS, max_size=15), st.sampled_from(Audience))
def test_the_preview_is_what_others_see(said: list[tuple[Detail, Audience, bool, int]], audience: Audience) -> None:
    consents = tuple(Consent(d, a, yes, NOON + timedelta(hours=h)) for d, a, yes, h in said)
    entry = replace(SILENT, consents=consents)
    viewer, country = VIEWERS[audience]
    assert preview(entry, audience, DAY) == seen_by(entry, viewer, country, DAY)


@given(st.lists(PAIRS, max_size=15), st.sampled_from(list(Role)), st.sampled_from(list(Standing)))
def test_nothing_is_seen_that_was_not_agreed_to(
    said: list[tuple[Detail, Audience, bool, int]], role: Role, standing: Standing
) -> None:
    entry = replace(SILENT, consents=tuple(Consent(d, a, yes, NOON + timedelta(hours=h)) for d, a, yes, h in said))
    agreed = {detail for detail, _ in consented(entry)}
    assert set(seen_by(entry, member("eve", role, standing=standing), "NL", DAY)) <= agreed
