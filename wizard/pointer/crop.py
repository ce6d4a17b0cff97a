"""Where a view that shows a part of a window is cut: at the borders of controls. Pure: no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.pointer.measures import GRID_HEADER, GRID_ROW, GRID_TITLE
from wizard.pointer.saliency import LETTER, printed
from wizard.pointer.scene import Control, ControlKind, Rect, ResolvedFrame

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE = 5
"""Between a control and the border of the view, in stage pixels."""
_FAR = 1 / 400
"""The cost of moving the view by one pixel, against that of one control that is cut."""
_BEHEADED = 1.5
"""The cost of one that is cut at the left, where its words begin."""
_DRAWN_TO_BE_CUT = {ControlKind.SPOT, ControlKind.GROUP, ControlKind.SCHEDULE, ControlKind.MODULES}


def settled(
    frame: ResolvedFrame,
    axis: int,
    needed: Rect,
    start: tuple[float, float],
    extent: tuple[float, float],
) -> float:
    """Where the view begins on one axis, so that its borders cut as few controls as can be.

    Args:
        frame: What is shown.
        axis: 0 across, 1 down.
        needed: What has to stay in the view, in stage pixels.
        start: Where the view would begin on both axes.
        extent: Of the view in stage pixels.
    """
    (wish, length), (at, high) = (start[axis], extent[axis]), (start[1 - axis], extent[1 - axis])
    low, room = _span(needed, axis)
    pieces = [
        _span(rect, axis)
        for rect in _pieces(frame)
        if _span(rect, 1 - axis)[0] < at + high and sum(_span(rect, 1 - axis)) > at
    ]
    # what is longer than the view is cut in any case
    pieces = [(begin, size) for begin, size in pieces if 0 < size < length]
    starts = {wish, *(begin - _SPACE for begin, _ in pieces)}
    starts |= {begin + size + _SPACE - length for begin, size in pieces}
    earliest, latest = low + room - length, low
    allowed = [each for each in starts if earliest <= each <= latest] or [wish]

    heads = 1 if axis else _BEHEADED

    def cost(each: float) -> float:
        end = each + length
        cut = sum(
            heads * (begin < each - 0.5 < begin + size - 1) + (begin + 1 < end + 0.5 < begin + size)
            for begin, size in pieces
        )
        return cut + abs(each - wish) * _FAR

    return min(sorted(allowed), key=cost)


def unbroken(
    frame: ResolvedFrame, across: tuple[float, float], least: float, most: float, above: float
) -> float:
    """Height of a window's upper end that can be shown without cutting a control.

    Args:
        frame: What is shown.
        across: Begin and extent of the view.
        least: The height of what is shown in any case, the title bar.
        most: The height at most.
        above: Where the lower end begins at the latest.
    """
    top, (left, wide) = frame.front.outer.y, across
    pieces = [
        (rect.y - top, rect.bottom - top)
        for rect in _pieces(frame)
        if rect.x < left + wide and rect.right > left and rect.height < most
    ]
    most = min(most, above - top)
    ends = [end + _SPACE for _, end in pieces if least < end + _SPACE <= most]
    whole = [end for end in ends if not any(begin < end < bottom for begin, bottom in pieces)]
    return max(whole, default=least)


def _span(rect: Rect, axis: int) -> tuple[float, float]:
    return (rect.y, rect.height) if axis else (rect.x, rect.width)


def _pieces(frame: ResolvedFrame) -> Iterator[Rect]:
    """What should not be cut, in stage pixels."""
    for menu in frame.menus:
        yield from (row.rect for row in menu.rows)
    yield from (row.rect for row in frame.front.bar)
    for control in frame.front.controls:
        if control.kind is ControlKind.GRID:
            yield from _cells(control)
        elif control.kind not in _DRAWN_TO_BE_CUT and control.value != "lines":
            yield printed(control)


def _cells(grid: Control) -> Iterator[Rect]:
    """The words of a grid: those of a row under each other, and its title's row as a whole."""
    rect, rows = grid.rect, grid.shown_rows
    yield Rect(rect.x, rect.y, 1, GRID_TITLE + GRID_HEADER)
    x = rect.x
    for at, (caption, wide) in enumerate(grid.columns):
        letters = max(map(len, [caption, *(row[at] for row in rows)]))
        shown = min(wide, 6 + letters * LETTER)
        yield Rect(x, rect.y + GRID_TITLE, shown, GRID_HEADER)
        for down in range(len(rows)):
            yield Rect(x, rect.y + GRID_TITLE + GRID_HEADER + down * GRID_ROW, shown, GRID_ROW)
        x += wide
