"""Every screen in every language, for empty, half-filled and finished assessments; and what it must not show."""

import re

import pytest

from tests.pages.desk import SCREENS, Desk
from toolkit.pages.answers import values_of
from toolkit.pages.exports import samples
from toolkit.render.html import render

ITEM = "accuracy-wrong-lead"
DEMO = "Illustration"
EVIL = '<img src=x onerror="alert(1)">&\u202egpj.exe=1+1'
FREE = (
    "profile-free",
    f"item/{ITEM}/note",
    f"item/{ITEM}/evidence",
    f"treatment/{ITEM}/action",
    f"treatment/{ITEM}/owner_role",
    "meta/organization",
    "meta/summary",
    f"meta/signoff/{ITEM}",
)[1:]


def shown(desk):
    """Every screen of the assessment, by name, with every section of it."""
    sections = sorted({f"section/{one.principle}" for one in desk.scored.items})
    return {screen: desk.go(screen).html() for screen in (*SCREENS, *sections)}


def half(desk):
    """Answers to half of the questions, of every kind."""
    kinds = [
        {"likelihood": 4, "impact": 3},
        {"likelihood": "unknown", "impact": "unknown"},
        {"likelihood": [2, 4, 3], "impact": "range"},
        {"state": "na", "reason": "no such data"},
        {"state": "withheld", "reviewer": "legal adviser"},
        {"likelihood": 2},
    ]
    items = desk.begin().scored.items[::2]
    values = {f"item/{item.id}/{part}": value for n, item in enumerate(items) for part, value in kinds[n % 6].items()}
    return desk.begin("Half a system", values)


@pytest.mark.parametrize("lang", ["en", "ar", "qps"])
@pytest.mark.parametrize("filled", ["empty", "half", "face", "plates", "triage"])
def test_every_screen_is_shown(store, lang, filled):
    desk = Desk(store, lang)
    if filled == "empty":
        desk.new()
    elif filled == "half":
        half(desk)
    else:
        one = samples(desk.visit.context())[["triage", "face", "plates"].index(filled)]
        desk.begin(one.title, values_of(one), demo=True)
    for screen, page in shown(desk).items():
        assert page.count("<h1") == 1, screen
        assert not re.search(r"built-in method|object at 0x|[>:(] ?None\b[^a-z ]|Undefined|\{\w+\}", page), screen
        assert not desk.state.message, screen
        assert desk.visit.screen().title.count(" – ") == 2, screen


def test_titles_are_different_on_every_screen(desk):
    half(desk)
    titles = [desk.go(screen).visit.screen().title for screen in shown(desk)]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_an_illustration_says_so_on_every_screen_and_in_every_export(store, lang):
    desk = Desk(store, lang)
    mark = str(render(lang, "page.j2", screen=desk.begin(demo=True).visit.screen(), css=""))
    mark = re.search(r'class="notice demo">.*?<strong>(.*?)</strong>', mark, re.DOTALL)[1]
    for screen, page in shown(desk).items():
        assert mark in page, screen
    for kind in ("csv", "xlsx", "json", "report/html/whole"):
        desk.act("export", kind)
        assert desk.visit.file.filename.startswith("demo-")
    assert mark in desk.visit.file.content.decode()


def test_a_real_assessment_is_not_marked(asked):
    assert all('class="notice demo"' not in page for page in shown(asked).values())


def test_a_copy_of_an_illustration_is_one(desk):
    desk.begin(demo=True).go("tasks").act("copy", title="Mine now")
    assert DEMO in desk.html()


# ---------------------------------------------------------------- free text


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_what_people_write_is_text_on_every_screen(store, lang):
    desk = Desk(store, lang).new(EVIL).begin(EVIL, dict.fromkeys(FREE, EVIL))
    rate = {f"item/{ITEM}/likelihood": "5", f"item/{ITEM}/impact": "5"}
    for name, value in {**rate, f"item/{ITEM}/state": "", "fact/consent": "yes"}.items():
        desk.change(name, value)
    desk.go("section/accuracy").act("history", ITEM)
    pages = {"history": desk.html(), **shown(desk), "list": desk.go("list").html(), "home": desk.go("home").html()}
    for screen, page in pages.items():
        assert "<img" not in page, screen
        assert "&lt;img" in page or lang, screen


def test_writing_backwards_stays_in_its_own_element(desk):
    """An override character must not turn the sentence around it: isolated by bdi, a form control or the title."""
    desk.begin(EVIL, dict.fromkeys(FREE, EVIL) | {f"item/{ITEM}/likelihood": 5, f"item/{ITEM}/impact": 5})
    pages = [
        *shown(desk).values(),
        desk.go("tasks").act("delete").html(),
        desk.go("list").html(),
        desk.go("home").html(),
    ]
    for page in pages:
        loose = re.sub(
            r"<bdi>.*?</bdi>|<textarea.*?</textarea>|<input[^>]*>|<span class=\"said\">.*?</span>",
            "",
            page,
            flags=re.DOTALL,
        )
        assert "\u202e" not in loose


def test_a_formula_stays_text_in_tables(asked):
    asked.change(f"item/{ITEM}/note", '=HYPERLINK("http://x")').change(f"item/{ITEM}/likelihood", "5")
    asked.change(f"item/{ITEM}/impact", "5").change(f"treatment/{ITEM}/action", "=1+1").act("export", "csv")
    table = asked.visit.file.content.decode("utf-8-sig")
    assert not re.search(r'(^|,)"?=', table, re.MULTILINE)


