"""Draws the frames of windows: Open Dental's own blue one, those of Windows 11, and the desktop behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPainterPath

from wizard.pointer.measures import NATIVE_BAR, TITLE_BAR, TITLE_ROOM
from wizard.pointer.scene import FrameStyle, PlacedWindow, Rect
from wizard.ui.pointer import skin, text_painter
from wizard.ui.pointer.glyphs import draw_glyph
from wizard.ui.pointer.night import ink, surface

if TYPE_CHECKING:
    from collections.abc import Callable

_NATIVE_BUTTON = 46
NATIVE_CORNER = 8
"""Radius of the corners of Windows' own windows, in stage pixels."""
_FOOTER = 49


def draw_border(painter: QPainter, layer: PlacedWindow, visible: Rect) -> None:
    """Draw a window's frame, title bar and ground."""
    _FRAMES[layer.style](painter, layer, visible)


def _open_dental(painter: QPainter, layer: PlacedWindow, visible: Rect) -> None:
    outer = layer.outer
    if not layer.client.contains(visible):
        skin.fill(painter, outer.common(visible), skin.FRAME)
        skin.outline(painter, outer, skin.FRAME_LINE)
    skin.fill(painter, layer.client.common(visible), skin.GROUND)
    bar = Rect(outer.x, outer.y, outer.width, TITLE_BAR)
    if not bar.shared(visible):
        return
    left = _left(layer, visible)
    draw_glyph(painter, "tooth", Rect(left + 5, outer.y + 3, 20, 20))
    pixels = 17 if layer.large_title else 11
    place = Rect(left + 30, outer.y + 1, outer.right - left - 30 - 4 * (TITLE_BAR + 4), TITLE_BAR)
    text_painter.line(painter, place, layer.title, "#FFFFFF", pixels=pixels)
    x, y = bar.right - 18, bar.y + 13.5
    _cross(painter, x, y, "#FFFFFF")
    skin.outline(painter, Rect(x - 35, y - 5, 10, 10), "#FFFFFF", tone=ink)
    skin.stroke(painter, [(x - 65, y), (x - 55, y)], "#FFFFFF", tone=ink)
    mark = Rect(x - 98, bar.y, 16, bar.height)
    text_painter.line(painter, mark, "?", "#FFFFFF", align="center", pixels=13, bold=True)


def _windows(painter: QPainter, layer: PlacedWindow, visible: Rect) -> None:
    outer = layer.outer
    _rounded(painter, layer, "#F3F3F3", skin.CONTROL)
    if not Rect(outer.x, outer.y, outer.width, NATIVE_BAR).shared(visible):
        return
    left = _left(layer, visible)
    draw_glyph(painter, "tooth-line", Rect(left + 8, outer.y + 7, 18, 18))
    place = Rect(left + 32, outer.y, outer.right - left - 32 - 3 * _NATIVE_BUTTON, NATIVE_BAR)
    text_painter.line(painter, place, layer.title, pixels=12, native=True)
    x, y = outer.right - _NATIVE_BUTTON / 2, outer.y + NATIVE_BAR / 2
    _cross(painter, x, y, "#1A1A1A")
    skin.outline(painter, Rect(x - _NATIVE_BUTTON - 5, y - 5, 10, 10), "#1A1A1A", radius=1.5, tone=ink)
    lowest = [(x - 2 * _NATIVE_BUTTON - 5, y), (x - 2 * _NATIVE_BUTTON + 5, y)]
    skin.stroke(painter, lowest, "#1A1A1A", 1, tone=ink)


def _message(painter: QPainter, layer: PlacedWindow, visible: Rect) -> None:  # noqa: ARG001 - small, drawn whole
    outer, client = layer.outer, layer.client
    _rounded(painter, layer, "#FFFFFF", "#FFFFFF")
    foot = Rect(client.x, client.bottom - _FOOTER, client.width, _FOOTER)
    skin.fill(painter, Rect(foot.x, foot.y, foot.width, foot.height - NATIVE_CORNER), skin.CONTROL)
    skin.panel(painter, Rect(foot.x, foot.bottom - 20, foot.width, 20), skin.CONTROL, NATIVE_CORNER - 1)
    text_painter.line(
        painter,
        Rect(outer.x + 12, outer.y, outer.width - 70, NATIVE_BAR),
        layer.title,
        native=True,
        pixels=12,
    )
    _cross(painter, outer.right - _NATIVE_BUTTON / 2, outer.y + NATIVE_BAR / 2, "#1A1A1A")
    draw_glyph(painter, "information", Rect(client.x + 22, client.y + 18, 32, 32))


def _desktop(painter: QPainter, layer: PlacedWindow, visible: Rect) -> None:  # noqa: ARG001 - one fill
    skin.shade(painter, layer.outer, "#2F6DA8", "#7FB2DC")


_FRAMES: dict[FrameStyle, Callable[[QPainter, PlacedWindow, Rect], None]] = {
    FrameStyle.OPEN_DENTAL: _open_dental,
    FrameStyle.WINDOWS: _windows,
    FrameStyle.MESSAGE: _message,
    FrameStyle.DESKTOP: _desktop,
}


def _left(layer: PlacedWindow, visible: Rect) -> float:
    """Where the title begins: it follows the view when its own place is cut off."""
    return max(layer.outer.x, min(visible.x, layer.outer.right - TITLE_ROOM))


def _rounded(painter: QPainter, layer: PlacedWindow, bar: str, body: str) -> None:
    outer = layer.outer
    skin.panel(painter, outer, body, NATIVE_CORNER)
    path = QPainterPath(QPointF(outer.x, outer.y + NATIVE_BAR))
    path.lineTo(outer.x, outer.y + NATIVE_CORNER)
    path.quadTo(outer.x, outer.y, outer.x + NATIVE_CORNER, outer.y)
    path.lineTo(outer.right - NATIVE_CORNER, outer.y)
    path.quadTo(outer.right, outer.y, outer.right, outer.y + NATIVE_CORNER)
    path.lineTo(outer.right, outer.y + NATIVE_BAR)
    painter.fillPath(path, surface(bar))
    skin.outline(painter, outer, "#9AA0A8", radius=NATIVE_CORNER)


def _cross(painter: QPainter, x: float, y: float, colour: str) -> None:
    # told as words are: it stands on the title's ground, and has to be found as they are
    skin.stroke(painter, [(x - 4.5, y - 4.5), (x + 4.5, y + 4.5)], colour, tone=ink)
    skin.stroke(painter, [(x - 4.5, y + 4.5), (x + 4.5, y - 4.5)], colour, tone=ink)
