"""The few sentences that the browser itself says, e.g. while the connection is away."""

from __future__ import annotations

from toolkit.content.interface import Interface


def browser_texts(interface: Interface) -> dict[str, str]:
    """Texts for the browser module by name."""
    _ = interface.gettext
    return {
        "saving": _("Saving…"),
        "saved": _("Saved at {time}"),
        "unsaved": _("Not saved yet: see the message on this page."),
        "offline": _("Connection lost. Your answers are kept and will be sent."),
        "reconnecting": _("Reconnecting…"),
        "online": _("Connected again. Everything was sent."),
        "failed": _("This could not be sent. Load the page again."),
    }
