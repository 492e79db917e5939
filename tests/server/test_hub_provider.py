"""What providers say, against a real server: a form that a coordinator reads first, and the answer to a withdrawal."""

import re

from toolkit.content.hub import load_hub
from toolkit.core.hub_access import Role
from toolkit.core.hub_proposal import FACET, fields, values

HUB = load_hub("en")
HASH = "d41d8cd98f00b204e9800998ecf8427e"


def filled(tool, **more):
    """The form with all that the listing says, every open question left open on purpose."""
    now = values(HUB.listing(tool), HUB.catalogue)
    form = {name: text.split() if name.startswith(FACET) else text for name, text in now.items()}
    silent = [name for name in fields(HUB.catalogue) if name.startswith("says-") and not (now | more)[name]]
    return {"silent": silent, "why": "See our manual.", **form, **more}


def contact(house, tool):
    return house.browser(Role.PROVIDER, HUB.listing(tool).provider)


def sent(provider, tool, do="send", **more):
    place = f"/hub/listings/{tool}/form"
    return provider.post(place, page=place, do=do, **filled(tool, **more))


def decided(coordinator, tool, do="publish", **more):
    place = f"/hub/proposals/{tool}"
    page = coordinator.get(place).text
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    return coordinator.post(place, page=place, do=do, seen=seen[1] if seen else "", **more)


def said(visitor):
    return visitor.get("/hub/notices").text


def test_what_a_provider_writes_is_read_first_then_published_as_its_word_and_what_was_checked_says_so(house):
    pia, carl, ann = contact(house, "griffeye"), house.browser(Role.COORDINATOR), house.browser()
    words = {
        "says-cost": "Free for police in 2026.",
        "says-limits": "No drawings.",
        "says-languages": "Nine languages.",
    }
    assert sent(pia, "griffeye", "draft", **words).status == 303
    assert "Providers that wait" in carl.get("/hub/proposals").text
    assert "griffeye" not in carl.get("/hub/proposals").text, "a draft is the provider's own"
    assert "No drawings." in pia.get("/hub/listings/griffeye/form").text
    assert sent(pia, "griffeye", **words).status == 303
    assert "filled in its information form" in said(carl)
    assert "· 3 fields" in carl.get("/hub/proposals").text, "those left open as before do not count"
    assert "What was written before" not in pia.get("/hub/listings/griffeye/form").text, "nothing was, before this"
    assert "No drawings." not in ann.get("/hub/tools/griffeye").text
    page = carl.get("/hub/proposals/griffeye").text
    assert re.search(r"<del>.*Not stated.*</del>.*<ins>.*No drawings\.", page)
    assert decided(carl, "griffeye", checked="says-cost").status == 400, "a check needs a word on how"
    assert decided(carl, "griffeye", checked="says-cost", basis="Price list, read today.").status == 303
    page = ann.get("/hub/tools/griffeye").text
    for text in ("No drawings.", "Parts of this listing are the provider", "Price list, read today."):
        assert text in page
    assert re.search(r"Free for police in 2026\.</span> <span class=\"hint\">\(the provider’s word, checked", page)
    assert re.search(r"No drawings\.</span> <span class=\"hint\">\(the provider’s word\)", page)
    table = ann.get("/hub/compare.csv?tool=griffeye&tool=grace").text
    assert "No drawings. (the provider’s word)" in table
    assert "was published, marked as your word" in said(pia)
    assert "/hub/tools/griffeye?" in ann.get("/hub/tools?q=drawings").text, "the search knows it"


def test_what_is_sent_back_comes_with_words_and_its_history_stays(house):
    pia, carl = contact(house, "grace"), house.browser(Role.COORDINATOR)
    assert sent(pia, "grace", **{"says-cost": "Best price of all."}).status == 303
    assert sent(pia, "grace", **{"says-cost": "Changed."}).status == 409, "it waits"
    assert decided(carl, "grace", "back").status == 400
    assert decided(carl, "grace", "back", note="Name a price, without praise.").status == 303
    page = pia.get("/hub/listings/grace/form").text
    for text in ("Name a price, without praise.", "Best price of all.", "See our manual."):
        assert text in page
    assert sent(pia, "grace", **{"says-cost": "On request."}).status == 303
    place = "/hub/listings/grace/form"
    assert pia.post(place, do="back").status == 303
    assert decided(carl, "grace").status == 409, "it was taken back"
    assert [one.state for one in house.store.proposals("grace")["grace"]] == ["sent-back", "draft"]


