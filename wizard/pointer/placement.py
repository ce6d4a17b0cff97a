"""Where ring, badge, leader, callout and inset go. Pure: no Qt, so that tests can ask for every frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wizard.core.record import record
from wizard.pointer.camera import BOXES, HIGH, LOW, SMALL_TARGET, Camera, aim, is_legible, with_room_above
from wizard.pointer.leader import Box, Line, box, clear_leader, crossed
from wizard.pointer.light import Mark, marks
from wizard.pointer.saliency import floors, kept
from wizard.pointer.scene import ControlKind, Rect, ResolvedFrame
from wizard.pointer.seat import (
    COVERED,
    LEADER_LENGTH,
    MARGIN,
    ON_WORDS,
    Ground,
    between,
    cost_of,
    ground,
    seats,
)
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
_WIDTHS = (238, 280, 200, 330, 168, 148, 380)
_MAGNIFIED = SMALL_TARGET * 1.15
_INSET_AROUND = 3
_OTHER_COST = 30
_NEXT_WIDTH = 12
_ALIKE = 0.025
"""Another part of a window has to be so much of the view's height away to be searched too."""
_NOWHERE = Rect(-1000, -1000, 0, 0)
_MARK_WORTH = 600.0
_LARGE = 4 * BADGE * BADGE
_BADGE_ON_WORDS = 900.0
_BOLD_LETTER = 9.2
"""Mean width of a bold letter in the callout: a word is not broken in two."""
_ROW = 21
"""What is lower than this in stage pixels may have words right above and below."""


_Size = tuple[float, tuple[float, float], "Inset | None"]
"""What a width of the callout costs, width and height that follow from it, and its inset."""


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
    cost, best = _arrange(frame, tried[0], (width, height), measured, scale, foot, apart=True)
    others: tuple[tuple[float, Callable[[], Camera]], ...] = (
        (_OTHER_COST, lambda: aim(frame, width, height, HIGH)),
        (ON_WORDS, lambda: aim(frame, width, height, LOW, high=True)),
        (ON_WORDS, lambda: aim(frame, width, height, LOW, settle=False)),
        (ON_WORDS, lambda: with_room_above(frame, tried[0], height)),
    )
    for worth_it, other_camera in others:
        if cost < worth_it or _is_among(tried, camera := other_camera(), height):
            continue
        tried.append(camera)
        other_cost, other = _arrange(frame, camera, (width, height), measured, scale, foot)
        if other_cost + _OTHER_COST < cost:
            cost, best = other_cost, other
    return best


def _is_among(tried: list[Camera], camera: Camera, height: float) -> bool:
    """Whether one of these shows nearly the same: where it has no place for a callout, neither has this."""
    near = _ALIKE * height / camera.scale
    return any(
        (each.scale, each.head) == (camera.scale, camera.head)
        and abs(each.x - camera.x) <= near
        and abs(each.y - camera.y) <= near
        for each in tried
    )


def _arrange(
    frame: ResolvedFrame,
    camera: Camera,
    size: tuple[float, float],
    measure: Callable[[float], tuple[float, float]],
    scale: float,
    tag: Rect,
    *,
    apart: bool = False,
) -> tuple[float, Placement]:
    view = Rect(0, 0, *size)
    target = camera.view(frame.target)
    captions = words_in_view(frame, camera, view)
    ring = target.grown(_room_around(target, captions))
    numbered = marks(frame, camera, view)
    words = [*captions, *(mark.rect for mark in numbered)]
    keep = [*kept(frame, camera, view), *((mark.rect, _MARK_WORTH) for mark in numbered)]
    badge = _badge(frame, target, view, keep, words)
    boxes = [box(word) for word in words]
    free = [y + 6 for y in floors(frame, camera) if y > ring.bottom + LEADER_LENGTH]
    sizes = [_boxes(frame, camera, view, measure, scale, magnified=magnified) for magnified in (True, False)]
    worst = _Seat(2 * COVERED, box(_last_resort(ring, view, measure)), None)
    on = ground(ring, badge, keep, words, view)
    best = _searched(on, sizes, free, worst)
    if best.cost >= ON_WORDS and (apart or (frame.kind is ControlKind.MENU_ITEM and not frame.menus)):
        # the badge takes the one gap there is between words: it goes to the callout, the leader through it
        alone = ground(ring, _NOWHERE, keep, words, view)
        other = _searched(alone, sizes, free, worst)
        beside = _beside(other.callout, [*boxes, *on.guarded[:1]], alone, view)
        if beside and other.cost + _OTHER_COST < best.cost:
            best, badge, on = other, beside, alone
    x, y, right, bottom = best.callout
    callout, inset = Rect(x, y, right - x, bottom - y), best.inset
    seated = _seated(inset, callout) if inset else None
    clear = best.cost < COVERED
    _, leader = clear_leader(best.callout, on.ring, on.in_the_way)
    cost = best.cost + _on_words(badge, boxes) * _BADGE_ON_WORDS
    return cost, Placement(
        camera, target, ring, badge, callout, leader, seated, tag, numbered, clear, tuple(captions)
    )


