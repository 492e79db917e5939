"""What remains of a workshop: the room’s answers go into risk, readiness and workbook; nobody’s vote does."""

from fractions import Fraction

from tests.core.room import CASE, MEASURES, READY, RISK, WORK, joined, play, shown_once, shown_twice, to
from tests.core.tiny import LINEAR, LOW, MEDIUM, item
from toolkit.core.method import Interval
from toolkit.core.minutes import assessment_of, group_answer, minutes, rating_of, reply_of, response_of
from toolkit.core.responses import Factor, State
from toolkit.core.risk import inherent
from toolkit.core.workbook import Status, status_of
from toolkit.core.workshop import Entry, Kind, Phase
from toolkit.core.workshop_events import Inject, Write


def answered(poll, *choices):
    return group_answer(shown_once(joined(len(choices)), poll, *choices), MEASURES, poll)


def test_the_last_round_gives_the_answer_and_the_minority_stays_in_it():
    room = play(shown_twice(joined(6), READY, [1, 1, 1, 5, 5, 5], [2, 3, 3, 3, 4, 1]), *to(READY, Phase.RECORDED))
    found = group_answer(room, MEASURES, READY)
    assert (found.round, found.voters, found.factors) == (2, 6, (Interval(3, 3),))
    assert (dict(found.dissent[0].below), dict(found.dissent[0].above)) == ({1: 1, 2: 1}, {4: 1})


def test_a_question_may_be_recorded_after_the_first_round():
    room = play(shown_once(joined(5), READY, 3, 3, 3, 3, 4), *to(READY, Phase.RECORDED))
    assert group_answer(room, MEASURES, READY).round == 1


def test_a_second_round_in_which_nobody_votes_leaves_the_first_answer():
    assert group_answer(shown_twice(joined(5), READY, [3] * 5, []), MEASURES, READY).round == 1


def test_a_risk_has_a_level_and_says_where_pairs_and_medians_differ():
    found = answered(RISK, (1, 5), (5, 1), (3, 3), (3, 3), (1, 1))
    assert (found.factors, found.level) == ((Interval(3, 3), Interval(3, 3)), Interval(MEDIUM, MEDIUM))
    assert (found.own, found.differ) == (Interval(LOW, LOW), True)


def test_three_people_have_an_answer_and_no_dissent_that_could_name_them():
    found = answered(RISK, (1, 5), (5, 1), (3, 3))
    assert found.factors == (Interval(3, 3), Interval(3, 3))
    assert (found.unknown, found.dissent, found.level) == ((), (), None)


def test_two_people_and_options_without_order_have_no_answer():
    assert answered(READY, 3, 4) is None
    assert answered(CASE, 1, 2, 2, 2, 2) is None
    assert group_answer(joined(5), MEASURES, READY) is None


def test_the_answer_to_a_risk_is_a_response_that_says_where_it_is_from():
    found = response_of(answered(RISK, (2, 4), (2, 4), (3, 4), (3, 4), (2, 4), (3, 4)), "Workshop w1.")
    assert (found.state, found.likelihood, found.impact) == (State.RANGE, Factor(2, 3), Factor(4, 4))
    assert found.note == "Workshop w1."


def test_what_the_room_does_not_know_stays_unknown_and_is_never_zero():
    nobody = response_of(answered(RISK, *[(None, None)] * 5), "")
    assert nobody.state is State.UNKNOWN
    half = response_of(answered(RISK, *[(None, 4)] * 5), "")
    assert (half.state, half.likelihood, half.impact) == (State.RANGE, None, Factor(4, 4))
    assert rating_of(answered(READY, *[None] * 5), "").state is State.UNKNOWN


def test_half_a_risk_leaves_the_other_half_the_whole_scale():
    found = response_of(answered(RISK, *[(None, 4)] * 5), "")
    assert inherent(item(), found) == (Interval(1, 5), Interval(4, 4))


def test_the_answer_to_a_statement_is_a_rating():
    found = rating_of(answered(READY, 3, 3, 4, 4), "Workshop w1.")
    assert (found.state, found.level, found.note) == (State.RANGE, Factor(3, 4), "Workshop w1.")
    assert rating_of(answered(READY, 3, 3, 3), "").state is State.ANSWERED


def test_a_workbook_question_is_settled_only_in_words_and_by_the_careful_end():
    settled = answered(WORK, 3, 3, 3, 3, 3)
    assert reply_of(settled, "", "").status is Status.IN_HAND
    assert status_of(reply_of(settled, "The duty officer stops it.", "Order 12")) is Status.SETTLED
    assert reply_of(answered(WORK, 1, 1, 3, 3), "The duty officer.", "").status is Status.OPEN
    assert reply_of(answered(WORK, *[None] * 5), "", "").status is Status.OPEN


def test_the_rooms_risk_answers_make_an_assessment():
    room = shown_once(joined(5), RISK, *[(2, 4)] * 5)
    room = shown_once(room, READY, *[3] * 5)
    found = assessment_of(minutes(room, MEASURES), {"stage": "planning"}, {}, "linear", {"risk": "From a room."})
    assert set(found.responses) == {"accuracy-wrong-lead"}
    assert found.responses["accuracy-wrong-lead"].note == "From a room."
    assert (found.id, found.meta["workshop"], found.method) == ("w1", "w1", LINEAR.id)


def test_minutes_hold_what_was_written_where_it_belongs():
    room = shown_once(joined(8), READY, 1, 1, 1, 1, 5, 5, 5, 5)
    room = shown_once(room, RISK, *[(3, 3)] * 8)
    room = play(
        room,
        Inject("i", "leak"),
        Write("1", Entry("a", Kind.DECISION, "We wait.", "ready")),
        Write("2", Entry("b", Kind.ACTION, "Ask the supplier.", "", "procurement", "2027-02-01")),
    )
    found = minutes(room, MEASURES)
    assert [entry.text for record in found.records for entry in record.entries] == ["We wait."]
    assert [entry.owner_role for entry in found.entries] == ["procurement"]
    assert (found.ranking, found.injects, found.attendance) == (("ready", "risk"), ("leak",), 8)


def test_alpha_is_over_all_questions_with_five_steps():
    room = shown_once(joined(5), RISK, *[(1, 5)] * 5)
    found = minutes(shown_once(room, WORK, 1, 2, 3, 1, 2), MEASURES).reliability
    assert (found.alpha, found.questions) == (Fraction(1), 2)
    assert minutes(joined(5), MEASURES).reliability is None
