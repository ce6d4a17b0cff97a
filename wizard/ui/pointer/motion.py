"""Whether pictures may move: not where the system asks for stillness."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

FADE_MS = 160
"""How long one picture takes to become the next."""


def allowed() -> bool:
    """Whether the system wants motion; where it does not say so, there is none."""
    if sys.platform == "win32":
        import ctypes

        from wizard.core.system32 import SYSTEM32

        answer = ctypes.c_int(0)
        get_client_area_animation = 0x1042
        asked = ctypes.WinDLL("user32", winmode=SYSTEM32).SystemParametersInfoW(
            get_client_area_animation, 0, ctypes.byref(answer), 0
        )
        return bool(asked and answer.value)
    return QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)
