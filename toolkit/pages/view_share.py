"""The screen on which an owner shares an assessment, and what its guests are told."""

from __future__ import annotations

from toolkit.pages.desk import Context, RecordState
from toolkit.pages.screen import Part
from toolkit.pages.share import DAYS, DAYS_MOST, LABEL_MOST, PASSPHRASE_LEAST, PASSPHRASE_MOST
from toolkit.render.html import render
from toolkit.store import Role


def share(state: RecordState, context: Context, work: object = None) -> list[Part]:
    """Make a link or name a colleague; who has access until when; withdraw."""
    _ = context.interface.gettext
    roles = {Role.READ: _("Read"), Role.EDIT: _("Read and answer")}
    html = render(
        context.interface.lang,
        "share.j2",
        record=state.record,
        errors=state.errors,
        shares=state.shares,
        address=context.address,
        link=f"{context.address}share/{state.token}" if state.token else "",
        named=context.named,
        now=context.now,
        roles={str(role): label for role, label in roles.items()},
        options=[{"value": str(role), "label": label} for role, label in roles.items()],
        days=DAYS,
        days_most=DAYS_MOST,
        label_most=LABEL_MOST,
        passphrase_least=PASSPHRASE_LEAST,
        passphrase_most=PASSPHRASE_MOST,
    )
    return [Part("share", html)]


def guest_notice(state: RecordState, context: Context) -> str:
    """What a guest may do here; empty for the owner."""
    _ = context.interface.gettext
    if state.record is None or state.role is Role.OWNER:
        return ""
    if state.role is Role.EDIT:
        return _("Somebody shares this assessment with you. You may read and answer; its owner sees who answered.")
    return _("Somebody shares this assessment with you. You may read it and export it.")
