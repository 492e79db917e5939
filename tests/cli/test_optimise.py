"""`toolkit optimise` as an analyst uses it: write the list, fill in costs, choose; JSON with stable keys."""

import csv
import json

import pytest

from tests.cli.conftest import SAMPLES
from toolkit.analysis import treatment

FILES = sorted(SAMPLES.glob("*.json"))


@pytest.fixture
def listed(run, tmp_path):
    """A list of the samples' treatments with the cost 2 for each but the last."""
    assert "treatments; fill in the column cost" in run("optimise", *FILES, "--list", "list.csv").out
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 3
    assert {row["cost"] for row in rows} == {""}
    for row in rows[:-1]:
        row["cost"] = "2"
    with (tmp_path / "costs.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return rows


def test_from_the_list_to_the_best_set(run, listed):
    ran = run("optimise", *FILES, "--costs", "costs.csv", "--budget", "4.5", "--unit", "days", "--json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    assert found["format"] == "toolkit-optimise/1"
    assert (found["unit"], found["budget"], found["proved"], found["projection"]) == ("days", "4.50", True, True)
    assert [one["id"] for one in found["treatments"]] == [row["id"] for row in listed]
    chosen = [one for one in found["treatments"] if one["why"] == "chosen"]
    assert 0 < len(chosen) <= 2
    assert all(one["changes"] for one in chosen)
    assert found["cost"] == str(2 * len(chosen))
    assert tuple(found["after"]["sure"].values()) <= tuple(found["before"]["sure"].values())
    assert any("made-up" in one.lower() or "illustration" in one.lower() for one in found["notices"])
    assert run("optimise", *FILES, "--costs", "costs.csv", "--budget", "4.5", "--unit", "days", "--json").out == ran.out


def test_for_people_it_speaks_in_sentences(run, listed):
    said = run("optimise", *FILES, "--costs", "costs.csv", "--budget", "2").out
    assert "Proved: no other set does better." in said
    assert "nothing is stored as a result" in said
    assert "2, " in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "name the costs with --costs FILE"),
        (("--costs", "costs.csv"), "--budget needs an amount"),
        (("--costs", "costs.csv", "--budget", "lots"), "“lots” is not an amount"),
        (("--costs", "wrong.csv", "--budget", "2"), "needs the columns id and cost"),
        (("--costs", "bad.csv", "--budget", "2"), "line 2 of the costs: “-3” is not an amount"),
        (("--costs", "other.csv", "--budget", "2"), "no system plans nowhere/nothing"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(run, listed, tmp_path, arguments, sentence):
    (tmp_path / "wrong.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text(f"id,cost\n{listed[0]['id']},'-3\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("id,cost\nnowhere/nothing,3\n", encoding="utf-8")
    ran = run("optimise", *FILES, *arguments)
    assert ran.code == 1
    assert sentence in ran.err


def test_the_same_system_twice_is_refused(run):
    assert "is there twice" in run("optimise", FILES[0], FILES[0], "--list", "list.csv").err


def test_without_the_solver_nothing_is_chosen(run, listed, monkeypatch):
    monkeypatch.setattr(treatment, "installed", lambda: False)
    ran = run("optimise", *FILES, "--costs", "costs.csv", "--budget", "4")
    assert ran.code == 1
    assert "pip install 'responsible-ai-toolkit[optimize]'" in ran.err
