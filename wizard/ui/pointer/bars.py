"""Draws the main window's module bar and toolbar, and what stands on the desktop around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.pointer.scene import Control, FrameStyle, Rect
from wizard.ui.pointer import skin, text_painter
from wizard.ui.pointer.glyphs import draw_glyph

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

_MODULE, _MODULE_STEP = 57, 58
_GLYPH, _GLYPH_ROOM = 16, 20


def _named(caption: str) -> str:
    return caption.lower().replace(" ", "-")


def draw_modules(painter: QPainter, control: Control, style: FrameStyle) -> None:  # noqa: ARG001
    """The bar at the left; a row whose second cell is ``selected`` is the module that is open."""
    rect = control.rect
    skin.fill(painter, rect, skin.CONTROL)
    for at, row in enumerate(control.rows):
        place = Rect(rect.x, rect.y + at * _MODULE_STEP, 49, _MODULE)
        if "selected" in row[1:]:
            skin.fill(painter, place, "#FFFFFF")
            skin.shade(painter, Rect(place.x, place.bottom - 10, 49, 10), "#FFFFFF", "#D2D2D2")
            skin.outline(painter, place, skin.BUTTON_LINE, radius=4)
        draw_glyph(painter, _named(row[0]), Rect(place.x + 8.5, place.y + 4, 32, 32))
        text_painter.line(painter, Rect(place.x, place.y + 38, 49, 14), row[0], align="center")
        skin.level(painter, place.x, place.right, place.bottom, "#A9A9A9")
    skin.upright(painter, rect.right - 1, rect.y, rect.bottom, "#808080")


def draw_toolbar(painter: QPainter, control: Control, style: FrameStyle) -> None:  # noqa: ARG001
    """A row of buttons, each with ``arrow`` and ``off`` in its second cell where it has or is that."""
    rect = control.rect
    skin.shade(painter, rect, "#FFFFFF", "#BFC9E5")
    x = rect.x
    for row in control.rows:
        flags = row[1].split() if len(row) > 1 else []
        off = "off" in flags
        ink = skin.DISABLED if off else "#000000"
        glyph = Rect(x + 5, rect.y + (rect.height - _GLYPH) / 2, _GLYPH, _GLYPH)
        draw_glyph(painter, _named(row[0]), glyph, faded=off)
        wide = text_painter.width(row[0]) + 14 + _GLYPH_ROOM
        words = Rect(x + _GLYPH_ROOM, rect.y, wide - _GLYPH_ROOM, rect.height)
        text_painter.line(painter, words, row[0], ink, align="center")
        x += wide
        if "arrow" in flags:
            skin.upright(painter, x, rect.y, rect.bottom, "#D6DCEA")
            skin.arrow_down(painter, x + 7.5, rect.y + rect.height / 2, ink)
            x += 15
        skin.upright(painter, x, rect.y, rect.bottom, "#B4B4B4")
    skin.level(painter, rect.x, rect.right, rect.bottom - 1, skin.SLATE)


def draw_icon(painter: QPainter, control: Control, style: FrameStyle) -> None:  # noqa: ARG001
    """A program or a bin on the desktop, its name below."""
    rect = control.rect
    tile = Rect(rect.x + rect.width / 2 - 20, rect.y + 4, 40, 40)
    if control.id == "shortcut":
        skin.panel(painter, tile, skin.FRAME, 7)
        draw_glyph(painter, "tooth", tile.grown(-4))
        _shortcut(painter, Rect(tile.x - 1, tile.bottom - 13, 14, 14))
    else:
        _bin(painter, tile)
    place = Rect(rect.x, tile.bottom + 4, rect.width, 18)
    text_painter.line(painter, place, control.text, "#FFFFFF", align="center", pixels=12, native=True)


def draw_picture(painter: QPainter, control: Control, style: FrameStyle) -> None:  # noqa: ARG001
    """The place where Open Dental shows its own mark; ours is a tooth, and the name in plain letters."""
    rect = control.rect
    skin.shade(painter, rect, "#F4F8FC", "#DDE8F4")
    skin.outline(painter, rect, "#B9C9DC")
    high = min(rect.height * 0.7, rect.width * 0.22)
    pixels = round(high * 0.42)
    left = rect.x + (rect.width - high - text_painter.width(control.text, pixels)) / 2
    draw_glyph(painter, "tooth-line", Rect(left - 4, rect.center[1] - high / 2, high, high))
    words = Rect(left + high + 2, rect.y, rect.right - left - high, rect.height)
    text_painter.line(painter, words, control.text, skin.FRAME, pixels=pixels)


def _shortcut(painter: QPainter, rect: Rect) -> None:
    """The bent arrow of a shortcut."""
    skin.panel(painter, rect, "#FFFFFF", 2)
    x, y = rect.x, rect.y
    skin.stroke(painter, [(x + 3.5, y + 11), (x + 3.5, y + 8), (x + 9, y + 4.5)], "#0A6BC2", 1.8)
    skin.solid(painter, [(x + 6.5, y + 2.5), (x + 11.5, y + 3), (x + 9.5, y + 7.5)], "#0A6BC2")


def _bin(painter: QPainter, tile: Rect) -> None:
    x, y = tile.x, tile.y
    skin.solid(painter, [(x + 8, y + 9), (x + 32, y + 9), (x + 29, y + 38), (x + 11, y + 38)], "#E8EDF3")
    skin.fill(painter, Rect(x + 6, y + 6, 28, 4), "#C9D3DE")
    for at in (15, 20, 25):
        skin.stroke(painter, [(x + at, y + 15), (x + at, y + 33)], "#9FB0C2", 1.6)


def draw_taskbar(painter: QPainter, control: Control, style: FrameStyle) -> None:  # noqa: ARG001
    """Start, then what is pinned; the second button is Open Dental's."""
    rect = control.rect
    skin.fill(painter, rect, "#EAF0F7")
    skin.level(painter, rect.x, rect.right, rect.y, "#D3DCE6")
    x, y = rect.x + rect.width / 2 - 2.5 * 44, rect.y + 12
    for at in range(4):
        skin.fill(painter, Rect(x + 12.5 * (at % 2), y + 12.5 * (at // 2), 11.5, 11.5), "#0A6BC2")
    for at in range(1, 5):
        skin.panel(painter, Rect(x + at * 44, y, 24, 24), skin.FRAME if at == 1 else "#B9C5D2", 5)
    draw_glyph(painter, "tooth", Rect(x + 46, y + 2, 20, 20))
    clock = Rect(rect.right - 76, rect.y, 64, rect.height)
    for down, short in ((-8, 16), (8, 0)):
        bar = Rect(clock.x + short, clock.center[1] + down - 3, 64 - short, 6)
        skin.panel(painter, bar, "#8695A5", 3)
