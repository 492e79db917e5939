"""An agency about itself: its kind, and where its own people find help; and what stands beside feedback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.content.countries import region, region_name
from toolkit.core.hub import HelpContact
from toolkit.core.hub_agency import CONTACTS, Agency, AgencyKind, shown_place
from toolkit.pages.hub_frame import Frame, page

KINDS = {
    AgencyKind.NATIONAL: "National police",
    AgencyKind.LOCAL: "Regional or local police",
    AgencyKind.JUSTICE: "Prosecution or court",
    AgencyKind.CUSTOMS: "Customs or border guard",
    AgencyKind.INTERNATIONAL: "International body",
    AgencyKind.OTHER: "Another body that enforces the law",
}
PARTS = ("label", "how", "hours")
MOST = {"label": 80, "how": 200, "hours": 80}
"""Characters of the parts of a contact."""

HALF = "Write who it is and how to reach them, or empty the row."
TOO_LONG = "This is too long: say it in fewer words."


def rows(given: Mapping[str, str]) -> tuple[HelpContact, ...]:
    """The contacts of the form, row by row, the empty ones too."""
    return tuple(HelpContact(*(given.get(f"{part}-{place}", "") for part in PARTS)) for place in range(CONTACTS))


def filled(contacts: Sequence[HelpContact]) -> tuple[HelpContact, ...]:
    """Those in which something stands."""
    return tuple(one for one in contacts if any(getattr(one, part) for part in PARTS))


def problems(frame: Frame, contacts: Sequence[HelpContact]) -> dict[str, str]:
    """What is wrong with the rows, by field: half a contact, or a text that is too long."""
    _, found = frame.spoken.gettext, dict[str, str]()
    for place, one in enumerate(contacts):
        if filled([one]) and not (one.label and one.how):
            found[f"{'how' if one.label else 'label'}-{place}"] = _(HALF)
        for part in PARTS:
            if len(getattr(one, part)) > MOST[part]:
                found[f"{part}-{place}"] = _(TOO_LONG)
    return found


def agency_page(
    frame: Frame, agency: Agency, contacts: Sequence[HelpContact], wrong: Mapping[str, str], *, kept: bool
) -> str:
    """The form; `contacts` are what stands in its rows."""
    _ = frame.spoken.gettext
    padded = [*contacts, *[HelpContact("", "")] * CONTACTS][:CONTACTS]
    given = {
        "agency": agency,
        "kinds": [(str(kind), _(KINDS[kind])) for kind in KINDS],
        "rows": list(enumerate(padded)),
        "limits": MOST,
        "kept": kept,
    }
    return page(frame, "hub_agency.j2", wrong=wrong, **given)


def beside(
    frame: Frame, authors: Mapping[str, tuple[str, str]], agencies: Mapping[str, Agency], every: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Kind of agency and region that may stand beside feedback, in words, by the author's code.

    `authors` gives agency and country by code, `every` the country of each agency of the hub by name.
    """
    pairs = {name: (_kind(agencies.get(name)), region(country)) for name, country in every.items()}
    found = {}
    for code, (agency, country) in authors.items():
        kind, place = shown_place(_kind(agencies.get(agency)), region(country), pairs.values())
        words = frame.spoken.gettext(KINDS[AgencyKind(kind)]) if kind else ""
        found[code] = (words, region_name(frame.lang, place) if place else "")
    return found


def _kind(agency: Agency | None) -> str:
    return str(agency.kind or "") if agency else ""
