"""The hub's part of a database, through one door."""

from __future__ import annotations

from toolkit.store.hub_agencies import HubAgencies
from toolkit.store.hub_close import HubClose
from toolkit.store.hub_directory import HubDirectory
from toolkit.store.hub_feedback import HubFeedback
from toolkit.store.hub_learned import HubLearned
from toolkit.store.hub_moves import HubMoves
from toolkit.store.hub_notices import HubNotices
from toolkit.store.hub_provided import HubProvided
from toolkit.store.hub_terms import HubTerms


class HubStore(
    HubDirectory, HubClose, HubTerms, HubNotices, HubMoves, HubFeedback, HubLearned, HubProvided, HubAgencies
):
    """Everything that the hub keeps. Threads may share it; after a fork, open another."""
