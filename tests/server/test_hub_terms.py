"""Terms before anything else, a new version, leaving, one's own data, the directory; against a real server."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from tests.server.hub import NORTH, SOUTH, Browser, hub
from toolkit.content.hub import load_hub
from toolkit.content.read import data_root
from toolkit.core.hub_access import Role
from toolkit.core.hub_terms import digest
from toolkit.server import hub as server_hub
from toolkit.server.hub import Desk
from toolkit.store.hub_close import SECRET, about_people


def shown(page):
    return re.search(r'name="shown" value="([0-9a-f]{64})"', page.text)[1]


def test_the_whole_text_and_what_is_not_promised_are_there_before_anybody_signs_in(house):
    page, terms = Browser(house.server).get("/hub/terms").text, load_hub("en").terms[0]
    texts = [*terms.summary, *terms.not_promised, *(one.text for one in terms.clauses)]
    assert [one for one in texts if one not in page] == []
    assert 'name="agree"' not in page


def test_the_box_is_not_ticked_beforehand_and_without_it_nothing_is_accepted(house):
    new = house.browser(accepted=False)
    page = new.get("/hub/terms")
    box = re.search(r'<input type="checkbox" name="agree"[^>]*>', page.text)[0]
    assert "checked" not in box
    answer = new.post("/hub/terms", choice="accept", shown=shown(page))
    assert (answer.status, house.store.accepted(new.code)) == (400, ())


def test_an_acceptance_keeps_version_language_digest_and_time(house):
    new = house.browser(accepted=False)
    sha256 = shown(new.get("/hub/terms?lang=en"))
    assert new.post("/hub/terms?lang=en", choice="accept", shown=sha256, agree="yes").status == 303
    (kept,) = house.store.accepted(new.code)
    assert (kept.version, kept.lang, kept.sha256) == ("1.0", "en", digest(load_hub("en").terms[0]))
    assert kept.at.tzinfo is not None
    assert "Meet other officers" in new.get("/hub").text


def test_in_arabic_the_arabic_text_is_accepted(house):
    new = house.browser(accepted=False)
    sha256 = shown(new.get("/hub/terms?lang=ar"))
    assert new.post("/hub/terms?lang=ar", choice="accept", shown=sha256, agree="yes").status == 303
    (kept,) = house.store.accepted(new.code)
    assert (kept.lang, kept.sha256) == ("ar", digest(load_hub("ar").terms[0]))


def test_a_text_that_was_not_shown_cannot_be_accepted(house):
    new = house.browser(accepted=False)
    new.get("/hub/terms")
    assert new.post("/hub/terms", choice="accept", shown="0" * 64, agree="yes").status == 409
    assert house.store.accepted(new.code) == ()


@pytest.mark.parametrize("path", ["/hub/officers", "/hub/officers/me", "/hub/notices"])
def test_nothing_but_terms_privacy_data_and_the_way_out_is_there_before_the_terms(house, path):
    new = house.browser(accepted=False)
    answer = new.get(path)
    assert (answer.status, answer.headers["Location"]) == (303, "/hub/terms")
    for there in ("/hub/terms", "/hub/privacy", "/hub/me", "/hub/me/leave", "/hub/me/data.json"):
        assert new.get(there).status == 200


def test_the_pages_with_kernels_wait_for_the_terms_too(house):
    new = house.browser(accepted=False)
    answer = new.get("/risk")
    assert (answer.status, answer.headers["Location"]) == (302, "/hub")
    assert new.get("/first/risk?assessment=&route=list&width=360").headers["Location"] == "/hub"


# ---------------------------------------------------------------- a new version


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    """A hub whose terms get a second version on 1 March 2027, with a notice of 30 days."""
    folder = tmp_path_factory.mktemp("later")
    shutil.copytree(data_root(), folder / "data")
    old = (folder / "data/hub/terms/hub-terms-1.yaml").read_text("utf-8")
    new = old.replace("hub-terms-1", "hub-terms-2").replace('version: "1.0"', 'version: "2.0"')
    new = new.replace('"2026-12-01"', f'"{day(40)}"').replace(
        "Obey the law of your country", "Know and obey the law of your land"
    )
    (folder / "data/hub/terms/hub-terms-2.yaml").write_text(new, "utf-8")
    old = old.replace('"2026-12-01"', f'"{day(-40)}"')
    (folder / "data/hub/terms/hub-terms-1.yaml").write_text(old, "utf-8")
    with hub(folder, HUB_CONTENT=str(folder / "data")) as running:
        yield running


def day(days):
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def test_a_new_version_is_announced_with_what_differs_and_waits_until_its_day(later):
    ann, ben = later.browser(), later.browser()
    assert "New terms count from" not in ann.get("/hub").text
    later.days_later(15)
    assert "New terms count from" in ann.get("/hub").text
    page = ann.get("/hub/terms/2.0").text
    assert "<ins>Know and obey </ins>" in page or "<ins>Know and </ins>" in page
    assert "<del>" in page
    assert ann.post("/hub/terms/2.0", choice="later").status == 303
    assert ann.get("/hub/officers").status == 200, "until its day the old one counts"
    assert (
        ben.post("/hub/terms/2.0", choice="accept", agree="yes", shown=shown(ben.get("/hub/terms/2.0"))).status == 303
    )
    later.days_later(45)
    assert ann.get("/hub/officers").headers["Location"] == "/hub/terms"
    assert 'value="later"' not in ann.get("/hub/terms").text
    assert ben.get("/hub/officers").status == 200
    later.days_later(0)


def test_whoever_disagrees_is_led_to_their_data_and_out(later):
    ann = later.browser()
    later.days_later(45)
    answer = ann.post("/hub/terms/2.0", choice="disagree")
    assert answer.headers["Location"] == "/hub/me/leave"
    page = ann.get("/hub/me/leave").text
    assert page.index("me/data.json") < page.index('name="sure"')
    assert ann.post("/hub/me/leave", do="close", sure="yes", written="keep").status == 200
    later.days_later(0)
    assert ann.get("/hub/me").status == 302 or ann.get("/hub/me").status == 303


# ---------------------------------------------------------------- staying and leaving


def test_after_the_last_day_nobody_is_in_anywhere(house):
    ann, other = house.browser(), Browser(house.server)
    other.server.cookies |= ann.server.cookies
    assert ann.post("/hub/me/leave", do="day", last=day(3), written="keep").status == 200
    house.days_later(3)
    assert ann.get("/hub/officers").status == 200, "the last day itself counts"
    house.days_later(4)
    assert [one.get("/hub/officers").headers["Location"].split("?")[0] for one in (ann, other)] == ["/sign-in"] * 2
    assert ann.get("/risk").headers["Location"].startswith("/sign-in")
    assert Browser(house.server).sign_in(ann.email).status == 403
    house.days_later(0)


def test_a_day_that_is_over_or_none_at_all_is_not_taken(house):
    ann = house.browser()
    for last in (day(-1), "soon", day(400)):
        assert ann.post("/hub/me/leave", do="day", last=last).status == 400
    assert house.store.find(ann.code).member.leaves is None


def test_a_focal_point_who_reports_a_coordinator_ends_nothing_until_a_second_person_does(house):
    focal, carl = house.browser(Role.FOCAL_POINT), house.browser(Role.COORDINATOR)
    dora, ada = house.browser(Role.COORDINATOR, "Southern police"), house.browser(Role.ADMINISTRATOR)
    path = f"/hub/people/{carl.code}"
    page = focal.post(path, do="leaver", last=day(-5))
    assert (page.status, "It was passed on" in page.text) == (200, True)
    assert carl.get("/hub/people").status == 200, "access goes on"
    assert house.store.find(carl.code).member.leaves is None
    assert [one.about for one in house.store.notices(dora.code)] == [f"people/{carl.code}"]
    assert [one.about for one in house.store.notices(ada.code)] == [f"accounts/{carl.code}"]
    assert house.store.notices(carl.code) == ()
    assert "somebody leaves the agency" in dora.get("/hub/notices").text
    assert carl.email not in dora.get("/hub/notices").text, "a notice outlives the person"
    assert dora.post(path, page=path, do="leaver", last=day(-5)).status == 200
    assert carl.get("/hub/people").headers["Location"].startswith("/sign-in")


def test_a_focal_point_reports_a_leaver_and_every_sign_in_ends(house):
    ann, focal = house.browser(), house.browser(Role.FOCAL_POINT)
    path = f"/hub/people/{ann.code}"
    assert focal.post(path, do="leaver", last=day(-5)).status == 200
    assert ann.get("/hub/me").headers["Location"].startswith("/sign-in")
    assert Browser(house.server).sign_in(ann.email).status == 403


def test_silence_rests_the_account_and_a_focal_point_wakes_it(house):
    ann = house.browser()
    house.days_later(184)
    assert "Are you still at" in ann.get("/hub").text
    house.days_later(220)
    assert "Your account rests" in ann.get("/hub").text
    assert ann.get("/hub/officers").status == 403
    assert ann.get("/risk").headers["Location"] == "/hub"
    assert ann.get("/hub/me/data.json").status == 200, "one's data and the way out stay"
    house.days_later(0)
    focal = house.browser(Role.FOCAL_POINT)
    house.days_later(182)
    assert focal.post("/hub/me/attest", page="/hub").status == 303
    house.days_later(220)
    assert focal.post(f"/hub/people/{ann.code}", do="wake").status == 200
    assert ann.get("/hub/officers").status == 200
    house.days_later(0)


def test_one_click_says_that_somebody_is_still_there(house):
    ann = house.browser()
    house.days_later(190)
    assert ann.post("/hub/me/attest", page="/hub").status == 303
    assert "Are you still at" not in ann.get("/hub").text
    house.days_later(0)


# ---------------------------------------------------------------- one's own data


def test_everything_that_is_held_is_downloaded_and_no_secret_with_it(house):
    ann = house.browser()
    ann.post("/hub/officers/me", do="keep", name="Ann", show=["name/officers"])
    answer = ann.get("/hub/me/data.json")
    held = json.loads(answer.text)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert held["hub_person"][0]["email"] == ann.email
    assert held["hub_detail"] == [{"person": ann.code, "detail": "name", "text": "Ann"}]
    assert [one["what"] for one in held["hub_audit"]][:2] == ["admit", "accept-terms"]
    assert (len(held["sign_in"]), len(held["account"])) == (1, 1)
    assert not re.search('argon2|digest": "[0-9a-f]{64}", "account', answer.text)
    assert ann.email in ann.get("/hub/me/data.html").text


def test_a_download_holds_nobody_else(house):
    ann, ben = house.browser(), house.browser()
    assert ben.email not in ann.get("/hub/me/data.json").text


def test_erasing_leaves_a_code_and_the_log_and_no_name(house):
    ann = house.browser()
    ann.post("/hub/officers/me", do="keep", name="Ann Example", show=["name/officers"])
    assert ann.post("/hub/me/leave", do="close", written="erase").status == 400, "the box was not ticked"
    assert ann.post("/hub/me/leave", do="close", written="erase", sure="yes").status == 200
    assert ann.get("/hub/me").headers["Location"].startswith("/sign-in")
    assert Browser(house.server).sign_in(ann.email).status == 403
    dump = "\n".join(house.accounts._database.engine.raw_connection().driver_connection.iterdump())
    assert ann.email not in dump
    assert "Ann Example" not in dump
    assert house.store.entries(most=1, about=ann.code)[0].what == "close-account"


def test_whoever_left_is_erased_a_month_later(house, monkeypatch):
    ann = house.browser()
    ann.post("/hub/me/leave", do="day", last=day(1), written="erase")
    desk = Desk(f"sqlite:///{house.folder}/hub.db")
    for days, email in ((30, ann.email), (40, "")):
        monkeypatch.setattr(server_hub, "now", lambda days=days: datetime.now(UTC) + timedelta(days=days))
        desk.sweep()
        assert house.store.find(ann.code).email == email
    desk.store.close()


def test_the_privacy_page_names_every_column_about_people(house):
    page = Browser(house.server).get("/hub/privacy").text
    names = [column.name for table in about_people() for column in table.columns if column.name not in SECRET]
    assert len(names) > 40
    assert [name for name in names if name not in page] == []
    assert "password:" not in page


def test_a_correction_is_kept_or_reaches_those_who_vouch(house):
    ann, focal = house.browser(agency="Eastern"), house.browser(Role.FOCAL_POINT, "Eastern")
    assert ann.post("/hub/me", purpose="Find tools for audio.").status == 200
    assert house.store.find(ann.code).member.purpose == "Find tools for audio."
    assert ann.post("/hub/me", wish="My country is Uganda.").status == 200
    assert "My country is Uganda." in focal.get("/hub/notices").text
    assert focal.post(f"/hub/people/{ann.code}", do="correct", country="UG", agency="Western").status == 200
    assert house.store.find(ann.code).country == "UG"
    assert house.store.find(ann.code).member.agency == "Eastern", "only the coordinator moves people"
    assert ann.post("/hub/me", agency="Western", purpose="Work").status == 200
    assert house.store.find(ann.code).member.agency == "Eastern"


# ---------------------------------------------------------------- meet other officers


def test_nobody_is_in_the_directory_until_they_agree_and_not_after_they_withdraw(house):
    ann, ben = house.browser(agency="D1"), house.browser(agency="D2")
    assert ann.code not in ben.get("/hub/officers").text
    ann.post("/hub/officers/me", do="keep", name="Quiet Name", skills="Audio", show=["skills/officers", "name/agency"])
    page = ben.get("/hub/officers").text
    assert (ann.code in page, "Audio" in page, "Quiet Name" in page) == (True, True, False)
    assert ben.get(f"/hub/officers/{ann.code}").status == 200
    ann.post("/hub/officers/me", do="withdraw")
    assert ann.code not in ben.get("/hub/officers").text
    assert ben.get(f"/hub/officers/{ann.code}").status == 404


def test_the_preview_is_word_for_word_what_others_get(house):
    ann, ben = house.browser(agency="P1"), house.browser(agency="P2")
    page = ann.post(
        "/hub/officers/me", do="keep", name="A <b>", skills="Audio", show=["name/officers", "skills/agency"]
    )
    previews = re.findall(r"<section class=\"card\"><h3>(.*?)</h3>(.*?)</section>", page.text, re.DOTALL)
    mine = re.findall(r"<dd>(.*?)</dd>", dict(previews)["All officers"])
    theirs = re.findall(r"<dd>(.*?)</dd>", ben.get(f"/hub/officers/{ann.code}").text)
    assert mine == theirs == ["<bdi>A &lt;b&gt;</bdi>"]


def test_the_owner_sees_who_looked_once_a_day_each(house):
    ann, ben = house.browser(agency="L1"), house.browser(agency="L2")
    ann.post("/hub/officers/me", do="keep", name="Ann", show=["name/officers"])
    for _ in range(3):
        ben.get("/hub/officers")
    assert ann.get("/hub/officers/me").text.count(ben.email) == 1


def test_somebody_who_left_is_gone_from_the_directory(house):
    ann, ben = house.browser(agency="G1"), house.browser(agency="G2")
    ann.post("/hub/officers/me", do="keep", name="Ann", show=["name/officers"])
    ann.post("/hub/me/leave", do="close", sure="yes")
    assert ann.code not in ben.get("/hub/officers").text


def test_a_message_goes_through_the_hub_and_refuses_what_must_not_be_stored(house):
    ann, ben = house.browser(agency="M1"), house.browser(agency="M2")
    ann.post("/hub/officers/me", do="keep", name="Ann", show=["name/officers"])
    path = f"/hub/officers/{ann.code}"
    assert ben.post(path, text="See case no. 2025/12345").status == 400
    assert ben.post(path, text="Do you use tools for audio?").status == 200
    page = ann.get("/hub/notices").text
    assert ("Do you use tools for audio?" in page, ben.email in page, "12345" in page) == (True, True, False)


def test_a_country_or_an_agency_of_ones_own_choice_opens_no_entry(house):
    """Both are approved by others; the same words in another field count for nothing."""
    ann, eve = house.browser(agency=NORTH), house.browser(agency=SOUTH)
    ann.post("/hub/officers/me", do="keep", name="Ann", show=["name/agency"])
    eve.post("/hub/me", purpose="x", agency=NORTH, country="KE")
    assert ann.code not in eve.get("/hub/officers").text
