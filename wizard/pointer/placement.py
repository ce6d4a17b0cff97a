"""Where ring, badge, leader, callout and inset go. Pure: no Qt, so that tests can ask for every frame."""

from __future__ import annotations

from itertools import product
from math import hypot
from typing import TYPE_CHECKING, NamedTuple

from wizard.core.record import record
from wizard.pointer.camera import HIGH, LOW, SMALL_TARGET, Camera, aim, is_legible
from wizard.pointer.light import Mark, marks
from wizard.pointer.saliency import floors, hidden, kept
from wizard.pointer.scene import ControlKind, Rect, ResolvedFrame
from wizard.pointer.words_seen import words_in_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RING = 7
"""Outer edge of the double ring, in view pixels around the target, where there is room for it."""
_RING_LEAST, _RING_INSIDE = 2.25, 1.5
"""Its outer edge where words stand close by, as beside a row of a list, and how far it then reaches in."""
BADGE = 26
"""Diameter of the numbered badge, in view pixels."""
PAD = 14
"""Between the callout's edge and its text."""
GAP = 10
"""Between the callout's text and the inset."""
_MARGIN = 4
_LEADER = 22
_LONG = 50  # a leader longer than this crosses what stands between
_WIDTHS = (238, 280, 200, 330, 168, 148, 380)
_MAGNIFIED = SMALL_TARGET * 1.15
_INSET_AROUND = 3
_OTHER_COST = 30
_MARK_WORTH = 600.0
_LARGE = 4 * BADGE * BADGE
_COVERED = 1e6
_CROSSED = 1500
_ON_WORDS = 1000.0
"""The cost of a word under the callout: rather a longer leader, or another part of the window."""
_BADGE_ON_WORDS = 900.0
_NEAREST = 400
_BOLD_LETTER = 9.2
"""Mean width of a bold letter in the callout: a word is not broken in two."""
_AMONG_WORDS = {ControlKind.SPOT, ControlKind.LABEL}


Line = tuple[tuple[float, float], tuple[float, float]]
"""Both its ends, in view pixels."""
_SHARES = (0.5, 0.25, 0.75, 0.0, 1.0)
"""Where along the sides that callout and ring turn to each other a leader may run."""


@record
class Inset:
    """A magnified part of the stage; ``rect`` in view pixels, ``source`` in stage pixels."""

    rect: Rect
    source: Rect
    zoom: float


@record
class Placement:
    """Everything that lies over the drawn windows, in view pixels.

    Attributes:
        leader: From the callout's edge to the ring's edge.
        tag: The strip below the windows that names the version.
        marks: Small numbers on the opened path.
        words: What stands beside the target, for whoever asks whether anything lies on it; an estimate.
        clear: False if the view is too small to keep the callout off the target.
    """

    camera: Camera
    target: Rect
    ring: Rect
    badge: Rect
    callout: Rect
    leader: Line
    inset: Inset | None
    tag: Rect
    marks: tuple[Mark, ...]
    clear: bool
    words: tuple[Rect, ...] = ()

    @property
    def stroke(self) -> float:
        """Thickness of the ring, from its outer edge inwards, in view pixels."""
        return min(RING, self.target.x - self.ring.x + _RING_INSIDE)


def lay_over(
    frame: ResolvedFrame,
    width: float,
    height: float,
    measure: Callable[[float], tuple[float, float]],
    scale: float = 1.0,
    tag: tuple[float, float] = (0, 0),
) -> Placement:
    """Lay out one picture.

    Args:
        frame: What to draw.
        width: Of the view in pixels.
        height: Of the view in pixels.
        measure: Width and height of the callout's text when wrapped at a width.
        scale: Factor on the size of type; widens the callout.
        tag: Width and height of what names the version; it has the foot of the view for itself.
    """
    foot = Rect(0, height - tag[1], width, tag[1])
    height -= tag[1]
    known: dict[float, tuple[float, float]] = {}

    def measured(at: float) -> tuple[float, float]:
        if at not in known:
            known[at] = measure(at)
        return known[at]

    tried = [aim(frame, width, height, LOW)]
    cost, best = _arrange(frame, tried[0], (width, height), measured, scale, foot)
    others = ((HIGH, True, False, _OTHER_COST), (LOW, True, True, _ON_WORDS), (LOW, False, False, _ON_WORDS))
    for share, settle, high, worth_it in others:
        camera = aim(frame, width, height, share, settle=settle, high=high)
        if cost < worth_it or camera in tried:
            continue
        tried.append(camera)
        other_cost, other = _arrange(frame, camera, (width, height), measured, scale, foot)
        if other_cost + _OTHER_COST < cost:
            cost, best = other_cost, other
    return best


