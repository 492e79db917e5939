"""Registers, bundles, reports and notebooks as files."""

import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook

from toolkit.exchange.bundle import ILLUSTRATION

ON = ("--on", "2026-11-21")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_export_and_import_give_the_same_levels(run, sample, tmp_path, kind):
    assert run("export", sample, "--to", kind, "-o", f"r.{kind}").code == 0
    ran = run("import", f"r.{kind}", "-o", "back.json")
    assert ran.code == 0, ran.err
    assert "→" not in ran.out, "nothing was edited, so nothing differs"
    ours, theirs = (json.loads(run("score", path, "--json", *ON).out) for path in (sample, tmp_path / "back.json"))
    assert ours["tiers"] == theirs["tiers"]
    assert theirs["demo"] is True


def test_an_edited_cell_is_taken_over_and_told(run, sample, tmp_path):
    run("export", sample, "--to", "csv", "-o", "r.csv")
    path = tmp_path / "r.csv"
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    owner, risk = rows[0].index("owner"), rows[0].index("risk_id")
    row = next(row for row in rows if row[risk] == "accuracy-wrong-lead")
    row[owner] = "Deputy chief"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    ran = run("import", "r.csv", "-o", "back.json")
    assert "Deputy chief" in ran.out
    back = json.loads((tmp_path / "back.json").read_text("utf-8"))
    assert back["treatments"]["accuracy-wrong-lead"]["owner_role"] == "Deputy chief"


def test_export_does_not_replace_a_file_unless_forced(run, sample, tmp_path):
    (tmp_path / "r.csv").write_text("mine")
    ran = run("export", sample, "--to", "csv", "-o", "r.csv")
    assert ran.code == 1
    assert "--force" in ran.err
    assert (tmp_path / "r.csv").read_text() == "mine"
    assert run("export", sample, "--to", "csv", "-o", "r.csv", "--force").code == 0
    assert (tmp_path / "r.csv").read_text("utf-8") != "mine"


def test_bom_is_written_only_when_asked_for(run, sample, tmp_path):
    run("export", sample, "--to", "csv", "-o", "a.csv")
    run("export", sample, "--to", "csv", "-o", "b.csv", "--bom")
    assert not (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tmp_path / "b.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_agency_s_own_column_names_are_used_both_ways(run, sample, tmp_path):
    (tmp_path / "names.yaml").write_text("owner: Risk owner\n", "utf-8")
    assert run("export", sample, "--to", "csv", "-o", "r.csv", "--mapping", "names.yaml").code == 0
    assert "Risk owner" in (tmp_path / "r.csv").read_text("utf-8").splitlines()[0]
    assert run("import", "r.csv", "-o", "back.json", "--mapping", "names.yaml").code == 0


def test_verify_agrees_with_an_export_and_not_with_a_changed_one(run, sample, tmp_path):
    run("export", sample, "--to", "json", "-o", "frozen.json")
    assert run("verify", "frozen.json").code == 0
    path = tmp_path / "frozen.json"
    changed = json.loads(path.read_text("utf-8"))
    changed["responses"]["accuracy-wrong-lead"]["likelihood"] = 1
    changed["responses"]["accuracy-wrong-lead"].pop("rerated")
    path.write_text(json.dumps(changed), "utf-8")
    ran = run("verify", "frozen.json")
    assert ran.code == 1
    assert "differs" in ran.out


def test_verify_says_when_there_is_nothing_to_verify(run, sample):
    ran = run("verify", sample)
    assert ran.code == 2
    assert "not verified" in ran.out


def test_withheld_text_never_leaves(run, sample, tmp_path):
    secret = "papers of the negotiation"
    given = json.loads(sample.read_text("utf-8"))
    item = next(name for name, r in given["responses"].items() if r["state"] == "withheld")
    given["responses"][item]["note"] = secret
    (tmp_path / "own.json").write_text(json.dumps(given), "utf-8")
    for kind in ("csv", "json", "xlsx"):
        run("export", "own.json", "--to", kind, "-o", f"out.{kind}")
    assert secret not in (tmp_path / "out.csv").read_text("utf-8")
    assert secret not in (tmp_path / "out.json").read_text("utf-8")
    cells = [c.value for sheet in load_workbook(tmp_path / "out.xlsx") for row in sheet for c in row]
    assert not any(secret in str(value) for value in cells)


def test_the_report_is_one_file_that_carries_the_marks(run, sample, tmp_path):
    ran = run("report", sample, "-o", "r.html")
    assert ran.code == 0, ran.err
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "Illustration" in page
    assert "Not affiliated" in page
    for outside in ("<script", 'src="http', 'href="http', "@import", "url(http"):
        assert outside not in page.lower()


def test_the_demo_mark_is_in_every_register(run, sample, tmp_path):
    for kind in ("csv", "json", "xlsx"):
        run("export", sample, "--to", kind, "-o", f"out.{kind}")
    rows = list(csv.reader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))
    assert all(any(ILLUSTRATION in cell for cell in row) for row in rows[1:])
    bundle = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert bundle["demo"] is True
    assert ILLUSTRATION in bundle["notice"]
    for sheet in load_workbook(tmp_path / "out.xlsx"):
        assert any(ILLUSTRATION in str(cell.value) for row in sheet for cell in row)


