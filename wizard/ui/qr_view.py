"""A QR code on the screen: dark on white in every scheme, each module a whole number of pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from wizard.ui.handoff_qr import QUIET

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from wizard.ui.handoff_qr import QrDrawing

_MODULE = 3  # pixels, at the usual size of type
_DARK, _LIGHT = "#000000", "#FFFFFF"  # what readers of such codes expect, whatever the scheme


class QrView(QWidget):
    """Shows a QR code.

    Args:
        drawing: The code.
        name: What it is, for a screen reader; its words are said beside it.
        scale: How much larger than usual type is.
    """

    def __init__(self, drawing: QrDrawing, name: str, scale: float = 1.0) -> None:
        super().__init__()
        self._drawing = drawing
        self._module = max(_MODULE, round(_MODULE * scale))
        self.setAccessibleName(name)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As large as its modules."""
        side = (len(self._drawing.rows) + 2 * QUIET) * self._module
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(_LIGHT))
        side, dark = float(self._module), QColor(_DARK)
        for y, row in enumerate(self._drawing.rows, QUIET):
            for x, module in enumerate(row, QUIET):
                if module:
                    painter.fillRect(QRectF(x * side, y * side, side, side), dark)
        painter.end()
