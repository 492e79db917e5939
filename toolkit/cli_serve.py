"""Starting the server: the app on the person's database, or a demo on one that is thrown away."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from toolkit.cli_io import notebooks, tell
from toolkit.content.interface import interface, languages
from toolkit.content.overlay import PSEUDO
from toolkit.server.config import load
from toolkit.server.configuration import Configuration

NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


def run_server(
    configuration: Configuration, *, open_browser: bool = False, dev: bool = False, demo: bool = False
) -> None:
    """Serve until a signal; raises ToolkitError for a language, database, address or port that cannot be used.

    `dev` is for authors: the pseudo-language, and changed files reach the next visitor.
    """
    codes, url = _languages(configuration.lang, dev), configuration.database_url
    _allow_bytecode()
    _try_database(url)
    from toolkit.content.read import data_root
    from toolkit.server.app import serve

    serve(
        notebooks(),
        configuration,
        open_browser=open_browser,
        demo=demo,
        languages=codes,
        prepare=(lambda owner: fill(url, configuration.lang, owner)) if demo and url else None,
        watched=[Path(__file__).parent, data_root()] if dev else [],
        say=tell,
    )


def _languages(lang: str, dev: bool) -> list[str]:
    """The languages to offer, the wished one first; raises ToolkitError if it is not there."""
    first = interface(lang).lang
    codes = [code for code, *_ in languages()] + ([PSEUDO] if dev else [])
    return [first, *(code for code in codes if code != first)]


def _allow_bytecode() -> None:
    """Kernels start seconds sooner with compiled bytecode; they inherit this setting."""
    os.environ.pop(NO_BYTECODE, None)
    sys.dont_write_bytecode = False


def _try_database(url: str | None) -> None:
    """Open the database once, so that a bad address or an old schema shows here and not on a visitor's screen."""
    from toolkit.store import open_store

    with open_store(url):
        pass


def run_demo(*, open_browser: bool, **options: object) -> None:
    """Serve the illustrations from a database that is deleted when the server stops; no configuration counts."""
    with tempfile.TemporaryDirectory(prefix="toolkit-demo-", ignore_cleanup_errors=True) as folder:
        configuration = load(options={**options, "database_url": f"sqlite:///{Path(folder) / 'demo.db'}"})
        tell(interface(configuration.lang).gettext("Illustrations only: nothing you enter is kept."))
        run_server(configuration, open_browser=open_browser, demo=True)


def fill(url: str, lang: str = "en", owner: str = "") -> None:
    """Put the three illustrations into a database, for an owner, or for the person at this computer."""
    from toolkit.content import load_library
    from toolkit.content.read import data_root
    from toolkit.exchange.bundle import read_bundle
    from toolkit.pages.answers import values_of
    from toolkit.pages.notebook import who
    from toolkit.store import NewAssessment, open_store

    library = load_library(lang)
    whose = owner or who()
    with open_store(url) as store:
        for path in sorted((data_root() / "samples").glob("*.json")):
            given = read_bundle(path, library).assessment
            new = NewAssessment(
                whose, given.title, library.questionnaire, library.version, library.sha256, given.method, demo=True
            )
            store.create(new, values=values_of(given), who=whose)
