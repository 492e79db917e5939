"""OSCAL 1.2.1: the risks of one system as a plan of action and milestones (POA&M), and back from it.

Both ends of each rating stand as facets of their own, so nothing widens or narrows. Our own bundle travels inside, as a
resource of the back matter; reading takes that, so nothing is lost on the way.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.content import Library
from toolkit.core.responses import ControlStatus, Decision, State, Tier
from toolkit.exchange.bundle import ILLUSTRATION, INDEPENDENT, Imported, dumps, read_bundle, write_bundle
from toolkit.exchange.cells import legible
from toolkit.exchange.outgoing import NAMESPACE, Outgoing, Risk, Written, identity, lost, risks
from toolkit.exchange.problems import BundleError
from toolkit.exchange.safe_json import Source, load

VERSION = "1.2.1"
ROOT = "plan-of-action-and-milestones"
MEDIA = "application/json"
UNTIL_THEN = (State.UNKNOWN, State.SKIPPED)
"""States that ask somebody to find out."""


def write_oscal(out: Outgoing) -> Written:
    """The plan of one system as JSON; raises BundleError for several systems, or where no risk applies."""
    if len(out.systems) != 1:
        raise BundleError([f"a POA&M is about one system, and here are {len(out.systems)}; export each apart"])
    found = [one for one in risks(out) if one.rated(Tier.INHERENT)]
    if not found:
        raise BundleError(["no risk applies to this system, so there is nothing to plan; OSCAL needs one at least"])
    plan = _filled(
        {
            "uuid": identity(f"{out.systems[0].assessment.id}/poam"),
            "metadata": _metadata(out),
            "system-id": {"id": _system(out)},
            "risks": [_risk(one) for one in found],
            "poam-items": _items(found),
            "back-matter": {"resources": [_bundle(out)]},
        }
    )
    left = "risks leave the list of risks; the bundle inside the file has them"
    losses = (*lost(out, "both ends stand as facets, which other programs may not read", left), *NOT_SAID)
    return Written(dumps({ROOT: plan}).encode(), losses)


NOT_SAID = (
    "OSCAL has no status for accepting, avoiding or transferring a risk: it is “open”, the decision a property",
)


def _system(out: Outgoing) -> str:
    assessment = out.systems[0].assessment
    return _line(assessment.meta.get("system_id", "")) or _line(assessment.id) or "system"


def _metadata(out: Outgoing) -> dict[str, Any]:
    assessment, library = out.systems[0].assessment, out.library
    title = f"{ILLUSTRATION}: {assessment.title}" if assessment.demo else assessment.title
    method = out.systems[0].method
    content = f"{library.questionnaire} {library.version} {library.sha256[:12]}"
    return {
        "title": _line(title) or _system(out),
        "last-modified": f"{out.on.isoformat()}T00:00:00+00:00",
        "version": out.on.isoformat(),
        "oscal-version": VERSION,
        "props": [
            *_props({"method": f"{method.id} {method.version}", "content": content}),
            *_props({"illustration": "yes" if assessment.demo else ""}),
        ],
        "remarks": INDEPENDENT,
    }


def _props(given: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "ns": NAMESPACE, "value": line} for name, value in given.items() if (line := _line(value))]


def _line(text: str) -> str:
    """Text on one line: titles and properties may have no other."""
    return " ".join(legible(text).split())


# ---------------------------------------------------------------- a risk


def _risk(one: Risk) -> dict[str, Any]:
    principle, given = one.library.principle(one.item.principle), one.treatment
    props = {
        "core-principle": principle.parent,
        "instrumental-principle": principle.id,
        "risk-item": one.item.id,
        "answer": one.response.state.value,
        "reason": one.response.reason,
        "confidence": one.response.confidence.value if one.response.confidence else "",
        "decision": given.decision.value,
        "owner-role": given.owner_role,
        "progress": given.status,
    }
    return {
        "uuid": one.uuid("risk"),
        "title": _line(one.title),
        "description": one.text,
        "statement": one.item.consequence,
        "props": _props(props),
        "status": "remediating" if given.decision is Decision.MITIGATE else "open",
        "characterizations": [_characterization(one)],
        "mitigating-factors": [
            {"uuid": one.uuid(f"factor/{x.id}"), "description": one.library.controls[x.id].title}
            for x in one.controls(ControlStatus.IN_PLACE)
        ],
        "deadline": f"{given.due}T00:00:00+00:00" if given.due else "",
        "remediations": [*_remediations(one)],
    }


def _characterization(one: Risk) -> dict[str, Any]:
    system = f"{NAMESPACE}:method:{one.method.id}:{one.method.version}"
    facets = [{"name": name, "system": system, "value": value} for name, value in _facets(one)]
    actor = {"type": "tool", "actor-uuid": identity("toolkit")}
    return {"origin": {"actors": [actor]}, "facets": facets}


def _facets(one: Risk) -> Iterator[tuple[str, str]]:
    for tier in Tier:
        rated = one.rated(tier)
        if rated is None:
            continue
        for axis, ends in (("likelihood", rated.likelihood), ("impact", rated.impact)):
            yield f"{tier}-{axis}-low", str(ends.lo)
            yield f"{tier}-{axis}-high", str(ends.hi)
        yield f"{tier}-level-low", one.method.level(rated.level.lo).id
        yield f"{tier}-level-high", one.method.level(rated.level.hi).id


def _remediations(one: Risk) -> Iterator[dict[str, Any]]:
    for applied in one.controls(ControlStatus.PLANNED):
        control = one.library.controls[applied.id]
        yield {
            "uuid": one.uuid(f"response/{applied.id}"),
            "lifecycle": "planned",
            "title": control.title,
            "description": control.description or control.title,
        }
    if title := _line(one.treatment.action):
        yield {
            "uuid": one.uuid("response/action"),
            "lifecycle": "planned",
            "title": title[:200].rstrip(),
            "description": one.treatment.action,
        }


# ---------------------------------------------------------------- what is to be done


def _items(found: list[Risk]) -> list[dict[str, Any]]:
    """An item for each risk that is dealt with, and for each that waits for an answer; else for every one of them."""
    items = [item for one in found if (item := _item(one))]
    return items or [_named(one, f"Decide: {one.title}", one.text) for one in found]


def _item(one: Risk) -> dict[str, Any] | None:
    given = one.treatment
    action = legible(given.action).strip()
    if given.decision is not Decision.OPEN or action:
        return _named(one, f"{given.decision.value.capitalize()}: {one.title}", action or one.text)
    if one.response.state in UNTIL_THEN:
        return _named(one, f"Find out: {one.title}", one.why_open())
    return None


def _named(one: Risk, title: str, description: str) -> dict[str, Any]:
    related = [{"risk-uuid": one.uuid("risk")}]
    return {"uuid": one.uuid("item"), "title": _line(title), "description": description, "related-risks": related}


def _bundle(out: Outgoing) -> dict[str, Any]:
    assessment = out.systems[0].assessment
    raw = dumps(write_bundle(assessment, out.library)).encode()
    content = {"filename": "assessment.json", "media-type": MEDIA, "value": base64.b64encode(raw).decode()}
    return {"uuid": identity(f"{assessment.id}/bundle"), "title": "The assessment as a bundle", "base64": content}


def _filled(value: Any) -> Any:
    """Legible, and without empty texts, lists and objects: OSCAL wants a thing to be absent, never empty."""
    if isinstance(value, str):
        return legible(value) if value.strip() else ""
    if isinstance(value, Mapping):
        inner = {name: _filled(one) for name, one in value.items()}
        return {name: one for name, one in inner.items() if one not in ("", [], {}, None)}
    return [_filled(one) for one in value] if isinstance(value, list) else value


# ---------------------------------------------------------------- back


def is_oscal(given: Mapping[str, object]) -> bool:
    """Whether a JSON object is a POA&M."""
    return ROOT in given


def read_oscal(source: Source, library: Library) -> Imported:
    """The assessment inside a POA&M that was written here; raises BundleError where there is none."""
    plan = load(source).get(ROOT)
    matter = plan.get("back-matter") if isinstance(plan, Mapping) else None
    resources = matter.get("resources") if isinstance(matter, Mapping) else None
    for one in resources if isinstance(resources, list) else ():
        content = one.get("base64") if isinstance(one, Mapping) else None
        if isinstance(content, Mapping) and content.get("filename") == "assessment.json":
            found = read_bundle(_decoded(content.get("value")), library)
            note = "read from the bundle inside the plan; what was changed in the plan itself is not read"
            return Imported(found.assessment, (*found.notices, note), found.differences, found.result)
    raise BundleError([f"{ROOT}: holds no bundle of this toolkit; only plans that were written here can be read"])


def _decoded(raw: object) -> bytes:
    try:
        return base64.b64decode(raw if isinstance(raw, str) else "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BundleError([f"{ROOT}.back-matter: the bundle inside was changed or cut off; export it again"]) from error
