"""Content packs from the first file to the installed pack, as an author and an agency would do it."""

import json

import pytest

from toolkit.content import load_library
from toolkit.content.readiness import load_readiness
from toolkit.content.workbook import load_workbook
from toolkit.content.yaml_out import dump_yaml


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder of packs and a data folder of the test's own; the library forgets them afterwards."""
    monkeypatch.setenv("TOOLKIT_PACKS", str(tmp_path / "packs"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    load_library.cache_clear()
    yield tmp_path
    monkeypatch.setenv("TOOLKIT_PACKS", "")
    load_library.cache_clear()


def change(place, old, new):
    (path,) = (place / "atlantis" / "questionnaires" / "risk").glob("*.yaml")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_pack_goes_from_the_first_file_into_the_scores(run, place, sample):
    assert run("pack", "new", "atlantis").code == 0
    change(place, "title: The system", "title: In Atlantis the system")
    ran = run("pack", "check", "atlantis")
    assert ran.code == 0, ran.out + ran.err
    built = run("pack", "build", "atlantis")
    assert built.code == 0, built.err
    assert run("pack", "install", "atlantis-0.1.0.pack.zip").code == 0
    assert "atlantis 0.1.0" in run("pack", "list").out
    load_library.cache_clear()
    scored = json.loads(run("score", sample, "--json").out)
    assert scored["questionnaire"]["version"] == "1.0.0+atlantis@0.1.0"


def test_a_pack_of_a_stranger_needs_a_key_that_came_another_way(run, place, monkeypatch):
    run("pack", "new", "atlantis")
    key = run("pack", "build", "atlantis").out.split("signed with ")[1].split()[0]
    monkeypatch.setenv("XDG_DATA_HOME", str(place / "another-computer"))
    ran = run("pack", "install", "atlantis-0.1.0.pack.zip")
    assert ran.code == 1
    assert "nobody vouched for" in ran.err
    assert not (place / "packs" / "atlantis").exists()
    assert run("pack", "install", "atlantis-0.1.0.pack.zip", "--public-key", key).code == 0


def test_a_newer_version_says_what_changes_before_it_replaces(run, place):
    run("pack", "new", "atlantis")
    run("pack", "build", "atlantis")
    run("pack", "install", "atlantis-0.1.0.pack.zip")
    change(place, "title: The system", "title: In Atlantis the system")
    run("pack", "build", "atlantis", "-o", "newer.pack.zip")
    refused = run("pack", "install", "newer.pack.zip")
    assert refused.code == 1
    assert "--force" in refused.err
    ran = run("pack", "install", "newer.pack.zip", "--force")
    assert ran.code == 0, ran.err
    assert "reworded: the answer stays" in ran.out


def test_a_pack_with_an_error_is_neither_built_nor_installed(run, place):
    run("pack", "new", "atlantis")
    change(place, "title: The system", "titel: The system")
    assert run("pack", "check", "atlantis").code == 1
    ran = run("pack", "build", "atlantis")
    assert ran.code == 1
    assert "toolkit pack check" in ran.err
    assert list(place.glob("*.zip")) == []


def test_answers_come_over_with_a_visible_difference(run, place, sample):
    run("pack", "new", "atlantis")
    change(place, "title: The system", "impact_cap: 4\n  title: The system")
    ran = run("pack", "diff", "core", "atlantis", sample, "-o", "moved.json")
    assert ran.code == 0, ran.err
    assert "legitimacy-no-legal-basis: its scale changed" in ran.out
    moved = json.loads((place / "moved.json").read_text("utf-8"))["responses"]
    before = json.loads(sample.read_text("utf-8"))["responses"]
    assert moved["legitimacy-no-legal-basis"]["state"] == "skipped"
    assert "Answer to version 1.0.0" in moved["legitimacy-no-legal-basis"]["note"]
    assert len(moved) == len(before)


def test_a_pack_goes_through_a_workbook_and_back(run, place):
    run("pack", "new", "atlantis")
    assert run("pack", "sheet", "atlantis", "-o", "a.xlsx").code == 0
    ran = run("pack", "sheet", "a.xlsx", "-o", "again")
    assert ran.code == 0, ran.err
    names = sorted(path.relative_to(place / "atlantis") for path in (place / "atlantis").rglob("*.yaml"))
    assert names == sorted(path.relative_to(place / "again") for path in (place / "again").rglob("*.yaml"))
    assert run("pack", "diff", "atlantis", "again").out.strip() == "81 risks are the same"


def test_records_are_brought_over_and_say_what_changed(run, place):
    run("pack", "new", "atlantis")
    one, two = load_readiness().statements[:2]
    asked = load_workbook().questions[0]
    folder = place / "atlantis"
    files = {
        f"readiness/{one.dimension}.yaml": {"statements": [{"id": one.id, "statement": "Atlantis has an owner."}]},
        "workbook/lawfulness.yaml": {"questions": [{"id": asked.id, "question": "Which law of Atlantis?"}]},
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(dump_yaml(data), "utf-8")
    told = run("pack", "diff", "core", "atlantis").out
    assert f"{one.id}: its scale changed" in told
    assert f"{asked.id}: reworded" in told
    assert "74 statements are the same" in told
    for kind, values in (
        ("readiness", {f"rating/{one.id}/level": 4, f"rating/{two.id}/level": 2}),
        ("workbook", {f"reply/{asked.id}/status": "settled", f"reply/{asked.id}/text": "Article 4."}),
    ):
        record = {"format": "toolkit-record/1", "kind": kind, "values": values}
        (place / f"{kind}.json").write_text(json.dumps(record), "utf-8")
        ran = run("pack", "diff", "core", "atlantis", f"{kind}.json")
        assert ran.code == 0, ran.err
        moved = json.loads((place / f"{kind}-migrated.json").read_text("utf-8"))
        if kind == "readiness":
            assert moved["content"]["version"].endswith("+atlantis@0.1.0")
            assert moved["values"] == {
                f"rating/{one.id}/note": "Earlier answer: level 4",
                f"rating/{two.id}/level": 2,
            }
        else:
            assert moved["values"][f"reply/{asked.id}/status"] == "in-hand"
            assert f"{asked.id}: reworded" in ran.out
