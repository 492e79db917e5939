"""Between what is stored (flat keys and JSON values) and the nouns of the core."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.content import Library
from toolkit.core.model import UNKNOWN_CHOICE, Item
from toolkit.core.responses import (
    AppliedControl,
    Assessment,
    Confidence,
    ControlStatus,
    Decision,
    Factor,
    Response,
    State,
    Tier,
    Treatment,
)
from toolkit.core.risk import severity

Values = Mapping[str, Any]
"""Stored answers by key: profile/<field>, fact/<fact>, item/<item>/<part>, treatment/<item>/<part>, meta/<name>."""

TRUTHS = {"yes": True, "no": False}
WORDS = {True: "yes", False: "no", None: UNKNOWN_CHOICE}
SEVERITY = ("scale", "scope", "irreversibility")
MARKS = "withhold/"
TEXTS = ("note", "evidence", "reason", "reviewer")


def below(values: Values, prefix: str) -> dict[str, Any]:
    """The values under a prefix, by the rest of their key."""
    return {key[len(prefix) :]: value for key, value in values.items() if key.startswith(prefix) and value is not None}


def sorted_out(values: Mapping[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """All values by the first, the second and the rest of their key; `profile/stage` has an empty rest."""
    kinds: dict[str, dict[str, dict[str, Any]]] = {"profile": {}, "fact": {}, "item": {}, "treatment": {}}
    for key, value in values.items():
        if value is not None:
            kind, _, rest = key.partition("/")
            name, _, part = rest.partition("/")
            kinds.setdefault(kind, {}).setdefault(name, {})[part] = value
    return kinds


def assessment_of(library: Library, identity: str, title: str, values: Values, method: str, demo: bool) -> Assessment:
    """The stored answers as an assessment; keys of items that no longer exist are ignored."""
    kinds = sorted_out(values)
    profile = {name: given[""] for name, given in kinds["profile"].items() if "" in given}
    answered = {name: TRUTHS.get(given[""]) for name, given in kinds["fact"].items() if "" in given}
    meta = {key[5:]: str(value) for key, value in values.items() if key.startswith("meta/") and value is not None}
    # Marks “not for release” travel with the bundle: without them, a report made of it would show what they hide.
    meta |= {key: str(value) for key, value in values.items() if key.startswith(MARKS) and value}
    known = {item.id: item for item in library.items}
    return Assessment(
        id=identity,
        title=title,
        profile={name: tuple(value) if isinstance(value, list) else value for name, value in profile.items()},
        facts=answered,
        responses={name: _response(known[name], parts) for name, parts in kinds["item"].items() if name in known},
        treatments={name: treatment_of(parts) for name, parts in kinds["treatment"].items() if name in known},
        method=meta.pop("method", method),
        meta=meta,
        demo=demo,
    )


LATEST: dict[str, tuple[Item, Mapping[str, Any], Response]] = {}
"""The latest response of each item and what it was read from: an answer changes one item of a hundred."""


def _response(item: Item, parts: Mapping[str, Any]) -> Response:
    """`response_of`, read again only if something has changed. 1 and true are equal here and read alike."""
    found = LATEST.get(item.id)
    if found and found[0] is item and found[1] == parts:
        return found[2]
    response = response_of(item, parts)
    LATEST[item.id] = (item, parts, response)
    return response


def factor_of(value: Any, cap: int = 5) -> Factor | None:
    """A stored likelihood or impact: a step, [lo, hi], [lo, hi, best guess], or "unknown" (looked, not found)."""
    if value in (None, "", "range"):
        return None
    if value == UNKNOWN_CHOICE:
        return Factor(1, cap)
    if isinstance(value, list):
        if not (value[0] and value[1]):
            return None
        lo, hi = int(value[0]), int(value[1])
        lo, hi, best = min(lo, hi), max(lo, hi), [*value, None][2]
        return Factor(lo, hi, min(max(int(best), lo), hi) if best else None)
    return Factor(int(value), int(value))


def state_of(parts: Mapping[str, Any]) -> State:
    """The item's state from its parts. “Not applicable” counts only with its reason; until then the item is open."""
    if parts.get("state") == State.NA:
        return State.NA if str(parts.get("reason", "")).strip() else State.SKIPPED
    if parts.get("state") == State.WITHHELD:
        return State.WITHHELD
    given = [parts.get("likelihood"), parts.get("impact")]
    if given == [UNKNOWN_CHOICE, UNKNOWN_CHOICE]:
        return State.UNKNOWN
    factors = [factor_of(value) for value in given]
    if all(factor is None for factor in factors) or given.count(UNKNOWN_CHOICE) + given.count(None) == len(given):
        return State.SKIPPED
    exact = all(factor is not None and factor.lo == factor.hi for factor in factors)
    return State.ANSWERED if exact else State.RANGE


