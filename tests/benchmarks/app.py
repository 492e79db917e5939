"""The real app with one real assessment in it, as a person would start it."""

import os
import sys
from contextlib import contextmanager
from dataclasses import replace

from tests.server.harness import COOKIE_SECRET, Server
from toolkit.content import load_library
from toolkit.content.read import data_root
from toolkit.content.scoring import score
from toolkit.core.responses import Factor, State, Tier
from toolkit.core.risk import rate
from toolkit.exchange.bundle import read_bundle
from toolkit.pages.answers import values_of
from toolkit.pages.visit import now
from toolkit.store import NewAssessment, open_store

OWNER = "local"


def sample():
    """The library, the face search illustration, and its items that apply."""
    library = load_library()
    given = read_bundle(data_root() / "samples" / "face-search-custody.json", library).assessment
    return library, given, score(library, given, now().date()).items


def stored(store):
    """The illustration as a stored draft."""
    library, given, _ = sample()
    about = (library.questionnaire, library.version, library.sha256, given.method)
    return store.create(NewAssessment(OWNER, given.title, *about), values=values_of(given), who=OWNER)


def lively_item():
    """An item whose level with safeguards differs between the lowest and the highest likelihood."""
    library, given, items = sample()
    method = library.method(given.method)

    def level(item, code):
        answered = replace(given.responses[item.id], likelihood=Factor(code, code))
        return rate(item, answered, method, Tier.CURRENT, library.controls).level

    lively = (item for item in items if given.responses[item.id].state in (State.ANSWERED, State.RANGE))
    return next(item for item in lively if level(item, 1) != level(item, 5))


@contextmanager
def serving(folder, kernels=100):
    """The server on a database of its own, with room for so many kernels, and the stored assessment."""
    url = f"sqlite:///{folder / 'bench.db'}"
    with open_store(url) as store:
        record = stored(store)
    command = [sys.executable, "-m", "toolkit.cli", "serve", "--no-open", "--port", "PORT", "--database-url", url]
    given = {"PYTHONPATH": os.pathsep.join(sys.path), "TOOLKIT_COOKIE_SECRET": COOKIE_SECRET}
    given |= {"TOOLKIT_MAX_KERNELS": str(kernels), "TOOLKIT_KERNELS_EACH": str(kernels)}
    server = Server(command, folder, given).start()
    try:
        yield server, record
    finally:
        server.stop()
