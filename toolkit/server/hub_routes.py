"""The addresses of the hub. A page that is not in this list is not there; a test asks each for every role."""

from __future__ import annotations

from toolkit.server.hub import HubHandler
from toolkit.server.hub_accounts import AccountHandler, AccountsHandler
from toolkit.server.hub_agency import AgencyHandler
from toolkit.server.hub_directory import EntryHandler, OfficerHandler, OfficersHandler
from toolkit.server.hub_join import ConfirmHandler, InvitationHandler, RegisterHandler, StartHandler, StatusHandler
from toolkit.server.hub_log import LogHandler
from toolkit.server.hub_me import AttestHandler, DataHandler, LeaveHandler, MeHandler, NoticesHandler, PrivacyHandler
from toolkit.server.hub_people import PeopleHandler, PersonHandler
from toolkit.server.hub_terms import TermsHandler
from toolkit.server.hub_texts import MethodsHandler, PublishHandler
from toolkit.server.hub_tool_routes import ROUTES as TOOLS

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
    (r"/hub/terms", TermsHandler),
    (r"/hub/terms/(\d{1,4}\.\d{1,4})", TermsHandler),
    (r"/hub/privacy", PrivacyHandler),
    (r"/hub/methods", MethodsHandler),
    (r"/hub/publish", PublishHandler),
    (r"/hub/me", MeHandler),
    (r"/hub/me/attest", AttestHandler),
    (r"/hub/me/leave", LeaveHandler),
    (r"/hub/me/data\.(json|html)", DataHandler),
    (r"/hub/notices", NoticesHandler),
    (r"/hub/officers", OfficersHandler),
    (r"/hub/officers/me", EntryHandler),
    (rf"/hub/officers/{CODE}", OfficerHandler),
    (r"/hub/log", LogHandler),
    (r"/hub/agency", AgencyHandler),
    (r"/hub/accounts", AccountsHandler),
    (rf"/hub/accounts/{CODE}", AccountHandler),
    *TOOLS,
]
"""Address to page."""
