"""A workshop from lobby to minutes: a rehearsal by keyboard, and a real one with trainer, big screen and phone."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import press, reach
from tests.server.workshop import ARABIC, Phone
from toolkit.content.interface import interface
from toolkit.content.workshop import load_trainers
from toolkit.core.training import polls_of
from toolkit.core.workshop import Phase, Setup, Stage
from toolkit.core.workshop_events import Robots
from toolkit.pages.trainer_form import Sent, event_of
from toolkit.pages.trainer_next import next_step
from toolkit.pages.trainer_robots import robots_next
from toolkit.store.workshops import Workshops

pytestmark = pytest.mark.timeout(420)  # a busy machine is no failure

CASE = load_trainers().cases[0]
STEP = ".step .button"
GENEROUS = 60_000


@pytest.fixture
def workshops(server):
    with Workshops(f"sqlite:///{server.folder / 'app.db'}", lambda: datetime.now(UTC)) as store:
        yield store


def setup(**more):
    facts = tuple(one.id for one in CASE.injects)
    given = {"polls": polls_of(CASE, 3), "case": CASE.id, "injects": facts, "agenda": (("welcome", 10), ("vote", 25))}
    return Setup("", "Which device first", "", languages=("en", "ar"), **(given | more))


def narrow(page):
    """Nothing stands out sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def until(page, sentence):
    """Look again until the page says something; whoever looks at a rehearsal brings its robots further."""
    for _ in range(60):
        page.reload()
        if page.get_by_text(sentence).count():
            return
    raise AssertionError(f"the page never said “{sentence}”")


def after(page, act, *, button=STEP):
    """Do something that changes what the page offers next, and wait for it."""
    shown = page.locator(button).first.inner_text()
    act()
    expect(page.locator(button).filter(has_text=shown)).to_have_count(0, timeout=GENEROUS)


def step(page, label):
    """Press the one big button with the keyboard; it must say this."""
    expect(page.locator(STEP)).to_have_text(re.compile(label), timeout=GENEROUS)
    after(page, lambda: press(page, STEP))


def test_a_rehearsal_with_30_robots_runs_from_the_lobby_to_its_minutes_by_keyboard(page, server, workshops, axe):
    kept, links = workshops.create("local", setup(demo=True))
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{server.url}/t/{links.trainer}?lang=en")
    assert axe(page) == []
    after(page, lambda: press(page, "#b-robots-30"), button="#b-robots-30")
    until(page, "30 people are in the room")
    step(page, "Begin the workshop")
    step(page, "Open all 5 questions")
    until(page, "30 of 30 have answered")
    assert axe(page) == []
    step(page, "Close all 5")
    assert axe(page) == []
    step(page, "Show all 5")
    expect(page.locator("#ranking li").first).to_be_visible()
    step(page, "Talk about")
    assert axe(page) == []
    press(page, "[id^=show-]")
    expect(page.locator(".reasons .state").filter(has_text="Shown")).to_have_count(1)
    press(page, "#write-open")
    reach(page, "#text")
    page.keyboard.type("Ask for the figures of last year.")
    press(page, "#write form .button")
    expect(page.locator(".written")).to_contain_text("Ask for the figures of last year.")
    step(page, "Open round 2")
    until(page, "30 of 30 have answered")
    step(page, "Close round 2")
    step(page, "Show the result")
    expect(page.get_by_text("From round 1 to round 2:").first).to_be_visible()
    step(page, "Record the answer")
    assert axe(page) == []
    press(page, ".others [id$=-first-shown], .others [id*=recorded]")
    expect(page.locator(STEP)).to_have_text("End the workshop")
    press(page, STEP)
    expect(page.locator("h1")).to_have_text("End the workshop?")
    press(page, "#b-end")
    expect(page.locator("h1")).to_have_text("The workshop has ended")
    room = workshops.follow(kept.id).room
    assert (room.stage, len(room.people)) == (Stage.ENDED, 30)
    assert {room.phase(one.id) for one in room.setup.polls} == {Phase.RECORDED}
    link = page.get_by_role("link", name="Minutes, answers and certificates")
    link.hover()
    expect(link).to_have_css("color", "rgb(255, 255, 255)")  # its words stay readable under the mouse
    link.press("Enter")
    expect(page.get_by_text("After the workshop")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="A page for the browser").press("Enter")
    expect(page.get_by_text("Ask for the figures of last year.").first).to_be_visible(timeout=GENEROUS)
    expect(page.get_by_text("Nothing in it is real.").first).to_be_visible()


