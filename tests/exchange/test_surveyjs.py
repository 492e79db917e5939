"""SurveyJS questionnaires come in whole, or are refused with path and line."""

import json
from pathlib import Path

import pytest

from tests.core.aia import as_bytes, surveyjs
from toolkit.exchange.bundle import dumps
from toolkit.exchange.json_lines import lines_of
from toolkit.exchange.problems import BundleError
from toolkit.exchange.survey_file import read_answers, read_scoring, read_survey, write_survey
from toolkit.exchange.surveyjs import read_surveyjs

PROFILE = Path(__file__).parents[2] / "data/surveys/canada-aia.json"


def one(**given):
    return as_bytes({"pages": [{"name": "p", "elements": [{"type": "text", "name": "a"} | given]}]})


def test_a_questionnaire_of_ours_is_read_back_as_it_was():
    survey = read_surveyjs(as_bytes(), "aia").survey
    assert read_survey(dumps(write_survey(survey))).survey == survey


def test_texts_keep_their_languages_and_lose_their_tags():
    survey = read_surveyjs(one(title={"default": "<b>Why</b>?", "fr": "Pourquoi ?"}), "x").survey
    assert survey.pages[0].parts[0].words == {"default": "Why ?", "fr": "Pourquoi ?"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"type": "matrix"}, "pages[0].elements[0].type (line 7): questions of type “matrix” are not supported"),
        ({"visibleIf": "iif({a} = 1, 2, 3)"}, "pages[0].elements[0].visibleIf (line 9): “iif” is not supported here"),
        ({"enableIf": "{a} = 1"}, "pages[0].elements[0].enableIf (line 9): “enableIf” is not supported"),
        ({"type": "dropdown", "choices": [{"value": "x", "visibleIf": "{a} = 1"}]}, "choices[0].visibleIf (line 12)"),
        ({"type": "dropdown", "choices": [None]}, "choices[0] (line 10): needs a value"),
        ({"name": ""}, "has no name"),
        ({"title": 5}, "pages[0].elements[0].title (line 9): must be a text"),
        ({"visibleIf": True}, "pages[0].elements[0].visibleIf (line 9): must be a text"),
        ({"visible": "false"}, "pages[0].elements[0].visible (line 9): must be true or false"),
        ({"visibleIf": "{a.length} > 0"}, "visibleIf (line 9): “{a.length}” looks into an answer"),
        ({"visibleIf": "{a[0].b} = 1"}, "visibleIf (line 9): “{a[0].b}” looks into an answer"),
        ({"visibleIf": "{a-Comment} notempty"}, "visibleIf (line 9): “{a-Comment}” looks into an answer"),
        ({"visibleIf": "{panel.kind} = 1"}, "visibleIf (line 9): “{panel.kind}” looks into an answer"),
        ({"visibleIf": "{$self} = 1"}, "visibleIf (line 9): “{$self}” looks into an answer"),
        ({"visibleIf": "{a} + 1 > 3"}, "visibleIf (line 9): cannot read “+ 1 > 3”"),
        ({"type": "matrixdropdown", "columns": [{}], "rows": ["x"]}, "of type “matrixdropdown” are not supported"),
        ({"type": "paneldynamic", "templateElements": []}, "of type “paneldynamic” are not supported"),
        ({"type": "imagepicker"}, "of type “imagepicker” are not supported"),
        ({"choicesByUrl": {"url": "https://example.org"}}, "pages[0].elements[0].choicesByUrl (line 9)"),
        ({"valueName": "b"}, "pages[0].elements[0].valueName (line 9)"),
        ({"defaultValue": "x"}, "pages[0].elements[0].defaultValue (line 9)"),
    ],
)
def test_what_is_not_supported_is_named_with_path_and_line(given, sentence):
    with pytest.raises(BundleError) as refused:
        read_surveyjs(one(**given), "x")
    assert sentence in str(refused.value)


def test_a_choice_may_be_a_text_with_its_value_before_a_stroke():
    given = one(type="radiogroup", choices=["many|A lot", "few", 3, "odd|a|b"])
    choices = read_surveyjs(given, "x").survey.pages[0].parts[0].choices
    assert [(choice.value, dict(choice.words)) for choice in choices] == [
        ("many", {"default": "A lot"}),
        ("few", {}),
        (3, {}),
        ("odd", {"default": "a|b"}),
    ]


