"""The one thread: gaps raise prompts, drivers open questions, answers support controls, and three steps come next."""

from dataclasses import replace
from datetime import date

from tests.core.agency import UNKNOWN, rated, readiness, statement
from tests.core.test_plan import action
from tests.core.test_workbook import question
from tests.core.tiny import item
from toolkit.core.plan import Status as Done
from toolkit.core.practice import Recommendation
from toolkit.core.readiness_gaps import findings
from toolkit.core.thread import Next, Situation, Step, Tie, closes, next_steps, prompts, questions_for, support
from toolkit.core.workbook import Reply, Status, stage_gate

CONTENT = readiness(
    statement("minor", items=("x", "y")),
    statement("danger", blocker=True, items=("y",)),
    statement("fine", items=("x",)),
)
FOUND = findings(CONTENT, {"minor": rated(1), "danger": rated(2), "fine": rated(4)})
TODAY = date(2027, 1, 10)


def test_a_gap_raises_a_prompt_at_each_risk_that_it_makes_likelier():
    found = prompts(FOUND.gaps, CONTENT.statements, ["z", "x", "y"])
    assert [(one.item, one.statements) for one in found] == [("x", ("minor",)), ("y", ("danger", "minor"))]


def test_a_risk_opens_the_questions_that_treat_it_the_closest_first():
    risk = replace(item("x"), controls=("ctl-a", "ctl-b"))
    book = [
        question("same-principle"),
        question("other", principle="privacy"),
        question("control", principle="privacy", controls=("ctl-a",)),
        question("controls", principle="privacy", controls=("ctl-b", "ctl-a")),
        question("named", principle="privacy", items=("x",)),
    ]
    found = questions_for(risk, book)
    assert [(one.question.id, one.tie) for one in found] == [
        ("named", Tie.ITEM), ("controls", Tie.CONTROL), ("control", Tie.CONTROL), ("same-principle", Tie.PRINCIPLE),
    ]  # fmt: skip
    assert found[1].controls == ("ctl-b", "ctl-a")


def test_only_a_settled_answer_with_evidence_supports_a_control():
    book = [question(name, controls=("ctl-a",)) for name in ("good", "no-evidence", "open", "unasked")]
    replies = {
        "good": Reply(Status.SETTLED, "Two people look.", "rd", "Order 12"),
        "no-evidence": Reply(Status.SETTLED, "Two people look."),
        "open": Reply(Status.IN_HAND, "Soon.", evidence="A plan"),
    }
    assert [(one.question, one.evidence) for one in support("ctl-a", book, replies)] == [("good", "Order 12")]
    assert support("ctl-b", book, replies) == ()


def test_a_recommendation_shows_the_own_gaps_and_risks_that_it_would_close():
    one = Recommendation("rec-minor", "", "", "", "", "legal", "S", "", (), items=("x",), controls=("ctl-a",))
    drivers = [item("x"), replace(item("y"), controls=("ctl-a",)), replace(item("z"), controls=())]
    found = closes(one, FOUND.gaps, drivers)
    assert (found.statements, found.items) == (("minor",), ("x", "y"))


def test_the_next_steps_are_of_different_kinds_the_most_pressing_first():
    gate = stage_gate([question("old", ("planning",)), question("new", ("data",))], {}, {}, "data")
    plan = (action("late", due=date(2027, 1, 1)), action("soon"))
    now = Situation(TODAY, FOUND.gaps, FOUND.find_out, plan, gate, ("x",), ("y",))
    assert next_steps(now) == (Step(Next.OVERDUE, "late"), Step(Next.BLOCKER, "danger"), Step(Next.LEFT_OVER, "old"))
    assert [one.kind for one in next_steps(now, most=20)] == [
        Next.OVERDUE, Next.BLOCKER, Next.LEFT_OVER, Next.TREAT, Next.FIND_OUT, Next.SETTLE, Next.PLAN, Next.ACT,
    ]  # fmt: skip


def test_a_gap_that_is_planned_is_no_next_step_and_nothing_known_gives_none():
    plan = (action("a", statements=("danger", "minor"), status=Done.DONE),)
    assert next_steps(Situation(TODAY, FOUND.gaps, plan=plan)) == ()
    assert next_steps(Situation(TODAY)) == ()


def test_where_there_is_only_one_kind_its_steps_follow_each_other():
    unknown = findings(CONTENT, dict.fromkeys(("minor", "danger", "fine"), UNKNOWN)).find_out
    assert [one.id for one in next_steps(Situation(TODAY, find_out=unknown))] == ["danger", "fine", "minor"]
