"""What a visitor's kernel runs: ipykernel without debugger, completion and history, which a page never uses."""

from __future__ import annotations

import sys

OPTIONS = ("--HistoryManager.enabled=False", "--IPCompleter.use_jedi=False", "--InteractiveShellApp.ignore_cwd=True")


def main() -> None:
    """Run one kernel until its parent asks it to stop or goes away; `sys.argv` names the connection file."""
    # ipykernel takes the import error as “no debugger”, which spares about 8 MB and 75 ms a visitor.
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # None is how Python marks a module as not importable
    from ipykernel.kernelapp import IPKernelApp  # only after the line above

    IPKernelApp.launch_instance([*sys.argv[1:], *OPTIONS])


if __name__ == "__main__":
    main()
