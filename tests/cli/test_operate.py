"""Backup, restore, users and doctor as an operator types them."""

import io
import resource
import sys
from datetime import UTC, datetime

import pytest

from tests.server.test_keys import KEY
from tests.store.conftest import fresh_schema, postgresql  # noqa: F401  # a fixture
from toolkit.core.hub_access import Role, Standing
from toolkit.server import keys
from toolkit.store import NewAssessment, open_store
from toolkit.store.hub import HubStore

NEW = NewAssessment("local", "Plate reader", "risk", "1", "")


@pytest.fixture
def key(tmp_path, monkeypatch):
    monkeypatch.setenv("TOOLKIT_KEY_FILE", str(tmp_path / "key"))


def typed(monkeypatch, text):
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_backup_comes_back(run, tmp_path):
    with open_store() as store:
        made = store.create(NEW, values={"a": 1}, who="local")
    written = run("backup", "monday.zip")
    assert written.code == 0
    assert "rows, schema" in written.out
    with open_store() as store:
        store.delete(made.id, "local")
    refused = run("restore", "monday.zip")
    assert refused.code == 1
    assert "--force" in refused.err
    restored = run("restore", "monday.zip", "--force")
    assert restored.code == 0
    assert "-replaced-" in restored.out
    with open_store() as store:
        assert store.load(made.id).values == {"a": 1}
    assert run("backup", "monday.zip").code == 1


def test_a_bad_backup_is_a_sentence(run, tmp_path):
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 nonsense")
    ran = run("restore", "bad.zip", "--force")
    assert ran.code == 1
    assert "not a backup" in ran.err
    assert "Traceback" not in ran.err


def test_an_account_is_made_listed_disabled_and_reset(run, key, monkeypatch):
    typed(monkeypatch, "a few words in a row\n")
    assert "ann can sign in now" in run("users", "add", "Ann").out
    assert run("users", "list").out.startswith("ann  20")
    assert "ann can no longer" in run("users", "disable", "ann").out
    assert "disabled" in run("users", "list").out
    made = run("users", "reset", "ann", "--totp", "--generate")
    assert "Password: " in made.out
    assert "otpauth://totp/" in made.out
    assert sum(line.startswith("  ") for line in made.out.splitlines()) == keys.CODES
    listed = run("users", "list").out
    assert "one-time codes" in listed
    assert "disabled" not in listed


@pytest.mark.parametrize("text", ["", "short\n", "the name is Ann here\n"])
def test_a_bad_password_is_a_sentence_and_makes_no_account(run, key, monkeypatch, text):
    typed(monkeypatch, text)
    ran = run("users", "add", "ann")
    assert ran.code == 1
    assert len(ran.err) > 20
    assert run("users", "list").out == ""


def test_a_name_that_is_taken_or_unknown_is_a_sentence(run, key):
    assert run("users", "add", "ann", "--generate").code == 0
    assert "already" in run("users", "add", "ANN", "--generate").err
    assert "no account" in run("users", "disable", "bob").err


def test_a_password_on_the_command_line_is_refused(run):
    ran = run("backup", "x.zip", "--database-url", "postgresql://ann:secret@host/name")
    assert ran.code == 1
    assert "TOOLKIT_DATABASE_URL" in ran.err
    assert "secret" not in ran.err


def test_the_file_that_config_names_counts(run, tmp_path, monkeypatch):
    monkeypatch.delenv("TOOLKIT_DATABASE_URL")
    (tmp_path / "toolkit.toml").write_text(f'database_url = "sqlite:///{tmp_path}/other.db"\nmax_kernels = 7\n')
    ran = run("doctor", "--config", "toolkit.toml")
    assert "other.db, can be written" in ran.out
    assert "7 visitors" in ran.out


