"""What a person sees when the program itself fails: a sentence and a reference; nothing entered is lost."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from wizard.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from wizard.core.text import Text

    BesideHook = Callable[[threading.ExceptHookArgs], object]


def install(say: Callable[[Text], str], log: Callable[[str], None] | None = None) -> None:
    """Show failures of the window's thread instead of printing them.

    Args:
        say: Says the texts.
        log: Writes a line into the program's log; None where none is kept.
    """
    shown: list[object] = []  # without a window as parent nothing else would keep a box

    def show(kind: type[BaseException], _problem: BaseException, trail: TracebackType | None) -> None:
        # what a failure needs is imported with the first one
        from PySide6.QtWidgets import QApplication

        from wizard.ui.notice import notice

        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        facts = _facts(kind, trail)
        sys.stderr.write(f"connect-wizard: {facts}\n")
        if log is not None:
            log(facts)
        box = notice(
            say(T("Connect Wizard for Open Dental")),
            say(T("Something in this program failed. What you entered is still there.")),
            say(T("Quote {facts} to support.", facts=facts)),
            QApplication.activeWindow(),
        )
        box.setObjectName("crash")
        shown.append(box)
        box.open()

    sys.excepthook = show
    threading.excepthook = _of_a_thread(threading.excepthook, log)


def _of_a_thread(before: BesideHook, log: Callable[[str], None] | None) -> BesideHook:
    """Tell what a thread fails with, too, which nobody waits for and so nobody is shown.

    Python's own hook would print the exception's words, which could hold what was entered.
    """

    def told(about: threading.ExceptHookArgs) -> None:
        facts = _facts(about.exc_type, about.exc_traceback)
        if before is not threading.__excepthook__:
            before(about)
        elif sys.stderr is not None:
            sys.stderr.write(f"connect-wizard: {facts}\n")
        if log is not None:
            log(facts)

    return told


def _facts(kind: type[BaseException], trail: TracebackType | None) -> str:
    """A reference, class and place."""
    import secrets

    from wizard.core.crash_place import crash_place
    from wizard.core.reference import new_reference

    return f"X1-{new_reference(secrets.choice)} ({kind.__name__}, {crash_place(trail) or '?'})"
