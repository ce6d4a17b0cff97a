"""Small pictures of our own: the modules, the toolbar's buttons, the program, the marks of message boxes.

None is Open Dental's: each says in a few strokes what its place is for, so that the bar is known by its
order.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPaintEngine, QPainter, QPainterPath, QPen, QTransform

from wizard.core.record import record
from wizard.ui.pointer.text_painter import qrect

if TYPE_CHECKING:
    from wizard.pointer.scene import Rect

    _Glyph = tuple[int, list[tuple[QPainterPath, QBrush, QPen]]]
_LINE, _PAPER, _SKY, _SUN, _LEAF = "#2F4F86", "#FFFFFF", "#A9C8EC", "#F0C265", "#9BCFA6"
_MARGIN = 1
"""Around a glyph that is kept as an image, in its pixels."""
_PARTS = 8
"""Of a pixel, to which such a glyph's place is rounded."""
_NIGHT, _SKIN, _FAINT = "#24334D", "#F1CFAE", "#8EA2BF"


@record
class Shape:
    """One area or line of a glyph; an empty colour draws none."""

    path: str
    fill: str = ""
    line: str = ""
    width: float = 1.6


def _round(x: float, y: float, r: float) -> str:
    k = 0.5523 * r
    left, right, top, low = x - r, x + r, y - r, y + r
    return (
        f"M {left} {y} C {left} {y - k} {x - k} {top} {x} {top} C {x + k} {top} {right} {y - k} {right} {y} "
        f"C {right} {y + k} {x + k} {low} {x} {low} C {x - k} {low} {left} {y + k} {left} {y} Z"
    )


def _box(x: float, y: float, wide: float, high: float) -> str:
    return f"M {x} {y} L {x + wide} {y} L {x + wide} {y + high} L {x} {y + high} Z"


def _shoulders(x: float, y: float, half: float, high: float) -> str:
    return f"M {x - half} {y + high} C {x - half} {y - 1} {x + half} {y - 1} {x + half} {y + high} Z"


_TOOTH = (
    "M 16 7 C 13 4.4 5.8 4 5.5 11.2 C 5.3 16 8 18 8.6 22 C 9.2 26 10 29 12 29 C 14.6 29 13.4 20.4 16 20.4 "
    "C 18.6 20.4 17.4 29 20 29 C 22 29 22.8 26 23.4 22 C 24 18 26.7 16 26.5 11.2 C 26.2 4 19 4.4 16 7 Z"
)
_PAGE = "M 3 1.5 L 10 1.5 L 13 4.5 L 13 14.5 L 3 14.5 Z"

