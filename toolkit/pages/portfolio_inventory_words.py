"""What public inventories are called on the page: stages, labels, answers about practices, findings, remarks."""

from __future__ import annotations

from toolkit.core.inventory import Impact, Reported, Stage


def _(text: str) -> str:
    """Marks a sentence for translation; it is looked up when it is shown."""
    return text


STAGES = {
    Stage.PRE_DEPLOYMENT: _("Before use"),
    Stage.PILOT: _("Pilot"),
    Stage.IMPLEMENTATION: _("Being introduced"),
    Stage.DEPLOYED: _("In use"),
    Stage.RETIRED: _("Out of use"),
    Stage.UNKNOWN: _("Not said"),
}

LABELS = {
    Impact.HIGH: _("High impact"),
    Impact.PRESUMED_NOT: _("Presumed high, determined not"),
    Impact.NOT_HIGH: _("Not high impact"),
    Impact.TOO_NEW: _("Too new to say"),
    Impact.CASE_BY_CASE: _("Case by case"),
    Impact.UNKNOWN: _("Not said"),
}

SAID = {
    Reported.YES: _("Yes"),
    Reported.PARTIAL: _("In part"),
    Reported.BENCHMARK_ONLY: _("Benchmark only"),
    Reported.IN_PROGRESS: _("In progress"),
    Reported.NO: _("No"),
    Reported.NOT_APPLICABLE: _("Said not to apply"),
    Reported.PRECLUDED: _("Said to be precluded"),
    Reported.WAIVED: _("Waived"),
    Reported.OTHER: _("Unclear"),
    Reported.BLANK: _("Not reported"),
}

PRACTICES = {
    "testing": _("Testing"),
    "impact_assessment": _("Impact assessment"),
    "independent_review": _("Independent review"),
    "monitoring": _("Monitoring"),
    "training": _("Training of operators"),
    "failsafe": _("Fail-safe"),
    "appeal": _("Appeal"),
}

FINDINGS = {
    "not-reported": _("In use and of high impact, and not reported"),
    "unclear": _("In use and of high impact, and the answer cannot be read"),
    "in-progress-while-in-use": _("In progress, while the system is in use and of high impact"),
    "no": _("In use and of high impact, and not done"),
    "partial": _("In use and of high impact, and done in part"),
    "benchmark-only": _("In use and of high impact, and tested on a benchmark only"),
    "waived": _("In use and of high impact, and waived"),
    "said-not-applicable": _("In use and of high impact, and said not to apply: ask why"),
    "said-precluded": _("In use and of high impact, and said to be precluded: ask by what"),
    "privacy-assessment-not-public": _("Uses personal data, and no public privacy assessment is named"),
    "faces-without-personal-data": _("Recognises faces, and says that it uses no personal data"),
    "no-reason-for-lower-label": _("Determined not to be of high impact, without a reason"),
    "same-row-twice": _("The same row twice"),
    "same-id-other-answers": _("The same id with other answers: ask the agency which counts"),
}

REMARKS = {
    "no-name": _("No name"),
    "no-id": _("No id of the agency"),
    "no-purpose": _("No purpose"),
    "no-impact-label": _("No label of impact: unknown, not low"),
    "shared-id": _("Its id also stands on another record"),
    "non-answer:data": _("The answer on data says nothing"),
    "non-answer:impacts": _("The answer on impacts says nothing"),
    "withheld": _("Something is withheld"),
    "answer-in-wrong-question": _("An answer stands in the wrong question"),
    "cells-too-many": _("Its row has more cells than the table has columns; the others are not read"),
    "cells-missing": _("Its row ends before the last column; what is missing is unknown"),
    "looks-like-a-formula": _("A cell that a spreadsheet could run"),
    "in-use-high-nothing-answered": _("In use, of high impact, and no answer on any practice"),
}

TEXTS = {
    "title_en": _("Name in English"),
    "purpose": _("Purpose"),
    "outputs": _("Outputs"),
    "technique": _("Technique, by its own label"),
    "functions": _("Functions"),
    "vendor": _("Vendor"),
    "development": _("How it was made or bought"),
    "data": _("Data"),
    "privacy_link": _("Privacy assessment"),
    "legal_basis": _("Legal basis"),
    "impacts": _("Impacts on people"),
    "consultation": _("Consultation of people affected"),
    "justification": _("Reason for its label"),
    "link": _("Published at"),
}
"""What is published about a system beside names and labels; a name that is not here is shown as it is."""
