"""Starting the server: the app on the person's database, or a demo on one that is thrown away."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from toolkit.cli_io import notebooks, tell
from toolkit.content.interface import interface, languages
from toolkit.content.overlay import PSEUDO

NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True)
class Wish:
    """How to serve: `port` None is the first free one, `dev` is for authors, `visitors` whom they are taken for."""

    port: int | None = None
    ip: str = "127.0.0.1"
    open_browser: bool = False
    lang: str = "en"
    dev: bool = False
    visitors: str = "auto"


def run_server(wish: Wish, database_url: str | None = None, *, demo: bool = False) -> None:
    """Serve until a signal; raises ToolkitError for a language, database, address or port that cannot be used."""
    codes = _languages(wish)
    _allow_bytecode()
    _try_database(database_url)
    from toolkit.content.read import data_root
    from toolkit.server.app import serve
    from toolkit.server.identity import Visitors

    serve(
        notebooks(),
        port=wish.port,
        ip=wish.ip,
        database_url=database_url or os.environ.get("TOOLKIT_DATABASE_URL"),
        open_browser=wish.open_browser,
        demo=demo,
        languages=codes,
        visitors=Visitors(wish.visitors),
        prepare=(lambda owner: fill(database_url, wish.lang, owner)) if demo and database_url else None,
        watched=[Path(__file__).parent, data_root()] if wish.dev else [],
        say=tell,
    )


def _languages(wish: Wish) -> list[str]:
    """The languages to offer, the wished one first; raises ToolkitError if it is not there."""
    first = interface(wish.lang).lang
    codes = [code for code, *_ in languages()] + ([PSEUDO] if wish.dev else [])
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


def run_demo(wish: Wish) -> None:
    """Serve the illustrations from a database that is deleted when the server stops."""
    with tempfile.TemporaryDirectory(prefix="toolkit-demo-", ignore_cleanup_errors=True) as folder:
        url = f"sqlite:///{Path(folder) / 'demo.db'}"
        tell(interface(wish.lang).gettext("Illustrations only: nothing you enter is kept."))
        run_server(wish, url, demo=True)


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
