"""What every window of its own does with Enter: it presses what has the ring, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QPushButton, QToolButton

from wizard.ui.widgets import ENTER, held

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class Dialog(QDialog):
    """A window of its own; Enter is for the button that has the keyboard, and else for the default one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Press what has the keyboard; a held Enter, such as the one that opened this, presses nothing."""
        if held(event):
            return
        ringed = self.focusWidget()
        if event.text() in ENTER and isinstance(ringed, QPushButton | QToolButton):
            ringed.click()
        else:
            super().keyPressEvent(event)
