"""Feedback and withdrawal against a real server: refused where it must not be stored, read first, told to everybody."""

import pytest

from toolkit.content.hub import load_hub
from toolkit.core.hub_access import Role
from toolkit.core.hub_feedback import Part, State

HUB = load_hub("en")
GOOD = {
    "technical": "It overlooked half of the drawings.",
    "usability": "",
    "rights": "Children of darker skin were missed.",
}
HASH = "d41d8cd98f00b204e9800998ecf8427e"


def said(visitor):
    return visitor.get("/hub/notices").text


def written(house, officer, tool, **more):
    form = {**GOOD, "setting": "Two years of casework.", "interest": "none", **more}
    return officer.post(f"/hub/tools/{tool}/feedback", page=f"/hub/tools/{tool}/feedback", **form)


@pytest.mark.parametrize("field", ["technical", "usability", "rights", "setting", "which"])
def test_a_fingerprint_is_refused_in_each_field_and_never_stored(house, field):
    ann = house.browser()
    answer = written(house, ann, "grace", interest="some", **{"which": "I helped", field: f"It missed {HASH}."})
    assert answer.status == 400
    assert f'id="{field}-error"' in answer.text
    assert house.store.feedback_by(ann.code) == ()


def test_feedback_needs_words_and_a_word_about_interests(house):
    ann = house.browser()
    assert written(house, ann, "grace", technical="", rights="").status == 400
    answer = written(house, ann, "grace", interest="")
    assert answer.status == 400
    assert 'id="interest-error"' in answer.text


def test_feedback_is_read_first_then_published_then_answered_once_and_never_named(house):
    ann, carl, ben = house.browser(), house.browser(Role.COORDINATOR), house.browser()
    provider = house.browser(Role.PROVIDER, HUB.listing("griffeye").provider)
    written(house, ann, "griffeye")
    (one,) = house.store.feedback_by(ann.code)
    assert one.state is State.WAITING
    assert GOOD["technical"] not in ben.get("/hub/tools/griffeye").text
    waiting = carl.get("/hub/review").text
    assert GOOD["technical"] in waiting
    assert ann.email not in waiting
    assert carl.post("/hub/review", feedback=one.id, version="1", do="back").status == 400, "a reason is needed"
    assert carl.post("/hub/review", feedback=one.id, version="1", do="publish").status == 303
    page = ben.get("/hub/tools/griffeye").text
    assert GOOD["technical"] in page
    assert ann.email not in page
    assert "was published" in said(ann)
    assert "You can reply once" in said(provider)
    place = "/hub/listings/griffeye"
    assert provider.post(place, feedback=one.id, text="Version 9 is trained on drawings.").status == 303
    assert provider.post(place, feedback=one.id, text="Once more.").status == 409
    assert "trained on drawings" not in ben.get("/hub/tools/griffeye").text
    assert carl.post("/hub/review", kind="reply", feedback=one.id, version="1", do="publish").status == 303
    assert "trained on drawings" in ben.get("/hub/tools/griffeye").text


def test_only_its_author_changes_feedback_and_what_was_taken_back_has_no_words(house):
    ann, ben = house.browser(), house.browser()
    written(house, ann, "grace")
    (one,) = house.store.feedback_by(ann.code)
    place = f"/hub/feedback/{one.id}"
    assert ben.get(place).status == 404
    assert ben.post(place, page="/hub/tools/grace/feedback", do="withdraw").status == 404
    changed = ann.post(place, page=place, **GOOD | {"usability": "Slow."}, interest="none")
    assert changed.status == 303
    now = house.store.feedback(one.id)
    assert (now.version, now.state, now.parts[Part.USABILITY]) == (2, State.WAITING, "Slow.")
    ann.post(place, do="withdraw")
    now = house.store.feedback(one.id)
    assert (now.state, dict(now.parts), now.setting) == (State.WITHDRAWN, {}, "")


