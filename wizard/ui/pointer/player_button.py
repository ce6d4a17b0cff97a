"""A flat button beside the picture that leaves the arrow keys to the player."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from wizard.ui.pointer.dots import HEIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from wizard.ui.pointer.surround import Surround

MOVES = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}


class PlayerButton(QPushButton):
    """Back, Next, Play, More."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(HEIGHT)

    def set_look(self, look: Surround) -> None:
        """Follow the scheme."""
        size = round(13 * look.scale)
        self.setStyleSheet(
            f"QPushButton {{ color: {look.quiet}; background: transparent; font-size: {size}px;"
            " border: 2px solid transparent; border-radius: 4px; padding: 2px 4px; }"
            f"QPushButton:hover:enabled {{ color: {look.accent}; }}"
            f"QPushButton:focus {{ border-color: {look.accent}; }}"
            "QPushButton:disabled { color: transparent; }"
            "QPushButton::menu-indicator { image: none; width: 0; }"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - override of Qt
        """Arrow keys turn the pictures."""
        if Qt.Key(event.key()) in MOVES:
            event.ignore()
        else:
            super().keyPressEvent(event)
