"""A questionnaire with the shape of Canada's: sections, counts and most points of its public code, invented words."""

import json

RAW = {
    "businessDrivers": (4, 5), "riskProfile": (8, 15), "projectAuthority": (1, 2), "aboutSystem": (11, 17),
    "aboutAlgorithm": (9, 15), "aboutDecision": (1, 8), "impact": (18, 52), "aboutData": (18, 53),
}  # fmt: skip
MITIGATION = {"consultation": (7, 10), "dataQuality": (9, 14), "fairness": (23, 44), "privacy": (6, 9)}
PHASES = {"Design": "item1", "Implementation": "item2"}


def spread(count, total):
    """Whole points for so many questions that come to a total."""
    return [total // count + (place < total % count) for place in range(count)]


def choice(place, points):
    return {"value": f"item{place}-{points}", "text": {"default": f"Answer {place}", "fr": f"Réponse {place}"}}


def question(name, points):
    if points >= 2:
        return {
            "type": "checkbox",
            "name": name,
            "choices": [choice(n + 1, p) for n, p in enumerate([1] * points)],
        }
    return {"type": "radiogroup", "name": name, "choices": [choice(1, points), choice(2, 0)]}


def page(name, ending, count, total, when=""):
    asked = [question(f"{name}{n + 1}", points) for n, points in enumerate(spread(count, total))]
    panel = {"type": "panel", "name": f"{name}Panel{ending}", "elements": asked}
    return {"name": name, "elements": [panel]} | ({"visibleIf": when} if when else {})


def surveyjs():
    """The questionnaire as SurveyJS has it."""
    phase = {"type": "radiogroup", "name": "projectDetailsPhase", "choices": ["item1", "item2"]}
    details = {"type": "panel", "name": "projectDetailsPanel-NS", "elements": [phase]}
    raw = [page(name, "-RS", *sizes) for name, sizes in RAW.items()]
    later = [
        page(f"{name}{where}", "-MS", *sizes, f'{{projectDetailsPhase}} = "{value}"')
        for where, value in PHASES.items()
        for name, sizes in MITIGATION.items()
    ]
    return {"pages": [{"name": "projectDetails", "elements": [details]}, *raw, *later]}


def as_bytes(given=None):
    return json.dumps(given or surveyjs(), indent=1).encode()


def worth(raw, mitigation, phase="Design"):
    """Answers that come to these points."""
    answers = {"projectDetailsPhase": PHASES[phase]}
    for names, ending, wanted in ((RAW, "", raw), (MITIGATION, phase, mitigation)):
        answers |= _answers(names, ending, wanted)
    return answers


def _answers(sections, ending, wanted):
    out = {}
    for name, (count, total) in sections.items():
        for n, points in enumerate(spread(count, total)):
            chosen = min(points, wanted)
            if chosen:
                out[f"{name}{ending}{n + 1}"] = (
                    tuple(f"item{place + 1}-1" for place in range(chosen)) if points > 1 else "item1-1"
                )
            wanted -= chosen
    assert wanted == 0
    return out
