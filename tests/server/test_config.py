"""One file or the environment: what counts, what wins, and what a mistake says."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house.conftest import ROOT
from toolkit.server.config import KEYS, BadConfiguration, load, variable
from toolkit.server.configuration import Configuration, Identity


@pytest.fixture
def file(tmp_path):
    """Writes a configuration."""

    def write(text):
        path = tmp_path / "toolkit.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_without_anything_the_defaults_count():
    assert load() == Configuration()
    assert Configuration().ip == "127.0.0.1"
    assert not Configuration().metrics


def test_options_win_over_variables_and_variables_over_the_file(file):
    path = file("max_kernels = 1\nidle_minutes = 2\nport = 3")
    found = load(path, {"TOOLKIT_MAX_KERNELS": "10", "TOOLKIT_IDLE_MINUTES": "20"}, {"max_kernels": 100, "port": None})
    assert (found.max_kernels, found.idle_minutes, found.port) == (100, 20, 3)


def test_the_file_may_be_named_by_a_variable(file):
    assert load(None, {"TOOLKIT_CONFIG": str(file("port = 1234"))}).port == 1234


def test_every_kind_of_value_can_stand_in_the_file(file):
    text = 'identity = "header"\ntrusted_proxies = ["127.0.0.1", "10.0.0.0/8"]\nmetrics = true\nkey_file = "key"\n'
    found = load(file(text))
    assert found.identity is Identity.HEADER
    assert found.trusted_proxies == ("127.0.0.1", "10.0.0.0/8")
    assert found.metrics is True
    assert found.key_file == file("").parent / "key", "a path in the file is meant from its folder"


def test_every_kind_of_value_can_stand_in_the_environment():
    names = {"IDENTITY": "local", "TRUSTED_PROXIES": "127.0.0.1, ::1", "METRICS": "yes", "KEY_FILE": "k", "LANG": "ar"}
    found = load(None, {f"TOOLKIT_{name}": value for name, value in names.items()})
    assert (found.identity, found.trusted_proxies, found.metrics) == (Identity.LOCAL, ("127.0.0.1", "::1"), True)
    assert (found.key_file, found.lang) == (Path("k"), "ar")


def test_an_empty_variable_is_one_that_is_not_set():
    assert load(None, {"TOOLKIT_DATABASE_URL": "", "TOOLKIT_PORT": ""}) == Configuration()


def test_a_secret_may_stand_in_a_file_of_its_own(file, tmp_path):
    (tmp_path / "address").write_text("postgresql://x@y/z\n")
    assert load(file('database_url_file = "address"')).database_url == "postgresql://x@y/z"
    assert load(None, {"TOOLKIT_METRICS_TOKEN_FILE": str(tmp_path / "address")}).metrics_token == "postgresql://x@y/z"


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xff"])
def test_a_secret_that_cannot_be_read_is_a_sentence(file, tmp_path, content):
    if content is not None:
        (tmp_path / "address").write_bytes(content)
    with pytest.raises(BadConfiguration, match="address"):
        load(file('database_url_file = "address"'))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("max_kernel = 5", "did you mean “max_kernels”"),
        ("databse_url = 'x'", "did you mean “database_url”"),
        ("zzz = 1", "there are ip, port"),
        ("port = 'x'", "a whole number"),
        ("port = true", "a whole number"),
        ("port = 70000", "from 0 to 65535"),
        ("max_kernels = 0", "from 1 to 10000"),
        ("metrics = 1", "true or false"),
        ("identity = 'ldap'", "none or local or header"),
        ("identity = 'header'", "trusted_proxies"),
        ("trusted_proxies = ['proxy']", "127.0.0.1 or 10.0.0.0/24"),
        ("trusted_proxies = '127.0.0.1'", "a list of texts"),
        ("public_url = 'toolkit.example'", "https://toolkit.example"),
        ("public_url = 'https://toolkit.example/path'", "https://toolkit.example"),
        ("metrics = true\npublic_url = 'https://toolkit.example'", "metrics_token"),
        ("smtp_url = 'smtp://mail.example'\nmail_from = 'hub@police.example'", "public_url"),
        ("port = = 1", "not TOML"),
    ],
)
def test_a_mistake_is_a_sentence_that_helps(file, text, said):
    with pytest.raises(BadConfiguration) as error:
        load(file(text))
    assert said in str(error.value)


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(BadConfiguration, match="cannot be read"):
        load(tmp_path / "none.toml")


@pytest.mark.parametrize("name", ["TOOLKIT_DATABSE_URL", "TOOLKIT_IDENTTY", "TOOLKIT_MAX_KERNEL"])
def test_a_mistyped_variable_is_an_error(name):
    with pytest.raises(BadConfiguration, match="did you mean TOOLKIT_"):
        load(None, {name: "x"})


def test_other_peoples_variables_are_left_alone():
    load(None, {"TOOLKIT_VISITOR": "ann", "TOOLKIT_TEST_DATABASE_URL": "x", "TOOLKIT_XYZ": "1", "PATH": "/bin"})


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(KEYS), st.text(max_size=20).filter(lambda text: "\x00" not in text))
def test_whatever_stands_in_a_variable_is_taken_or_refused_in_a_sentence(key, value):
    with suppress(BadConfiguration):
        assert isinstance(load(None, {variable(key): value}), Configuration)


def test_the_readme_has_every_key_with_its_default():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [key for key in KEYS if f"| `{key}` |" not in readme] == []
