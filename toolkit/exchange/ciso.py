"""For CISO Assistant: the risk assessment by its documented template, the controls, and our matrix as a library.

Its importer finds likelihood and impact by their names in the chosen matrix and computes each level itself; an empty
cell is “undefined” there, which is what a range or an unknown answer becomes (METHOD 5.2(2)).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from toolkit.content.surveys import register_words
from toolkit.content.yaml_out import dump_yaml
from toolkit.core.method import Interval, LevelName, Method
from toolkit.core.responses import AppliedControl, Confidence, ControlStatus, Tier
from toolkit.exchange.bundle import ILLUSTRATION, INDEPENDENT
from toolkit.exchange.outgoing import Outgoing, Risk, Written, lost, risks
from toolkit.exchange.plain_tables import Plain, write_plain_xlsx
from toolkit.exchange.problems import BundleError

COLUMNS = (
    *("ref_id", "name", "description", "inherent_proba", "inherent_impact", "inherent_level", "existing_controls"),
    *("current_proba", "current_impact", "current_level", "additional_controls", "residual_proba", "residual_impact"),
    *("residual_level", "treatment", "assets", "strength_of_knowledge", "justification", "filtering_labels"),
)
CONTROL_COLUMNS = (
    *("ref_id", "name", "description", "category", "csf_function", "status", "priority", "effort", "control_impact"),
    *("link", "start_date", "eta", "expiry_date", "observation", "filtering_labels", "reference_control"),
    *("cost_amortization_period", "cost_build_fixe", "cost_build_people_days", "cost_run_fixed"),
    "cost_run_people_days",
)
TIERS = {Tier.INHERENT: "inherent", Tier.CURRENT: "current", Tier.TARGET: "residual"}
KNOWLEDGE = {Confidence.CERTAIN: "high", Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}
PACKAGER = "responsible-ai-toolkit"
_SEPARATORS = re.compile(r"\s*[,;|،\n]\s*")


def write_ciso(out: Outgoing) -> Written:
    """The risk assessment as XLSX for the data wizard or the command line of CISO Assistant."""
    table = Plain("Risk assessment", COLUMNS, ciso_rows(out), WIDE, out.library.lang)
    return Written(write_plain_xlsx(table), tuple(_losses(out)))


def ciso_rows(out: Outgoing) -> list[dict[str, str]]:
    """A row for each applicable risk, by the columns of the template."""
    return [_row(one) for one in risks(out)]


WIDE = ("name", "description", "existing_controls", "additional_controls", "justification")


def _row(one: Risk) -> dict[str, str]:
    cells = {
        "ref_id": one.ref,
        "name": one.title,
        "description": one.text,
        "assets": _name(one.scored.assessment.title),
    }
    for tier, prefix in TIERS.items():
        cells |= _tier(one, tier, prefix)
    confidence = one.response.confidence
    return cells | {
        "existing_controls": _controls(one, ControlStatus.IN_PLACE),
        "additional_controls": _controls(one, ControlStatus.PLANNED),
        "treatment": one.treatment.decision.value,
        "strength_of_knowledge": KNOWLEDGE[confidence] if confidence else "undefined",
        "justification": "\n".join(_justification(one)),
        "filtering_labels": "|".join(_labels(one)),
    }


def _tier(one: Risk, tier: Tier, prefix: str) -> dict[str, str]:
    rated, method = one.rated(tier), one.method
    if rated is None:
        return {}
    level = method.level(rated.level.lo).label if rated.level.determined else ""
    return {
        f"{prefix}_proba": _step(rated.likelihood, method.likelihood),
        f"{prefix}_impact": _step(rated.impact, method.impact),
        f"{prefix}_level": level,
    }


def _step(axis: Interval, words: tuple[str, ...]) -> str:
    """The name of a step, or nothing where it is not known: never the middle, never the lowest."""
    return words[axis.lo - 1] if axis.determined else ""


def _controls(one: Risk, status: ControlStatus) -> str:
    names = [_name(one.library.controls[applied.id].title) for applied in one.controls(status)]
    action = [_name(one.treatment.action)] if status is ControlStatus.PLANNED and one.treatment.action else []
    return "\n".join(dict.fromkeys((*names, *action)))


def _name(text: str) -> str:
    """A name in a cell of names: what separates them there becomes a dash."""
    return _SEPARATORS.sub(" – ", text.strip())


def _justification(one: Risk) -> Iterator[str]:
    yield from (one.in_words(tier) for tier in TIERS)
    yield from filter(None, (one.why_open(), one.response.note, one.response.evidence))
    yield from (f"{name}: {text}" for name, text in _plan(one) if text)
    yield INDEPENDENT


def _plan(one: Risk) -> tuple[tuple[str, str], ...]:
    given = one.treatment
    return ("owner", given.owner_role), ("due", given.due), ("status", given.status)


def _labels(one: Risk) -> Iterator[str]:
    principle = one.library.principle(one.item.principle)
    yield principle.parent
    yield principle.id
    if one.rated(Tier.INHERENT) is None:
        yield "not-applicable"
    elif one.why_open():
        yield "unknown"
    if one.scored.assessment.demo:
        yield "illustration"


def _losses(out: Outgoing) -> Iterator[str]:
    words = out.words
    yield words.say(
        "load the matrix {names} first (format ciso-matrix) and choose it, or no name is found",
        names=", ".join(sorted({f"“{one.method.name}”" for one in risks(out)})),
    )
    where = words.gettext("the cells of a range are empty (“undefined” there), and the range stands in justification")
    yield from lost(out, where)
    cut = sum(_name(control.title) != control.title for control in _used(out))
    if cut:
        yield words.say_n(
            "{number} control has a comma in its name; it became a dash, because a comma separates names there",
            "{number} controls have a comma in their name; it became a dash, because a comma separates names there",
            cut,
        )
    yield words.gettext(
        "owner, due date and status stand in justification; there they belong to controls (format ciso-controls)"
    )


def _used(out: Outgoing) -> Iterable[Any]:
    ids = dict.fromkeys(applied.id for one in risks(out) for applied in one.response.controls)
    return [out.library.controls[name] for name in ids if name in out.library.controls]


# ---------------------------------------------------------------- applied controls


def write_ciso_controls(out: Outgoing) -> Written:
    """The controls of these systems as XLSX, each once: in place before planned, the earliest date counts."""
    found: dict[str, list[tuple[Risk, AppliedControl]]] = {}
    for one in risks(out):
        for applied in one.response.controls:
            if applied.id in out.library.controls:
                found.setdefault(applied.id, []).append((one, applied))
    rows = [_control(name, uses) for name, uses in found.items()]
    table = Plain("Applied controls", CONTROL_COLUMNS, rows, ("name", "description", "observation"), out.library.lang)
    left = out.words.gettext(
        "strength, evidence and the risks that a control serves stand in observation; costs are not known here"
    )
    return Written(write_plain_xlsx(table), (left,))


def _control(name: str, uses: list[tuple[Risk, AppliedControl]]) -> dict[str, str]:
    control = uses[0][0].library.controls[name]
    there = [status for _, one in uses if (status := one.status) is ControlStatus.IN_PLACE]
    dates = sorted(
        risk.treatment.due for risk, one in uses if one.status is ControlStatus.PLANNED and risk.treatment.due
    )
    demo = any(risk.scored.assessment.demo for risk, _ in uses)
    return {
        "ref_id": name,
        "name": f"{ILLUSTRATION}: {_name(control.title)}" if demo else _name(control.title),
        "description": control.description,
        "status": "active" if there else "to_do",
        "effort": control.effort,
        "eta": dates[0] if dates and not there else "",
        "observation": "\n".join(_use(risk, one) for risk, one in uses),
        "filtering_labels": control.principle,
    }


def _use(risk: Risk, one: AppliedControl) -> str:
    strength = "its best" if one.strength is None else str(one.strength)
    evidence = "with evidence" if one.evidenced else "without evidence"
    return f"{risk.ref}: {one.status.value}, strength {strength}, {evidence}"


# ---------------------------------------------------------------- our matrix as a library


def write_ciso_matrix(out: Outgoing) -> Written:
    """The matrix of the method as a library file (YAML); raises BundleError where systems use several methods."""
    methods = {scored.method.id: scored.method for scored in out.systems}
    if len(methods) > 1:
        known = ", ".join(sorted(methods))
        raise BundleError([f"these systems use several methods ({known}); export the matrix of each apart"])
    method = next(iter(methods.values()))
    data = matrix_library(method, out.library.lang, out.on.isoformat())
    left = out.words.say(
        "“{level}” is reached by law only and stands in no cell; the library does not have it",
        level=method.unacceptable.label,
    )
    return Written(dump_yaml(data).encode(), (left,))


def matrix_library(method: Method, lang: str, day: str) -> dict[str, Any]:
    """A method as a library of CISO Assistant; `grid[probability][impact]` is a place in `risk`."""
    matrix = {
        "urn": f"urn:{PACKAGER}:risk:matrix:{method.id}",
        "ref_id": method.id,
        "name": method.name,
        "description": method.summary,
        "probability": [_entry(place, word) for place, word in enumerate(method.likelihood)],
        "impact": [_entry(place, word) for place, word in enumerate(method.impact)],
        "risk": [_level(place, level) for place, level in enumerate(method.levels)],
        "grid": [list(row) for row in method.grid],
    }
    return {
        "urn": f"urn:{PACKAGER}:risk:library:{method.id}",
        "locale": lang,
        "ref_id": method.id,
        "name": method.name,
        "description": f"{method.summary} {INDEPENDENT}",
        "copyright": "CC BY 4.0",
        "version": library_version(method.version),
        "publication_date": day,
        "provider": PACKAGER,
        "packager": PACKAGER,
        "objects": {"risk_matrix": [matrix]},
    }


def library_version(version: str) -> int:
    """Versions there are whole numbers that must rise: 1.2.3 is 10203."""
    major, minor, patch = (*(int(part) for part in re.findall(r"\d+", version)[:3]), 0, 0, 0)[:3]
    return major * 10_000 + minor * 100 + patch


def _entry(place: int, word: str) -> dict[str, Any]:
    return {"id": place, "abbreviation": str(place + 1), "name": word, "description": word}


def _level(place: int, level: LevelName) -> dict[str, Any]:
    return _entry(place, level.label) | {"hexcolor": register_words("ciso-assistant")["colours"][level.token]}
