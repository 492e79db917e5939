"""Risks as linked data (JSON-LD) in the words of AIRO and of W3C's Data Privacy Vocabulary (DPV 2), for research.

The context stands in the file, so that reading it asks no network. DPV has no ranges: likelihood and severity have its
words only where they are settled, and both ends always stand beside them under names of our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from toolkit.core.method import Interval
from toolkit.core.responses import ControlStatus, Tier
from toolkit.core.risk import Rated
from toolkit.exchange.bundle import ILLUSTRATION, INDEPENDENT, dumps
from toolkit.exchange.cells import legible
from toolkit.exchange.outgoing import NAMESPACE, Outgoing, Risk, Written, counted, risks, unsettled

CONTEXT: dict[str, Any] = {
    "airo": "https://w3id.org/airo#",
    "dpv": "https://w3id.org/dpv#",
    "risk": "https://w3id.org/dpv/risk#",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rait": f"{NAMESPACE}:terms#",
}
STEPS = ("VeryLow", "Low", "Medium", "High", "VeryHigh")
"""DPV’s names for five steps."""

LINKS = {
    Tier.INHERENT: "rait:inherentRating",
    Tier.CURRENT: "rait:currentRating",
    Tier.TARGET: "rait:targetRating",
}


def write_linked(out: Outgoing) -> Written:
    """The graph of one or more systems."""
    graph = [_system(out, place) for place in range(len(out.systems))]
    graph += [node for one in risks(out) for node in _risk(one)]
    graph += _levels(out)
    return Written(dumps({"@context": CONTEXT, "@graph": graph}).encode(), tuple(_losses(out)))


def _address(*parts: str) -> str:
    return ":".join((NAMESPACE, *(quote(part, safe="") for part in parts)))


def _link(*parts: str) -> dict[str, str]:
    return {"@id": _address(*parts)}


def _said(text: str, lang: str) -> dict[str, str]:
    return {"@value": legible(text), "@language": lang}


def _system(out: Outgoing, place: int) -> dict[str, Any]:
    scored, lang = out.systems[place], out.library.lang
    assessment = scored.assessment
    title = f"{ILLUSTRATION}: {assessment.title}" if assessment.demo else assessment.title
    return {
        **_link("system", assessment.id),
        "@type": "airo:AISystem",
        "rdfs:label": legible(title),
        "rdfs:comment": _said(INDEPENDENT, "en"),
        "dct:language": lang,
        "dct:date": {"@value": out.on.isoformat(), "@type": "xsd:date"},
        "rait:method": f"{scored.method.id} {scored.method.version}",
        "rait:content": f"{out.library.questionnaire} {out.library.version} {out.library.sha256}",
        "airo:hasRisk": [_link("risk", assessment.id, item.id) for item in scored.items],
    }


# ---------------------------------------------------------------- a risk


def _risk(one: Risk) -> Iterator[dict[str, Any]]:
    system, lang = one.scored.assessment.id, one.library.lang
    consequence = _link("consequence", system, one.item.id)
    node: dict[str, Any] = {
        **_link("risk", system, one.item.id),
        "@type": ["airo:Risk", "dpv:Risk"],
        "rdfs:label": _said(one.title, lang),
        "dct:description": _said(f"{one.item.cause} {one.item.event}", lang),
        "dct:identifier": one.ref,
        "rait:principle": _link("principle", one.item.principle),
        "rait:answer": one.response.state.value,
        "rait:decision": one.treatment.decision.value,
        "airo:hasConsequence": consequence,
    }
    for tier, link in LINKS.items():
        rated = one.rated(tier)
        if rated is not None:
            node[link] = _rating(one, rated)
    yield node | _words(one.rated(Tier.INHERENT), one)
    yield consequence | {"@type": "airo:Consequence", "rdfs:label": _said(one.item.consequence, lang)}
    yield from _controls(one)


def _words(rated: Rated | None, one: Risk) -> dict[str, Any]:
    """What DPV can say of the inherent rating: settled likelihood, severity and level only."""
    if rated is None:
        return {}
    found: dict[str, Any] = {}
    if rated.likelihood.determined:
        found["dpv:hasLikelihood"] = {"@id": f"risk:{STEPS[rated.likelihood.lo - 1]}Likelihood"}
    if rated.impact.determined:
        found["dpv:hasSeverity"] = {"@id": f"risk:{STEPS[rated.impact.lo - 1]}Severity"}
    if rated.level.determined:
        found["dpv:hasRiskLevel"] = _link("level", one.method.id, one.method.level(rated.level.lo).id)
    return found


def _rating(one: Risk, rated: Rated) -> dict[str, Any]:
    level = one.method.level
    return {
        **_ends("likelihood", rated.likelihood),
        **_ends("impact", rated.impact),
        "rait:levelAtLeast": _link("level", one.method.id, level(rated.level.lo).id),
        "rait:levelAtMost": _link("level", one.method.id, level(rated.level.hi).id),
    }


def _ends(name: str, axis: Interval) -> dict[str, int]:
    return {f"rait:{name}AtLeast": axis.lo, f"rait:{name}AtMost": axis.hi}


def _controls(one: Risk) -> Iterator[dict[str, Any]]:
    system = one.scored.assessment.id
    for applied in one.response.controls:
        control = one.library.controls.get(applied.id)
        if control is None:
            continue
        in_place = applied.status is ControlStatus.IN_PLACE
        risk = _link("risk", system, one.item.id)
        node = _link("control", system, one.item.id, applied.id)
        yield {
            **node,
            "@type": ["airo:RiskControl", "dpv:RiskMitigationMeasure"],
            "rdfs:label": _said(control.title, one.library.lang),
            "rait:status": applied.status.value,
            "rait:evidenced": applied.evidenced,
            ("airo:mitigatesRiskConcept" if in_place else "rait:plannedFor"): risk,
        }
        if in_place:
            yield risk | {"dpv:isMitigatedByMeasure": node}


def _levels(out: Outgoing) -> list[dict[str, Any]]:
    methods = {scored.method.id: scored.method for scored in out.systems}
    return [
        _link("level", method.id, level.id)
        | {"@type": "dpv:RiskLevel", "rdfs:label": _said(level.label, out.library.lang), "rait:order": place}
        for method in methods.values()
        for place, level in enumerate((*method.levels, method.unacceptable))
    ]


def _losses(out: Outgoing) -> Iterator[str]:
    wide = sum(any(unsettled(one, tier) for tier in Tier) for one in risks(out))
    where = "only terms of our own (rait:) hold both ends, because DPV has single steps"
    yield from counted(wide, f"risk has a range: {where}", f"risks have a range: {where}")
    yield "levels are our own; the levels of DPV's matrices differ, so none of its matrix cells is claimed"
    yield "notes, evidence and dates are not in the graph, and it cannot be read back; the bundle holds everything"
