"""Who is reminded of what, and that nobody is told twice; without a server."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from tests.core.hub import ANN, FIRST
from toolkit.core.hub_access import ATTEST_EVERY, Member, Standing
from toolkit.core.hub_terms import accept, digest
from toolkit.server.hub_remind import remind
from toolkit.store.hub import HubStore
from toolkit.store.hub_records import Said

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLD = replace(FIRST, version="1.0", effective=(TODAY - timedelta(days=90)).isoformat(), notice_days=30)
NEW = replace(FIRST, version="2.0", effective=(TODAY + timedelta(days=20)).isoformat(), notice_days=30)


class Desk(SimpleNamespace):
    """A hub on a day, with a post that remembers to whom it carried something."""

    def today(self):
        return self.day

    def content(self, lang):
        return SimpleNamespace(terms=[OLD, NEW])

    def tell(self, addresses):
        self.carried += list(addresses())


@pytest.fixture
def desk(tmp_path):
    with HubStore(f"sqlite:///{tmp_path}/hub.db", lambda: NOON) as store:
        desk = Desk(store=store, day=TODAY, carried=[])
        desk.post = desk
        yield desk


def admit(desk, code, attested=TODAY, **more):
    member = replace(ANN, code=code, standing=Standing.APPROVED, attested=attested, **more)
    assert isinstance(member, Member)
    desk.store.admit(member, f"{code}@police.example", "KE", code, Said("test", "admit", code))
    desk.store.accept(accept(code, OLD, digest(OLD), NOON - timedelta(days=80)))


def told(desk, code):
    return sorted(one.about for one in desk.store.notices(code))


def test_new_terms_are_told_once_from_the_day_of_their_notice_to_those_who_did_not_accept_them(desk):
    admit(desk, "ann")
    admit(desk, "ben")
    desk.store.accept(accept("ben", NEW, digest(NEW), NOON))
    desk.day = TODAY - timedelta(days=20)
    remind(desk)
    assert (told(desk, "ann"), desk.carried) == ([], [])
    desk.day = TODAY
    for _ in range(3):
        remind(desk)
    assert (told(desk, "ann"), told(desk, "ben")) == (["terms/2.0"], [])
    assert desk.carried == [("ann@police.example", "en")]


def test_whoever_is_due_is_asked_once_in_each_half_year(desk):
    desk.content = lambda lang: SimpleNamespace(terms=[OLD])
    admit(desk, "ann", TODAY - ATTEST_EVERY)
    admit(desk, "ben", TODAY - ATTEST_EVERY + timedelta(days=1))
    for _ in range(2):
        remind(desk)
    assert [len(desk.store.notices(one)) for one in ("ann", "ben")] == [1, 0]


def test_nobody_without_access_is_reminded(desk):
    admit(desk, "rests", TODAY - ATTEST_EVERY - timedelta(days=40))
    admit(desk, "left", TODAY - ATTEST_EVERY, leaves=TODAY - timedelta(days=1))
    remind(desk)
    assert [told(desk, one) for one in ("rests", "left")] == [[], []]
    assert desk.carried == []
