"""Keys, passwords and codes, each on its own."""

import stat
from datetime import UTC, datetime

import pyotp
import pytest

from toolkit.server import keys
from toolkit.store.accounts import Account

KEY = b"k" * 64
NOW = datetime(2026, 1, 1, 12, 0, 10, tzinfo=UTC)


def account(password="correct horse battery"):
    return Account("ann", keys.hashed(password), None, disabled=False, created_at=NOW)


def test_a_key_is_made_once_for_its_owner_only(tmp_path):
    place = tmp_path / "new" / "key"
    made = keys.key(place)
    assert keys.key(place) == made
    assert len(made) >= 64
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [path.name for path in place.parent.iterdir()] == ["key"]


def test_a_key_that_others_may_read_is_refused(tmp_path):
    place = tmp_path / "key"
    keys.key(place)
    place.chmod(0o640)
    with pytest.raises(keys.BadSecret, match="chmod 600"):
        keys.key(place)


def test_a_key_that_is_too_short_or_unreadable_is_refused(tmp_path):
    place = tmp_path / "key"
    place.write_text("short")
    place.chmod(0o600)
    with pytest.raises(keys.BadSecret, match="too short"):
        keys.key(place)
    with pytest.raises(keys.BadSecret, match="cannot be read"):
        keys.key(place / "below")


def test_each_purpose_has_a_key_of_its_own():
    assert len({keys.derived(KEY, *words) for words in (("a",), ("b",), ("a", "b"), ("ab",))}) == 4


def test_passwords_are_kept_as_argon2id():
    one = account()
    assert one.password.startswith("$argon2id$")
    assert keys.right_password(one, "correct horse battery")
    assert not keys.right_password(one, "correct horse battery ")
    assert not keys.right_password(None, "correct horse battery")
    assert not keys.right_password(one, "x" * 1001)
    assert not keys.outdated(one)


@pytest.mark.parametrize("password", ["", "short", "x" * 1001, "my name is ANN, really"])
def test_a_weak_password_is_refused_in_a_sentence(password):
    with pytest.raises(keys.BadSecret):
        keys.hashed(password, "ann")


def test_codes_are_those_of_authenticator_apps_and_may_be_a_step_off():
    generator = keys.totp(KEY, "ann", "salt")
    app = pyotp.parse_uri(generator.provisioning_uri())
    step = int(NOW.timestamp()) // 30
    found = {n: keys.right_step(generator, app.generate_otp(step + n), NOW) for n in range(-2, 3)}
    assert found == {-2: None, -1: step - 1, 0: step, 1: step + 1, 2: None}
    assert keys.right_step(generator, "", NOW) is None
    assert keys.right_step(generator, "٣٣٣٣٣٣", NOW) is None


def test_another_salt_name_or_key_gives_another_secret():
    made = {keys.totp(*given).secret for given in ((KEY, "a", "s"), (KEY, "b", "s"), (KEY, "a", "t"), (b"x", "a", "s"))}
    assert len(made) == 4


def test_recovery_codes_are_many_and_forgive_spelling():
    codes = keys.new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(len(keys.plain(code)) == 16 for code in codes)
    digest = keys.recovery_digest(KEY, "ann", codes[0])
    assert keys.recovery_digest(KEY, "ann", codes[0].upper().replace("-", " ")) == digest
    assert keys.recovery_digest(KEY, "bob", codes[0]) != digest
