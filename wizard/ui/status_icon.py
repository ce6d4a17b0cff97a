"""Small drawings: the state of a row by shape as well as colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from wizard.ui.status import StatusKind

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from wizard.ui.theme import Theme

TURN_MS = 80
_TURN_STEP = 30


class StatusIcon(QWidget):
    """A mark of 22 px; turns while busy, unless the system asks for no motion."""

    def __init__(self, theme: Theme, size: int = 22, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark = StatusKind.WAITING
        self._angle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TURN_MS)
        self._timer.timeout.connect(self._turn)
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    @property
    def kind(self) -> StatusKind:
        """What is shown."""
        return self._mark

    def show_kind(self, mark: StatusKind) -> None:
        """Show another mark."""
        self._mark = mark
        if mark is StatusKind.BUSY and self.isVisible():
            self._timer.start()
        elif mark is not StatusKind.BUSY:
            self._timer.stop()
        self.update()

    def _turn(self) -> None:
        if not self.isVisible():
            self._timer.stop()
            return
        self._angle = (self._angle + _TURN_STEP) % 360
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the mark."""
        if self._mark is StatusKind.BUSY and not self._timer.isActive():
            self._timer.start()
        painter = QPainter(self)
        draw_status(painter, QRectF(self.rect()), self._mark, self._theme, self._angle)
        painter.end()


def draw_status(painter: QPainter, rect: QRectF, mark: StatusKind, theme: Theme, angle: int = 0) -> None:
    """Draw a mark into ``rect``; ``angle`` in degrees turns the busy one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = rect.adjusted(1.5, 1.5, -1.5, -1.5)
    if mark in (StatusKind.GOOD, StatusKind.NEEDS_YOU, StatusKind.NEEDS_OTHER):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("good" if mark is StatusKind.GOOD else "someone"))
        painter.drawEllipse(rect)
        painter.setPen(_pen(theme.colour("surface"), rect.width() * 0.1))
        _glyph(painter, rect, mark)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark is StatusKind.BUSY:
        painter.setPen(_pen(theme.colour("line"), 2.6))
        painter.drawEllipse(ring)
        painter.setPen(_pen(theme.colour("accent"), 2.6))
        painter.drawArc(ring, -angle * 16, 250 * 16)
        return
    pen = _pen(theme.colour("waiting"), 1.8)
    if mark is not StatusKind.NOT_NEEDED:
        pen.setDashPattern([2.2, 2.4])
    painter.setPen(pen)
    painter.drawEllipse(ring)
    painter.setPen(_pen(theme.colour("quiet"), 1.8))
    if mark is StatusKind.UNKNOWN:
        font = painter.font()
        font.setPixelSize(round(rect.height() * 0.6))
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "?")
    elif mark is StatusKind.NOT_NEEDED:
        middle, inset = rect.center().y(), rect.width() * 0.32
        painter.drawLine(
            QPointF(rect.left() + inset, middle),
            QPointF(rect.right() - inset, middle),
        )


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _glyph(painter: QPainter, rect: QRectF, mark: StatusKind) -> None:
    """Draw the sign inside a filled disc, in parts of its size."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    shapes = {
        StatusKind.GOOD: [[(0.30, 0.52), (0.44, 0.66), (0.71, 0.36)]],
        StatusKind.NEEDS_YOU: [[(0.5, 0.26), (0.5, 0.55)], [(0.5, 0.735), (0.5, 0.74)]],
        StatusKind.NEEDS_OTHER: [[(0.28, 0.5), (0.70, 0.5)], [(0.54, 0.33), (0.71, 0.5), (0.54, 0.67)]],
    }
    for points in shapes[mark]:
        path = QPainterPath()
        for index, (x, y) in enumerate(points):
            place = QPointF(rect.left() + x * rect.width(), rect.top() + y * rect.height())
            if index:
                path.lineTo(place)
            else:
                path.moveTo(place)
        painter.drawPath(path)
