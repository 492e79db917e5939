"""`toolkit score`: the documented data and the text for people."""

import json
from pathlib import Path

from toolkit.content import load_library

KEYS = {
    *("format", "assessment", "demo", "method", "questionnaire", "packs", "evaluated_on", "applicable", "coverage"),
    *("tiers", "stress", "drivers", "unknowns", "triggers", "notices"),
}
LEVELS = ["low", "medium", "high", "extreme", "unacceptable"]
ON = ("--on", "2026-11-21")


def data(run, *arguments):
    ran = run("score", *arguments, "--json", *ON)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_json_has_exactly_the_documented_keys(run, sample):
    given = data(run, sample)
    assert set(given) == KEYS
    assert given["format"] == "toolkit-score/1"
    assert set(given["tiers"]) == {"inherent", "current", "target"}
    assert set(given["tiers"]["current"]) == {"system", "core", "instrumental", "items"}
    assert {"at_least", "at_most", "determined", "assessed", "counts"} <= set(given["tiers"]["current"]["system"])


def test_json_is_byte_identical_on_repeat(run, sample):
    first, second = (run("score", sample, "--json", *ON).out for _ in range(2))
    assert first == second


def test_json_lists_every_principle_and_every_applicable_item(run, sample):
    given, library = data(run, sample), load_library()
    tier = given["tiers"]["inherent"]
    assert set(tier["core"]) == set(library.tree)
    assert set(tier["instrumental"]) == {name for below in library.tree.values() for name in below}
    assert len(tier["items"]) == given["applicable"] - given["coverage"]["states"]["na"]


def test_no_tier_is_above_the_one_before_it(run, sample):
    tiers = data(run, sample)["tiers"]
    for end in ("at_least", "at_most"):
        inherent, current, target = (LEVELS.index(tiers[t]["system"][end]) for t in ("inherent", "current", "target"))
        assert inherent >= current >= target


def test_a_principle_without_applicable_items_has_no_level(run, tmp_path):
    path = bundle(tmp_path, responses={})
    tier = data(run, path)["tiers"]["inherent"]
    empty = [node for node in tier["instrumental"].values() if node["items"] == 0]
    assert all(node["at_least"] is None and node["at_most"] is None for node in empty)


def test_nothing_answered_is_not_low(run, tmp_path):
    given = data(run, bundle(tmp_path, responses={}))
    system = given["tiers"]["inherent"]["system"]
    assert system["assessed"] is False
    assert (system["before_law"]["at_least"], system["before_law"]["at_most"]) == ("low", "extreme")
    shown = run("score", tmp_path / "b.json").out
    assert "not assessed" in shown


def test_another_method_is_used_when_named(run, sample):
    assert data(run, sample, "--method", "linear")["method"]["id"] == "linear"


def test_an_unknown_method_is_a_sentence_with_the_choices(run, sample):
    ran = run("score", sample, "--method", "guess")
    assert ran.code == 1
    assert "guess" in ran.err
    assert "rights-first" in ran.err


def test_the_day_decides_which_law_is_in_force(run, sample):
    def force(day):
        ran = run("score", sample, "--json", "--on", day)
        return {t["id"]: t["in_force"] for t in json.loads(ran.out)["triggers"]}

    before, after = force("2020-01-01"), force("2040-01-01")
    assert before.keys() == after.keys() != set()
    assert not any(before.values())
    assert all(after.values())


def test_text_names_levels_drivers_unknowns_versions_and_the_notice(run, sample):
    ran = run("score", sample, *ON)
    assert ran.code == 0
    for words in (
        "at least High, at most Extreme", "What holds the current level", "Find out first", "accuracy-wrong-lead",
        "Scoring method rights-first", "eu-ai-act", "Illustration", "Not affiliated", "Accuracy", "Target",
    ):  # fmt: skip
        assert words in ran.out


def test_text_is_in_the_language_asked_for(run, sample):
    shown = run("score", sample, "--lang", "qps").out
    assert "The whole system" not in shown


def test_right_to_left_text_keeps_its_isolates(run, sample):
    shown = run("score", sample, "--lang", "ar").out
    assert "\u2068" in shown
    assert "\ufffd" not in shown


def test_an_unknown_language_is_a_sentence(run, sample):
    ran = run("score", sample, "--lang", "xx")
    assert (ran.code, ran.out) == (1, "")
    assert "xx" in ran.err


def test_a_title_cannot_steer_the_terminal(run, tmp_path):
    path = bundle(tmp_path, title="safe\u001b[31mred\u202eevil [bold]kept[/bold]")
    shown = run("score", path).out
    assert "\u001b" not in shown
    assert "\u202e" not in shown
    assert "[bold]kept[/bold]" in shown


def test_several_files_give_one_document_each(run, sample):
    ran = run("score", sample, sample.with_name("plate-recognition.json"), "--json", *ON)
    decoder, rest, titles = json.JSONDecoder(), ran.out, []
    while rest.strip():
        one, end = decoder.raw_decode(rest.lstrip())
        titles.append(one["assessment"]["id"])
        rest = rest.lstrip()[end:]
    assert titles == ["face-search-custody", "plate-recognition"]


def bundle(folder: Path, **parts: object) -> Path:
    given = {
        "format": "toolkit-assessment/1",
        "id": "b",
        "title": "B",
        "profile": {"application": ["helpdesk"]},
        **parts,
    }
    path = folder / "b.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return path


def test_a_matching_prohibition_shows_although_no_question_is_answered(run, tmp_path):
    path = tmp_path / "live.json"
    known = {"real_time": True, "identifies_in_public_space": True}
    known |= {"national_security_only": False, "rbi_exception_claimed": False}
    profile = {"application": ["face-live"], "stage": "deployment", "territory": "eu"}
    path.write_text(
        json.dumps({"format": "toolkit-assessment/1", "profile": profile, "facts": known}), encoding="utf-8"
    )
    system = data(run, path)["tiers"]["current"]["system"]
    assert (system["at_least"], system["assessed"]) == ("unacceptable", True)
    whole = next(line for line in run("score", path, *ON).out.splitlines() if line.startswith("The whole system"))
    assert "Unacceptable" in whole
    assert "not assessed" not in whole
