"""What in a picture is worth seeing, so that badge and callout stand elsewhere. Pure: no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.pointer.letters import written
from wizard.pointer.measures import (
    GRID_HEADER,
    GRID_ROW,
    GRID_TITLE,
    GRID_TITLE_LEAST,
    LIST_ROW,
    TAB,
    TITLE_ROOM,
    TREE_ROW,
    is_centred,
)
from wizard.pointer.scene import Control, ControlKind, FrameStyle, MenuRow, Rect, ResolvedFrame

if TYPE_CHECKING:
    from wizard.pointer.camera import Camera

LETTER = 5.4
"""Mean width of a letter in stage pixels; for deciding only, never for drawing."""
BAR, TITLE = 60.0, 120.0
"""What a caption of the menu bar and a title are worth."""
_CAPTION, _MESSAGE = 32, 3000.0
_GUTTER = 28
"""The empty strip before a menu's captions."""
_ROW_HEIGHTS = {ControlKind.LIST: LIST_ROW, ControlKind.TREE: TREE_ROW}
_BACKGROUND = {ControlKind.SPOT, ControlKind.SCHEDULE, ControlKind.CALENDAR, ControlKind.PICTURE}
"""Nothing to read: what makes a window known may well be covered."""
_BESIDE = 14


def kept(frame: ResolvedFrame, camera: Camera, view: Rect) -> list[tuple[Rect, float]]:
    """What the callout should rather not cover, with the cost of covering all of it."""
    front = frame.front
    rows = [*front.bar, *(row for menu in frame.menus for row in menu.rows if row.lit)]
    keep = [(row.rect, 400.0 if row.lit else BAR) for row in rows if row.rect != frame.target]
    keep += [(menu.rect, 150.0) for menu in frame.menus[:-1]]
    # The menu that holds the target is searched entry by entry.
    inner = [row for menu in frame.menus[-1:] for row in menu.rows if not row.separator and not row.lit]
    keep += [(_caption(row), 45.0) for row in inner]
    # a title follows the view when its own place is cut off
    left = max(front.outer.x, min(camera.x, front.outer.right - TITLE_ROOM))
    keep.append((Rect(left, front.outer.y, min(front.outer.width, 220), 26), TITLE))
    if front.style is FrameStyle.MESSAGE:
        # what a message says is how it is known: its words are not to be covered at all
        keep.append((front.client, _MESSAGE))
    shown = Rect(camera.x, camera.y, view.width / camera.scale, view.height / camera.scale)
    for control in front.controls:
        if control.rect != frame.target:
            keep += _parts(control, frame.target, shown)
    seen = [(camera.place(rect), worth) for rect, worth in keep if worth]
    return [(rect, worth) for rect, worth in seen if rect.shared(view)]


def floors(frame: ResolvedFrame, camera: Camera) -> list[float]:
    """Where the rows of each grid end and its empty part begins, in view pixels from the top."""
    found = []
    for control in frame.front.controls:
        if control.kind is ControlKind.GRID:
            high = GRID_TITLE + GRID_HEADER + GRID_ROW * len(control.shown_rows)
            found.append(camera.view(control.rect).y + high * camera.scale)
    return found


def _caption(row: MenuRow) -> Rect:
    rect = row.rect
    wide = min(rect.width - _GUTTER, _CAPTION - _GUTTER + len(row.text) * LETTER)
    return Rect(rect.x + _GUTTER, rect.y, wide, rect.height)


def _parts(control: Control, target: Rect, shown: Rect) -> list[tuple[Rect, float]]:
    """What of a control is worth seeing; ``shown`` is the part of the stage in the view."""
    rect = control.rect
    if control.kind in _BACKGROUND or control.value == "lines":
        return [(rect, 20.0)] if control.value == "lines" else []
    if control.kind is ControlKind.GROUP:
        return [(Rect(rect.x, rect.y, min(rect.width, 12 + len(control.text) * LETTER), 13), 70.0)]
    if control.kind is ControlKind.GRID:
        return _grid(control, shown)
    if control.kind is ControlKind.TABS:
        return [(Rect(rect.x, rect.y, sum(wide for _, wide in control.columns), TAB), 70.0)]
    if control.kind in _ROW_HEIGHTS:
        high = min(rect.height, 4 + _ROW_HEIGHTS[control.kind] * len(control.shown_rows))
        return [(Rect(rect.x, rect.y, rect.width, high), 70.0)]
    return [(printed(control), _worth(control, target))]


def _grid(control: Control, shown: Rect) -> list[tuple[Rect, float]]:
    """Its title, and each column down to the last row; the empty rest may well be covered."""
    rect = control.rect
    title = rect.common(shown)
    middle = (title if title.width >= GRID_TITLE_LEAST else rect).center[0]
    wide = min(rect.width, len(control.text) * LETTER * 1.3)
    found = [(Rect(middle - wide / 2, rect.y, wide, GRID_TITLE), TITLE)]
    rows = control.shown_rows
    high = min(GRID_HEADER + GRID_ROW * len(rows), rect.height - GRID_TITLE)
    x = rect.x
    for at, (caption, column) in enumerate(control.columns):
        letters = max(map(len, [caption, *(row[at] for row in rows)]))
        room = min(column, rect.right - x)
        inked = min(room, 6 + letters * LETTER)
        # a column without a word in it says something too
        left = x + (room - inked) / 2 if is_centred(control, at) else x
        found.append((Rect(left, rect.y + GRID_TITLE, inked, high), 100.0 if rows else 65.0))
        x += column
    return found


def _worth(control: Control, target: Rect) -> float:
    if control.kind is ControlKind.TASKBAR:
        return 400
    if control.kind is ControlKind.BUTTON:
        return 130
    if control.kind is not ControlKind.LABEL:
        return 70
    # A note right above or below the target says what it is for.
    return 260 if control.rect.shared(target.grown(_BESIDE)) else 200


def printed(control: Control) -> Rect:
    """The part of a label that its words take, roughly; other controls are all there."""
    rect = control.rect
    if control.kind is not ControlKind.LABEL:
        return rect
    lines = control.text.split("\n")
    widths = [written(line) for line in lines]
    width = min(rect.width, max(widths))
    high = min(rect.height, 14 * sum(1 + int(wide / rect.width) for wide in widths))
    x = rect.right - width if control.align.endswith("right") else rect.x
    y = rect.bottom - high if control.align.startswith("bottom-") else rect.y
    return Rect(x, y, width, high)
