"""What the control view says: where a question is, what the room thinks, in words and without marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolkit.content.interface import Interface
from toolkit.core.agreement import Stand
from toolkit.core.group_answer import Dissent, Shift
from toolkit.core.method import Interval
from toolkit.core.training import Fit
from toolkit.core.workshop import Kind, Phase
from toolkit.core.workshop_events import Refusal
from toolkit.pages.room_questions import Scale
from toolkit.pages.room_words import refusal_words
from toolkit.pages.trainer_form import Odd


def phase_words(spoken: Interface, phase: Phase) -> str:
    """Where a question is."""
    _ = spoken.gettext
    return {
        Phase.WAITING: _("Not opened yet"),
        Phase.FIRST: _("Round 1 is open"),
        Phase.FIRST_CLOSED: _("Round 1 is closed, nobody has seen the result"),
        Phase.FIRST_SHOWN: _("The result of round 1 is shown"),
        Phase.DISCUSSION: _("The room talks"),
        Phase.SECOND: _("Round 2 is open"),
        Phase.SECOND_CLOSED: _("Round 2 is closed, nobody has seen the result"),
        Phase.SECOND_SHOWN: _("The result of round 2 is shown"),
        Phase.RECORDED: _("Recorded"),
        Phase.SKIPPED: _("Skipped"),
    }[phase]


def problem_words(spoken: Interface, problem: Refusal | Odd) -> str:
    """Why a press did nothing, and what to do."""
    _ = spoken.gettext
    known: Mapping[str, str] = {
        Odd.STALE: _("This page was older than the workshop, so nothing happened. Below is how it stands now."),
        Odd.NOTHING: _("This press could not be read, so nothing happened. Press again."),
        Odd.EMPTY: _("Nothing was written down, because the text is empty. Type a sentence."),
        Odd.COUNT: _("Each row needs an answer on every scale and a whole number of ballots. Nothing was saved."),
        Odd.COUNTED: _("Type the number of people as digits, or leave it empty."),
        Refusal.NO_ENTRY: _("It was removed already."),
        Odd.DAY: _("The day is none. Choose it again, or leave it out."),
        Refusal.NOT_NOW: _("The question has moved on in the meantime. Below is how it stands now."),
        Refusal.NOT_BEGUN: _("Begin the workshop first."),
        Refusal.ENDED: _("The workshop has ended. Nothing changes any more."),
        Refusal.SHOWN: _("The room has seen this result, so its round stays as it is."),
        Refusal.NOT_OPEN: _("This round takes no ballots now."),
        Refusal.NO_ANSWER: _("One ballot has an answer that is not on the scale. Nothing was saved."),
        Refusal.TOO_MANY: _("That is too many. Nothing was saved."),
        Refusal.NO_QUESTION: _("This workshop has no such question."),
        Refusal.NO_INJECT: _("This workshop has no such fact."),
        Refusal.NO_REHEARSAL: _("Robots come to rehearsals only. This workshop is real."),
    }
    return known.get(problem) or (refusal_words(spoken, problem) if isinstance(problem, Refusal) else "")


def crowd_words(spoken: Interface, present: int, counted: int) -> str:
    """That more phones came in than the trainer counts people; else nothing."""
    if not counted or present <= counted:
        return ""
    return spoken.say(
        "{present} came in and you count {counted}. Somebody may be in twice: ask the room, then let nobody new in.",
        present=spoken.number(present),
        counted=spoken.number(counted),
    )


def answers_words(spoken: Interface, answers: int, counted: int) -> str:
    """That more answers came than the trainer counts people; else nothing."""
    if answers <= counted:
        return ""
    return spoken.say(
        "{answers} answers, and you count {counted} people: somebody may have answered twice. "
        "Nobody has seen this round, so you can throw it away.",
        answers=spoken.number(answers),
        counted=spoken.number(counted),
    )


def kind_words(spoken: Interface, kind: Kind) -> str:
    """What was written down."""
    _ = spoken.gettext
    return {Kind.POINT: _("Point"), Kind.DECISION: _("Decision"), Kind.ACTION: _("Action")}[kind]


def stand_words(spoken: Interface, stand: Stand) -> str:
    """How far the room is of one mind."""
    _ = spoken.gettext
    return {
        Stand.SPLIT: _("split"),
        Stand.MIXED: _("mixed"),
        Stand.SHARED: _("shared"),
        Stand.FEW: _("few answers"),
    }[stand]


def fit_words(spoken: Interface, found: Fit) -> str:
    """How the room’s answer lies beside the key."""
    _ = spoken.gettext
    return {
        Fit.INSIDE: _("The room is inside the range of the authors."),
        Fit.OVERLAPS: _("The room and the authors overlap. Ask what the others saw."),
        Fit.OUTSIDE: _("The room sees it otherwise than the authors. Ask for its reasons before you read theirs."),
        Fit.UNKNOWN: _("The room does not know. That can be the best answer: ask what would tell."),
    }[found]


# ---------------------------------------------------------------- intervals


def span_words(spoken: Interface, scale: Scale, span: Interval | None) -> str:
    """An interval on a scale, by the names of its steps."""
    if span is None:
        return spoken.gettext("The room does not know")
    low, high = (scale.steps[end - 1].label for end in (span.lo, span.hi))
    return f"“{low}”" if low == high else spoken.say("from “{low}” to “{high}”", low=low, high=high)


def middle_words(spoken: Interface, scale: Scale, number: int, span: Interval | None) -> str:
    """The middle of the room in a round; nothing where there is none."""
    if span is None:
        return ""
    words = span_words(spoken, scale, span)
    if number == 1:
        return spoken.say("Middle of the room in round 1: {words}", words=words)
    return spoken.say("Middle of the room in round 2: {words}", words=words)


def dissent_words(spoken: Interface, found: Dissent, unknown: int) -> str:
    """Who does not share the answer, and who does not know."""
    below, above = sum(found.below.values()), sum(found.above.values())
    said = [
        spoken.say_n("{number} person sees it lower.", "{number} people see it lower.", below) if below else "",
        spoken.say_n("{number} person sees it higher.", "{number} people see it higher.", above) if above else "",
        spoken.say_n("{number} person does not know.", "{number} people do not know.", unknown) if unknown else "",
    ]
    return joined(said) or spoken.gettext("Nobody sees it otherwise.")


def shift_words(spoken: Interface, found: Shift) -> str:
    """How people moved between the rounds, as totals."""
    moved = found.both - found.stayed
    say_n = spoken.say_n
    said = [
        say_n("{number} person answered in both rounds.", "{number} people answered in both rounds.", found.both),
        say_n("{number} changed the answer.", "{number} changed their answer.", moved),
        say_n("{number} went up.", "{number} went up.", found.up) if found.up else "",
        say_n("{number} went down.", "{number} went down.", found.down) if found.down else "",
        say_n(
            "{number} came nearer to the first answer of the room.",
            "{number} came nearer to the first answer of the room.",
            found.towards,
        )
        if found.towards
        else "",
        say_n("{number} who did not know now does.", "{number} who did not know now do.", found.settled)
        if found.settled
        else "",
        say_n("{number} no longer knows.", "{number} no longer know.", found.unsettled) if found.unsettled else "",
    ]
    if found.conformity:
        said.append(
            spoken.gettext("The room came much closer together although nobody gave a new reason. Ask what changed.")
        )
    return joined(said)


def joined(sentences: Iterable[str]) -> str:
    """Sentences in a row."""
    return " ".join(filter(None, sentences))
