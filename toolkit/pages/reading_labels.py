"""The interface's names for the closed sets of the guides: levels, roles, efforts, outcomes, how sure a source is."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.content.interface import Interface

LEVELS = {"basic": "Basic", "intermediate": "Intermediate", "advanced": "Advanced"}
ROLES = {
    "senior-manager": "Senior manager",
    "innovation": "Innovation officer",
    "rd": "Research and development officer",
    "legal": "Legal adviser",
    "front-line": "Front-line officers",
    "procurement": "Procurement officer",
    "data-protection": "Data protection officer",
    "community": "Community representatives",
}
ACTIVITIES = {"develop": "Develop", "procure": "Procure", "deploy": "Deploy"}
EFFORTS = {
    "S": "Small: within a month",
    "M": "Medium: within half a year",
    "L": "Large: longer than half a year, or costly",
}
SIZES = {
    "both": "Every agency",
    "small": "Above all a small agency",
    "large": "Above all a large agency",
}
OUTCOMES = {
    "changed-rules": "The rules were changed",
    "damages-or-settlement": "Damages or a settlement",
    "ruled-unlawful": "Ruled unlawful",
    "ruled-lawful": "Ruled lawful",
    "stopped": "The use was stopped",
    "reviewed": "Reviewed by an oversight body",
    "good-practice": "Good practice",
    "open": "Still open",
}
JUDGEMENTS = {"better": "Better", "partly": "Partly", "worse": "Worse"}
UNIONS = {"INT": "International", "INTERNATIONAL": "International", "COUNCIL OF EUROPE": "Council of Europe"}


def level_name(interface: Interface, name: str) -> str:
    """A level of knowledge."""
    return interface.gettext(LEVELS[name])


def role_name(interface: Interface, name: str) -> str:
    """A role; one that somebody wrote in their own words stays as it is."""
    return interface.gettext(ROLES[name]) if name in ROLES else name


def activity(interface: Interface, name: str) -> str:
    """What an agency does with a system."""
    return interface.gettext(ACTIVITIES[name])


def effort(interface: Interface, name: str) -> str:
    """How much work a recommendation is."""
    return interface.gettext(EFFORTS[name])


def size(interface: Interface, name: str) -> str:
    """Which agency most needs a recommendation."""
    return interface.gettext(SIZES[name])


def outcome(interface: Interface, name: str) -> str:
    """How a case ended."""
    return interface.gettext(OUTCOMES[name])


def judgement(interface: Interface, name: str) -> str:
    """What a choice in a case was worth."""
    return interface.gettext(JUDGEMENTS[name])


def jurisdiction(interface: Interface, code: str) -> str:
    """The name of a country or of a union of countries; some unions have no code, and a name of ours."""
    if code.upper() in UNIONS:
        return interface.gettext(UNIONS[code.upper()])
    return str(interface.locale.territories.get(code, code))


def speakers(interface: Interface) -> dict[str, Callable[[str], str]]:
    """Every function of this module by name, for templates: they give the id only."""
    return {
        "level_name": lambda name: level_name(interface, name),
        "role": lambda name: role_name(interface, name),
        "activity": lambda name: activity(interface, name),
        "effort": lambda name: effort(interface, name),
        "size": lambda name: size(interface, name),
        "outcome": lambda name: outcome(interface, name),
        "judgement": lambda name: judgement(interface, name),
        "jurisdiction": lambda code: jurisdiction(interface, code),
    }
