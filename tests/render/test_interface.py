from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from markupsafe import Markup

from toolkit.content.interface import Interface, available, interface, languages
from toolkit.content.read import ContentError
from toolkit.core.model import ToolkitError

PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Language: ar\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\n"

msgid "Back"
msgstr "رجوع"

msgid "Saved {time}"
msgstr "حُفظ في {time}"

msgid "Hello {name}"
msgstr "مرحبا {nom}"

#, fuzzy
msgid "Help"
msgstr "خطأ"

msgid "{number} day"
msgid_plural "{number} days"
msgstr[0] "صفر"
msgstr[1] "واحد"
msgstr[2] "اثنان"
msgstr[3] "قليل {number}"
msgstr[4] "كثير {number}"
msgstr[5] "آخر {number}"
"""
FSI, PDI, LRI = "\u2068", "\u2069", "\u2066"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "data" / "locales" / "ar"
    folder.mkdir(parents=True)
    (folder / "locale.yaml").write_text("name: العربية\ndirection: rtl\n", encoding="utf-8")
    (folder / "toolkit.po").write_text(PO, encoding="utf-8")
    yield tmp_path / "data"
    interface.cache_clear()


@pytest.fixture
def arabic(root: Path) -> Interface:
    return interface("ar", root)


def test_arabic_runs_from_right_to_left(arabic):
    assert arabic.dir == "rtl"
    assert arabic.gettext("Back") == "رجوع"


@pytest.mark.parametrize(("line", "checked"), [("", False), ("checked: false", False), ("checked: true", True)])
def test_a_translation_is_checked_when_its_file_says_so(root, line, checked):
    with (root / "locales/ar/locale.yaml").open("a", encoding="utf-8") as file:
        file.write(line)
    assert interface("ar", root).checked is checked


def test_a_value_in_an_arabic_sentence_is_isolated(arabic):
    assert arabic.say("Saved {time}", time="14:02") == f"حُفظ في {FSI}14:02{PDI}"


def test_a_value_in_an_english_sentence_stays_as_it_is():
    assert interface().say("Saved {time}", time="14:02") == "Saved 14:02"


def test_an_untranslated_sentence_is_isolated_in_arabic(arabic):
    assert arabic.gettext("Not there.") == f"{LRI}Not there.{PDI}"


def test_a_fuzzy_translation_is_not_shown(arabic):
    assert "خطأ" not in arabic.gettext("Help")


def test_a_translation_with_a_wrong_placeholder_falls_back_to_english(arabic):
    assert arabic.say("Hello {name}", name="Amal") == f"Hello {FSI}Amal{PDI}"


def test_braces_in_a_value_are_left_alone(arabic):
    assert "{x}" in arabic.say("Saved {time}", time="{x}")


@pytest.mark.parametrize(
    ("number", "text"), [(0, "صفر"), (1, "واحد"), (2, "اثنان"), (3, "قليل"), (11, "كثير"), (100, "آخر")]
)
def test_arabic_has_six_plural_forms(arabic, number, text):
    assert arabic.say_n("{number} day", "{number} days", number).startswith(text)


def test_english_has_two_plural_forms():
    assert [interface().say_n("{number} day", "{number} days", n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


def test_dates_times_and_numbers_use_western_digits(arabic):
    moment = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
    assert arabic.date(date(2026, 11, 21)) == "21 نوفمبر 2026"
    assert arabic.time(moment) == interface().time(moment) == "14:02"
    assert interface().date(moment) == "21 November 2026"
    assert interface().number(12345) == "12,345"
    assert arabic.number(7).strip("\u200f") == "7"


def test_markup_escapes_the_values_of_a_sentence(arabic):
    text = arabic.filled(Markup("{name}"), "{name}", {"name": "<b>"})
    assert text == f"{FSI}&lt;b&gt;{PDI}"


def test_the_pseudo_language_changes_every_message_but_not_placeholders():
    assert interface("qps").say("Saved {time}", time="14:02") == "[Sàvéđ 14:02 ·]"


def test_a_language_without_catalogue_speaks_english(root):
    (root / "locales" / "ar" / "toolkit.po").unlink()
    assert interface("ar", root).gettext("Back") == f"{LRI}Back{PDI}"


def test_languages_name_themselves_with_english_first(root):
    assert languages(root) == (("en", "English", "ltr"), ("ar", "العربية", "rtl"))


@pytest.mark.parametrize("code", ["xx", "../../etc", "", "ar/..", "AR"])
def test_an_unknown_language_is_refused_and_a_browser_gets_english(root, code):
    with pytest.raises(ToolkitError, match="choose one of en, ar"):
        interface(code, root)
    assert available(code, root) == "en"


def test_a_broken_catalogue_is_named_with_its_line(root):
    (root / "locales" / "ar" / "toolkit.po").write_text('msgid "Back"\nmsgstr "x\nnonsense', encoding="utf-8")
    with pytest.raises(ContentError, match=r"locales/ar/toolkit\.po, line \d+"):
        interface("ar", root)


def test_a_locale_without_direction_is_refused(root):
    (root / "locales" / "ar" / "locale.yaml").write_text("name: x\ndirection: up\n", encoding="utf-8")
    with pytest.raises(ContentError, match="direction"):
        languages(root)


def test_a_changed_catalogue_is_read_anew(root):
    assert interface("ar", root).gettext("Back") == "رجوع"
    path = root / "locales" / "ar" / "toolkit.po"
    path.write_text(PO.replace("رجوع", "عودة"), encoding="utf-8")
    interface.cache_clear()
    assert interface("ar", root).gettext("Back") == "عودة"
