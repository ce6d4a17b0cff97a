"""What in a picture is worth seeing, so that badge and callout stand elsewhere. Pure: no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.scene import Control, Kind, Rect, ResolvedFrame

if TYPE_CHECKING:
    from wizard.ui.pointer.camera import Camera

LETTER = 6.2
"""Width of a letter in stage pixels, on the safe side; for deciding only, never for drawing."""


def kept(frame: ResolvedFrame, camera: Camera, view: Rect) -> list[tuple[Rect, float]]:
    """What the callout should rather not cover, with the cost of covering all of it."""
    front = frame.front
    rows = [*front.bar, *(row for menu in frame.menus for row in menu.rows if row.lit)]
    keep = [(row.rect, 400.0 if row.lit else 60.0) for row in rows if row.rect != frame.target]
    keep += [(menu.rect, 150.0) for menu in frame.menus]
    keep.append((Rect(front.outer.x, front.outer.y, min(front.outer.width, 220), 26), 120.0))
    keep += [(_printed(c), _worth(c)) for c in front.controls if c.rect != frame.target]
    seen = [(camera.seen(rect), worth) for rect, worth in keep if worth]
    return [(rect, worth) for rect, worth in seen if rect.shared(view)]


def hidden(rect: Rect, keep: list[tuple[Rect, float]]) -> float:
    """The cost of what ``rect`` covers."""
    x, y, right, bottom = rect.x, rect.y, rect.x + rect.width, rect.y + rect.height
    cost = 0.0
    for kept, worth in keep:  # by far the most often run lines of a picture
        wide = min(right, kept.x + kept.width) - max(x, kept.x)
        high = min(bottom, kept.y + kept.height) - max(y, kept.y)
        if wide > 0 and high > 0:
            cost += worth * wide * high / (kept.width * kept.height)
    return cost


def _worth(control: Control) -> float:
    if control.kind in {Kind.SPOT, Kind.GROUP}:
        return 0
    if control.kind is Kind.TASKBAR:
        return 400
    # Grids and lists are mostly empty: a callout may well stand on them.
    return 70 if control.kind not in {Kind.GRID, Kind.LIST} and control.value != "lines" else 20


def _printed(control: Control) -> Rect:
    """The part of a label that its words take, roughly; other controls are all there."""
    rect = control.rect
    if control.kind is not Kind.LABEL:
        return rect
    lines = control.text.split("\n")
    width = min(rect.width, max(map(len, lines)) * LETTER)
    high = min(rect.height, 14 * sum(1 + int(len(line) * LETTER / rect.width) for line in lines))
    x = rect.right - width if control.align.endswith("right") else rect.x
    y = rect.bottom - high if control.align.startswith("bottom-") else rect.y
    return Rect(x, y, width, high)
