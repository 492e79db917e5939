"""Which pages there are about records, by the name of their notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from toolkit.core.kept import INVENTORY, kind_of
from toolkit.pages.desk import Desk


def _risk() -> Desk:
    from toolkit.pages.risk import DESK

    return DESK


def _readiness() -> Desk:
    from toolkit.pages.readiness import DESK

    return DESK


def _workbook() -> Desk:
    from toolkit.pages.workbook import DESK

    return DESK


MAKERS: Mapping[str, Callable[[], Desk]] = {
    "home": _risk,
    "risk": _risk,
    "readiness": _readiness,
    "workbook": _workbook,
}


class Desks(Mapping[str, Desk]):
    """Every page by name, imported when it is first asked for: a kernel of its own shows one of them."""

    def __getitem__(self, name: str) -> Desk:
        return MAKERS[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(MAKERS)

    def __len__(self) -> int:
        return len(MAKERS)


DESKS = Desks()


def page_of(questionnaire: str) -> str:
    """The page on which a record is opened, by the id of its questionnaire."""
    kind = kind_of(questionnaire)
    if kind == INVENTORY:
        return "portfolio"
    return next(name for name, desk in DESKS.items() if name != "home" and kind in desk.kinds)
