"""Text as Open Dental sets it: small, and squeezed sideways where another font is wider than its control."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QTextLayout,
)

from wizard.ui.pointer.faces import families
from wizard.ui.pointer.night import ink
from wizard.ui.pointer.whole_words import is_cut, left_out, line_layout, whole_words

if TYPE_CHECKING:
    from wizard.pointer.scene import Rect


_NARROWEST = 0.6
_TIGHTEST = 0.92
"""How close lines may stand, as a part of the font's own pitch."""
_LABEL_EDGE = 2
_LEAST_UNREAD, _FAINT = 12, 0.2
"""Of the bar that stands for words out of sight: its least width, and how much of their color it has."""
_WORTH_IT = 0.4
"""The part of a label's line that has to be seen: of less nobody knows what it says."""
LABEL_PIXELS = {False: 11, True: 12}
"""Height of a label's font: in Open Dental's own windows, and where Windows itself writes (9 pt)."""

# whole numbers: to combine Python's flags takes as long as to draw a short text
_LEFT = Qt.AlignmentFlag.AlignLeft.value
_ALIGNS = {
    "left": _LEFT,
    "right": Qt.AlignmentFlag.AlignRight.value,
    "center": Qt.AlignmentFlag.AlignHCenter.value,
}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter.value
_ACROSS = Qt.AlignmentFlag.AlignHorizontal_Mask.value
_ONE_LINE = Qt.TextFlag.TextSingleLine.value


@lru_cache(maxsize=32)
def font(pixels: float = 11, *, bold: bool = False, native: bool = False) -> QFont:
    """Open Dental's font at a height in stage pixels; ``native`` is the font of Windows' own title bars.

    Open Dental's own size is 8.25 pt, which is 11 px at 96 dpi.
    """
    made = QFont()
    made.setFamilies(families(native=native))
    made.setPixelSize(round(pixels))
    made.setBold(bold)
    # Hinting would move letters when the camera's scale is not whole.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def width(text: str, pixels: float = 11, *, bold: bool = False, native: bool = False) -> float:
    """Advance of one line in stage pixels."""
    return _advance(text, pixels, bold=bold, native=native)


@lru_cache(maxsize=512)
def _advance(text: str, pixels: float, *, bold: bool, native: bool) -> float:
    return QFontMetricsF(font(pixels, bold=bold, native=native)).horizontalAdvance(text)


def qrect(rect: Rect) -> QRectF:
    """The same rectangle in Qt's type."""
    return QRectF(rect.x, rect.y, rect.width, rect.height)


def draw_text(painter: QPainter, rect: QRectF, flags: int, text: str) -> None:
    """Draw one line in the vertical middle of ``rect``, without words that the picture's border would cut.

    As outlines where the reader's fonts would move it.
    """
    place = rect
    if is_cut(painter, rect):
        words = whole_words(painter, rect, flags, text)
        if words is None:
            _unread(painter, rect, flags, text)
            return
        place, text = QRectF(words.left, rect.y(), rect.width(), rect.height()), words.text
        flags = flags & ~_ACROSS | _LEFT
    if outlines(painter):
        laid, down = line_layout(painter.font(), place, flags, text)
        draw_outlines(painter, laid, place.topLeft() + QPointF(0, down), painter.pen().color())
    else:
        painter.drawText(place, flags, text)


def _unread(painter: QPainter, rect: QRectF, flags: int, text: str) -> None:
    """A bar in place of words that are left out: an empty row would say that there are none."""
    place = left_out(painter, rect, flags, text)
    if place.width() >= _LEAST_UNREAD:
        colour = painter.pen().color()
        colour.setAlphaF(_FAINT)
        painter.fillRect(QRectF(place.left(), place.center().y() - 2.5, place.width(), 5), colour)


def outlines(painter: QPainter) -> bool:
    """Whether text has to be drawn as shapes: an SVG is read with whatever fonts its reader has."""
    return painter.paintEngine().type() is QPaintEngine.Type.SVG