def _arrange(
    frame: ResolvedFrame,
    camera: Camera,
    size: tuple[float, float],
    measure: Callable[[float], tuple[float, float]],
    scale: float,
    tag: Rect,
) -> tuple[float, Placement]:
    view = Rect(0, 0, *size)
    target = camera.view(frame.target)
    captions = words_in_view(frame, camera, view)
    ring = target.grown(_room_around(target, captions))
    numbered = marks(frame, camera, view)
    words = [*captions, *(mark.rect for mark in numbered)]
    keep = [*kept(frame, camera, view), *((mark.rect, _MARK_WORTH) for mark in numbered)]
    badge = _badge(frame, target, view, keep, words)
    free = [y + 6 for y in floors(frame, camera) if y > ring.bottom + _LEADER]
    longest = max(map(len, frame.label.split()), default=0) * _BOLD_LETTER * scale
    best = _Seat(2 * _COVERED, _last_resort(ring, view, measure), None)
    for magnified in (True, False):
        for at, base in enumerate(_WIDTHS):
            inner = min(base * scale, view.width - 2 * _MARGIN) - 2 * PAD
            if at and inner < longest:
                continue
            inset = _inset(frame, camera, inner) if magnified else None
            wide, high = _box(measure(inner), inset)
            places = _candidates(wide, high, ring, view, free)
            best = _seat(best, places, (ring, badge, at * 12), keep, words, inset)
            if best.cost >= _ON_WORDS:
                places = _between(wide, high, words, view, ring)
                best = _seat(best, places, (ring, badge, at * 12), keep, words, inset)
            if best.cost < (at + 1) * 12:
                break
        if best.cost < _COVERED:
            break
    callout, inset = best.callout, best.inset
    seated = _seated(inset, callout) if inset else None
    clear = best.cost < _COVERED
    leader = _clear_leader(callout, ring, [*words, badge])
    cost = best.cost + _on_words(badge, words) * _BADGE_ON_WORDS
    return cost, Placement(
        camera, target, ring, badge, callout, leader, seated, tag, numbered, clear, tuple(captions)
    )


def _seat(
    best: _Seat,
    places: Iterator[Rect],
    beside: tuple[Rect, Rect, float],
    keep: list[tuple[Rect, float]],
    words: list[Rect],
    inset: Inset | None,
) -> _Seat:
    """The best of these places for the callout, or the one found before."""
    ring, badge, extra = beside
    for rect in places:
        cost = _reach(rect, ring, badge) + extra
        if cost < best.cost:
            cost += _on_words(rect.grown(1), words) * _ON_WORDS
        if cost < best.cost:
            cost += hidden(rect, keep)
        if cost < best.cost:
            beside_leader = [*words, badge]
            cost += _crossed(_clear_leader(rect, ring, beside_leader), beside_leader)
        if cost < best.cost:
            best = _Seat(cost, rect, inset)
    return best


def _on_words(rect: Rect, words: list[Rect]) -> int:
    """How many words lie under ``rect``."""
    x, y, right, bottom = rect.x, rect.y, rect.x + rect.width, rect.y + rect.height
    return sum(w.x < right and w.x + w.width > x and w.y < bottom and w.y + w.height > y for w in words)


def _room_around(target: Rect, words: list[Rect]) -> float:
    """How far the ring may reach beyond the target without touching a word."""
    near = RING + 0.0
    for rect in words:
        across = max(rect.x - target.right, target.x - rect.right)
        down = max(rect.y - target.bottom, target.y - rect.bottom)
        near = min(near, max(across, down) - 0.5)
    return max(near, _RING_LEAST)


class _Seat(NamedTuple):
    cost: float
    callout: Rect
    inset: Inset | None


