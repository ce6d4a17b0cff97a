"""Draws one picture of a pointer: Open Dental at rest, in two depths of shade, with one bright control."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen, QPolygonF

from wizard.pointer.camera import Camera
from wizard.pointer.leader import LEADER_WIDTH
from wizard.pointer.light import Mark, light, without
from wizard.pointer.placement import PAD, Placement, lay_over
from wizard.pointer.scene import FrameStyle, Rect, ResolvedFrame
from wizard.ui.pointer.callout import Sentence
from wizard.ui.pointer.clip import clipped
from wizard.ui.pointer.night import by_night
from wizard.ui.pointer.soft_shadow import draw_shadow
from wizard.ui.pointer.surround import LIGHT, POINTER, POINTER_EDGE, Surround
from wizard.ui.pointer.text_painter import draw_text, qrect
from wizard.ui.pointer.window_borders import NATIVE_CORNER
from wizard.ui.pointer.window_painter import draw_stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.core.text import Text

TAG_SIZE = 11
"""Height in view pixels of what names the version."""
_TAG_PAD = 8
_SHADE = QColor(20, 27, 38)
_MARK_INK = "#FFFFFF"


def plan(
    frame: ResolvedFrame, width: float, height: float, look: Surround, say: Callable[[Text], str]
) -> Placement:
    """Where everything of the picture goes, in view pixels."""
    return _planned(frame, width, height, look, say(frame.sentence), say(frame.version))[0]


@lru_cache(maxsize=96)
def _planned(
    frame: ResolvedFrame, width: float, height: float, look: Surround, said: str, version: str
) -> tuple[Placement, Sentence, Sentence]:
    # a third of a picture's time; asked again for each scale and each repaint
    sentence = Sentence(said, look)
    tag = Sentence(version, look, TAG_SIZE, look.quiet)
    wide, high = tag.measure(width - 2 * _TAG_PAD)
    size = (wide + 2 * _TAG_PAD, high + _TAG_PAD)
    return lay_over(frame, width, height, sentence.measure, look.scale, size), sentence, tag


def render(
    painter: QPainter,
    rect: QRectF,
    frame: ResolvedFrame,
    number: int,
    look: Surround,
    *,
    say: Callable[[Text], str],
) -> Placement:
    """Draw the picture into ``rect``; vectors only, so any device and scale will do.

    Args:
        painter: Of a widget, an image, a printer or an SVG (1.1: the older Tiny profile knows no clipping).
        rect: The view, in the painter's coordinates.
        frame: What to show.
        number: The badge, counted from one.
        look: The surround.
        say: Turns a text into the person's language.

    Returns:
        Where everything went, in pixels from the view's top left corner.
    """
    said, version = say(frame.sentence), say(frame.version)
    placed, sentence, tag = _planned(frame, rect.width(), rect.height(), look, said, version)
    painter.save()
    painter.translate(rect.topLeft())
    view = Rect(0, 0, rect.width(), placed.tag.y)
    painter.setClipRect(QRectF(0, 0, rect.width(), rect.height()), Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    with clipped(painter, qrect(view)), by_night(dark=look.night):
        painter.fillRect(qrect(view), QColor(look.backdrop))
        stage(painter, frame, placed.camera, view, look)
        _dim(painter, view, frame, placed.camera, look)
    _tag(painter, placed.tag, tag, look)
    _leader(painter, placed)
    _ring(painter, placed)
    for mark in placed.marks:
        _mark(painter, mark)
    _callout(painter, frame, placed, look, sentence)
    _badge(painter, placed.badge, number)
    painter.restore()
    return placed


def image(
    frame: ResolvedFrame,
    number: int,
    look: Surround,
    *,
    say: Callable[[Text], str],
    size: QSize,
    ratio: float = 1,
) -> QImage:
    """The picture as an image of ``size`` logical pixels with ``ratio`` device pixels each."""
    made = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    try:
        render(painter, QRectF(0, 0, size.width(), size.height()), frame, number, look, say=say)
    finally:
        painter.end()  # Qt aborts when the image goes away under a painter
    return made


def stage(
    painter: QPainter, frame: ResolvedFrame, camera: Camera, view: Rect, look: Surround = LIGHT
) -> None:
    """Draw the windows bright, ``camera``'s corner at that of ``view``, torn where it says so."""
    k = camera.scale
    if camera.head:
        # Only the window in front is torn (under a message, the main window); what lies behind is whole.
        outer = next(layer.outer for layer in reversed(frame.layers) if layer.outer.y <= camera.head_y)
        across = Rect(view.x + (outer.x - camera.x) * k, view.y, outer.width * k, view.height).common(view)
        low = Rect(across.x, view.y + camera.torn, across.width, view.height - camera.torn)
        sides = without([view], [across])
        for part, top in ((low, camera.y), *((side, camera.y - camera.torn / k) for side in sides)):
            with clipped(painter, qrect(part)):
                stage(painter, frame, Camera(k, camera.x + (part.x - view.x) / k, top), part)
        above = Rect(across.x, view.y, across.width, camera.head * k)
        with clipped(painter, qrect(above)):
            stage(painter, frame, Camera(k, camera.head_x + (across.x - view.x) / k, camera.head_y), above)
        with clipped(painter, qrect(across)):
            _tear(painter, above.bottom, view.y + camera.torn, across, look)
        return
    painter.save()
    painter.translate(view.x - camera.x * k, view.y - camera.y * k)
    painter.scale(k, k)
    draw_stage(painter, frame, Rect(camera.x, camera.y, view.width / k, view.height / k))
    painter.restore()


