"""The pseudo-locale puts brackets around every text: what stands outside them has no home and cannot be translated."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from toolkit.content.interface import interface
from toolkit.content.load import load_library
from toolkit.content.read import data_root
from toolkit.exchange.bundle import read_bundle
from toolkit.pages.answers import values_of
from toolkit.pages.desk import Context
from toolkit.pages.risk_state import RiskState
from toolkit.pages.view import view
from toolkit.render.html import environment, render
from toolkit.store.records import Status, Stored


class Visible(HTMLParser):
    """What a page says in letters, without what people typed, codes, signs and the names of languages."""

    VOID = frozenset({"input", "br", "meta", "link", "hr", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.hidden: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in self.VOID:
            apart = (
                tag in ("bdi", "textarea", "style", "script")
                or "hreflang" in given
                or given.get("aria-hidden") == "true"
            )
            self.hidden += [tag] if apart or self.hidden else []
        self.said += [
            given[name] or "" for name in ("aria-label", "title", "placeholder", "data-too-big") if name in given
        ]

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said.append(data)


def citations() -> list[str]:
    """Laws and sources, which are cited as they are called in every language; the longest first."""
    library = load_library("qps")
    cited = {norm for right in library.rights.values() for norm in right.norms}
    sources = [source for item in library.items for source in (item.source, item.example.source)]
    cited |= {text for source in sources for text in (source.origin, source.url)}
    return sorted(cited - {""}, key=len, reverse=True)


def hard_coded(html: str) -> list[str]:
    """Words outside the brackets that the pseudo-locale puts around every text; dates, codes and sources are values."""
    page = Visible()
    page.feed(html)
    text = "\n".join(page.said)
    for cited in citations():
        text = text.replace(cited, " ")
    while text != (text := re.sub(r"\[[^\[\]]*\]", " ", text)):
        pass
    months = "|".join(calendar.month_name[1:])
    return re.findall(r"[^\W\d_]{2,}", re.sub(rf"\d+ ({months}) \d+|\brisk 1\.\d", " ", text))


@pytest.fixture(scope="module")
def visit() -> tuple[RiskState, Context]:
    library = load_library("qps")
    environment("qps").globals["translated"] = library.translated
    given = read_bundle(data_root() / "samples" / "face-search-custody.json", library).assessment
    now = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
    record = Stored(
        id="a1", owner="local", title="[Face search]", status=Status.DRAFT, demo=True, method="rights-first",
        questionnaire_id="risk", questionnaire_version="1.0.0", questionnaire_sha256="0", parent_id=None, version_no=1,
        revision=1, created_at=now, updated_at=now, result=None, values=values_of(given), revisions={},
    )  # fmt: skip
    return RiskState(record=record, summaries=(record,)), Context(library, interface("qps"), "local", now)


SCREENS = (
    "home", "list", "describe/1", "describe/2", "describe/3", "describe/4", "legal", "tasks", "section/accuracy",
    "section/privacy", "check", "result", "treat", "export",
)  # fmt: skip


@pytest.mark.parametrize("route", SCREENS)
def test_every_word_on_a_screen_comes_from_a_catalogue_or_the_content(visit, route):
    state, context = visit
    screen, _, arg = route.partition("/")
    shown = view(replace(state, screen=screen, arg=arg), context)
    assert hard_coded(str(render("qps", "page.j2", screen=shown, css=""))) == []
    assert hard_coded(shown.title) == []


@pytest.mark.parametrize(
    "change",
    [
        {"screen": "tasks", "confirm": "delete"},
        {"screen": "section", "arg": "accuracy/1", "single": True, "returning": "check"},
        {"screen": "describe", "arg": "1", "errors": (("profile/stage", "[Choose]"),), "message": "[Say]"},
        {"screen": "result", "tried": frozenset({("accuracy-wrong-lead", "ctl-two-person-check")})},
        {"screen": "export", "frozen": True},
        {"screen": "tasks", "frozen": True},
        {"screen": "list", "record": None, "summaries": ()},
    ],
    ids="-".join,
)
def test_rarer_states_of_a_screen_have_no_other_words(visit, change):
    state, context = visit
    change = dict(change)
    if change.pop("frozen", False):
        change["record"] = replace(state.record, status=Status.SUBMITTED)
    shown = view(replace(state, **change), context)
    assert hard_coded("".join(part.html for part in shown.parts)) == []


def test_a_sentence_outside_the_catalogue_is_noticed():
    html = '<p aria-label="Say">[Lévéł <b>[Hïgh ·]</b> ·] plain <bdi>mine</bdi> 7 <a hreflang="ar">x</a> after</p>'
    assert hard_coded(html) == ["Say", "plain", "after"]
