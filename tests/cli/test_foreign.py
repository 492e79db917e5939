"""`toolkit import surveyjs` and `toolkit score --questionnaire`."""

import json

import pytest
from openpyxl import load_workbook

from tests.core.aia import as_bytes, worth


@pytest.fixture
def imported(run, tmp_path):
    (tmp_path / "aia.json").write_bytes(as_bytes())
    ran = run("import", "surveyjs", "aia.json", "--scoring", "canada-aia")
    assert ran.code == 0, ran.err
    return ran


def answers(path, raw, mitigation, **more):
    given = {name: list(v) if isinstance(v, tuple) else v for name, v in worth(raw, mitigation).items()}
    path.write_text(json.dumps({"version": "v1.0.1", "data": given | more}), "utf-8")


def test_a_questionnaire_comes_in_and_is_scored_before_and_after_completion(run, imported, tmp_path):
    assert "167 raw points and 154 mitigation points" in imported.out
    answers(tmp_path / "mine.json", 56, 62)
    ran = run("score", "--questionnaire", "aia", "--answers", "mine.json", "--json")
    found = json.loads(ran.out)
    for when in ("live", "completed"):
        one = found[when]
        got = [one[name] for name in ("raw_impact_score", "mitigation_score", "current_score", "impact_level")]
        assert got == [56, 62, 48, 2]
        assert len(one["visible_questions"]) == 116


def test_a_changed_mind_differs_until_completion(run, imported, tmp_path):
    answers(tmp_path / "mine.json", 99, 62, projectDetailsPhase="item2")
    found = json.loads(run("score", "--questionnaire", "aia", "--answers", "mine.json", "--json").out)
    assert (found["live"]["current_score"], found["completed"]["current_score"]) == (84, 99)


def test_people_read_that_open_questions_count_as_nothing(run, imported, tmp_path):
    (tmp_path / "none.json").write_text("{}", "utf-8")
    ran = run("score", "--questionnaire", "aia", "--answers", "none.json")
    assert "Level 1 while answering" in ran.out
    assert "with answers to them the level is" in ran.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("score", "--questionnaire", "none", "--answers", "x.json"), "import the questionnaire first"),
        (("score", "--questionnaire", "aia"), "needs --answers"),
        (("import", "surveyjs", "aia.json", "--scoring", "nobody", "-o", "z.json"), "choose one of canada-aia"),
        (("import", "crystals", "aia.json"), "cannot import “crystals”"),
    ],
)
def test_what_is_missing_is_said(run, imported, arguments, sentence):
    ran = run(*arguments)
    assert ran.code == 1
    assert sentence in ran.err


def test_the_profile_is_found_by_the_endings_of_names_and_said(run, tmp_path):
    (tmp_path / "aia.json").write_bytes(as_bytes())
    answers(tmp_path / "mine.json", 56, 62)
    ran = run("import", "surveyjs", "aia.json")
    assert "scored as canada-aia, because names end in -RS and -MS" in ran.out
    found = json.loads(run("score", "--questionnaire", "aia", "--answers", "mine.json", "--json").out)
    assert found["completed"]["current_score"] == 48


def test_a_questionnaire_whose_names_say_nothing_has_no_scores(run, tmp_path):
    asked = [{"type": "radiogroup", "name": "a", "choices": ["x-1", "y-2"]}]
    (tmp_path / "plain.json").write_bytes(as_bytes({"elements": asked}))
    assert "scored as" not in run("import", "surveyjs", "plain.json").out


def test_a_questionnaire_without_scoring_is_not_scored(run, tmp_path):
    (tmp_path / "aia.json").write_bytes(as_bytes())
    (tmp_path / "a.json").write_text("{}", "utf-8")
    assert run("import", "surveyjs", "aia.json", "--id", "plain", "--scoring", "none").code == 0
    assert "has no scoring profile" in run("score", "--questionnaire", "plain", "--answers", "a.json").err


def test_score_without_anything_is_wrong_usage(run):
    assert run("score").code == 2


INVENTORY = """id,agency,agency_bureau,use_case_name,development_stage,is_high_impact,has_pii,hi_testing_conducted
D-1,DOJ,FBI,Face search,Deployed,High-impact,Yes,In-progress
D-2,DOJ,FBI,Plate reader,Deployed,High-impact,No,Yes
"""


def test_an_inventory_is_told_as_gaps_and_begins_an_assessment(run, tmp_path):
    (tmp_path / "mine.csv").write_text(INVENTORY, "utf-8")
    ran = run("import", "inventory", "mine.csv")
    assert ran.code == 0, ran.err
    assert "2 records, layout us-2025" in ran.out
    assert "US federal 2025, in use and of high impact: testing reported as done by 1 of 2." in ran.out
    written = json.loads((tmp_path / "mine.inventory.json").read_text("utf-8"))
    assert [one["assessed"] for one in written["records"]] == [False, False]
    begun = run("import", "inventory", "mine.csv", "--record", "us-2025-2", "-o", "begun.json")
    assert begun.code == 0, begun.err
    scored = json.loads(run("score", "begun.json", "--json").out)
    assert scored["coverage"]["items"]["answered"] == 0
    assert scored["tiers"]["current"]["system"]["determined"] is False


def test_a_matrix_goes_out_comes_in_and_scores_in_a_pack(run, sample, tmp_path, monkeypatch):
    run("export", sample, "--to", "ciso-matrix", "-o", "m.yaml")
    ran = run("import", "ciso", "m.yaml", "-o", "rights-first.yaml")
    assert ran.code == 0, ran.err
    assert "methods/" in ran.out
    run("pack", "new", "own")
    (tmp_path / "own" / "methods").mkdir()
    text = (tmp_path / "rights-first.yaml").read_text("utf-8").replace("id: rights-first", "id: imported", 1)
    (tmp_path / "own" / "methods" / "imported.yaml").write_text(text, "utf-8")
    ran = run("pack", "check", "own")
    assert ran.code == 0, ran.out


def test_what_is_no_library_is_a_sentence(run, tmp_path):
    (tmp_path / "x.yaml").write_text("just: text\n", "utf-8")
    ran = run("import", "ciso", "x.yaml")
    assert ran.code == 1
    assert "objects" in ran.err


def test_edits_in_the_other_program_come_back_into_the_bundle(run, sample, tmp_path):
    run("export", sample, "--to", "ciso", "-o", "c.xlsx")
    book = load_workbook(tmp_path / "c.xlsx")
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value.endswith("/legitimacy-no-legal-basis"))
    row[heads.index("treatment")].value = "avoid"
    book.save(tmp_path / "c.xlsx")
    ran = run("import", "ciso", "c.xlsx", "--into", sample, "-o", "back.json")
    assert ran.code == 0, ran.err
    assert "“open” → “avoid” (taken over)" in ran.out
    back = json.loads((tmp_path / "back.json").read_text("utf-8"))
    assert back["treatments"]["legitimacy-no-legal-basis"]["decision"] == "avoid"
