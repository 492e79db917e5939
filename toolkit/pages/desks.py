"""Which pages there are about records, by the name of their notebook."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.core.kept import INVENTORY, kind_of
from toolkit.pages import readiness, workbook
from toolkit.pages.desk import Desk
from toolkit.pages.risk import DESK as RISK_DESK

DESKS: Mapping[str, Desk] = {
    "home": RISK_DESK,
    "risk": RISK_DESK,
    "readiness": readiness.DESK,
    "workbook": workbook.DESK,
}


def page_of(questionnaire: str) -> str:
    """The page on which a record is opened, by the id of its questionnaire."""
    kind = kind_of(questionnaire)
    if kind == INVENTORY:
        return "portfolio"
    return next(name for name, desk in DESKS.items() if name != "home" and kind in desk.kinds)
