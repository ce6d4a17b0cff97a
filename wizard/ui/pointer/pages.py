"""Draws what holds pages of a window: a row of tabs, and a tree with a box before each of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.pointer.measures import CHECK_BOX, TAB, TREE_INDENT, TREE_ROW
from wizard.pointer.scene import Control, FrameStyle, Rect
from wizard.ui.pointer import skin, text_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

_EDGE = "#BFC5CC"


def draw_tabs(painter: QPainter, control: Control, style: FrameStyle) -> None:  # noqa: ARG001
    """Tabs and the page below: ``columns`` are captions and widths, ``value`` the one in front."""
    rect = control.rect
    page = Rect(rect.x, rect.y + TAB - 1, rect.width, rect.height - TAB + 1)
    skin.fill(painter, page, "#FFFFFF")
    skin.outline(painter, page, _EDGE)
    x = rect.x + 2
    for caption, wide in control.columns:
        front = caption == control.value
        tab = Rect(x, rect.y, wide, TAB) if front else Rect(x, rect.y + 2, wide, TAB - 3)
        skin.fill(painter, tab, "#FFFFFF" if front else skin.CONTROL)
        for side in (tab.x, tab.right - 1):
            skin.upright(painter, side, tab.y, tab.bottom - front, _EDGE)
        skin.level(painter, tab.x, tab.right, tab.y, _EDGE)
        text_painter.line(painter, tab.grown(-2), caption, align="center")
        x += wide


def draw_tree(painter: QPainter, control: Control, style: FrameStyle) -> None:  # noqa: ARG001
    """A tree, each row with words after its caption.

    They are its level (``0`` for the outermost), ``open`` or ``closed`` where it has branches, ``box`` or
    ``on`` where it can be ticked; a row without one of the last two has a grey box.
    """
    rect = control.rect
    skin.fill(painter, rect, "#FFFFFF")
    for at, (caption, told) in enumerate(control.shown_rows):
        level, *flags = told.split()
        y = rect.y + 2 + at * TREE_ROW
        x = rect.x + 4 + int(level) * TREE_INDENT
        if "open" in flags or "closed" in flags:
            _branch(painter, Rect(x + 2, y + (TREE_ROW - 9) / 2, 9, 9), closed="closed" in flags)
        _box(painter, Rect(x + TREE_INDENT, y + (TREE_ROW - CHECK_BOX) / 2, CHECK_BOX, CHECK_BOX), flags)
        left = x + TREE_INDENT + CHECK_BOX + 5
        text_painter.line(painter, Rect(left, y, rect.right - left - 2, TREE_ROW), caption)
    skin.outline(painter, rect, skin.SLATE)


def _branch(painter: QPainter, box: Rect, *, closed: bool) -> None:
    skin.fill(painter, box, "#FFFFFF")
    skin.outline(painter, box, "#8A94A0")
    x, y = box.center
    skin.level(painter, x - 2.5, x + 2.5, y - 0.5, "#202020")
    if closed:
        skin.upright(painter, x - 0.5, y - 2.5, y + 2.5, "#202020")


def _box(painter: QPainter, box: Rect, flags: list[str]) -> None:
    plain = "box" not in flags and "on" not in flags
    skin.fill(painter, box, "#D5D9DE" if plain else "#FFFFFF")
    skin.outline(painter, box, "#A9B1BA" if plain else skin.BUTTON_LINE)
    if "on" in flags:
        points = [(box.x + 3, box.y + 6.5), (box.x + 5.5, box.y + 9), (box.x + 10, box.y + 3.5)]
        skin.stroke(painter, points, "#1A1A1A", 1.6)