def built_impact(item: Item, parts: Mapping[str, Any]) -> Any:
    """The impact from its severity parts once all three are rated (METHOD 2.4); else as it was given."""
    given = [parts.get(f"severity/{name}") for name in SEVERITY]
    rated = [part for part in given if isinstance(part, int)]
    return min(severity(*rated), item.impact_cap) if len(rated) == len(SEVERITY) else parts.get("impact")


def response_of(item: Item, parts: Mapping[str, Any]) -> Response:
    """One item's stored parts as a response."""
    parts = {**parts, "impact": built_impact(item, parts)}
    likelihood, impact = factor_of(parts.get("likelihood")), factor_of(parts.get("impact"), item.impact_cap)
    confidence = parts.get("confidence")
    return Response(
        state=state_of(parts),
        likelihood=likelihood,
        impact=impact,
        confidence=Confidence(confidence) if confidence else None,
        controls=tuple(_controls(parts)),
        rerated=_rerated(parts),
        **{name: str(parts.get(name, "")) for name in TEXTS},
    )


def _controls(parts: Mapping[str, Any]) -> Iterable[AppliedControl]:
    for name, given in sorted(below(parts, "control/").items()):
        if isinstance(given, Mapping) and given.get("status"):
            strength = given.get("strength")
            yield AppliedControl(
                id=name,
                status=ControlStatus(given["status"]),
                strength=int(strength) if strength else None,
                evidenced=bool(given.get("evidenced")),
                note=str(given.get("note", "")),
            )


def _rerated(parts: Mapping[str, Any]) -> dict[Tier, tuple[Factor, Factor]]:
    out: dict[Tier, tuple[Factor, Factor]] = {}
    for tier in (Tier.CURRENT, Tier.TARGET):
        pair = parts.get(f"rerated/{tier}")
        if isinstance(pair, list) and all(pair):
            likelihood, impact = factor_of(pair[0]), factor_of(pair[1])
            if likelihood and impact:
                out[tier] = (likelihood, impact)
    return out


def treatment_of(parts: Mapping[str, Any]) -> Treatment:
    """One item's stored treatment."""
    texts = {name: str(parts.get(name, "")) for name in ("action", "owner_role", "due", "status")}
    return Treatment(decision=Decision(parts.get("decision") or Decision.OPEN), **texts)


def values_of(assessment: Assessment) -> dict[str, Any]:
    """An assessment as stored keys and values; `assessment_of` reads the same back."""
    values: dict[str, Any] = {}
    for field, choice in assessment.profile.items():
        values[f"profile/{field}"] = choice if isinstance(choice, str) else list(choice)
    for fact, truth in assessment.facts.items():
        values[f"fact/{fact}"] = WORDS[truth]
    for name, response in assessment.responses.items():
        values |= {f"item/{name}/{part}": value for part, value in _response_values(response).items() if value}
    for name, plan in assessment.treatments.items():
        given = {"decision": str(plan.decision), "action": plan.action, "owner_role": plan.owner_role}
        given |= {"due": plan.due, "status": plan.status}
        values |= {f"treatment/{name}/{part}": value for part, value in given.items() if value}
    marks = {name: text for name, text in assessment.meta.items() if name.startswith(MARKS) and text}
    values |= {f"meta/{name}": text for name, text in assessment.meta.items() if text and name not in marks} | marks
    values["meta/method"] = assessment.method
    return values


def _response_values(response: Response) -> dict[str, Any]:
    out: dict[str, Any] = {name: getattr(response, name) for name in TEXTS}
    out["likelihood"], out["impact"] = _stored(response.likelihood), _stored(response.impact)
    out["confidence"] = str(response.confidence) if response.confidence else None
    if response.state in (State.NA, State.WITHHELD):
        out["state"] = str(response.state)
    if response.state is State.UNKNOWN:
        out["likelihood"] = out["impact"] = UNKNOWN_CHOICE
    for one in response.controls:
        out[f"control/{one.id}"] = {
            "status": str(one.status),
            "strength": one.strength,
            "evidenced": one.evidenced,
            "note": one.note,
        }
    for tier, pair in response.rerated.items():
        out[f"rerated/{tier}"] = [_stored(pair[0]), _stored(pair[1])]
    return out


def _stored(factor: Factor | None) -> Any:
    if factor is None:
        return None
    if factor.lo == factor.hi:
        return factor.lo
    return [factor.lo, factor.hi] if factor.mode is None else [factor.lo, factor.hi, factor.mode]