# On a field of 32 by 32.
_LARGE: dict[str, tuple[Shape, ...]] = {
    "appts": (
        Shape(_box(4, 6, 24, 22), _PAPER, _LINE),
        Shape(_box(4, 6, 24, 6.5), "#4C7FC4", _LINE),
        Shape("M 10 3 L 10 9 M 22 3 L 22 9", line=_LINE, width=2.4),
        Shape(_box(7.5, 15.5, 4, 4) + _box(14, 21.5, 4, 4), _LEAF),
        Shape(_box(14, 15.5, 4, 4) + _box(20.5, 21.5, 4, 4), _SUN),
        Shape(_box(20.5, 15.5, 4, 4) + _box(7.5, 21.5, 4, 4), _SKY),
    ),
    "family": (
        Shape(_shoulders(10.5, 15, 7.5, 12), _SKY, _LINE),
        Shape(_round(10.5, 9.5, 4.3), _SKIN, _LINE),
        Shape(_shoulders(22, 16, 7, 11), _LEAF, _LINE),
        Shape(_round(22, 11, 4), _SKIN, _LINE),
        Shape(_shoulders(16, 23, 5, 6.5), _SUN, _LINE),
        Shape(_round(16, 19.5, 3.2), _SKIN, _LINE),
    ),
    "account": (
        Shape(_box(5, 3.5, 19, 25), _PAPER, _LINE),
        Shape(
            "M 8.5 9 L 20.5 9 M 8.5 13.5 L 20.5 13.5 M 8.5 18 L 15 18 M 8.5 22.5 L 14 22.5", line="#8EA2BF"
        ),
        Shape(_round(22.5, 22.5, 6.6), _SUN, _LINE),
        Shape(
            "M 25 20.4 C 24.4 19 20.4 18.8 20.4 20.9 C 20.4 23 24.9 22 24.9 24.2 C 24.9 26.3 20.7 26 20.1 "
            "24.6 M 22.6 18 L 22.6 27.2",
            line=_LINE,
            width=1.3,
        ),
    ),
    "tx-plan": (
        Shape(_box(5.5, 5, 21, 24), "#D9B27C", _LINE),
        Shape(_box(8.5, 9, 15, 17), _PAPER),
        Shape(_box(11.5, 2.8, 9, 5), "#B9C4D2", _LINE),
        Shape("M 11 13.5 L 12.6 15.2 L 15 12 M 11 20.5 L 12.6 22.2 L 15 19", line="#2E8B57", width=1.8),
        Shape("M 17 14 L 21.5 14 M 17 21 L 21.5 21", line=_FAINT),
    ),
    "chart": (
        Shape(_TOOTH, _PAPER, _LINE, 1.8),
        Shape("M 10.5 10.5 C 13 12.6 15 12 16 10.6 C 17 12 19 12.6 21.5 10.5", line=_FAINT, width=1.3),
        Shape(_round(20.2, 14.2, 2.2), "#E08A6B"),
    ),
    "imaging": (
        Shape(_box(3.5, 5.5, 25, 21), _NIGHT, _LINE),
        Shape(
            "M 8 10.5 C 9 9 13.6 9 14.4 11 C 15 13.4 13.6 15.6 13.4 22 L 11.8 22 L 11.2 17 L 10.5 22 L 9 22 "
            "C 8.8 15.6 7.2 13.4 8 10.5 Z M 17.6 11 C 18.4 9 23 9 24 10.5 C 24.8 13.4 23.2 15.6 23 22 L 21.4 "
            "22 L 20.8 17 L 20.1 22 L 18.6 22 C 18.4 15.6 17 13.4 17.6 11 Z",
            "#C9D8EA",
        ),
    ),
    "manage": (
        Shape("M 12 10 L 12 6 L 20 6 L 20 10", line=_LINE, width=2.2),
        Shape(_box(3.5, 10, 25, 17), "#C08A55", _LINE),
        Shape("M 3.5 17.5 L 28.5 17.5", line=_LINE, width=1.3),
        Shape(_box(13.8, 15.2, 4.4, 4.8), _SUN, _LINE, 1.2),
    ),
    # the program, and its window on a desktop
    "tooth": (Shape(_TOOTH, _PAPER),),
    "tooth-line": (Shape(_TOOTH, _PAPER, _LINE, 2.2),),
    # what Windows puts beside a message
    "information": (
        Shape(_round(16, 16, 15.2), "#0067C0"),
        Shape("M 16 14.5 L 16 24", line=_PAPER, width=3),
        Shape(_round(16, 9.3, 2), _PAPER),
    ),
}
_LARGE["procs"] = _LARGE["chart"]

# On a field of 16 by 16.
_SMALL: dict[str, tuple[Shape, ...]] = {
    "select-patient": (
        Shape(_shoulders(8, 8.5, 6, 6), _SKY, _LINE, 1.1),
        Shape(_round(8, 4.7, 3.2), _SKIN, _LINE, 1.1),
    ),
    "commlog": (
        Shape("M 1.5 2.5 L 14.5 2.5 L 14.5 10.5 L 8 10.5 L 4.5 14 L 4.5 10.5 L 1.5 10.5 Z", _SUN, _LINE, 1.1),
        Shape("M 4 5.5 L 12 5.5 M 4 8 L 9.5 8", line=_LINE, width=0.9),
    ),
    "e-mail": (
        Shape(_box(1.5, 3.5, 13, 9.5), _PAPER, _LINE, 1.1),
        Shape("M 1.5 3.5 L 8 9 L 14.5 3.5", line=_LINE, width=1.1),
    ),
    "webmail": (
        Shape(_round(6.5, 6.5, 5.2), _SKY, _LINE, 1.1),
        Shape("M 1.3 6.5 L 11.7 6.5 M 6.5 1.3 L 6.5 11.7", line=_LINE, width=0.9),
        Shape(_box(6, 8.5, 9, 6.2), _PAPER, _LINE, 1.1),
        Shape("M 6 8.5 L 10.5 12 L 15 8.5", line=_LINE, width=1),
    ),
    "text": (
        Shape(_box(4, 1, 8, 14), _NIGHT, _LINE, 1.1),
        Shape(_box(5.3, 3, 5.4, 8.5), _SKY),
        Shape(_round(8, 13.3, 0.8), _PAPER),
    ),
    "letter": (
        Shape(_PAGE, _PAPER, _LINE, 1.1),
        Shape("M 5 6.5 L 11 6.5 M 5 9 L 11 9 M 5 11.5 L 9 11.5", line="#6F86A8", width=0.9),
    ),
    "forms": (
        Shape(_PAGE, _PAPER, _LINE, 1.1),
        Shape(_box(5, 5.5, 2, 2) + _box(5, 10, 2, 2), _LEAF, _LINE, 0.7),
        Shape("M 8.5 6.5 L 11.2 6.5 M 8.5 11 L 11.2 11", line="#6F86A8", width=0.9),
    ),
    "tasks": (
        Shape("M 1.5 4 L 3 5.5 L 5.5 2.2 M 1.5 11 L 3 12.5 L 5.5 9.2", line="#2E8B57", width=1.5),
        Shape("M 8 4 L 14.5 4 M 8 11 L 14.5 11", line=_LINE, width=1.5),
    ),
    "label": (
        Shape("M 1.5 8 L 6 3 L 14.5 3 L 14.5 13 L 6 13 Z", _SUN, _LINE, 1.1),
        Shape(_round(5.8, 8, 1.2), _PAPER, _LINE, 0.8),
    ),
    "popups": (
        Shape(_box(1.5, 2.5, 13, 11), _PAPER, _LINE, 1.1),
        Shape(_box(1.5, 2.5, 13, 3), "#4C7FC4", _LINE, 1.1),
        Shape("M 8 7.5 L 8 10", line="#C4551F", width=1.6),
        Shape(_round(8, 11.8, 0.8), "#C4551F"),
    ),
}
_FIELDS = ((32, _LARGE), (16, _SMALL))


