"""Serves the probe notebooks below an address of their own, as behind a proxy that shares its host: the port."""

import sys
from pathlib import Path

from toolkit.server import app
from toolkit.server.configuration import Configuration

made = app.settings


def below(*given, **named):
    """The usual settings, below /tools/."""
    config = made(*given, **named)
    config.Voila.base_url = "/tools/"
    return config


app.settings = below
configuration = Configuration(port=int(sys.argv[1]) or None, database_url="sqlite://")
app.serve(Path(__file__).with_name("notebooks"), configuration, open_browser=False, languages=("en", "ar"))
