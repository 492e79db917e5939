"""Three people answer apart, reconcile and submit; nobody sees or changes what is somebody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pages.readiness import ADDRESS, Agency, accept
from toolkit.core.statements import span
from toolkit.pages.readiness_differences import differences
from toolkit.pages.readiness_files import record_of
from toolkit.pages.readiness_state import ReadinessWork
from toolkit.pages.screen import Event
from toolkit.store import NewShare, Role

LEVELS = {"legal": 2, "innovation": 4, "senior-manager": 3}


def work(agency):
    return ReadinessWork(agency.state, agency.visit.context())


@pytest.fixture
def owner(store):
    return Agency(store, address=ADDRESS).begun()


@pytest.fixture
def sheets(owner):
    """The sheet of each of three respondents, by role."""
    return {role: owner.add(role=role) for role in LEVELS}


@pytest.fixture
def guests(owner, sheets, database):
    """The three at their own browsers, come in by their links."""
    found = {}
    for role, sheet in sheets.items():
        assert accept(database, owner.invited(sheet), f"visitor-{role}") == sheet
        found[role] = Agency(owner.visit.store, f"visitor-{role}", address=ADDRESS).send_route(f"{sheet}/tasks")
    return found


def answered(guests, only=6):
    for role, guest in guests.items():
        guest.rate_all(LEVELS[role], only=guest.names[:only])
        guest.act("done")


# ---------------------------------------------------------------- end to end


def test_three_people_answer_apart_and_become_one_result(owner, guests):
    answered(guests)
    first, second = owner.names[:2]
    guests["legal"].change(f"rating/{first}/note", "Nobody has signed it.")
    page = owner.go("people").html()
    assert page.count("6 of 75 statements answered") == 3
    owner.act("open-answers").go("differences")
    page = owner.html()
    assert page.count('class="part question"') == 6
    for shown in ("Legal adviser", "Innovation officer", "Senior manager", "Nobody has signed it.", "●"):
        assert shown in page
    assert span(work(owner).ratings[first]).lo == 3
    owner.change(f"agreed/{first}/level", "4").change(f"agreed/{first}/comment", "The order was found.")
    assert span(work(owner).ratings[first]).lo == 4
    assert "Legal adviser: level 2" in owner.html()
    assert work(owner).reconciled[second].spread.levels == (0, 1, 1, 1, 0)
    owner.go("result")
    assert "between the start and stage 5" in owner.html()
    owner.act("submit")
    assert owner.state.frozen


def test_what_comes_after_submission_changes_nothing(owner, guests):
    answered(guests)
    owner.go("people").act("open-answers").act("submit")
    first = owner.names[0]
    before, file = work(owner).reconciled, record_of(work(owner)).sheets
    guests["legal"].rate(first, 5)
    owner.go("differences")
    assert work(owner).reconciled == before
    assert record_of(work(owner)).sheets == file
    assert set(owner.record.result["people"]) == {one.id for one in work(owner).people}
    for act in ("add-person", "open-answers"):
        owner.act(act, role="legal")
        assert owner.state.message


def test_two_of_three_are_enough_when_the_late_one_is_left_out(owner, sheets, guests):
    answered({role: guest for role, guest in guests.items() if role != "legal"})
    guests["legal"].rate_all(1, only=guests["legal"].names[:6])
    assert "1 person is not done yet" in owner.go("people").html()
    owner.act("leave-out", sheets["legal"]).act("open-answers")
    assert sheets["legal"] not in work(owner).sheets
    assert "1 person is not done yet" not in owner.html()
    owner.act("count-in", sheets["legal"])
    assert sheets["legal"] in work(owner).sheets


def test_a_person_is_removed_only_after_a_second_click_and_with_everything(owner, sheets, guests):
    answered(guests)
    gone = sheets["legal"]
    owner.go("people").act("remove-person", gone)
    assert "Remove <bdi>Legal adviser</bdi> and everything they answered?" in owner.html()
    owner.act("cancel").act("remove-person", sheets["innovation"])
    assert gone in owner.state.linked
    owner.act("cancel").act("remove-person", gone).act("remove-person", gone)
    assert f"sheet/{gone}" not in owner.values
    guests["legal"].rate(owner.names[0], 5)
    assert guests["legal"].record is None
    assert len(work(owner).people) == 2


def test_without_a_server_the_answers_are_given_here(store):
    owner = Agency(store).begun()
    sheet = owner.add("Kim", "legal")
    assert "Answer here as Kim (Legal adviser)" in owner.html()
    assert "Make a link" not in owner.html()
    main = owner.record.id
    owner.send_route(f"{sheet}/aspect/strategy").rate(owner.names[0], 3)
    assert store.load(sheet).values[f"rating/{owner.names[0]}/level"] == 3
    owner.go("tasks").act("done").act("go", f"{main}/people")
    assert owner.record.id == main
    owner.act("invite", sheet)
    assert "own server" in owner.state.message


def test_the_owner_is_one_more_person_if_they_answer_too(owner, guests):
    answered(guests)
    owner.rate(owner.names[0], 5).go("people").act("open-answers")
    assert len(work(owner).sheets) == 4
    assert "Owner of this assessment" in owner.go(f"differences/{owner.names[0]}").html()


def test_a_file_of_a_group_comes_back_with_everybody(owner, guests):
    answered(guests)
    assert "until then the file would show them" in owner.go("export").act("export", "json").state.message
    owner.go("people").act("open-answers").go("export").act("export", "json")
    first = work(owner).ratings
    file = owner.visit.file.content.decode()
    owner.send_route("list").send(Event("upload", value={"text": file}))
    assert len(owner.state.linked) == 3
    assert work(owner).ratings == first


# ---------------------------------------------------------------- what nobody sees


def test_before_they_are_opened_the_owner_sees_progress_and_no_answer(owner, sheets, guests):
    answered(guests)
    guests["legal"].change(f"rating/{owner.names[0]}/note", "A secret of mine")
    for screen in ("tasks", "people", "differences", "check", "result", "export", f"differences/{owner.names[0]}"):
        page = owner.go(screen).html()
        assert "A secret of mine" not in page, screen
        assert "●" not in page, screen
    for screen in ("tasks", "aspect/strategy", f"statement/{owner.names[0]}", "export", "check"):
        page = owner.send_route(f"{sheets['legal']}/{screen}").html()
        assert "A secret of mine" not in page, screen
        assert "checked" not in page, screen


def test_the_owner_does_not_answer_for_somebody_with_a_link_unless_the_record_says_so(owner, sheets, guests):
    owner.send_route(f"{sheets['legal']}/aspect/strategy").rate(owner.names[0], 5)
    assert "belong to somebody else" in owner.state.message
    owner.act("history", owner.names[0]).act("done").act("export", "json")
    assert owner.visit.file is None
    assert owner.visit.store.load(sheets["legal"]).values.keys() == {"meta/main", "meta/name", "meta/role"}
    owner.act("answer-here").rate(owner.names[0], 5)
    assert owner.visit.store.load(sheets["legal"]).values["meta/here"] == "yes"
    assert owner.visit.store.load(sheets["legal"]).values[f"rating/{owner.names[0]}/level"] == 5


def test_a_respondent_reaches_neither_the_assessment_nor_the_sheets_of_others(owner, sheets, guests):
    answered(guests)
    guest, store = guests["legal"], owner.visit.store
    for identity in (owner.record.id, sheets["innovation"], sheets["senior-manager"]):
        assert store.access(identity, guest.visit.who) is None
        for event in ("route", "go"):
            guest.send_route(f"{sheets['legal']}/tasks")
            target = f"{identity}/tasks"
            guest.send_route(target) if event == "route" else guest.act("go", target)
            assert guest.record is None or guest.record.id == sheets["legal"]
            assert "belongs to somebody else" in guest.state.message
    guest.send_route("list")
    assert [one.id for one, _ in guest.state.shared] == [sheets["legal"]]
    assert guest.state.summaries == ()


def test_a_respondents_page_knows_nothing_of_anybody_else(owner, guests):
    answered(guests)
    guest = guests["legal"]
    assert guest.state.linked == {}
    for screen in (
        "tasks",
        "people",
        "differences",
        "result",
        "check",
        "targets",
        "export",
        "share",
        "aspect/strategy",
    ):
        page = guest.go(screen).html()
        for name in ("Innovation officer", "Senior manager", "visitor-innovation"):
            assert name not in page, screen


ACTS = [
    ("add-person", ""), ("invite", "{}"), ("end-link", "{}/x"), ("leave-out", "{}"), ("count-in", "{}"),
    ("remove-person", "{}"), ("open-answers", ""), ("answer-here", ""), ("submit", ""), ("repeat", ""),
    ("export", "json"), ("rename", "Mine now"), ("delete", ""), ("copy", "Mine"), ("version", ""), ("share-link", ""),
    ("withdraw", "x"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "value"), ACTS)
@pytest.mark.parametrize("whose", ["own", "other"])
def test_no_act_of_a_respondent_does_more_than_answer(owner, sheets, guests, act, value, whose):
    answered({"innovation": guests["innovation"]}, only=1)
    guest, store = guests["legal"], owner.visit.store
    target = sheets["legal" if whose == "own" else "innovation"]
    every = (owner.record.id, *sheets.values())
    before = {one: (store.load(one).values, store.load(one).title, len(store.shares(one, "ada"))) for one in every}
    guest.act(act, value.format(target), role="legal", person="Me", title="Mine", label="x", days="7").act(act, value)
    assert {
        one: (store.load(one).values, store.load(one).title, len(store.shares(one, "ada"))) for one in every
    } == before
    assert store.listing(guest.visit.who) == ()
    assert guest.visit.file is None


@pytest.mark.parametrize(
    "key",
    [
        "meta/main", "meta/name", "meta/here", "meta/opened", "sheet/x", "agreed/{}/level", "target/stage/x",
        "withhold/rating/{}",
    ],
)  # fmt: skip
def test_a_respondent_writes_ratings_and_nothing_else(guests, key):
    guest = guests["legal"]
    before = guest.values
    guest.change(key.format(guest.names[0]), "3")
    assert guest.state.message
    assert guest.values == before


def test_a_link_that_was_withdrawn_leads_nowhere(owner, sheets, guests):
    owner.go("people")
    (share,) = owner.state.linked_shares[sheets["legal"]]
    owner.act("end-link", f"{sheets['legal']}/{share.id}")
    guests["legal"].rate(owner.names[0], 3)
    assert guests["legal"].record is None
    assert f"rating/{owner.names[0]}/level" not in owner.visit.store.load(sheets["legal"]).values


def test_a_reader_of_the_assessment_sees_the_spread_and_never_who_or_which_words(owner, guests):
    answered(guests)
    guests["legal"].change(f"rating/{owner.names[0]}/note", "A secret of mine")
    owner.go("people").act("open-answers")
    store = owner.visit.store
    for role in (Role.READ, Role.EDIT):
        store.share(owner.record.id, NewShare(role, str(role), account=f"bo-{role}"), "ada")
        reader = Agency(store, f"bo-{role}").send_route(f"{owner.record.id}/differences")
        page = reader.html()
        assert "●" in page
        for hidden in ("A secret of mine", "Legal adviser"):
            assert hidden not in page
            assert hidden not in reader.go("people").html()
            reader.go("differences")
        reader.act("export", "json")
        assert b"A secret of mine" not in reader.visit.file.content
        assert b"sheet/" not in reader.visit.file.content
        owner.act("submit")
    frozen = Agency(store, "bo-read", client="later").send_route(f"{owner.record.id}/export").act("export", "json")
    assert b"A secret of mine" not in frozen.visit.file.content


# ---------------------------------------------------------------- the order of people


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_respondents_does_not_matter(illustrated, random):
    state, context = illustrated
    seen = ReadinessWork(state, context)
    names = list(state.linked)
    random.shuffle(names)
    keys = list(state.record.values)
    random.shuffle(keys)
    record = replace(state.record, values={key: state.record.values[key] for key in keys})
    turned = replace(state, record=record, linked={name: state.linked[name] for name in names})
    other = ReadinessWork(turned, context)
    assert other.result == seen.result
    assert other.findings == seen.findings
    assert other.reconciled == seen.reconciled
    assert record_of(other).sheets == record_of(seen).sheets
    assert [part.html for part in differences(turned, context, other)] == [
        part.html for part in differences(state, context, seen)
    ]


@pytest.fixture
def illustrated(store):
    agency = Agency(store)
    agency.act("samples")
    three = next(one.id for one in agency.state.summaries if "three" in one.title)
    agency.send_route(f"{three}/differences").act("mode", "one")
    return agency.state, agency.visit.context()
