"""The addresses of the hub. A page that is not in this list is not there; a test asks each for every role."""

from __future__ import annotations

from toolkit.server.hub import HubHandler
from toolkit.server.hub_join import ConfirmHandler, InvitationHandler, RegisterHandler, StartHandler, StatusHandler
from toolkit.server.hub_people import PeopleHandler, PersonHandler

TOKEN = r"([\w-]{40,60})"
CODE = r"([0-9a-f-]{36})"

ROUTES: list[tuple[str, type[HubHandler]]] = [
    (r"/hub", StartHandler),
    (r"/hub/register", RegisterHandler),
    (rf"/hub/status/{TOKEN}", StatusHandler),
    (rf"/hub/confirm/{TOKEN}", ConfirmHandler),
    (rf"/hub/invitation/{TOKEN}", InvitationHandler),
    (r"/hub/people", PeopleHandler),
    (rf"/hub/people/{CODE}", PersonHandler),
]
"""Address to page."""