@pytest.fixture
def visitor(browser):
    """`visitor(width)`: one more browser of its own. Script errors fail the test."""
    contexts, wrong = [], []

    def open_one(width):
        context = browser.new_context(viewport={"width": width, "height": 760})
        contexts.append(context)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert wrong == []


def joined(page, server, code):
    """Join on a phone in Arabic, with the digits of its keyboard."""
    page.goto(f"{server.url}/join?lang=ar")
    page.locator("#code").fill(code.translate(ARABIC))
    page.locator("main form button").click()
    page.locator("main form input[name=enter]").wait_for(state="attached")
    page.locator("main form button").click()
    page.wait_for_url("**/w/**")
    return page


def go_on(page, label):
    """Press the one big button with the mouse; it must say this."""
    expect(page.locator(STEP)).to_have_text(re.compile(label), timeout=GENEROUS)
    after(page, page.locator(STEP).click)


def vote(phone, *values):
    """Answer what a phone asks, once it asks."""
    expect(phone.locator("input[name=choice0]").first).to_be_attached(timeout=GENEROUS)
    for scale, value in enumerate(values):
        phone.locator(f"label[for=choice{scale}-{value}]").click()
    phone.locator("main form button").first.click()
    expect(phone.locator("input[name=choice0]")).to_have_count(0, timeout=GENEROUS)


def test_trainer_screen_and_phone_run_a_real_workshop_in_two_languages(server, workshops, visitor, axe):
    polls = polls_of(CASE, 3)[:1]
    kept, links = workshops.create("local", setup(polls=polls))
    trainer, phone = visitor(1280), visitor(360)
    trainer.goto(f"{server.url}/t/{links.trainer}?lang=en")
    with trainer.context.expect_page() as opened:
        trainer.get_by_role("button", name="Open the big screen").click()
    screen = opened.value
    screen.set_viewport_size({"width": 1280, "height": 760})
    expect(screen.locator("body")).to_contain_text(kept.code[:3])
    screen.goto(screen.url.partition("?")[0] + "?lang=ar")
    joined(phone, server, kept.code)
    others = [Phone(server).join(kept.code) for _ in range(5)]
    go_on(trainer, "Begin the workshop")
    go_on(trainer, "Open question 1")
    vote(phone, 2, 4)
    for one in others:
        assert one.vote(choice0="3", choice1="5", reason="We saw <it> last year.").status == 303
    expect(screen.locator("main")).to_contain_text("6", timeout=GENEROUS)
    for page in (trainer, screen, phone):
        assert axe(page) == [], page.url
    go_on(trainer, "Close round 1")
    trainer.locator("[id^=show-]").first.click()
    expect(trainer.locator(".reasons .state").filter(has_text="Shown")).to_have_count(1)
    go_on(trainer, "Show the result")
    for page in (screen, phone):
        expect(page.locator("main")).to_contain_text("We saw <it> last year.", timeout=GENEROUS)
    for page in (trainer, screen, phone):
        assert axe(page) == [], page.url
    go_on(trainer, "Talk about this question")
    go_on(trainer, "Open round 2")
    vote(phone, 3, 5)
    for one in others:
        assert one.vote(choice0="3", choice1="5").status == 303
    go_on(trainer, "Close round 2")
    go_on(trainer, "Show the result")
    expect(trainer.locator("main")).to_contain_text("6 people answered in both rounds.")
    go_on(trainer, "Record the answer")
    expect(trainer.locator(STEP)).to_have_text("End the workshop")
    trainer.locator(STEP).click()
    trainer.locator("#b-end").click()
    for page in (screen, phone):
        expect(page.locator("main")).to_contain_text("انتهت الورشة", timeout=GENEROUS)
    for page in (trainer, screen, phone):
        assert axe(page) == [], page.url
    assert workshops.follow(kept.id).room.stage is Stage.ENDED


