"""What a reader can do: levels, cases to play, checks, filters, views, the tour; and what is remembered."""

import pytest

from tests.pages.reading import at, given, html, parsed
from toolkit.pages.reading import arrived, route, update, view
from toolkit.pages.reading_state import Memory, Reader
from toolkit.pages.screen import Event

CHAPTER = "introduction/intro-how-models-are-measured"
CASE = "cases/williams-detroit-2020"
WARNED = "cases/csam-false-positive-2021"


def words(markdown):
    """The first words of a text, without marks."""
    return " ".join(markdown.replace("**", "").split()[:8])


# ---------------------------------------------------------------- levels


@pytest.mark.parametrize("level", ["basic", "intermediate", "advanced"])
def test_a_principle_is_told_at_the_level_that_was_chosen(level):
    page = given().guides.page("legitimacy")
    shown = parsed(f"principles/legitimacy?level={level}").text
    for one in ("basic", "intermediate", "advanced"):
        assert (words(getattr(page, one)) in shown) == (one == level)


def test_the_level_is_remembered_on_the_next_page():
    reader = at("principles/accuracy?level=advanced")
    later = at("principles/privacy", before=reader)
    assert later.memory.level == "advanced"
    assert words(given().guides.page("privacy").advanced) in parsed("principles/privacy", before=reader).text


@pytest.mark.parametrize("level", ["", "expert", "ADVANCED", "x" * 1000])
def test_a_level_that_is_none_changes_nothing(level):
    assert at(f"principles?level={level}").memory.level == "basic"


def test_the_map_shows_norms_at_the_advanced_level_only():
    norm = given().guides.page("accuracy").norms[0].name
    assert norm in parsed("principles?level=advanced").text
    assert norm not in parsed("principles?level=basic").text


# ---------------------------------------------------------------- cases


def test_a_case_asks_one_decision_after_the_other():
    first, second = given().guides.case("williams-detroit-2020").decisions[:2]
    before, after = parsed(CASE).text, parsed(f"{CASE}?d1=2").text
    assert first.options[0].text in before
    assert first.options[0].feedback not in before
    assert words(second.text) not in before
    for option in first.options:
        assert option.feedback in after
    assert words(second.text) in after


def test_what_happened_is_told_after_the_last_decision():
    case = given().guides.case("williams-detroit-2020")
    answers = "&".join(f"d{n}=1" for n in range(1, len(case.decisions) + 1))
    some = answers.rpartition("&")[0]
    assert case.lesson not in parsed(f"{CASE}?{some}").text
    assert case.lesson in parsed(f"{CASE}?{answers}").text
    assert case.better[0] in parsed(f"{CASE}?{answers}").text


def test_everything_can_be_shown_at_once():
    case = given().guides.case("williams-detroit-2020")
    page = parsed(f"{CASE}?all=1")
    for decision in case.decisions:
        assert all(option.feedback in page.text for option in decision.options)
    assert case.lesson in page.text
    assert [one for one in page.fields if one and one.startswith("d")] == []


@pytest.mark.parametrize("choice", ["0", "99", "-1", "x", "1.5", "١", "", "1" * 400])
def test_a_choice_that_is_none_leaves_the_decision_open(choice):
    page = parsed(f"{CASE}?d1={choice}")
    assert "What each choice would have meant" not in page.text
    assert "d1-1" in page.ids


def test_the_ask_of_the_level_stands_in_front():
    point = given().guides.case("williams-detroit-2020").decisions[0]
    page = html(f"{CASE}?level=advanced")
    assert page.index(point.ask.advanced) < page.index(point.ask.basic)


def test_a_case_about_abuse_warns_first_and_says_nothing_of_the_case():
    case = given().guides.case("csam-false-positive-2021")
    page = parsed(WARNED)
    assert "Before you read on" in page.text
    assert words(case.situation) not in page.text
    assert case.lead not in page.text
    order = [one.id for one in given().guides.cases]
    assert f"/read/cases/{order[order.index(case.id) + 1]}" in page.links


def test_reading_on_is_remembered_for_that_case_alone():
    reader = at(f"{WARNED}?go=1")
    case = given().guides.case("csam-false-positive-2021")
    assert words(case.situation) in parsed(WARNED, before=reader).text
    other = next(one for one in given().guides.cases if one.warning != "none" and one.id != case.id)
    assert "Before you read on" in parsed(f"cases/{other.id}", before=reader).text


