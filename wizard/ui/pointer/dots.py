"""The row of dots that says which picture of how many is shown; a click on one shows it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

PITCH, HEIGHT = 24, 28
"""Distance and height in pixels: each dot can be hit within 24 x 28."""
_RADIUS = 4.75


class Dots(QWidget):
    """Progress through a path; not in the tab order, since arrow keys do the same."""

    chosen = Signal(int)

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._count, self._at = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_colour(self, colour: str) -> None:
        """The colour of the dots."""
        self._colour = colour
        self.update()

    def set_state(self, count: int, at: int) -> None:
        """Show ``count`` dots, the one at index ``at`` filled; a single picture needs none."""
        self._count, self._at = (count if count > 1 else 0), at
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102, N802 - override of Qt
        return QSize(self._count * PITCH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102, N802 - override of Qt
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colour), 1.5))
        for at in range(self._count):
            filled = at == self._at
            painter.setBrush(QColor(self._colour) if filled else Qt.BrushStyle.NoBrush)
            middle = QPointF((at + 0.5) * PITCH, HEIGHT / 2)
            painter.drawEllipse(middle, _RADIUS, _RADIUS)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 - override of Qt
        at = int(event.position().x() // PITCH)
        if event.button() is Qt.MouseButton.LeftButton and 0 <= at < self._count:
            self.chosen.emit(at)
