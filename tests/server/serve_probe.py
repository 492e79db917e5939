"""Serves the probe notebooks: port, database, kernels, whom visitors are taken for, kernels of a browser."""

import sys
from pathlib import Path

from toolkit.server.app import serve
from toolkit.server.identity import Visitors

port, database, kernels, visitors, each = sys.argv[1:6]
serve(
    Path(__file__).with_name("notebooks"),
    port=int(port) or None,
    database_url=database,
    open_browser=False,
    languages=("en", "ar"),
    max_kernels=int(kernels),
    visitors=Visitors(visitors),
    each=int(each),
)
