"""Feedback on tools: in words and three parts, never in numbers; moderated, changeable, and answered by providers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from toolkit.core.hub_access import Action, Member, may
from toolkit.core.hub_refuse import Refusal, refusals
from toolkit.core.model import ToolkitError


class Part(StrEnum):
    """What feedback speaks of."""

    TECHNICAL = "technical"
    USABILITY = "usability"
    RIGHTS = "rights"
    """Human rights and ethics."""


class State(StrEnum):
    """Where feedback stands."""

    WAITING = "waiting"
    PUBLISHED = "published"
    SENT_BACK = "sent-back"
    """The coordinator asks for a change, with a reason; nobody else sees it."""
    WITHDRAWN = "withdrawn"
    """Its author took it back."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody says about a tool. `interest` is a conflict of interest in their own words, or empty for none.

    `author` is a code, and empty once the author has left and chose to leave the text without a name. `version`
    counts from 1 and rises with each change; `declared` says that the question about interests was answered.
    """

    id: str
    listing: str
    author: str
    parts: Mapping[Part, str]
    setting: str
    declared: bool
    interest: str
    at: datetime
    state: State = State.WAITING
    version: int = 1
    show_name: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a provider answers to one version of feedback, once; a coordinator reads it first as well."""

    feedback: str
    version: int
    provider: str
    text: str
    at: datetime
    state: State = State.WAITING


@dataclass(frozen=True, slots=True)
class Moderation:
    """What a coordinator decided, for the log: `reason` is what the author reads."""

    feedback: str
    version: int
    by: str
    to: State
    reason: str
    at: datetime


class Refused(ToolkitError):
    """Feedback that holds what must not be stored; `refusals` say what, where and how to mend it."""

    def __init__(self, found: Sequence[Refusal]) -> None:
        self.refusals = tuple(found)
        super().__init__("\n".join(one.sentence for one in found))


# ---------------------------------------------------------------- writing


def write(one: Feedback, author: Member, on: date) -> Feedback:
    """New feedback, which waits for a coordinator; raises Refused, or ToolkitError with a sentence."""
    if not may(author, Action.WRITE_FEEDBACK, on):
        raise ToolkitError(f"a {author.role} cannot write feedback; officers and focal points can")
    if author.code != one.author:
        raise ToolkitError("feedback is written in one’s own name only; sign in as its author")
    return replace(_checked(one), state=State.WAITING, version=1, note="")


def change(one: Feedback, author: Member, new: Feedback, on: date) -> Feedback:
    """The author’s new words, which wait again; raises Refused or ToolkitError."""
    _own(one, author, on)
    if one.state is State.WITHDRAWN:
        raise ToolkitError("this feedback was taken back; write a new one")
    fresh = replace(new, id=one.id, listing=one.listing, author=one.author, version=one.version + 1, note="")
    return replace(_checked(fresh), state=State.WAITING)


def withdraw(one: Feedback, author: Member, on: date) -> Feedback:
    """Taken back by its author: the words are gone, the fact that there was something stays."""
    _own(one, author, on)
    return replace(one, parts={}, setting="", interest="", state=State.WITHDRAWN, note="")


def without_name(one: Feedback) -> Feedback:
    """What stays of feedback when its author has left and agreed to that: the words, and nobody’s name."""
    return replace(one, author="", show_name=False)


def _own(one: Feedback, author: Member, on: date) -> None:
    if one.author != author.code or not may(author, Action.CHANGE_OWN_FEEDBACK, on):
        raise ToolkitError("only its author can change or take back feedback, as long as they have access")


def _checked(one: Feedback) -> Feedback:
    if not any(text.strip() for text in one.parts.values()):
        raise ToolkitError("feedback needs words in at least one of its three parts; write what you saw")
    if not one.declared:
        raise ToolkitError("say whether you have an interest in this tool; “none” is an answer")
    texts = {**{part.value: text for part, text in one.parts.items()}, "setting": one.setting, "interest": one.interest}
    if found := refusals(texts):
        raise Refused(found)
    return one


# ---------------------------------------------------------------- moderating, replying, reading


def moderate(one: Feedback, decision: Moderation, by: Member, on: date) -> Feedback:
    """Feedback published, or sent back with a reason; raises ToolkitError. Nobody moderates what they wrote."""
    if not may(by, Action.MODERATE_FEEDBACK, on) or by.code in (one.author, "") or by.code != decision.by:
        raise ToolkitError("only a coordinator who did not write it can moderate feedback")
    if (decision.feedback, decision.version) != (one.id, one.version) or one.state is not State.WAITING:
        raise ToolkitError("this version is not waiting any more; read the latest one")
    if decision.to not in (State.PUBLISHED, State.SENT_BACK):
        raise ToolkitError("feedback is published or sent back; choose one of both")
    if decision.to is State.SENT_BACK and not decision.reason.strip():
        raise ToolkitError("the author must know what to change; write a reason")
    return replace(one, state=decision.to, note=decision.reason)


def reply(one: Feedback, answer: Reply, by: Member, earlier: Iterable[Reply], on: date, listed_by: str) -> Reply:
    """A provider’s answer to published feedback on its own tool (`listed_by`); raises Refused or ToolkitError."""
    if not may(by, Action.REPLY_TO_FEEDBACK, on) or by.agency != listed_by:
        raise ToolkitError("only a contact of the tool’s own provider can reply")
    if one.state is not State.PUBLISHED or answer.version != one.version or answer.feedback != one.id:
        raise ToolkitError("a reply is to the published version; read the latest one")
    if any((x.feedback, x.version) == (one.id, one.version) for x in earlier):
        raise ToolkitError("there is a reply to this version already; change that one")
    if found := refusals({"reply": answer.text}):
        raise Refused(found)
    return replace(answer, provider=by.agency, state=State.WAITING)


def moderate_reply(answer: Reply, by: Member, on: date, *, publish: bool) -> Reply:
    """A provider’s reply published or sent back by a coordinator; raises ToolkitError."""
    if not may(by, Action.MODERATE_FEEDBACK, on):
        raise ToolkitError("only a coordinator can decide on a reply")
    if answer.state is not State.WAITING:
        raise ToolkitError("this reply is not waiting any more; read the latest one")
    return replace(answer, state=State.PUBLISHED if publish else State.SENT_BACK)


@dataclass(frozen=True, slots=True)
class Shown:
    """Feedback as others read it: kind of agency and region, and the author’s code only where they chose it."""

    id: str
    parts: tuple[tuple[Part, str], ...]
    setting: str
    interest: str
    agency_kind: str
    region: str
    author: str
    at: datetime
    version: int
    reply: str = ""


def shown(
    every: Iterable[Feedback], replies: Iterable[Reply], about: Mapping[str, tuple[str, str]]
) -> tuple[Shown, ...]:
    """Published feedback, the newest first; `about` gives kind of agency and region by author code."""
    answers = {(one.feedback, one.version): one.text for one in replies if one.state is State.PUBLISHED}
    published = [one for one in every if one.state is State.PUBLISHED]
    return tuple(
        _shown(one, about.get(one.author, ("", "")), answers.get((one.id, one.version), ""))
        for one in sorted(published, key=lambda one: (one.at, one.id), reverse=True)
    )


def _shown(one: Feedback, about: tuple[str, str], answer: str) -> Shown:
    return Shown(
        id=one.id,
        parts=tuple((part, one.parts[part]) for part in Part if one.parts.get(part, "").strip()),
        setting=one.setting,
        interest=one.interest,
        agency_kind=about[0],
        region=about[1],
        author=one.author if one.show_name else "",
        at=one.at,
        version=one.version,
        reply=answer,
    )
