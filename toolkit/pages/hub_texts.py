"""Pages of the hub that are one text of its guidance."""

from __future__ import annotations

from toolkit.core.hub import Hub
from toolkit.pages.hub_frame import Frame, page, prose


def text_page(frame: Frame, hub: Hub, name: str) -> str:
    """The guidance of that id; raises ToolkitError where there is none."""
    guide = hub.guide(name)
    return page(frame, "hub_text.j2", guide=guide, text=prose(frame, hub, guide.text))
