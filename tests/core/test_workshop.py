"""A workshop step by step: who may do what when, what is refused and why, and who sees what."""

from dataclasses import replace

import pytest

from tests.core.room import (
    CASE,
    MEASURES,
    READY,
    RISK,
    WORK,
    joined,
    play,
    refused,
    setup,
    shown_once,
    shown_twice,
    to,
    votes,
)
from toolkit.core.agreement import Verdict as Seen
from toolkit.core.anonymity import Shown
from toolkit.core.method import Interval
from toolkit.core.workshop import Entry, Identity, Kind, Moderated, Person, Phase, Room, Stage, Verdict
from toolkit.core.workshop_events import (
    Begin,
    Count,
    End,
    Inject,
    Join,
    Moderate,
    Move,
    Present,
    Refusal,
    Remove,
    Screen,
    Void,
    Vote,
    Write,
)
from toolkit.core.workshop_past import Mended, Voided
from toolkit.core.workshop_results import movement, ranking, reasons, released, result
from toolkit.core.workshop_rules import allowed, happen
from toolkit.core.workshop_views import ballot_view, control_view, projector_view

LAW = Person("x", group="law")

# ---------------------------------------------------------------- joining


def test_an_anonymous_room_keeps_no_name():
    room = play(Room(setup()), Join("1", replace(LAW, name="Ann")))
    assert room.people["x"].name == ""


@pytest.mark.parametrize("identity", [Identity.NAMES, Identity.NICKNAMES])
def test_where_people_have_names_each_has_one_of_their_own(identity):
    room = Room(setup(identity=identity))
    assert refused(room, Join("1", replace(LAW, name="  "))) is Refusal.NO_NAME
    assert refused(room, Join("1", replace(LAW, name="x" * 41))) is Refusal.TOO_LONG
    room = play(room, Join("1", replace(LAW, name=" Falcon   42 ")))
    assert room.people["x"].name == "Falcon 42"
    assert refused(room, Join("2", Person("y", "FALCON 42", "law"))) is Refusal.NAME_TAKEN
    assert len(play(room, Join("3", replace(LAW, name="Falcon 42", lang="ar"))).people) == 1


def test_groups_are_chosen_from_those_that_there_are():
    assert refused(Room(setup()), Join("1", Person("x"))) is Refusal.NO_GROUP
    assert refused(Room(setup()), Join("1", Person("x", group="press"))) is Refusal.NO_GROUP
    assert refused(Room(setup(groups=())), Join("1", LAW)) is Refusal.NO_GROUP
    assert play(Room(setup(groups=())), Join("1", Person("x"))).people


def test_a_full_room_lets_nobody_new_in_but_everybody_back():
    room = play(Room(setup(most_people=1)), Join("1", LAW))
    assert refused(room, Join("2", Person("y", group="law"))) is Refusal.FULL
    assert play(room, Join("3", replace(LAW, lang="ar"))).people["x"].lang == "ar"


def test_people_can_come_late_but_not_after_the_end():
    room = joined(2)
    assert len(play(room, Join("late", LAW)).people) == 3
    assert refused(play(room, End("end")), Join("late", LAW)) is Refusal.ENDED


# ---------------------------------------------------------------- voting


def test_a_vote_can_be_changed_until_the_round_closes_and_counts_once():
    room = play(joined(1), *to(RISK, Phase.FIRST), *votes(RISK, 1, (2, 3)))
    room = play(room, Vote("again", "p0", "risk", 1, (4, None)))
    assert room.answers("risk", 1) == [(4, None)]
    assert play(room, *votes(RISK, 1, (2, 3))) is room, "sent again by a bad network, after the change"


@pytest.mark.parametrize("late", [Phase.FIRST_CLOSED, Phase.FIRST_SHOWN])
def test_a_vote_after_closing_is_refused_and_the_earlier_one_counts(late):
    room = play(joined(1), *to(READY, Phase.FIRST), *votes(READY, 1, 2))
    room = play(room, *to(READY, *[Phase.FIRST_CLOSED, Phase.FIRST_SHOWN][: 1 + (late is Phase.FIRST_SHOWN)]))
    assert refused(room, Vote("late", "p0", "ready", 1, (5,))) is Refusal.TOO_LATE
    assert room.answers("ready", 1) == [(2,)]


