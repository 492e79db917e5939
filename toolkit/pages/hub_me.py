"""One's own account: what it says, whether one is still there, leaving, the data, and notices."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from toolkit.content.interface import Interface
from toolkit.core.hub import Hub
from toolkit.pages.hub_frame import Frame, notice_text, page, prose
from toolkit.store.hub_records import Notice
from toolkit.store.records import Json

HELD = {
    "hub_person": "Your request and how you stand: a code, address, agency, country, role, purpose, days.",
    "hub_acceptance": "Which terms you accepted: version, language, digest of the text, time.",
    "hub_consent": "What you agreed to show in the directory, and what you took back, with the time.",
    "hub_detail": "What you wrote for the directory.",
    "hub_link": "Links that were made for you. The link itself is not kept, only its digest.",
    "hub_look": "Who was shown your entry in the directory, and whose entry was shown to you, by day.",
    "hub_touch": "Which tools you saved, compared, wrote about or assessed, with the time.",
    "hub_feedback": "What you wrote about tools, with what a coordinator answered.",
    "hub_learned": "Modules that you marked as done, with the time.",
    "hub_notice": "What you were told, and whether you said that you read it.",
    "account": "The name that you sign in with. The password is kept as a hash.",
    "recovery_code": "Recovery codes, as digests only.",
    "sign_in": "Where you are signed in now: since when, and last used when.",
    "hub_audit": "The log of what was done, by you and about you. It holds your code, never your name.",
}
"""What each table holds about somebody, by its name; a test finds a table that is missing."""

WHY = {
    "hub_person": "To let only officers in, and to know who vouches for them.",
    "hub_acceptance": "To show which text counted for you, and when.",
    "hub_consent": "To show what you agreed to, and nothing else.",
    "hub_detail": "So that colleagues find you, as far as you agreed.",
    "hub_link": "To open the page of your request, confirm your address, or make your account.",
    "hub_look": "So that you see who looked at your entry.",
    "hub_touch": "To tell you when one of these tools is reviewed or withdrawn.",
    "hub_feedback": "So that colleagues learn from what you saw.",
    "hub_learned": "So that you find your place again. Nobody else sees it.",
    "hub_notice": "So that nothing important passes you by.",
    "account": "To let you in, and nobody else.",
    "recovery_code": "To let you in without your phone.",
    "sign_in": "To keep you signed in, and to end it everywhere at once.",
    "hub_audit": "To answer for what happens here. Nobody can change it unseen.",
}
"""Why each table is kept."""

LONG = {
    "hub_feedback": "Until you take it back. When you leave you choose: erase it, or keep it without your name.",
    "hub_link": "7 days or until it is used; the page of your request 90 days.",
    "sign_in": "8 days at most.",
    "hub_audit": "It stays when your account is closed. Then the code leads to nobody.",
}
"""How long, where it is not as long as the account."""

ACCOUNT_LONG = "As long as your account."
BAD_DAY = "Write a day from today to a year from now."
NOT_SURE = "Tick the box, so that nobody closes their account by mistake."
SAID = {
    "wish": "Somebody asks you to correct their details: {wish}",
    "message": "{sender} ({address}) writes: {text}",
    "attest": "Are you still at your agency? Say so above. Without an answer within 30 days your account rests.",
    "terms": "New terms, version {version}, were announced: read what differs, and answer.",
}
"""What pages of the hub tell people, as the store keeps it: an English sentence with {placeholders}."""


def me_page(frame: Frame, *, purpose: str = "", wrong: Mapping[str, str] | None = None, done: str = "") -> str:
    """What the account says, and what can be done about it."""
    return page(frame, "hub_me.j2", purpose=purpose, wrong=wrong or {}, done=done)


def leave_page(frame: Frame, hub: Hub, *, wrong: Mapping[str, str] | None = None, done: str = "") -> str:
    """Leaving the agency, or the hub."""
    guide = hub.guide("leaving")
    text = prose(frame, hub, guide.text)
    soon = (frame.today + timedelta(days=14)).isoformat()
    return page(frame, "hub_leave.j2", guide=guide, text=text, soon=soon, wrong=wrong or {}, done=done)


def left_page(frame: Frame) -> str:
    """The account is closed."""
    return page(frame, "hub_left.j2")


def privacy_page(frame: Frame, hub: Hub, held: Sequence[tuple[str, Sequence[str]]]) -> str:
    """What is held, made from the database: each table about people, with its columns."""
    guide = hub.guide("privacy")
    rows = [_row(frame.spoken, name, columns) for name, columns in held]
    return page(frame, "hub_privacy.j2", guide=guide, text=prose(frame, hub, guide.text), rows=rows)


def _row(spoken: Interface, name: str, columns: Sequence[str]) -> dict[str, str]:
    why = spoken.gettext(WHY[name]) if name in WHY else ""
    long = spoken.gettext(LONG[name]) if name in LONG else spoken.gettext(ACCOUNT_LONG)
    return {"name": name, "what": _what(spoken, name), "why": why, "long": long, "columns": ", ".join(columns)}


def _what(spoken: Interface, name: str) -> str:
    return spoken.gettext(HELD[name]) if name in HELD else ""


def data_json(held: Mapping[str, Sequence[Mapping[str, Json]]]) -> str:
    """Everything that is held about somebody, as JSON."""
    return json.dumps({"format": "toolkit-hub-person/1", **held}, ensure_ascii=False, indent=2)


def data_page(frame: Frame, held: Mapping[str, Sequence[Mapping[str, Json]]]) -> str:
    """The same to read, one table after the other."""
    named = [(_what(frame.spoken, name), name, [list(row.items()) for row in rows]) for name, rows in held.items()]
    return page(frame, "hub_data.j2", held=named)


def notices_page(frame: Frame, notices: Sequence[Notice]) -> str:
    """What the visitor was told, the newest first."""
    said = [{"notice": one, "text": notice_text(frame.spoken, one)} for one in notices]
    return page(frame, "hub_notices.j2", said=said)


def sentences(frame: Frame) -> list[str]:
    """Every sentence that this file tells people, in a language."""
    _ = frame.spoken.gettext
    return [_(SAID[name]) for name in SAID]
