"""The line between callout and ring, and which words it would run through. Pure: no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wizard.pointer.scene import Rect

LEADER_WIDTH = 6.0
"""Of the drawn line with its dark edges, in view pixels."""
_CLEARANCE = LEADER_WIDTH / 2 + 0.5
_STRAIGHT = 6
"""So many pixels have callout and ring to face each other for a line that is upright or level."""
_CORNER = 6
"""How far from a corner such a line keeps, where there is room."""
_SHARES = (0.25, 0.75, 0.0, 1.0)
"""Where along the sides that callout and ring turn to each other a leader may run, if not in the middle."""

Line = tuple[tuple[float, float], tuple[float, float]]
"""Both its ends, in view pixels."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in view pixels: what the search compares a hundred thousand times."""


def box(rect: Rect, around: float = 0) -> Box:
    """A rectangle's four edges, ``around`` farther out."""
    x, y = rect.x - around, rect.y - around
    return x, y, rect.x + rect.width + around, rect.y + rect.height + around


def in_the_way(words: Iterable[Rect]) -> list[Box]:
    """Words with the room that half a leader's width takes beside its middle."""
    return [box(rect, _CLEARANCE) for rect in words]


def crossed(leader: Line, boxes: Sequence[Box]) -> int:
    """Through how many of ``boxes`` a line runs."""
    (x1, y1), (x2, y2) = leader
    left, right = (x1, x2) if x1 < x2 else (x2, x1)
    top, bottom = (y1, y2) if y1 < y2 else (y2, y1)
    near = [b for b in boxes if b[0] <= right and b[2] >= left and b[1] <= bottom and b[3] >= top]
    if x1 == x2 or y1 == y2:
        return len(near)
    return sum(_parts(leader, each) for each in near)


def _parts(line: Line, each: Box) -> bool:
    """Whether the corners of a box lie on both sides of a line."""
    (x1, y1), (x2, y2) = line
    left, top, right, bottom = each
    dx, dy = x2 - x1, y2 - y1
    sides = [dx * (y - y1) > dy * (x - x1) for x in (left, right) for y in (top, bottom)]
    return any(sides) and not all(sides)


def clear_leader(callout: Box, ring: Box, boxes: Sequence[Box]) -> tuple[int, Line]:
    """The leader that crosses the fewest of ``boxes``, and how many; among equals the one in the middle."""
    best = leader_between(callout, ring)
    fewest = crossed(best, boxes)
    if not fewest or (best[0][0] != best[1][0] and best[0][1] != best[1][1]):
        return fewest, best
    for share in _SHARES:
        other = leader_between(callout, ring, share)
        if (less := crossed(other, boxes)) < fewest:
            fewest, best = less, other
            if not less:
                break
    return fewest, best


def leader_between(callout: Box, ring: Box, share: float = 0.5) -> Line:
    """Upright or level where callout and ring face each other, else from corner to corner."""
    x1, x2 = _facing(callout[0], callout[2], ring[0], ring[2], share)
    y1, y2 = _facing(callout[1], callout[3], ring[1], ring[3], share)
    return (x1, y1), (x2, y2)


def _facing(low: float, high: float, ring_low: float, ring_high: float, share: float) -> tuple[float, float]:
    start = max(ring_low, low)
    common = (min(ring_high, high)) - start
    if common >= 2 * _CORNER:
        at = start + _CORNER + (common - 2 * _CORNER) * share
        return at, at
    if common >= _STRAIGHT:
        at = start + common / 2
        return at, at
    if ring_low + ring_high > low + high:
        return high, ring_low
    return low, ring_high
