"""The addresses of the hub's catalogue, feedback and learning centre."""

from __future__ import annotations

from toolkit.server.hub import HubHandler
from toolkit.server.hub_tools import (
    AssessHandler,
    CompareFileHandler,
    CompareHandler,
    SaveHandler,
    ToolHandler,
    ToolsHandler,
)

TOOL = r"([a-z0-9][a-z0-9-]{0,79})"

ROUTES: list[tuple[str, type[HubHandler]]] = [
    (r"/hub/tools", ToolsHandler),
    (r"/hub/compare", CompareHandler),
    (r"/hub/compare\.csv", CompareFileHandler),
    (rf"/hub/tools/{TOOL}", ToolHandler),
    (rf"/hub/tools/{TOOL}/save", SaveHandler),
    (rf"/hub/tools/{TOOL}/assess", AssessHandler),
]
"""Address to page."""