def test_a_case_behind_a_warning_can_be_played_without_any_memory():
    assert 'name="go" value="1"' in html(f"{WARNED}?go=1")
    assert "What each choice would have meant" in parsed(f"{WARNED}?go=1&d1=1").text


FILTERS = {
    "application": lambda case, value: value in case.applications,
    "principle": lambda case, value: value in case.principles,
    "jurisdiction": lambda case, value: case.jurisdiction == value,
    "outcome": lambda case, value: case.outcome == value,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [("application", "face-search"), ("principle", "privacy"), ("jurisdiction", "NL"), ("outcome", "stopped")],
)
def test_cases_are_filtered(name, value):
    page = parsed(f"cases?{name}={value}").links
    for case in given().guides.cases:
        assert (f"/read/cases/{case.id}" in page) == FILTERS[name](case, value), case.id


def test_a_core_principle_finds_the_cases_of_its_parts():
    parts = {"minimization-of-harm", *given().library.tree["minimization-of-harm"]}
    shown = parsed("cases?principle=minimization-of-harm").links
    for case in given().guides.cases:
        assert (f"/read/cases/{case.id}" in shown) == bool(parts & set(case.principles))


def test_filters_that_no_case_meets_say_so():
    page = parsed("cases?jurisdiction=NL&outcome=good-practice&application=nothing")
    assert "No case has all of these" in page.text
    assert "0 cases" in page.text


def test_the_list_of_cases_does_not_give_the_end_away():
    assert "Damages or a settlement" not in parsed("cases").text.partition("Show these cases")[2]


# ---------------------------------------------------------------- checks


def right_answers(name):
    chapter = given().guides.chapter(name)
    chosen = (
        f"q{number}={place}"
        for number, question in enumerate(chapter.check, 1)
        for place, answer in enumerate(question.answers)
        if answer.right
    )
    return "&".join(chosen)


def test_each_chosen_answer_gets_its_feedback_and_no_other():
    first = given().guides.chapter("intro-how-models-are-measured").check[0]
    page = parsed(f"{CHAPTER}?q1=1").text
    assert f"Not right. {first.answers[1].feedback}" in page
    assert first.answers[0].feedback not in page
    assert "Choose an answer." in page


def test_all_right_passes_the_chapter_and_is_remembered():
    reader = at(f"{CHAPTER}?{right_answers('intro-how-models-are-measured')}")
    assert reader.memory.passed == reader.memory.read == {"intro-how-models-are-measured"}
    assert "This chapter is passed." in parsed(f"{CHAPTER}?{right_answers('intro-how-models-are-measured')}").text
    assert "You have passed this check before." in parsed(CHAPTER, before=reader).text
    assert "Check passed" in parsed("introduction", before=reader).text


def test_half_of_several_right_answers_does_not_pass():
    some = right_answers("intro-how-models-are-measured").rpartition("&")[0]
    assert at(f"{CHAPTER}?{some}").memory.passed == frozenset()
    assert "Not complete yet." in parsed(f"{CHAPTER}?{some}").text


def test_a_wrong_answer_beside_the_right_ones_does_not_pass():
    everything = "&".join(f"q{n}={place}" for n in (1, 2, 3) for place in range(4))
    assert at(f"{CHAPTER}?{everything}").memory.passed == frozenset()


def test_every_chapter_can_be_passed():
    reader = Reader()
    for chapter in given().guides.chapters:
        reader = at(f"introduction/{chapter.id}?{right_answers(chapter.id)}", before=reader)
    assert len(reader.memory.passed) == len(given().guides.chapters)


def test_going_on_to_the_next_chapter_says_that_this_one_was_read():
    first, second = given().guides.chapters[:2]
    forward = f"/read/introduction/{second.id}?done={first.id}"
    assert forward in parsed(f"introduction/{first.id}").links
    reader = at(forward.removeprefix("/read/"))
    assert reader.memory.read == {first.id}
    assert second.title in parsed("", before=reader).text


def test_chapters_that_are_none_are_not_remembered():
    assert at("introduction?done=nothing&done=intro-x").memory.read == frozenset()


# ---------------------------------------------------------------- roadmap, primers, tour


def test_the_roadmap_by_role_divides_what_to_own_from_what_to_help_with():
    owned, _, shared = parsed("roadmap?view=role&who=legal").text.partition("To help with")
    for one in given().guides.recommendations:
        assert (one.title in owned) == (one.owner == "legal"), one.id
        assert (one.title in shared) == ("legal" in one.involves), one.id


