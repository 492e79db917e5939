"""Feedback: words in three parts, no number, nothing of a case, read before it appears, and its author’s for good."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from tests.core.hub import ADA, ANN, BEN, COLE, CORA, DAY, FAY, NOON, PIA
from toolkit.core.hub_access import Member, leave
from toolkit.core.hub_feedback import (
    Feedback,
    Moderation,
    Part,
    Refused,
    Reply,
    Shown,
    State,
    change,
    moderate,
    moderate_reply,
    reply,
    shown,
    withdraw,
    without_name,
    write,
)
from toolkit.core.model import ToolkitError

WORDS = {Part.TECHNICAL: "It found most doubles on our test set.", Part.RIGHTS: "Nobody could explain a score."}
DRAFT = Feedback("f-1", "lark", "ann", WORDS, "A trial of six weeks", declared=True, interest="", at=NOON)
ABOUT = {"ann": ("national police", "Western Europe")}


def decision(one: Feedback, to: State = State.PUBLISHED, by: str = "cole", reason: str = "") -> Moderation:
    return Moderation(one.id, one.version, by, to, reason, NOON)


def published(one: Feedback = DRAFT) -> Feedback:
    waiting = write(one, ANN, DAY)
    return moderate(waiting, decision(waiting), COLE, DAY)


# ---------------------------------------------------------------- writing


def test_feedback_has_no_number() -> None:
    numbers = [one.name for noun in (Feedback, Shown) for one in fields(noun) if "int" in str(one.type).split(" ")]
    assert set(numbers) == {"version"}, "only changes are counted"
    assert not any(word in one.name for noun in (Feedback, Shown) for one in fields(noun) for word in ("star", "score"))


def test_feedback_waits_for_a_reader() -> None:
    assert write(replace(DRAFT, state=State.PUBLISHED, version=7), ANN, DAY).state is State.WAITING


@pytest.mark.parametrize("who", [PIA, ADA, COLE, leave(ANN, DAY - timedelta(days=1))])
def test_a_provider_cannot_write_feedback(who: Member) -> None:
    with pytest.raises(ToolkitError, match="cannot write feedback"):
        write(replace(DRAFT, author=who.code), who, DAY)


def test_nobody_writes_in_somebody_elses_name() -> None:
    with pytest.raises(ToolkitError, match="one’s own name only"):
        write(DRAFT, BEN, DAY)


def test_one_part_is_enough_and_none_is_not() -> None:
    assert write(replace(DRAFT, parts={Part.USABILITY: "Small buttons."}), ANN, DAY)
    for empty in ({}, {Part.TECHNICAL: "  "}):
        with pytest.raises(ToolkitError, match="at least one of its three parts"):
            write(replace(DRAFT, parts=empty), ANN, DAY)


def test_the_question_about_interests_must_be_answered() -> None:
    with pytest.raises(ToolkitError, match="“none” is an answer"):
        write(replace(DRAFT, declared=False), ANN, DAY)


def test_a_conflict_of_interest_is_shown() -> None:
    (one,) = shown([published(replace(DRAFT, interest="I helped to test it for the maker."))], [], ABOUT)
    assert one.interest == "I helped to test it for the maker."


@pytest.mark.parametrize("field", ["parts", "setting", "interest"])
def test_what_looks_like_case_material_is_refused(field: str) -> None:
    number = "case no. 4711/26"
    value = {Part.USABILITY: f"I tried it in {number}."} if field == "parts" else f"It was {number}."
    with pytest.raises(Refused) as caught:
        write(replace(DRAFT, **{field: value}), ANN, DAY)  # type: ignore[arg-type]  # one of three fields of two types
    (found,) = caught.value.refusals
    assert found.field == ("usability" if field == "parts" else field)
    assert number not in str(caught.value), "what must not be stored must not reach a log either"


# ---------------------------------------------------------------- changing


def test_a_change_waits_again_and_keeps_what_it_is_about() -> None:
    before = published()
    after = change(before, ANN, replace(DRAFT, id="f-9", listing="owl", parts={Part.TECHNICAL: "Better now."}), DAY)
    assert (after.id, after.listing, after.version, after.state) == ("f-1", "lark", 2, State.WAITING)
    assert shown([after], [], ABOUT) == ()


def test_only_its_author_changes_or_takes_back_feedback() -> None:
    for who in (BEN, FAY, COLE, PIA, leave(ANN, DAY - timedelta(days=1))):
        for act in (lambda one, who=who: change(one, who, DRAFT, DAY), lambda one, who=who: withdraw(one, who, DAY)):
            with pytest.raises(ToolkitError, match="only its author"):
                act(published())


def test_what_was_taken_back_is_gone() -> None:
    gone = withdraw(published(), ANN, DAY)
    assert (gone.parts, gone.setting, gone.interest, gone.state) == ({}, "", "", State.WITHDRAWN)
    assert shown([gone], [], ABOUT) == ()
    with pytest.raises(ToolkitError, match="write a new one"):
        change(gone, ANN, DRAFT, DAY)


def test_feedback_can_stay_without_a_name() -> None:
    (one,) = shown([without_name(published(replace(DRAFT, show_name=True)))], [], ABOUT)
    assert (one.author, one.agency_kind, one.region) == ("", "", "")
    assert dict(one.parts) == WORDS


# ---------------------------------------------------------------- moderating and replying


def test_only_published_feedback_is_seen() -> None:
    waiting = write(DRAFT, ANN, DAY)
    back = moderate(
        waiting, decision(waiting, State.SENT_BACK, reason="Please leave the product of others out."), COLE, DAY
    )
    assert shown([waiting, back], [], ABOUT) == ()
    assert back.note == "Please leave the product of others out."
    assert len(shown([waiting, published()], [], ABOUT)) == 1


def test_only_a_coordinator_who_did_not_write_it_decides() -> None:
    waiting = write(DRAFT, ANN, DAY)
    for who in (ANN, FAY, PIA, ADA):
        with pytest.raises(ToolkitError, match="only a coordinator"):
            moderate(waiting, decision(waiting, by=who.code), who, DAY)
    with pytest.raises(ToolkitError, match="only a coordinator"):
        moderate(waiting, decision(waiting, by="cora"), COLE, DAY)
    with pytest.raises(ToolkitError, match="only a coordinator"):
        moderate(replace(waiting, author="cole"), decision(waiting), COLE, DAY)


def test_a_decision_is_about_the_version_that_was_read() -> None:
    waiting = write(DRAFT, ANN, DAY)
    newer = change(waiting, ANN, replace(DRAFT, parts={Part.TECHNICAL: "Other words."}), DAY)
    with pytest.raises(ToolkitError, match="read the latest one"):
        moderate(newer, decision(waiting), COLE, DAY)
    with pytest.raises(ToolkitError, match="published or sent back"):
        moderate(waiting, decision(waiting, State.WITHDRAWN), COLE, DAY)
    with pytest.raises(ToolkitError, match="write a reason"):
        moderate(waiting, decision(waiting, State.SENT_BACK), COLE, DAY)


def answer(one: Feedback, text: str = "We have mended it.") -> Reply:
    return Reply(one.id, one.version, "whatever was sent", text, NOON)


def test_a_provider_replies_once_to_each_version_of_its_own_tool() -> None:
    one = published()
    given = reply(one, answer(one), PIA, [], DAY, "Maker")
    assert (given.provider, given.state) == ("Maker", State.WAITING)
    assert shown([one], [given], ABOUT)[0].reply == "", "a reply is read first as well"
    assert shown([one], [moderate_reply(given, CORA, DAY, publish=True)], ABOUT)[0].reply == "We have mended it."
    with pytest.raises(ToolkitError, match="already"):
        reply(one, answer(one), PIA, [given], DAY, "Maker")
    for who, listed_by in ((PIA, "Somebody else"), (ANN, "Maker"), (COLE, "Maker")):
        with pytest.raises(ToolkitError, match="own provider"):
            reply(one, answer(one), who, [], DAY, listed_by)
    with pytest.raises(Refused):
        reply(one, answer(one, "As in case no. 4711/26."), PIA, [], DAY, "Maker")
    with pytest.raises(ToolkitError, match="published version"):
        reply(write(DRAFT, ANN, DAY), answer(DRAFT), PIA, [], DAY, "Maker")


def test_a_reply_to_an_older_version_is_not_shown_beside_the_new_one() -> None:
    one = published()
    old = replace(answer(one), state=State.PUBLISHED)
    newer = replace(one, version=2)
    assert shown([newer], [old], ABOUT)[0].reply == ""


def test_others_read_the_kind_of_agency_and_no_name() -> None:
    (quiet,) = shown([published()], [], ABOUT)
    (named,) = shown([published(replace(DRAFT, show_name=True))], [], ABOUT)
    assert (quiet.author, quiet.agency_kind, quiet.region) == ("", "national police", "Western Europe")
    assert named.author == "ann"
