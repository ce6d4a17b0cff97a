"""The program's entry: the window when nothing is asked for, else the command line."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def main(argv: list[str] | None = None) -> int:
    """Run the program and return its exit code.

    Args:
        argv: Arguments without the program's name; None for those of the process.
    """
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments:
        # imported here: a window needs none of the command line, and a command none of Qt
        from wizard.commands.window import open_wizard

        return open_wizard()
    from wizard.cli import run

    return run(arguments)


def program() -> NoReturn:
    """Run as a process of its own, and end it without the interpreter's long farewell.

    A command lives for a moment and a window collects on its own thread (``wizard.ui.collector``), so garbage
    collection is off while modules load: it took a third of a check's time. What has to be closed is closed
    by then; only what was printed is still to be flushed.
    """
    gc.disable()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # a window without a console; what is told there has no reader
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - as long as we live
    try:
        code = main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):  # nobody listens, or there is no console at all
        code = code or 1
    os._exit(code)
