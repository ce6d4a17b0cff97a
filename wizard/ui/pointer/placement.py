"""Where ring, badge, leader, callout and inset go. Pure: no Qt, so that tests can ask for every frame."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import hypot
from typing import TYPE_CHECKING

from wizard.core.scene import Control, Kind, Rect, ResolvedFrame
from wizard.ui.pointer.camera import SMALL_TARGET, Camera, aim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RING = 7
"""Outer edge of the double ring, in view pixels around the target."""
BADGE = 26
"""Diameter of the numbered badge, in view pixels."""
PAD = 14
"""Between the callout's edge and its text."""
GAP = 10
"""Between the callout's text and the inset."""
_MARGIN = 8
_LEADER = 22
_WIDTHS = (238, 280, 200, 330, 168)
_ZOOM = 2.0
_INSET_AROUND = 3
_CAPTION_X, _LETTER, _MENU_EDGE = 44, 6.2, 14


@dataclass(frozen=True, slots=True)
class Inset:
    """A magnified part of the stage; ``rect`` in view pixels, ``source`` in stage pixels."""

    rect: Rect
    source: Rect
    zoom: float


@dataclass(frozen=True, slots=True)
class Placement:
    """Everything that lies over the drawn windows, in view pixels.

    Attributes:
        leader: From the callout's edge to the ring's edge.
        clear: False if the view is too small to keep the callout off the target.
    """

    camera: Camera
    target: Rect
    ring: Rect
    badge: Rect
    callout: Rect
    leader: tuple[tuple[float, float], tuple[float, float]]
    inset: Inset | None
    clear: bool


def place(
    frame: ResolvedFrame,
    width: float,
    height: float,
    measure: Callable[[float], tuple[float, float]],
    scale: float = 1.0,
) -> Placement:
    """Lay out one picture.

    Args:
        frame: What to draw.
        width: Of the view in pixels; ``height`` likewise.
        measure: Width and height of the callout's text when wrapped at a width.
        scale: Factor on the size of type; widens the callout.
    """
    camera = aim(frame, width, height)
    view = Rect(0, 0, width, height)
    target = camera.seen(frame.target)
    ring = target.grown(RING)
    badge = _badge(ring, view)
    keep = _keep(frame, camera)
    best: tuple[float, Rect, Inset | None] | None = None
    for at, base in enumerate(_WIDTHS):
        inner = min(base * scale, width - 2 * _MARGIN) - 2 * PAD
        inset = _inset(frame, camera, inner)
        text_width, text_height = measure(inner)
        wide = max(text_width, inset.rect.width if inset else 0) + 2 * PAD
        high = text_height + 2 * PAD + (inset.rect.height + GAP if inset else 0)
        for rect in _candidates(wide, high, ring, view):
            cost = _cost(rect, ring, badge, keep) + at * 12
            if best is None or cost < best[0]:
                best = cost, rect, inset
    if best is None:
        callout, inset, clear = Rect(_MARGIN, _MARGIN, width - 2 * _MARGIN, 60), None, False
    else:
        cost, callout, inset = best
        clear = cost < _COVERED
        if inset is not None:
            inset = _seated(inset, callout)
    return Placement(camera, target, ring, badge, callout, _leader(callout, ring), inset, clear)


_COVERED = 1e6


def _badge(ring: Rect, view: Rect) -> Rect:
    """At the ring's corner, outside the target; the first of the four corners that lies in the view."""
    inside = 3
    corners = [
        (x, y)
        for y in (ring.y + inside, ring.bottom - inside)
        for x in (ring.x + inside, ring.right - inside)
    ]
    for x, y in corners:
        badge = Rect(x - BADGE / 2, y - BADGE / 2, BADGE, BADGE)
        if view.contains(badge):
            return badge
    x = min(max(ring.x + inside - BADGE / 2, 0), view.width - BADGE)
    y = min(max(ring.y + inside - BADGE / 2, 0), view.height - BADGE)
    return Rect(x, y, BADGE, BADGE)


def _keep(frame: ResolvedFrame, camera: Camera) -> list[tuple[Rect, float]]:
    """What the callout should rather not cover, with the cost of covering all of it."""
    keep = [(camera.seen(row.rect), 400.0) for menu in frame.menus for row in menu.rows if row.lit]
    keep += [(camera.seen(row.rect), 400.0) for row in frame.front.bar if row.lit]
    keep += [(camera.seen(menu.rect), 150.0) for menu in frame.menus]
    outer = frame.front.outer
    keep.append((camera.seen(Rect(outer.x, outer.y, min(outer.width, 220), 26)), 120.0))
    keep += [(camera.seen(c.rect), _worth(c)) for c in frame.front.controls]
    return keep


