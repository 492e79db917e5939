"""The small decisions of the server, each on its own."""

import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.server import assets, shell
from toolkit.server.app import serve
from toolkit.server.configuration import Configuration
from toolkit.server.kernels import KERNEL, OneKernelSpec, kernel_environment
from toolkit.server.ports import CannotServe, bound, free_port, greeting, is_loopback

NAMES = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ_", min_size=1, max_size=20)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(NAMES, st.text(max_size=5)), st.dictionaries(NAMES, st.text(max_size=5)))
def test_a_kernel_inherits_only_what_is_on_the_list(server, own):
    made = kernel_environment(server, own)
    assert made.items() >= own.items()
    inherited = set(made) - set(own)
    assert all(name in server for name in inherited)
    assert not any(name.startswith(("AWS", "DB_", "TOOLKIT_", "JUPYTER_TOKEN")) for name in inherited)


def test_a_kernel_inherits_its_path_and_locale_and_no_password():
    server = {"PATH": "/bin", "LC_ALL": "C", "PYTHONPATH": "x", "PGPASSWORD": "x", "TOOLKIT_SECRET": "x"}
    assert kernel_environment(server, {"TOOLKIT_DEMO": "1"}) == {
        "PATH": "/bin",
        "LC_ALL": "C",
        "PYTHONPATH": "x",
        "TOOLKIT_DEMO": "1",
    }


def test_there_is_one_kernel_and_it_never_imports_from_the_notebooks_folder():
    specs = OneKernelSpec()
    assert list(specs.get_all_specs()) == [KERNEL]
    assert "-P" in specs.get_kernel_spec(KERNEL).argv
    with pytest.raises(Exception, match="no_such"):
        specs.get_kernel_spec("no_such")


@pytest.mark.parametrize(
    ("asked", "accepted", "lang"),
    [
        ("ar", "en", "ar"),
        (None, "fr, pt-BR;q=0.8, en;q=0.5", "pt-BR"),
        (None, "de", "en"),
        ("AR", "", "ar"),
        ("ar-EG", "", "ar"),
        ("'><", "", "en"),
    ],
)
def test_the_address_decides_the_language_then_the_browser_then_the_house(asked, accepted, lang):
    assert shell.choose(asked, accepted, ("en", "ar", "pt-BR")) == lang


def test_arabic_reads_from_the_right():
    assert shell.direction("ar") == shell.direction("fa-IR") == "rtl"
    assert shell.direction("en") == shell.direction("pt-BR") == "ltr"


def test_a_missing_translation_shows_english():
    assert shell.words("xx") == shell.words("en")


def test_error_pages_escape_and_unknown_kinds_have_words_too():
    assert "There is no such page" in shell.error_page(418, "en", base_url="/", css=None)
    assert "went wrong on our side" in shell.error_page(502, "en", base_url="/", css=None)
    assert "&#34;" in shell.error_page(404, "en", base_url='/"', css=None)


def test_a_file_gets_a_new_address_when_it_changes(tmp_path):
    file = tmp_path / "a.css"
    file.write_text("a{}")
    before = assets.load([tmp_path])["a.css"].path
    file.write_text("b{}")
    assert assets.load([tmp_path])["a.css"].path != before


def test_only_known_kinds_of_files_are_served(tmp_path):
    (tmp_path / "a.py").write_text("")
    (tmp_path / "a.j2").write_text("")
    assert assets.load([tmp_path]) == {}


def test_the_package_brings_its_template_and_scripts():
    assert {"light.js", "form.js"} <= set(assets.load())
    assert (assets.TEMPLATE / "index.html.j2").is_file()


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert free_port(taken.getsockname()[1], tries=1) != taken.getsockname()[1]


def test_a_port_that_was_taken_since_it_was_found_free_is_passed_over_too():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (got,) = bound(port, "127.0.0.1", fixed=False)
        with got:
            assert port < got.getsockname()[1] < port + 20
        with pytest.raises(CannotServe, match=f"Port {port} on 127.0.0.1 cannot be used"):
            bound(port, "127.0.0.1", fixed=True)


def test_a_port_that_is_asked_for_and_taken_is_an_error_with_advice(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CannotServe, match="Choose another with --port"):
            serve(tmp_path, Configuration(port=taken.getsockname()[1]), open_browser=False)


def test_a_missing_folder_is_an_error_with_advice():
    with pytest.raises(CannotServe, match="Give the folder"):
        serve(Path("no-such-folder"), open_browser=False)


@pytest.mark.parametrize(
    ("ip", "alone"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("10.0.0.1", False)]
)
def test_only_loopback_is_this_computer_alone(ip, alone):
    assert is_loopback(ip) is alone


def test_opening_to_others_is_said_plainly():
    assert len(greeting(Configuration(), "http://127.0.0.1:1/")) == 1
    assert any("without signing in" in line for line in greeting(Configuration(ip="0.0.0.0"), "http://x/"))
