"""Who may do what, and how people come in, stay and leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.hub import ADA, ANN, BEN, COLE, CORA, DAY, FAY, NORTH, PIA, SAM, SOUTH, member
from toolkit.core.hub_access import (
    ATTEST_EVERY,
    ATTEST_WITHIN,
    PERMITTED,
    WITHOUT_TERMS,
    Action,
    Member,
    Role,
    Standing,
    ask,
    attest,
    attestation_due,
    confirm,
    decide,
    has_access,
    leave,
    may,
    needs_second,
    report_leaver,
    sees_listing,
    standing_on,
    wake,
)
from toolkit.core.model import ToolkitError

EACH = {Role.OFFICER: ANN, Role.FOCAL_POINT: FAY, Role.COORDINATOR: COLE, Role.PROVIDER: PIA, Role.ADMINISTRATOR: ADA}

TABLE = """
read-terms             officer focal-point coordinator provider-contact administrator
accept-terms           officer focal-point coordinator provider-contact administrator
download-own-data      officer focal-point coordinator provider-contact administrator
correct-own-data       officer focal-point coordinator provider-contact administrator
close-own-account      officer focal-point coordinator provider-contact administrator
attest-own-post        officer focal-point coordinator provider-contact administrator
read-own-notices       officer focal-point coordinator provider-contact administrator
read-catalogue         officer focal-point coordinator
compare-tools          officer focal-point coordinator
save-tool              officer focal-point coordinator
assess-tool            officer focal-point coordinator
learn                  officer focal-point coordinator
write-feedback         officer focal-point
change-own-feedback    officer focal-point
read-feedback          officer focal-point coordinator
moderate-feedback      coordinator
reply-to-feedback      provider-contact
consent-to-directory   officer focal-point coordinator
read-directory         officer focal-point coordinator
read-own-listings      provider-contact
propose-listing        provider-contact
answer-withdrawal      provider-contact
review-listing         coordinator
withdraw-listing       coordinator
approve-person         focal-point coordinator
report-leaver          focal-point coordinator
invite-person          focal-point coordinator
describe-agency        focal-point coordinator
publish-terms          coordinator
read-audit             coordinator administrator
manage-accounts        administrator
back-up                administrator
"""
"""Written a second time on purpose: whoever changes a right changes it here too, and sees whom it reaches."""


def rights() -> dict[str, set[str]]:
    return {line.split()[0]: set(line.split()[1:]) for line in TABLE.strip().splitlines()}


def test_the_table_names_every_action() -> None:
    assert set(rights()) == {one.value for one in Action} == {one.value for one in PERMITTED}


@pytest.mark.parametrize(("action", "role"), list(product(Action, Role)))
def test_each_role_may_do_exactly_what_the_table_says(action: Action, role: Role) -> None:
    assert may(EACH[role], action, DAY) is (role in rights()[action])


@pytest.mark.parametrize(("action", "standing"), list(product(Action, [one for one in Standing if one != "approved"])))
def test_nobody_who_is_not_approved_may_do_anything(action: Action, standing: Standing) -> None:
    allowed = standing is Standing.RESTING and action in WITHOUT_TERMS
    assert may(member("new", Role.COORDINATOR, standing=standing), action, DAY) is allowed


def test_nobody_can_buy_order_or_certify_here() -> None:
    words = ("buy", "order", "procure", "certify", "rate", "rank", "score", "pay")
    assert [one for one in Action if any(word in one.split("-") for word in words)] == []


def test_nobody_may_export_the_directory() -> None:
    assert [one for one in Action if "export" in one or ("directory" in one and "download" in one)] == []


def test_who_has_not_accepted_may_only_read_export_and_leave() -> None:
    for one in EACH.values():
        assert {action for action in Action if may(one, action, DAY, accepted=False)} == {
            Action.READ_TERMS, Action.ACCEPT_TERMS, Action.DOWNLOAD_OWN_DATA, Action.CLOSE_OWN_ACCOUNT
        }  # fmt: skip


def test_everybody_may_take_their_data_along() -> None:
    assert all(may(one, Action.DOWNLOAD_OWN_DATA, DAY, accepted=False) for one in EACH.values())


def test_a_provider_sees_only_its_own_listings() -> None:
    assert sees_listing(PIA, "Maker", DAY)
    assert not sees_listing(PIA, "Somebody else", DAY)
    assert not may(PIA, Action.READ_CATALOGUE, DAY)
    assert sees_listing(ANN, "Somebody else", DAY)
    assert not sees_listing(ADA, "Maker", DAY)


# ---------------------------------------------------------------- coming in


def waiting(agency: str = NORTH, role: Role = Role.OFFICER) -> Member:
    return confirm(ask("new", agency, "to compare tools", role))


def test_a_request_becomes_an_account_step_by_step() -> None:
    asked = ask("new", f" {NORTH} ", "to compare tools")
    assert (asked.standing, asked.agency, has_access(asked, DAY)) == (Standing.ASKED, NORTH, False)
    confirmed = confirm(asked)
    assert not has_access(confirmed, DAY)
    approved = decide(confirmed, FAY, DAY, approve=True)
    assert has_access(approved, DAY)
    assert (approved.approved_by, approved.attested) == ("fay", DAY)


@pytest.mark.parametrize(("agency", "purpose"), [("", "learn"), (NORTH, " "), (" ", "")])
def test_a_request_without_a_purpose_is_not_taken(agency: str, purpose: str) -> None:
    with pytest.raises(ToolkitError, match="fill in both"):
        ask("new", agency, purpose)


def test_registering_accepts_nothing() -> None:
    assert not any("term" in name or "accept" in name for name in Member.__dataclass_fields__)
    approved = decide(waiting(), FAY, DAY, approve=True)
    assert not may(approved, Action.READ_CATALOGUE, DAY, accepted=False)


def test_nobody_approves_themselves() -> None:
    for one in (FAY, COLE):
        with pytest.raises(ToolkitError, match="nobody approves themselves"):
            decide(replace(one, standing=Standing.CONFIRMED), one, DAY, approve=True)


@pytest.mark.parametrize("by", [ANN, PIA, ADA, SAM, replace(FAY, leaves=DAY - timedelta(days=1))])
def test_only_the_focal_point_of_the_agency_or_a_coordinator_decides(by: Member) -> None:
    with pytest.raises(ToolkitError):
        decide(waiting(), by, DAY, approve=True)
    assert decide(waiting(), COLE, DAY, approve=True).standing is Standing.APPROVED


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.OFFICER])
def test_a_focal_point_makes_nobody_more_than_an_officer(role: Role) -> None:
    with pytest.raises(ToolkitError, match="officers of the same agency only"):
        decide(waiting(role=role), FAY, DAY, approve=True)


def test_a_refusal_has_its_reason_and_is_the_end() -> None:
    with pytest.raises(ToolkitError, match="write one"):
        decide(waiting(), FAY, DAY, approve=False)
    refused = decide(waiting(), FAY, DAY, approve=False, reason="Not known at this agency.")
    assert refused.standing is Standing.REFUSED
    for again in (confirm, lambda one: decide(one, COLE, DAY, approve=True)):
        with pytest.raises(ToolkitError, match="refused"):
            again(refused)


def test_what_is_not_confirmed_is_not_decided() -> None:
    with pytest.raises(ToolkitError, match="asked cannot be decided on"):
        decide(ask("new", NORTH, "learn"), COLE, DAY, approve=True)


# ---------------------------------------------------------------- staying and leaving


def test_access_ends_on_the_day_of_leaving() -> None:
    going = leave(ANN, DAY + timedelta(days=3))
    assert [has_access(going, DAY + timedelta(days=n)) for n in (0, 3, 4, 400)] == [True, True, False, False]
    assert standing_on(going, DAY + timedelta(days=4)) is Standing.LEFT


def test_nobody_prolongs_their_access_by_leaving_later() -> None:
    assert leave(leave(ANN, DAY), DAY + timedelta(days=99)).leaves == DAY


def test_a_focal_point_reports_who_has_left() -> None:
    gone = report_leaver(ANN, FAY, DAY - timedelta(days=1), DAY)
    assert not has_access(gone, DAY)
    for by in (SAM, BEN, PIA, ADA):
        with pytest.raises(ToolkitError, match="only a focal point of the same agency"):
            report_leaver(ANN, by, DAY, DAY)
    assert report_leaver(ANN, CORA, DAY, DAY).leaves == DAY


def test_a_focal_point_alone_ends_no_access_that_stands_above_their_own() -> None:
    for role, alone in {
        Role.OFFICER: True,
        Role.FOCAL_POINT: True,
        Role.COORDINATOR: False,
        Role.ADMINISTRATOR: False,
    }.items():
        colleague = replace(BEN, code="colleague", agency=FAY.agency, role=role)
        assert needs_second(colleague, FAY) is not alone
        assert report_leaver(colleague, CORA, DAY, DAY).leaves == DAY
        if alone:
            assert report_leaver(colleague, FAY, DAY, DAY).leaves == DAY
        else:
            with pytest.raises(ToolkitError, match="tell a coordinator"):
                report_leaver(colleague, FAY, DAY, DAY)


def test_silence_for_thirty_days_rests_the_account() -> None:
    due = attestation_due(ANN)
    assert due == date(2026, 12, 1)
    assert has_access(ANN, due + ATTEST_WITHIN)
    silent = due + ATTEST_WITHIN + timedelta(days=1)
    assert standing_on(ANN, silent) is Standing.RESTING
    assert not may(ANN, Action.READ_CATALOGUE, silent)
    assert may(ANN, Action.DOWNLOAD_OWN_DATA, silent), "what is theirs stays theirs"
    with pytest.raises(ToolkitError, match="ask your focal point"):
        attest(ANN, silent)


def test_an_answer_in_time_counts_for_another_half_year() -> None:
    answered = attest(ANN, DAY + ATTEST_EVERY + timedelta(days=20))
    assert has_access(answered, DAY + 2 * ATTEST_EVERY + timedelta(days=20))


def test_only_whoever_vouches_wakes_a_resting_account() -> None:
    late = DAY + timedelta(days=300)
    fresh = replace(FAY, attested=late)
    assert has_access(wake(ANN, fresh, late), late)
    for by in (replace(ANN, attested=late), replace(BEN, attested=late), replace(SAM, attested=late), FAY):
        with pytest.raises(ToolkitError):
            wake(ANN, by, late)
    with pytest.raises(ToolkitError, match="asks anew"):
        wake(leave(ANN, DAY), fresh, late)


def test_an_agency_is_not_the_other_one() -> None:
    assert NORTH != SOUTH
    with pytest.raises(ToolkitError, match="same agency only"):
        decide(waiting(SOUTH), FAY, DAY, approve=True)


@given(days=st.integers(0, 2000), last=st.integers(-50, 2000))
def test_after_the_last_day_nobody_may_do_anything(days: int, last: int) -> None:
    going = leave(COLE, DAY + timedelta(days=last))
    on = DAY + timedelta(days=days)
    if days > last:
        assert not any(may(going, action, on) for action in Action)