def draw_outlines(painter: QPainter, laid: QTextLayout, at: QPointF, colour: QColor) -> None:
    """Draw laid-out text as filled shapes."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for run in laid.glyphRuns():
        raw = run.rawFont()
        for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            path.addPath(raw.pathForGlyph(glyph).translated(place + at))
    painter.fillPath(path, colour)


def line(
    painter: QPainter,
    rect: Rect,
    text: str,
    colour: str = "#000000",
    *,
    align: str = "left",
    pixels: float = 11,
    bold: bool = False,
    native: bool = False,
) -> None:
    """One line in the vertical middle of ``rect``, squeezed to its width."""
    chosen = font(pixels, bold=bold, native=native)
    painter.setFont(chosen)
    painter.setPen(ink(colour))
    flags = _MIDDLE | _ALIGNS[align.removeprefix("bottom-")]
    natural = _advance(text, pixels, bold=bold, native=native)
    if natural <= rect.width or not natural:
        draw_text(painter, qrect(rect), flags | _ONE_LINE, text)
        return
    factor = max(_NARROWEST, rect.width / natural)
    painter.save()
    if natural * factor > rect.width and not outlines(painter):  # whose writer cannot end a clip by itself
        # a pixel around: words that touch the border of what is seen are left out
        painter.setClipRect(qrect(rect.grown(1)), Qt.ClipOperation.IntersectClip)
    painter.translate(rect.x, rect.y)
    painter.scale(factor, 1)
    box = QRectF(0, 0, rect.width / factor + 1, rect.height)
    draw_text(painter, box, _LEFT | _MIDDLE | _ONE_LINE, text)
    painter.restore()


@lru_cache(maxsize=256)
def label_lines(text: str, wide: float, *, native: bool = False) -> tuple[str, ...]:
    """The lines of a text in a label as wide as this, broken where Windows breaks them."""
    inner, lines, pixels = wide - 2 * _LABEL_EDGE, list[str](), LABEL_PIXELS[native]
    for paragraph in text.split("\n"):
        begun = ""
        for word in paragraph.split(" "):
            longer = f"{begun} {word}" if begun else word
            if begun and width(longer, pixels, native=native) > inner:
                lines.append(begun)
                begun = word
            else:
                begun = longer
        lines.append(begun)
    return tuple(lines)


@lru_cache(maxsize=256)
def squeeze(text: str, wide: float, high: float, *, native: bool = False) -> float:
    """How much narrower the words of a label have to be drawn to fit it; 1 as they are, 0.6 at the most."""
    least = _TIGHTEST * _pitch(native=native)
    for factor in (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65):
        if len(label_lines(text, wide / factor, native=native)) * least <= high + 2:
            return factor
    return _NARROWEST


@lru_cache(maxsize=2)
def _pitch(*, native: bool) -> float:
    return QFontMetricsF(font(LABEL_PIXELS[native], native=native)).lineSpacing()


def block(
    painter: QPainter, rect: Rect, text: str, colour: str, *, align: str = "left", native: bool = False
) -> None:
    """Wrapped text at the top of ``rect`` (``bottom-`` alignments: at the bottom).

    All its lines have one width of letters: where they do not fit, they stand a little closer, then all are
    squeezed.
    """
    factor = squeeze(text, rect.width, rect.height, native=native)
    lines = label_lines(text, rect.width / factor, native=native)
    high = min(_pitch(native=native), (rect.height + 2) / len(lines))
    top = rect.bottom - len(lines) * high if align.startswith("bottom-") else rect.y
    painter.save()
    painter.translate(rect.x, top)
    painter.scale(factor, 1)
    # a label of Windows Forms keeps its text off its edges
    inner = rect.width / factor - 2 * _LABEL_EDGE
    for at, words in enumerate(lines):
        place = type(rect)(_LABEL_EDGE, at * high, inner, high)
        if not _begins(painter, place, words, align, native=native):
            painter.setFont(font(LABEL_PIXELS[native], native=native))
            painter.setPen(ink(colour))
            _unread(painter, qrect(place), _ALIGNS[align.removeprefix("bottom-")], words)
            continue
        line(painter, place, words, colour, align=align, pixels=LABEL_PIXELS[native], native=native)
    painter.restore()


def _begins(painter: QPainter, place: Rect, text: str, align: str, *, native: bool) -> bool:
    """Whether what is seen of a label's line is its beginning, and enough of it to say something."""
    if not painter.hasClipping():
        return True
    wide = min(width(text, LABEL_PIXELS[native], native=native), place.width)
    left = place.right - wide if align.endswith("right") else place.x
    seen = painter.clipBoundingRect()
    return left >= seen.left() and left + wide * _WORTH_IT <= seen.right()
