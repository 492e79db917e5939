"""The log as JSON lines holds nothing of visitors: not what they type, who they are, or what lets them in."""

import json
import os
import sys
from urllib.parse import urlencode

import pytest

from tests.server.harness import Server, Wire, eventually
from tests.server.people import PASSWORD, Visitor, accounts, environment, key
from toolkit.server import keys

TYPED = "Wachtmeister Überall"
PRIVATE = "very-private"


@pytest.fixture
def app(tmp_path):
    """`toolkit serve` as an agency runs it, with an account that has one-time codes."""
    with accounts(tmp_path) as known:
        known.add(
            "zoe.secret", keys.hashed(PASSWORD), "salt", [keys.recovery_digest(key(tmp_path), "zoe.secret", CODE)]
        )
    given = environment(tmp_path, identity="local", log_format="json", metrics="true", metrics_token="let-me-see")
    command = [sys.executable, "-m", "toolkit.cli", "serve", "--no-open", "--port", "PORT"]
    server = Server(command, tmp_path, given | {"PYTHONPATH": os.pathsep.join(sys.path)}).start()
    yield server
    server.stop()


CODE = "aaaa-bbbb-cccc-dddd"


def typed(wire, boot):
    """What a visitor types: saved, refused, nonsense, and in messages that are none."""

    def send(seq, kind, name, value=None, **more):
        event = {"type": "event", "client": "tab", "seq": seq, "kind": kind, "name": name, "value": value}
        wire.event(boot["model"], event | more)
        wire.until("comm_msg", 30)

    send(1, "attach", "", {"route": "list", "width": 1280})
    send(2, "act", "new", form={"title": f"{TYPED} 1"})
    send(3, "change", "profile/application", [f"{TYPED} 2"], rev=0)
    send(4, "change", "item/accuracy-wrong-lead/note", f"{TYPED} 3" * 10, rev=-1)
    send(5, "change", TYPED, {"deep": [[[TYPED]]]}, rev=0)
    send(6, "act", "upload", {"name": f"{TYPED}.json", "text": TYPED, "base64": TYPED})
    send(7, "route", "", f"{TYPED}/result")
    send(8, "act", TYPED, TYPED, form={TYPED: [TYPED]})
    wire.send("comm_msg", {"comm_id": TYPED, "data": {TYPED: TYPED}})
    wire.send("execute_request", {"code": TYPED})
    wire.send("comm_open", {"comm_id": "x", "target_name": TYPED, "data": {"x": TYPED}})
    wire.send(
        "comm_msg", {"comm_id": boot["model"], "data": {"method": "update", "state": {"html": TYPED}}}, channel=None
    )
    wire.socket.send(json.dumps({"header": {"msg_type": TYPED}, "content": TYPED}))
    wire.socket.send(json.dumps({"header": {"msg_type": "comm_msg"}, "content": TYPED})[:-9])


@pytest.mark.slow
def test_nothing_that_is_typed_and_nobody_who_types_is_in_the_log(app):
    zoe = Visitor(app)
    zoe.sign_in("Mallory Impostor", "a guess of mine", to=f"/risk?assessment={PRIVATE}")
    zoe.sign_in("zoe.secret", code="123456")
    assert zoe.sign_in("zoe.secret", code=CODE, to=f"/risk?token={PRIVATE}").status == 303
    zoe.get(f"/{PRIVATE}?token={PRIVATE}")
    zoe.get("/sign-out", method="POST", data=urlencode({"name": PRIVATE}).encode())
    zoe.get("/metrics", Authorization=f"Bearer {PRIVATE}")
    boot = zoe.server.boot(f"/risk?lang=en&token={PRIVATE}")
    with Wire(zoe.server, boot["kernel"]) as wire:
        typed(wire, boot)
    with Wire(zoe.server, boot["kernel"]) as wire:
        wire.event(boot["model"], {"type": "event", "client": [TYPED], "seq": 9, "kind": "act", "name": {TYPED: TYPED}})
        wire.until("comm_msg", 30)
    app.kernels(boot["kernel"])[0].kill()
    assert eventually(lambda: zoe.get(f"/api/kernels/{boot['kernel']}").status == 404, 20)
    secrets = [value.strip('"') for value in zoe.server.cookies.values()]
    assert min(map(len, secrets)) > 8
    body = urlencode({"_xsrf": boot["xsrf"]}).encode()
    assert zoe.get("/sign-out", method="POST", data=body).status == 200
    app.stop()
    log = (app.folder / "server.log").read_text()
    assert len([json.loads(line) for line in log.splitlines()]) > 10, "every line is an object, and there are some"
    assert "was no message" in log, "what went wrong is told"
    assert '"debug"' not in log, "what only programmers want to know is not"
    never = [TYPED, "Wachtmeister", "berall", PRIVATE, "zoe", "Mallory", "guess of mine", PASSWORD, CODE, "123456"]
    for word in [*never, "127.0.0.1", "let-me-see", boot["xsrf"], *secrets]:
        assert word not in log, word
