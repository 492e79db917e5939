"""What a provider says about its own tool: drafts, what they change, decisions, and what is then published."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.hub import ADA, ANN, CATALOGUE, COLE, DAY, LARK, NOON, OWL, PIA, member
from toolkit.core.hub import Criterion, Word
from toolkit.core.hub_access import Role
from toolkit.core.hub_catalogue import compare
from toolkit.core.hub_feedback import Refused
from toolkit.core.hub_proposal import (
    Decision,
    Proposal,
    State,
    Writing,
    changes,
    decide,
    difference,
    draft,
    fields,
    published,
    send,
    take_back,
    values,
)
from toolkit.core.model import ToolkitError

FULL = replace(CATALOGUE, asked=(Criterion("limits", "Limits", ""),))
TOOL = replace(OWL, summary="Finds owls.", does="It looks at images.")
NEW = {"says-languages": "English and Arabic", "facet-deployment": "offline cloud"}


def drafted(history=(), given=NEW, by=PIA, at=NOON):
    return draft(history, by, "Maker", "owl", Writing(given, "See the manual.", at=at), DAY)


def sent(history=(), given=NEW, at=NOON):
    return send(drafted(history, given, at=at))


def decision(publish=True, seen=NOON, **more):
    return Decision(publish, seen, NOON + timedelta(hours=1), **more)


def test_the_form_has_each_field_of_the_listing_but_our_own_checking():
    assert fields(FULL) == (
        "summary", "does", "country", "facet-media", "facet-deployment",
        "says-error-rates", "says-languages", "says-limits",
    )  # fmt: skip


def test_only_what_differs_is_a_change_and_what_is_left_open_on_purpose():
    now = values(LARK, FULL)
    filled = now | {"says-languages": "", "says-limits": "", "country": " KE ", "facet-media": "video image nonsense"}
    assert changes(now, filled, {"says-limits"}, FULL) == {"country": "KE", "says-limits": ""}


def test_a_published_field_is_the_providers_word_and_a_checked_one_says_so():
    done = decide([sent()], COLE, decision(checked=("says-languages",), basis="Read in the manual."), DAY)
    assert done.state is State.PUBLISHED
    found = published(TOOL, [done], FULL)
    assert found.says("languages") == "English and Arabic"
    assert found.values("deployment") == ("offline", "cloud")
    assert found.words == {"says-languages": Word.CHECKED, "facet-deployment": Word.PROVIDER}
    assert (found.summary, found.sources) == (TOOL.summary, TOOL.sources), "the rest stays as it was"


def test_what_waits_or_was_sent_back_changes_nothing_that_others_see():
    waiting = sent()
    back = decide([waiting], COLE, decision(False, note="Say for which version."), DAY)
    for one in (drafted(), waiting, back):
        assert published(TOOL, [one], FULL) == TOOL
    assert difference(TOOL, waiting, FULL)[0].before == "cloud"


def test_a_later_word_takes_the_place_of_an_earlier_one_and_loses_its_check():
    first = decide([sent()], COLE, decision(checked=("says-languages",), basis="The manual."), DAY)
    later = sent([first], {"says-languages": "All languages"}, NOON + timedelta(days=1))
    second = decide([first, later], COLE, decision(seen=later.at), DAY)
    found = published(TOOL, [first, second], FULL)
    assert (second.number, found.says("languages")) == (2, "All languages")
    assert found.words["says-languages"] is Word.PROVIDER


def test_what_a_provider_leaves_open_is_said_to_be_left_open():
    done = decide([sent(given={"says-limits": ""})], COLE, decision(), DAY)
    found = published(TOOL, [done], FULL)
    assert (found.says("limits"), found.words["says-limits"]) == ("", Word.PROVIDER)
    assert "limits" in found.not_stated


def test_what_only_providers_are_asked_has_a_row_where_one_of_them_answered():
    done = decide([sent(given={"says-limits": "No drawings."})], COLE, decision(), DAY)
    rows = compare([published(TOOL, [done], FULL), LARK], FULL)
    assert [one.text for one in rows[-1].cells] == ["No drawings.", ""]
    assert "limits" not in {row.id for row in compare([TOOL, LARK], FULL)}


@pytest.mark.parametrize("who", [ANN, COLE, ADA, member("eve", Role.PROVIDER, "Somebody else")])
def test_nobody_but_a_contact_of_the_same_provider_writes(who):
    with pytest.raises(ToolkitError, match="own provider"):
        drafted(by=who)


@pytest.mark.parametrize("who", [ANN, PIA, ADA])
def test_nobody_but_a_coordinator_decides(who):
    with pytest.raises(ToolkitError, match="only a coordinator"):
        decide([sent()], who, decision(), DAY)


def test_what_was_changed_after_it_was_read_is_not_published():
    first = sent()
    taken = take_back([first], PIA, "Maker", NOON + timedelta(minutes=1))
    again = sent([taken], {"says-languages": "Something else"}, NOON + timedelta(minutes=2))
    assert again.number == first.number
    with pytest.raises(ToolkitError, match="read the latest one"):
        decide([again], COLE, decision(seen=first.at), DAY)


def test_what_waits_is_taken_back_before_it_changes():
    with pytest.raises(ToolkitError, match="take it back"):
        drafted([sent()])


def test_a_check_needs_a_word_on_how_and_sending_back_what_to_change():
    with pytest.raises(ToolkitError, match="how the ticked fields"):
        decide([sent()], COLE, decision(checked=("says-languages",)), DAY)
    with pytest.raises(ToolkitError, match="what to change"):
        decide([sent()], COLE, decision(False), DAY)


def test_a_field_that_does_not_change_cannot_be_checked():
    done = decide([sent()], COLE, decision(checked=("summary",), basis="x"), DAY)
    assert (done.checked, done.basis) == ((), "")


@pytest.mark.parametrize("where", ["summary", "says-languages", "country"])
def test_what_must_not_be_stored_is_refused_in_each_field(where):
    with pytest.raises(Refused):
        drafted(given={where: "d41d8cd98f00b204e9800998ecf8427e"})


def test_a_form_that_changes_nothing_or_empties_the_summary_is_not_sent():
    with pytest.raises(ToolkitError, match="says already"):
        sent(given={})
    with pytest.raises(ToolkitError, match="summary cannot be empty"):
        sent(given={"summary": ""})


@given(st.dictionaries(st.sampled_from(fields(FULL)), st.text(" abc", max_size=9)))
def test_what_is_published_says_exactly_what_was_proposed(filled):
    now = values(TOOL, FULL)
    new = changes(now, filled, filled.keys(), FULL)
    one = Proposal("owl", 1, "pia", "Maker", new, "", NOON, State.PUBLISHED)
    found = published(TOOL, [one], FULL)
    assert values(found, FULL) == now | new
    assert set(found.words) == set(new)
    assert changes(values(found, FULL), filled, (), FULL) == {}, "the same form changes nothing any more"
