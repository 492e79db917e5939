"""Serves the probe notebooks: port, path of the database, number of kernels, ip."""

import sys
from pathlib import Path

from toolkit.server.app import serve

port, database, kernels = sys.argv[1:4]
serve(
    Path(__file__).with_name("notebooks"),
    port=int(port) or None,
    database_url=database,
    open_browser=False,
    languages=("en", "ar"),
    max_kernels=int(kernels),
)
