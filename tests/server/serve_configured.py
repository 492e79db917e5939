"""Serves the probe notebooks as the environment configures it."""

import os
from dataclasses import replace
from pathlib import Path

from toolkit.server import signed_in
from toolkit.server.app import serve
from toolkit.server.config import load
from toolkit.store.accounts import Accounts

configuration = load(environment=os.environ)
# The probe keeps its answers in a file that is not ours, beside the accounts.
accounts = configuration.database_url
signed_in.Accounts = lambda _, clock: Accounts(accounts, clock)
probe = replace(configuration, database_url=os.environ["PROBE_DATABASE"])
serve(Path(__file__).with_name("notebooks"), probe, open_browser=False, languages=("en", "ar"))
