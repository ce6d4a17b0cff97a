"""Draws the controls of a window, each as Open Dental or Windows draws it at rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.pointer.measures import (
    CHECK_BOX,
    GRID_HEADER,
    GRID_ROW,
    GRID_TITLE,
    GRID_TITLE_LEAST,
    LIST_ROW,
    is_centred,
)
from wizard.pointer.scene import Control, ControlKind, FrameStyle, Rect
from wizard.ui.pointer import skin, text_painter
from wizard.ui.pointer.appointment_book import draw_calendar, draw_schedule
from wizard.ui.pointer.bars import draw_icon, draw_modules, draw_picture, draw_taskbar, draw_toolbar
from wizard.ui.pointer.pages import draw_tabs, draw_tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter


def draw_control(painter: QPainter, control: Control, style: FrameStyle, visible: Rect) -> None:
    """Draw one control at its stage rectangle; a grid's title stays in what is visible of it."""
    if control.kind is ControlKind.GRID:
        _grid(painter, control, visible)
        return
    if control.kind is ControlKind.SCHEDULE:
        draw_schedule(painter, control, visible)
        return
    painter_of = _PAINTERS.get(control.kind)
    if painter_of is not None:
        painter_of(painter, control, style)


def _label(painter: QPainter, control: Control, style: FrameStyle) -> None:
    if control.value == "lines":
        _unread(painter, control.rect)
        return
    native = style is FrameStyle.MESSAGE
    text_painter.block(painter, control.rect, control.text, "#000000", align=control.align, native=native)


def _button(painter: QPainter, control: Control, style: FrameStyle) -> None:
    rect = control.rect
    if style is FrameStyle.MESSAGE:
        skin.panel(painter, rect, "#0067C0", 4)
        skin.panel(painter, rect.grown(-2), "#FDFDFD", 2.5)
        text_painter.line(painter, rect.grown(-2), control.text, align="center", pixels=12, native=True)
        return
    if style is not FrameStyle.OPEN_DENTAL:
        skin.panel(painter, rect, "#FDFDFD" if control.enabled else "#F5F5F5", 4)
        skin.outline(painter, rect, "#C4C4C4" if control.enabled else "#DADADA", radius=4)
        colour = "#000000" if control.enabled else "#A0A0A0"
    else:
        skin.shade(painter, Rect(rect.x + 1, rect.y + 1, rect.width - 2, rect.height - 2), *_BUTTON)
        skin.outline(painter, rect, skin.BUTTON_LINE, radius=3)
        colour = "#000000" if control.enabled else skin.DISABLED
    text_painter.line(painter, rect.moved(0, -0.5).grown(-2), control.text, colour, align="center")


_BUTTON = (skin.BUTTON_TOP, skin.BUTTON_BOTTOM)


def _check(painter: QPainter, control: Control, style: FrameStyle) -> None:  # noqa: ARG001
    rect = control.rect
    top = rect.y + (rect.height - CHECK_BOX) / 2
    right = control.kind is ControlKind.CHECK_RIGHT
    box = Rect(rect.right - CHECK_BOX - 1 if right else rect.x + 1, top, CHECK_BOX, CHECK_BOX)
    label = (
        Rect(rect.x, rect.y, rect.width - CHECK_BOX - 5, rect.height)
        if right
        else Rect(box.right + 4, rect.y, rect.right - box.right - 4, rect.height)
    )
    skin.fill(painter, box, "#FFFFFF")
    skin.outline(painter, box, skin.BUTTON_LINE)
    if control.value == "on":
        points = [(box.x + 3, box.y + 6.5), (box.x + 5.5, box.y + 9), (box.x + 10, box.y + 3.5)]
        skin.stroke(painter, points, "#1A1A1A", 1.6)
    text_painter.line(painter, label, control.text, align="right" if right else "left")


def _edit(painter: QPainter, control: Control, style: FrameStyle) -> None:
    rect = control.rect
    back, ink = ("#FFFFFF", "#000000") if control.enabled else (skin.CONTROL, "#000000")
    if control.value == "Critical":
        # Open Dental colours this word of the eConnector's status itself.
        back, ink = "#FF4500", "#FFFF00"
    skin.fill(painter, rect, back)
    skin.outline(painter, rect, "#7A7A7A" if style is FrameStyle.WINDOWS else skin.SLATE)
    if control.value == "lines":
        _greek(painter, rect)
    else:
        inner = Rect(rect.x + 4, rect.y, rect.width - 8, rect.height)
        text_painter.line(painter, inner, control.value, ink)


def _unread(painter: QPainter, rect: Rect) -> None:
    """Two bars in place of words that nobody has seen."""
    for at, share in enumerate((0.94, 0.58)):
        skin.fill(painter, Rect(rect.x, rect.y + 4 + 15 * at, rect.width * share, 6), "#C4C9D0")


