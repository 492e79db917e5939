"""`toolkit report portfolio`: folders and files, views, the database, and its notebook."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.conftest import SAMPLES
from tests.pages.portfolio import fill
from tests.pages.test_portfolio_inventory import SMALL
from toolkit.analysis.parquet import Answers
from toolkit.store import open_store


@pytest.fixture
def folder(tmp_path):
    """Three illustrations and an inventory."""
    made = tmp_path / "files"
    made.mkdir()
    for one in SAMPLES.glob("*.json"):
        shutil.copy(one, made)
    (made / "inventory.csv").write_bytes(SMALL)
    return made


def test_a_folder_becomes_one_report(run, folder, tmp_path):
    ran = run("report", "portfolio", "--with", "files", "--to", "md")
    assert (ran.code, ran.out) == (0, "portfolio-report.md written\n"), ran.err
    said = (tmp_path / "portfolio-report.md").read_text("utf-8")
    assert "**3 of 3 systems**" in said
    assert "3 of 3 records. None is assessed." in said
    assert "every assessment in this report is made up" in said


def test_a_view_is_an_address_of_the_page_whole_or_in_part(run, folder, tmp_path):
    for view in ("systems?q=face", "https://toolkit.example/portfolio?lang=en#systems?q=face"):
        ran = run("report", "portfolio", "--with", "files", "--view", view, "--to", "md", "--short", "--force")
        assert ran.code == 0, ran.err
        assert "**1 of 3 systems**" in (tmp_path / "portfolio-report.md").read_text("utf-8")


def test_a_register_of_several_systems_is_a_portfolio(run, folder, tmp_path):
    files = sorted(folder.glob("*.json"))
    assert run("export", *files, "--to", "csv", "-o", "all.csv").code == 0
    ran = run("report", "portfolio", "--with", "all.csv", "--to", "md", "--lang", "ar")
    assert ran.code == 0, ran.err
    assert "3" in (tmp_path / "portfolio-report.md").read_text("utf-8").split("## ")[0]


def test_without_files_the_database_of_this_installation_is_read(run, tmp_path):
    with open_store(f"sqlite:///{tmp_path / 'test.db'}") as store:
        fill(store, 2, who="local")
    ran = run("report", "portfolio", "--to", "md")
    assert ran.code == 0, ran.err
    assert "**2 of 2 systems**" in (tmp_path / "portfolio-report.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--with", "files", "--with", "files/face-search-custody.json"), "leave one of them out"),
        (("--with", "nothing.txt"), "nothing.txt: "),
        ((), "There is nothing to report"),
        (("--with", "files", "--about", "system"), "leave --about out"),
        (("--with", "files", "--method", "best"), "best"),
    ],
)
def test_what_cannot_be_reported_is_one_sentence(run, folder, tmp_path, arguments, sentence):
    (tmp_path / "nothing.txt").write_text("nothing", "utf-8")
    ran = run("report", "portfolio", *arguments, "--to", "md")
    assert (ran.code, sentence in ran.err) == (1, True), ran.err
    assert "Traceback" not in ran.err


def test_its_notebook_runs_without_a_browser(run, folder, tmp_path):
    ran = run("run", "reports/portfolio", "--assessment", "files", "--lang", "en", "-o", "out.html")
    assert ran.code == 0, ran.err
    said = (tmp_path / "out.html").read_text("utf-8")
    assert "Portfolio of AI systems" in said
    assert "3 of 3 systems" in said


def test_answers_leave_as_parquet_for_analysts(run, folder, tmp_path):
    files = sorted(folder.glob("*.json"))
    ran = run("export", *files, "--to", "parquet")
    assert ran.code == 0, ran.err
    assert "texts: notes, evidence" in ran.err
    found = Answers(str(tmp_path / "portfolio-answers.parquet"))
    assert len(found.systems()) == 3
    assert len(found.ask("SELECT DISTINCT tier FROM read_parquet(?)", str(tmp_path / "portfolio-answers.parquet"))) == 3
