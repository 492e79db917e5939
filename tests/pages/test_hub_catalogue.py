"""The pages of the hub's catalogue as pure functions: what is found, why, in which order, and what each card says."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.content.hub import load_hub
from toolkit.core.hub_access import Member, Role, Standing
from toolkit.core.hub_catalogue import Answer
from toolkit.core.hub_listing import State
from toolkit.exchange.hub_comparison import comparison_csv
from toolkit.pages.hub_compare import compare_page, comparison
from toolkit.pages.hub_frame import Frame
from toolkit.pages.hub_me import notices_page
from toolkit.pages.hub_moves import TOLD
from toolkit.pages.hub_tools import Search, found, search_of, tools_page
from toolkit.store.hub_records import Notice, Person

TODAY = date(2026, 12, 2)
HUB = load_hub("en")
NOT_EVALUATED = {"en": "Not evaluated by us, and no endorsement.", "ar": "لم نقيّمها، وليس هذا تزكية."}
IDS = [one.id for one in HUB.listings]
FACETS = {one.id: [value.id for value in one.values] for one in HUB.catalogue.facets}
searches = st.dictionaries(st.sampled_from(sorted(FACETS)), st.none(), max_size=3).flatmap(
    lambda names: st.fixed_dictionaries({name: st.lists(st.sampled_from(FACETS[name]), max_size=2) for name in names})
)


def frame(lang="en"):
    member = Member("ann", "Northern police", Role.OFFICER, Standing.APPROVED, attested=TODAY)
    person = Person(member, "ann@police.example", "KE", "ann@police.example", datetime(2026, 1, 1, tzinfo=UTC))
    return Frame(lang, (), "/", "tools", "token", person, TODAY, True, (), True, True)


def shown(page):
    """The tools on a page, in their order, with their cards."""
    cards = re.findall(r'<article class="card tool">.*?</article>', page, re.DOTALL)
    return [(re.search(r"/tools/([a-z0-9-]+)\?", card)[1], card) for card in cards]


def asked(**facets):
    return Search("", {name: (value,) for name, value in facets.items()}, ("users",), matching=True)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_each_card_says_that_nobody_evaluated_the_tool(lang):
    cards = shown(tools_page(frame(lang), load_hub(lang), Search(), {}, frozenset()))
    assert [name for name, _ in cards] == IDS
    assert [name for name, card in cards if NOT_EVALUATED[lang] not in card] == []


def test_each_card_tells_one_reason_for_each_criterion_in_the_words_of_the_core():
    search = asked(functions="report-triage")
    words = {Answer.MET: "Fits:", Answer.NOT_MET: "Does not fit:", Answer.NOT_STATED: "Not stated:"}
    cards = shown(tools_page(frame(), HUB, search, {}, frozenset()))
    for (name, card), one in zip(cards, found(HUB, search, {}), strict=True):
        assert name == one.listing.id
        assert re.findall(r"<strong>(\w[^<]*:)</strong>", card) == [words[reason.answer] for reason in one.reasons]
        assert f"Meets {one.met} of 2 criteria" in card


@settings(max_examples=40, deadline=None)
@given(facets=searches, saved=st.frozensets(st.sampled_from(IDS)))
def test_where_tools_meet_as_many_criteria_their_names_decide_and_nothing_else(facets, saved):
    search = Search("", {name: tuple(values) for name, values in facets.items() if values}, (), matching=True)
    matches = found(HUB, search, {})
    keys = [(-one.met, one.listing.name.casefold(), one.listing.id) for one in matches]
    assert keys == sorted(keys)
    assert sorted(one.listing.id for one in matches) == sorted(IDS), "what does not fit is shown too, with its reasons"
    every = shown(tools_page(frame(), HUB, search, {}, frozenset()))
    liked = shown(tools_page(frame(), HUB, search, {}, saved))
    assert [name for name, _ in every] == [name for name, _ in liked], "what somebody saved moves no tool"


def test_no_card_speaks_of_rank_popularity_or_money_paid_to_us():
    words = (
        r"popular|most used|users saved|top rated|stars?|scores?|rank|recommended|sponsored|\d+ (?:saves|views|likes)"
    )
    for name, card in shown(tools_page(frame(), HUB, asked(functions="report-triage"), {}, frozenset(IDS))):
        summary = HUB.listing(name).summary
        assert not re.search(rf"\b(?:{words})\b", re.sub("<[^>]+>", " ", card).replace(summary, ""), re.I), name


def test_whoever_asks_by_criteria_is_not_shown_what_was_withdrawn_and_whoever_asks_by_name_is():
    states = {"griffeye": State.WITHDRAWN, "icse": State.UNDER_REVIEW}
    assert not {"griffeye", "icse"} & {one.listing.id for one in found(HUB, asked(), states)}
    page = tools_page(frame(), HUB, Search("griffeye"), states, frozenset())
    assert '<strong class="badge">Withdrawn</strong>' in dict(shown(page))["griffeye"]


def test_an_address_asks_for_nothing_that_the_catalogue_does_not_know():
    given_ = {
        "functions": ["report-triage", "drop table"],
        "price": ["low"],
        "sort": ["popular"],
        "stated": ["users", "x"],
    }
    search = search_of(lambda name: given_.get(name, []), HUB.catalogue)
    assert (search.facets, search.stated) == ({"functions": ("report-triage",)}, ("users",))


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_comparison_says_not_stated_and_not_evaluated_on_the_page_and_in_the_file(lang):
    hub = load_hub(lang)
    two = [hub.listing("grace"), hub.listing("griffeye")]
    page = compare_page(frame(lang), hub, two, {}, differing=False)
    silent = sum(criterion.id in one.not_stated for one in two for criterion in hub.catalogue.criteria)
    assert page.count('class="unstated"') >= silent > 0
    assert NOT_EVALUATED[lang] in page
    text = comparison_csv(comparison(frame(lang), hub, two, {}, TODAY)).decode("utf-8-sig")
    assert text.count(hub.catalogue.notice) == 2


def test_on_a_narrow_screen_each_cell_of_a_comparison_names_its_tool():
    two = [HUB.listing("grace"), HUB.listing("griffeye")]
    page = compare_page(frame(), HUB, two, {}, differing=False)
    for one in two:
        assert page.count(f'<strong class="narrow-only" dir="auto">{one.name}</strong>') == page.count(
            '<th scope="row">'
        )


def test_what_somebody_was_told_in_english_is_read_in_arabic():
    at = datetime(2026, 12, 1, tzinfo=UTC)
    told = [
        Notice(str(n), text, {"tool": "GRACE tools"}, "tools/grace", at, None) for n, text in enumerate(TOLD.values())
    ]
    page = notices_page(frame("ar"), told)
    assert page.count("GRACE tools") == len(TOLD)
    assert not re.search("withdrawn|under review|listed again", page)


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_a_comparison_runs_as_a_formula(name):
    one = replace(HUB.listing("grace"), name=name, provider=name)
    text = comparison_csv(comparison(frame(), HUB, [one, HUB.listing("icse")], {}, TODAY)).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line if cell]
    assert [cell for cell in cells if cell[0] in "=+-@\t\r"] == []
