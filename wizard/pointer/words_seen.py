"""Where the words of a picture stand, so that nothing is laid over them. Pure: no Qt.

Gray words count as the others do: by them a person knows the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.pointer.letters import written
from wizard.pointer.measures import (
    CHECK_BOX,
    GRID_HEADER,
    GRID_ROW,
    GRID_TITLE,
    GRID_TITLE_LEAST,
    LIST_ROW,
    TAB,
    TITLE_ROOM,
    TREE_INDENT,
    TREE_ROW,
    is_centred,
)
from wizard.pointer.saliency import printed
from wizard.pointer.scene import Control, ControlKind, FrameStyle, MenuRow, Rect, ResolvedFrame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.pointer.camera import Camera

_INK = 11
"""Height that letters take in their line, in stage pixels."""
_MENU_TEXT, _ARROW = 31, 14
_BAR_TEXT = 8
_TAB_EDGE = 6
_TITLE_PIXELS = {False: 11, True: 17}
_MODULE_STEP, _MODULE_TEXT = 58, 38
_TOOL_GLYPH, _TOOL_ARROW = 20, 15
_SEEN = 0.4
"""The part of a line that has to be in the view: less is not drawn, nor what has lost its beginning."""
_WHOLE = {ControlKind.BUTTON, ControlKind.COMBO, ControlKind.TASKBAR, ControlKind.ICON, ControlKind.PICTURE}


def words_in_view(frame: ResolvedFrame, camera: Camera, view: Rect) -> list[Rect]:
    """The words beside the target, in view pixels.

    Estimates: letters have a mean width. Those of the target itself are not among them, nor,
    while menus are open, those of the window behind, which lie in the deeper shade.
    """
    shown = Rect(camera.x, camera.y, view.width / camera.scale, view.height / camera.scale)
    target = frame.target
    found = [*_of_window(frame, shown), *(row for menu in frame.menus for row in _menu(menu.rows))]
    placed = (camera.place(rect) for rect in found if not _holds(target, rect))
    seen = [(rect, rect.common(view)) for rect in placed if rect.shared(view)]
    return [part for rect, part in seen if part.width >= _SEEN * rect.width and part.x <= rect.x + 1]


def _holds(rect: Rect, other: Rect) -> bool:
    """Whether the middle of ``other`` lies in ``rect``."""
    x, y = other.center
    return rect.x <= x <= rect.right and rect.y <= y <= rect.bottom


def _of_window(frame: ResolvedFrame, shown: Rect) -> Iterator[Rect]:
    front, hidden = frame.front, [menu.rect for menu in frame.menus]
    found = [_title(frame, shown)] if front.style is not FrameStyle.DESKTOP else []
    found += [Rect(r.rect.x + _BAR_TEXT, r.rect.y + 3, r.rect.width - 2 * _BAR_TEXT, 13) for r in front.bar]
    for control in () if frame.menus else front.controls:
        found += _written(control, shown)
    for rect in found:
        if rect.width > 0 and not any(_holds(menu, rect) for menu in hidden):
            yield rect


def _title(frame: ResolvedFrame, shown: Rect) -> Rect:
    """The title, which follows the view when its own place is cut off, with the mark before it."""
    outer, large = frame.front.outer, frame.front.large_title
    left = max(outer.x, min(shown.x, outer.right - TITLE_ROOM))
    wide = 32 + written(frame.front.title, _TITLE_PIXELS[large])
    return Rect(left, outer.y + 4, min(wide, outer.width), frame.front.client.y - outer.y - 8)


def _menu(rows: tuple[MenuRow, ...]) -> Iterator[Rect]:
    for row in (row for row in rows if not row.separator):
        rect = row.rect
        top = rect.y + (rect.height - _INK) / 2
        yield Rect(rect.x + _MENU_TEXT, top, written(row.text), _INK)
        if row.submenu:
            yield Rect(rect.right - _ARROW, top, _ARROW - 6, _INK)


def _written(control: Control, shown: Rect) -> Iterator[Rect]:
    """The words of one control, in stage pixels; a button and a filled box as a whole."""
    if control.value == "lines":
        if control.kind is ControlKind.LABEL:  # bars stand for its words
            yield Rect(control.rect.x, control.rect.y + 3, control.rect.width * 0.94, 23)
        return
    if control.kind is ControlKind.GRID:
        yield from _grid(control, shown)
    elif control.kind in _LINES:
        yield from _LINES[control.kind](control)
    elif control.kind in _WHOLE or (control.kind is ControlKind.BOX and control.value):
        yield control.rect


def _label(control: Control) -> Iterator[Rect]:
    rect = printed(control)
    yield Rect(rect.x, rect.y + 1, rect.width, max(_INK, rect.height - 2))


def _check(control: Control) -> Iterator[Rect]:
    rect = control.rect
    wide = min(rect.width, CHECK_BOX + 5 + written(control.text))
    x = rect.right - wide if control.kind is ControlKind.CHECK_RIGHT else rect.x
    yield Rect(x, rect.center[1] - CHECK_BOX / 2, wide, CHECK_BOX)


def _group(control: Control) -> Iterator[Rect]:
    yield Rect(control.rect.x + 8, control.rect.y, written(control.text), 13)


def _tabs(control: Control) -> Iterator[Rect]:
    x = control.rect.x + 2
    for _, wide in control.columns:
        yield Rect(x + _TAB_EDGE, control.rect.y + 4, wide - 2 * _TAB_EDGE, TAB - 8)
        x += wide


def _list(control: Control) -> Iterator[Rect]:
    rect = control.rect
    for at, row in enumerate(control.shown_rows):
        top = rect.y + 1 + at * LIST_ROW + (LIST_ROW - _INK) / 2
        yield Rect(rect.x + 4, top, min(rect.width - 6, written(row[0])), _INK)


def _tree(control: Control) -> Iterator[Rect]:
    rect = control.rect
    for at, (caption, told) in enumerate(control.shown_rows):
        x = rect.x + 4 + int(told.split()[0]) * TREE_INDENT
        top = rect.y + 2 + at * TREE_ROW + (TREE_ROW - _INK) / 2
        yield Rect(x, top, TREE_INDENT + CHECK_BOX + 5 + written(caption), _INK)


def _modules(control: Control) -> Iterator[Rect]:
    rect = control.rect
    for at in range(len(control.rows)):
        yield Rect(rect.x, rect.y + at * _MODULE_STEP + 4, rect.width, _MODULE_TEXT + 10)


def _toolbar(control: Control) -> Iterator[Rect]:
    x, rect = control.rect.x, control.rect
    for caption, *flags in control.rows:
        wide = written(caption) + 14 + _TOOL_GLYPH
        yield Rect(x + 4, rect.y + 5, wide - 11, rect.height - 10)
        x += wide + (_TOOL_ARROW if "arrow" in " ".join(flags) else 0)


_LINES: dict[ControlKind, Callable[[Control], Iterator[Rect]]] = {
    ControlKind.LABEL: _label,
    ControlKind.CHECK: _check,
    ControlKind.CHECK_RIGHT: _check,
    ControlKind.GROUP: _group,
    ControlKind.TABS: _tabs,
    ControlKind.LIST: _list,
    ControlKind.TREE: _tree,
    ControlKind.MODULES: _modules,
    ControlKind.TOOLBAR: _toolbar,
}


def _grid(control: Control, shown: Rect) -> Iterator[Rect]:
    rect, rows = control.rect, control.shown_rows
    seen = rect.common(shown)
    middle = (seen if seen.width >= GRID_TITLE_LEAST else rect).center[0]
    wide = min(rect.width, written(control.text, 13, bold=True))
    yield Rect(middle - wide / 2, rect.y + 3, wide, GRID_TITLE - 6)
    x = rect.x
    for at, (caption, column) in enumerate(control.columns):
        room = min(column, rect.right - x) - 6
        lines = [(rect.y + GRID_TITLE, GRID_HEADER, written(caption, bold=True))]
        top = rect.y + GRID_TITLE + GRID_HEADER
        lines += [(top + down * GRID_ROW, GRID_ROW, written(row[at])) for down, row in enumerate(rows)]
        for y, high, letters in lines:
            inked = min(room, letters)
            left = x + 3 + ((room - inked) / 2 if is_centred(control, at) else 0)
            yield Rect(left, y + (high - _INK) / 2, inked, _INK)
        x += column
