"""Fills, outlines and small glyphs shared by windows, menus and controls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPen, QPolygonF

from wizard.ui.pointer.night import edge, ink, surface
from wizard.ui.pointer.text_painter import qrect

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QColor

    from wizard.pointer.scene import Rect

    Tone = Callable[[str], QColor]

# Colours as Open Dental's own drawing code has them (24.3).
FRAME, FRAME_LINE = "#415E9A", "#000000"
GROUND, CONTROL = "#FCFDFE", "#F0F0F0"
BUTTON_LINE, BUTTON_TOP, BUTTON_BOTTOM, DISABLED = "#1C5180", "#FFFFFF", "#E1E8EB", "#A1A192"
TITLE_TOP, TITLE_BOTTOM = "#9CAFE6", "#3C5A96"
HEADER, GRID_LINE, GRID_OUTLINE, SLATE = "#DFEAF5", "#DCDCDC", "#4D6493", "#708090"
SELECTED, GRID_SELECTED = "#BAC7DB", "#CDDCEB"
# Inferred: the .NET renderer on Windows 10 and 11.
LIT, LIT_LINE = "#B3D7F3", "#0078D7"


def fill(painter: QPainter, rect: Rect, colour: str) -> None:
    """A plain area."""
    painter.fillRect(qrect(rect), surface(colour))


def shade(painter: QPainter, rect: Rect, top: str, bottom: str) -> None:
    """A vertical gradient."""
    gradient = QLinearGradient(0, rect.y, 0, rect.bottom)
    gradient.setColorAt(0, surface(top))
    gradient.setColorAt(1, surface(bottom))
    painter.fillRect(qrect(rect), gradient)


def outline(painter: QPainter, rect: Rect, colour: str, *, radius: float = 0, tone: Tone = edge) -> None:
    """A line of one stage pixel just inside ``rect``; ``tone`` is ``ink`` where it is a sign to be read."""
    painter.setPen(QPen(tone(colour), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = qrect(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    if radius:
        painter.drawRoundedRect(inner, radius, radius)
    else:
        painter.drawRect(inner)


def panel(painter: QPainter, rect: Rect, colour: str, radius: float) -> None:
    """A plain area with round corners."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(surface(colour))
    painter.drawRoundedRect(qrect(rect), radius, radius)


def level(painter: QPainter, x1: float, x2: float, y: float, colour: str) -> None:
    """A level line of one stage pixel, its top edge at ``y``."""
    painter.fillRect(QRectF(x1, y, x2 - x1, 1), edge(colour))


def upright(painter: QPainter, x: float, y1: float, y2: float, colour: str) -> None:
    """An upright line of one stage pixel, its left edge at ``x``."""
    painter.fillRect(QRectF(x, y1, 1, y2 - y1), edge(colour))


def stroke(
    painter: QPainter,
    points: list[tuple[float, float]],
    colour: str,
    width: float = 1.2,
    *,
    tone: Tone = edge,
) -> None:
    """An open line through points; ``tone`` as for an outline."""
    painter.setPen(
        QPen(tone(colour), width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin),
    )
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def solid(painter: QPainter, points: list[tuple[float, float]], colour: str, *, tone: Tone = edge) -> None:
    """A filled polygon; ``tone`` as for an outline."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tone(colour))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def arrow_right(painter: QPainter, x: float, y: float, colour: str = "#202020") -> None:
    """The mark of a menu entry that opens a submenu; its tip is at ``x``."""
    solid(painter, [(x - 4, y - 4), (x, y), (x - 4, y + 4)], colour, tone=ink)


def arrow_down(painter: QPainter, x: float, y: float, colour: str = "#202020") -> None:
    """The mark of a drop-down, around its middle."""
    solid(painter, [(x - 3.5, y - 2), (x + 3.5, y - 2), (x, y + 2)], colour, tone=ink)
