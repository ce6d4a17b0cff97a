"""Which part of the stage a view shows, and how large. Pure: no Qt, so that tests can ask for every frame."""

from __future__ import annotations

from dataclasses import replace

from wizard.core.record import record
from wizard.pointer.crop import settled, unbroken
from wizard.pointer.measures import MENU_BAR
from wizard.pointer.saliency import printed
from wizard.pointer.scene import ControlKind, FrameStyle, Rect, ResolvedFrame

SMALLEST, LARGEST = 0.7, 2.0
"""Labels below 0.7 cannot be read; above 2 a picture tells no more."""
_USUAL = (484, 400)
"""The room of the windows in a picture at the program's default size; a larger one has larger words."""
_GROWN = 1.6
"""How much larger words are in a large view: beyond that, more of Open Dental is worth more."""
_ROOMY = 1.27
"""At this scale an entry of a menu bar is 24 high, which is large enough."""
_WHOLE_USUAL, _WHOLE_TARGET = 0.85, 40
"""A whole window is worth words smaller than real ones, as long as its target is as wide as this in the view:
at the usual size down to the first, in a larger view to SMALLEST."""
_AT_THE_LEFT = 0.77
"""Words may be as small as this where a wide window then begins at its own left border: its sentences keep
their beginnings, and the picture's edge is not taken for the window's."""
_AT_THE_RIGHT = 0.8
"""The same for what stands at a wide window's right end: the X is in the view then, and none of it cut."""
_PATH_AT_THE_LEFT = 0.9
"""The same for an opened menu path: the module bar by which the main window is known is then in the view."""
_ALL_ACROSS = 0.85
"""And where the whole width of a window then is in the view, with the X at its right end."""
LEGIBLE = 45
"""A target as wide as this in the view is read where it stands, however low it is."""
BOXES = {ControlKind.CHECK, ControlKind.CHECK_RIGHT}
_FILLED = 1.3
"""How much larger than real a narrow window may be that fills the view's width, torn below."""
_MENU_GROWS = 0.5
"""Of what a large view has more, the part that makes menus larger; the rest shows more of the window."""
_HEAD_SHARE = 0.5
"""Of the view's height, what the upper end of a torn window may take."""
SMALL_TARGET = 24
"""A target lower than this in view pixels is magnified."""
_RING_ROOM = 9
_BADGE_ROOM = 22
_EDGE = 4
_FAR_ABOVE = 160
_NEIGHBOURS = 64
_AROUND_WINDOW = 12
_HIGH_UP = 0.3
_LIFTED = 24
"""So many stage pixels more may be seen above a window, if nothing is cut below for it."""
_TEAR = 7
"""Height in view pixels of the jagged edge under a torn-off title bar."""
# A window that leaves room sits low in the view, or high: the callout stands beside it and hides nothing.
LOW, HIGH = 0.72, 0.2
_TITLE = Rect(28, 7, 162, 14)


@record
class Camera:
    """Maps stage pixels to view pixels.

    A window whose title bar is out of sight is torn: the title bar (and the menu bar) comes first, then a
    jagged edge, then the part that is meant. So a window always says its name.

    Attributes:
        scale: View pixels per stage pixel.
        x: Stage coordinate at the view's left edge.
        y: Stage coordinate at its top edge, or under the jagged edge where there is one.
        head: Height in stage pixels of what stands above the jagged edge; 0 for none.
        head_y: Stage coordinate at the top of that; ``head_x`` at its left edge.
    """

    scale: float
    x: float
    y: float
    head: float = 0
    head_y: float = 0
    head_x: float = 0

    @property
    def torn(self) -> float:
        """The view's height above the part that is meant, in view pixels."""
        return self.head * self.scale + _TEAR if self.head else 0

    def view(self, rect: Rect) -> Rect:
        """A stage rectangle in view pixels, as a part of what is meant."""
        k = self.scale
        top = (rect.y - self.y) * k + self.torn
        return Rect((rect.x - self.x) * k, top, rect.width * k, rect.height * k)

    def place(self, rect: Rect) -> Rect:
        """A stage rectangle in view pixels, wherever it is shown; of no height where it is left out."""
        if not self.head:
            return self.view(rect)
        if rect.bottom <= self.head_y + self.head:
            return self.heading(rect)
        seen = self.view(rect)
        top = max(seen.y, self.torn)
        return Rect(seen.x, top, seen.width, max(0.0, seen.bottom - top))

    def heading(self, rect: Rect) -> Rect:
        """A stage rectangle in view pixels, as a part of what stands above the jagged edge."""
        k = self.scale
        return Rect((rect.x - self.head_x) * k, (rect.y - self.head_y) * k, rect.width * k, rect.height * k)


