"""Serves the probe notebooks as the environment configures it."""

import os
from pathlib import Path

from toolkit.server.app import serve
from toolkit.server.config import load

configuration = load(environment=os.environ)
serve(
    Path(__file__).with_name("notebooks"),
    port=configuration.port or None,
    ip=configuration.ip,
    database_url=os.environ["PROBE_DATABASE"],
    open_browser=False,
    languages=("en", "ar"),
    configuration=configuration,
)
