"""One program at a time on Windows: a second start brings the first one forward, or hands it a case file.

A named event of the person's session carries it, and named memory the file's name: no port is opened, no file
is written, and both go with the process. Copies in two folders, such as those of two vendors, are two
programs. On other systems, which serve development, every start opens a window.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wizard.core.system32 import SYSTEM32
from wizard.ui import handed_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from PySide6.QtWidgets import QWidget

_ANY_PROCESS = -1
_ALREADY_EXISTS = 183
_PATIENCE_MS = 2000


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
    """The claim of the first start; held as long as the process lives.

    Args:
        handle: Of the event.
        shared: The memory that other starts write names into; None where there is none.
    """

    def __init__(self, handle: int, shared: SharedNames | None = None) -> None:
        super().__init__()
        self._handle = handle
        self._shared = shared

    def listen(self, asked: Callable[[str], None]) -> None:
        """Call ``asked`` whenever another start asks for the window; also for one that came before this.

        It is given the case file that the other start was opened with; an empty name asks for the window.
        """
        if sys.platform == "win32" and self._handle:
            from PySide6.QtCore import QEvent, QWinEventNotifier
            from shiboken6 import Shiboken

            class Notifier(QWinEventNotifier):
                """Hears of the event itself: the signal carries a handle, which no Python slot can take."""

                names = self._names

                def event(self, event: QEvent) -> bool:
                    if event.type() == QEvent.Type.WinEventAct:
                        for name in self.names():
                            asked(name)
                    return super().event(event)  # waits for the next one

            self._notifier = Notifier(Shiboken.VoidPtr(self._handle), self)
            self._notifier.setEnabled(True)

    def _names(self) -> list[str]:
        return (self._shared.take() if self._shared is not None else []) or [""]


class SharedNames:
    """Memory of the person's session on this PC under the program's name, one process at a time in it.

    Args:
        space: The memory.
        alone: Makes what is held while it is read or written.
    """

    def __init__(self, space: handed_names.Space, alone: Callable[[], AbstractContextManager[None]]) -> None:
        self._space = space
        self._alone = alone

    def put(self, name: str) -> None:
        """Hand over a file's name."""
        with self._alone():
            handed_names.put(self._space, name)

    def take(self) -> list[str]:
        """The names that were handed over since the last time."""
        with self._alone():
            return handed_names.take(self._space)


def _shared_names(program: str) -> SharedNames | None:
    """The program's memory, which the first start makes."""
    if sys.platform == "win32":
        import ctypes
        import mmap
        from contextlib import contextmanager

        kernel = ctypes.WinDLL("kernel32", winmode=SYSTEM32)
        kernel.CreateMutexW.restype = ctypes.c_void_p
        name = event_name(program)

        @contextmanager
        def alone() -> Iterator[None]:
            mutex = ctypes.c_void_p(kernel.CreateMutexW(None, False, f"{name}-turn"))  # noqa: FBT003 - Windows' order
            kernel.WaitForSingleObject(mutex, _PATIENCE_MS)
            try:
                yield
            finally:
                kernel.ReleaseMutex(mutex)
                kernel.CloseHandle(mutex)

        try:
            return SharedNames(mmap.mmap(-1, handed_names.SIZE, tagname=f"{name}-names"), alone)
        except OSError:
            return None
    return None


def claim(case: str = "", program: str = sys.executable) -> SingleInstance | None:
    """Claim the program for this process; None where another one has it, which was told to come forward.

    Args:
        case: Name of a case file, which the other process is handed.
        program: The program file.
    """
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32", winmode=SYSTEM32, use_last_error=True)
        kernel.CreateEventW.restype = ctypes.c_void_p
        shared = _shared_names(program)  # before the event: whoever finds that finds this, too
        handle = kernel.CreateEventW(None, False, False, event_name(program))  # noqa: FBT003 - Windows' order
        if handle and ctypes.get_last_error() == _ALREADY_EXISTS:
            if case and shared is not None:
                shared.put(case)
            # the person started this one just now, so it may pass the foreground on
            ctypes.WinDLL("user32", winmode=SYSTEM32).AllowSetForegroundWindow(_ANY_PROCESS)
            kernel.SetEvent(ctypes.c_void_p(handle))
            return None
        # no event, no claim: a window that opens twice is better than none
        return SingleInstance(handle or 0, shared)
    return SingleInstance(0)
