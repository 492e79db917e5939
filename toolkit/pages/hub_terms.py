"""The terms: the whole text, what is not promised, what differs from the version that was accepted, and the answer."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.core.hub import Terms
from toolkit.core.hub_terms import Acceptance, Changed, Choice, Duty, choices, difference, digest
from toolkit.pages.hub_frame import Frame, page


def version_of(versions: Sequence[Terms], name: str) -> Terms | None:
    """The version of that number."""
    return next((one for one in versions if one.version == name), None)


def terms_page(
    frame: Frame,
    terms: Terms,
    versions: Sequence[Terms],
    acceptances: Sequence[Acceptance],
    what: Duty,
    problem: str = "",
) -> str:
    """A version of the terms; with the form that answers it for whoever has to, or may.

    `versions` are all of them in the language of the page, `acceptances` the visitor's own.
    """
    before = _accepted(versions, acceptances, terms)
    given = {
        "terms": terms,
        "versions": versions,
        "sha256": digest(terms),
        "choices": [str(one) for one in choices(what)] if frame.person else [],
        "changes": red_line(before, terms) if before else (),
        "before": before,
        "mine": [one for one in acceptances if one.version == terms.version],
        "foreign": terms.lang != frame.lang,
    }
    return page(frame, "hub_terms.j2", problem=problem, later=str(Choice.LATER), **given)


def _accepted(versions: Sequence[Terms], acceptances: Sequence[Acceptance], terms: Terms) -> Terms | None:
    """The version that the visitor accepted last, if it is another one and in the same language."""
    done = [one.version for one in acceptances if one.version != terms.version]
    if not done or any(one.version == terms.version for one in acceptances):
        return None
    found = version_of(versions, done[-1])
    return found if found and found.lang == terms.lang else None


def red_line(old: Terms, new: Terms) -> tuple[dict[str, object], ...]:
    """Each changed clause with the title of its part and its pieces: same, added or removed."""
    parts = {clause.id: part.title for terms in (old, new) for part in terms.parts for clause in part.clauses}
    return tuple({"title": _title(one, parts), "pieces": _pieces(one)} for one in difference(old, new))


def _title(one: Changed, parts: dict[str, str]) -> str:
    return parts.get(one.clause, "")


def _pieces(one: Changed) -> list[tuple[str, str]]:
    return [(str(piece.kind), piece.text) for piece in one.pieces]
