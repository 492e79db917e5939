"""The addresses of the hub's catalogue, feedback and learning centre."""

from __future__ import annotations

from toolkit.server import hub_begin, hub_feedback, hub_learning, hub_provider, hub_tools
from toolkit.server.hub import HubHandler

TOOL = r"([a-z0-9][a-z0-9-]{0,79})"
FEEDBACK = r"([0-9a-f-]{36})"

ROUTES: list[tuple[str, type[HubHandler]]] = [
    (r"/hub/tools", hub_tools.ToolsHandler),
    (r"/hub/compare", hub_tools.CompareHandler),
    (r"/hub/compare\.csv", hub_tools.CompareFileHandler),
    (rf"/hub/tools/{TOOL}", hub_tools.ToolHandler),
    (rf"/hub/tools/{TOOL}/save", hub_tools.SaveHandler),
    (rf"/hub/tools/{TOOL}/assess", hub_begin.AssessHandler),
    (rf"/hub/tools/{TOOL}/ready", hub_begin.ReadyHandler),
    (rf"/hub/tools/{TOOL}/state", hub_tools.StateHandler),
    (rf"/hub/tools/{TOOL}/feedback", hub_feedback.WriteHandler),
    (r"/hub/feedback", hub_feedback.OwnHandler),
    (rf"/hub/feedback/{FEEDBACK}", hub_feedback.ChangeHandler),
    (r"/hub/review", hub_feedback.ReviewHandler),
    (r"/hub/listings", hub_feedback.ListingsHandler),
    (rf"/hub/listings/{TOOL}", hub_feedback.ListingHandler),
    (rf"/hub/listings/{TOOL}/form", hub_provider.FormHandler),
    (rf"/hub/listings/{TOOL}/answer", hub_provider.WithdrawalHandler),
    (r"/hub/proposals", hub_provider.ProposalsHandler),
    (rf"/hub/proposals/{TOOL}", hub_provider.ProposalHandler),
    (r"/hub/learning", hub_learning.LearningHandler),
    (r"/hub/learning/(path-[a-z-]{1,60})", hub_learning.PathHandler),
    (r"/hub/learning/(path-[a-z-]{1,60})/certificate", hub_learning.CertificateHandler),
    (r"/hub/learning/(mod-[a-z-]{1,60})", hub_learning.ModuleHandler),
]
"""Address to page."""
