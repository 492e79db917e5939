"""What each screen does. Notebooks call what `__all__` names; everything else here is for hosts and tests.

No module has one of these names: importing it would put it in the place of the function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.pages.host import Page
    from toolkit.pages.portfolio_frame import Frames
    from toolkit.pages.report_shown import Report

__all__ = ["figures", "page", "report", "report_portfolio"]


def page(name: str, lang: str = "", assessment: str = "") -> Page:
    """The page of a notebook (`home`, `risk` or a reading page), in a language, at an assessment (an id or a bundle).

    Raises ToolkitError for a page, language or assessment that is not there.
    """
    # Imported here: `import toolkit.pages` stays cheap for those who only look.
    from toolkit.pages.notebook import open_page

    return open_page(name, lang, assessment)


def figures(route: str = "overview", lang: str = "") -> Frames:
    """The figures at an address of the portfolio page as data frames, such as `figures("systems").systems()`."""
    from toolkit.pages.portfolio_frame import frames

    return frames(route, lang)


def report_portfolio(route: str = "overview", files: str = "", lang: str = "", short: bool = False) -> Report:
    """The report of an address of the portfolio page, to show or to save.

    `files` is a file or a folder of bundles, registers and inventories; without it the database of this installation
    is read. Raises ToolkitError where nothing is there.
    """
    from toolkit.pages.report_shown import read_portfolio_report

    return read_portfolio_report(route, files, lang, short)


def report(assessment: str, lang: str = "", kind: str = "risk") -> Report:
    """The report of a bundle, a readiness, workbook or plan record, or minutes (kind `workshop`), to show or to save.

    Raises ToolkitError for an unreadable file.
    """
    from toolkit.pages.report_shown import read_report

    return read_report(assessment, lang, kind)