def test_a_vote_for_the_first_round_does_not_count_in_the_second():
    room = play(shown_once(joined(1), READY, 2), *to(READY, Phase.SECOND))
    assert refused(room, Vote("late", "p0", "ready", 1, (5,))) is Refusal.TOO_LATE
    assert refused(room, Vote("early", "p0", "risk", 1, (5, 5))) is Refusal.NOT_OPEN
    assert play(room, Vote("now", "p0", "ready", 2, (5,))).answers("ready", 2) == [(5,)]


@pytest.mark.parametrize(
    ("vote", "why"),
    [
        (Vote("1", "stranger", "ready", 1, (3,)), Refusal.NOT_IN_ROOM),
        (Vote("1", "p0", "nothing", 1, (3,)), Refusal.NO_QUESTION),
        (Vote("1", "p0", "ready", 2, (3,)), Refusal.NOT_OPEN),
        (Vote("1", "p0", "ready", 1, (6,)), Refusal.NO_ANSWER),
        (Vote("1", "p0", "ready", 1, (0,)), Refusal.NO_ANSWER),
        (Vote("1", "p0", "ready", 1, (3, 3)), Refusal.NO_ANSWER),
        (Vote("1", "p0", "ready", 1, (3,), "x" * 141), Refusal.TOO_LONG),
    ],
)
def test_what_is_no_vote_is_refused_with_its_reason(vote, why):
    assert refused(play(joined(1), *to(READY, Phase.FIRST)), vote) is why


def test_people_send_their_own_joining_and_votes_and_nothing_else():
    mine, others = Vote("1", "p0", "ready", 1, (3,)), Vote("1", "p1", "ready", 1, (3,))
    assert allowed(mine, "p0")
    assert allowed(Join("1", LAW), "x")
    assert not allowed(others, "p0")
    assert not allowed(Join("1", LAW), "p0")
    assert not any(allowed(event, "p0") for event in (Begin("1"), End("1"), *to(READY, Phase.FIRST)))


# ---------------------------------------------------------------- running it


def test_nothing_opens_in_the_lobby():
    assert refused(Room(setup()), Move("1", ("risk",), Phase.FIRST)) is Refusal.NOT_BEGUN


def test_a_round_opens_again_only_while_nobody_has_seen_its_result():
    room = play(joined(1), *to(READY, Phase.FIRST), *votes(READY, 1, 2), *to(READY, Phase.FIRST_CLOSED))
    again = play(room, Move("again", ("ready",), Phase.FIRST))
    assert again.answers("ready", 1) == [(2,)]
    seen = play(room, *to(READY, Phase.FIRST_SHOWN))
    assert refused(seen, Move("again", ("ready",), Phase.FIRST)) is Refusal.NOT_NOW


def test_several_questions_open_together_or_not_at_all():
    room = play(joined(1), *to(READY, Phase.FIRST))
    assert refused(room, Move("all", ("risk", "ready"), Phase.FIRST)) is Refusal.NOT_NOW
    assert room.phase("risk") is Phase.WAITING
    room = play(room, Move("two", ("risk", "work"), Phase.FIRST))
    assert [line.poll for line in ballot_view(room, MEASURES, "p0").lines] == ["risk", "ready", "work"]


def test_a_button_pressed_twice_works_once():
    room = play(joined(1), *to(READY, Phase.FIRST, Phase.FIRST_CLOSED))
    assert play(room, *to(READY, Phase.FIRST)) is room