def _tear(painter: QPainter, top: float, bottom: float, view: Rect, look: Surround) -> None:
    """A jagged gap across the view: something is left out here."""
    step, count = 9.0, int(view.width / 9) + 2
    upper = [QPointF(view.x + at * step, top + (2 if at % 2 else -2)) for at in range(count)]
    lower = [QPointF(view.x + at * step, bottom + (2 if at % 2 else -2)) for at in range(count)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.tear))
    painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
    painter.setPen(QPen(QColor(look.tear_line), 0))  # a thread: a broader one takes longer than the window
    for edge in (upper, lower):
        painter.drawPolyline(QPolygonF(edge))


def _dim(painter: QPainter, view: Rect, frame: ResolvedFrame, camera: Camera, look: Surround) -> None:
    """The deeper shade behind the window in front, the lighter one on it, none on what is bright."""
    falls = light(frame, camera, view)
    # a message box is known by its white body over a grey foot, which a shade would make one grey
    front = 0.0 if frame.front.style is FrameStyle.MESSAGE else look.front
    # plain areas, whole device pixels: one path with holes takes longer than all the windows
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    if falls.front is None:
        _shade(painter, without([view], falls.bright), look.behind)
    else:
        _shade(painter, without([view], [falls.front]), look.behind)
        _shade(painter, without([falls.front], falls.bright), front)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if falls.front is not None and frame.front.style in {FrameStyle.WINDOWS, FrameStyle.MESSAGE}:
        # what lies behind shows beside a round corner
        deeper = (look.behind - front) / (1 - front)
        for corner in _outside_corners(falls.front, NATIVE_CORNER * camera.scale):
            painter.fillPath(corner, _shadow(deeper))


def _shade(painter: QPainter, rects: list[Rect], depth: float) -> None:
    for rect in rects if depth else ():
        painter.fillRect(qrect(rect), _shadow(depth))


def _shadow(depth: float) -> QColor:
    shade = QColor(_SHADE)
    shade.setAlphaF(depth)
    return shade


def _outside_corners(rect: Rect, radius: float) -> Iterator[QPainterPath]:
    """Between each corner of a rectangle and a quarter of a circle in it."""
    for x, way in ((rect.x, 1), (rect.right, -1)):
        for y, down in ((rect.y, 1), (rect.bottom, -1)):
            path = QPainterPath(QPointF(x, y))
            path.lineTo(x + way * radius, y)
            path.quadTo(x, y, x, y + down * radius)
            path.closeSubpath()
            yield path


