"""A small hub that is made up: three tools, four people, one agency and its neighbour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from toolkit.core.hub import Catalogue, Criterion, Facet, FacetValue, Listing, ReasonClass, Stated, Terms
from toolkit.core.hub import TermsClause as Clause
from toolkit.core.hub import TermsPart as Part
from toolkit.core.hub_access import Member, Role, Standing

DAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
NORTH, SOUTH = "Northern police", "Southern police"


def listing(name: str, media: tuple[str, ...] = (), runs: tuple[str, ...] = (), **said: str) -> Listing:
    facets = {"media": media, "deployment": runs}
    stated = tuple(Stated(criterion.replace("_", "-"), text) for criterion, text in said.items())
    return Listing(name.casefold(), name, "Maker", "", "", "", (), facets, stated, (), "", "provider", ())


def facet(name: str, *values: str, option: str = "") -> Facet:
    return Facet(name, name, tuple(FacetValue(value, value, option=option) for value in values))


CATALOGUE = Catalogue(
    "1.0", "No endorsement.",
    (facet("media", "image", "video", "text", option="technique:image-model"), facet("deployment", "offline", "cloud")),
    (Criterion("error-rates", "Error rates", ""), Criterion("languages", "Languages", "")),
    (ReasonClass("security", "Security risk", ""), ReasonClass("no-longer-offered", "No longer offered", "")),
)  # fmt: skip
REASONS = tuple(one.id for one in CATALOGUE.reasons)

LARK = listing("Lark", ("image", "video"), ("offline",), error_rates="3 in 100")
OWL = listing("owl", ("image",), ("cloud",))
WREN = listing("Wren", ("text",), (), languages="Arabic")
TOOLS = (WREN, OWL, LARK)


def member(code: str, role: Role = Role.OFFICER, agency: str = NORTH, standing: Standing = Standing.APPROVED) -> Member:
    return Member(code, agency, role, standing, purpose="learn", attested=DAY)


ANN, BEN = member("ann"), member("ben")
FAY = member("fay", Role.FOCAL_POINT)
SAM = member("sam", Role.FOCAL_POINT, SOUTH)
COLE, CORA = member("cole", Role.COORDINATOR), member("cora", Role.COORDINATOR)
PIA = member("pia", Role.PROVIDER, "Maker")
ADA = member("ada", Role.ADMINISTRATOR)


def terms(version: str, effective: date, **clauses: str) -> Terms:
    part = Part("use", "Use", tuple(Clause(name, text, ("toe-1-1",)) for name, text in clauses.items()))
    return Terms(f"terms-{version}", version, effective.isoformat(), 30, "Terms", ("Short.",), ("No tools.",), (part,))


FIRST = terms("1.0", DAY, law="Keep the law.", leaving="Tell us when you leave.")
SECOND = terms("2.0", DAY + timedelta(days=100), law="Keep the law of your country.", data="Keep data to yourself.")
VERSIONS = (FIRST, SECOND)