def test_the_end_closes_what_is_open_and_shows_nothing_more():
    room = play(joined(6), *to(READY, Phase.FIRST), *votes(READY, 1, 1, 2, 3, 4, 5, 5), End("end"))
    assert room.phase("ready") is Phase.FIRST_CLOSED
    assert result(room, MEASURES, READY, 1) is None
    assert refused(room, Write("1", Entry("e", Kind.POINT, "Too late."))) is Refusal.ENDED
    assert projector_view(room, MEASURES).code == ""


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (Write("1", Entry("e", Kind.POINT, "  ")), Refusal.EMPTY),
        (Write("1", Entry("e", Kind.POINT, "x" * 2001)), Refusal.TOO_LONG),
        (Write("1", Entry("e", Kind.POINT, "Well.", "nothing")), Refusal.NO_QUESTION),
        (Moderate("1", "r", Moderated(Verdict.SHOWN, "x" * 2001)), Refusal.TOO_LONG),
        (Inject("1", "fire"), Refusal.NO_INJECT),
        (Screen("1", focus="nothing"), Refusal.NO_QUESTION),
        (Screen("1", part=2), Refusal.NOT_NOW),
        (Screen("1", until=-1), Refusal.NOT_NOW),
        (Move("1", (), Phase.FIRST), Refusal.NO_QUESTION),
        (Move("1", ("nothing",), Phase.FIRST), Refusal.NO_QUESTION),
        (Count("1", "nothing", 1, ()), Refusal.NO_QUESTION),
        (Count("1", "ready", 1, ()), Refusal.NOT_OPEN),
    ],
)
def test_what_a_trainer_cannot_do_is_refused_with_its_reason(event, why):
    assert refused(joined(1), event) is why


def test_an_entry_is_corrected_by_writing_it_again():
    room = play(joined(1), Write("1", Entry("e", Kind.ACTION, "Test it.", "risk", "rd", "2027-01-31")))
    room = play(
        room, Write("2", Entry("f", Kind.POINT, "Well.")), Write("3", Entry("e", Kind.ACTION, "Test it twice."))
    )
    assert [one.text for one in room.entries] == ["Test it twice.", "Well."]


def test_facts_come_to_light_in_the_order_in_which_they_are_told():
    room = play(joined(1), Inject("1", "update"), Inject("2", "leak"), Inject("3", "leak"))
    assert ballot_view(room, MEASURES, "p0").injects == ("update", "leak")


def test_a_timer_counts_down_and_closes_nothing():
    room = play(joined(1), *to(READY, Phase.FIRST), Screen("1", focus="ready", until=100))
    assert projector_view(room, MEASURES, now=40).left == 60
    assert projector_view(room, MEASURES, now=200).left == 0
    assert play(room, *votes(READY, 1, 2)).voters("ready", 1) == 1


# ---------------------------------------------------------------- paper


def test_paper_is_counted_with_the_phones_and_entered_anew_as_a_whole():
    room = play(joined(5), *to(READY, Phase.FIRST), *votes(READY, 1, 2, 4, 1, 1, 5))
    room = play(room, Count("1", "ready", 1, (((3,), 2), ((None,), 1))), *to(READY, Phase.FIRST_CLOSED))
    assert room.voters("ready", 1) == 8
    room = play(room, Count("2", "ready", 1, (((3,), 3),)), *to(READY, Phase.FIRST_SHOWN))
    assert result(room, MEASURES, READY, 1).pictures[0].votes.counts == (2, 1, 3, 1, 1)
    assert refused(room, Count("3", "ready", 1, (((3,), 9),))) is Refusal.SHOWN


def test_whoever_counted_the_paper_cannot_take_it_away_and_see_the_few_phones():
    def shown_with(phones, paper):
        ballots = [Count("1", "ready", 1, (((3,), paper),))]
        room = play(joined(9), *to(READY, Phase.FIRST), *votes(READY, 1, *[2] * phones), *ballots)
        room = play(room, *to(READY, Phase.FIRST_CLOSED, Phase.FIRST_SHOWN))
        return result(room, MEASURES, READY, 1).shown

    assert shown_with(1, 9) is Shown.NOTHING
    assert shown_with(4, 9) is Shown.MIDDLE
    assert shown_with(5, 1) is Shown.ALL
    assert shown_with(0, 5) is Shown.ALL


