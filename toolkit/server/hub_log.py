"""/hub/log: what was done in the hub, and whether its log is whole."""

from __future__ import annotations

from toolkit.core.hub_access import Action
from toolkit.core.hub_audit import verify
from toolkit.pages import hub_log
from toolkit.pages.hub_log import PAGE, Checked
from toolkit.server.hub import Answer, HubHandler, Rights


class LogHandler(HubHandler):
    """GET /hub/log?before=: entries, the newest first."""

    rights = Rights(Action.READ_AUDIT)

    def read(self, *args: str) -> Answer:
        """Show them, and verify these; with `?check=all` the whole log, which takes a while once it is long."""
        asked = self.get_query_argument("before", "")
        before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
        found = self.store.entries(most=PAGE + 1, before=before)
        shown, earlier = found[:PAGE], found[PAGE:]
        if "all" in self.get_query_arguments("check"):
            count, head, broken = self.store.verified()
            checked = Checked(count, broken.position + 1 if broken else None, whole=True)
        else:
            (count, head), last = self.store.head(), earlier[0] if earlier else None
            broken = verify(reversed(shown), after=last)
            place = broken.position + 1 + (last.number if last else 0) if broken else None
            checked = Checked(len(shown), place)
        return Answer(hub_log.log_page(self.frame("log"), shown, count, head, checked))
