"""What a visitor costs in memory: the proportional share (PSS) of five kernels of ours and of five stock ones."""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import mean

from jupyter_client.manager import start_new_kernel

from tests.benchmarks.app import serving
from tests.benchmarks.figures import Row, environment, must

KERNELS = 5


def pss(process):
    """Proportional set size of a process in MB: pages shared by n processes count 1/n."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(f"the kernel of Linux does not tell the memory of process {process}")


def run():
    """Rows about memory."""
    if sys.platform != "linux":
        return []
    peer = _stock()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as (server, _):
        for _ in range(KERNELS):
            must('id="tk"' in server.get("/risk").text, "the page was prepared")
        kernels = [pss(process.pid) for process in server.kernels()]
        must(len(kernels) == KERNELS, "one kernel a visitor")
        own = pss(server.process.pid)
    return [
        Row(
            "memory",
            f"a kernel with the risk page, mean of {KERNELS}",
            mean(kernels),
            "MB PSS",
            "a stock ipykernel with ipywidgets imported",
            mean(peer),
        ),
        Row("memory", "the server", own, "MB PSS"),
    ]


def _stock():
    kernels = [start_new_kernel(env=environment(), stderr=subprocess.DEVNULL) for _ in range(KERNELS)]
    try:
        for _, client in kernels:
            reply = client.execute_interactive("import ipywidgets", timeout=60)
            must(reply["content"]["status"] == "ok", "the stock kernel imports ipywidgets")
        return [pss(manager.provisioner.pid) for manager, _ in kernels]
    finally:
        for manager, client in kernels:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