def test_paper_that_cannot_be_is_refused():
    room = play(joined(1), *to(READY, Phase.FIRST))
    assert refused(room, Count("1", "ready", 1, (((9,), 1),))) is Refusal.NO_ANSWER
    assert refused(room, Count("1", "ready", 1, (((3,), -1),))) is Refusal.NO_ANSWER
    assert refused(room, Count("1", "ready", 1, (((3,), 501),))) is Refusal.TOO_MANY
    assert refused(room, Count("1", "ready", 2, (((3,), 1),))) is Refusal.NOT_OPEN


# ---------------------------------------------------------------- who sees what


def test_while_a_round_is_open_everybody_sees_a_number_and_themselves_their_own_answer():
    room = play(joined(8), *to(RISK, Phase.FIRST), *votes(RISK, 1, *[(2, 3)] * 6, reasons=["Heard it."]))
    assert projector_view(room, MEASURES).answered == 6
    assert control_view(room, MEASURES).rows[0].answered == (6, 0)
    assert control_view(room, MEASURES).reasons == ()
    assert control_view(room, MEASURES).outcome.results == ()
    assert ballot_view(room, MEASURES, "p0").lines[0].own == (2, 3)
    assert ballot_view(room, MEASURES, "p7").lines[0].own is None
    assert ballot_view(room, MEASURES, "stranger") is None


def test_the_second_round_brings_ones_own_first_answer_and_no_result():
    room = play(shown_once(joined(6), READY, 1, 2, 3, 4, 5, 5), *to(READY, Phase.DISCUSSION, Phase.SECOND))
    line = ballot_view(room, MEASURES, "p1").lines[0]
    assert (line.round, line.own, line.first) == (2, None, (2,))
    assert projector_view(room, MEASURES).outcome is None


def test_a_result_shows_everything_for_five_only_medians_for_three_and_nothing_for_two():
    five = result(shown_once(joined(5), READY, 1, 2, 3, 4, 5), MEASURES, READY, 1)
    assert (five.shown, five.above, five.below) == (Shown.ALL, 3, 2)
    three = result(shown_once(joined(3), READY, 1, 2, 5), MEASURES, READY, 1)
    assert (three.shown, three.middles, three.pictures, three.split) == (Shown.MIDDLE, (Interval(2, 2),), (), None)
    two = result(shown_once(joined(2), READY, 1, 5), MEASURES, READY, 1)
    assert (two.shown, two.middles, two.voters) == (Shown.NOTHING, (), 2)


def test_the_split_of_a_risk_is_that_of_peoples_own_levels():
    room = shown_once(joined(6), RISK, (4, 4), (5, 5), (1, 1), (2, 2), (None, 1), (None, None))
    found = result(room, MEASURES, RISK, 1)
    assert (found.above, found.below) == (2, 3)


def test_groups_show_side_by_side_only_if_both_are_large_enough():
    both = result(shown_once(joined(10), READY, *[3] * 10), MEASURES, READY, 1)
    assert {name: votes[0].known for name, votes in both.groups.items()} == {"law": 5, "line": 5}
    assert result(shown_once(joined(9), READY, *[3] * 9), MEASURES, READY, 1).groups == {}


def test_changing_the_group_later_moves_no_vote():
    room = shown_once(joined(10), READY, *[3] * 10)
    before = result(room, MEASURES, READY, 1)
    after = play(room, Join("move", Person("p0", group="line")))
    assert result(after, MEASURES, READY, 1) == before


def test_options_without_an_order_have_counts_and_camps_and_no_median():
    found = result(shown_once(joined(8), CASE, 2, 2, 2, 4, 4, 1, 3, None), MEASURES, CASE, 1)
    assert found.pictures[0].votes.counts == (1, 3, 1, 2)
    assert (found.middles, found.above, found.below) == ((None,), 5, 2)
    assert found.pictures[0].verdict is Seen.FEW
    assert movement(shown_twice(joined(6), CASE, [1] * 6, [2] * 6), CASE) == ()


