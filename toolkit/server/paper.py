"""PDFs in a process of their own, one at a time: laying out pages takes seconds, and the server goes on answering.

Run as a program, it reads pages and a size of paper from its input and writes the PDF.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from subprocess import TimeoutExpired, run

from toolkit.core.model import ToolkitError
from toolkit.render.pdf import Paper, pdf

LONGEST = 120
"""Seconds after which a PDF is given up."""

CANNOT = 3
"""Exit code where PDFs cannot be made here; the reason is on the standard error."""

TOO_LONG = "The PDF took too long. Take the Word file or the page for the browser, or try again later."


class Papers:
    """Makes PDFs for a server."""

    def __init__(self) -> None:
        """Nothing waits."""
        self._turn = asyncio.Semaphore(1)

    async def pdf(self, documents: Sequence[str], paper: Paper = Paper.A4) -> bytes:
        """Whole HTML documents as one PDF; raises ToolkitError where none can be made."""
        job = json.dumps({"documents": list(map(str, documents)), "paper": paper}).encode()
        command = [sys.executable, "-m", "toolkit.server.paper"]
        async with self._turn:
            try:
                # In a thread: event loops of some systems know no processes.
                work = await asyncio.to_thread(run, command, input=job, capture_output=True, timeout=LONGEST)
            except TimeoutExpired:
                raise ToolkitError(TOO_LONG) from None
        if work.returncode == CANNOT:
            raise ToolkitError(work.stderr.decode(errors="replace").strip())
        if work.returncode:
            raise ToolkitError(TOO_LONG)
        return bytes(work.stdout)


def main() -> int:
    """Write the PDF of the pages on the standard input; the exit code says whether there is one."""
    if hasattr(os, "nice"):
        os.nice(5)  # who votes meanwhile goes first
    job = json.load(sys.stdin)
    try:
        made = pdf(job["documents"], Paper(job["paper"]), styles=())
    except ToolkitError as error:
        sys.stderr.write(str(error))
        return CANNOT
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
