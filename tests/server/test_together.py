"""Two toolkits with one key and one database: who signs in at one has done so at the other."""

import pytest

from tests.server.people import PASSWORD, Visitor, accounts, configured
from toolkit.server import keys


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    with accounts(folder) as known:
        for name in ("ann", "bob"):
            known.add(name, keys.hashed(PASSWORD), None)
    with configured(folder, identity="local") as one, configured(folder, identity="local") as other:
        yield one, other


def carried(visitor, server):
    """The same browser at the other toolkit."""
    moved = Visitor(server)
    moved.server.cookies = dict(visitor.server.cookies)
    return moved


def test_a_sign_in_counts_at_both_and_so_does_its_end(two):
    one, other = two
    ann = Visitor(one)
    assert ann.sign_in().status == 303
    there = carried(ann, other)
    assert there.get("/probe").status == 200
    assert there.sign_out().status == 200
    assert ann.get("/probe").status == 302


def test_guesses_at_two_toolkits_are_counted_together(two):
    answers = [Visitor(two[number % 2]).sign_in("bob", "wrong password here").status for number in range(6)]
    assert answers == [403] * 5 + [429]
    assert Visitor(two[1]).sign_in("bob").status == 429


def test_a_browser_that_does_not_sign_in_is_known_at_both_by_the_key_file(tmp_path, monkeypatch):
    names = []
    for home in ("one", "other"):  # as on two machines, each with a data folder of its own
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / home))
        with configured(tmp_path, visitors="each") as server:
            browser = Visitor(server, Host="localhost")
            browser.server.cookies = {"visitor-localhost": names[0]} if names else {}
            assert browser.get("/probe").status == 200
            names.append(browser.server.cookies["visitor-localhost"])
    first, second = (name.split("|")[4] for name in names)
    assert first == second, "the name in the cookie; time and signature are new"
