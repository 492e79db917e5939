"""A provider's answer to a withdrawal: once, on the record, read first."""

from dataclasses import replace

import pytest

from tests.core.hub import ANN, COLE, CORA, DAY, NOON, PIA, member
from toolkit.core.hub_access import Role
from toolkit.core.hub_answer import Answer, State, answer, latest, settle
from toolkit.core.hub_feedback import Refused
from toolkit.core.hub_listing import Move
from toolkit.core.hub_listing import State as Stands
from toolkit.core.model import ToolkitError

GONE = (Move(Stands.UNDER_REVIEW, "cole", NOON), Move(Stands.WITHDRAWN, "cole", NOON, "security", "A leak."))
NEW = Answer("owl", 0, 0, "", "Maker", "The leak is closed.", True, NOON)


def given(earlier=None, text="The leak is closed.", by=PIA, history=GONE):
    return answer(replace(NEW, text=text), earlier, history, by, DAY)


def test_an_answer_belongs_to_the_withdrawal_that_counts():
    one = given()
    assert (one.move, one.version, one.by, one.state) == (2, 1, "pia", State.WAITING)
    assert latest([one], "owl", GONE) == one
    back = (*GONE, Move(Stands.REINSTATED, "cora", NOON, "", "Mended."))
    assert latest([one], "owl", back) is None


@pytest.mark.parametrize("who", [ANN, COLE, member("eve", Role.PROVIDER, "Somebody else")])
def test_only_the_tools_own_provider_answers(who):
    with pytest.raises(ToolkitError, match="own provider"):
        given(by=who)


def test_there_is_nothing_to_answer_without_a_withdrawal():
    with pytest.raises(ToolkitError, match="only a withdrawal"):
        given(history=GONE[:1])


def test_a_second_answer_needs_the_first_to_be_sent_back():
    one = given()
    with pytest.raises(ToolkitError, match="already"):
        given(one)
    back = settle(one, CORA, DAY, publish=False, note="Say when.")
    assert (back.state, given(back).version) == (State.SENT_BACK, 2)


def test_an_answer_is_published_by_a_coordinator_once():
    done = settle(given(), COLE, DAY, publish=True)
    assert (done.state, done.decided_by) == (State.PUBLISHED, "cole")
    with pytest.raises(ToolkitError, match="not waiting"):
        settle(done, CORA, DAY, publish=True)
    with pytest.raises(ToolkitError, match="only a coordinator"):
        settle(given(), PIA, DAY, publish=True)
    with pytest.raises(ToolkitError, match="what to change"):
        settle(given(), COLE, DAY, publish=False)


def test_no_answer_holds_what_must_not_be_stored():
    with pytest.raises(Refused):
        given(text="See d41d8cd98f00b204e9800998ecf8427e")
    with pytest.raises(Refused):
        settle(given(), COLE, DAY, publish=False, note="See d41d8cd98f00b204e9800998ecf8427e")
