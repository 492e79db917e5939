"""The countries of the world in a language, from Unicode's data; what is no country of ISO 3166 is left out."""

from __future__ import annotations

from functools import lru_cache

from toolkit.content.interface import interface

_NONE = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
"""Codes of groups, of islands that belong elsewhere, and for tests."""

_REGIONS = {
    "002": "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR "
    "MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW",
    "019": "AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM "
    "KN KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI",
    "142": "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY "
    "NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE",
    "150": "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC "
    "MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK",
    "009": "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
}
"""Codes of regions and their countries: UN M49, “Standard country or area codes for statistical use”; TW and XK by
Unicode’s data."""


@lru_cache(maxsize=16)
def countries(lang: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each, by name."""
    found = interface(lang).locale.territories
    names = [(code, str(name)) for code, name in found.items() if len(code) == 2 and code.isalpha()]
    return tuple(sorted((one for one in names if one[0] not in _NONE), key=lambda one: one[1].casefold()))


def country(lang: str, code: str) -> str:
    """The name of a country; the code itself for one that is not known."""
    return dict(countries(lang)).get(code, code)


def region(code: str) -> str:
    """The part of the world (a code of UN M49) in which a country is; empty for one that is in none."""
    return next((name for name, codes in _REGIONS.items() if code and code in codes.split()), "")


def region_name(lang: str, code: str) -> str:
    """What a part of the world is called."""
    return str(interface(lang).locale.territories.get(code, code))
