"""The register: its columns, an agency's own headings, and cells edited between export and import."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from tests.exchange.small import LIBRARY, TODAY, assessment, refusal, scored
from toolkit.core.responses import Decision, Factor, Response, State
from toolkit.exchange.bundle import Imported
from toolkit.exchange.columns import COLUMNS, RECORD, load_columns
from toolkit.exchange.importing import read_csv, read_xlsx
from toolkit.exchange.register import to_rows
from toolkit.exchange.tables import write_csv, write_xlsx

METHOD_COLUMNS = """
    risk_id system_id system_name system_version assessment_id assessment_date content_version method_version
    core_principle instrumental_principle title description affected_groups likelihood_inherent impact_inherent
    level_inherent level_low level_high determined confidence existing_controls likelihood_current impact_current
    level_current treatment planned_controls likelihood_target impact_target level_target owner due_date status
    triggers unknown_reason evidence_refs rationale review_date reference_url
"""

Table = list[list[str]]


def table(**changes: object) -> Table:
    raw = write_csv(scored(assessment(**changes)), LIBRARY, TODAY, bom=False).decode()
    return list(csv.reader(io.StringIO(raw, newline="")))


def as_csv(rows: Table, separator: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode()


def edited(edits: dict[str, str], row: int = 1, **changes: object) -> Imported:
    rows = table(**changes)
    for column, value in edits.items():
        rows[row][rows[0].index(column)] = value
    return read_csv(as_csv(rows), LIBRARY)


def test_the_columns_are_those_of_the_method_and_the_record_comes_last() -> None:
    assert list(COLUMNS) == METHOD_COLUMNS.split()
    assert table()[0] == [*METHOD_COLUMNS.split(), RECORD]


def test_a_row_says_in_words_what_was_found() -> None:
    first, second, third = to_rows(scored(assessment()), LIBRARY, TODAY)
    assert first["risk_id"] == "wrong-lead"
    assert (first["core_principle"], first["instrumental_principle"]) == ("Minimization of harm", "Accuracy")
    assert first["affected_groups"] == "Children; Staff"
    assert (first["likelihood_inherent"], first["impact_inherent"], first["level_inherent"]) == (
        "2–4",
        "4",
        "Medium – High",
    )
    assert (first["level_low"], first["level_high"], first["determined"]) == ("Medium", "High", "no")
    assert (first["likelihood_current"], first["existing_controls"]) == ("1–3", "Two-Person-Check (evidence)")
    assert (first["planned_controls"], first["impact_target"]) == ("Redress", "3")
    assert (second["level_inherent"], second["determined"], second["likelihood_current"]) == ("Medium", "yes", "2")
    assert (third["unknown_reason"], third["likelihood_inherent"]) == ("unknown", "1–5")


def test_a_risk_that_is_not_applicable_has_its_reason_and_no_level() -> None:
    response = Response(State.NA, reason="No searches are made")
    row = to_rows(scored(assessment(responses={"wrong-lead": response})), LIBRARY, TODAY)[0]
    assert (row["level_inherent"], row["likelihood_inherent"]) == ("", "")
    assert row["unknown_reason"] == "not applicable: No searches are made"


def test_answers_to_risks_that_do_not_apply_survive() -> None:
    responses = {"score-gap": Response(State.ANSWERED, Factor(5, 5), Factor(5, 5))}
    rows = table(responses=responses)
    assert "score-gap" not in [row[0] for row in rows]
    assert read_csv(as_csv(rows), LIBRARY).assessment.responses == responses


def test_edited_cells_win_and_each_is_reported() -> None:
    cells = {
        "likelihood_inherent": "3",
        "impact_inherent": "Severe",
        "treatment": "Mitigate",
        "owner": "Head of unit",
        "due_date": "2027-01-31",
        "status": "running",
        "rationale": "=checked",
    }
    read = edited(cells)
    response, plan = read.assessment.responses["wrong-lead"], read.assessment.treatments["wrong-lead"]
    assert (response.state, response.likelihood, response.impact) == (State.ANSWERED, Factor(3, 3), Factor(5, 5))
    assert response.note == "=checked"
    assert response.evidence == "Report 7"
    assert (plan.decision, plan.owner_role, plan.due, plan.status) == (
        Decision.MITIGATE,
        "Head of unit",
        "2027-01-31",
        "running",
    )
    assert {edit.column for edit in read.differences if edit.applied} == set(cells)
    assert next((e.was, e.now) for e in read.differences if e.column == "likelihood_inherent") == ("2–4", "3")


@pytest.mark.parametrize(
    ("cell", "factor", "state"),
    [
        ("1-2", Factor(1, 2), State.RANGE),
        ("1 – 2", Factor(1, 2), State.RANGE),
        ("1 to 2", Factor(1, 2), State.RANGE),
        ("5.0", Factor(5, 5), State.ANSWERED),
        ("almost CERTAIN", Factor(5, 5), State.ANSWERED),
        ("", None, State.ANSWERED),
    ],
)
def test_a_score_can_be_typed_in_several_ways(cell: str, factor: Factor | None, state: State) -> None:
    response = edited({"likelihood_inherent": cell}).assessment.responses["wrong-lead"]
    assert (response.likelihood, response.state) == (factor, state)


def test_an_unknown_answer_becomes_known_when_a_score_is_typed_in() -> None:
    response = edited({"likelihood_inherent": "2"}, row=3).assessment.responses["face-gap"]
    assert (response.state, response.likelihood, response.impact) == (State.ANSWERED, Factor(2, 2), None)


def test_a_computed_cell_cannot_be_edited_and_the_report_says_so() -> None:
    read = edited({"level_inherent": "Low"})
    assert [(edit.column, edit.now, edit.applied) for edit in read.differences] == [("level_inherent", "Low", False)]
    assert read.assessment == assessment()


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("likelihood_inherent", "6", "write 1 to 5"),
        ("likelihood_inherent", "4-2", "write 1 to 5"),
        ("impact_inherent", "2026-02-04", "write 1 to 5"),
        ("treatment", "ignore", "open, mitigate, avoid, transfer, accept"),
        ("due_date", "31/12/2026", "no date such as 2026-12-31"),
        (RECORD, "{", "was changed by hand or cut off"),
        ("risk_id", "wrong-led", "did you mean “wrong-lead”?"),
        ("risk_id", "missed-case", "stands twice"),
    ],
)
def test_a_cell_that_cannot_be_understood_is_named(column: str, cell: str, words: str) -> None:
    assert words in refusal(lambda: edited({column: cell}))


def test_an_edit_that_contradicts_another_answer_is_refused() -> None:
    text = refusal(lambda: edited({"likelihood_inherent": "1"}, row=2))
    assert "responses.missed-case.rerated.current.likelihood: 2 is above 1" in text


def test_rows_in_another_order_are_the_same_register() -> None:
    rows = table()
    assert read_csv(as_csv([rows[0], *reversed(rows[1:])]), LIBRARY).assessment == assessment()


def test_a_row_that_was_deleted_is_reported() -> None:
    rows = table()
    read = read_csv(as_csv([*rows[:2], *rows[3:]]), LIBRARY)
    assert "missed-case" not in read.assessment.responses
    assert any("missed-case: its row is gone" in notice for notice in read.notices)


def test_a_register_without_records_still_gives_scores_and_treatments() -> None:
    rows = [row[:-1] for row in table(responses={"wrong-lead": Response(State.ANSWERED, Factor(4, 4), Factor(2, 2))})]
    read = read_csv(as_csv(rows), LIBRARY)
    response = read.assessment.responses["wrong-lead"]
    assert (response.likelihood, response.impact) == (Factor(4, 4), Factor(2, 2))
    assert read.assessment.title == "Face search"
    assert any("description of the system" in notice for notice in read.notices)


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_a_spreadsheet_may_change_the_separator(separator: str) -> None:
    assert read_csv(as_csv(table(), separator), LIBRARY).assessment == assessment()


def test_columns_of_the_agency_are_left_alone_and_named() -> None:
    rows = [[*row, "x"] for row in table()]
    rows[0][-1] = "Cost centre"
    read = read_csv(as_csv(rows), LIBRARY)
    assert read.assessment == assessment()
    assert "Cost centre" in read.notices[0]


NAMES = load_columns(b"risk_id: Ref\nowner: Risk owner\nreview_date: null\ntoolkit_record: Data\n")


@pytest.mark.parametrize(("write", "read"), [(write_csv, read_csv), (write_xlsx, read_xlsx)])
def test_headings_of_an_agency_work_in_both_directions(
    write: Callable[..., bytes], read: Callable[..., Imported]
) -> None:
    original = assessment(meta={"note": "x" * 70_000})
    raw = write(scored(original), LIBRARY, TODAY, names=NAMES)
    if write is write_csv:
        head = raw.decode("utf-8-sig").split("\r\n")[0].split(",")
        assert (head[0], head[-3:]) == ("Ref", ["Data", "Data_2", "Data_3"])
        assert "review_date" not in head
    found = read(raw, LIBRARY, NAMES)
    assert (found.assessment, found.differences) == (original, ())
    assert "no heading “risk_id”" in refusal(lambda: read(raw, LIBRARY))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ownr: x", "did you mean “owner”?"),
        ("risk_id: null", "cannot be left out"),
        ("owner: 3", "must be the name of a column"),
        ("owner: status", "two columns are called “status”"),
        ("- a", "a mapping file has lines such as"),
        ("a: [", "line 1"),
    ],
)
def test_a_mapping_file_with_a_mistake_is_refused(text: str, words: str) -> None:
    assert words in refusal(lambda: load_columns(text.encode()))
