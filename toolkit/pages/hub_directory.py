"""Meet other officers: those who agreed to be found, one's own entry with its preview, and who looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.core.hub import Hub
from toolkit.core.hub_directory import Audience, Detail, Entry, Looked, consented, preview
from toolkit.pages.hub_frame import Frame, page, prose
from toolkit.store.hub_records import Person

DETAILS = {
    Detail.NAME: "Name",
    Detail.AGENCY: "Agency",
    Detail.COUNTRY: "Country",
    Detail.LANGUAGES: "Languages",
    Detail.SKILLS: "Skills",
    Detail.EMAIL: "E-mail address",
}
AUDIENCES = {
    Audience.AGENCY: "My agency",
    Audience.COUNTRY: "My country",
    Audience.OFFICERS: "All officers",
}
MOST = 300
"""Characters of a detail."""


def directory_page(frame: Frame, hub: Hub, found: Sequence[tuple[Entry, Mapping[Detail, str]]]) -> str:
    """Everybody who lets the visitor see something."""
    entries = [{"code": entry.member.code, "rows": _rows(frame, what)} for entry, what in found]
    guide = hub.guide("directory")
    return page(frame, "hub_directory.j2", entries=entries, guide=guide, text=prose(frame, hub, guide.text))


def officer_page(
    frame: Frame, entry: Entry, what: Mapping[Detail, str], *, text: str = "", wrong: str = "", done: bool = False
) -> str:
    """One entry, and a form that writes to its owner."""
    rows = _rows(frame, what)
    return page(frame, "hub_officer.j2", code=entry.member.code, rows=rows, text=text, wrong=wrong, done=done)


def entry_page(
    frame: Frame, entry: Entry, looks: Sequence[tuple[Looked, Person | None]], wrong: Mapping[str, str], done: str = ""
) -> str:
    """One's own entry: what it says, who may see what, exactly what each audience sees, and who looked."""
    agreed = consented(entry)
    previews = [
        (frame.spoken.gettext(AUDIENCES[one]), _rows(frame, preview(entry, one, frame.today))) for one in Audience
    ]
    given = {
        "details": [(str(one), frame.spoken.gettext(DETAILS[one]), entry.details.get(one, "")) for one in Detail],
        "audiences": [(str(one), frame.spoken.gettext(AUDIENCES[one])) for one in Audience],
        "agreed": {f"{detail}/{audience}" for detail, audience in agreed},
        "previews": previews,
        "looks": [(one.at.date(), _viewer(person)) for one, person in looks],
        "most": MOST,
    }
    return page(frame, "hub_entry.j2", wrong=wrong, done=done, **given)


def _viewer(person: Person | None) -> str:
    return f"{person.email}, {person.member.agency}" if person and person.email else ""


def _rows(frame: Frame, what: Mapping[Detail, str]) -> list[tuple[str, str]]:
    """Each detail with its name, in the order of the details; countries in words."""
    return [
        (frame.spoken.gettext(DETAILS[one]), frame.country(what[one]) if one is Detail.COUNTRY else what[one])
        for one in Detail
        if one in what
    ]