def _worth(control: Control) -> float:
    if control.kind in {Kind.SPOT, Kind.GROUP}:
        return 0
    # Grids and lists are mostly empty: a callout may well stand on them.
    return 70 if control.kind not in {Kind.GRID, Kind.LIST} and control.value != "lines" else 20


def _inset(frame: ResolvedFrame, camera: Camera, inner: float) -> Inset | None:
    """The magnified target when it is low on the screen and magnifying it tells more."""
    if frame.detail * camera.scale >= SMALL_TARGET:
        return None
    source = frame.target
    if frame.kind in {Kind.MENU_ITEM, Kind.SPOT, Kind.BOX}:
        # Such targets are wide and empty at the right: their caption stands at the left.
        wide = min(source.width, inner / _ZOOM, _CAPTION_X + len(frame.label) * _LETTER)
        source = Rect(source.x, source.y, wide, source.height)
        if frame.kind is Kind.MENU_ITEM:
            source = Rect(source.x + _MENU_EDGE, source.y, wide - _MENU_EDGE, source.height)
    else:
        source = source.grown(_INSET_AROUND)
    zoom = min(_ZOOM, inner / source.width)
    if zoom < max(1.25, camera.scale * 1.2):
        return None
    return Inset(Rect(0, 0, source.width * zoom, source.height * zoom), source, zoom)


def _seated(inset: Inset, callout: Rect) -> Inset:
    rect = inset.rect.moved(callout.x + PAD, callout.bottom - PAD - inset.rect.height)
    return Inset(rect, inset.source, inset.zoom)


def _candidates(wide: float, high: float, ring: Rect, view: Rect) -> Iterator[Rect]:
    """Places beside the ring and at the view's edges, inside the view."""
    cx, cy = ring.center
    far = _LEADER
    xs = {
        ring.x - far - wide, ring.right + far, ring.x, ring.right - wide, cx - wide / 2,
        _MARGIN, view.width - _MARGIN - wide, view.width / 2 - wide / 2,
    }  # fmt: skip
    ys = {
        ring.y - far - high, ring.bottom + far, ring.y, ring.bottom - high, cy - high / 2,
        _MARGIN, view.height - _MARGIN - high, view.height / 2 - high / 2,
    }  # fmt: skip
    inner = view.grown(-_MARGIN + 0.01)
    for x, y in product(sorted(xs), sorted(ys)):
        rect = Rect(x, y, wide, high)
        if inner.contains(rect):
            yield rect


def _cost(rect: Rect, ring: Rect, badge: Rect, keep: list[tuple[Rect, float]]) -> float:
    covered = rect.shared(ring.grown(6)) + rect.shared(badge.grown(4))
    cost = _COVERED + covered if covered else 0.0
    (x1, y1), (x2, y2) = _leader(rect, ring)
    length = hypot(x2 - x1, y2 - y1)
    cost += length * 0.6 + (60 if length < 12 else 0)
    if x1 != x2 and y1 != y2:
        cost += 70
    if any(badge.contains(Rect(x1 + (x2 - x1) * t / 8, y1 + (y2 - y1) * t / 8, 0, 0)) for t in range(9)):
        cost += 80
    for wanted, price in keep:
        area = wanted.width * wanted.height
        cost += price * rect.shared(wanted) / area if area else 0
    return cost


def _leader(callout: Rect, ring: Rect) -> tuple[tuple[float, float], tuple[float, float]]:
    """Upright or level where callout and ring face each other, else from corner to corner."""
    x1, x2 = _facing(callout.x, callout.right, ring.x, ring.right)
    y1, y2 = _facing(callout.y, callout.bottom, ring.y, ring.bottom)
    return (x1, y1), (x2, y2)


def _facing(low: float, high: float, ring_low: float, ring_high: float) -> tuple[float, float]:
    start, end = max(low, ring_low), min(high, ring_high)
    if end - start >= 12:
        return (start + end) / 2, (start + end) / 2
    if ring_low + ring_high > low + high:
        return high, ring_low
    return low, ring_high
