"""What minutes of a workshop speak with: questions and steps in words, what votes look like, what is left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from markupsafe import Markup

from toolkit.content import load_library
from toolkit.content.guides import load_guides
from toolkit.content.interface import interface
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.content.workshop import load_trainers
from toolkit.core.agreement import Verdict
from toolkit.core.anonymity import LEAST, LEAST_FOR_MIDDLE, Shown
from toolkit.core.group_answer import Shift
from toolkit.core.method import Interval, Method
from toolkit.core.minutes import GroupAnswer, Record
from toolkit.core.minutes_kept import KeptMinutes
from toolkit.core.model import ToolkitError
from toolkit.core.training import Fit, TrainingCase
from toolkit.core.workshop import About, Poll
from toolkit.core.workshop_results import Result
from toolkit.pages.exports import stem
from toolkit.pages.report_words import Teller
from toolkit.pages.room_questions import Asked, Scale, Step, asked
from toolkit.render.document import Level, Line, Said, Words, line
from toolkit.render.report import level

ORDER = (Verdict.POLARISED, Verdict.MIXED, Verdict.FEW, Verdict.AGREED, Verdict.NOBODY)
"""From the least agreement on; of two scales the one with less of it speaks for the question."""


def content_now() -> str:
    """The SHA-256 of everything that a workshop can ask about, as it is now."""
    parts = (load_trainers(), load_library(), load_readiness(), load_workbook(), load_guides())
    return sha256("\n".join(one.sha256 for one in parts).encode()).hexdigest()


def teller(lang: str, about: Collection[About]) -> Teller:
    """The interface of a language, with everything that is translated of what workshops ask about."""
    found = [load_trainers(lang).translated, load_library(lang).translated]
    found += [load_readiness(lang).translated] if About.STATEMENT in about else []
    found += [load_workbook(lang).translated] if About.QUESTION in about else []
    found += [load_guides(lang).translated] if About.DECISION in about else []
    return Teller(interface(lang), frozenset().union(*found))


def said(tell: Teller, text: str) -> Said:
    """Content, or what the interface said in its place."""
    return line(text) if isinstance(text, Markup) else tell.content(text)


@dataclass(frozen=True, eq=False)
class Told:
    """Minutes and the language that they are told in."""

    kept: KeptMinutes
    lang: str

    @cached_property
    def tell(self) -> Teller:
        """The interface, with everything that is translated of what workshops ask about."""
        return teller(self.lang, {one.poll.about for one in self.kept.minutes.records})

    @property
    def gettext(self) -> Callable[[str], str]:
        """The message function."""
        return self.tell.gettext

    @cached_property
    def method(self) -> Method | None:
        """The scoring method of the workshop, where the content still has it."""
        return load_library(self.lang).methods.get(self.kept.method)

    @property
    def decisive(self) -> Said:
        """The level at which a decision hangs."""
        name = load_trainers(self.lang).level
        known = [one for one in self.method.levels if one.id == name] if self.method else []
        return self.tell.content(known[0].label) if known else name

    @cached_property
    def case(self) -> TrainingCase | None:
        """The training case, where there was one and the content still has it."""
        return load_trainers(self.lang).known_case(self.kept.minutes.case)

    @cached_property
    def _asked(self) -> Mapping[str, Asked]:
        return {one.poll.id: self._words(one.poll) for one in self.kept.minutes.records}

    def _words(self, poll: Poll) -> Asked:
        """The question in words; its id where the content no longer has it, for minutes outlive content."""
        try:
            return asked(poll, self.lang, self.kept.method)
        except (ToolkitError, LookupError, StopIteration):
            steps = (tuple(Step("") for _ in range(top)) for top in poll.steps)
            return Asked(poll.of, "", tuple(Scale("", one) for one in steps))

    def asked(self, poll: str) -> Asked:
        """A question in words."""
        return self._asked[poll]

    def title(self, poll: str, *, strong: bool = False) -> Said:
        """What a question is called."""
        return self.tell.content(self.asked(poll).title, strong=strong)

    def said(self, text: str) -> Said:
        """Content, or what the interface said in its place."""
        return said(self.tell, text)


# ---------------------------------------------------------------- steps


def step(told: Told, poll: Poll, scale: Scale, number: int) -> Line:
    """A step with its number, where the steps have an order."""
    label = told.said(scale.steps[number - 1].label)
    return line(f"{number} ", label) if poll.ordered and label else line(label or str(number))


def span(told: Told, poll: Poll, scale: Scale, given: Interval | None) -> Line:
    """From one step to another: named where names are short, as a risk’s are, else by number."""
    if given is None:
        return line(told.gettext("not known"))
    tell = told.tell
    if poll.about is About.ITEM:
        low, high = (step(told, poll, scale, end) for end in (given.lo, given.hi))
        return low if given.determined else tell.say("from {low} to {high}", low=low, high=high)
    top = str(len(scale.steps))
    if given.determined:
        return tell.say("step {number} of {all}", number=str(given.lo), all=top)
    return tell.say("step {low} to step {high} of {all}", low=str(given.lo), high=str(given.hi), all=top)


def level_of(told: Told, given: Interval | None) -> Level | None:
    """A level or a range of levels, where there is one."""
    if given is None or told.method is None:
        return None
    return level(told.tell.interface, {"low": told.method.level(given.lo), "high": told.method.level(given.hi)})


def answer(told: Told, record: Record) -> Line:
    """The room’s answer to a question on one line."""
    found, scales = record.answer, told.asked(record.poll.id).scales
    if found is None:
        return line(told.gettext("no answer of the room"))
    spans = [span(told, record.poll, *one) for one in zip(scales, found.factors, strict=True)]
    if record.poll.about is About.ITEM:
        return told.tell.say("likelihood {likelihood}; impact {impact}", likelihood=spans[0], impact=spans[1])
    return spans[0]


def merged(given: Line) -> Line:
    """A line whose neighbours of one kind are one run: marks of bold that touch each other would look odd."""
    found: list[Words | Level] = []
    for one in given:
        last = found[-1] if found else None
        if isinstance(one, Words) and isinstance(last, Words) and replace(last, text=one.text) == one:
            found[-1] = replace(last, text=last.text + one.text)
        else:
            found.append(one)
    return tuple(found)


def file_name(kept: KeptMinutes, what: str, ending: str) -> str:
    """What a file of a workshop is called: its title, its day, and what is in it."""
    parts = ("demo" if kept.minutes.demo else "", stem(kept.minutes.title), kept.day, what)
    return f"{'-'.join(part for part in parts if part)}.{ending}"


# ---------------------------------------------------------------- what votes look like


def verdict(result: Result) -> Verdict | None:
    """What a round looks like: the scale with the least agreement speaks for it."""
    seen = [one.verdict for one in result.pictures]
    return min(seen, key=ORDER.index) if seen else None


def verdict_words(told: Told, seen: Verdict | None) -> str:
    """A verdict in a few words."""
    _ = told.gettext
    return {
        None: _("left out: few answers"),
        Verdict.POLARISED: _("two camps"),
        Verdict.MIXED: _("mixed"),
        Verdict.FEW: _("too few for a statistic"),
        Verdict.AGREED: _("agreed"),
        Verdict.NOBODY: _("nobody knows"),
    }[seen]


def left_out(told: Told, result: Result) -> str:
    """Which rule left counts of a round out; empty where none did."""
    say = told.tell.interface.say
    if result.shown is Shown.MIDDLE:
        least = max(told.kept.least, LEAST)
        return say(
            "Fewer than {least} people answered, or fewer by phone, so only the middle is given, and no counts.",
            least=least,
        )
    if result.shown is Shown.NOTHING:
        return say(
            "Fewer than {least} people answered, or fewer by phone, so nothing is given.", least=LEAST_FOR_MIDDLE
        )
    return ""


def rule(told: Told) -> Line:
    """What is counted and what is left out, in this workshop."""
    return told.tell.say(
        "Counts are given for {least} answers or more. For fewer only the middle is given, and for fewer than {few} "
        "nothing. A group is counted only where the others are enough people as well.",
        least=str(max(told.kept.least, LEAST)), few=str(LEAST_FOR_MIDDLE),
    )  # fmt: skip


def camps(told: Told, poll: Poll, result: Result) -> Line:
    """How the room divides where a decision hangs on it; empty where counts are left out or there are no camps."""
    if not result.pictures or not result.above + result.below:
        return ()
    counts = {"above": str(result.above), "below": str(result.below)}
    say, _ = told.tell.say, told.gettext
    match poll.about:
        case About.ITEM:
            return say("{above} rate it {level} or above, {below} lower.", level=told.decisive, **counts)
        case About.STATEMENT:
            return say("{above} see the practice in place, {below} do not.", **counts)
        case About.QUESTION:
            return say("{above} see it settled, {below} do not.", **counts)
        case About.DECISION:
            return say("{above} chose an option that the case calls better, {below} another one.", **counts)
    return say("{above} say that the agency keeps it, {below} that it does not.", **counts)


def moved(told: Told, found: Shift) -> Line:
    """How those who voted twice moved, as totals."""
    parts: list[Said] = [told.tell.say(
        "Of {both} people who answered twice, {stayed} stayed, {up} went up and {down} went down.",
        both=str(found.both), stayed=str(found.stayed), up=str(found.up), down=str(found.down),
    )]  # fmt: skip
    if found.settled:
        parts += [" ", told.tell.say_n("{number} knew it only the second time.", "{number} knew it only the second "
                                       "time.", found.settled)]  # fmt: skip
    if found.unsettled:
        parts += [" ", told.tell.say_n("{number} no longer knew it.", "{number} no longer knew it.", found.unsettled)]
    if found.conformity:
        parts += [" ", told.gettext("The room came much closer together, and nobody gave a new reason.")]
    return line(*parts)


def apart(told: Told, found: GroupAnswer, scale: int) -> Line:
    """The dissent note of one scale: how many see it otherwise, and on which side; empty where it is left out."""
    if not found.dissent:
        return ()
    tell, note = told.tell, found.dissent[scale]
    below, above = sum(note.below.values()), sum(note.above.values())
    unknown = found.unknown[scale]
    parts: list[Said] = [told.gettext("Nobody voted outside this answer.")]
    if note.votes:
        counted = tell.say_n("{number} voted outside it", "{number} voted outside it", note.votes)
        parts = [tell.say("{counted}: {below} lower, {above} higher.", counted=counted, below=str(below),
                          above=str(above))]  # fmt: skip
    if unknown:
        parts += [" ", tell.say_n("{number} did not know.", "{number} did not know.", unknown)]
    return line(*parts)


def fit_words(told: Told, found: Fit) -> str:
    """How the room’s answer lies beside the authors’."""
    _ = told.gettext
    return {
        Fit.INSIDE: _("inside"),
        Fit.OVERLAPS: _("overlaps"),
        Fit.OUTSIDE: _("outside"),
        Fit.UNKNOWN: _("the room does not know, which can be the best answer"),
    }[found]
