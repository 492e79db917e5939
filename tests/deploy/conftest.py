"""The deployment examples as they are, with this machine's ports and a certificate made for the test."""

import os
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection

import pytest
import websocket

from tests.house.conftest import ROOT
from tests.server.people import PASSWORD, accounts, configured
from toolkit.server import keys

NAME = "toolkit.example"
DEPLOY = ROOT / "deploy"
PATH = os.environ["PATH"] + ":/usr/sbin"
MISSING = "There is no {}; install Debian's package {} (make system does with CI=true) to test the example."


def program(name):
    """Where a proxy is; where there is none, a skip, but a failure in continuous integration."""
    found = shutil.which(name, path=PATH)
    if not found:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING.format(name, name))
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={NAME}"]
    files = ["-addext", f"subjectAltName=DNS:{NAME}", "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"]
    subprocess.run([*command, *files], check=True, capture_output=True)
    folder.chmod(0o755)
    return folder


@dataclass
class Site:
    """The toolkit as visitors reach it: by name, over TLS, through the proxy."""

    port: int
    tls: ssl.SSLContext

    def address(self):
        return ("127.0.0.1", self.port)

    def wire(self):
        return self.tls.wrap_socket(socket.create_connection(self.address(), timeout=20), server_hostname=NAME)

    def stranger(self):
        return Browser(self)

    def websocket(self, kernel, cookie, origin):
        path = f"wss://{NAME}:{self.port}/api/kernels/{kernel}/channels?session_id=1"
        return websocket.create_connection(path, timeout=20, socket=self.wire(), cookie=cookie, origin=origin)


class Browser:
    """One visitor of a site, in the shape that `people.Visitor` wants."""

    def __init__(self, site):
        self.site, self.cookies = site, {}

    @property
    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path, *, method="GET", data=None, **headers):
        connection = HTTPSConnection(NAME, self.site.port, timeout=30)
        connection.sock = self.site.wire()
        names = {"Host": f"{NAME}:{self.site.port}", "Cookie": self.cookie}
        names |= {"Content-Type": "application/x-www-form-urlencoded"} if data is not None else {}
        connection.request(method, path, data, names | {k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        body = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        connection.close()
        answer.text = body
        return answer


def nginx(folder, port, backend, certificate, change, *others):
    """nginx with the example in a configuration of its own, before one toolkit or several."""
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    text = text.replace("listen 443", f"listen 127.0.0.1:{port}").replace(
        "listen 80", f"listen 127.0.0.1:{free_port()}"
    )
    replicas = "\n".join(f"server 127.0.0.1:{one};" for one in (backend, *others))
    text = text.replace("server 127.0.0.1:8866;", replicas).replace("/etc/ssl/toolkit", str(certificate))
    text = text.replace("/var/log/nginx", str(folder))
    (folder / "site.conf").write_text(change(text))
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    who = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{who} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ {places} include {folder}/site.conf; }}\n"
    )
    return [program("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy(folder, port, backend, certificate, change):
    """Caddy with the example; only ports and certificate differ."""
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    tls = f"tls {certificate}/certificate.pem {certificate}/key.pem\n"
    text = text.replace(f"{NAME} {{\n", f"https://{NAME}:{port} {{\n\t{tls}\tbind 127.0.0.1\n", 1)
    text = text.replace("127.0.0.1:8866", f"127.0.0.1:{backend}")
    options = f"{{\n\tadmin off\n\tauto_https disable_redirects\n\thttp_port {free_port()}\n}}\n"
    (folder / "Caddyfile").write_text(options + change(text))
    return [program("caddy"), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@contextmanager
def running(command, folder, port):
    """A proxy until the end of the block."""
    home = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | home)
    try:
        end = time.monotonic() + 15
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                said = (folder / "log").read_text()
                assert process.poll() is None and time.monotonic() < end, said  # noqa: PT018  # one reason for both
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def site(proxy, folder, certificate, change=lambda text: text, **settings):
    """The toolkit behind a proxy."""
    folder.chmod(0o755)
    port = free_port()
    given = {"public_url": f"https://{NAME}:{port}", "trusted_proxies": "127.0.0.1", **settings}
    with configured(folder, **given) as server:
        command = proxy(folder, port, server.port, certificate, change)
        with running(command, folder, port):
            yield Site(port, ssl.create_default_context(cafile=certificate / "certificate.pem"))


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def proxy(request):
    program(request.param.__name__)
    return request.param


@pytest.fixture(scope="module")
def visited(proxy, tmp_path_factory, certificate):
    """A site where Ann has an account."""
    folder = tmp_path_factory.mktemp("site")
    with accounts(folder) as known:
        known.add("ann", keys.hashed(PASSWORD), None)
    with site(proxy, folder, certificate, identity="local", metrics="true", metrics_token="t") as reached:
        yield reached
