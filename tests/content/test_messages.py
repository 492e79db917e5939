from __future__ import annotations

import gettext as gnu
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from toolkit.content.load import load_library
from toolkit.content.messages import extract_messages, update_catalog
from toolkit.content.read import ContentError, data_root
from toolkit.core.model import ToolkitError

PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)s")
ARABIC = re.compile("[\u0621-\u064a]")
LANGUAGES = sorted(path.parent.name for path in data_root().glob("locales/*/toolkit.po"))


def catalogue(lang: str = "ar", root: Path | None = None) -> Catalog:
    path = (root or data_root()) / "locales" / lang / "toolkit.po"
    return read_po(BytesIO(path.read_bytes()), locale=lang, abort_invalid=True)


def ids(catalog: Catalog) -> set[object]:
    return {message.id for message in catalog if message.id}


def forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


# ---------------------------------------------------------------- the catalogues that ship


@pytest.fixture(scope="module")
def found() -> Catalog:
    return extract_messages()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_is_missing_from_a_catalogue(found, lang):
    assert ids(found) - ids(catalogue(lang)) == set(), f"run `toolkit messages {lang}`"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_catalogue_keeps_a_sentence_that_is_gone(found, lang):
    assert ids(catalogue(lang)) - ids(found) == set(), f"run `toolkit messages {lang}`"
    assert not catalogue(lang).obsolete


@pytest.mark.parametrize("lang", LANGUAGES)
def test_placeholders_are_the_same_in_each_language(lang):
    for message in catalogue(lang):
        wanted = {name for text in forms(message.id) for name in PLACEHOLDER.findall(text)}
        given = [set(PLACEHOLDER.findall(text)) for text in forms(message.string) if text]
        assert all(names <= wanted for names in given), message.id
        assert not given or set().union(*given) == wanted, message.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_forms_for_many_numbers_show_the_number(lang):
    catalog = catalogue(lang)
    for message in catalog:
        if message.pluralizable and all(message.string):
            # Forms for a single number, such as one and two in Arabic, may say it in a word.
            for number in (5, 12, 100, 1000):
                text = message.string[form(catalog, number)]
                assert ("{number}" in text) == ("{number}" in message.id[1]), message.id


def form(catalog: Catalog, number: int) -> int:
    return gnu.c2py(catalog.plural_expr)(number)


def test_every_sentence_is_translated_into_arabic():
    for message in [message for message in catalogue() if message.id]:
        assert not message.fuzzy, message.id
        assert forms(message.string), message.id
        spoken = any(char.isalpha() for text in forms(message.id) for char in text)
        assert not spoken or all(ARABIC.search(text) for text in forms(message.string)), message.id


@pytest.mark.parametrize(
    ("number", "place"), [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (103, 3), (11, 4), (99, 4), (100, 5), (102, 5)]
)
def test_arabic_chooses_its_plural_form_as_grammar_does(number, place):
    assert form(catalogue(), number) == place


def test_arabic_sentences_with_a_number_have_six_forms():
    plural = [message for message in catalogue() if message.id and message.pluralizable]
    assert plural
    assert {len(message.string) for message in plural} == {6}


def test_levels_profile_and_principles_are_arabic():
    library = load_library("ar")
    names = [level.label for method in library.methods.values() for level in (*method.levels, method.unacceptable)]
    names += [name for method in library.methods.values() for name in (*method.likelihood, *method.impact)]
    names += [text for one in library.principles for text in (one.name, one.definition)]
    options = [option for field in library.profile for option in field.options]
    names += [text for one in (*library.profile, *options) for text in (one.label, one.hint) if text]
    assert [name for name in names if not ARABIC.search(name) and not name.startswith("1,000,000")] == []


def test_the_four_arabic_levels_are_told_apart():
    labels = [level.label for level in load_library("ar").method().levels]
    assert labels == ["منخفض", "متوسط", "مرتفع", "شديد"]


# ---------------------------------------------------------------- finding