def _searched(on: Ground, sizes: list[list[_Size]], free: list[float], best: _Seat) -> _Seat:
    """The best seat for a callout of one of these sizes; what comes later only if the earlier has none."""
    for some in sizes:
        for last_try in (False, True):
            for extra, (wide, high), inset in some:
                places = between(wide, high, on) if last_try else seats(wide, high, on, free)
                best = _seat(best, places, on, extra, inset)
                if best.cost < extra + _NEXT_WIDTH:
                    break
            if best.cost < ON_WORDS:
                break
        if best.cost < COVERED:
            break
    return best


def _boxes(
    frame: ResolvedFrame,
    camera: Camera,
    view: Rect,
    measure: Callable[[float], tuple[float, float]],
    scale: float,
    *,
    magnified: bool,
) -> list[_Size]:
    """The sizes that a callout may have, the best width first, each with its cost and its inset."""
    longest = max(map(len, frame.label.split()), default=0) * _BOLD_LETTER * scale
    found: dict[tuple[float, float], _Size] = {}
    for at, base in enumerate(_WIDTHS):
        inner = min(base * scale, view.width - 2 * MARGIN) - 2 * PAD
        if at and inner < longest:
            continue
        inset = _inset(frame, camera, inner) if magnified else None
        if inset and frame.kind in BOXES and inset.source.width < frame.target.width:
            continue  # the box to tick may be what would be cut off
        size = _box(measure(inner), inset)
        found.setdefault(size, (at * _NEXT_WIDTH, size, inset))
    return list(found.values())


def _seat(best: _Seat, places: Iterator[Box], on: Ground, extra: float, inset: Inset | None) -> _Seat:
    """The best of these places for the callout, or the one found before."""
    for place in places:
        cost = cost_of(place, on, extra, best.cost)
        if cost < best.cost:
            best = _Seat(cost, place, inset)
    return best


def _on_words(rect: Rect, words: list[Box]) -> int:
    """How many words lie under ``rect``."""
    x, y, right, bottom = box(rect)
    return len([w for w in words if w[0] < right and w[2] > x and w[1] < bottom and w[3] > y])


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
    callout: Box
    inset: Inset | None


def _box(text: tuple[float, float], inset: Inset | None) -> tuple[float, float]:
    if inset is None:
        return text[0] + 2 * PAD, text[1] + 2 * PAD
    return max(text[0], inset.rect.width) + 2 * PAD, text[1] + GAP + inset.rect.height + 2 * PAD


def _last_resort(ring: Rect, view: Rect, measure: Callable[[float], tuple[float, float]]) -> Rect:
    """Where nothing fits: as wide as the view, at the end farther from the target."""
    wide = view.width - 2 * MARGIN
    high = min(measure(wide - 2 * PAD)[1] + 2 * PAD, view.height - 2 * MARGIN)
    below = ring.center[1] < view.height / 2
    return Rect(MARGIN, view.height - MARGIN - high if below else MARGIN, wide, high)


def _badge(
    frame: ResolvedFrame, target: Rect, view: Rect, keep: list[tuple[Rect, float]], words: list[Rect]
) -> Rect:
    """At the ring's edge, outside the target: where it lies in the view, on no word, and hides the least."""
    left, right, middle = target.x - 9, target.right + 9, target.center[1]
    corners = [(x, y) for y in (target.y - 9, target.bottom + 9) for x in (left, right)]
    sides = [(target.x - 14, middle), (target.right + 14, middle)]
    along = [(x, y) for y in (target.y - 14, target.bottom + 14) for x in (left + 24, right - 24)]
    # A row in a list has neighbours above and below, so its badge goes beside it.
    row = frame.kind is ControlKind.SPOT and frame.target.height < _ROW
    spots = [*sides, *corners, *along] if row else [*corners, *sides, *along]
    spots += [(x, y) for y in (target.bottom + 10, target.y - 10) for x in (right + 9, left - 9)]
    spots += [(x, y) for y in (target.y - 15, target.bottom + 15) for x in _steps(left + 10, right - 10)]
    spots += [(x, y) for x in (target.x - 15, target.right + 15) for y in _steps(target.y, target.bottom)]
    boxes = [box(word) for word in words]
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
        cost = covers + min(at, 10) * 12 + _on_words(badge.grown(-2), boxes) * _BADGE_ON_WORDS
        if best is None or cost < lowest:
            best, lowest = badge, cost
    if best is not None:
        return best
    x = min(max(left - BADGE / 2, 0), view.width - BADGE)
    return Rect(x, max(min(target.y - 9 - BADGE / 2, view.height - BADGE), 0), BADGE, BADGE)


def _beside(callout: Box, taken: list[Box], on: Ground, view: Rect) -> Rect | None:
    """A free place for the badge at the callout's sides."""
    x, y, right, bottom = callout
    _, leader = clear_leader(callout, on.ring, on.in_the_way)
    away = BADGE / 2 + 1
    for left, top in ((x - away, y + away), (right + away, y + away), (x - away, bottom - away)):
        badge = Rect(left - BADGE / 2, top - BADGE / 2, BADGE, BADGE)
        if view.contains(badge) and not _on_words(badge, taken) and not crossed(leader, [box(badge)]):
            return badge
    return None


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
