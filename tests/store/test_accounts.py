"""Accounts in both kinds of database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from toolkit.store.accounts import Accounts, NoAccount, tidy

from .conftest import Clock, together

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def accounts(url: str, clock: Clock) -> Iterator[Accounts]:
    with Accounts(url, clock) as opened:
        opened.add("Ann", "hash", None, ["one", "two"])
        yield opened


def test_an_account_is_found_by_its_tidy_name(accounts: Accounts) -> None:
    found = accounts.find("ann")
    assert found is not None
    assert (found.name, found.password, found.totp, found.disabled) == ("ann", "hash", None, False)
    assert accounts.find("bob") is None
    assert [one.name for one in accounts.listing()] == ["ann"]


def test_a_name_is_given_once(accounts: Accounts) -> None:
    with pytest.raises(NoAccount, match="already"):
        accounts.add("ANN", "other", None)


@pytest.mark.parametrize("name", ["", " ", "a b", "a/b", "a\nb", "x" * 65, "a\u202eb", "a=b"])
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(NoAccount, match="cannot be a name"):
        tidy(name)


def test_names_that_look_alike_in_width_and_case_are_one() -> None:
    assert tidy("\uff21nn") == tidy("ANN") == "ann"
    assert tidy("منى") == "منى"


def test_an_unknown_account_is_a_sentence(accounts: Accounts) -> None:
    for change in (accounts.disable, lambda name: accounts.reset(name, "h", None)):
        with pytest.raises(NoAccount, match="no account “bob”"):
            change("bob")


def test_a_recovery_code_and_a_time_step_count_once(accounts: Accounts) -> None:
    assert [accounts.use_recovery_code("ann", "one") for _ in range(2)] == [True, False]
    assert accounts.use_recovery_code("ann", "two")
    assert [accounts.use_step("ann", step) for step in (5, 5, 4, 6)] == [True, False, False, True]


def test_of_many_at_once_one_gets_the_code(accounts: Accounts) -> None:
    assert sorted(together(*[lambda: accounts.use_recovery_code("ann", "one")] * 4)) == [False, False, False, True]


def test_a_sign_in_lasts_until_it_ends(accounts: Accounts) -> None:
    accounts.begin("ann", "digest")
    assert accounts.signed_in("digest", DAY, HOUR) == "ann"
    assert accounts.signed_in("other", DAY, HOUR) is None
    accounts.end("digest")
    assert accounts.signed_in("digest", DAY, HOUR) is None


def test_a_sign_in_ends_after_its_hours_and_when_it_is_not_used(accounts: Accounts, clock: Clock) -> None:
    accounts.begin("ann", "digest")
    for _ in range(3):
        clock.now += timedelta(minutes=50)
        assert accounts.signed_in("digest", DAY, HOUR) == "ann"
    assert accounts.signed_in("digest", timedelta(hours=2), HOUR) is None
    clock.now += timedelta(minutes=62)
    assert accounts.signed_in("digest", DAY, HOUR) is None


def test_disabling_and_resetting_end_every_sign_in(accounts: Accounts) -> None:
    for end in (lambda: accounts.disable("ann"), lambda: accounts.reset("ann", "new", "salt", ["three"])):
        accounts.reset("ann", "hash", None)
        accounts.begin("ann", "digest")
        end()
        assert accounts.signed_in("digest", DAY, HOUR) is None
    found = accounts.find("ann")
    assert found is not None
    assert (found.password, found.totp, found.disabled) == ("new", "salt", False)
    assert not accounts.use_recovery_code("ann", "two")


def test_after_some_failures_waits_grow_and_are_limited(accounts: Accounts, clock: Clock) -> None:
    waits = []
    for _ in range(12):
        assert accounts.try_once({"name": 3}) is None
        wait = accounts.try_once({"name": 3})
        waits.append(wait.total_seconds() if wait else 0)
        clock.now += wait or timedelta()
        if not wait:  # that look counted too
            waits.append(0)
    assert max(waits) <= 900
    assert sorted(waits) == waits
    assert waits[-1] > 700


def test_a_success_takes_the_attempt_back(accounts: Accounts) -> None:
    for _ in range(20):
        assert accounts.try_once({"name": 2, "address": 2}) is None
        accounts.forgive("name", all_of_them=True)
        accounts.forgive("address", all_of_them=False)


def test_many_guesses_at_once_are_counted_before_they_are_tried(accounts: Accounts, clock: Clock) -> None:
    accounts._clock = lambda: clock.now
    outcomes = together(*[lambda: accounts.try_once({"name": 3})] * 8)
    assert sum(wait is None for wait in outcomes) == 3


def test_an_hour_later_the_count_starts_again(accounts: Accounts, clock: Clock) -> None:
    accounts.try_once({"name": 2})
    clock.now += timedelta(hours=2)
    assert accounts.try_once({"name": 2}) is None
    assert accounts.try_once({"name": 2}) is None


def test_what_is_over_is_forgotten(accounts: Accounts, clock: Clock) -> None:
    accounts.begin("ann", "digest")
    accounts.try_once({"name": 1})
    clock.now += DAY
    accounts.forget_before(clock.now)
    assert accounts.signed_in("digest", 9 * DAY, 9 * DAY) is None
    assert accounts.try_once({"name": 1}) is None