def _box(text: tuple[float, float], inset: Inset | None) -> tuple[float, float]:
    if inset is None:
        return text[0] + 2 * PAD, text[1] + 2 * PAD
    return max(text[0], inset.rect.width) + 2 * PAD, text[1] + GAP + inset.rect.height + 2 * PAD


def _last_resort(ring: Rect, view: Rect, measure: Callable[[float], tuple[float, float]]) -> Rect:
    """Where nothing fits: as wide as the view, at the end farther from the target."""
    wide = view.width - 2 * _MARGIN
    high = min(measure(wide - 2 * PAD)[1] + 2 * PAD, view.height - 2 * _MARGIN)
    below = ring.center[1] < view.height / 2
    return Rect(_MARGIN, view.height - _MARGIN - high if below else _MARGIN, wide, high)


def _badge(
    frame: ResolvedFrame, target: Rect, view: Rect, keep: list[tuple[Rect, float]], words: list[Rect]
) -> Rect:
    """At the ring's edge, outside the target: where it lies in the view, on no word, and hides the least."""
    left, right, middle = target.x - 9, target.right + 9, target.center[1]
    corners = [(x, y) for y in (target.y - 9, target.bottom + 9) for x in (left, right)]
    sides = [(target.x - 14, middle), (target.right + 14, middle)]
    along = [(x, y) for y in (target.y - 14, target.bottom + 14) for x in (left + 24, right - 24)]
    # A row in a list has neighbours above and below, so its badge goes beside it.
    spots = [*sides, *corners, *along] if frame.kind in _AMONG_WORDS else [*corners, *sides, *along]
    spots += [(x, y) for y in (target.y - 15, target.bottom + 15) for x in _steps(left + 10, right - 10)]
    spots += [(x, y) for x in (target.x - 15, target.right + 15) for y in _steps(target.y, target.bottom)]
    best, lowest = None, 0.0
    for at, (x, y) in enumerate(spots):
        badge = Rect(x - BADGE / 2, y - BADGE / 2, BADGE, BADGE)
        if not view.contains(badge):
            continue
        # inside something large it hides little of it
        covers = sum(
            rect.shared(badge)
            for rect, _ in keep
            if rect.width * rect.height < _LARGE or not rect.contains(badge)
        )
        cost = covers + min(at, 10) * 12 + _on_words(badge.grown(-2), words) * _BADGE_ON_WORDS
        if best is None or cost < lowest:
            best, lowest = badge, cost
    if best is not None:
        return best
    x = min(max(left - BADGE / 2, 0), view.width - BADGE)
    return Rect(x, max(min(target.y - 9 - BADGE / 2, view.height - BADGE), 0), BADGE, BADGE)


def _steps(low: float, high: float) -> Iterator[float]:
    """Places between two, twelve pixels apart."""
    at = low
    while at <= high:
        yield at
        at += 12


def _inset(frame: ResolvedFrame, camera: Camera, inner: float) -> Inset | None:
    """The target, magnified until its smallest part can be seen well; None where that would tell nothing."""
    if is_legible(frame, camera.scale):
        return None
    source = frame.target
    if frame.kind not in {ControlKind.MENU_ITEM, ControlKind.SPOT}:
        source = source.grown(_INSET_AROUND)
    zoom = max(min(_MAGNIFIED / frame.detail, inner / source.width), SMALL_TARGET / frame.detail)
    # what is too wide for it is cut at the right
    source = Rect(source.x, source.y, min(source.width, inner / zoom), source.height)
    return Inset(Rect(0, 0, source.width * zoom, source.height * zoom), source, zoom)


def _seated(inset: Inset, callout: Rect) -> Inset:
    rect = inset.rect.moved(callout.x + PAD, callout.bottom - PAD - inset.rect.height)
    return Inset(rect, inset.source, inset.zoom)


def _candidates(wide: float, high: float, ring: Rect, view: Rect, free: list[float]) -> Iterator[Rect]:
    """Places beside the ring, at the view's edges and where nothing stands below, inside the view."""
    cx, cy = ring.center
    far = _LEADER
    xs = {
        ring.x - far - wide, ring.right + far, ring.x, ring.right - wide, cx - wide / 2,
        _MARGIN, view.width - _MARGIN - wide, view.width / 2 - wide / 2,
    }  # fmt: skip
    ys = {
        ring.y - far - high, ring.bottom + far, ring.y, ring.bottom - high, cy - high / 2,
        _MARGIN, view.height - _MARGIN - high, view.height / 2 - high / 2,
        *free,
    }  # fmt: skip
    low, right, bottom = _MARGIN - 0.01, view.width - _MARGIN + 0.01, view.height - _MARGIN + 0.01
    fitting_x = sorted(x for x in xs if low <= x and x + wide <= right)
    fitting_y = sorted(y for y in ys if low <= y and y + high <= bottom)
    for x, y in product(fitting_x, fitting_y):
        yield Rect(x, y, wide, high)


