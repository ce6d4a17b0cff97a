"""The program's entry: the window when nothing is asked for, else the command line."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

from wizard.core.text import Translator

if TYPE_CHECKING:
    from types import TracebackType

CASE = ".cwcase"  # as wizard.casefile.case_file has it, which no first paint loads
_NO_BOXES_NO_DUMPS = 0x1 | 0x2  # SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX


def main(argv: list[str] | None = None) -> int:
    """Run the program and return its exit code.

    No argument opens the window, and so does one alone that is a case file.

    Args:
        argv: Arguments without the program's name; None for those of the process.
    """
    arguments = sys.argv[1:] if argv is None else argv
    translator = Translator()
    try:
        return _run(arguments, translator)
    except KeyboardInterrupt:
        return 130
    except Exception as problem:  # noqa: BLE001 - the last guard: nothing else tells of what is left
        from wizard.commands.last_guard import failed

        return failed(problem, arguments, translator)


def _run(arguments: list[str], translator: Translator) -> int:
    case = _case_of(arguments)
    if not arguments or case:
        # imported here: a window needs none of the command line, and a command none of Qt
        if sys.platform == "win32":
            from wizard.commands.windows_too_old import refused_in_a_box

            if refused_in_a_box(translator):
                return 1
        from wizard.commands.open_window import open_wizard

        return open_wizard(translator, case)
    from wizard.cli import run_command

    return run_command(arguments, translator)


def _case_of(arguments: list[str]) -> str:
    """The case file that is the only argument, as a double click gives it; empty where there is none."""
    if len(arguments) == 1 and not arguments[0].startswith("-") and arguments[0].lower().endswith(CASE):
        return arguments[0]
    return ""


def program() -> NoReturn:
    """Run as a process of its own, and end it without the interpreter's long farewell.

    A command lives for a moment and a window collects on its own thread (``wizard.ui.collector``), so garbage
    collection is off while modules load: it took a third of a check's time. What has to be closed is closed
    by then; only what was printed is still to be flushed.
    """
    gc.disable()
    _keep_to_itself()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # a window without a console; what is told there has no reader
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - as long as we live
    try:
        code = main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException as problem:  # noqa: BLE001 - the guard itself had not enough to work with
        _tell(type(problem))
        code = 1
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError) as problem:  # nobody listens, or there is no room
        if not isinstance(problem, BrokenPipeError):
            _tell(type(problem))
        code = 1
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    os._exit(code)


def _tell(kind: type[BaseException]) -> None:
    with contextlib.suppress(Exception):
        sys.stderr.write(f"connect-wizard: what was found could not be told ({kind.__name__})\n")


def _keep_to_itself() -> None:
    """No core file, which would hold the keys; and of a failure beside the command only class and place."""

    def told(kind: type[BaseException] | None, trail: TracebackType | None) -> None:
        from wizard.core.crash_place import crash_place

        with contextlib.suppress(Exception):
            name = kind.__name__ if kind else "?"
            sys.stderr.write(f"connect-wizard: something failed ({name}, {crash_place(trail) or '?'})\n")

    threading.excepthook = lambda about: told(about.exc_type, about.exc_traceback)
    sys.unraisablehook = lambda about: told(about.exc_type, about.exc_traceback)
    sys.excepthook = lambda kind, _problem, trail: told(kind, trail)
    if sys.argv[1:]:  # a window has nobody who would read it, and shows its own box
        with contextlib.suppress(OverflowError):  # a clock out of Python's range: the command tells of it
            import logging

            logging.lastResort = logging.NullHandler()  # libraries log an exception with its words
    if sys.platform == "win32":
        import ctypes

        from wizard.core.system32 import SYSTEM32

        # errors are ours to tell; without this, Windows keeps a picture of the memory of a program that fell
        ctypes.WinDLL("kernel32", winmode=SYSTEM32).SetErrorMode(_NO_BOXES_NO_DUMPS)
    else:
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