@pytest.mark.parametrize(("given", "required"), [(True, True), ("true", True), (False, False), ("false", False)])
def test_an_answer_is_required_also_where_that_is_written_as_a_text(given, required):
    assert read_surveyjs(one(isRequired=given), "x").survey.pages[0].parts[0].required is required


@pytest.mark.parametrize(
    "given",
    [{"storeOthersAsComment": False}, {"showInvisibleElements": True}, {"calculatedValues": [{"name": "x"}]}],
)
def test_what_changes_answers_of_all_questions_is_refused_with_its_line(given):
    with pytest.raises(BundleError, match=rf"{next(iter(given))} \(line \d+\)"):
        read_surveyjs(as_bytes({"pages": [{"elements": [{"type": "text", "name": "a"}]}]} | given), "x")


def test_a_page_with_two_lists_of_questions_is_refused():
    page = {"elements": [{"type": "text", "name": "a"}], "questions": [{"type": "text", "name": "b"}]}
    with pytest.raises(BundleError, match="stand beside"):
        read_surveyjs(as_bytes({"pages": [page]}), "x")


def test_every_problem_is_named_at_once():
    raw = surveyjs()
    for page in raw["pages"][1:3]:
        page["elements"][0]["elements"][0]["type"] = "rating"
    raw["triggers"] = [{"type": "complete"}]
    with pytest.raises(BundleError) as refused:
        read_surveyjs(as_bytes(raw), "aia")
    assert len(refused.value.problems) == 3


def test_two_questions_of_one_name_are_refused():
    raw = {"elements": [{"type": "text", "name": "a"}, {"type": "comment", "name": "a"}]}
    with pytest.raises(BundleError, match="also the name at"):
        read_surveyjs(as_bytes(raw), "x")


def test_looks_are_left_out_and_counted():
    assert read_surveyjs(one(colCount=2), "x").notices == (
        "“colCount” changes looks only and is left out, 1×, first at pages[0].elements[0].colCount (line 9)",
    )


def test_a_rule_about_a_question_that_is_not_there_is_said():
    (said,) = read_surveyjs(one(visibleIf="{gone} = 1"), "x").notices
    assert said.startswith("pages[0].elements[0].visibleIf (line 9): ")
    assert "reads as unanswered" in said


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"pages": 3}', b'{"pages": [7]}', b"\xff", b'{"elements": {}}'])
def test_whatever_is_no_questionnaire_is_refused_in_a_sentence(raw):
    with pytest.raises(BundleError):
        read_surveyjs(raw, "x")


def test_a_title_of_nothing_but_opened_tags_is_read_like_any_other():
    title = "<" * 300_000
    assert read_surveyjs(one(title=title), "x").survey.pages[0].parts[0].words == {"default": title}


@pytest.mark.parametrize(
    "wrong", [{"share": "1/0"}, {"share": "1e99"}, {"upto": ["-1"]}, {"phases": 1e999}, {"reduction": None}]
)
def test_a_scoring_profile_whose_numbers_are_none_is_refused_in_a_sentence(wrong):
    with pytest.raises(BundleError, match="canada-aia"):
        read_scoring(json.loads(PROFILE.read_text("utf-8")) | wrong)


def test_lines_are_those_of_the_text():
    text = json.dumps({"a": [1, {"b": "x,}\\n{"}], "c": {}}, indent=2)
    found = lines_of(text)
    rows = text.splitlines()
    assert '"b"' in rows[found["a[1].b"] - 1]
    assert '"c"' in rows[found["c"] - 1]


def test_answers_are_read_plain_or_from_a_saved_result():
    survey = read_surveyjs(as_bytes(), "aia").survey
    inner = {"projectDetailsPhase": "item1", "impact1": ["item1-2"], "nobody": 1}
    plain, saved = read_answers(inner, survey), read_answers({"version": "v1", "data": inner}, survey)
    assert plain == saved
    assert plain[0]["impact1"] == ("item1-2",)
    assert any("nobody" in one for one in plain[1])
    with pytest.raises(BundleError, match="not an answer"):
        read_answers({"a": {"b": 1}}, survey)