def aim(
    frame: ResolvedFrame,
    width: float,
    height: float,
    share: float = LOW,
    *,
    settle: bool = True,
    high: bool = False,
) -> Camera:
    """The camera for a view of this size in pixels.

    The whole window where its labels stay legible, else the target with as much of its surroundings (open
    menus, title bar) as fits.

    Args:
        frame: What to show.
        width: Of the view.
        height: Of the view.
        share: Of the room above and below a window that fits, the part above.
        settle: Whether a part of a window is moved aside until its borders cut as little as can be.
        high: Whether a target in a part of a window stands high in the view, with what is below it in sight.
    """
    frame = _within(frame, width)
    outer = frame.front.outer
    roomy = outer.grown(_AROUND_WINDOW)
    whole = min(width / roomy.width, height / roomy.height)
    real = _real(width, height)
    least = SMALLEST if real > 1 else _WHOLE_USUAL
    scale, region = _crop(frame, width, height)
    at_whole = min(_rounded_up(frame, whole, width, height), _ROOMY * real, LARGEST)
    # in a small view a target of its real size is worth more than the window's edges
    magnified = real == 1 and not is_legible(frame, at_whole) and is_legible(frame, scale + 0.001)
    is_whole = whole >= least and frame.target.width * whole >= _WHOLE_TARGET and not magnified
    if is_whole:
        scale, region = at_whole, roomy
    across, down = width / scale, height / scale
    bounds = frame.bounds
    part, window, stage = (_span(region, 0), _span(outer, 0), _span(bounds, 0))
    x = _start(part, across, window, stage, share=0.5)
    if _meant(frame).right + _EDGE <= outer.x + across + 0.01 and not is_whole and outer.width > across:
        x = outer.x
    x = _at_an_entry(frame, x, part, across)
    y = _down(frame, region, down, share, high=high)
    head = _title_height(frame)
    if outer.y < y <= outer.y + head and frame.target.bottom + _RING_ROOM - outer.y <= down:
        y = outer.y  # rather the whole title bar than what is below the target
    if is_whole:
        return _under_owner(frame, Camera(scale, x, y))
    if settle and x > outer.x:
        x = settled(frame, 0, _in_line(frame, width, height, scale), (x, y), (across, down))
    if y <= outer.y:
        if settle:
            y = settled(frame, 1, Rect(x, y, across, down - _LIFTED), (x, y), (across, down))
        return Camera(scale, x, y)
    return _torn(frame, (width, height), Camera(scale, x, y), share, high=high)


def _within(frame: ResolvedFrame, width: float) -> ResolvedFrame:
    """Without what the sentence speaks of where the target would be cut off for it."""
    return replace(frame, also=()) if frame.also and _meant(frame).width * SMALLEST > width else frame


def _torn(
    frame: ResolvedFrame, size: tuple[float, float], camera: Camera, share: float, *, high: bool
) -> Camera:
    """The same part of a window with its title bar above a tear."""
    (width, height), scale, x = size, camera.scale, camera.x
    outer, head, across = frame.front.outer, _title_height(frame), width / scale
    if frame.kind is not ControlKind.MENU_ITEM and not high:
        head = unbroken(frame, (x, across), head, height / scale * _HEAD_SHARE, frame.target.y - _BADGE_ROOM)
    # The title bar's room comes off the part below it.
    left = height - Camera(scale, x, 0, head).torn
    y = _down(frame, _surroundings(frame, width, left, scale), left / scale, share, high=high)
    least = outer.y + head + _TEAR / scale
    if y > least:
        ringed = frame.target.grown(_BADGE_ROOM).united(_meant(frame))
        needed = _fitted(ringed, [_surroundings(frame, width, left, scale)], width, left, scale)
        y = settled(frame, 1, needed, (x, y), (across, left / scale))
    if y <= least:  # nothing is left out: without a tear as much is seen, and nothing twice
        return Camera(scale, x, outer.y)
    return Camera(scale, x, y, head, outer.y, x)


def with_room_above(frame: ResolvedFrame, camera: Camera, height: float) -> Camera:
    """The same part of a window, lower in the view, as far as the stage reaches: for a callout above."""
    if camera.head or camera.y > frame.front.outer.y:
        return camera
    k, x = camera.scale, camera.x
    lowest = _meant(frame).united(frame.target.grown(_BADGE_ROOM)).bottom - height / k
    return Camera(k, x, min(camera.y, max(frame.bounds.y - _AROUND_WINDOW / k, lowest)))


def _down(frame: ResolvedFrame, region: Rect, down: float, share: float, *, high: bool) -> float:
    """Where the view begins downwards."""
    outer = frame.front.outer
    if high:
        lowest = outer.bottom + _AROUND_WINDOW - down
        return max(outer.y, min(frame.target.y - down * _HIGH_UP, lowest))
    return _start(_span(region, 1), down, _span(outer, 1), _span(frame.bounds, 1), share=share)


