"""Screens of the hub that the journey does not pass: whole from right to left on a narrow screen."""

import pytest

from tests.browser.hub import signed_in, whole
from tests.server.hub import hub
from toolkit.core.hub_access import Role

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with hub(tmp_path_factory.mktemp("browser")) as running:
        yield running


PATHS = {
    Role.COORDINATOR: ("", "terms", "people", "log", "privacy", "review", "tools/grace", "officers/me"),
    Role.OFFICER: (
        "tools?functions=report-triage&how=match",
        "tools?q=nothing-is-called-this",
        "compare?tool=grace&tool=griffeye&tool=icse&tool=aviator",
        "tools/grace/feedback",
        "feedback",
        "notices",
        "me",
        "learning",
        "learning/path-investigator-basic",
        "learning/mod-evidence",
        "log",
    ),
    Role.PROVIDER: ("", "listings"),
}


@pytest.mark.parametrize("role", PATHS)
def test_the_screens_of_a_role_are_whole_from_right_to_left_on_a_narrow_screen(browser, house, axe, role):
    with signed_in(browser, house, role, 360) as page:
        for path in PATHS[role]:
            page.goto(f"{house.server.url}/hub{'/' if path else ''}{path}{'&' if '?' in path else '?'}lang=ar")
            assert page.locator("html").get_attribute("dir") == "rtl"
            whole(page, axe)


def test_paper_shows_what_a_tool_is_and_no_form_or_button(browser, house):
    with signed_in(browser, house, Role.OFFICER) as page:
        page.emulate_media(media="print")
        page.goto(f"{house.server.url}/hub/tools/grace?lang=en")
        for shown in ("Not evaluated by us", "What is stated, and what is not", "Sources"):
            assert page.get_by_text(shown).first.is_visible(), shown
        assert not page.get_by_text("What you can do").is_visible()
        page.goto(f"{house.server.url}/hub/tools?lang=en")
        assert page.get_by_text("Not evaluated by us").first.is_visible()
        for form in ("input", "button", "select"):
            assert page.locator(f"#tk {form}:visible").count() == 0, form


def test_a_focal_point_reads_that_a_coordinator_needs_a_second_person(browser, house, axe):
    coordinator, _ = house.person(Role.COORDINATOR)
    for lang, says in (("en", "This role stands above yours."), ("ar", "هذا الدور أعلى من دورك.")):
        with signed_in(browser, house, Role.FOCAL_POINT, 360) as page:
            page.goto(f"{house.server.url}/hub/people/{coordinator}?lang={lang}")
            assert page.get_by_text(says).is_visible()
            whole(page, axe)
