"""Which parts of a picture lie how deep in shade, and the small numbers on an opened path. Pure: no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.record import record
from wizard.pointer.scene import Rect, ResolvedFrame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.pointer.camera import Camera

MARK = 18
"""Diameter of a small number, in view pixels."""
_AROUND_TARGET = 2
_GUTTER = 13
"""Middle of the empty strip at the left of an open menu's entries, in stage pixels."""


@record
class Light:
    """Where the light falls, in view pixels.

    What is in neither lies behind, in the deeper shade.

    Attributes:
        front: The window in front, in the lighter shade; None while menus are open over it: then they are.
        bright: Without any shade: the target, and the path opened to it; none covers a part of another.
    """

    front: Rect | None
    bright: tuple[Rect, ...]


@record
class Mark:
    """A small number on an entry of the opened path, counted from one; ``rect`` in view pixels."""

    rect: Rect
    number: int


def light(frame: ResolvedFrame, camera: Camera, view: Rect) -> Light:
    """Where the light falls in a view."""
    target = camera.view(frame.target).grown(_AROUND_TARGET)
    if not frame.menus:
        front = _front(frame, camera).common(view)
        return Light(front, (target.common(front),))
    below = Rect(view.x, camera.torn, view.width, view.height - camera.torn)
    opened = [camera.view(menu.rect).common(below) for menu in frame.menus]
    entries = [_bar_entry(row.rect, camera).common(view) for row in frame.front.bar if row.lit]
    return Light(None, disjoint([target.common(view), *opened, *entries]))


def marks(frame: ResolvedFrame, camera: Camera, view: Rect) -> tuple[Mark, ...]:
    """One small number for each entry on the way to the target, in the order of the clicks.

    They stand where an entry has no words: at the upper corner of one in the menu bar, at the left of one in
    a menu. The target has none: its ring says that it is the last, its badge which step this is.
    """
    if not frame.menus:
        return ()
    bar = [_bar_entry(row.rect, camera) for row in frame.front.bar if row.lit]
    places = [(rect.right - 1, rect.y) for rect in bar]
    for menu in frame.menus[:-1]:
        lit = [camera.view(row.rect) for row in menu.rows if row.lit]
        places += [(rect.x + _GUTTER * camera.scale, rect.center[1]) for rect in lit]
    found = [_mark(x, y, at) for at, (x, y) in enumerate(places, start=1)]
    return tuple(mark for mark in found if view.contains(mark.rect))


def _mark(x: float, y: float, number: int) -> Mark:
    return Mark(Rect(x - MARK / 2, max(0, y - MARK / 2), MARK, MARK), number)


def _front(frame: ResolvedFrame, camera: Camera) -> Rect:
    """All of the window in front, its torn-off title bar included."""
    outer = frame.front.outer
    seen = camera.view(outer)
    if camera.head and camera.head_y == outer.y:
        return Rect(seen.x, 0, seen.width, seen.bottom)
    return seen


def _bar_entry(rect: Rect, camera: Camera) -> Rect:
    """An entry of the menu bar, which may stand above the jagged edge."""
    return camera.heading(rect) if camera.head else camera.view(rect)


def disjoint(rects: Iterable[Rect]) -> tuple[Rect, ...]:
    """The same area in rectangles none of which covers a part of another."""
    found: list[Rect] = []
    for rect in rects:
        found += without([rect], found)
    return tuple(part for part in found if part.width > 0 and part.height > 0)


def without(rects: Iterable[Rect], holes: Iterable[Rect]) -> list[Rect]:
    """What is left of an area, in rectangles, when some are taken out of it."""
    left = list(rects)
    for hole in holes:
        left = [rest for rect in left for rest in _without(rect, hole)]
    return left


def _without(rect: Rect, hole: Rect) -> list[Rect]:
    """What is left of ``rect`` when ``hole`` is taken out of it."""
    common = rect.common(hole)
    if common.width <= 0 or common.height <= 0:
        return [rect]
    left, right = common.x - rect.x, rect.right - common.right
    above, below = common.y - rect.y, rect.bottom - common.bottom
    parts = [
        Rect(rect.x, rect.y, rect.width, above),
        Rect(rect.x, common.bottom, rect.width, below),
        Rect(rect.x, common.y, left, common.height),
        Rect(common.right, common.y, right, common.height),
    ]
    return [part for part in parts if part.width > 0 and part.height > 0]
