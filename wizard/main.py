"""The program's entry: the window when nothing is asked for, else the command line."""

from __future__ import annotations

import sys


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