def test_the_list_of_what_to_talk_about_holds_what_has_been_shown():
    room = shown_once(joined(8), READY, *[3] * 8)
    room = shown_once(room, RISK, *[(5, 5)] * 4, *[(1, 1)] * 4)
    room = play(room, *to(WORK, Phase.FIRST), *votes(WORK, 1, *[1] * 8), *to(WORK, Phase.FIRST_CLOSED))
    assert [one.question for one in ranking(room, MEASURES)] == ["risk", "ready"]


def test_nine_move_and_the_room_sees_totals():
    room = shown_twice(joined(8), READY, [1, 2, 3, 3, 3, 3, 4, None], [3, 3, 3, 3, 3, 3, 4, 3])
    (found,) = movement(room, READY)
    assert (found.both, found.up, found.down, found.towards, found.settled) == (8, 2, 0, 2, 1)


def test_a_latecomer_hides_the_movement():
    room = shown_twice(joined(6), READY, [1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 1])
    assert movement(room, READY) == ()


# ---------------------------------------------------------------- reasons


def reasoned():
    room = play(joined(6), *to(READY, Phase.FIRST))
    room = play(room, *votes(READY, 1, 1, 2, 3, 4, 5, 5, reasons=["No test.", "We did test.", "<b>Bold</b>"]))
    return play(room, *to(READY, Phase.FIRST_CLOSED))


def test_a_reason_waits_for_the_trainer_and_for_the_result():
    room = reasoned()
    waiting = control_view(room, MEASURES).reasons
    assert {one.text for one in waiting} == {"No test.", "We did test.", "<b>Bold</b>"}
    assert {one.moderated for one in waiting} == {None}
    room = play(room, Moderate("m", waiting[0].id, Moderated(Verdict.SHOWN)))
    assert released(room, "ready") == ()
    room = play(room, *to(READY, Phase.FIRST_SHOWN))
    assert released(room, "ready") == (waiting[0].text,)


def test_a_reason_can_be_reworded_or_hidden():
    room = reasoned()
    first, second, third = reasons(room, "ready")
    room = play(room, Moderate("1", first.id, Moderated(Verdict.SHOWN, "There was no test.")))
    room = play(room, Moderate("2", second.id, Moderated(Verdict.HIDDEN)), *to(READY, Phase.FIRST_SHOWN))
    assert released(room, "ready") == ("There was no test.",)
    assert third.moderated is None


def test_words_that_change_after_moderation_wait_again():
    room = reasoned()
    for number, one in enumerate(reasons(room, "ready")):
        room = play(room, Moderate(f"m{number}", one.id, Moderated(Verdict.SHOWN)))
    room = play(room, Move("again", ("ready",), Phase.FIRST), Vote("new", "p0", "ready", 1, (1,), "Something else."))
    room = play(room, Move("close", ("ready",), Phase.FIRST_CLOSED), Move("show", ("ready",), Phase.FIRST_SHOWN))
    assert "Something else." not in released(room, "ready")


def test_a_few_who_come_late_or_change_their_words_cannot_be_told_by_their_reasons():
    room = play(joined(12), *to(READY, Phase.FIRST))
    room = play(room, *votes(READY, 1, 1, 2, 3, 4, 5, 5, reasons=["No test.", "We did test."]))
    room = play(room, Move("c1", ("ready",), Phase.FIRST_CLOSED), Move("o2", ("ready",), Phase.FIRST))
    late = [Vote(f"late{n}", f"p{n}", "ready", 1, (3,), f"Late {n}.") for n in (0, 7, 8, 9)]
    few = play(room, *late, Move("c2", ("ready",), Phase.FIRST_CLOSED))
    assert {one.text for one in reasons(few, "ready")} == {"No test.", "We did test."}
    again = play(few, Move("o3", ("ready",), Phase.FIRST), Move("c3", ("ready",), Phase.FIRST_CLOSED))
    assert {one.text for one in reasons(again, "ready")} == {"No test.", "We did test."}, "no second look helps"
    more = Vote("late10", "p10", "ready", 1, (3,), "Late 10.")
    many = play(room, *late, more, Move("c2", ("ready",), Phase.FIRST_CLOSED))
    assert len(reasons(many, "ready")) == 6


