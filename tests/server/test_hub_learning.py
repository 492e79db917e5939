"""The learning centre against a real server: a warning first, a way to skip, help at the foot, marks of one’s own."""

from toolkit.content.hub import load_hub
from toolkit.core.hub_access import Role

HUB = load_hub("en")
HELP = 'aria-labelledby="help"'


def test_each_path_and_each_module_opens_and_has_the_help_at_its_foot(ann):
    names = [*(one.id for one in HUB.paths), *(one.id for one in HUB.modules)]
    pages = {name: ann.get(f"/hub/learning/{name}") for name in names}
    assert {name: page.status for name, page in pages.items() if page.status != 200} == {}
    assert [name for name, page in pages.items() if page.text.count(HELP) != 1] == []
    assert ann.get("/hub/learning/mod-nothing").status == 404


def test_paths_of_a_role_and_level(ann):
    page = ann.get("/hub/learning?role=legal&level=basic").text
    assert [one.id for one in HUB.paths if f"/hub/learning/{one.id}?" in page] == ["path-legal-basic"]


def test_a_warning_comes_alone_before_the_text_and_the_sensitive_part_can_be_left_out(ann):
    module = HUB.module("mod-wellbeing")
    sensitive = "Sleep that does not rest"
    first = ann.get("/hub/learning/mod-wellbeing").text
    assert module.warning in first
    assert sensitive not in first
    assert sensitive not in ann.get("/hub/learning/mod-wellbeing?read=short").text
    assert sensitive in ann.get("/hub/learning/mod-wellbeing?read=all").text


def test_a_check_tells_what_is_right_and_keeps_nothing(house, ann):
    before = len(house.store.entries(most=1000))
    page = ann.get(
        "/hub/learning/mod-wellbeing?read=all&mod-wellbeing-q1=1&mod-wellbeing-q2=0&mod-wellbeing-q3=99"
    ).text
    assert "You need not solve it. You open the door." in page
    assert "Speed is no benefit if people break." in page
    assert page.count("Right.") == 1
    assert len(house.store.entries(most=1000)) == before


def test_only_what_somebody_marks_is_kept_and_it_can_be_taken_away(house, ann):
    assert house.store.learned(ann.code) == frozenset()
    place = "/hub/learning/mod-workflow"
    ann.post(place, page=place, do="done")
    assert house.store.learned(ann.code) == {"mod-workflow"}
    assert "1 of 6 modules done" in ann.get("/hub/learning").text
    ann.post(place, do="undo")
    assert house.store.learned(ann.code) == frozenset()


def test_others_do_not_learn_here(house):
    assert house.browser(Role.PROVIDER).get("/hub/learning").status == 403