def is_legible(frame: ResolvedFrame, scale: float) -> bool:
    """Whether the target is seen well where it stands: also a low one that is wide, but for a box to tick."""
    wide = frame.detail if frame.kind in BOXES else frame.target.width
    return frame.detail * scale >= SMALL_TARGET or wide * scale >= LEGIBLE


def _real(width: float, height: float) -> float:
    """The scale of words in a view of this size: real at the usual size, and growing with the view."""
    return max(1.0, min(width / _USUAL[0], height / _USUAL[1], _GROWN))


def _under_owner(frame: ResolvedFrame, camera: Camera) -> Camera:
    """With the main window's title bar and menus torn off above a message that has none itself."""
    if frame.front.style is not FrameStyle.MESSAGE or len(frame.layers) < 2 or not frame.layers[-2].bar:
        return camera
    owner = frame.layers[-2]
    head = owner.client.y - owner.outer.y + MENU_BAR
    above = head + _TEAR / camera.scale
    if camera.y <= owner.outer.y or camera.y + above + _AROUND_WINDOW > frame.front.outer.y:
        return camera
    k, x, y = camera.scale, camera.x, camera.y
    return Camera(k, x, y + above, head, owner.outer.y, owner.outer.x)


def _rounded_up(frame: ResolvedFrame, scale: float, width: float, height: float) -> float:
    """A little larger where that spares the magnified inset and the window still fits."""
    wished, outer = SMALL_TARGET / frame.detail, frame.front.outer
    fits = outer.width * wished <= width and outer.height * wished <= height
    return wished if scale < wished <= scale * 1.06 and fits else scale


def _title_height(frame: ResolvedFrame) -> float:
    """Height of the title bar, and of the menu bar below it."""
    front = frame.front
    return front.client.y - front.outer.y + (MENU_BAR if front.bar else 0)


def _at_an_entry(frame: ResolvedFrame, x: float, part: tuple[float, float], across: float) -> float:
    """Where the view begins, moved to the left edge of an entry of the menu bar: none is cut in two."""
    bar = frame.front.bar
    if not bar or x <= bar[0].rect.x:
        return x
    begins = [row.rect.x - 2 for row in bar]
    later = [at for at in begins if x <= at <= part[0]]
    earlier = [at for at in begins if sum(part) - across <= at < x]
    return min(later, default=max(earlier, default=x))


def _crop(frame: ResolvedFrame, width: float, height: float) -> tuple[float, Rect]:
    """The largest scale at which what a person steers by still fits, and the part to show at it."""
    menu = frame.kind is ControlKind.MENU_ITEM
    real = _real(width, height)
    around = _meant(frame)
    if menu:
        front = frame.front
        title = Rect(frame.target.x, front.outer.y, 1, front.client.y - front.outer.y)
        needed = _fitted(around, [*_guides(frame), title], width, height, SMALLEST + 0.1)
        # an entry is wide and legible at its real size: more of the window is worth more
        wished = [1 + (real - 1) * _MENU_GROWS, 1.0, 0.9, 0.8] if frame.menus else _bar_scales(frame, real)
        from_left = width / (needed.right + _EDGE - front.outer.x)
        if frame.menus and _PATH_AT_THE_LEFT <= from_left < 1:
            wished = [from_left]
    else:
        needed = around
        enough = SMALL_TARGET / frame.detail  # a little larger, where that spares the magnified inset
        wished = [*([enough] if real < enough <= real * _ROOMY else []), real, 1.0, 0.9, 0.8]
        outer = frame.front.outer
        filled = min(width / (outer.width + 2 * _EDGE), _FILLED * real)
        if filled > real:
            wished.append(filled)
        else:
            from_left = width / (around.right + _EDGE - outer.x)
            all_across = width / (outer.width + 2 * _EDGE)
            if _ALL_ACROSS <= all_across < real:
                wished = [all_across]
            elif _AT_THE_LEFT <= from_left < real:
                wished = [from_left]
            elif around.center[0] > outer.center[0]:
                to_right = width / (outer.right + _EDGE - around.x)
                wished = [to_right] if _AT_THE_RIGHT <= to_right < real else wished
    for scale in sorted(wished, reverse=True):
        if scale <= LARGEST and needed.width * scale <= width and needed.height * scale <= height:
            break
    else:
        scale = SMALLEST
    return scale, _surroundings(frame, width, height, scale)


def _bar_scales(frame: ResolvedFrame, real: float) -> list[float]:
    return [_ROOMY * real, SMALL_TARGET / frame.detail, 1.1 * real, real, 1.0, 0.9, 0.8]


