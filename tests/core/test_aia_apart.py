"""500 random answer sets, scored by a second implementation that is written from the published description alone.

It walks the SurveyJS file itself, counts in binary numbers as the public code does, and shares no line with ours.
"""

from __future__ import annotations

import math
import random

import pytest

from toolkit.core.survey_scoring import prepared, score_both
from toolkit.exchange.survey_file import read_answers, read_scoring
from toolkit.exchange.surveyjs import read_surveyjs

from .aia import as_bytes, surveyjs
from .test_survey import PROFILE

SETS = 500
CHOOSING = ("radiogroup", "dropdown", "checkbox")


def grown():
    """The questionnaire with rules inside panels, a dropdown, notes and texts that look like points."""
    raw = surveyjs()
    inner = {"type": "panel", "name": "innerPanel", "visibleIf": "{sub-RS} = 'item1-3'", "elements": [
        {"type": "radiogroup", "name": "deep-MS", "choices": ["item1-2", "item2-1"]},
        {"type": "text", "name": "words-RS", "visibleIf": "{deep-MS} notempty"},
    ]}  # fmt: skip
    raw["pages"][3]["elements"][0]["elements"] += [
        {"type": "comment", "name": "why", "visibleIf": "{riskProfile1} notempty"},
        {"type": "html", "name": "note", "html": "<b>Read</b>"},
        {"type": "dropdown", "name": "sub-RS", "choices": ["item1-3", "item2-0"],
         "visibleIf": "{aboutSystem1} contains ['item1'] or {riskProfile2} empty"},
        inner,
    ]  # fmt: skip
    return raw


RULES = {
    '{projectDetailsPhase} = "item1"': lambda a: a.get("projectDetailsPhase") == "item1",
    '{projectDetailsPhase} = "item2"': lambda a: a.get("projectDetailsPhase") == "item2",
    "{sub-RS} = 'item1-3'": lambda a: a.get("sub-RS") == "item1-3",
    "{deep-MS} notempty": lambda a: bool(a.get("deep-MS")),
    "{riskProfile1} notempty": lambda a: bool(a.get("riskProfile1")),
    "{aboutSystem1} contains ['item1'] or {riskProfile2} empty": lambda a: (
        "item1" in (a.get("aboutSystem1") or ()) or not a.get("riskProfile2")
    ),
}
"""What each rule of the file means, by hand."""


def walk(parts, around, shown):
    for one in parts:
        rules = [*shown, one["visibleIf"]] if "visibleIf" in one else shown
        if one["type"] == "panel":
            yield from walk(one["elements"], one["name"], rules)
        elif one["type"] != "html":
            yield one, around, rules


def asked(raw):
    for page in raw["pages"]:
        yield from walk(page["elements"], page["name"], [page["visibleIf"]] if "visibleIf" in page else [])


def ending(name):
    return next((end for end in ("-RS", "-MS", "-NS") if name.endswith(end)), "")


def worth(value):
    if isinstance(value, list):
        return sum(map(worth, value))
    try:
        return float(value.rsplit("-", 1)[1])
    except (ValueError, IndexError):
        return 0.0


def offered(one):
    return [choice["value"] if isinstance(choice, dict) else choice for choice in one.get("choices", [])]


def computed(raw, answers):
    """Raw, mitigation, current and level, in binary numbers."""
    sums, tops = {"-RS": 0.0, "-MS": 0.0}, {"-RS": 0.0, "-MS": 0.0}
    for one, around, _ in asked(raw):
        end = ending(one["name"]) or ending(around)
        if one["type"] in CHOOSING and end in sums:
            each = [worth(value) for value in offered(one)]
            tops[end] += sum(each) if one["type"] == "checkbox" else max(each)
            sums[end] += worth(answers.get(one["name"], ""))
    current = sums["-RS"]
    if sums["-MS"] >= 0.8 * (tops["-MS"] / 2):
        current = math.floor((1 - 0.15) * current + 0.5)
    return sums["-RS"], sums["-MS"], current, 1 + sum(current > tops["-RS"] * share for share in (0.25, 0.5, 0.75))


def showing(raw, answers):
    return [one["name"] for one, _, rules in asked(raw) if all(RULES[rule](answers) for rule in rules)]


def after(raw, answers):
    """What remains on completion."""
    left = {}
    there = showing(raw, answers)
    for one, _, _ in asked(raw):
        name, values = one["name"], offered(one)
        if name in answers and name in there:
            given = answers[name]
            kept = [value for value in given if value in values] if isinstance(given, list) else given
            if kept and (isinstance(kept, list) or not values or kept in values):
                left[name] = kept
    return left


def random_answers(raw, dice):
    much, found = dice.choice([0, 0.2, 0.5, 0.8, 1, 1]), {}
    for one, _, _ in asked(raw):
        values = offered(one) + (["gone-7"] if dice.random() < 0.05 else [])
        if dice.random() > much:
            continue
        if one["type"] == "checkbox":
            often = dice.choice([0.2, 0.5, 0.9])
            found[one["name"]] = [value for value in values if dice.random() < often]
        else:
            found[one["name"]] = dice.choice(values or ["item1-5", "words"])
    return {name: value for name, value in found.items() if value}


@pytest.fixture(scope="module")
def sets():
    raw, dice = grown(), random.Random(20261122)
    return raw, [random_answers(raw, dice) for _ in range(SETS)]


def test_five_hundred_answer_sets_come_out_as_the_description_says(sets):
    raw, every = sets
    survey = read_surveyjs(as_bytes(raw), "aia").survey
    ready = prepared(survey, read_scoring(PROFILE))
    levels = set()
    for answers in every:
        live, done = score_both(ready, read_answers(answers, survey)[0])
        left = after(raw, answers)
        assert (live.raw, live.mitigation, live.current, live.level) == computed(raw, answers)
        assert (done.raw, done.mitigation, done.current, done.level) == computed(raw, left)
        assert list(live.visible) == list(done.visible) == showing(raw, answers)
        levels |= {live.level, done.level}
    assert levels == {1, 2, 3, 4}


def test_the_sets_reach_what_is_easily_got_wrong(sets):
    raw, every = sets
    pairs = [(computed(raw, one), computed(raw, after(raw, one))) for one in every]
    assert sum(live != done for live, done in pairs) > 50, "hidden answers, and values that are not offered"
    assert sum(live[3] != done[3] for live, done in pairs) > 5, "a level that completion changes"
    assert sum(one[2] != one[0] for one, _ in pairs) > 20, "the deduction"
