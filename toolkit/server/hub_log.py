"""/hub/log: what was done in the hub, and whether its log is whole."""

from __future__ import annotations

from toolkit.core.hub_access import Action
from toolkit.pages import hub_log
from toolkit.server.hub import Answer, HubHandler, Rights


class LogHandler(HubHandler):
    """GET /hub/log?before=: entries, the newest first."""

    rights = Rights(Action.READ_AUDIT)

    def read(self, *args: str) -> Answer:
        """Show them, and verify the whole log."""
        asked = self.get_query_argument("before", "")
        before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
        entries = self.store.entries(most=hub_log.PAGE, before=before)
        count, head, broken = self.store.verified()
        return Answer(hub_log.log_page(self.frame("log"), entries, count, head, broken))