def _meant(frame: ResolvedFrame) -> Rect:
    """The target with its ring, and what the sentence speaks of beside it."""
    part = frame.target.grown(_RING_ROOM)
    for rect in frame.also:
        # what is far above stands in the window's torn upper end, which the view shows too
        far = part.y - rect.bottom > _FAR_ABOVE
        part = part.united(_beside(rect, part) if far else rect.grown(_EDGE))
    return part


def _in_line(frame: ResolvedFrame, width: float, height: float, scale: float) -> Rect:
    """The target with what stands in one line with it, as much as fits: it stays when the view is moved."""
    part = _meant(frame)
    lit = [_beside(row.rect, part) for row in frame.front.bar if row.lit]
    guides = _guides(frame) if frame.kind is ControlKind.MENU_ITEM else []
    return _fitted(part, [*lit, *guides, *_beside_it(frame)], width, height, scale)


def _surroundings(frame: ResolvedFrame, width: float, height: float, scale: float) -> Rect:
    """The target with as much of what a person steers by as fits."""
    part = _meant(frame)
    lit = [_beside(row.rect, part) for row in frame.front.bar if row.lit]
    part = _fitted(part, [*lit, *_beside_it(frame), _neighbours(frame)], width, height, scale)
    first = [_beside(row.rect, part) for row in frame.front.bar[:1]]
    return _fitted(part, [*_guides(frame), *first, *_extras(frame)], width, height, scale)


def _neighbours(frame: ResolvedFrame) -> Rect:
    """What stands beside the target, so that it is not at the view's very edge."""
    target = frame.target
    if frame.kind is ControlKind.MENU_ITEM:
        return target
    wide = Rect(target.x - _NEIGHBOURS, target.y, target.width + 2 * _NEIGHBOURS, target.height)
    return wide.common(frame.front.outer.united(target))


def _beside_it(frame: ResolvedFrame) -> list[Rect]:
    """The controls that stand in one line with the target, the nearest first: its label is among them."""
    target = frame.target
    if frame.kind is ControlKind.MENU_ITEM:
        return []
    middle = target.center[1]
    line = [
        printed(control)
        for control in frame.front.controls
        if control.rect.y <= middle <= control.rect.bottom
        and control.rect.height <= 2 * target.height
        and control.kind not in {ControlKind.SPOT, ControlKind.GROUP}
    ]
    return sorted(line, key=lambda rect: max(target.x - rect.right, rect.x - target.right))


def _beside(rect: Rect, part: Rect) -> Rect:
    """The horizontal extent of ``rect`` at the height of ``part``."""
    return Rect(rect.x, part.y, rect.width, part.height)


def _fitted(region: Rect, wanted: list[Rect], width: float, height: float, scale: float) -> Rect:
    for rect in wanted:
        larger = region.united(rect)
        if larger.width * scale <= width and larger.height * scale <= height:
            region = larger
    return region


def _guides(frame: ResolvedFrame) -> list[Rect]:
    """What tells a person where the target is, in order of worth."""
    front = frame.front
    if frame.kind is not ControlKind.MENU_ITEM:
        # the title follows the view across: it is enough to have it in sight downwards
        title = _TITLE.moved(front.outer.x, front.outer.y)
        return [Rect(frame.target.x, title.y, 10, title.height)]
    if not frame.menus:  # the entries beside it
        at = next((at for at, row in enumerate(front.bar) if row.rect == frame.target), 0)
        return [row.rect for row in front.bar[max(0, at - 2) : at + 2]]
    lit = [row.rect for menu in reversed(frame.menus) for row in menu.rows if row.lit]
    return lit + [row.rect for row in front.bar if row.lit]


def _extras(frame: ResolvedFrame) -> list[Rect]:
    front = frame.front
    menus = [menu.rect for menu in reversed(frame.menus)]
    return [frame.target.grown(_BADGE_ROOM), *menus, front.outer]


def _span(rect: Rect, axis: int) -> tuple[float, float]:
    return (rect.y, rect.height) if axis else (rect.x, rect.width)


def _start(
    part: tuple[float, float],
    view: float,
    window: tuple[float, float],
    stage: tuple[float, float],
    *,
    share: float,
) -> float:
    """Where the view begins on one axis.

    Args:
        part: Begin and extent of what must be seen.
        view: Extent of the view in stage pixels.
        window: Begin and extent of the window in front.
        stage: Begin and extent of everything drawn.
        share: Of the room beside a window that fits, the part before it.
    """
    at, length = part
    low, size = window
    if view >= size + 2 * _AROUND_WINDOW:
        start = low - (view - size) * share
    else:
        start = at + length / 2 - view / 2
        start = max(low - _AROUND_WINDOW, min(start, low + size + _AROUND_WINDOW - view))
    if view <= stage[1]:
        start = max(stage[0], min(start, stage[0] + stage[1] - view))
    return min(max(start, at + length - view), at)
