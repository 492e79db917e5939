"""`toolkit print`: reading pages on paper – tagged, with their fonts, in both directions, and nothing is fetched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import unicodedata
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread

import pytest
from pypdf import PdfReader

from toolkit.cli_print import name_of
from toolkit.render import pdf as paper

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
A4, LETTER = "595.276 x 841.89", "612 x 792"


@pytest.fixture(scope="session", autouse=True)
def tools():
    """WeasyPrint with its libraries, and poppler; without them these tests are skipped, or fail in integration."""
    missing = [one for one in ("pdfinfo", "pdftotext", "pdffonts") if shutil.which(one) is None]
    try:
        paper.require()
    except paper.NoPdf:
        missing.append("weasyprint")
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"{', '.join(missing)} cannot be used: run make system")
    elif missing:
        pytest.skip(f"{', '.join(missing)} cannot be used")


def told(program, *arguments):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=True)
    return done.stdout


def info(path):
    lines = (line.partition(":") for line in told("pdfinfo", path).splitlines())
    return {name: value.strip() for name, _, value in lines}


def text_of(path):
    """The text as a reader would copy it: composed, without marks of direction, with single spaces."""
    text = unicodedata.normalize("NFKC", told("pdftotext", path, "-"))
    return " ".join(re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text).split())


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """Several pages in one call, in a folder of their own."""
    folder = tmp_path_factory.mktemp("sheets")
    addresses = ["primers/legal-procure", "cases/csam-false-positive-2021", "explorables/explore-threshold"]
    for lang in ("en", "ar"):
        command = [sys.executable, "-m", "toolkit.cli", "print", *addresses, "-o", str(folder / lang), "--lang", lang]
        subprocess.run(command, check=True, capture_output=True, text=True)
    return folder


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize(
    "name", ["primers-legal-procure", "cases-csam-false-positive-2021", "explorables-explore-threshold"]
)
def test_every_sheet_is_tagged_and_brings_its_fonts(sheets, lang, name):
    path = sheets / lang / f"{name}.pdf"
    found = info(path)
    assert found["Tagged"] == "yes"
    assert A4 in found["Page size"]
    assert "Responsible AI Toolkit" in found["Title"] or lang == "ar"
    fonts = [line.split() for line in told("pdffonts", path).splitlines()[2:]]
    assert fonts
    assert all(font[-5] == "yes" for font in fonts)  # name type encoding emb sub uni object ID


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_it_says_that_it_is_for_everybody_in_which_language_it_is_and_what_stands_where(sheets, lang):
    root = PdfReader(sheets / lang / "primers-legal-procure.pdf").trailer["/Root"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data().replace(b"ns0", b"pdfuaid")
    assert root["/Lang"] == lang
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    structure = told("pdfinfo", "-struct", sheets / lang / "primers-legal-procure.pdf")
    assert re.search(r"\bH1\b", structure)
    assert re.search(r"\bLI\b", structure)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_primer_is_one_page(sheets, lang):
    assert info(sheets / lang / "primers-legal-procure.pdf")["Pages"] == "1"


def test_a_case_is_printed_with_all_its_parts_and_without_the_form_for_playing(sheets):
    text = text_of(sheets / "en" / "cases-csam-false-positive-2021.pdf")
    assert "Before you read on" not in text
    assert "Not affiliated with" in text
    from toolkit.content.guides import load_guides

    case = load_guides().case("csam-false-positive-2021")
    for wanted in (case.lesson, *case.better, *(option.feedback for one in case.decisions for option in one.options)):
        assert "".join(wanted.split()) in "".join(text.split()), wanted


def test_arabic_words_can_be_copied_as_they_were_written(sheets):
    path = sheets / "ar" / "explorables-explore-threshold.pdf"
    for word in ("العتبة", "نسبة المطلوبين", "ينتج", "الصحيحة"):
        assert word in text_of(path)
    # Poppler turns the letters of the ligature lam-alef round, whatever the file says; another reader does not.
    copied = " ".join(page.extract_text() for page in PdfReader(path).pages)
    assert "الاستدعاء" in unicodedata.normalize("NFKC", copied)


def test_several_pages_go_into_one_file_of_another_size(run, tmp_path):
    ran = run("print", "glossary/base-rate", "glossary/recall", "-o", "both.pdf", "--paper", "letter")
    assert ran.code == 0, ran.err
    found = info(tmp_path / "both.pdf")
    assert (found["Pages"], found["Tagged"]) == ("2", "yes")
    assert LETTER in found["Page size"]
    assert "Base rate" in text_of(tmp_path / "both.pdf")
    assert "Recall" in text_of(tmp_path / "both.pdf")


def test_the_set_of_primers_has_a_page_for_each(run, tmp_path):
    assert run("print", "primers").out == "primers.pdf written\n"
    assert info(tmp_path / "primers.pdf")["Pages"] == "12"


def test_an_address_that_is_none_is_said_before_anything_is_written(run, tmp_path):
    ran = run("print", "primers/nobody", "-o", "x.pdf")
    assert ran.code == 1
    assert "there is no reading page “primers/nobody”" in ran.err
    assert not (tmp_path / "x.pdf").exists()


def test_no_file_is_replaced_unasked_and_a_file_is_no_folder(run, tmp_path):
    (tmp_path / "x.pdf").write_text("mine")
    (tmp_path / "file").write_text("mine")
    assert "--force" in run("print", "glossary/recall", "-o", "x.pdf").err
    assert "not a folder" in run("print", "glossary/recall", "-o", "file").err
    assert (tmp_path / "x.pdf").read_text() == "mine"


def test_without_the_extra_it_says_how_to_install_it_and_what_works_without(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    ran = run("print", "primers")
    assert ran.code == 1
    assert "responsible-ai-toolkit[pdf]" in ran.err
    assert "browser works without" in ran.err


@pytest.fixture
def listener():
    """A server that counts what is asked of it, as bait."""
    asked = []

    class Bait(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Bait) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_a_page_fetches_nothing_from_this_computer_or_another(listener, tmp_path):
    url, asked = listener
    picture = tmp_path / "secret.svg"
    picture.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    )
    addresses = [
        f"{url}/x.png",
        picture.as_uri(),
        "data:image/svg+xml;base64," + b64encode(picture.read_bytes()).decode(),
    ]
    images = "".join(f'<img src="{one}" alt="none"><object data="{one}"></object>' for one in addresses)
    style = f'@import "{url}/y.css"; body {{ background: url({url}/z.png) }}'
    sheet = f'<link rel="stylesheet" href="{url}/x.css"><style>{style}</style>'
    made = PdfReader(
        BytesIO(paper.pdf([f'<html lang="en"><head><title>t</title>{sheet}</head><body>{images}<p>kept</p>']))
    )
    assert asked == []
    assert "kept" in made.pages[0].extract_text()
    assert "/XObject" not in made.pages[0]["/Resources"] or not made.pages[0]["/Resources"]["/XObject"]


@pytest.mark.parametrize(
    ("address", "name"),
    [("primers/legal-procure", "primers-legal-procure.pdf"), ("/read/cases/", "cases.pdf"), ("", "read.pdf"),
     ("principles/privacy?level=advanced", "principles-privacy-level-advanced.pdf"), ("../../etc", "etc.pdf")],
)  # fmt: skip
def test_files_are_called_after_their_address_and_stay_in_their_folder(address, name):
    assert name_of(address) == name
