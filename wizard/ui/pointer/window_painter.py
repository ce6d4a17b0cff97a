"""Draws whole windows: frame, menu bar, open menus, controls."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from wizard.pointer.measures import MENU_BAR
from wizard.pointer.scene import ControlKind, FrameStyle, MenuRow, OpenMenu, PlacedWindow, Rect, ResolvedFrame
from wizard.ui.pointer import controls, skin, text_painter, window_borders
from wizard.ui.pointer.night import by_night
from wizard.ui.pointer.soft_shadow import draw_shadow

_MENU_TEXT = 32
_DEPTHS = {ControlKind.TABS: 0, ControlKind.GROUP: 1}


def draw_stage(painter: QPainter, frame: ResolvedFrame, visible: Rect) -> None:
    """Draw all windows and open menus at rest; the painter is in stage coordinates.

    Args:
        painter: Already scaled and moved.
        frame: What to draw.
        visible: The part of the stage that will be seen; what lies outside is left out.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    seen: list[PlacedWindow] = []
    for layer in frame.layers:
        if layer.outer.contains(visible):
            seen.clear()
        if layer.outer.shared(visible):
            seen.append(layer)
    for layer in seen:
        if layer.style is FrameStyle.DESKTOP:
            with by_night(dark=False):  # a wallpaper is what it is, and what lies on it as well
                draw_window(painter, layer, visible)
        else:
            draw_window(painter, layer, visible)
    for menu in frame.menus:
        _menu(painter, menu, visible)


def draw_window(painter: QPainter, layer: PlacedWindow, visible: Rect) -> None:
    """Draw one window, its shadow included, without the menus that are open in it."""
    if layer.outer.y or layer.outer.x:
        if layer.style is FrameStyle.OPEN_DENTAL:
            _shadow(painter, layer.outer)
        else:
            _round_shadow(painter, layer.outer)
    window_borders.draw_border(painter, layer, visible)
    if layer.bar and visible.y < layer.client.y + MENU_BAR:
        _bar(painter, layer)
    # Tabs lie under groups, and both under what stands in them, whatever their order in the data.
    ordered = sorted(layer.controls, key=lambda c: _DEPTHS.get(c.kind, 2))
    for control in ordered:
        if control.rect.shared(visible):
            controls.draw_control(painter, control, layer.style, visible)


def _shadow(painter: QPainter, rect: Rect) -> None:
    # Plain strips around the window, not smooth areas under it: those cost more than the window itself.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for grow, alpha in ((6, 22), (3, 40)):
        colour = QColor(0, 0, 0, alpha)
        painter.fillRect(QRectF(rect.x - grow, rect.bottom, rect.width + 2 * grow, grow), colour)
        painter.fillRect(QRectF(rect.x - grow, rect.y, grow, rect.height), colour)
        painter.fillRect(QRectF(rect.right, rect.y, grow, rect.height), colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _round_shadow(painter: QPainter, rect: Rect) -> None:
    """Of a window with round corners: the same strips, round as it is."""
    radius = window_borders.NATIVE_CORNER
    for grow, alpha in ((6, 22), (3, 40)):
        around = Rect(rect.x - grow, rect.y, rect.width + 2 * grow, rect.height + grow)
        draw_shadow(painter, around, radius + grow, rect.grown(-radius), alpha)


def _bar(painter: QPainter, layer: PlacedWindow) -> None:
    client = layer.client
    skin.fill(painter, Rect(client.x, client.y, client.width, MENU_BAR), "#FFFFFF")
    bottom = client.y + MENU_BAR
    skin.level(painter, client.x, client.right, bottom - 1, skin.SLATE)
    for row in layer.bar:
        if row.lit:
            _lit(painter, row.rect)
        # Alerts turns red while there are any; a deeper red than Open Dental's, which has 2.8:1 here.
        ink = "#A80000" if row.id == "alerts" and "(0)" not in row.text else "#000000"
        text_painter.line(painter, row.rect.grown(-2), row.text, ink, align="center")


def _lit(painter: QPainter, rect: Rect) -> None:
    skin.fill(painter, rect, skin.LIT)
    skin.outline(painter, rect, skin.LIT_LINE)


def _menu(painter: QPainter, menu: OpenMenu, visible: Rect) -> None:
    _shadow(painter, menu.rect)
    skin.fill(painter, menu.rect.common(visible), "#FDFDFD")
    skin.fill(painter, Rect(menu.rect.x, menu.rect.y, 25, menu.rect.height).common(visible), "#F1F3F6")
    skin.outline(painter, menu.rect, "#808890")
    for row in menu.rows:
        if row.rect.shared(visible):
            _row(painter, row, visible)


def _row(painter: QPainter, row: MenuRow, visible: Rect) -> None:
    rect = row.rect
    if row.separator:
        y = rect.y + rect.height / 2
        skin.level(painter, rect.x + 28, rect.right - 2, y - 0.5, "#C9CDD2")
        return
    if row.lit:
        _lit(painter, Rect(rect.x + 2, rect.y, rect.width - 4, rect.height))
    place = Rect(rect.x + _MENU_TEXT, rect.y, rect.width - _MENU_TEXT - 24, rect.height)
    text_painter.line(painter, place, row.text)
    if row.submenu and rect.bottom - 4 <= visible.bottom:  # not without its word
        skin.arrow_right(painter, rect.right - 9, rect.y + rect.height / 2)