def test_a_notebook_runs_from_any_folder_and_leaves_the_database_alone(run, sample, tmp_path):
    ran = run("run", "reports/assessment", "--assessment", sample, "-o", "r.html")
    assert ran.code == 0, ran.err
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "Illustration" in page
    assert re.findall(r"""(?:src|href)=["']?https?:|import\(["']http""", page) == []
    assert not (tmp_path / "test.db").exists()


def test_a_notebook_that_is_not_there_is_a_sentence_with_the_names(run, sample):
    ran = run("run", "nothing", "--assessment", sample)
    assert ran.code == 1
    assert "risk" in ran.err


def test_methods_prints_the_health_of_each_matrix(run):
    shown = run("methods").out
    assert "rights-first 1.0.0 (default)" in shown
    assert "reversed" in shown
    for name in ("linear", "nist-800-30", "rights-first-severity"):
        assert name in shown


def test_check_accepts_the_content_and_names_what_is_wrong_in_a_pack(run, tmp_path):
    ran = run("check")
    assert ran.code == 0, ran.out
    (tmp_path / "pack.yaml").write_text("id: my-pack\nversion: 1\n", "utf-8")
    ran = run("check", "pack.yaml")
    assert ran.code == 1
    assert "pack.yaml" in ran.out


def test_check_speaks_json(run):
    given = json.loads(run("check", "--json").out)
    assert given["counts"]["risk_items"] >= 68


def test_doctor_looks_at_everything_and_changes_no_answer(run):
    ran = run("doctor", "--port", "0")
    for what in ("Python", "Content", "Database", "Port", "Disk", "Browser", "Fonts", "Clock"):
        assert what in ran.out
    assert ran.code == 0


def test_doctor_says_how_to_mend_a_database(run):
    ran = run("doctor", "--database-url", "sqlite:////proc/none/toolkit.db")
    assert ran.code == 1
    assert "TOOLKIT_DATABASE_URL" in ran.out


# ---------------------------------------------------------------- registers of others, and of several systems

OTHERS = ("ciso", "ciso-controls", "ciso-matrix", "simplerisk", "oscal", "jsonld", "ics")


@pytest.mark.parametrize("kind", OTHERS)
def test_what_a_format_cannot_say_is_told_apart_from_the_output(run, sample, kind):
    ran = run("export", sample, "--to", kind)
    assert ran.code == 0, ran.err
    assert ran.out.strip().endswith("written")
    assert f"What {kind} cannot say here:" in ran.err


def test_a_plan_comes_back_with_the_same_levels(run, sample, tmp_path):
    run("export", sample, "--to", "oscal", "-o", "plan.json")
    ours, theirs = (json.loads(run("score", path, "--json", *ON).out) for path in (sample, tmp_path / "plan.json"))
    assert ours["tiers"] == theirs["tiers"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_register_of_three_systems_comes_back_as_three(run, sample, tmp_path, kind):
    files = sorted(sample.parent.glob("*.json"))
    assert run("export", *files, "--to", kind, "-o", f"all.{kind}").code == 0
    ran = run("import", f"all.{kind}", "-o", "back")
    assert ran.code == 0, ran.err
    back = sorted((tmp_path / "back").glob("*.json"))
    assert len(back) == len(files) == 3
    for ours, theirs in zip(files, back, strict=True):
        levels = [json.loads(run("score", path, "--json", *ON).out)["tiers"] for path in (ours, theirs)]
        assert levels[0] == levels[1]


def test_a_register_of_several_systems_is_not_taken_for_one(run, sample, tmp_path):
    files = sorted(sample.parent.glob("*.json"))
    run("export", *files, "--to", "csv", "-o", "all.csv")
    ran = run("score", "all.csv")
    assert ran.code == 1
    assert "holds 3 assessments" in ran.err


def test_the_same_system_twice_is_refused(run, sample):
    ran = run("export", sample, sample, "--to", "csv", "-o", "all.csv")
    assert ran.code == 1
    assert "face-search-custody" in ran.err


def test_a_format_of_one_system_refuses_several(run, sample):
    ran = run("export", *sorted(sample.parent.glob("*.json")), "--to", "oscal")
    assert ran.code == 1
    assert "one system" in ran.err


@pytest.mark.parametrize("name", ["f.docx", "f.md", "f.html"])
def test_the_ending_decides_how_the_rights_assessment_is_written(run, sample, tmp_path, name):
    ran = run("export", sample, "--to", "fria", "-o", name)
    assert ran.code == 0, ran.err
    assert "still to write" in ran.err
    assert (tmp_path / name).stat().st_size > 5_000


def test_a_mapping_is_refused_where_columns_are_fixed(run, sample, tmp_path):
    (tmp_path / "names.yaml").write_text("owner: Risk owner\n", "utf-8")
    ran = run("export", sample, "--to", "oscal", "--mapping", "names.yaml")
    assert ran.code == 1
    assert "fixed" in ran.err
