"""Each rule of the linter finds the one thing that is broken, says where, and how to mend it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.content.broken import Break, Copy, swap
from toolkit.content.check import Problem, Report, Severity, as_json, check, render_lines
from toolkit.content.check_report import line_of

ACCURACY = "questionnaires/risk/accuracy.yaml"
FACTS = "questionnaires/facts.yaml"
PROFILE = "questionnaires/profile.yaml"
EU = "packs/eu-ai-act.yaml"
LINEAR = "methods/linear.yaml"
CONTROLS = "controls/fairness.yaml"
WRONG_LEAD = "{any: [identifies_people, one_to_many]}"

BROKEN: dict[str, tuple[str, str, Break]] = {
    "a misspelt key": swap("shape", ACCURACY, "    na_allowed: true", "    na_alowed: true"),
    "a step too wide for its denominator": swap("shape", ACCURACY, "step: 2", "step: 300"),
    "a control that does nothing": swap(
        "shape", CONTROLS, "preventive: 2\n    mitigating: 0", "preventive: 0\n    mitigating: 0"
    ),
    "a fact about the world without its source": swap(
        "shape", ACCURACY, "source: {kind: fact, url:", "source: {kind: fact, note:"
    ),
    "a trigger without an article": swap("shape", EU, "    article: art-5-1-a\n", ""),
    "an article without a date": swap("shape", EU, "applies_from: 2025-02-02, ", ""),
    "a matrix that falls": swap(
        "matrix",
        "methods/nist-800-30.yaml",
        "3: [very-low, low, moderate, moderate, high]",
        "3: [very-low, low, moderate, moderate, very-low]",
    ),
    "a key that stands twice": swap(
        "duplicate-key", ACCURACY, "    na_allowed: true", "    na_allowed: true\n    na_allowed: true"
    ),
    "an id that stands twice in different files": (
        "duplicate-id",
        "controls/human-autonomy.yaml",
        lambda c: c.replace("controls/fairness.yaml", "id: ctl-bias-test-by-group", "id: ctl-two-person-check"),
    ),
    "a control that does not exist": swap("dangling-id", ACCURACY, "ctl-independent-corroboration", "ctl-nowhere"),
    "a right that does not exist": swap("dangling-id", ACCURACY, "rights: [liberty,", "rights: [happiness,"),
    "a principle that does not exist": swap(
        "dangling-id", CONTROLS, "principle: equality-non-discrimination", "principle: equality"
    ),
    "a core principle where an instrumental one is meant": swap(
        "dangling-id", CONTROLS, "principle: equality-non-discrimination", "principle: fairness"
    ),
    "a fact that no file declares": swap("dangling-id", PROFILE, "facts: [learned]", "facts: [lerned]"),
    "an article that does not exist": swap("dangling-id", EU, "    article: art-5-1-a\n", "    article: art-99\n"),
    "a duty that does not exist": swap("dangling-id", EU, "require: [legal-review]", "require: [lawyer]"),
    "a default method that does not exist": swap(
        "dangling-id", "questionnaires/risk.yaml", "default_method: rights-first", "default_method: gut-feeling"
    ),
    "an alias for a level that does not exist": swap(
        "dangling-id", LINEAR, "aliases: {}", "aliases: {moderate: middling}"
    ),
    "a condition on an unknown fact": swap(
        "unknown-fact", ACCURACY, WRONG_LEAD, "{any: [identifies_peple, one_to_many]}"
    ),
    "a condition on an unknown option": swap(
        "unknown-fact", ACCURACY, WRONG_LEAD, '{any: [one_to_many, "application:teleport"]}'
    ),
    "an item in two stages at once": swap(
        "unreachable-item", ACCURACY, WRONG_LEAD, '{all: ["stage:planning", "stage:monitoring"]}'
    ),
    "an item that needs no data and data": swap(
        "unreachable-item", ACCURACY, WRONG_LEAD, '{all: ["data:none", "data:voice"]}'
    ),
    "a trigger that contradicts itself": swap(
        "unreachable-trigger",
        EU,
        "when: exploits_vulnerability",
        "when: {all: [exploits_vulnerability, {not: public_facing}]}",
    ),
    "a question that builds on a later one": swap(
        "question-order", FACTS, "ask_when: public_facing", "ask_when: abuse_material_without_authority"
    ),
    "a fact that nothing asserts or asks": (
        "unreachable-fact",
        FACTS,
        lambda c: c.append(FACTS, "  - {id: made_of_cheese, label: is made of cheese, source: {kind: own}}\n"),
    ),
    "a level that no cell has": swap("unreachable-level", LINEAR, "minima: [6, 12, 20]", "minima: [6, 12, 26]"),
    "a method without a word for a level of the law": swap(
        "missing-alias",
        "methods/nist-800-30.yaml",
        "aliases: {medium: moderate, extreme: very-high}",
        "aliases: {medium: moderate}",
    ),
    "a principle with three items": (
        "too-few-items",
        "principles/principles.yaml",
        lambda c: c.path("questionnaires/risk/necessity.yaml").write_text(
            c.path("questionnaires/risk/necessity.yaml").read_text().rsplit("\n  - id: ", 1)[0] + "\n"
        ),
    ),
    "items in the file of another principle": (
        "misfiled",
        "questionnaires/risk/exactness.yaml",
        lambda c: c.path(ACCURACY).rename(c.path("questionnaires/risk/exactness.yaml")),
    ),
    "a term without a source": swap("missing-source", "glossary/glossary.yaml", "    source: {kind: own}\n", ""),
    "a sentence of thirty words": swap(
        "long-sentence", ACCURACY, "    why: A lead", f"    why: {'This goes on and ' * 7}on. A lead"
    ),
    "an impact text that runs on": swap(
        "long-step", ACCURACY, "1: The mistake is found", f"1: {'Little by little. ' * 7}The mistake is found"
    ),
    "a long title": swap("long-title", ACCURACY, "title: A wrong person", f"title: A {'very ' * 15}wrong person"),
    "HTML": swap("html", ACCURACY, "A lead looks like", "A <b>lead</b> looks like"),
    "a hidden change of direction": swap("control-character", ACCURACY, "A lead looks like", "A lead \u202elooks like"),
    "two spaces": swap("double-space", ACCURACY, "A lead looks like", "A lead  looks like"),
    "a straight quote": swap("straight-quote", ACCURACY, "A lead looks like", "A 'lead' looks like"),
    "half of a number": swap(
        "cut-number", ACCURACY, "Outcome of a sample of at least 100", "Outcome of a sample of at least 1,000"
    ),
    "a shout": swap("exclamation", ACCURACY, "A lead looks like an answer.", "A lead looks like an answer!"),
    "a verdict on the law": swap("verdict", ACCURACY, "A lead looks like an answer.", "A lead alone is illegal."),
    "a trigger that gives a verdict": swap(
        "message", EU, "of the EU AI Act; get legal advice.", "of the EU AI Act; stop it."
    ),
    "a missing file": ("missing-file", "glossary/glossary.yaml", lambda c: c.path("glossary/glossary.yaml").unlink()),
}

DOUBTFUL: dict[str, tuple[str, str, Break]] = {
    "a control that no item names": (
        "orphan-control",
        "controls/good-governance.yaml",
        lambda c: c.append(
            "controls/good-governance.yaml",
            c.path(CONTROLS)
            .read_text()
            .split("\n\n")[0]
            .split("controls:\n")[1]
            .replace("ctl-bias-test-by-group", "ctl-nobody-wants-me")
            + "\n",
        ),
    ),
    "a fact that no condition uses": (
        "orphan-fact",
        FACTS,
        lambda c: c.append(FACTS, "  - {id: nice, label: is nice, question: Is it nice?, source: {kind: own}}\n"),
    ),
    "a unit in the singular": swap("anchor", ACCURACY, "unit: searches", "unit: search in a gallery"),
    "a question about something else": swap(
        "anchor", ACCURACY, "In how many searches does", "In how many ballots does"
    ),
    "a source nobody verified": swap("unverified", ACCURACY, "sure: verified", "sure: unverified"),
    "a file that nothing reads": (
        "unread-file",
        "controls/old/x.yaml",
        lambda c: c.write("controls/old/x.yaml", "a: b\n"),
    ),
    "a file with the other suffix": ("unread-file", "controls/x.yml", lambda c: c.write("controls/x.yml", "a: b\n")),
    "an id that is not locked": (
        "unlocked-id",
        "controls/fairness.yaml",
        lambda c: c.replace("../tests/golden/ids.txt", "control ctl-bias-test-by-group\n", ""),
    ),
    "hard words": (
        "reading-level",
        "questionnaires/risk.yaml",
        lambda c: c.append(
            "questionnaires/risk.yaml", "hint: " + "Organisational accountability necessitates documentation. " * 12
        ),
    ),
}


def is_a_sentence(problem: Problem) -> bool:
    return problem.line >= 1 and len(problem.message.split()) >= 5 and "Error" not in problem.message


@pytest.mark.parametrize("name", BROKEN)
def test_an_error_is_found_where_it_is(copy: Copy, name: str) -> None:
    kind, file, damage = BROKEN[name]
    damage(copy)
    found = [problem for problem in copy.check().problems if problem.kind == kind and problem.file == file]
    assert found
    assert all(problem.severity is Severity.ERROR for problem in found)
    assert all(is_a_sentence(problem) for problem in found)


@pytest.mark.parametrize("name", DOUBTFUL)
def test_a_doubt_is_a_warning_and_what_the_screen_marks_is_a_note(copy: Copy, name: str) -> None:
    kind, file, damage = DOUBTFUL[name]
    before = copy.problems(kind)
    damage(copy)
    found = [problem for problem in copy.problems(kind) if problem not in before and problem.file == file]
    assert found
    expected = Severity.NOTE if kind in ("unverified", "untranslated") else Severity.WARNING
    assert all(problem.severity is expected for problem in found)
    assert all(is_a_sentence(problem) for problem in found)


def test_the_real_content_is_clean_but_for_honest_doubts() -> None:
    report = check(on=date(2026, 11, 21))
    assert [problem for problem in report.problems if problem.kind not in ("unverified", "untranslated")] == []


def test_a_problem_names_the_line_of_the_key(copy: Copy) -> None:
    copy.replace(ACCURACY, "    controls: [ctl-missed-case-sampling,", "    controls: [ctl-nowhere,")
    problem = copy.only("dangling-id")
    line = copy.path(ACCURACY).read_text().splitlines()[problem.line - 1]
    assert line.startswith("    controls: [ctl-nowhere")


def test_the_line_of_something_that_is_missing_is_that_of_its_parent(copy: Copy) -> None:
    copy.replace(ACCURACY, "    why: A false alarm", "    wy: A false alarm")
    lines = {problem.message.split(":")[0]: problem.line for problem in copy.problems("shape")}
    text = copy.path(ACCURACY).read_text().splitlines()
    assert text[lines["items[1].why"] - 1].strip() == "- id: accuracy-missed-case"
    assert text[lines["items[1].wy"] - 1].startswith("    wy:")


def test_lines_are_found_by_key_position_and_id() -> None:
    text = "a:\n  - id: x\n    b: 1\n  - id: y\n    b: 2\n"
    assert [line_of(text, at) for at in (("a",), ("a", 1), ("a", "y", "b"), ("a", "z"), ("q",))] == [1, 4, 5, 1, 1]
    assert line_of("a: [", ("a",)) == 1


def test_one_broken_file_does_not_blame_the_others(copy: Copy) -> None:
    copy.write("controls/lawfulness.yaml", "controls: [")
    assert {problem.file for problem in copy.check().errors} == {"controls/lawfulness.yaml"}


def test_a_level_above_every_cap_is_unreachable(copy: Copy) -> None:
    for path in copy.path("questionnaires/risk").glob("*.yaml"):
        capped = path.read_text().replace("    applies_when:", "    impact_cap: 2\n    applies_when:")
        path.write_text(
            "\n".join(x for x in capped.splitlines() if not x.startswith("    impact_cap: ") or x.endswith("2"))
        )
    messages = [problem.message for problem in copy.problems("unreachable-level")]
    assert any("extreme" in message and "impact_cap" in message for message in messages)


def test_too_many_universal_items_are_noted(copy: Copy) -> None:
    for name in ("accuracy", "privacy", "legitimacy", "robustness-safety"):
        path = copy.path(f"questionnaires/risk/{name}.yaml")
        lines = path.read_text().splitlines()
        path.write_text("\n".join("    applies_when: always" if "applies_when" in line else line for line in lines))
    report = copy.check()
    assert report.counts["always_items"] > 25
    assert "too-many-always" in {problem.kind for problem in report.warnings}


def test_a_removed_id_says_what_to_do(copy: Copy) -> None:
    copy.append("../tests/golden/ids.txt", "item accuracy-long-gone\n")
    problem = copy.only("removed-id")
    assert problem.severity is Severity.ERROR
    assert "retired" in problem.message
    assert copy.path("../tests/golden/ids.txt").read_text().splitlines()[problem.line - 1] == "item accuracy-long-gone"


def test_a_retired_id_may_stay_away_but_not_return(copy: Copy) -> None:
    copy.append("../tests/golden/ids.txt", "item accuracy-long-gone retired\n")
    assert not copy.problems("removed-id")
    copy.replace("../tests/golden/ids.txt", "item accuracy-drift\n", "item accuracy-drift retired\n")
    assert copy.only("reused-id").file == ACCURACY


def test_a_pack_is_past_its_review_only_on_later_days(copy: Copy) -> None:
    def late(on: date | None) -> bool:
        return any(problem.kind == "past-review" for problem in copy.check(on).warnings)

    assert not late(None)
    assert not late(date(2026, 11, 21))
    assert late(date(2099, 1, 1))


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    assert [one.kind for one in check(tmp_path / "nowhere").problems] == ["missing-file"]


def test_the_report_reads_as_lines_and_as_json() -> None:
    problem = Problem("a.yaml", 3, "html", Severity.ERROR, "write plain text")
    report = Report((problem,), {"controls": 2})
    assert render_lines(report) == [
        "a.yaml:3: error [html] write plain text",
        "controls 2",
        "1 error, 0 warnings: mend the errors before a release",
    ]
    data = json.loads(json.dumps(as_json(report)))
    assert (data["errors"], data["counts"], data["problems"][0]["line"]) == (1, {"controls": 2}, 3)
    assert render_lines(Report((), {}))[-1].endswith("the content is clean")
    doubt = Problem("a.yaml", 3, "past-review", Severity.WARNING, "check it again")
    assert render_lines(Report((doubt,), {}))[-1].endswith("the content can be released")