def draw_glyph(painter: QPainter, name: str, place: Rect, *, faded: bool = False) -> None:
    """Draw a glyph into a square of the stage; a name that is not known draws nothing.

    Args:
        painter: In stage coordinates.
        name: The caption it stands beside in small letters, such as ``tx-plan``.
        place: As wide as high.
        faded: As Open Dental draws what cannot be clicked.
    """
    if painter.hasClipping() and not painter.clipBoundingRect().intersects(qrect(place)):
        return  # strokes cost more than plain areas, seen or not
    found = _ready(name)
    if found is None:
        return
    painter.save()
    if painter.paintEngine().type() is QPaintEngine.Type.Raster:
        # strokes cost more than the rest of a window, and a glyph comes in picture after picture
        seen, ratio = painter.deviceTransform(), painter.device().devicePixelRatioF()
        corner = seen.map(QPointF(place.x, place.y))
        painter.setWorldTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
        x, y = (round(each * _PARTS) for each in (corner.x(), corner.y()))
        kept = _picture(name, round(place.width * seen.m11(), 2), x % _PARTS, y % _PARTS, faded=faded)
        painter.drawImage(QPoint(x // _PARTS - _MARGIN, y // _PARTS - _MARGIN), kept)
    else:
        painter.translate(place.x, place.y)
        _strokes(painter, found, place.width, faded=faded)
    painter.restore()


def _strokes(painter: QPainter, glyph: _Glyph, wide: float, *, faded: bool = False) -> None:
    field, shapes = glyph
    if faded:
        painter.setOpacity(painter.opacity() * 0.35)
    painter.scale(wide / field, wide / field)
    for path, brush, pen in shapes:
        painter.setBrush(brush)
        painter.setPen(pen)
        painter.drawPath(path)


@lru_cache(maxsize=256)
def _picture(name: str, wide: float, right: int, down: int, *, faded: bool) -> QImage:
    """A glyph as wide as this in device pixels, with a margin around, and parts of a pixel off it."""
    side = ceil(wide) + 2 * _MARGIN + 1
    made = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    glyph = _ready(name)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(_MARGIN + right / _PARTS, _MARGIN + down / _PARTS)
    if glyph is not None:
        _strokes(painter, glyph, wide, faded=faded)
    painter.end()
    return made


@cache
def _ready(name: str) -> _Glyph | None:
    for field, glyphs in _FIELDS:
        if name in glyphs:
            return field, [_prepared(shape) for shape in glyphs[name]]
    return None


def _prepared(shape: Shape) -> tuple[QPainterPath, QBrush, QPen]:
    brush = QBrush(QColor(shape.fill)) if shape.fill else QBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(Qt.PenStyle.NoPen)
    if shape.line:
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        pen = QPen(QColor(shape.line), shape.width, c=round_cap, j=round_join)
    return _path(shape.path), brush, pen


def _path(written: str) -> QPainterPath:
    """A path as SVG writes it, of M, L, C and Z with spaces between all parts."""
    path, marks = QPainterPath(), written.replace("Z", " Z ").replace("M", " M ").split()
    path.setFillRule(Qt.FillRule.WindingFill)
    at = 0
    while at < len(marks):
        mark = marks[at]
        count = {"M": 1, "L": 1, "C": 3, "Z": 0}[mark]
        numbers = [float(each) for each in marks[at + 1 : at + 1 + 2 * count]]
        points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if mark == "M":
            path.moveTo(points[0])
        elif mark == "L":
            path.lineTo(points[0])
        elif mark == "C":
            path.cubicTo(*points)
        else:
            path.closeSubpath()
        at += 1 + 2 * count
    return path
