"""A translation changes words and nothing else: no number, no rule, no id, no score."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.content.broken import Copy
from toolkit.content.check import Severity
from toolkit.content.load import load_library
from toolkit.content.overlay import NOT_TEXT, localised, name_of, pseudo, text_keys
from toolkit.content.read import ContentError, data_root, read_tree
from toolkit.content.scoring import score
from toolkit.core.model import Source
from toolkit.core.responses import Assessment, Factor, Response, State
from toolkit.core.risk import RiskResult

ITEMS = "questionnaires/risk/accuracy.yaml"
OVERLAY = f"locales/xx/content/{ITEMS}"
TODAY = date(2026, 11, 21)

FORBIDDEN = {
    "a condition": (ITEMS, "items: {accuracy-drift: {applies_when: always}}"),
    "a cap": (ITEMS, "items: {accuracy-drift: {impact_cap: 1}}"),
    "a permission": (ITEMS, "items: {accuracy-drift: {na_allowed: true}}"),
    "an id": (ITEMS, "items: {accuracy-drift: {id: other}}"),
    "a principle": (ITEMS, "principle: privacy"),
    "a denominator": (ITEMS, "items: {accuracy-drift: {likelihood: {per: 100}}}"),
    "a step": (ITEMS, "items: {accuracy-drift: {likelihood: {step: 1}}}"),
    "a list of controls": (ITEMS, "items: {accuracy-wrong-lead: {controls: [a, b, c, d]}}"),
    "a source": (ITEMS, "items: {accuracy-wrong-lead: {source: {url: \"https://example.org\"}}}"),
    "the note of a source": (ITEMS, "items: {accuracy-wrong-lead: {source: {from: text}}}"),
    "an unknown item": (ITEMS, "items: {accuracy-dragons: {title: Drachen}}"),
    "an unknown key": (ITEMS, "items: {accuracy-drift: {score: 5}}"),
    "a list where there is text": (ITEMS, "items: {accuracy-drift: {title: [a]}}"),
    "another file": ("questionnaires/risk/dragons.yaml", "items: {a: {title: b}}"),
    "a strength": ("controls/fairness.yaml", "controls: {ctl-proxy-review: {preventive: 3}}"),
    "a matrix": ("methods/nist-800-30.yaml", "matrix: {grid: {1: [low, low, low, low, low]}}"),
    "a threshold": ("methods/linear.yaml", "matrix: {minima: [1, 2, 3]}"),
    "a floor": ("packs/eu-ai-act.yaml", "triggers: {eu-art5-1-a: {effect: {floor: none}}}"),
    "a fact": ("questionnaires/profile.yaml", "fields: {stage: {options: {deployment: {facts: [a]}}}}"),
}  # fmt: skip


def mirrored(raw: Any, keys: frozenset[str], key: str = "") -> Any:
    """An overlay that translates every text of a file."""
    if isinstance(raw, str):
        return f"⟨{raw}⟩" if raw and key in keys else None
    if isinstance(raw, Mapping):
        inner = {name: mirrored(value, keys, str(name)) for name, value in raw.items() if name not in NOT_TEXT}
        return {name: value for name, value in inner.items() if value} or None
    if isinstance(raw, list) and all(isinstance(entry, str) for entry in raw):
        return [mirrored(entry, keys, key) for entry in raw] if key in keys else None
    if isinstance(raw, list) and not any(map(name_of, raw)):
        found = [mirrored(entry, keys, key) for entry in raw]
        return found if any(found) else None
    if isinstance(raw, list):
        return {name_of(one): text for one in raw if name_of(one) and (text := mirrored(one, keys, key))} or None
    return None


@pytest.fixture
def translated(copy: Copy) -> Copy:
    for name, raw in read_tree(data_root()).items():
        if not name.startswith("locales/") and (text := mirrored(raw, text_keys(name))):
            copy.write(f"locales/xx/content/{name}", json.dumps(text, ensure_ascii=False))  # JSON is YAML
    return copy


def sentences(thing: Any) -> Iterator[str]:
    """Every text with a space in the nouns of a library, except sources, citations and rules."""
    if isinstance(thing, str):
        if " " in thing:
            yield thing
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, Source | type):
        for field in dataclasses.fields(thing):
            if field.name not in ("norms", "severity", "distributions", "translated", "icon"):
                yield from sentences(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        yield from sentences(list(thing.values()))
    elif isinstance(thing, list | tuple):
        for entry in thing:
            yield from sentences(entry)


def levels(result: RiskResult) -> Any:
    """Every level of a result, without words."""
    return [(tier.system.level, [rated.level for rated in tier.items.values()]) for tier in result.tiers.values()]


def sample(root: Path, lang: str) -> Any:
    library = load_library(lang, root)
    profile = {"application": ("face-live",), "stage": "monitoring", "data": ("voice",), "effect": ("stop-arrest",)}
    answered = {
        item.id: Response(State.ANSWERED, Factor(1 + n % 5, 1 + n % 5), Factor(1 + n % 4, 1 + n % 4))
        for n, item in enumerate(library.items)
    }
    scored = score(
        library,
        Assessment("a", "A", {k: v if isinstance(v, str) else tuple(v) for k, v in profile.items()}, answered),
        TODAY,
    )
    return levels(scored.result), [item.id for item in scored.items], scored.facts


@pytest.mark.parametrize("lang", ["en", "ar", "qps"])
def test_the_library_loads_in_each_language(lang: str) -> None:
    assert len(load_library(lang).items) == len(load_library("en").items)


def test_the_pseudo_locale_marks_every_text() -> None:
    bare = [text for text in sentences(load_library("qps")) if not (text.startswith("[") and text.endswith("·]"))]
    assert bare == []


def test_the_pseudo_locale_keeps_placeholders() -> None:
    assert "{count}" in pseudo("about {count} items")
    assert "%(name)s" in pseudo("dear %(name)s")


def test_a_full_translation_covers_everything(translated: Copy) -> None:
    report = translated.check()
    assert report.counts["translated.xx"] == report.counts["translatable"] > 3000
    assert [problem for problem in report.errors if problem.file.startswith("locales/xx")] == []


def test_a_full_translation_leaves_no_english_sentence(translated: Copy) -> None:
    bare = [text for text in sentences(load_library("xx", translated.root)) if not text.startswith("⟨")]
    assert bare == []


@pytest.mark.parametrize("lang", ["xx", "qps"])
def test_a_translation_changes_no_score_and_no_hash(translated: Copy, lang: str) -> None:
    assert sample(translated.root, lang) == sample(translated.root, "en")
    assert load_library(lang, translated.root).sha256 == load_library("en", translated.root).sha256


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_translation_holds_text_only(copy: Copy, name: str) -> None:
    file, text = FORBIDDEN[name]
    copy.write(f"locales/xx/content/{file}", text)
    with pytest.raises(ContentError, match="locales/xx/content"):
        load_library("xx", copy.root)
    problem = copy.only("overlay")
    assert (problem.file, problem.severity) == (f"locales/xx/content/{file}", Severity.ERROR)


def test_a_part_translation_falls_back_to_english_and_is_one_warning(copy: Copy) -> None:
    copy.write(OVERLAY, "items: {accuracy-drift: {title: ⟨drift⟩}}")
    library = load_library("xx", copy.root)
    assert library.item("accuracy-drift").title == "⟨drift⟩"
    assert library.item("accuracy-wrong-lead").title == load_library().item("accuracy-wrong-lead").title
    assert [problem.file for problem in copy.problems("untranslated")] == ["locales/xx"]


def test_html_in_a_translation_is_an_error(copy: Copy) -> None:
    copy.write(OVERLAY, "items: {accuracy-drift: {title: <script>}}")
    assert copy.only("html").file == OVERLAY


@pytest.mark.parametrize("raw", [{"a": [{"id": ["x"]}]}, {"a": [5, None]}, {"a": {"b": {"c": 1}}}, [], "text", 5])
def test_odd_content_does_not_trip_the_overlay(raw: Any) -> None:
    assert localised({"f": raw}, {}, "qps")[0]
    assert localised({"f": raw}, {"f": None}, "xx")[0] == {"f": raw}


PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: de\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
ENTRIES = {
    "good": ('msgid "Hello %(name)s"\nmsgstr "Hallo %(name)s"\n', None),
    "lost placeholder": ('msgid "Hello %(name)s"\nmsgstr "Hallo"\n', "lost %(name)s"),
    "new placeholder": ('msgid "Hello"\nmsgstr "Hallo {x}"\n', "not in the English text"),
    "wrong format": ('#, python-format\nmsgid "%(n)d items"\nmsgstr "%(n)s Punkte"\n', "mend the translation"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENTRIES)
def test_interface_strings_keep_their_placeholders(copy: Copy, name: str) -> None:
    entry, wanted = ENTRIES[name]
    copy.write("locales/de/toolkit.po", PO + entry)
    messages = [problem.message for problem in copy.problems("translation")]
    assert any(wanted in message for message in messages) if wanted else not messages


def test_missing_and_fuzzy_strings_are_one_warning(copy: Copy) -> None:
    copy.write("locales/de/toolkit.po", PO + 'msgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "B"\n')
    assert "2 interface strings" in copy.only("untranslated").message
    assert copy.check().counts["interface.de"] == 0


def test_the_template_says_what_is_missing(copy: Copy) -> None:
    copy.write("locales/toolkit.pot", PO + 'msgid "a"\nmsgstr ""\n\nmsgid "b"\nmsgstr ""\n')
    copy.write("locales/de/toolkit.po", PO + 'msgid "a"\nmsgstr "A"\n\nmsgid "old"\nmsgstr "alt"\n')
    assert "1 interface strings" in copy.only("untranslated").message
    assert "not in the interface any more" in copy.only("translation").message


@pytest.mark.parametrize(
    "text", [b"msgid", b'msgid "a\n', b"\xff\xfe", b"nonsense\n" * 50, b'msgid "a"\nmsgstr[9x] "b"\n']
)
def test_a_broken_catalogue_is_a_sentence(copy: Copy, text: bytes) -> None:
    copy.write("locales/de/toolkit.po", text)
    assert {problem.file for problem in copy.check().errors} == {"locales/de/toolkit.po"}
