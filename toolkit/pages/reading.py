"""The reading pages: address and event in, reader and screen out. Pure, and the same for both hosts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from toolkit.pages import reading_cases, reading_intro, reading_practice, reading_principles, reading_words
from toolkit.pages.reading_state import Builder, NotHere, Reader, Reading
from toolkit.pages.screen import Event, Screen

PAGES: Mapping[str, Builder] = {
    "": reading_intro.overview,
    "tour": reading_intro.tour,
    "introduction": reading_intro.introduction,
    "principles": reading_principles.principles,
    "cases": reading_cases.cases,
    "roadmap": reading_practice.roadmap,
    "primers": reading_practice.primers,
    "glossary": reading_words.glossary,
}
"""What shows the pages whose address begins with a word (`explorables`, `search`, `certificate` plug in here)."""