CODE = """
MANY = "{number} files"
WORDS = {"a": "first word", "b": "second word"}
def show(words, _, which, unknown):
    words.say("Saved {time}", time=1)
    words.say_n("{number} file", MANY, 2)
    words.gettext(WORDS[which])
    words.gettext(unknown)
    text = "said once"
    words.say(text)
    text = "said twice" if which else "said thrice"
    words.say(text)
    print("not for readers")
    return _("Yes" if which else "No")
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "toolkit"
    (folder / "render" / "templates").mkdir(parents=True)
    shell = folder / "server" / "template" / "toolkit" / "shell.json"
    shell.parent.mkdir(parents=True)
    shell.write_text('{"en": {"home": "Go home"}}', encoding="utf-8")
    (folder / "page.py").write_text(CODE, encoding="utf-8")
    template = (
        '{{ _("Level") }} {{ say_n("{number} row", "{number} rows", 3) }} {{ c.chip(say("{a} of {b}", a=1, b=2)) }}'
    )
    (folder / "render" / "templates" / "one.j2").write_text(template, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "sentence",
    [
        "Saved {time}",
        "first word",
        "second word",
        "Level",
        "{a} of {b}",
        "Go home",
        "Yes",
        "No",
        "said once",
        "said twice",
        "said thrice",
    ],
)
def test_a_sentence_is_found_in_code_templates_and_the_shell(package, sentence):
    assert sentence in ids(extract_messages(package))


@pytest.mark.parametrize("pair", [("{number} file", "{number} files"), ("{number} row", "{number} rows")])
def test_both_numbers_of_a_sentence_are_found(package, pair):
    assert pair in ids(extract_messages(package))


def test_text_that_nobody_reads_is_not_extracted(package):
    assert not {"not for readers", "unknown", "which"} & ids(extract_messages(package))


def test_a_broken_template_is_not_passed_over(package):
    (package / "render" / "templates" / "two.j2").write_text("{% if %}", encoding="utf-8")
    with pytest.raises(Exception, match="Expected an expression"):
        extract_messages(package)


# ---------------------------------------------------------------- refreshing


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "locales" / "ar"
    folder.mkdir(parents=True)
    (folder / "locale.yaml").write_text("name: العربية\ndirection: rtl\n", encoding="utf-8")
    return tmp_path / "data"


def translate(root: Path, english: str, text: str) -> None:
    path = root / "locales" / "ar" / "toolkit.po"
    old = f'msgid "{english}"\nmsgstr ""'
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, f'msgid "{english}"\nmsgstr "{text}"'), encoding="utf-8")


def test_a_new_language_starts_with_every_sentence_empty(package, root):
    done = update_catalog("ar", root, package)
    assert done.messages == done.untranslated == len(ids(extract_messages(package)))


def test_a_refresh_without_a_change_changes_no_byte(package, root):
    path = update_catalog("ar", root, package).path
    translate(root, "Level", "المستوى")
    update_catalog("ar", root, package)
    before = path.read_bytes()
    update_catalog("ar", root, package)
    assert path.read_bytes() == before


def test_a_catalogue_names_files_but_neither_lines_nor_dates(package, root):
    text = update_catalog("ar", root, package).path.read_text(encoding="utf-8")
    assert "#: toolkit/render/templates/one.j2\n" in text
    assert not re.search(r"\.(j2|py):\d|-Date:|EMAIL", text)


def test_a_translation_survives_and_a_reworded_sentence_becomes_fuzzy(package, root):
    update_catalog("ar", root, package)
    translate(root, "Level", "المستوى")
    translate(root, "Saved {time}", "حُفظ {time}")
    (package / "page.py").write_text(CODE.replace("Saved {time}", "Saved at {time}"), encoding="utf-8")
    done = update_catalog("ar", root, package)
    kept = {message.id: message for message in catalogue("ar", root)}
    assert kept["Level"].string == "المستوى"
    assert (kept["Saved at {time}"].string, kept["Saved at {time}"].fuzzy) == ("حُفظ {time}", True)
    assert done.fuzzy == 1


def test_a_sentence_that_is_gone_is_dropped(package, root):
    update_catalog("ar", root, package)
    translate(root, "first word", "كلمة")
    (package / "page.py").write_text(CODE.replace("first word", "quite another thing"), encoding="utf-8")
    assert update_catalog("ar", root, package).dropped == 1
    assert "first word" not in ids(catalogue("ar", root))


@pytest.mark.parametrize("lang", ["xx", "qps", "en", "../ar"])
def test_a_language_without_a_folder_of_its_own_is_refused(package, root, lang):
    with pytest.raises(ToolkitError, match="first write data/locales/"):
        update_catalog(lang, root, package)


def test_a_broken_catalogue_is_named_with_its_line(package, root):
    (root / "locales" / "ar" / "toolkit.po").write_text('msgid "Back"\nmsgstr "x\nnonsense', encoding="utf-8")
    with pytest.raises(ContentError, match=r"locales/ar/toolkit\.po, line \d+"):
        update_catalog("ar", root, package)
