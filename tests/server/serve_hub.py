"""Serves the app with the hub, as the environment configures it; a file says which day it is, and HUB_CONTENT what."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from toolkit.cli_io import notebooks
from toolkit.content.hub import load_hub
from toolkit.server import hub
from toolkit.server.app import serve
from toolkit.server.config import load

SHIFT = Path(os.environ["HUB_SHIFT"])
CONTENT = os.environ.get("HUB_CONTENT")


def now():
    """The time, so many days later as the file says."""
    days = int(SHIFT.read_text()) if SHIFT.exists() else 0
    return datetime.now(UTC) + timedelta(days=days)


hub.now = now
if CONTENT:
    hub.load_hub = lambda lang: load_hub(lang, Path(CONTENT))
serve(notebooks(), load(environment=os.environ), open_browser=False, languages=("en", "ar"))