def _greek(painter: QPainter, rect: Rect) -> None:
    """Bars in place of a long text that nobody needs to read in the picture."""
    y, at = rect.y + 12, 0
    while y < rect.bottom - 12:
        last = at % 7 == 6
        wide = (rect.width - 40) * (0.46 if last else 0.88 + 0.12 * ((at * 37) % 11) / 11)
        skin.fill(painter, Rect(rect.x + 12, y, wide, 5), "#C4C9D0")
        y += 22 if last else 14
        at += 1
    skin.fill(painter, Rect(rect.right - 17, rect.y + 1, 16, rect.height - 2), skin.CONTROL)
    skin.fill(painter, Rect(rect.right - 14, rect.y + 18, 10, 70), "#CDCDCD")


def _combo(painter: QPainter, control: Control, style: FrameStyle) -> None:
    _edit(painter, control, style)
    skin.arrow_down(painter, control.rect.right - 10, control.rect.y + control.rect.height / 2)


def _grid(painter: QPainter, control: Control, visible: Rect) -> None:
    rect = control.rect
    skin.fill(painter, rect, "#FFFFFF")
    title = Rect(rect.x, rect.y, rect.width, GRID_TITLE)
    skin.shade(painter, title, skin.TITLE_TOP, skin.TITLE_BOTTOM)
    seen = title.common(visible)
    place = seen if seen.width >= GRID_TITLE_LEAST else title
    text_painter.line(painter, place, control.text, "#FFFFFF", align="center", pixels=13, bold=True)
    header = Rect(rect.x, title.bottom, rect.width, GRID_HEADER)
    skin.fill(painter, header, skin.HEADER)
    rows = control.shown_rows
    if control.picked >= 0:
        y = header.bottom + control.picked * GRID_ROW
        skin.fill(painter, Rect(rect.x + 1, y, rect.width - 2, GRID_ROW), skin.GRID_SELECTED)
    x = rect.x
    for at, (caption, wide) in enumerate(control.columns):
        centred = "center" if is_centred(control, at) else "left"
        cell = Rect(x + 3, header.y, min(wide, rect.right - x) - 6, GRID_HEADER)
        text_painter.line(painter, cell, caption, bold=True, align=centred)
        for down, row in enumerate(rows):
            value = row[at].replace("{value}", control.value)
            y = header.bottom + down * GRID_ROW
            text_painter.line(painter, Rect(cell.x, y, cell.width, GRID_ROW), value, align=centred)
        x += wide
        if x < rect.right - 2:
            skin.upright(painter, x, header.y, header.bottom + len(rows) * GRID_ROW, skin.GRID_LINE)
    for down in range(len(rows)):
        y = header.bottom + (down + 1) * GRID_ROW - 1
        skin.level(painter, rect.x + 1, rect.right - 1, y, skin.GRID_LINE)
    skin.outline(painter, rect, skin.GRID_OUTLINE)


def _list(painter: QPainter, control: Control, style: FrameStyle) -> None:
    rect = control.rect
    skin.fill(painter, rect, "#FFFFFF")
    for at, row in enumerate(control.shown_rows):
        place = Rect(rect.x + 1, rect.y + 1 + at * LIST_ROW, rect.width - 2, LIST_ROW)
        if "selected" in row[1:] or at == control.picked:
            skin.fill(painter, place, skin.SELECTED)
        text_painter.line(painter, Rect(place.x + 3, place.y, place.width - 4, LIST_ROW), row[0])
    skin.outline(painter, rect, "#7A7A7A" if style is FrameStyle.WINDOWS else skin.SLATE)


def _group(painter: QPainter, control: Control, style: FrameStyle) -> None:  # noqa: ARG001
    rect = control.rect
    line = Rect(rect.x, rect.y + 6, rect.width, rect.height - 6)
    skin.outline(painter, line, "#C0C8D0")
    wide = min(text_painter.width(control.text), rect.width - 20)
    caption = Rect(rect.x + 7, rect.y, wide + 6, 13)
    skin.fill(painter, caption, skin.GROUND)
    text_painter.line(painter, Rect(caption.x + 3, caption.y, wide, 13), control.text)


_PAINTERS: dict[ControlKind, Callable[[QPainter, Control, FrameStyle], None]] = {
    ControlKind.LABEL: _label,
    ControlKind.BUTTON: _button,
    ControlKind.CHECK: _check,
    ControlKind.CHECK_RIGHT: _check,
    ControlKind.BOX: _edit,
    ControlKind.COMBO: _combo,
    ControlKind.LIST: _list,
    ControlKind.GROUP: _group,
    ControlKind.MODULES: draw_modules,
    ControlKind.TOOLBAR: draw_toolbar,
    ControlKind.CALENDAR: draw_calendar,
    ControlKind.TABS: draw_tabs,
    ControlKind.TREE: draw_tree,
    ControlKind.ICON: draw_icon,
    ControlKind.PICTURE: draw_picture,
    ControlKind.TASKBAR: draw_taskbar,
}
