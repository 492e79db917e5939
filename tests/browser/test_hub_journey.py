"""What an officer does in the hub, from the request to the last day: with the keyboard alone, in two languages.

The officer's screens are reached by Tab and pressed by keys; colleagues on the other side use a mouse. Selectors name
no words, so that the same journey runs from left to right and from right to left.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.hub import signed_in, whole
from tests.browser.visitor import press, reach
from tests.server.hub import NORTH, hub
from toolkit.content.hub import load_hub
from toolkit.core.hub_access import Role
from toolkit.core.hub_listing import Dealing

# Some forty screens, each looked at by axe, and some hundred steps by Tab.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

TOOLS = {"en": ("hive-csam", "perception"), "ar": ("thorn-safer", "thorn-classifier")}
PASSWORD = "a few words in a row"
WORDS = {
    "en": ("Find tools for sound recordings.", "It read our old recordings.", "It heard quiet voices.", "Ann K."),
    "ar": ("البحث عن أدوات للتسجيلات الصوتية.", "قرأت تسجيلاتنا القديمة.", "سمعت الأصوات الخافتة.", "آن"),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with hub(tmp_path_factory.mktemp("journey")) as running:
        yield running


@dataclass
class Officer:
    """Somebody with a keyboard, and everything that their steps need."""

    page: Any
    house: Any
    browser: Any
    axe: Any
    lang: str
    width: int

    @property
    def email(self):
        return f"ann-{self.lang}@police.example"

    @property
    def words(self):
        return WORDS[self.lang]

    @property
    def code(self):
        return self.house.store.with_email(self.email)[0].member.code

    def url(self, path=""):
        return f"{self.house.server.url}/hub{path}?lang={self.lang}"

    def open(self, path):
        """A link that was handed over, or the start page."""
        self.page.goto(path if path.startswith("http") else self.url(path))
        self.whole()

    def whole(self):
        """The screen is whole, and stands the right way round."""
        whole(self.page, self.axe)
        assert self.page.locator("html").get_attribute("dir") == {"en": "ltr", "ar": "rtl"}[self.lang]

    def type(self, selector, text):
        reach(self.page, selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def press(self, selector, key="Space"):
        """Tab there and press a key."""
        press(self.page, selector, key)

    def go(self, selector, leads):
        """Tab to a link or button and press Enter; it leads to another screen."""
        reach(self.page, selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        expect(self.page).to_have_url(re.compile(leads))
        self.whole()

    def follow(self, path):
        """Follow the link to a part of the hub."""
        self.go(f'main a[href^="/hub/{path}"]', rf"/hub/{re.escape(path)}")

    def home(self):
        self.go('.product a[href^="/hub"]', r"/hub\?")

    def other(self, role, width=1280):
        return signed_in(self.browser, self.house, role, width)


@pytest.mark.parametrize(("lang", "width"), [("en", 360), ("ar", 1280)])
def test_an_officer_goes_the_whole_way_with_the_keyboard(page, browser, house, axe, tmp_path, lang, width):
    page.set_viewport_size({"width": width, "height": 740})
    ann = Officer(page, house, browser, axe, lang, width)
    tools = [load_hub("en").listing(one) for one in TOOLS[lang]]
    asks_and_is_approved(ann)
    makes_the_account(ann)
    accepts_the_terms(ann)
    finds_and_compares(ann, tools)
    gives_feedback(ann, tools[0])
    is_told_of_a_withdrawal(ann, tools[0])
    opts_into_the_directory(ann)
    takes_a_module(ann)
    takes_the_data_and_leaves(ann, tools[0], tmp_path)


def asks_and_is_approved(ann):
    ann.open("")
    ann.follow("register")
    ann.type("#email", ann.email)
    ann.type("#agency", NORTH)
    reach(ann.page, "#country")
    while ann.page.locator("#country").input_value() != "KE":  # typed letters choose in one script only
        before = ann.page.locator("#country").input_value()
        ann.page.keyboard.press("ArrowDown")
        assert ann.page.locator("#country").input_value() != before
    ann.type("#purpose", ann.words[0])
    ann.go("main form .button", "/hub/register")
    ann.go('main a[href*="/hub/status/"]', "/hub/status/")
    status = ann.page.url
    with ann.other(Role.FOCAL_POINT) as focal:
        focal.goto(ann.url("/people"))
        focal.locator("a", has_text=ann.email).click()
        focal.locator("label[for=known]").click()
        focal.locator("form:has([value=approve]) .button").click()
        invitation = focal.locator("#handed").input_value()
        whole(focal, ann.axe)
    ann.open(status)
    expect(ann.page.locator(".notice.ok")).to_be_visible()
    ann.invitation = invitation + f"?lang={ann.lang}"


def makes_the_account(ann):
    ann.open(ann.invitation)
    ann.type("#password", PASSWORD)
    ann.type("#again", PASSWORD)
    ann.go("main form .button", "/hub/invitation")
    ann.go('main a[href^="/sign-in"]', "/sign-in")
    ann.type("#name", ann.email)
    ann.type("#password", PASSWORD)
    with ann.page.expect_navigation():
        ann.page.keyboard.press("Enter")


def accepts_the_terms(ann):
    ann.page.goto(ann.url())
    ann.follow("terms")
    expect(ann.page.locator("#agree")).not_to_be_checked()
    ann.go("form:has(#agree) .button", "/hub/terms")
    expect(ann.page.locator("#problem")).to_be_visible()
    ann.press("#agree")
    ann.go("form:has(#agree) .button", r"/hub\?")
    expect(ann.page.locator('main a[href^="/hub/officers"]')).to_be_visible()
    ann.whole()
    (accepted,) = ann.house.store.accepted(ann.code)
    assert accepted.lang == ann.lang


def finds_and_compares(ann, tools):
    ann.follow("tools")
    reach(ann.page, "#how-only")
    ann.page.keyboard.press("ArrowDown")
    expect(ann.page.locator("#how-match")).to_be_checked()
    ann.press(".filters > details > summary", "Enter")
    ann.press(".filters details details:first-child > summary", "Enter")
    ann.press("#functions-report-triage")
    ann.go(".filters .button", "functions=report-triage")
    listed = len(load_hub("en").listings) - len(ann.house.store.histories())  # without what was withdrawn
    for cards in ("article.tool", "article.tool .reasons", "article.tool .unrated"):
        expect(ann.page.locator(cards)).to_have_count(listed)
    ann.type("#q", "thorn")
    ann.go(".filters .button", "q=thorn")
    for one in tools:
        ann.press(f"#tool-{one.id}")
    ann.go(".results .actions .button", "/hub/compare")
    expect(ann.page.locator("thead th")).to_have_count(2)
    ann.go(f'thead a[href^="/hub/tools/{tools[0].id}"]', f"/hub/tools/{tools[0].id}")


def gives_feedback(ann, tool):
    ann.follow(f"tools/{tool.id}/feedback")
    ann.type("#technical", ann.words[1])
    ann.type("#setting", ann.words[2])
    reach(ann.page, "#interest-none")
    ann.page.keyboard.press("Space")
    ann.go("form:has(#technical) .button", r"/hub/feedback\?")
    with ann.other(Role.COORDINATOR) as cole:
        cole.goto(ann.url("/review"))
        whole(cole, ann.axe)
        assert ann.email not in cole.content(), "whoever reads it first does not see who wrote it"
        cole.locator("article", has_text=ann.words[1]).locator("[value=publish]").click()
    ann.page.goto(ann.url(f"/tools/{tool.id}"))
    expect(ann.page.locator("article.card", has_text=ann.words[1])).to_be_visible()


def is_told_of_a_withdrawal(ann, tool):
    with ann.other(Role.COORDINATOR) as cole:
        cole.goto(ann.url(f"/tools/{tool.id}"))
        for state in ("under-review", "withdrawn"):
            cole.locator("#to").select_option(state)
            if state == "withdrawn":
                cole.locator("label[for^=reason-]").first.click()
            cole.locator("#explanation").fill("A report of an auditor.")
            cole.locator("#decide .button").click()
            whole(cole, ann.axe)
    ann.open("")
    expect(ann.page.locator(".notice.stop")).to_contain_text(tool.name)
    ann.go('.who a[href^="/hub/notices"]', "/hub/notices")
    expect(ann.page.locator("section.card", has_text=tool.name)).to_have_count(3)  # published, reviewed, withdrawn
    ann.follow(f"tools/{tool.id}")
    expect(ann.page.locator(".notice.stop")).to_be_visible()
    ann.page.go_back()
    for left in (2, 1, 0):
        ann.go("form:has([name=notice]) .button", "/hub/notices")
        expect(ann.page.locator("[name=notice]")).to_have_count(left)
    expect(ann.page.locator('.who a[href^="/hub/notices"]')).to_have_count(0)


def opts_into_the_directory(ann):
    ann.home()
    ann.follow("officers")
    ann.follow("officers/me")
    with ann.other(Role.OFFICER) as ben:
        ben.goto(ann.url("/officers"))
        expect(ben.locator("main")).not_to_contain_text(ann.words[3])
        ann.type("#name", ann.words[3])
        ann.press('[id="name-officers"]')
        ann.go("form:has(#name) .button", "/hub/officers/me")
        expect(ann.page.locator(".notice.ok")).to_be_visible()
        ann.whole()
        expect(ann.page.locator("section.card", has_text=ann.words[3]).first).to_be_visible()
        ben.reload()
        expect(ben.locator("main")).to_contain_text(ann.words[3])
        whole(ben, ann.axe)


def takes_a_module(ann):
    ann.home()
    ann.follow("learning")
    ann.follow("learning/mod-wellbeing")
    expect(ann.page.locator(".notice.warn")).to_be_visible()
    expect(ann.page.locator("main section:not(.notice)")).to_have_count(
        1
    )  # the warning comes alone, with where to find help
    ann.go('a[href*="read=short"]', "read=short")
    module = load_hub(ann.lang).module("mod-wellbeing")
    left_out = next(one for one in module.sections if one.sensitive)
    expect(ann.page.locator("section", has_text=left_out.heading).locator("p")).to_have_count(1)
    for question in module.check:
        right = next(n for n, one in enumerate(question.answers) if one.right)
        reach(ann.page, f'[name="{question.id}"]')
        ann.page.keyboard.press("Space")
        for _ in range(right):
            ann.page.keyboard.press("ArrowDown")
    ann.go("section:has(#check) .button", "#check")
    expect(ann.page.locator("section:has(#check) fieldset p strong")).to_have_count(len(module.check))
    ann.go("[name=do][value=done]", "/hub/learning")
    expect(ann.page.locator("li", has=ann.page.locator('a[href*="mod-wellbeing"]')).locator(".badge")).to_be_visible()


def takes_the_data_and_leaves(ann, tool, folder):
    code = ann.code
    ann.go('.who a[href^="/hub/me"]', "/hub/me")
    ann.follow("me/leave")
    with ann.page.expect_download() as download:
        ann.press('a[href*="data.json"]', "Enter")
    download.value.save_as(folder / "mine.json")
    held = json.loads((folder / "mine.json").read_text("utf-8"))
    assert held["hub_person"][0]["email"] == ann.email
    assert {(one["listing"], one["dealing"]) for one in held["hub_touch"]} >= {(tool.id, str(Dealing.COMPARED))}
    assert [one["module"] for one in held["hub_learned"]] == ["mod-wellbeing"]
    assert ann.words[1] in str(held["hub_feedback"])
    ann.press("#now-keep", "ArrowDown")
    ann.press("#sure")
    ann.go("form:has(#sure) .button", "/hub/me/leave")
    expect(ann.page.locator("main form")).to_have_count(0)
    ann.whole()
    assert ann.house.store.find(code).email != ann.email
    ann.page.goto(ann.url("/me"))
    expect(ann.page).to_have_url(re.compile("/sign-in"))
