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
