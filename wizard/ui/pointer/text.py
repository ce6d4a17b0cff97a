"""Text as Open Dental sets it: small, and squeezed sideways where another font is wider than its control."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

if TYPE_CHECKING:
    from wizard.core.scene import Rect


# Open Dental's own font is 8.25 pt, which is 11 px at 96 dpi; the others stand in where it is missing.
_FAMILIES = ["Microsoft Sans Serif", "Arial", "Liberation Sans", "DejaVu Sans Condensed", "DejaVu Sans"]
_NATIVE_FAMILIES = ["Segoe UI", *_FAMILIES[1:]]
_NARROWEST = 0.6
_LABEL_EDGE = 2

_LEFT = Qt.AlignmentFlag.AlignLeft
_ALIGNS = {"left": _LEFT, "right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter}


@lru_cache(maxsize=32)
def font(pixels: float = 11, *, bold: bool = False, native: bool = False) -> QFont:
    """Open Dental's font at a height in stage pixels; ``native`` is the font of Windows' own title bars."""
    made = QFont()
    made.setFamilies(_NATIVE_FAMILIES if native else _FAMILIES)
    made.setPixelSize(round(pixels))
    made.setBold(bold)
    # Hinting would move letters when the camera's scale is not whole.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@lru_cache(maxsize=512)
def width(text: str, pixels: float = 11, *, bold: bool = False) -> float:
    """Advance of one line in stage pixels."""
    return QFontMetricsF(font(pixels, bold=bold)).horizontalAdvance(text)


def qrect(rect: Rect) -> QRectF:
    """The same rectangle in Qt's type."""
    return QRectF(rect.x, rect.y, rect.width, rect.height)


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
    painter.setPen(QColor(colour))
    flags = Qt.AlignmentFlag.AlignVCenter | _ALIGNS[align.removeprefix("bottom-")]
    natural = QFontMetricsF(chosen).horizontalAdvance(text)
    if natural <= rect.width or not natural:
        painter.drawText(qrect(rect), flags | Qt.TextFlag.TextSingleLine, text)
        return
    factor = max(_NARROWEST, rect.width / natural)
    painter.save()
    painter.setClipRect(qrect(rect), Qt.ClipOperation.IntersectClip)
    painter.translate(rect.x, rect.y)
    painter.scale(factor, 1)
    box = QRectF(0, 0, rect.width / factor + 1, rect.height)
    painter.drawText(box, _LEFT | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
    painter.restore()


def block(painter: QPainter, rect: Rect, text: str, colour: str, *, align: str = "left") -> None:
    """Wrapped text at the top of ``rect`` (``bottom-`` alignments: at the bottom), squeezed until it fits."""
    chosen = font()
    painter.setFont(chosen)
    painter.setPen(QColor(colour))
    vertical = Qt.AlignmentFlag.AlignBottom if align.startswith("bottom-") else Qt.AlignmentFlag.AlignTop
    flags = _ALIGNS[align.removeprefix("bottom-")] | vertical | Qt.TextFlag.TextWordWrap
    metrics = QFontMetricsF(chosen)
    factor = 1.0
    while factor > _NARROWEST:
        needed = metrics.boundingRect(QRectF(0, 0, rect.width / factor - 2 * _LABEL_EDGE, 4096), int(flags), text)
        if needed.height() <= rect.height + 2:
            break
        factor -= 0.05
    painter.save()
    painter.translate(rect.x, rect.y)
    painter.scale(factor, 1)
    # a label of Windows Forms keeps its text off its edges
    room = QRectF(_LABEL_EDGE, 0, rect.width / factor - 2 * _LABEL_EDGE, rect.height)
    painter.drawText(room, int(flags), text)
    painter.restore()
