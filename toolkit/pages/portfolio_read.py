"""A portfolio from files or from the database of this installation, for reports and notebooks without a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from toolkit.content import Library, load_library
from toolkit.content.interface import available, interface
from toolkit.content.surveys import inventory_words
from toolkit.core.kept import INVENTORY
from toolkit.core.model import ToolkitError
from toolkit.core.responses import Assessment
from toolkit.exchange.bundle import public_copy
from toolkit.exchange.importing import read_json
from toolkit.exchange.inventory_kept import kept, read_any
from toolkit.exchange.inventory_out import FORMAT
from toolkit.exchange.oscal import is_oscal, read_oscal
from toolkit.exchange.portfolio import read_portfolio
from toolkit.exchange.problems import BundleError
from toolkit.exchange.safe_json import load, read_bytes
from toolkit.pages.answers import values_of
from toolkit.pages.desk import Context
from toolkit.pages.notebook import served, who
from toolkit.pages.portfolio_place import place_of
from toolkit.pages.portfolio_shelf import Entry, Shelf, entries
from toolkit.pages.portfolio_state import Book, PortfolioState
from toolkit.pages.portfolio_visit import PortfolioVisit
from toolkit.pages.visit import now
from toolkit.store import Status, Store, Stored, open_store

ENDINGS = (".json", ".csv", ".xlsx")
"""Files that a folder is searched for."""


def book_of(route: str = "overview", lang: str = "en", store: Store | None = None) -> Book:
    """What an address of the page shows, from the database of this installation; raises ToolkitError."""
    code = available(lang)
    visit = PortfolioVisit(load_library(code), interface(code), store or open_store(), who(), now, *served())
    return Book(replace(visit.state, place=place_of(address(route))), visit.context())


def book_of_files(paths: Sequence[Path], route: str, lang: str, moment: datetime) -> Book:
    """The same from bundles, registers and inventories, or folders of them; nothing is stored.

    What is withheld in a file counts as unknown. A file says nothing of its last change, so the day of the file stands
    there. Where all are illustrations, they are shown. Raises ToolkitError with the name of the file.
    """
    systems, inventories = _all(paths, load_library(lang))
    place = place_of(address(route))
    if systems and all(one.demo for one in systems):
        place = place.having(demo="yes")
    shelf = Shelf(records=tuple(systems), inventories=tuple(inventories))
    return Book(PortfolioState(place, shelf), Context(load_library(lang), interface(lang), "", moment))


def systems_of_files(paths: Sequence[Path], lang: str, moment: datetime) -> tuple[Entry, ...]:
    """Every system of some files by the usual method, illustrations among them; raises ToolkitError."""
    library = load_library(lang)
    systems, _ = _all(paths, library)
    return entries(systems, Context(library, interface(lang), "", moment), library.default_method)


def _all(paths: Sequence[Path], library: Library) -> tuple[list[Stored], list[Stored]]:
    """Systems and inventories."""
    systems: list[Stored] = []
    inventories: list[Stored] = []
    for path in _files(paths):
        try:
            for one in _read(path, library):
                (inventories if one.questionnaire_id == INVENTORY else systems).append(one)
        except ToolkitError as error:
            raise ToolkitError(f"{path.name}: {error}") from error
    _once(systems)
    return systems, inventories


def address(route: str) -> str:
    """The part of an address that says what is shown: of a whole one, what stands after the “#”."""
    return route.partition("#")[2] if "#" in route else route


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (one for one in sorted(path.iterdir()) if one.suffix.lower() in ENDINGS)
        else:
            yield path


def _once(systems: Sequence[Stored]) -> None:
    seen: set[str] = set()
    for one in systems:
        if one.id in seen:
            raise ToolkitError(f"two files hold the assessment “{one.title}” ({one.id}); leave one of them out")
        seen.add(one.id)


def _read(path: Path, library: Library) -> Iterator[Stored]:
    """Every system and inventory of a file."""
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if path.suffix.lower() not in ENDINGS:
        raise ToolkitError(f"name a file that ends in {', '.join(ENDINGS)}")
    inventory = _inventory(path)
    if inventory is not None:
        yield _record(inventory, path.name, path.stem, changed)
        return
    for one in _assessments(path, library):
        yield _record(values_of(one), one.title, one.id, changed, one, library)


def _inventory(path: Path) -> dict[str, Any] | None:
    """The values of an inventory, if the file is one."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx" or (suffix == ".json" and load(path).get("format") != FORMAT):
        return None
    try:
        found = read_any(read_bytes(path), inventory_words())
    except BundleError:
        if suffix == ".json":
            raise
        return None  # a register is read, or refused with better words, further down
    return {key: value for one in found for key, value in kept(one).items()}


def _assessments(path: Path, library: Library) -> Iterator[Assessment]:
    if path.suffix.lower() == ".json":
        given = load(path)
        found = (read_oscal if is_oscal(given) else read_json)(given, library)
        yield public_copy(found.assessment)
        return
    for one in read_portfolio(path, library):
        yield public_copy(one.assessment)


def _record(
    values: dict[str, Any],
    title: str,
    name: str,
    changed: datetime,
    about: Assessment | None = None,
    library: Library | None = None,
) -> Stored:
    return Stored(
        id=name,
        owner="",
        title=title,
        status=Status.DRAFT,
        demo=bool(about and about.demo),
        method=about.method if about else "",
        questionnaire_id=library.questionnaire if library else INVENTORY,
        questionnaire_version=library.version if library else "1",
        questionnaire_sha256=library.sha256 if library else "",
        parent_id=None,
        version_no=1,
        revision=int(changed.timestamp()),
        created_at=changed,
        updated_at=changed,
        result=None,
        values=values,
        revisions={},
    )
