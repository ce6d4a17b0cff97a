"""One window of a program at a time on Windows: a second start brings the first one forward.

A named event of the person's session carries it: no port is opened, no file is written, and it goes with the
process. Copies in two folders, such as those of two vendors, are two programs. On other systems, which serve
development, every start opens a window.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wizard.core.system32 import SYSTEM32

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

_ANY_PROCESS = -1
_ALREADY_EXISTS = 183


def event_name(program: str) -> str:
    """The event's name: each program file has its own, and none of its path is readable in it."""
    from PySide6.QtCore import QCryptographicHash

    folded = os.path.normcase(os.path.realpath(program)).encode("utf-8", "surrogatepass")
    digest = QCryptographicHash.hash(folded, QCryptographicHash.Algorithm.Sha256)
    return f"Local\\ConnectWizard-{bytes(digest.toHex().data()).decode()[:32]}"


def bring_forward(window: QWidget) -> None:
    """Show a window that may be minimized, hidden or covered, and give it the keyboard."""
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()


class SingleInstance(QObject):
    """The claim of the first start; held as long as the process lives."""

    def __init__(self, handle: int) -> None:
        super().__init__()
        self._handle = handle

    def listen(self, asked: Callable[[], None]) -> None:
        """Call ``asked`` whenever another start asks for the window; also for one that came before this."""
        if sys.platform == "win32" and self._handle:
            from PySide6.QtCore import QEvent, QWinEventNotifier
            from shiboken6 import Shiboken

            class Notifier(QWinEventNotifier):
                """Hears of the event itself: the signal carries a handle, which no Python slot can take."""

                def event(self, event: QEvent) -> bool:
                    if event.type() == QEvent.Type.WinEventAct:
                        asked()
                    return super().event(event)  # waits for the next one

            self._notifier = Notifier(Shiboken.VoidPtr(self._handle), self)
            self._notifier.setEnabled(True)


def claim(program: str = sys.executable) -> SingleInstance | None:
    """Claim the program for this process; None where another one has it, which was told to come forward."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32", winmode=SYSTEM32, use_last_error=True)
        kernel.CreateEventW.restype = ctypes.c_void_p
        handle = kernel.CreateEventW(None, False, False, event_name(program))  # noqa: FBT003 - Windows' order
        if handle and ctypes.get_last_error() == _ALREADY_EXISTS:
            # the person started this one just now, so it may pass the foreground on
            ctypes.WinDLL("user32", winmode=SYSTEM32).AllowSetForegroundWindow(_ANY_PROCESS)
            kernel.SetEvent(ctypes.c_void_p(handle))
            return None
        return SingleInstance(
            handle or 0
        )  # no event, no claim: a window that opens twice is better than none
    return SingleInstance(0)