def test_another_provider_neither_sees_nor_answers(house):
    other = house.browser(Role.PROVIDER, "Somebody else")
    assert other.get("/hub/listings/griffeye").status == 404
    assert other.get("/hub/tools/griffeye").status == 403


# ---------------------------------------------------------------- withdrawal


def moved(coordinator, tool, to, **more):
    page = f"/hub/tools/{tool}"
    return coordinator.post(f"{page}/state", page=page, to=to, **{"explanation": "A court found it unlawful.", **more})


def test_a_withdrawal_is_told_to_everybody_concerned_and_leaves_a_tombstone(house):
    saver, comparer, writer, assessor, stranger = (house.browser() for _ in range(5))
    carl, dora = house.browser(Role.COORDINATOR), house.browser(Role.COORDINATOR)
    tool = HUB.listing("icop")
    provider = house.browser(Role.PROVIDER, tool.provider)
    saver.post("/hub/tools/icop/save", page="/hub/tools/icop", do="save")
    comparer.get("/hub/compare?tool=icop&tool=grace")
    written(house, writer, "icop")
    assessor.post("/hub/tools/icop/assess", page="/hub/tools/icop")

    assert moved(carl, "icop", "withdrawn", reason="rights-violation-use").status == 409, "a review comes first"
    assert moved(carl, "icop", "under-review", explanation="").status == 400
    assert moved(carl, "icop", "under-review", explanation=f"See {HASH}.").status == 400
    assert moved(carl, "icop", "under-review").status == 303
    assert moved(carl, "icop", "withdrawn", reason="").status == 400
    assert moved(carl, "icop", "withdrawn", reason="rights-violation-use").status == 303

    for one in (saver, comparer, writer):
        assert "was withdrawn. You saved it" in said(one)
    assert "and you assessed it" in said(assessor)
    assert "which you provide, was withdrawn" in said(provider)
    assert "withdrawn" not in said(stranger)

    page = assessor.get("/hub/tools/icop").text
    for words in ("A court found it unlawful.", "Serious human-rights harm likely in use", "look at it again"):
        assert words in page
    assert "What you can do" in provider.get("/hub/listings/icop").text
    assert "/hub/tools/icop?" not in stranger.get("/hub/tools?functions=" + tool.values("functions")[0]).text
    assert "/hub/tools/icop?" in stranger.get("/hub/tools?q=icop").text, "its name finds the page"

    assert moved(carl, "icop", "reinstated").status == 400, "not by whoever withdrew it"
    assert moved(dora, "icop", "reinstated").status == 303
    assert "is listed again" in said(saver)


def test_a_notice_waits_until_it_was_acknowledged(house):
    ann, carl = house.browser(), house.browser(Role.COORDINATOR)
    ann.post("/hub/tools/aviator/save", page="/hub/tools/aviator", do="save")
    moved(carl, "aviator", "under-review")
    (notice,) = house.store.notices(ann.code)
    assert "1 notice waits" in ann.get("/hub").text
    ann.post("/hub/notices", notice=notice.id)
    assert "1 notice waits" not in ann.get("/hub").text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.FOCAL_POINT, Role.PROVIDER, Role.ADMINISTRATOR])
def test_nobody_but_a_coordinator_moves_a_listing_or_reads_what_waits(house, role):
    visitor = house.browser(role)
    assert visitor.post("/hub/tools/grace/state", page="/hub/me", to="under-review", explanation="x").status == 403
    assert visitor.get("/hub/review").status == 403


def test_feedback_stays_without_a_name_or_goes_as_its_author_wished(house):
    for how, left in (("erase", 0), ("keep", 1)):
        ann = house.browser()
        written(house, ann, "grace", technical=f"I wrote this: {how}.")
        (one,) = house.store.feedback_by(ann.code)
        ann.post("/hub/me/leave", page="/hub/me/leave", do="close", sure="yes", written=how)
        found = [x for x in house.store.feedback_on(["grace"]) if x.id == one.id]
        assert [x.author for x in found] == [""] * left
