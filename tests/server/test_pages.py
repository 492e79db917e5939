"""What the server answers: pages, files, errors, headers; and what it does not."""

import gzip
import json
import re

import pytest

from toolkit.server import client

INSIDE = re.compile(r"Traceback|RuntimeError|a secret of the inside|File \"|ipykernel|/work/|site-packages")


def test_a_page_comes_with_its_first_html(server):
    page = server.get("/probe")
    assert page.status == 200
    assert '<h1 id="title" tabindex="-1">Probe one</h1>' in page.text
    assert not INSIDE.search(page.text)


def test_the_shell_says_what_is_loading_and_what_to_do_without_javascript(server):
    page = server.get("/probe").text
    assert "This page is being prepared" in page
    assert "<noscript>" in page
    assert "<title>Probe" in page


def test_pages_are_compressed(server):
    page = server.get("/probe", Accept_Encoding="gzip")
    assert page.headers["Content-Encoding"] == "gzip"
    assert b"Probe one" in gzip.decompress(page.body)


def test_nothing_that_is_sent_names_another_host(server):
    page = server.get("/probe").text
    addresses = re.findall(r'(?:href|src)="(/static[^"]+)"', page)
    assert len(addresses) >= 2
    for body in (page, server.get("/nowhere").text, *(server.get(address).text for address in addresses)):
        assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", body) == []


def test_no_script_or_style_is_inline(server):
    page = server.get("/probe").text
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", page) == []
    assert "<style" not in page
    assert "script-src 'self';" in server.get("/probe").headers["Content-Security-Policy"]


def test_a_notebook_that_fails_leaves_a_calm_page_with_a_way_out(server):
    page = server.get("/broken")
    assert "could not be prepared" in page.text
    assert 'href="/"' in page.text
    assert not INSIDE.search(page.text)


def test_the_query_reaches_the_page_and_theme_and_template_stay_inert(server):
    page = server.get("/probe?theme=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&template=lab&q=1").text
    assert "<script>alert" not in page
    assert "jp-Notebook" not in page
    assert "q=1" in page


@pytest.mark.parametrize(
    ("query", "lang", "direction"), [("", "en", "ltr"), ("?lang=ar", "ar", "rtl"), ("?lang=x%22y", "en", "ltr")]
)
def test_language_and_direction_are_set_before_the_first_paint(server, query, lang, direction):
    assert server.get("/probe" + query).text.startswith(f'<!doctype html>\n<html lang="{lang}" dir="{direction}">')


def test_the_browsers_language_counts_where_the_address_names_none(server):
    assert '<html lang="ar" dir="rtl">' in server.get("/nowhere", Accept_Language="ar-EG,en;q=0.5").text


NOWHERE = [
    "/nowhere",
    "/probe.ipynb",
    "/probe.py",
    "/conftest.py",
    "/.hidden",
    "/.git/config",
    "/probe.sqlite",
    "/probe/",
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/%00",
    "/notebooks/",
    "/tree",
    "/static/",
    "/static/light.js",
    "/static/0000000000000000/light.js",
    "/static/../app.py",
    "/voila/templates/toolkit/static/%2e%2e/%2e%2e/%2e%2e/app.py",
    "/voila/static/voila.js",
    "/voila/files/probe.ipynb",
    "/voila/files/%2e%2e/probe.py",
    "/voila/tree",
    "/voila/render/probe.ipynb",
    "/voila/api/contents/",
    "/api",
    "/api/contents",
    "/api/contents/probe.ipynb",
    "/api/kernels",
    "/api/kernelspecs",
    "/api/sessions",
    "/api/terminals",
    "/terminals/1",
    "/files/probe.ipynb",
    "/login",
    "/metrics",
    "/voila/query/1-2-3-4-5",
]


@pytest.mark.parametrize("path", NOWHERE)
def test_everything_else_is_a_calm_404(server, path):
    page = server.get(path)
    assert page.status == 404
    assert "There is no such page" in page.text
    assert not INSIDE.search(page.text)


def test_no_other_method_does_anything(server):
    assert server.get("/probe", method="POST", data=b"").status in {403, 405}
    assert server.get("/nowhere", method="DELETE").status in {403, 404}


def test_every_answer_carries_the_security_headers(server):
    for path in ("/probe", "/nowhere", "/healthz"):
        headers = server.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        for rule in (
            "default-src 'none'",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "object-src 'none'",
            "base-uri 'none'",
        ):
            assert rule in headers["Content-Security-Policy"]
        assert headers["Server"] is None


def test_static_files_may_be_kept_for_ever_because_their_names_change(server):
    address = re.search(r'src="(/static/[0-9a-f]{16}/light\.js)"', server.get("/probe").text)[1]
    file = server.get(address)
    assert file.status == 200
    assert file.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in file.headers["Cache-Control"]
    assert file.headers["Set-Cookie"] is None


def test_the_program_that_draws_charts_is_handed_out_compressed_and_in_the_installed_version_only(server):
    version, path = client.plotly()
    file = server.get(f"/plotly/{version}/plotly.min.js", Accept_Encoding="gzip")
    assert (file.status, file.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in file.headers["Cache-Control"]
    assert gzip.decompress(file.body) == path.read_bytes()
    for other in ("/plotly/0.0/plotly.min.js", f"/plotly/{version}/other.js", f"/plotly/../{version}/plotly.min.js"):
        assert server.get(other).status == 404


def test_pages_are_never_kept(server):
    assert server.get("/probe").headers["Cache-Control"] == "no-store"


def test_health_is_json(server):
    assert json.loads(server.get("/healthz").body)["status"] == "ok"


def test_a_foreign_host_name_is_refused(server):
    for path in ("/probe", "/healthz", "/nowhere"):
        answer = server.get(path, Host="attacker.example")
        assert answer.status == 403
        assert "You cannot open this" in answer.text


def test_cookies_are_for_this_site_and_the_server_only(server):
    for cookie in server.get("/probe").headers.get_all("Set-Cookie"):
        assert "HttpOnly" in cookie
        # The visitor's must come along from a link in a mail; nothing but a page is got with it.
        assert f"SameSite={'Lax' if cookie.startswith('visitor-') else 'Strict'}" in cookie