def test_nothing_that_must_not_be_stored_gets_into_any_field_of_the_form(house):
    pia = contact(house, "aviator")
    for name in fields(HUB.catalogue):
        if not name.startswith(FACET) and name != "country":
            answer = sent(pia, "aviator", "draft", **{name: f"It found {HASH}."})
            assert (answer.status, f'id="{name}-error"' in answer.text) == (400, True), name
    assert sent(pia, "aviator", "draft", why=f"See {HASH}.").status == 400
    assert sent(pia, "aviator", "draft", country="XX").status == 400
    assert house.store.proposals("aviator") == {}


def test_each_question_is_answered_or_left_open_on_purpose(house):
    pia = contact(house, "aviator")
    assert "tick “not stated”" in sent(pia, "aviator", silent=[]).text
    answer = sent(pia, "aviator", **{"says-cost": "Free.", "silent": ["says-cost"]})
    assert "take one of them away" in answer.text
    assert sent(pia, "aviator", summary="").status == 400


def test_another_provider_neither_reads_nor_changes_the_form(house):
    other = house.browser(Role.PROVIDER, "Somebody else")
    assert other.get("/hub/listings/grace/form").status == 404
    assert other.post("/hub/listings/grace/form", page="/hub/me", do="draft", summary="Mine.").status == 404
    assert other.post("/hub/listings/grace/answer", page="/hub/me", text="Mine.").status == 404


def moved(coordinator, tool, to, **more):
    page = f"/hub/tools/{tool}"
    return coordinator.post(f"{page}/state", page=page, to=to, **{"explanation": "A leak was reported.", **more})


def test_a_provider_answers_a_withdrawal_once_and_another_coordinator_lists_the_tool_again(house):
    pia, ann = contact(house, "icop"), house.browser()
    carl, dora = house.browser(Role.COORDINATOR), house.browser(Role.COORDINATOR)
    ann.post("/hub/tools/icop/save", page="/hub/tools/icop", do="save")
    place = "/hub/listings/icop/answer"
    assert pia.post(place, page="/hub/listings/icop", text="Too early.").status == 409
    moved(carl, "icop", "under-review")
    moved(carl, "icop", "withdrawn", reason="security")
    refused = pia.post(place, page="/hub/listings/icop", text=f"See {HASH}.", asks="yes")
    assert (refused.status, HASH in refused.text) == (400, True), "what was typed stays on the page"
    assert pia.post(place, text="The leak is closed since May.", asks="yes").status == 303
    assert pia.post(place, text="Once more.").status == 409
    assert "asks to be listed again" in said(dora)
    assert "The leak is closed" not in ann.get("/hub/tools/icop").text
    waiting = dora.get("/hub/proposals/icop").text
    assert "The leak is closed since May." in waiting
    form = {"kind": "answer", "version": "1"}
    assert dora.post("/hub/proposals/icop", do="back", **form).status == 400
    assert dora.post("/hub/proposals/icop", do="publish", **form).status == 303
    assert dora.post("/hub/proposals/icop", do="publish", **form).status == 409
    page = ann.get("/hub/tools/icop").text
    assert "The provider answers:" in page
    assert "The leak is closed since May." in page
    assert "stands on the page of the tool" in pia.get("/hub/listings/icop").text
    assert moved(dora, "icop", "reinstated").status == 303
    assert "The leak is closed since May." in ann.get("/hub/tools/icop").text, "it stays in the history"


def test_coordinators_see_how_many_have_read_of_a_withdrawal_and_no_name(house):
    pia, ann, ben = contact(house, "catch"), house.browser(), house.browser()
    carl = house.browser(Role.COORDINATOR)
    for one in (ann, ben):
        one.post("/hub/tools/catch/save", page="/hub/tools/catch", do="save")
    moved(carl, "catch", "under-review")
    (notice,) = house.store.notices(ann.code)
    ann.post("/hub/notices", page="/hub/notices", notice=notice.id)
    page = carl.get("/hub/tools/catch").text
    assert "Told of the last change: 2. Said that they read it: 1. Contacts of the provider: 0 of 1 read it." in page
    assert ann.email not in page
    assert "Told of the last change" not in ben.get("/hub/tools/catch").text
    assert pia.get("/hub/tools/catch").status == 403
