"""A Jupyter server as a program sees it: its REST interface and its kernels' websocket."""

import json
import urllib.request
import uuid
from dataclasses import dataclass

import websocket


@dataclass(frozen=True)
class Rest:
    """A server at `url` (no slash at the end), and the token by which it knows us."""

    url: str
    token: str

    def ask(self, path, method="GET", body=None):
        """What it answers, decoded; raises urllib's HTTPError."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, method=method, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def run(self, notebook):
        """Run every code cell of a notebook in a kernel of its own; all messages that came of it."""
        cells = self.ask(f"/api/contents/{notebook}")["content"]["cells"]
        kernel = self.ask("/api/kernels", "POST", {"name": "python3"})["id"]
        address = self.url.replace("http", "ws", 1) + f"/api/kernels/{kernel}/channels?session_id=1"
        socket = websocket.create_connection(address, timeout=120, header={"Authorization": f"token {self.token}"})
        try:
            return [
                m for cell in cells if cell["cell_type"] == "code" for m in execute(socket, "".join(cell["source"]))
            ]
        finally:
            socket.close()
            self.ask(f"/api/kernels/{kernel}", "DELETE")


def execute(socket, code):
    """Run code; every message on the way to idle."""
    asked = uuid.uuid4().hex
    header = {"msg_id": asked, "msg_type": "execute_request", "session": "1", "username": "", "version": "5.3"}
    content = {"code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    message = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}
    socket.send(json.dumps(message | {"buffers": []}))
    while True:
        came = json.loads(socket.recv())
        if came["parent_header"].get("msg_id") != asked:
            continue
        yield came
        if came["header"]["msg_type"] == "status" and came["content"]["execution_state"] == "idle":
            return


def shown(messages):
    """The kinds of what the cells showed; an AssertionError for a cell that failed."""
    failed = [m["content"]["evalue"] for m in messages if m["header"]["msg_type"] == "error"]
    assert failed == []
    kinds = ("execute_result", "display_data")
    return {kind for m in messages if m["header"]["msg_type"] in kinds for kind in m["content"]["data"]}