def filled(workshops, holder, event):
    """Something happens, and the robots do all that they do then."""
    room = workshops.act(holder, [event]).playing.room
    while events := robots_next(room):
        room = workshops.act(holder, events).playing.room


def advance(workshops, holder, number):
    """The next step happens, and all robots do what they do then; false at the end."""
    room = workshops.follow(holder.workshop_id).room
    step = next_step(room, interface()).step
    given = {}
    for name, value in step.fields:
        given.setdefault(name, []).append(value)
    if step.at:
        return False
    filled(workshops, holder, event_of(room, Sent(f"press-{number}", given, 0)))
    return True


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_next_button_is_on_the_first_screen_and_nothing_stands_out_sideways(
    server, workshops, visitor, axe, lang, width
):
    kept, links = workshops.create("local", setup(demo=True))
    holder = workshops.owned(kept.id, "local")
    filled(workshops, holder, Robots("robots", 10))
    page = visitor(width)
    address = f"{server.url}/t/{links.trainer}?lang={lang}"
    faults = {}
    for number in range(10):
        page.goto(address)
        box = page.locator(STEP).bounding_box()
        assert box["y"] + box["height"] < 760, "one sees it without scrolling"
        assert box["height"] >= 44
        assert narrow(page)
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        assert len(ids) == len(set(ids)), "with its id the focus stays where it is"
        if number == 3:
            for query in (
                "at=end",
                "at=entry",
                "at=paper",
                "at=present",
                "at=void",
                f"at=inject&of={CASE.injects[0].id}",
            ):
                page.goto(f"{address}&{query}")
                assert narrow(page), query
                faults[query] = axe(page) if (width, lang) == (360, "ar") else []
        advance(workshops, holder, number)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_projector_that_cannot_scroll_shows_every_screen_whole(server, workshops, visitor, lang):
    kept, links = workshops.create("local", setup(demo=True))
    holder = workshops.owned(kept.id, "local")
    filled(workshops, holder, Robots("robots", 10))
    page = visitor(1280)
    below, number = {}, 0
    while advance(workshops, holder, number):
        number += 1
        for height in (720, 800):
            page.set_viewport_size({"width": 1280, "height": height})
            page.goto(f"{server.url}/screen/{links.screen}?lang={lang}")
            bottom = page.evaluate("document.querySelector('main').getBoundingClientRect().bottom")
            if bottom > height:
                below[(height, number)] = bottom
    assert number > 20, "all questions were shown"
    assert below == {}


def test_counts_follow_by_themselves_and_nobody_loses_the_focus_or_what_they_type(server, workshops, visitor):
    kept, links = workshops.create("local", setup(polls=polls_of(CASE, 3)[:1]))
    page, second = visitor(1280), visitor(1280)
    page.goto(f"{server.url}/t/{links.trainer}?lang=en")
    go_on(page, "Begin the workshop")
    go_on(page, "Open question 1")
    phone = Phone(server).join(kept.code)
    reach(page, "#b-timer-5")
    assert phone.vote(choice0="3", choice1="5").status == 303
    expect(page.locator(".counted")).to_have_text("1 of 1 have answered.", timeout=GENEROUS)
    assert page.evaluate("document.activeElement.id") == "b-timer-5"
    go_on(page, "Close round 1")
    page.locator("#write-open").click()
    page.locator("#text").fill("Half a sentence")
    second.goto(f"{server.url}/t/{links.trainer}?lang=en")
    go_on(second, "Show the result")
    expect(page.locator("#fresh")).to_be_visible(timeout=GENEROUS)
    expect(page.locator("#text")).to_have_value("Half a sentence")
    page.locator("#write form .button").click()
    expect(page.locator(".written")).to_contain_text("Half a sentence")
    expect(page.locator(STEP)).to_have_text("Talk about this question")
