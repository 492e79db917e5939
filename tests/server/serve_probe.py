"""Serves the probe notebooks: port, database, kernels, whom visitors are taken for, kernels of a browser."""

import sys
from pathlib import Path

from toolkit.server.app import serve
from toolkit.server.configuration import Configuration, Visitors

port, database, kernels, visitors, each = sys.argv[1:6]
configuration = Configuration(
    port=int(port) or None,
    database_url=database,
    max_kernels=int(kernels),
    visitors=Visitors(visitors),
    kernels_each=int(each),
)
serve(Path(__file__).with_name("notebooks"), configuration, open_browser=False, languages=("en", "ar"))
