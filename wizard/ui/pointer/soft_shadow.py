"""Shadows of round boxes, drawn only where they are seen: around what lies on them.

A smooth area of a whole window's size takes longer than the window; most of it is under the window.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from wizard.pointer.light import without
from wizard.pointer.scene import Rect
from wizard.ui.pointer.text_painter import outlines, qrect


def draw_shadow(painter: QPainter, around: Rect, radius: float, hidden: Rect, alpha: int) -> None:
    """Darken a box with round corners but for what is hidden.

    Args:
        painter: With antialiasing, which is left on.
        around: The shadow's box.
        radius: Of its corners.
        hidden: What will be painted over, at the least.
        alpha: Of the black, 0 to 255.
    """
    colour = QColor(0, 0, 0, alpha)
    if outlines(painter):  # one shape is shorter than twelve
        path = QPainterPath()
        path.addRoundedRect(qrect(around), radius, radius)
        painter.fillPath(path, colour)
        return
    left, right = around.x + radius, around.right - radius
    top, bottom = around.y + radius, around.bottom - radius
    middles = {0: (right, top), 90: (left, top), 180: (left, bottom), 270: (right, bottom)}
    corners = [
        Rect(x - radius * (x == left), y - radius * (y == top), radius, radius) for x, y in middles.values()
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for strip in without([around], [*corners, hidden]):
        painter.fillRect(qrect(strip), colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for angle, (x, y) in middles.items():
        painter.drawPie(QRectF(x - radius, y - radius, 2 * radius, 2 * radius), angle * 16, 90 * 16)