def _ring(painter: QPainter, placed: Placement) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    thick = placed.stroke
    middle = placed.ring.grown(-thick / 2)
    # a ring close to its target has corners that leave all of it free
    corner = max(placed.target.x - placed.ring.x - 1, 1.5)
    for width, colour in ((thick, POINTER_EDGE), (thick / 2, POINTER)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawRoundedRect(qrect(middle), corner, corner)


def _leader(painter: QPainter, placed: Placement) -> None:
    (x1, y1), (x2, y2) = placed.leader
    # Both ends reach under the callout and the ring, whose corners are round.
    length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1)
    dx, dy = (x2 - x1) / length * 5, (y2 - y1) / length * 5
    start, end = QPointF(x1 - dx, y1 - dy), QPointF(x2 + dx * 0.7, y2 + dy * 0.7)
    for width, colour in ((LEADER_WIDTH, POINTER_EDGE), (LEADER_WIDTH / 2, POINTER)):
        painter.setPen(QPen(QColor(colour), width, c=Qt.PenCapStyle.FlatCap))
        painter.drawLine(start, end)


def _callout(
    painter: QPainter, frame: ResolvedFrame, placed: Placement, look: Surround, sentence: Sentence
) -> None:
    box = placed.callout
    for grow, alpha in ((7, 14), (3, 30)):
        draw_shadow(painter, box.grown(grow - 1).moved(0, 4), 10 + grow, box.grown(-10), alpha)
    painter.setBrush(QColor(look.callout))
    painter.setPen(QPen(QColor(look.callout_line), 1.5))
    painter.drawRoundedRect(qrect(box.grown(-0.75)), 10, 10)
    sentence.draw(painter, box.x + PAD, box.y + PAD, box.width - 2 * PAD)
    if placed.inset is None:
        return
    inset = placed.inset
    path = QPainterPath()
    path.addRoundedRect(qrect(inset.rect), 5, 5)
    with clipped(painter, path), by_night(dark=look.night):
        stage(painter, frame, Camera(inset.zoom, inset.source.x, inset.source.y), inset.rect)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, colour in ((4.0, POINTER_EDGE), (2.0, POINTER)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawRoundedRect(qrect(inset.rect), 5, 5)


def _tag(painter: QPainter, rect: Rect, tag: Sentence, look: Surround) -> None:
    painter.fillRect(qrect(rect), QColor(look.ground))
    painter.fillRect(QRectF(rect.x, rect.y, rect.width, 1), QColor(look.line))
    tag.draw(painter, rect.x + _TAG_PAD, rect.y + _TAG_PAD / 2, rect.width - 2 * _TAG_PAD)


def _badge(painter: QPainter, rect: Rect, number: int) -> None:
    _disc(painter, rect, POINTER_EDGE, POINTER)
    _numeral(painter, rect, number, 14, POINTER_EDGE)


def _mark(painter: QPainter, mark: Mark) -> None:
    """Dark where the badge is bright: the order of the clicks is not the number of the step."""
    _disc(painter, mark.rect, POINTER, POINTER_EDGE)
    _numeral(painter, mark.rect, mark.number, 11, _MARK_INK)


def _disc(painter: QPainter, rect: Rect, edge: str, fill: str) -> None:
    painter.setPen(QPen(QColor(edge), 2))
    painter.setBrush(QColor(fill))
    painter.drawEllipse(qrect(rect.grown(-1)))


def _numeral(painter: QPainter, rect: Rect, number: int, pixels: int, ink: str) -> None:
    chosen = QFont()
    chosen.setPixelSize(pixels)
    chosen.setWeight(QFont.Weight.Bold)
    painter.setFont(chosen)
    painter.setPen(QColor(ink))
    draw_text(painter, qrect(rect), int(Qt.AlignmentFlag.AlignCenter), str(number))
