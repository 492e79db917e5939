"""The certificate of a path of the learning centre: who may have one, the form for the name, and the page to print."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from toolkit import __version__
from toolkit.core.certificate import PathDone, named
from toolkit.core.hub import Hub, LearningPath, Module
from toolkit.pages.hub_frame import Frame, page

LONGEST_TITLE = 200
"""Characters of a path's title on a certificate."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A signed certificate: what it says, the code that carries it, and the key that proves it."""

    made: PathDone
    code: str
    public: str


def needed(hub: Hub, path: LearningPath) -> tuple[Module, ...]:
    """The modules that a certificate needs: those of the path but such that warn first, which nobody has to read."""
    modules = (hub.module(one.target) for one in path.steps if one.kind == "module")
    return tuple(one for one in modules if not one.warning)


def missing(hub: Hub, path: LearningPath, done: Collection[str]) -> tuple[Module, ...]:
    """Those of them that are not marked as done."""
    return tuple(one for one in needed(hub, path) if one.id not in done)


def earned(hub: Hub, path: LearningPath, done: Collection[str], name: str, day: date) -> PathDone | None:
    """The certificate, still to be signed; None while something is missing. Raises BadName."""
    if missing(hub, path, done) or not needed(hub, path):
        return None
    title = " ".join(path.title.split())[:LONGEST_TITLE]
    modules = sum(one.kind == "module" and one.target in done for one in path.steps)
    return PathDone(named(name), title, day.isoformat(), modules, __version__, hub.sha256, key="")


def form_page(frame: Frame, hub: Hub, path: LearningPath, done: Collection[str], problem: str = "") -> str:
    """The form for the name, or what is still missing."""
    left = missing(hub, path, done)
    return page(frame, "hub_certificate.j2", path=path, left=left, may=bool(needed(hub, path)), problem=problem)


def issued_page(frame: Frame, path: LearningPath, issued: Issued) -> str:
    """The certificate to print or save."""
    day = date.fromisoformat(issued.made.day)
    return page(frame, "hub_issued.j2", path=path, issued=issued, made=issued.made, day=day)
