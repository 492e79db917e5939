"""The hub's part of a database, through one door."""

from __future__ import annotations

from toolkit.store.hub_close import HubClose
from toolkit.store.hub_directory import HubDirectory
from toolkit.store.hub_notices import HubNotices
from toolkit.store.hub_terms import HubTerms
from toolkit.store.hub_touches import HubTouches


class HubStore(HubDirectory, HubClose, HubTerms, HubNotices, HubTouches):
    """Everything that the hub keeps. Threads may share it; after a fork, open another."""