# ---------------------------------------------------------------- what applies and what counts


def test_nothing_answered_is_not_low(asked):
    page = asked.go("result").html()
    assert "No question is answered yet" in page
    assert 'class="chip r1"' not in page.partition("What to do next")[0]


def test_answers_to_questions_that_no_longer_fit_are_kept_listed_and_not_counted(asked, library):
    gone = next(
        item
        for item in asked.scored.items
        if item.id
        not in {
            one.id
            for one in asked.elsewhere()
            .describe(
                application=["helpdesk"],
                data=["none"],
                groups=["none"],
                effect=["none"],
                autonomy="advice" if False else "statistics",
            )
            .scored.items
        }
    )
    asked.describe()
    asked.change(f"item/{gone.id}/likelihood", "5").change(f"item/{gone.id}/impact", "5")
    counted = asked.scored.result.tiers["current"].system.answered
    asked.describe(application=["helpdesk"], data=["none"], groups=["none"], effect=["none"], autonomy="statistics")
    assert asked.scored.result.tiers["current"].system.answered == counted - 1 == 0
    assert asked.values[f"item/{gone.id}/likelihood"] == 5
    kept = asked.go("check").html().partition("Answers that are kept but do not count now")[2]
    assert gone.title in kept
    asked.describe()
    assert asked.scored.result.tiers["current"].system.answered == 1


def test_contradictions_are_asked_about_and_never_block(asked):
    asked.change("profile/effect", ["none"]).change("profile/autonomy", "automatic").go("check")
    assert "Does nobody notice what it does?" in asked.html()
    asked.act("go", "result")
    assert asked.state.screen == "result"


def test_not_applicable_asks_for_a_reason_and_counts_with_it(asked, library):
    name = next(one.id for one in asked.scored.items if one.na_allowed)
    asked.go(f"section/{library.item(name).principle}").change(f"item/{name}/state", "na")
    assert "Why does it not apply?" in asked.html()
    assert name in str(list(asked.scored.items))
    assert asked.scored.result.tiers["current"].system.not_applicable == 0
    asked.change(f"item/{name}/reason", "The product stores no images")
    assert asked.scored.result.tiers["current"].system.not_applicable == 1


def test_dont_know_widens_and_not_applicable_does_not(asked, library):
    rate(asked)
    assert asked.scored.result.tiers["inherent"].system.level.determined
    name = next(one.id for one in asked.scored.items if one.na_allowed)
    unknown = {f"item/{name}/{axis}": ("unknown", None) for axis in ("likelihood", "impact")}
    absent = {f"item/{name}/state": ("na", None), f"item/{name}/reason": ("none here", None)}
    wide, narrow = (
        asked.pretend(pending={**asked.state.pending, **more}).scored.result.tiers["inherent"].system.level
        for more in (unknown, absent)
    )
    assert (wide.determined, narrow.determined) == (False, True)


def test_long_lists_show_eight_first(asked):
    page = asked.go("check").html()
    first = page.partition("questions are open")[2].partition("<details")[0]
    assert first.count("<li>") == 8


def test_the_result_comes_in_the_order_of_use(asked):
    desk = half(Desk(asked.visit.store)).go("result")
    order = [part.id for part in desk.visit.screen().parts]
    assert order == ["message", "head", "next", "where", "drivers", "unknown", "whatif", "law", "versions"]


def test_a_rule_that_may_forbid_it_stands_right_under_the_headline(asked):
    asked.describe(application=["face-live"], activity=["deploy"]).go("legal")
    for fact in asked.visit.library.facts:
        if fact.question:
            asked.change(f"fact/{fact.id}", "yes")
    asked.go("result")
    order = [part.id for part in asked.visit.screen().parts]
    assert order[:4] == ["message", "head", "law", "next"]


# ---------------------------------------------------------------- sign-off


def rate(desk, **special):
    """All questions at the lowest step but for what is special, and every legal question answered with no."""
    values = {f"fact/{fact.id}": "no" for fact in desk.library.facts if fact.question}
    for one in desk.scored.items:
        for axis in ("likelihood", "impact"):
            values[f"item/{one.id}/{axis}"] = special.get(one.id.replace("-", "_"), 1)
    return desk.begin("Rated", values, screen="export")


def test_nothing_answered_is_nothing_to_sign(asked):
    assert "nothing to sign" in asked.go("export").html()


def test_a_determined_level_can_be_signed_as_it_stands(asked):
    assert "The level is determined" in rate(asked).html()


def test_a_range_that_the_law_leaves_open_says_so(asked):
    desk = rate(asked)
    for fact in desk.library.facts:
        if fact.question:
            desk.change(f"fact/{fact.id}", "unknown")
    assert "Open legal questions widen" in desk.html()
    page = desk.go("result").html()
    assert "Open legal questions widen" in page
    assert "0 questions" not in page


def test_an_open_range_wants_a_written_acceptance_for_each_open_answer(asked):
    desk = rate(asked, accuracy_wrong_lead="unknown")
    page = desk.html()
    assert "named role accepts" in page
    assert f'name="meta/signoff/{ITEM}"' in page
    assert "not signed off" in page
    desk.change(f"meta/signoff/{ITEM}", "The head of operations accepts it: a test is ordered.")
    assert "not signed off" not in desk.html()