def _between(wide: float, high: float, words: list[Rect], view: Rect, ring: Rect) -> Iterator[Rect]:
    """Places right beside the words, the nearest to the ring first: for where all the others lie on some."""
    xs = {edge for word in words for edge in (word.right + 5, word.x - 5 - wide)}
    ys = {edge for word in words for edge in (word.bottom + 4, word.y - 4 - high)}
    found = [
        (hypot(max(x - ring.right, ring.x - x - wide, 0), max(y - ring.bottom, ring.y - y - high, 0)), x, y)
        for x, y in product(_fitting(xs, view.width - wide), _fitting(ys, view.height - high))
    ]
    for _, x, y in sorted(found)[:_NEAREST]:
        yield Rect(x, y, wide, high)


def _fitting(starts: set[float], most: float) -> set[int]:
    """Whole numbers a little apart, inside the view."""
    rounded = {round(at / 3) * 3 for at in (*starts, _MARGIN + 1, most - _MARGIN - 1)}
    return {at for at in rounded if _MARGIN <= at <= most - _MARGIN}


def _reach(rect: Rect, ring: Rect, badge: Rect) -> float:
    """The cost of a callout here: short, straight leaders are best; the target is never covered."""
    covered = rect.shared(ring.grown(6)) + rect.shared(badge.grown(4))
    if covered:
        return _COVERED + covered
    (x1, y1), (x2, y2) = _leader(rect, ring)
    length = hypot(x2 - x1, y2 - y1)
    cost = length * 0.6 + max(0, length - _LONG) + (60 if length < 12 else 0)
    return cost + (70 if x1 != x2 and y1 != y2 else 0)


def _crossed(leader: Line, words: list[Rect]) -> float:
    """The cost of the captions that a leader runs through."""
    return _CROSSED * sum(_meets(*leader, rect.grown(1)) for rect in words)


def _meets(start: tuple[float, float], end: tuple[float, float], rect: Rect) -> bool:
    """Whether a line passes through ``rect``; a slanting one is looked at in nine points."""
    (x1, y1), (x2, y2) = start, end
    right, bottom = rect.x + rect.width, rect.y + rect.height
    if max(x1, x2) < rect.x or min(x1, x2) > right or max(y1, y2) < rect.y or min(y1, y2) > bottom:
        return False
    if x1 == x2 or y1 == y2:
        return True
    points = ((x1 + (x2 - x1) * at / 8, y1 + (y2 - y1) * at / 8) for at in range(9))
    return any(rect.x <= x <= right and rect.y <= y <= bottom for x, y in points)


def _clear_leader(callout: Rect, ring: Rect, words: list[Rect]) -> Line:
    """The leader that crosses the fewest captions; among equals the one in the middle."""
    found = (_leader(callout, ring, share) for share in _SHARES)
    best = next(found)
    crossed = _crossed(best, words)
    for other in found if crossed else ():
        if other != best and (less := _crossed(other, words)) < crossed:
            best, crossed = other, less
    return best


def _leader(callout: Rect, ring: Rect, share: float = 0.5) -> Line:
    """Upright or level where callout and ring face each other, else from corner to corner."""
    x1, x2 = _facing(callout.x, callout.right, ring.x, ring.right, share)
    y1, y2 = _facing(callout.y, callout.bottom, ring.y, ring.bottom, share)
    return (x1, y1), (x2, y2)


def _facing(low: float, high: float, ring_low: float, ring_high: float, share: float) -> tuple[float, float]:
    start, end = max(low, ring_low), min(high, ring_high)
    if end - start >= 12:
        at = start + 6 + (end - start - 12) * share
        return at, at
    if ring_low + ring_high > low + high:
        return high, ring_low
    return low, ring_high
