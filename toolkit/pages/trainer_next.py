"""What a trainer can press now: the one obvious next step, and the others beside it.

Pure; knows phases and how many voted, no votes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolkit.content.interface import Interface
from toolkit.core.anonymity import Shown
from toolkit.core.workshop import CLOSED, OPEN, Phase, Room, Stage
from toolkit.core.workshop_results import much

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Press:
    """A button: its words, a sentence about what happens, and what its form sends.

    `at` is a page that asks first; then it is a link. `about` is the question it leads to, where that is another one.
    """

    label: str
    hint: str = ""
    fields: Fields = ()
    at: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """The next step and its alternatives; no step once the workshop has ended."""

    step: Press | None
    others: tuple[Press, ...] = ()


def next_step(room: Room, spoken: Interface, order: Sequence[str] = ()) -> Next:
    """What comes next; `order` are the questions to talk about, the first of them first."""
    if room.stage is Stage.ENDED:
        return Next(None)
    if room.stage is Stage.LOBBY:
        _ = spoken.gettext
        hint = _("The agenda starts. People can still come in at any time.")
        return Next(Press(_("Begin the workshop"), hint, (("do", "begin"),)))
    return _Steps(room, spoken, tuple(order)).next()


class _Steps:
    """The steps of a workshop that is running."""

    def __init__(self, room: Room, spoken: Interface, order: tuple[str, ...]) -> None:
        self.room, self.spoken, self._ = room, spoken, spoken.gettext
        shown = self.all_in(Phase.FIRST_SHOWN)
        self.order = (*(one for one in order if one in shown), *(one for one in shown if one not in order))

    def all_in(self, *phases: Phase) -> tuple[str, ...]:
        """The questions in these phases, in their order."""
        return tuple(one.id for one in self.room.setup.polls if self.room.phase(one.id) in phases)

    def number(self, poll: str) -> str:
        """How the page calls a question: by its number."""
        place = next(place for place, one in enumerate(self.room.setup.polls, start=1) if one.id == poll)
        return self.spoken.number(place)

    def move(self, label: str, hint: str, to: Phase, *polls: str) -> Press:
        """A press that moves questions on from where they are now."""
        focus = self.room.focus
        first = sorted(polls, key=lambda one: one != focus)
        fields = [("do", "move"), ("to", str(to)), ("was", str(self.room.phase(first[0])))]
        about = polls[0] if len(polls) == 1 and polls[0] != focus else ""
        return Press(label, hint, (*fields, *(("poll", one) for one in first)), about=about)

    def go(self, poll: str) -> Press:
        """A press that turns to another question."""
        label = self.spoken.say("Go to question {number}", number=self.number(poll))
        hint = self._("It is not finished. The big screen turns to it too.")
        return Press(label, hint, (("do", "focus"), ("poll", poll)), about=poll)

    def next(self) -> Next:
        """The step that the question in focus asks for, else the next question."""
        of: dict[Phase, Callable[[str], Next]] = {
            Phase.FIRST: self.close,
            Phase.SECOND: self.close,
            Phase.FIRST_CLOSED: self.show,
            Phase.SECOND_CLOSED: self.show,
            Phase.FIRST_SHOWN: self.talk,
            Phase.DISCUSSION: self.again,
            Phase.SECOND_SHOWN: self.record,
        }
        focus = self.room.focus
        known = focus and self.room.setup.poll(focus)
        found = of.get(self.room.phase(focus)) if known else None
        return found(focus) if found else self.turn(focus)

    # ------------------------------------------------------------ the question in focus

    def close(self, focus: str) -> Next:
        """A round is open: close it."""
        phase, _ = self.room.phase(focus), self._
        number, to = OPEN[phase], Phase.FIRST_CLOSED if phase is Phase.FIRST else Phase.SECOND_CLOSED
        together = self.all_in(phase)
        hint = _("Nobody can answer or change an answer after that. The result stays hidden until you show it.")
        if len(together) == 1:
            label = _("Close round 1") if number == 1 else _("Close round 2")
            return Next(self.move(label, hint, to, focus))
        amount = len(together)
        label = self.spoken.say_n("Close {number} open question", "Close all {number} open questions", amount)
        only = self.move(_("Close only this question"), "", to, focus)
        return Next(self.move(label, self.behind(together, number) + hint, to, *together), (only,))

    def behind(self, polls: Sequence[str], number: int) -> str:
        """Which of several open questions has the fewest answers: the page counts those of one only."""
        room = self.room
        last = min(polls, key=lambda one: room.voters(one, number))
        answered, joined = room.voters(last, number), room.present
        if answered >= joined:
            return ""
        said = self.spoken.say(
            "Fewest answers so far: question {number}, {answered} of {joined}.",
            number=self.number(last),
            answered=self.spoken.number(answered),
            joined=self.spoken.number(joined),
        )
        return said + " "

    def show(self, focus: str) -> Next:
        """A round is closed: show its result, or open it again while nobody has seen it."""
        phase, _ = self.room.phase(focus), self._
        first = CLOSED[phase] == 1
        to, back = (Phase.FIRST_SHOWN, Phase.FIRST) if first else (Phase.SECOND_SHOWN, Phase.SECOND)
        together = self.all_in(phase)
        hint = self.few(together, CLOSED[phase]) or _("Everybody sees it: big screen, phones and you.")
        one = self.move(_("Show the result"), hint, to, focus)
        others = [self.move(_("Open this round again: nobody has seen the result"), "", back, focus)]
        if first:
            others.append(self.move(_("Skip this question: its answers stay hidden"), "", Phase.SKIPPED, focus))
        if len(together) == 1:
            return Next(one, tuple(others))
        label = self.spoken.say_n("Show {number} result", "Show all {number} results", len(together))
        only = self.move(_("Show only this result"), "", to, focus)
        return Next(self.move(label, hint, to, *together), (only, *others))

    def few(self, polls: Sequence[str], number: int) -> str:
        """That too few have answered to show anything, while the round can still open again; else nothing."""
        found = [one for one in polls if much(self.room, one, number) is Shown.NOTHING]
        if not found:
            return ""
        if len(polls) == 1:
            return self._("Too few have answered to show anything. Open the round again for those who are missing.")
        text = "Too few have answered to show anything of question {numbers}. Open it again for those who are missing."
        return self.spoken.say(text, numbers=", ".join(map(self.number, found)))

    def talk(self, focus: str) -> Next:
        """The first result is there: talk about it, or about what divides the room most."""
        _, top = self._, self.order[0]
        here = self.move(_("Talk about this question"), _("The room gives reasons. You write down points."),
                         Phase.DISCUSSION, focus)  # fmt: skip
        others = [
            self.move(_("Open round 2 without a talk"), "", Phase.SECOND, focus),
            self.move(_("Record this answer as it is"), "", Phase.RECORDED, focus),
        ]
        if len(self.order) == 1:
            return Next(here, tuple(others))
        rest = self.rest(self.order)
        if top == focus:
            return Next(here, (*others, rest))
        return Next(self.top(top), (here, *others, rest))

    def top(self, poll: str) -> Press:
        """Talk about the first question of the list."""
        label = self.spoken.say("Talk about question {number}", number=self.number(poll))
        hint = self._("It comes first in the list of what divides the room.")
        return self.move(label, hint, Phase.DISCUSSION, poll)

    def rest(self, polls: Sequence[str]) -> Press:
        """Record what nobody needs to talk about."""
        amount = len(polls)
        label = self.spoken.say_n(
            "Record {number} question as it is", "Record all {number} questions as they are", amount
        )
        return self.move(label, "", Phase.RECORDED, *polls)

    def again(self, focus: str) -> Next:
        """People have talked: vote again."""
        _ = self._
        step = self.move(_("Open round 2"), _("Everybody answers again, alone and in silence."), Phase.SECOND, focus)
        return Next(step, (self.move(_("Record without a second round"), "", Phase.RECORDED, focus),))

    def record(self, focus: str) -> Next:
        """Both rounds are shown: what the room answers is settled."""
        hint = self._("The answer of the room goes into the minutes as it stands.")
        return Next(self.move(self._("Record the answer"), hint, Phase.RECORDED, focus))

    # ------------------------------------------------------------ the next question

    def turn(self, focus: str) -> Next:
        """Nothing is going on in focus: what is unfinished, what to talk about, the next question, the end."""
        _ = self._
        unfinished = self.all_in(*OPEN, *CLOSED, Phase.DISCUSSION, Phase.SECOND_SHOWN)
        waiting = self.all_in(Phase.WAITING)
        if unfinished and focus not in waiting:
            return Next(self.go(unfinished[0]))
        if self.order and focus not in waiting:
            return Next(self.top(self.order[0]), (self.rest(self.order),))
        if waiting:
            return self.begin(waiting, focus)
        end = Press(
            _("End the workshop"), _("Every question is recorded or skipped. You are asked once more."), at="end"
        )
        back = self.all_in(Phase.SKIPPED)
        others = (self.move(_("Take this skipped question back"), "", Phase.WAITING, focus),) if focus in back else ()
        return Next(end, others)

    def begin(self, waiting: Sequence[str], focus: str) -> Next:
        """Open the next question; at the beginning all, so that the list of what divides the room has them all."""
        _, one = self._, focus if focus in waiting else waiting[0]
        hint = _("Phones show it at once. Everybody answers alone; the screen shows only how many have answered.")
        label = self.spoken.say("Open question {number} for round 1", number=self.number(one))
        this = self.move(label, hint, Phase.FIRST, one)
        skip = self.spoken.say("Skip question {number}", number=self.number(one))
        skipped = self.move(skip, "", Phase.SKIPPED, one)
        if len(waiting) == 1:
            return Next(this, (skipped,))
        every = self.spoken.say_n("Open {number} question", "Open all {number} questions for round 1", len(waiting))
        together = self.move(every, hint, Phase.FIRST, *waiting)
        if len(waiting) == len(self.room.setup.polls) and not focus:
            return Next(together, (this,))
        return Next(this, (skipped, together))
