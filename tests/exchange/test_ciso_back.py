"""Risk assessments of CISO Assistant come back: edits are taken over and told, and nothing is emptied by accident."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.exchange.small import LIBRARY, TODAY, assessment, refusal, scored
from tests.exchange.strategies import assessments
from toolkit.core.responses import Decision, Factor, State
from toolkit.exchange.bundle import public_copy, write_bundle
from toolkit.exchange.ciso import ciso_rows, write_ciso
from toolkit.exchange.ciso_back import read_ciso_risks
from toolkit.exchange.outgoing import outgoing


def export(path: Path, one: object = None) -> Path:
    path.write_bytes(write_ciso(outgoing((scored(one or assessment()),), LIBRARY, TODAY)).data)
    return path


def theirs(path: Path, **edits: str) -> Path:
    """A CSV as CISO Assistant writes it, with one risk edited."""
    rows = ciso_rows(outgoing((scored(assessment()),), LIBRARY, TODAY))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, ["ref_id", "name", *edits], delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**row, **(edits if row["ref_id"] == "a-1/missed-case" else {})} for row in rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return path


def back(path: Path):
    return read_ciso_risks(path, assessment(), LIBRARY, TODAY)


def test_what_nobody_edited_changes_nothing(tmp_path: Path) -> None:
    found = back(export(tmp_path / "r.xlsx"))
    assert found.differences == ()
    assert write_bundle(found.assessment, LIBRARY) == write_bundle(assessment(), LIBRARY)


@settings(max_examples=20, deadline=None)
@given(one=assessments)
def test_no_assessment_changes_on_the_way_out_and_back(tmp_path_factory, one: object) -> None:
    path = export(tmp_path_factory.mktemp("ciso") / "r.xlsx", one)
    found = read_ciso_risks(path, one, LIBRARY, TODAY)
    assert found.differences == ()
    assert write_bundle(found.assessment, LIBRARY) == write_bundle(public_copy(one), LIBRARY)


def test_an_edited_rating_and_treatment_are_taken_over(tmp_path: Path) -> None:
    found = back(theirs(tmp_path / "r.csv", inherent_proba="Likely", treatment="accept"))
    response = found.assessment.responses["missed-case"]
    assert (response.state, response.likelihood) == (State.ANSWERED, Factor(4, 4))
    assert found.assessment.treatments["missed-case"].decision is Decision.ACCEPT
    assert all(one.applied for one in found.differences)


@pytest.mark.parametrize("empty", ["", "--", "undefined"])
def test_an_emptied_rating_is_told_and_not_taken_over(tmp_path: Path, empty: str) -> None:
    found = back(theirs(tmp_path / "r.csv", inherent_proba=empty))
    assert found.assessment.responses["missed-case"].likelihood == Factor(3, 3)
    assert [(one.column, one.applied) for one in found.differences] == [("inherent_proba", False)]


def test_a_computed_rating_is_told_and_not_taken_over(tmp_path: Path) -> None:
    found = back(theirs(tmp_path / "r.csv", residual_proba="Rare"))
    assert [(one.column, one.applied) for one in found.differences] == [("residual_proba", False)]


def test_a_name_that_our_matrix_does_not_have_is_refused(tmp_path: Path) -> None:
    path = theirs(tmp_path / "r.csv", inherent_proba="Gigantic")
    assert "Gigantic" in refusal(lambda: back(path))


def test_rows_of_others_and_missing_ones_are_told(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("ref_id;name\nR.1;Somebody else's risk\n", "utf-8")
    notices = "\n".join(back(path).notices)
    assert "not of this assessment and were not read: 1" in notices
    assert "stay as they are: 3" in notices
