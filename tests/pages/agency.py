"""Made-up records of an agency for the tests of reports: three people, a plan, a year before, a workbook, a system."""

from __future__ import annotations

from datetime import UTC, date, datetime

from toolkit.content import load_library
from toolkit.content.guides import load_guides
from toolkit.content.read import data_root
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.core import kept, plan
from toolkit.core.readiness_gaps import findings
from toolkit.exchange.bundle import read_bundle
from toolkit.pages.report_material import Material, material

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONTENT, WORKBOOK, LIBRARY = load_readiness(), load_workbook(), load_library()
STATEMENTS = [one.id for one in CONTENT.statements]
QUESTIONS = [one.id for one in WORKBOOK.questions]


def ratings(shift=0, note="", skip=()):
    """A rating for each statement: most of them 3, and every other kind of answer somewhere."""
    found = {}
    for number, name in enumerate(STATEMENTS):
        if name in skip:
            continue
        answer = {
            5: {"level": "unknown"},
            7: {"level": [2, 4]},
            11: {"state": "na", "reason": "We have no laboratory."},
            13: {"state": "withheld", "level": 1, "evidence": "RESTRICTED"},
        }.get(
            number % 17, {"level": min(5, (2, 3, 3, 4)[(number + shift) % 4]), "evidence": f"Paper {number} | p. <3>"}
        )
        found |= kept.keyed("rating", name, answer | ({"note": note} if note else {}))
    return found


def readiness(**more):
    """What the agency keeps: who answered, what was agreed, what it aims at."""
    values = {
        "meta/organization": "City police",
        "meta/opened": "2026-11-20",
        "target/stage/people-expertise": 4,
        "sheet/s1": {"name": "Ann Example", "role": "rd"},
        "sheet/s2": {"name": "Bo Example", "role": "legal"},
        f"agreed/{STATEMENTS[2]}/level": 3,
        f"agreed/{STATEMENTS[2]}/comment": "We looked at the paper together.",
    }
    sheets = tuple(Material("sheet", f"Sheet {n}", ratings(n, f"Note {n}"), f"s{n}", demo=True) for n in (1, 2))
    return Material("readiness", "City police, readiness 2026", {**values, **more}, "r1", demo=True, sheets=sheets)


def alone(**more):
    """The same agency with one person who answered."""
    return Material("readiness", "City police alone", {**ratings(), **more}, "r2", demo=True)


def before(**more):
    """The year before."""
    return Material("readiness", "City police, readiness 2025", {**ratings(2), **more}, "r0", demo=True, frozen=True)


def action_plan(**more):
    """A plan that was proposed from the gaps, with one action done and one without an owner."""
    roadmap = {one.id: one for one in load_guides().recommendations}
    gaps = findings(CONTENT, kept.ratings_of(ratings()))
    actions = plan.propose(gaps.advice, roadmap, date(2026, 1, 12))
    values = {}
    for place, one in enumerate(actions):
        values |= kept.keyed("action", one.id, kept.action_values(one, place))
    values |= {f"action/{actions[0].id}/status": "done", f"action/{actions[1].id}/owner_role": ""}
    return Material("plan", "Plan of the City police", {**values, **more}, "p1", demo=True)


def workbook(**more):
    """A workbook with every kind of reply."""
    values = {"meta/stage": "validation", "meta/activity": "procure", "meta/system": "face"}
    for number, name in enumerate(QUESTIONS):
        reply = {
            0: {
                "status": "settled",
                "text": f"Answer {number} | <b> *x*",
                "evidence": f"File {number}",
                "owner_role": "legal",
            },
            1: {"status": "in-hand", "owner_role": "Head of forensics"},
            2: {"status": "not-applicable", "reason": "No such data."},
            3: {"status": "settled"},
        }.get(number % 5, {})
        values |= kept.keyed("reply", name, reply)
    return Material("workbook", "Workbook: face search", {**values, **more}, "w1", demo=True)


def system(version=1, **more):
    """The illustration of a face search, as a version of its risk assessment."""
    sample = read_bundle(data_root() / "samples" / "face-search-custody.json", LIBRARY).assessment
    given = material(sample)
    return Material("risk", given.title, {**given.values, **more}, given.id, given.method, given.demo, version)
