"""The worked illustrations: complete, plausible, and marked wherever they go."""

import json
from datetime import date

import pytest

from toolkit.cli_serve import fill
from toolkit.content import load_library
from toolkit.content.scoring import score
from toolkit.core.questionnaire import asked_facts, dealt_with
from toolkit.core.responses import ControlStatus, State, Tier
from toolkit.exchange.bundle import read_bundle
from toolkit.store import open_store

from .conftest import SAMPLES

NAMES = ["child-abuse-triage", "face-search-custody", "plate-recognition"]
MARK = "Illustration: "
ON = date(2026, 11, 21)


@pytest.fixture(scope="module", params=NAMES)
def worked(request):
    library = load_library()
    imported = read_bundle(SAMPLES / f"{request.param}.json", library)
    return score(library, imported.assessment, ON), imported.notices


def test_there_are_three_illustrations():
    assert sorted(path.stem for path in SAMPLES.glob("*.json")) == NAMES


def test_it_fits_today_s_content_without_notices(worked):
    assert worked[1] == ()


def test_every_applicable_item_is_dealt_with(worked):
    scored = worked[0]
    assert [item.id for item in scored.items if not dealt_with(scored.assessment.responses.get(item.id))] == []


def test_every_profile_field_and_legal_question_is_answered(worked):
    library, given = load_library(), worked[0].assessment
    assert [field.id for field in library.profile if not given.profile.get(field.id)] == []
    asked = asked_facts(library.profile, library.facts, given.profile, given.facts)
    assert [fact.id for fact in asked if given.facts.get(fact.id) is None] == []


def test_it_shows_every_way_of_answering(worked):
    scored = worked[0]
    given = [scored.assessment.responses[item.id] for item in scored.items]
    states = [response.state for response in given]
    assert {State.ANSWERED, State.RANGE, State.UNKNOWN, State.WITHHELD, State.NA} <= set(states)
    answered = [r for r in given if r.state in (State.ANSWERED, State.RANGE)]
    assert sum(r.confidence is not None for r in answered) >= 0.8 * len(answered)
    controls = [control for response in given for control in response.controls]
    assert any(c.status is ControlStatus.PLANNED for c in controls)
    assert any(c.status is ControlStatus.IN_PLACE and c.evidenced for c in controls)
    assert any(c.status is ControlStatus.IN_PLACE and not c.evidenced for c in controls)


def test_controls_lower_the_level_step_by_step(worked):
    scored = worked[0]
    low = [scored.result.tiers[tier].system.level.lo for tier in (Tier.INHERENT, Tier.CURRENT, Tier.TARGET)]
    high = [scored.result.tiers[tier].system.level.hi for tier in (Tier.INHERENT, Tier.CURRENT, Tier.TARGET)]
    assert low[0] >= low[1] > low[2]
    assert high[0] >= high[1] > high[2]


def test_no_legal_trigger_of_an_illustration_forbids_it(worked):
    assert [
        f.trigger.id for f in worked[0].findings if f.matches is not False and f.trigger.floor == "unacceptable"
    ] == []


def test_face_search_is_extreme_before_controls_and_high_with_them():
    library = load_library()
    scored = score(library, read_bundle(SAMPLES / "face-search-custody.json", library).assessment, ON)
    ends = {t: (r.system.level.lo, r.system.level.hi) for t, r in scored.result.tiers.items()}
    low, medium, high, extreme = range(4)
    assert ends == {Tier.INHERENT: (extreme, extreme), Tier.CURRENT: (high, extreme), Tier.TARGET: (medium, high)}
    assert low == 0


def test_every_text_is_marked_as_an_illustration(worked):
    given = worked[0].assessment
    assert given.demo
    assert given.title.endswith("(illustration)")
    for response in given.responses.values():
        for text in (response.note, response.evidence, response.reason):
            assert not text or text.startswith(MARK)
    for treatment in given.treatments.values():
        assert treatment.action.startswith(MARK)
        assert treatment.owner_role


def test_no_real_agency_is_named():
    for path in SAMPLES.glob("*.json"):
        text = path.read_text("utf-8")
        for name in (
            "Detroit",
            "London",
            "Metropolitan",
            "Bundes",
            "Gendarmerie",
            "FBI",
            "Europol",
            "INTERPOL",
            "NYPD",
            "Sheriff",
        ):
            assert name not in text
        assert json.loads(text)["demo"] is True


def test_the_demo_database_holds_the_illustrations_marked_as_such(tmp_path):
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    fill(url)
    with open_store(url) as store:
        listed = store.listing("local")
        values = store.load(listed[0].id).values
    assert len(listed) == len(NAMES)
    assert all(one.demo for one in listed)
    assert any(key.startswith("item/") for key in values)
