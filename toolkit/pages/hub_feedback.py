"""Feedback on a tool: the form in three parts, what others read, what waits for a coordinator, and replies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.core.hub import Hub, Listing
from toolkit.core.hub_feedback import Feedback, Part, Reply, Shown, State
from toolkit.pages.hub_frame import Frame, page, prose
from toolkit.pages.hub_join import forbidden, short

PARTS = {
    Part.TECHNICAL: "Technique: what it found, missed and got wrong",
    Part.USABILITY: "Use: learning it, working with it, support",
    Part.RIGHTS: "Human rights and ethics: whom it touches, what it does to them, what you did about it",
}
STATES = {
    State.WAITING: "Waits for a coordinator",
    State.PUBLISHED: "Published",
    State.SENT_BACK: "Sent back to you",
    State.WITHDRAWN: "Taken back",
}
MOST = 3_000
"""Characters of a part."""

NOTHING = "Write something in at least one of the three parts."
DECLARE = "Say whether you have an interest in this tool. “None” is an answer."
WHICH = "Say which interest it is."
TOLD = {
    "written": "Somebody wrote feedback on “{tool}”: read it before others do.",
    "published": "Your feedback on “{tool}” was published.",
    "sent-back": "Your feedback on “{tool}” was sent back: {reason}",
    "provider": "There is new feedback on “{tool}”. You can reply once.",
    "reply": "The provider of “{tool}” replied to feedback: read it before others do.",
}
"""What people are told about feedback."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody filled in; `interest` is none, some or nothing yet."""

    parts: Mapping[Part, str] = field(default_factory=dict)
    setting: str = ""
    interest: str = ""
    which: str = ""
    show_name: bool = False


def writing_of(one: Feedback) -> Writing:
    """Feedback as its author filled it in."""
    return Writing(one.parts, one.setting, "some" if one.interest else "none", one.interest, one.show_name)


def problems(frame: Frame, given: Writing) -> dict[str, str]:
    """What is wrong, by its field: each one that holds what must not be stored, too."""
    _ = frame.spoken.gettext
    texts = {**{str(part): text for part, text in given.parts.items()}, "setting": given.setting, "which": given.which}
    found = {name: forbidden(frame.spoken, text) for name, text in texts.items()}
    for name, text in texts.items():
        found[name] = found[name] or (short(frame.spoken, text, MOST) if text else "")
    if not any(text.strip() for text in given.parts.values()):
        found[str(Part.TECHNICAL)] = _(NOTHING)
    if given.interest not in {"none", "some"}:
        found["interest"] = _(DECLARE)
    elif given.interest == "some" and not given.which:
        found["which"] = _(WHICH)
    return {name: problem for name, problem in found.items() if problem}


def write_page(frame: Frame, hub: Hub, tool: Listing, given: Writing, wrong: Mapping[str, str], name: str = "") -> str:
    """The form; `name` is the id of the feedback that is changed, empty for a new one."""
    _ = frame.spoken.gettext
    parts = [(str(part), _(PARTS[part]), given.parts.get(part, "")) for part in Part]
    rules, never = hub.guide("feedback-rules"), hub.guide("not-to-store")
    texts = {"rules": prose(frame, hub, rules.text), "never": prose(frame, hub, never.text), "never_title": never.title}
    return page(
        frame, "hub_feedback.j2", tool=tool, given=given, parts=parts, wrong=wrong, name=name, most=MOST, **texts
    )


def own_page(frame: Frame, hub: Hub, feedback: Sequence[Feedback]) -> str:
    """What the visitor wrote, with where it stands."""
    _ = frame.spoken.gettext
    rows = [(one, hub.listing(one.listing), _(STATES[one.state])) for one in feedback]
    return page(frame, "hub_own_feedback.j2", rows=rows)


def shown_rows(frame: Frame, feedback: Iterable[Shown]) -> list[dict[str, object]]:
    """Published feedback with its parts in words."""
    _ = frame.spoken.gettext
    return [{"one": one, "parts": [(_(PARTS[part]), text) for part, text in one.parts]} for one in feedback]


def review_page(
    frame: Frame, hub: Hub, waiting: Sequence[Feedback], replies: Sequence[tuple[Reply, Feedback]], problem: str = ""
) -> str:
    """What waits for a coordinator; who wrote it is not shown."""
    _ = frame.spoken.gettext
    mine = frame.person.member.code if frame.person else ""
    rows = [
        {
            "one": one,
            "tool": hub.listing(one.listing),
            "parts": [(_(PARTS[part]), one.parts[part]) for part in Part if one.parts.get(part)],
            "own": one.author == mine,
        }
        for one in waiting
    ]
    answers = [(reply, hub.listing(one.listing)) for reply, one in replies]
    return page(frame, "hub_review.j2", rows=rows, answers=answers, problem=problem)


def sentences(frame: Frame) -> list[str]:
    """Every sentence that people are told about feedback, in the language of the page."""
    _ = frame.spoken.gettext
    return [_(TOLD[name]) for name in TOLD]