def test_the_roadmap_by_stage_shows_what_serves_it():
    page = parsed("roadmap?view=stage&stage=retirement").text
    for one in given().guides.recommendations:
        assert (one.title in page) == ("retirement" in one.stages), one.id


def test_the_picture_of_needs_has_a_table_that_says_the_same():
    page = parsed("roadmap?view=dependencies").text
    table = page.partition("As a table")[2]
    for one in given().guides.recommendations:
        assert one.title in page
        if one.needs:
            assert one.title in table


@pytest.mark.parametrize("path", ["small", "large"])
def test_a_path_leads_through_its_steps_in_order(path):
    steps = next(one for one in given().guides.paths if one.id == path).steps
    page = html(f"roadmap?path={path}")
    places = [page.index(f"/read/roadmap/{one.recommendation}") for one in steps]
    assert places == sorted(places)


@pytest.mark.parametrize("query", ["view=nothing", "path=nothing", "view=role&who=nobody", "view=stage&stage=x"])
def test_a_view_that_is_none_falls_back(query):
    assert given().guides.recommendations[0].title in parsed(f"roadmap?{query}").text


def test_role_and_activity_lead_to_the_primer_and_are_remembered():
    reader = at("primers?role=rd&activity=deploy")
    assert (reader.memory.role, reader.memory.activity) == ("rd", "deploy")
    assert "/read/primers/rd-deploy" in parsed("tour/check", before=reader).links


def test_a_guess_gets_its_own_feedback_and_the_answer():
    guess = given().guides.tour.pages[0].guess
    page = parsed("tour/1?guess=1").text
    assert guess.answers[1].feedback in page
    assert guess.answers[0].feedback not in page
    assert guess.answers[1].feedback not in parsed("tour/1?guess=9").text


def test_the_end_of_the_tour_says_what_to_ask_next():
    questions = given().guides.tour.check
    answers = "&".join(f"t{n}={'yes' if n == 1 else 'unknown'}" for n in range(1, len(questions) + 1))
    asked, _, clear = parsed(f"tour/check?{answers}").text.partition("What to ask next")[2].partition("A clear yes")
    assert questions[0].question not in asked
    assert [one.question in clear for one in questions] == [True, False, False, False, False]
    assert all(one.question in asked for one in questions[1:])


# ---------------------------------------------------------------- memory and events


def test_memory_comes_back_from_what_was_kept():
    memory = at(f"{CHAPTER}?{right_answers('intro-how-models-are-measured')}&level=advanced&role=rd").memory
    assert Memory.of(memory.said(), [one.id for one in given().guides.chapters]) == memory
    assert Memory().said() == {}


@pytest.mark.parametrize(
    "kept", [None, [], "x", 7, {"read": "intro-what-is-ai"}, {"read": [1, None]}, {"level": ["basic"], "role": 5}]
)
def test_what_cannot_have_been_kept_is_no_memory(kept):
    assert Memory.of(kept, ["intro-what-is-ai"]) == Memory()


def test_acts_of_the_widget_do_what_addresses_do():
    reading = given(widget=True)
    there = update(Reader(), Event("act", "go", "principles/accuracy?level=advanced"), reading)
    assert there == arrived(Reader().at("principles/accuracy?level=advanced"), reading)
    chosen = update(Reader(), Event("act", "submit", CASE, form={"d1": "2", "x": None, "y": ["1", "2"]}), reading)
    assert chosen.query == {"d1": ("2",), "y": ("1", "2")}
    assert update(there, Event("route", value="overview"), reading).path == ""


@pytest.mark.parametrize(
    "event", [Event("act", "delete"), Event("change", "x", 1), Event("act", "go", {"a": 1}), Event("upload")]
)
def test_other_events_do_no_harm(event):
    view(update(Reader(), event, given()), given())


def test_the_address_leads_back_to_the_same_page():
    for address in ("overview", f"{CASE}?d1=2&d2=1", "cases?outcome=stopped", "principles/accuracy"):
        reader = at(address)
        assert route(reader) == address
        assert view(at(route(reader)), given()) == view(reader, given())


@pytest.mark.parametrize(
    "query", ["d1=%00", "q=" + "x" * 20_000, "&".join(f"a{n}=1" for n in range(500)), "=%ff&&&=", "<script>"]
)
def test_hostile_queries_are_only_text(query):
    page = html(f"{CASE}?{query}")
    assert "<script>" not in page
