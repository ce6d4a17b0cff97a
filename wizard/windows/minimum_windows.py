"""A Windows that is too old for Qt: what then is said, without Qt.

Qt takes its tables of signs from Windows itself (``icuuc.dll``), which has them since Windows 10 1703 and
Server 2019. On Server 2016 the window cannot open; the command ``check`` needs no Qt and works there.
"""

from __future__ import annotations

import ctypes
import sys

from wizard.core.system32 import SYSTEM32
from wizard.core.text import T

TABLES = "icuuc.dll"
WORDS = T(
    "This Windows is too old for this program's window: that needs Windows 10 (1809), "
    "Windows Server 2019, or later."
)
INSTEAD = T(
    "For IT: the check works here without a window. Open a command prompt in the program's folder and enter: "
    "{command}",
    command="connect-wizard.exe check",
)
_WARNING_BOX = 0x30  # MB_OK | MB_ICONWARNING


def too_old_for_qt() -> bool:
    """Whether this is a Windows without what Qt loads from it."""
    if sys.platform == "win32":
        try:
            ctypes.WinDLL(TABLES, winmode=SYSTEM32)
        except OSError:
            return True
    return False


def show_box(title: str, text: str) -> None:
    """A box of Windows' own; returns when the person has closed it."""
    if sys.platform == "win32":
        user = ctypes.WinDLL("user32", winmode=SYSTEM32)
        user.MessageBoxW(None, ctypes.c_wchar_p(text), ctypes.c_wchar_p(title), _WARNING_BOX)
