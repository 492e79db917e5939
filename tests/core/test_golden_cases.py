"""The worked cases that people read in tests/golden/risk-cases.yaml come out as they say."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.core.tiny import LINEAR, PACKAGE, RIGHTS_FIRST, TODAY, TREE, answer, in_place, item, pack, trigger
from toolkit.core.responses import Response, State, Tier
from toolkit.core.risk import tier_result
from toolkit.core.triggers import evaluate

FILE = Path(__file__).parents[1] / "golden" / "risk-cases.yaml"
CASES = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
METHODS = {"linear": LINEAR, "rights-first": RIGHTS_FIRST}
TRUTH = {True: True, False: False, "unknown": None}


def factor(value):
    if isinstance(value, list):
        return tuple(value)
    return None if value == "unknown" else value


def response(given):
    if isinstance(given, str):
        return Response(State.NA if given == "not applicable" else State(given))
    measure = given.get("measure")
    used = (
        [in_place(f"p{measure['preventive']}m{measure['mitigating']}", None, measure["evidenced"])] if measure else []
    )
    return answer(factor(given["likelihood"]), factor(given["impact"]), controls=tuple(used))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_case_comes_out_as_it_says(case):
    method = METHODS[case["method"]]
    responses = {f"i{n}": response(given) for n, given in enumerate(case["items"])}
    law = case.get("law")
    findings = evaluate([pack(trigger(floor=law["floor"]))], {"t": TRUTH[law["matches"]]}, TODAY) if law else ()
    items = tuple(item(name) for name in responses)
    tier = Tier(case.get("tier", "inherent"))
    level = tier_result(tier, items, responses, method, TREE, PACKAGE, findings).system.level
    found = "none" if level is None else [method.level(end).id for end in (level.lo, level.hi)]
    assert found == case["level"], case["says"]


def test_ids_are_unique():
    ids = [case["id"] for case in CASES]
    assert len(ids) == len(set(ids))