def test_doctor_finds_a_bad_configuration_and_goes_on(run, tmp_path):
    (tmp_path / "toolkit.toml").write_text("max_kernel = 7\n")
    ran = run("doctor", "--config", "toolkit.toml")
    assert ran.code == 1
    assert "did you mean “max_kernels”" in ran.out
    assert "✓ Content" in ran.out


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"MAX_KERNELS": "100"}, "ulimit -n 1600"),
        ({"IDENTITY": "none", "IP": "0.0.0.0"}, "everybody who reaches it comes in"),
        ({"IDENTITY": "local"}, "back it up apart"),
        ({"IP": "192.0.2.1"}, "choose an address of this computer"),
    ],
)
def test_doctor_says_what_to_mend(run, key, tmp_path, monkeypatch, settings, said):
    (tmp_path / "key").write_bytes(KEY)
    (tmp_path / "key").chmod(0o600)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 1024))
    for name, value in settings.items():
        monkeypatch.setenv(f"TOOLKIT_{name}", value)
    assert said in run("doctor").out


def test_doctor_sees_secrets_that_others_may_read(run, key, tmp_path, monkeypatch):
    (tmp_path / "key").write_bytes(KEY)
    (tmp_path / "key").chmod(0o644)
    monkeypatch.setenv("TOOLKIT_IDENTITY", "local")
    assert "others may read the key" in run("doctor").out
    monkeypatch.delenv("TOOLKIT_DATABASE_URL")
    (tmp_path / "t.toml").write_text('database_url = "postgresql://a:b@127.0.0.1:1/x"')
    (tmp_path / "t.toml").chmod(0o644)
    assert "may hold a password" in run("doctor", "--config", "t.toml").out


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("kernels", "said"), [("60", "✓ Database"), ("500", "500 open pages of each toolkit need 510")]
)
def test_doctor_sees_whether_postgresql_has_a_connection_for_each_page(run, postgresql, monkeypatch, kernels, said):  # noqa: F811  # the fixture
    monkeypatch.setenv("TOOLKIT_MAX_KERNELS", kernels)
    with fresh_schema(postgresql) as url:
        assert said in run("doctor", "--database-url", url).out


# ---------------------------------------------------------------- the hub

ADA = ("users", "add", "ada@police.example", "--generate", "--hub", "administrator", "--agency", "Hub")


def test_the_first_administrator_comes_from_the_command_line(run, key):
    assert "can sign in now" in run(*ADA, "--country", "ke").out
    with HubStore(None, lambda: datetime.now(UTC)) as hub:
        ada = hub.by_account("ada@police.example")
        assert (ada.member.role, ada.member.standing, ada.country) == (Role.ADMINISTRATOR, Standing.APPROVED, "KE")
        assert hub.accepted(ada.member.code) == (), "nobody accepts the terms for somebody else"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--hub", "boss", "--agency", "A", "--country", "KE"), "choose officer"),
        (("--hub", "officer", "--country", "KE"), "--agency and --country"),
        (("--hub", "officer", "--agency", "A", "--country", "XX"), "--agency and --country"),
    ],
)
def test_a_role_or_country_that_is_none_makes_no_account(run, key, words, says):
    ran = run("users", "add", "ann@police.example", "--generate", *words)
    assert (ran.code, says in ran.err) == (1, True)
    assert "ann" not in run("users", "list").out


def test_the_command_verifies_the_log(run, key):
    assert run("verify", "audit").code == 2, "there is nothing to verify"
    run(*ADA, "--country", "KE")
    whole = run("verify", "audit")
    assert (whole.code, "is whole: 1 entries" in whole.out) == (0, True)
    kept = whole.out.split("up to ", 1)[1].split()[0]
    assert run("verify", "audit", "--kept", kept).code == 0
    other = run("verify", "audit", "--kept", "1:" + "0" * 64)
    assert (other.code, "not the one whose digest" in other.out) == (1, True)
    assert run("verify", "audit", "--kept", "2:" + "0" * 64).code == 1, "an entry that is missing"
    assert "colon" in run("verify", "audit", "--kept", "nonsense").err


def test_the_hub_needs_visitors_who_sign_in(run):
    ran = run("serve", "--hub", "--port", "0")
    assert (ran.code, "set “identity”" in ran.err) == (1, True)