def test_three_reasons_from_four_people_are_read_by_nobody():
    room = play(joined(4), *to(READY, Phase.FIRST), *votes(READY, 1, 1, 2, 3, 4, reasons=["A", "B", "C"]))
    assert reasons(play(room, *to(READY, Phase.FIRST_CLOSED)), "ready") == ()


# ---------------------------------------------------------------- who comes back, who is too many


def test_whoever_comes_back_without_their_page_answers_from_the_next_round_on_and_counts_once():
    room = play(joined(6), *to(READY, Phase.FIRST), *votes(READY, 1, 1, 2))
    room = play(room, Join("j", Person("again", group="law", again=True)))
    assert room.present == 6
    mine = Vote("v", "again", "ready", 1, (3,))
    assert refused(room, mine) is Refusal.CAME_BACK
    view = ballot_view(room, MEASURES, "again")
    assert (view.lines, view.earlier) == ((), True)
    room = play(room, *to(RISK, Phase.FIRST), Vote("v2", "again", "risk", 1, (1, 1)))
    shown = [*to(READY, Phase.FIRST_CLOSED, Phase.FIRST_SHOWN, Phase.SECOND), Vote("v3", "again", "ready", 2, (3,))]
    assert play(room, *shown).voters("ready", 2) == 1


def test_a_question_that_was_skipped_and_taken_back_still_knows_who_came_back():
    room = play(joined(6), *to(READY, Phase.FIRST), *votes(READY, 1, 1, 2), *to(READY, Phase.FIRST_CLOSED))
    room = play(
        room, *to(READY, Phase.SKIPPED), Join("j", Person("again", group="law", again=True)), *to(READY, Phase.WAITING)
    )
    room = play(room, Move("once more", ("ready",), Phase.FIRST))
    assert refused(room, Vote("v", "again", "ready", 1, (3,))) is Refusal.CAME_BACK


def test_answers_of_a_round_can_be_thrown_away_before_anybody_saw_them():
    room = play(joined(6), *to(READY, Phase.FIRST), *votes(READY, 1, *[1] * 6), Count("c", "ready", 1, (((3,), 2),)))
    room = play(
        room, Join("j", Person("again", group="law", again=True)), *to(READY, Phase.FIRST_CLOSED), Void("x", "ready", 1)
    )
    assert (room.phase("ready"), room.voters("ready", 1)) == (Phase.WAITING, 0)
    assert room.past.voided == (Voided("ready", 1, 8),)
    room = play(room, Move("again", ("ready",), Phase.FIRST))
    assert play(room, *votes(READY, 1, 1)).voters("ready", 1) == 0, "what the network sends again was thrown away too"
    room = play(room, Vote("new", "p0", "ready", 1, (4,)), Vote("v", "again", "ready", 1, (3,)))
    room = play(room, Move("c2", ("ready",), Phase.FIRST_CLOSED), *to(READY, Phase.FIRST_SHOWN))
    assert refused(room, Void("y", "ready", 1)) is Refusal.SHOWN
    room = play(room, *to(READY, Phase.SECOND), Void("z", "ready", 2))
    assert (room.phase("ready"), room.past.voided[1:]) == (Phase.DISCUSSION, (Voided("ready", 2, 0),))


def test_once_nobody_new_comes_in_those_inside_go_on():
    room = play(joined(2), Present("p", counted=2, shut=True), *to(READY, Phase.FIRST))
    assert refused(room, Join("j", Person("new", group="law"))) is Refusal.SHUT
    assert play(room, *votes(READY, 1, 1, 2)).voters("ready", 1) == 2
    assert play(room, Join("move", Person("p0", group="law", lang="ar"))).people["p0"].lang == "ar"
    assert play(room, Present("q", shut=False), Join("j", Person("new", group="law"))).past.counted == 2
    assert refused(room, Present("q", counted=5001)) is Refusal.TOO_MANY


