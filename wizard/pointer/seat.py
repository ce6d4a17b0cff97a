"""The search for the callout's place: what each place costs, and where to look. Pure: no Qt.

It asks a few thousand places before a picture is drawn for the first time, so it counts in plain numbers.
"""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, NamedTuple

from wizard.pointer.leader import Box, box, clear_leader, in_the_way, leader_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wizard.pointer.scene import Rect

MARGIN = 4
"""Between the callout and the border of the view, in view pixels."""
LEADER_LENGTH = 22
COVERED = 1e6
"""The cost of a callout on the target or the badge: it is not seated there."""
ON_WORDS = 1000.0
"""The cost of a word under the callout: rather a longer leader, or another part of the window."""
_CROSSED = 1500
_LONG = 50
"""A leader longer than this crosses what stands between."""
_SHORT = 12
_NEAREST = 80
_GUARD = 6
"""Between callout and ring, in view pixels."""


class Ground(NamedTuple):
    """What a callout has to do with, in view pixels: worked out once for all of its places.

    Attributes:
        guarded: Ring and badge with some room around.
        keep: What should rather be seen, with the cost of each square pixel of it.
        words: With the pixel around a callout that is its border.
        in_the_way: Of a leader.
        view: Its right and lower border.
    """

    ring: Box
    guarded: tuple[Box, Box]
    keep: list[tuple[Box, float]]
    words: list[Box]
    in_the_way: list[Box]
    view: tuple[float, float]


def ground(
    ring: Rect, badge: Rect, keep: Iterable[tuple[Rect, float]], words: Sequence[Rect], view: Rect
) -> Ground:
    """All that in plain numbers."""
    worth = [
        (box(rect), cost / (rect.width * rect.height)) for rect, cost in keep if rect.width * rect.height
    ]
    bordered = [box(word, 1) for word in words]
    guarded = (box(ring, _GUARD), box(badge, 4))
    way = in_the_way([*words, badge])
    return Ground(box(ring), guarded, worth, bordered, way, (view.width, view.height))


def cost_of(place: Box, on: Ground, extra: float, most: float) -> float:
    """What a callout here costs; as soon as that is ``most``, no more is looked at.

    Short, straight leaders are best; the target is never covered.
    """
    x, y, right, bottom = place
    for left, top, end, low in on.guarded:
        if left < right and end > x and top < bottom and low > y:
            wide, high = min(right, end) - max(x, left), min(bottom, low) - max(y, top)
            extra += COVERED + wide * high
    if extra >= most:
        return extra
    (x1, y1), (x2, y2) = leader_between(place, on.ring)
    length = hypot(x2 - x1, y2 - y1)
    cost = extra + length * 0.6 + max(0, length - _LONG) + (60 if length < _SHORT else 0)
    cost += 70 if x1 != x2 and y1 != y2 else 0
    for left, top, end, low in on.words if cost < most else ():
        if left < right and end > x and top < bottom and low > y:
            cost += ON_WORDS
            if cost >= most:
                return cost
    for (left, top, end, low), worth in on.keep if cost < most else ():
        if left < right and end > x and top < bottom and low > y:
            wide = (end if end < right else right) - (left if left > x else x)  # noqa: FURB136 - run most often
            high = (low if low < bottom else bottom) - (top if top > y else y)  # noqa: FURB136 - the same
            cost += worth * wide * high
    if cost < most:
        cost += _CROSSED * clear_leader(place, on.ring, on.in_the_way)[0]
    return cost


def seats(wide: float, high: float, on: Ground, free: Sequence[float]) -> Iterator[Box]:
    """Places beside the ring, at the view's edges and where nothing stands below, inside the view."""
    left, top, right, bottom = on.ring
    cx, cy, far = (left + right) / 2, (top + bottom) / 2, LEADER_LENGTH
    width, height = on.view
    xs = {
        left - far - wide, right + far, left, right - wide, cx - wide / 2,
        MARGIN, width - MARGIN - wide, width / 2 - wide / 2,
    }  # fmt: skip
    ys = {
        top - far - high, bottom + far, top, bottom - high, cy - high / 2,
        MARGIN, height - MARGIN - high, height / 2 - high / 2,
        *free,
    }  # fmt: skip
    low, most_x, most_y = MARGIN - 0.01, width - MARGIN + 0.01, height - MARGIN + 0.01
    fitting = [y for y in sorted(ys) if low <= y and y + high <= most_y]
    for x in sorted(xs):
        if low <= x and x + wide <= most_x:
            yield from ((x, y, x + wide, y + high) for y in fitting)


def between(wide: float, high: float, on: Ground) -> Iterator[Box]:
    """Places right beside the words, the nearest to the ring first: for where all the others lie on some."""
    left, top, right, bottom = on.ring
    sides = {edge for w in on.words for edge in (w[2] + 4, w[0] - 4 - wide)}
    xs = _fitting({*sides, left, right - wide}, on.view[0] - wide)
    ys = _fitting({edge for w in on.words for edge in (w[3] + 3, w[1] - 3 - high)}, on.view[1] - high)
    across = [(max(x - right, left - x - wide, 0) ** 2, x) for x in xs]
    down = [(max(y - bottom, top - y - high, 0) ** 2, y) for y in ys]
    off = _GUARD**2  # nearer ones lie on the ring
    found = sorted((dx + dy, x, y) for dx, x in across for dy, y in down if dx >= off or dy >= off)
    for _, x, y in found[:_NEAREST]:
        yield x, y, x + wide, y + high


def _fitting(starts: set[float], most: float) -> set[int]:
    """Whole numbers a little apart, inside the view."""
    rounded = {round(at / 3) * 3 for at in (*starts, MARGIN + 1, most - MARGIN - 1)}
    return {at for at in rounded if MARGIN <= at <= most - MARGIN}
