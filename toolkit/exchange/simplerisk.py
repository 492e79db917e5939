"""For SimpleRisk's Import/Export Extra: one CSV by the names of its “combined” mapping (METHOD 5.2(3)).

Its importer finds likelihood and impact by name, and takes an empty cell for zero. So an unknown answer or a range
goes out by its upper end here, marked as such; and risks that are not applicable stay out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.core.responses import ControlStatus, Decision, Tier
from toolkit.exchange.bundle import INDEPENDENT
from toolkit.exchange.outgoing import Outgoing, Risk, Written, lost, risks, unsettled
from toolkit.exchange.plain_tables import Plain, write_plain_csv

COLUMNS = (
    *("risks_subject", "risks_status", "risks_reference_id", "risks_regulation", "risks_control_number"),
    *("risks_location", "risks_source", "risks_category", "risks_team", "risks_technology", "risks_owner"),
    *("risks_manager", "risks_assessment", "risks_notes", "risks_submission_date", "risks_projects"),
    *("risks_submitted_by", "risks_assets", "riskscoring_scoring_method", "riskscoring_CLASSIC_likelihood"),
    *("riskscoring_CLASSIC_impact", "planning_strategy", "planning_date", "mitigations_effort", "mitigations_cost"),
    *("mitigations_owner", "mitigations_team", "current_solution", "security_requirements"),
    *("security_recommendations", "reviews_review", "reviews_reviewer", "reviews_next_review", "reviews_comments"),
    *("risks_tags", "mitigations_percent"),
)
STRATEGIES = {Decision.MITIGATE: "Mitigate", Decision.ACCEPT: "Accept", Decision.TRANSFER: "Transfer"}
"""SimpleRisk has no word for avoiding a risk, nor for one that nobody has decided on."""


def write_simplerisk(out: Outgoing, *, bom: bool = False) -> Written:
    """The register as CSV, headed by the names that its mapping knows."""
    table = Plain("Risks", COLUMNS, [_row(one, out.on) for one in risks(out) if one.rated(Tier.INHERENT)])
    return Written(write_plain_csv(table, bom=bom), tuple(_losses(out)))


def _row(one: Risk, on: date) -> dict[str, str]:
    rated = one.rated(Tier.INHERENT)
    principle, assessment = one.library.principle(one.item.principle), one.scored.assessment
    method, given = one.method, one.treatment
    return {
        "risks_subject": one.title,
        "risks_status": "New",
        "risks_reference_id": one.ref,
        "risks_source": principle.name,
        "risks_category": one.library.principle(principle.parent).name,
        "risks_owner": given.owner_role,
        "risks_assessment": "\n".join((one.text, *(one.in_words(tier) for tier in Tier))),
        "risks_notes": "\n".join(_notes(one)),
        "risks_submission_date": on.isoformat(),
        "risks_assets": assessment.title,
        "riskscoring_scoring_method": "Classic",
        "riskscoring_CLASSIC_likelihood": method.likelihood[rated.likelihood.hi - 1] if rated else "",
        "riskscoring_CLASSIC_impact": method.impact[rated.impact.hi - 1] if rated else "",
        "planning_strategy": STRATEGIES.get(given.decision, ""),
        "planning_date": given.due,
        "mitigations_owner": given.owner_role,
        "current_solution": _controls(one, ControlStatus.IN_PLACE),
        "security_recommendations": "\n".join(filter(None, (_controls(one, ControlStatus.PLANNED), given.action))),
        "reviews_next_review": assessment.meta.get("review_date", ""),
        "risks_tags": ",".join(_tags(one)),
    }


def _controls(one: Risk, status: ControlStatus) -> str:
    return "\n".join(one.library.controls[applied.id].title for applied in one.controls(status))


def _notes(one: Risk) -> Iterator[str]:
    yield from filter(None, (one.why_open(), one.response.note, one.response.evidence))
    if one.treatment.decision is Decision.AVOID:
        yield "decision: avoid"
    if one.treatment.status:
        yield f"status: {one.treatment.status}"
    if unsettled(one, Tier.INHERENT):
        yield "likelihood and impact are the upper ends of a range, not an answer"
    yield INDEPENDENT


def _tags(one: Risk) -> Iterator[str]:
    yield one.ref
    yield one.item.principle
    if unsettled(one, Tier.INHERENT):
        yield "upper-end"
    if one.scored.assessment.demo:
        yield "illustration"


def _losses(out: Outgoing) -> Iterator[str]:
    found = list(risks(out))
    words = found[0].method if found else out.library.method()
    yield (
        f"call the steps there {', '.join(words.likelihood)} (likelihood) and {', '.join(words.impact)} (impact): "
        "SimpleRisk finds them by name and takes any other for zero"
    )
    upper = "likelihood and impact are the upper ends, because an empty cell counts as zero there"
    yield from lost(out, upper, "left out, because the format has no word for that")
    yield "SimpleRisk computes levels itself; ours, current and target stand as text in risks_assessment"
    avoided = sum(one.treatment.decision is Decision.AVOID for one in found)
    if avoided:
        yield f"{avoided} decisions to avoid a risk have no word there; they stand in risks_notes"
    yield "SimpleRisk may cut risks_reference_id; the whole reference is also a tag"
