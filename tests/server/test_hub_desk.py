"""The notebook of the hub as a page with a kernel: for members with access, each with their own desk."""

import pytest

from tests.server.harness import Wire
from tests.server.hub import Browser, clock
from toolkit.core.hub_access import Role
from toolkit.core.hub_listing import Dealing


def test_an_officer_opens_their_desk_and_a_click_reaches_it(house):
    ann = house.browser()
    house.store.touch(ann.code, Dealing.SAVED, ["grace", "griffeye"])
    assert "/hub-desk?" in ann.get("/hub").text
    page = ann.get("/hub-desk?lang=en").text
    assert "hub/tools/grace?lang=en" in page
    boot = ann.server.boot("/hub-desk?lang=en")
    with Wire(ann.server, boot["kernel"]) as wire:
        wire.event(
            boot["model"], {"type": "event", "kind": "act", "name": "tick", "value": "grace", "seq": 1, "client": "t"}
        )
        said = wire.until("comm_msg", 60)
        assert 'aria-pressed="true"' in str(said[-1]["content"]["data"])
        wire.socket.shutdown()


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.ADMINISTRATOR])
def test_whoever_has_no_desk_is_led_to_the_start_of_the_hub(house, role):
    visitor = house.browser(role)
    assert visitor.get("/hub-desk").headers["Location"] == "/hub"
    assert "/hub-desk" not in visitor.get("/hub").text


def test_nobody_opens_a_desk_before_the_terms_or_without_a_sign_in(house):
    assert house.browser(accepted=False).get("/hub-desk").headers["Location"] == "/hub"
    assert house.browser(leaves=clock().date()).get("/hub-desk").status == 200
    assert Browser(house.server).get("/hub-desk").headers["Location"].startswith("/sign-in")
