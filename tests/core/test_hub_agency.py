"""What an agency says about itself: contacts without what must not be stored, and a place that names nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.core.hub import HelpContact
from toolkit.core.hub_agency import ALIKE, CONTACTS, shown_place, wrong_with
from toolkit.core.model import ToolkitError

KINDS = st.sampled_from(["", "national", "local"])
REGIONS = st.sampled_from(["", "002", "150"])
GOOD = HelpContact("Peer support", "+254 20 123 4567, peer@police.example", "at night")


def test_a_contact_may_hold_how_to_reach_somebody_and_a_row_may_be_empty():
    assert wrong_with([GOOD, HelpContact("", "")]) == ()


@pytest.mark.parametrize("one", [HelpContact("Ann", ""), HelpContact("", "room 3"), HelpContact("", "", "at night")])
def test_half_a_contact_is_none(one):
    with pytest.raises(ToolkitError, match="fill in both"):
        wrong_with([one])


def test_there_are_no_more_contacts_than_can_be_read_at_a_bad_moment():
    with pytest.raises(ToolkitError, match="too many"):
        wrong_with([GOOD] * (CONTACTS + 1))


def test_a_number_is_for_reaching_somebody_only_and_a_fingerprint_for_nothing():
    found = wrong_with([HelpContact("call +254 20 123 4567", "d41d8cd98f00b204e9800998ecf8427e", "x")])
    assert [one.field for one in found] == ["label-0", "how-0"]


@given(KINDS, REGIONS, st.lists(st.tuples(KINDS, REGIONS), max_size=12))
def test_what_stands_beside_feedback_is_shared_by_enough_agencies(kind, region, agencies):
    shown = shown_place(kind, region, agencies)
    assert shown[0] in ("", kind)
    assert shown[1] in ("", region)
    if any(shown):
        alike = [
            one for one in agencies if all(not part or part == other for part, other in zip(shown, one, strict=True))
        ]
        assert len(alike) >= ALIKE


@pytest.mark.parametrize(
    ("agencies", "shown"),
    [
        ([("national", "002")] * 3, ("national", "002")),
        ([("national", "002")] * 2 + [("local", "002")], ("", "002")),
        ([("national", "002")] * 2 + [("national", "150")], ("national", "")),
        ([("national", "002")] * 2, ("", "")),
    ],
)
def test_both_one_or_nothing_is_shown(agencies, shown):
    assert shown_place("national", "002", agencies) == shown
