"""From the state of the risk page to a screen: which parts, under which title, with which way back."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.pages import form_in, view_form, view_other, view_result, view_share
from toolkit.pages.acts import address
from toolkit.pages.desk import Context
from toolkit.pages.origin import origin_parts
from toolkit.pages.risk_state import RiskState, Work, page_number, profile_pages
from toolkit.pages.screen import Part, Screen
from toolkit.render.html import render

Builder = Callable[[RiskState, Context, Work], list[Part]]
EDITING = ("describe", "legal", "section", "treat")
"""Screens whose fields cannot change any more once a version was submitted."""

BUILDERS: dict[str, Builder] = {
    "home": view_other.home,
    "list": view_other.systems,
    "describe": view_form.describe,
    "legal": view_form.legal,
    "tasks": view_other.tasks,
    "section": view_form.section,
    "check": view_other.check,
    "result": view_result.result,
    "treat": view_other.treat,
    "export": view_other.export,
    "share": view_share.share,
    form_in.NAME: form_in.difference,
}


def view(state: RiskState, context: Context) -> Screen:
    """The screen of a state. Pure: the same state and context give the same HTML."""
    screen = state.screen if state.record is not None or state.screen in ("list", "home") else "list"
    work = Work(state, context)
    parts = BUILDERS.get(screen, view_other.tasks)(state, context, work)
    return Screen(
        title=_title(state, context, screen),
        route=address(state),
        parts=(_message(state, context, screen), *origin_parts(state, context, screen), *parts),
        demo=bool(state.record and state.record.demo),
        back=_back(state, screen),
        keys=state.keys,
        frozen=state.fixed and screen in EDITING,
        focus="errors" if state.errors else "title",
    )


def _message(state: RiskState, context: Context, screen: str) -> Part:
    """What there is to say before everything else: a refusal, that a version is frozen, what a guest may do."""
    lang, guest = context.interface.lang, view_share.guest_notice(state, context)
    if state.frozen and screen in EDITING:
        return Part("message", render(lang, "frozen.j2", text=state.message, guest=guest))
    return Part("message", render(lang, "message.j2", text=state.message, guest=guest))


def _title(state: RiskState, context: Context, screen: str) -> str:
    _ = context.interface.gettext
    names = {
        "home": "",
        "list": _("My AI systems"),
        "describe": _describe(state, context),
        "legal": _("Legal questions"),
        "tasks": _("Task list"),
        "section": context.library.principle(state.arg.partition("/")[0]).name if screen == "section" else "",
        "check": _("Check your answers"),
        "result": _("Result"),
        "treat": _("Plan treatment"),
        "export": _("Export"),
        "share": _("Share"),
        form_in.NAME: _("Answers from a filled form"),
    }
    product = _("Responsible AI Toolkit")
    subject = state.record.title if state.record else ""
    return " – ".join(part for part in (names.get(screen, ""), subject, product) if part)


def _describe(state: RiskState, context: Context) -> str:
    total = len(profile_pages(context.library))
    number = page_number(state.arg, total)
    return context.interface.say("Describe the system: page {number} of {total}", number=number, total=total)


def _back(state: RiskState, screen: str) -> str:
    if screen == "home":
        return ""
    if screen == "list":
        return "home"
    if screen == "tasks":
        return "list"
    return state.returning or ("export" if screen == form_in.NAME else "tasks")
