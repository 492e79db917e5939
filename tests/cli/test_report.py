"""`toolkit report` in four formats, with files that belong together, an agency's template, and files that are none."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from io import BytesIO

import pytest
from docx import Document as Word
from pypdf import PdfReader

from tests.core.room import shown_once
from tests.pages import agency
from tests.pages.test_minutes import kept
from tests.pages.test_room import STATEMENT, people
from toolkit.core.model import ToolkitError
from toolkit.exchange.bundle import dumps
from toolkit.exchange.minutes import to_json
from toolkit.exchange.record import Record, Sheet, write_record
from toolkit.pages.report_shown import read_report
from toolkit.render import pdf as paper


@pytest.fixture
def files(tmp_path):
    """A readiness record with its plan, and a workbook, as native files."""
    for one in (agency.readiness(), agency.action_plan(), agency.workbook()):
        sheets = tuple(Sheet(sheet.id, sheet.title, sheet.values) for sheet in one.sheets)
        record = Record(one.kind, one.title, one.values, sheets, demo=True, id=one.id)
        (tmp_path / f"{one.kind}.toolkit.json").write_text(dumps(write_record(record)), "utf-8")
    return tmp_path


def test_a_record_becomes_a_report_named_after_it(run, files):
    ran = run("report", "readiness.toolkit.json", "--with", "plan.toolkit.json", "--to", "md")
    assert (ran.code, ran.out) == (0, "readiness-report.md written\n"), ran.err
    said = (files / "readiness-report.md").read_text("utf-8")
    assert "## Action plan by quarter" in said
    assert "## Where people differed" in said


def test_a_workbook_with_the_bundle_of_its_system_is_the_system_file(run, files, sample):
    assert run("report", "workbook.toolkit.json", "--with", sample, "--to", "docx", "--short").code == 0
    book = Word(files / "workbook-report.docx")
    headings = [one.text for one in book.paragraphs if one.style.name == "Heading 2"]
    assert headings[0] == "The next useful steps"
    assert run("report", "workbook.toolkit.json", "--with", sample, "--about", "workbook", "--to", "md").code == 0
    assert "# \u2068Workbook: face search\u2069" in (files / "workbook-report.md").read_text("utf-8")


def test_a_short_report_for_release_says_so(run, files, sample):
    assert run("report", sample, "--to", "html", "--short", "--for-release", "-o", "out.html").code == 0
    said = (files / "out.html").read_text("utf-8")
    assert "Withheld from this report" in said
    assert "Answers with evidence" not in said


def test_another_method_counts_in_the_report(run, files, sample):
    assert run("report", sample, "--to", "md", "--method", "linear", "-o", "out.md").code == 0
    assert "linear" in (files / "out.md").read_text("utf-8")
    assert "there is no scoring method" in run("report", sample, "--method", "dice", "-o", "x.html").err


def test_the_template_can_be_written_and_given_back(run, files):
    assert run("template", "--lang", "ar").out == "report-template-ar.docx written\n"
    ran = run("report", "plan.toolkit.json", "--to", "docx", "--lang", "ar", "--template", "report-template-ar.docx")
    assert ran.code == 0, ran.err
    assert Word(files / "plan-report.docx").tables


BAD = {
    "no.json": ("", "seems cut off"),
    "cut.json": ('{"format": ', "line 1"),
    "list.json": ("[]", "must hold one object"),
    "other.json": ('{"format": "toolkit-record/1", "kind": "essay", "values": {}}', "essay"),
    "later.json": ('{"format": "toolkit-record/9", "kind": "plan", "values": {}}', "toolkit-record/1"),
    "text.txt": ("hello", "name a file that ends in"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_none_is_a_sentence_and_nothing_is_written(run, tmp_path, name):
    content, said = BAD[name]
    (tmp_path / name).write_text(content)
    ran = run("report", name, "--to", "md", "-o", "out.md")
    assert ran.code == 1
    assert said in ran.err
    assert name in ran.err
    assert not (tmp_path / "out.md").exists()


def test_what_does_not_fit_together_is_a_sentence(run, files, sample):
    assert "a readiness report cannot be made of it" in run("report", sample, "--about", "readiness").err
    assert "a template is for Word only" in run("report", sample, "--template", "x.docx", "-o", "x.html").err
    (files / "x.docx").write_text("no")
    assert "not a Word document" in run("report", sample, "--to", "docx", "--template", "x.docx", "-o", "y.docx").err
    assert "there is no language" in run("report", sample, "--lang", "tlh").err
    assert run("report", "nowhere.json").code == 1
    assert run("report", sample, "--to", "rtf").code == 2


def test_a_record_made_with_other_questions_is_read_with_a_notice(run, files):
    path = files / "workbook.toolkit.json"
    given = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**given, "content": {"version": "", "sha256": "ab" * 32}}), "utf-8")
    assert "made with other questions" in run("report", "workbook.toolkit.json", "--to", "md").out


# ---------------------------------------------------------------- in a notebook


@pytest.mark.slow
def test_a_notebook_reports_a_record_without_a_browser(run, files):
    ran = run("run", "reports/readiness", "--assessment", "readiness.toolkit.json", "--lang", "ar", "-o", "out.html")
    assert ran.code == 0, ran.err
    said = (files / "out.html").read_text("utf-8")
    assert "City police, readiness 2026" in said
    assert "تقييم الجاهزية" in said


@pytest.mark.slow
def test_a_notebook_with_another_record_stops_with_a_sentence(run, files):
    ran = run("run", "reports/workbook", "--assessment", "plan.toolkit.json", "-o", "out.html")
    assert ran.code == 1
    assert "a workbook report cannot be made of it" in ran.err


def test_a_report_is_saved_by_its_ending(files):
    shown = read_report(str(files / "plan.toolkit.json"), kind="plan")
    for ending in ("html", "docx", "md"):
        assert shown.save(files / f"x.{ending}").stat().st_size > 1000
    with pytest.raises(ToolkitError, match=r"ends in \.html, \.pdf, \.docx, \.md"):
        shown.save(files / "x.rtf")
    assert "iframe sandbox" in shown._repr_html_()


# ---------------------------------------------------------------- PDF


@pytest.fixture
def tools():
    """WeasyPrint with its libraries, and poppler."""
    missing = [one for one in ("pdfinfo", "pdftotext") if shutil.which(one) is None]
    try:
        paper.require()
    except paper.NoPdf:
        missing.append("weasyprint")
    if missing:
        pytest.skip(f"{', '.join(missing)} cannot be used")


def told(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_pdf_is_tagged_knows_its_language_and_reads_in_order(run, files, sample, tools, lang):
    ran = run("report", sample, "--to", "pdf", "--short", "--lang", lang, "-o", "out.pdf")
    assert ran.code == 0, ran.err
    info = told("pdfinfo", files / "out.pdf")
    assert re.search(r"^Tagged: +yes$", info, re.MULTILINE)
    assert "Face search in custody photos" in re.search(r"^Title: +(.+)$", info, re.MULTILINE)[1]
    root = PdfReader(BytesIO((files / "out.pdf").read_bytes())).trailer["/Root"]
    assert root["/Lang"] == lang
    assert 3 <= int(re.search(r"^Pages: +(\d+)$", info, re.MULTILINE)[1]) <= 5
    structure = told("pdfinfo", "-struct", files / "out.pdf")
    assert re.search(r"\bH1\b", structure)
    assert re.search(r"\bTH\b", structure)
    text = " ".join(unicodedata.normalize("NFKC", told("pdftotext", files / "out.pdf", "-")).split())
    if lang == "en":
        titles = ("Overall level now", "For the decision-maker", "What drives this level", "Treatments", "Versions")
        assert [text.index(one) for one in titles] == sorted(text.index(one) for one in titles)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_without_the_extra_a_pdf_is_refused_before_any_work(run, sample, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    ran = run("report", sample, "--to", "pdf")
    assert ran.code == 1
    assert "responsible-ai-toolkit[pdf]" in ran.err


# ---------------------------------------------------------------- minutes of a workshop


@pytest.fixture
def minutes(files):
    room = shown_once(people(), STATEMENT, *[3] * 6)
    path = files / "minutes.json"
    path.write_bytes(to_json(kept(room)))
    return path


def test_minutes_are_reported_in_each_format_with_the_agencys_own_template(run, files, minutes):
    assert run("template", "-o", "own.docx").code == 0
    assert run("report", "minutes.json", "--to", "docx", "--template", "own.docx", "-o", "m.docx").code == 0
    assert run("report", "minutes.json", "--to", "md", "--lang", "ar", "-o", "m.md").code == 0
    assert "محضر ورشة" in (files / "m.md").read_text("utf-8")


def test_minutes_that_were_changed_or_cannot_be_shortened_are_refused_with_a_sentence(run, files, minutes):
    assert "leave the other options out" in run("report", "minutes.json", "--short").err
    values = json.loads(minutes.read_text("utf-8"))
    minutes.write_text(json.dumps(values | {"least": "five"}), "utf-8")
    ran = run("report", "minutes.json", "--to", "md")
    assert (ran.code, "holds no minutes" in ran.err) == (1, True)


@pytest.mark.slow
def test_a_notebook_shows_minutes_without_a_browser(run, files, minutes):
    ran = run("run", "reports/workshop", "--assessment", "minutes.json", "--lang", "en", "-o", "out.html")
    assert ran.code == 0, ran.err
    assert "Minutes of a workshop" in (files / "out.html").read_text("utf-8")
