from __future__ import annotations

from collections.abc import Iterator

import pytest
from babel.messages.extract import extract_from_dir
from markupsafe import Markup

from tests.render.gallery import TERMS
from toolkit.core.model import Term
from toolkit.render.html import TEMPLATES, environment, render


def filtered(template: str, lang: str = "en", **values: object) -> str:
    return environment(lang).from_string(template).render(**values)


@pytest.fixture
def translated() -> Iterator[None]:
    env = environment("ar")
    env.globals["translated"] = frozenset({"نص"})
    yield
    env.globals["translated"] = frozenset()


def test_english_text_on_an_english_page_needs_no_mark():
    assert filtered("{{ 'Text' | content }}") == "Text"


def test_english_text_on_an_arabic_page_is_marked_as_english():
    assert filtered("{{ 'Text' | content }}", "ar") == '<span lang="en" dir="ltr">Text</span>'


@pytest.mark.usefixtures("translated")
def test_translated_text_on_an_arabic_page_needs_no_mark():
    assert filtered("{{ 'نص' | content }}", "ar") == "نص"


def test_marked_text_is_escaped():
    assert "<b>" not in filtered("{{ '<b>' | content }}", "ar")
    assert "<b>" not in filtered("{{ '<b>' | content }}")


def test_text_that_is_already_markup_is_marked_once():
    assert filtered("{{ 'Text' | content | content }}", "ar").count("<span") == 1


def test_the_first_occurrence_of_a_term_discloses_its_meaning():
    html = filtered("{{ text | words(terms) }}", text="He overrides it; an override is logged.", terms=TERMS)
    assert html.count("<button") == 1
    assert html.startswith('He <button type="button" class="term" data-term aria-expanded="false" aria-controls="term-')
    assert 'role="note"' in html
    assert "When an officer sets the output aside.</span> it; an override is logged." in html


def test_the_longer_term_wins():
    terms = (*TERMS, Term("oversight", "oversight", "Short."))
    assert "Short." not in filtered("{{ text | words(terms) }}", text="human oversight", terms=terms)


def test_a_term_inside_a_longer_word_is_not_linked():
    assert filtered("{{ text | words(terms) }}", text="overrideable", terms=TERMS) == "overrideable"


def test_a_chinese_term_is_found_without_spaces_around_it():
    terms = (Term("oversight", "监督", "定义"),)
    assert "<button" in filtered("{{ text | words(terms) }}", text="人类监督机制", terms=terms)


def test_text_and_definition_around_a_term_are_escaped():
    term = Term("x", "override", "<i>def</i>")
    html = filtered("{{ text | words([term]) }}", text="<b> override & <script>", term=term)
    assert "<b>" not in html
    assert "<script>" not in html
    assert "<i>" not in html


def test_the_same_text_in_two_places_has_two_ids():
    html = filtered("{{ 'override' | words(t, 'a') }}{{ 'override' | words(t, 'b') }}", t=TERMS)
    first, second = (part.split('"')[0] for part in html.split('aria-controls="')[1:])
    assert first != second


def test_no_terms_leave_the_text_alone():
    assert filtered("{{ 'a < b' | words([]) }}") == "a &lt; b"


def test_what_people_typed_is_isolated():
    assert filtered("{{ x | bidi }}", x="\u202e<b>") == "<bdi>\u202e&lt;b&gt;</bdi>"


def test_an_id_has_no_spaces_or_quotes():
    assert filtered("{{ 'a/b c\"d' | ref }}") == "a-b-c-d"


def test_a_translation_cannot_bring_markup_in(monkeypatch):
    spoken = environment("en").globals["say"]
    assert spoken("<b>{x}</b>", x="<i>") == "&lt;b&gt;&lt;i&gt;&lt;/b&gt;"


def test_markup_inside_a_sentence_is_kept():
    assert environment("en").globals["say"]("at least {low}", low=Markup("<b>Low</b>")) == "at least <b>Low</b>"


def test_trans_blocks_isolate_their_values_in_arabic():
    html = filtered("{% trans n=count %}One{% pluralize %}{{ n }} items{% endtrans %}", "ar", count=3)
    assert "\u20683\u2069 items" in html


def test_a_missing_value_is_an_error_not_an_empty_place():
    with pytest.raises(Exception, match="undefined"):
        filtered("{{ nothing }}")


def test_every_sentence_of_the_templates_can_be_extracted_and_holds_no_markup():
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "say_n": (1, 2)}
    options = {"**.j2": {"silent": "false", "trimmed": "true"}}
    found = extract_from_dir(TEMPLATES, [("**.j2", "jinja2.ext.babel_extract")], options, keywords)
    messages = [message for _, _, message, *_ in found]
    sentences = {text for one in messages for text in ((one,) if isinstance(one, str) else one)}
    assert {"{done} of {number} questions answered", "Your answers stay on this server.", "Not assessed"} <= sentences
    assert [one for one in sentences if "<" in one or "&" in one] == []


@pytest.mark.parametrize("lang", ["en", "ar", "qps"])
def test_every_template_compiles(lang):
    env = environment(lang)
    names = env.list_templates(extensions=["j2"])
    assert "components.j2" in names
    for name in names:
        env.get_template(name)


def test_rendering_gives_markup():
    assert isinstance(render("en", "components.j2"), Markup)