def test_what_was_written_down_can_be_mended_and_removed_and_leaves_a_trace_without_words():
    first = Entry("e", Kind.ACTION, "Sergeant Miller calls.", "ready")
    room = play(joined(1), Write("1", first), Write("2", replace(first, text="The desk calls.")))
    assert play(room, Write("same", room.entries[0])).past == room.past
    room = play(room, Remove("3", "e"))
    assert room.entries == ()
    assert room.past.mended == (Mended("action", "ready", removed=False), Mended("action", "ready", removed=True))
    assert "Miller" not in repr(room.past)
    assert refused(room, Remove("4", "e")) is Refusal.NO_ENTRY


def test_two_trainers_who_press_at_once_do_not_undo_each_other():
    room = play(joined(1), *to(READY, Phase.FIRST))
    room = play(room, Screen("1", until=300), Screen("2", blank=True), Screen("3", part=1, ends=900))
    assert (room.focus, room.blank, room.until, room.part, room.ends) == ("ready", True, 300, 1, 900)


def test_the_order_and_ids_of_reasons_say_nothing_about_people():
    found = reasons(reasoned(), "ready")
    assert [one.id for one in found] == sorted(one.id for one in found)
    assert not any("p0" in one.id for one in found)


def test_two_people_give_no_reasons_away():
    room = play(joined(2), *to(READY, Phase.FIRST), *votes(READY, 1, 1, 2, reasons=["A.", "B."]))
    assert reasons(play(room, *to(READY, Phase.FIRST_CLOSED)), "ready") == ()


@pytest.mark.parametrize("name", ["\u200b\u200d", "\u2069", "\u202e \u202c", "\u0301"])
def test_a_name_that_nobody_can_see_is_none(name):
    room = Room(setup(identity=Identity.NAMES))
    assert happen(room, Join("j", replace(LAW, id="p", name=name)))[1] is Refusal.NO_NAME


@pytest.mark.parametrize("name", ["A\u200bnn", "ANN ", "\u202eAnn", "\uff21nn"])
def test_nobody_has_the_name_of_somebody_else_by_what_cannot_be_seen(name):
    room = play(Room(setup(identity=Identity.NAMES)), Join("j", replace(LAW, id="p", name="Ann")))
    assert happen(room, Join("k", replace(LAW, id="q", name=name)))[1] is Refusal.NAME_TAKEN


@pytest.mark.parametrize("name", ["محمد", "\U0001f469\u200d\u2708 Ann", "می\u200cخواهم", "हिन्दी"])
def test_names_of_any_script_stay_as_they_were_typed(name):
    room = play(Room(setup(identity=Identity.NAMES)), Join("j", replace(LAW, id="p", name=name)))
    assert room.people["p"].name == name


def test_a_name_does_not_turn_the_words_around_it():
    room = play(Room(setup(identity=Identity.NAMES)), Join("j", replace(LAW, id="p", name="\u202eAnn\u2066")))
    assert room.people["p"].name == "Ann"


def test_where_nobody_knows_there_is_no_middle():
    room = shown_once(joined(6), READY, *[None] * 6)
    found = result(room, MEASURES, READY, 1)
    assert found.middles == (None,)
    assert result(shown_once(joined(6), READY, 3, *[None] * 5), MEASURES, READY, 1).middles != (None,)


def test_a_blank_screen_shows_nothing_but_the_trainer_still_sees():
    room = play(shown_once(joined(5), READY, 1, 2, 3, 4, 5), Screen("1", focus="ready", blank=True))
    screen = projector_view(room, MEASURES)
    assert (screen.focus, screen.phase, screen.outcome) == ("", None, None)
    assert ballot_view(room, MEASURES, "p0").outcome is None
    assert control_view(room, MEASURES).outcome.results


def test_the_lobby_shows_the_code_and_how_many_came():
    room = play(Room(setup()), *(Join(f"{n}", Person(f"p{n}", group="law")) for n in range(3)))
    screen = projector_view(room, MEASURES)
    assert (screen.stage, screen.code, screen.joined) == (Stage.LOBBY, "481903", 3)
    assert control_view(room, MEASURES).groups == {"law": 3, "line": 0}
