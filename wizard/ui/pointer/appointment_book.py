"""Draws the appointment book that Open Dental opens on: operatories, a day, a calendar, and no names.

The day is invented and its patients are grey bars: what makes the book known at a glance is its order, the
time at the side, a column for each operatory, coloured blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.pointer.scene import Control, FrameStyle, Rect
from wizard.ui.pointer import skin, text_painter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPainter

_HEAD, _TIMES, _PROVIDER, _SCROLL = 16, 37, 8, 17
"""Height of the operatories' names; widths of the time column, of a provider's bar, of the scroll bar."""
_STEP = 12
"""Height of ten minutes."""
_HOUR = 6 * _STEP
_OPEN, _CLOSED = "#FFFFFF", "#E3E5E8"
_PALE, _DARK = "#E4E7EB", "#AEB6C0"
_BLOCKS = {
    "green": ("#BFE3C2", "#3F8F5A"),
    "teal": ("#BCE0E6", "#2F8394"),
    "blue": ("#BDD4F0", "#3B6DB0"),
    "amber": ("#F1D9A4", "#B98022"),
    "violet": ("#DCC9EA", "#80559F"),
    "grey": ("#D5D8DC", "#7E8791"),
}
_WORDS = "#7C8796"


def draw_schedule(painter: QPainter, control: Control, visible: Rect) -> None:
    """A day of the book.

    Args:
        painter: In stage coordinates.
        control: Its ``columns`` are the operatories with their widths, its ``value`` the first hour, its
            ``rows`` operatory, beginning as ``8:30``, minutes and colour of each block.
        visible: The part of the stage that is seen.
    """
    rect, first = control.rect, int(control.value)
    sheet = Rect(rect.x, rect.y + _HEAD, rect.width, rect.height - _HEAD)
    skin.fill(painter, sheet.common(visible), _OPEN)
    columns = dict(_columns(control))
    noon = Rect(sheet.x, sheet.y + (12 - first) * _HOUR, sheet.width - _SCROLL, _HOUR)
    skin.fill(painter, noon.common(visible), _CLOSED)
    _lines(painter, sheet, visible, columns)
    _times(painter, sheet, first, visible)
    seen = sheet.common(visible)
    for operatory, begins, minutes, colour in control.rows:
        hour, minute = map(int, begins.split(":"))
        x, wide = columns[operatory]
        top = sheet.y + (hour - first) * _HOUR + minute * _STEP / 10
        block = Rect(x + 1, top, wide - 9, int(minutes) * _STEP / 10).common(sheet)
        if block.shared(seen):
            _block(painter, block, *_BLOCKS[colour])
    head = Rect(rect.x, rect.y, rect.width, _HEAD)
    if head.shared(visible):
        _names(painter, head, columns)
    _scroll(painter, Rect(rect.right - _SCROLL, sheet.y, _SCROLL, sheet.height), visible)


def _columns(control: Control) -> Iterator[tuple[str, tuple[float, float]]]:
    x = control.rect.x + _TIMES + 2 * _PROVIDER
    for name, wide in control.columns:
        yield name, (x, wide)
        x += wide


def _lines(painter: QPainter, sheet: Rect, visible: Rect, columns: dict[str, tuple[float, float]]) -> None:
    seen = sheet.common(visible)
    steps = int(sheet.height // _STEP) + 1
    for step in range(1, steps):
        y = sheet.y + step * _STEP
        if seen.y <= y <= seen.bottom:
            skin.level(painter, seen.x, seen.right, y, _PALE if step % 6 else _DARK)
    for x, _ in columns.values():
        if seen.x <= x <= seen.right:
            skin.upright(painter, x - 1, seen.y, seen.bottom, _DARK)


def _times(painter: QPainter, sheet: Rect, first: int, visible: Rect) -> None:
    """The hours at the left, and beside them the bars that say when a provider works."""
    strip = Rect(sheet.x, sheet.y, _TIMES, sheet.height).common(visible)
    if not strip.width or not strip.height:
        return
    skin.fill(painter, strip, "#F4F6F8")
    for hour in range(first, first + int(sheet.height // _HOUR) + 1):
        y = sheet.y + (hour - first) * _HOUR
        skin.level(painter, strip.x, strip.right, y, _DARK)
        label = Rect(sheet.x, y + 1, _TIMES - 3, 14)
        if label.bottom <= sheet.bottom and label.shared(visible):
            text_painter.line(painter, label, f"{(hour - 1) % 12 + 1}:00", align="right", bold=True)
    for at, (colour, begins, ends) in enumerate((("green", 0, 5), ("blue", 1, 5))):
        x = sheet.x + _TIMES + at * _PROVIDER
        bar = Rect(x + 1, sheet.y + begins * _HOUR, _PROVIDER - 2, (ends - begins) * _HOUR)
        skin.fill(painter, bar.common(visible), _BLOCKS[colour][1])


def _block(painter: QPainter, block: Rect, fill: str, edge: str) -> None:
    skin.fill(painter, block, fill)
    skin.fill(painter, Rect(block.x, block.y, 6, block.height), edge)
    skin.outline(painter, block, edge)
    lines = min(3, int((block.height - 4) // _STEP))
    for at in range(lines):
        # of other lengths in other blocks, and the same in each picture
        share = 0.4 + 0.05 * (int(block.x * 3 + block.y + block.height + 29 * at) % 11)
        words = Rect(block.x + 12, block.y + 6 + at * _STEP, (block.width - 16) * share, 4)
        skin.fill(painter, words, _WORDS)


def _names(painter: QPainter, head: Rect, columns: dict[str, tuple[float, float]]) -> None:
    skin.shade(painter, head, "#FAFBFC", "#DCE3EC")
    for name, (x, wide) in columns.items():
        skin.upright(painter, x - 1, head.y, head.bottom, _DARK)
        text_painter.line(painter, Rect(x, head.y, wide - 2, head.height), name, align="center")
    skin.level(painter, head.x, head.right, head.bottom - 1, skin.SLATE)


def _scroll(painter: QPainter, bar: Rect, visible: Rect) -> None:
    if bar.shared(visible):
        skin.fill(painter, bar, skin.CONTROL)
        skin.fill(painter, Rect(bar.x + 3, bar.y + 60, bar.width - 6, 150), "#CDCDCD")


_DAY_HIGH = 20


def draw_calendar(painter: QPainter, control: Control, style: FrameStyle) -> None:  # noqa: ARG001
    """A month: ``text`` is its name, ``value`` the day that is marked, ``rows`` the weeks."""
    rect = control.rect
    skin.fill(painter, rect, "#FFFFFF")
    title = Rect(rect.x, rect.y, rect.width, 26)
    text_painter.line(painter, title, control.text, align="center", pixels=12, bold=True)
    for x, way in ((rect.x + 14, -1), (rect.right - 14, 1)):
        y = title.center[1]
        skin.solid(painter, [(x - 3 * way, y - 4), (x + 3 * way, y), (x - 3 * way, y + 4)], "#404A57")
    wide = (rect.width - 10) / 7
    for down, week in enumerate(control.rows):
        for at, day in enumerate(week):
            cell = Rect(rect.x + 5 + at * wide, title.bottom + down * _DAY_HIGH, wide, _DAY_HIGH)
            marked = day == control.value
            if marked:
                skin.panel(painter, cell.grown(-1), skin.FRAME, 3)
            ink = "#FFFFFF" if marked else "#5A6675" if not down else "#000000"
            text_painter.line(painter, cell, day, ink, align="center")
    skin.level(painter, rect.x + 5, rect.right - 5, title.bottom + _DAY_HIGH - 1, _DARK)
    skin.outline(painter, rect, skin.SLATE)
