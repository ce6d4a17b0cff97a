"""The sentence in its box: measured for the placement, drawn with Open Dental's words in bold."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from wizard.ui.pointer.text_painter import draw_outlines, outlines

if TYPE_CHECKING:
    from wizard.ui.pointer.surround import Surround


SIZE = 14
"""Height of the callout's type in view pixels at the normal size."""
_LEADING = 1.4
_WEIGHT = QFont.Weight.DemiBold


class Sentence:
    """A spoken text with ``**bold**`` marks, ready to be wrapped at any width.

    Args:
        marked: The text in the person's language.
        look: Type and colours.
        size: Height of the type at the normal size, in view pixels.
        colour: Of the type; the callout's where none is given.
    """

    def __init__(self, marked: str, look: Surround, size: float = SIZE, colour: str = "") -> None:
        self._font = QFont(look.family) if look.family else QFont()
        self._font.setPixelSize(round(size * look.scale))
        self._high = size * look.scale * _LEADING
        self._colour = QColor(colour or look.callout_text)
        parts = marked.split("**")
        self._text = "".join(parts)
        self._ranges: list[QTextLayout.FormatRange] = []
        start = 0
        for at, part in enumerate(parts):
            if at % 2:
                self._ranges.append(_bold(start, len(part)))
            start += len(part)

    def measure(self, width: float) -> tuple[float, float]:
        """Width and height in view pixels when wrapped at ``width``."""
        laid = self._laid(width)
        lines = [laid.lineAt(at) for at in range(laid.lineCount())]
        return ceil(max((line.naturalTextWidth() for line in lines), default=0)) + 1, len(lines) * self._high

    def draw(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Draw with the top left corner at ``x``, ``y``."""
        laid = self._laid(width)
        if outlines(painter):
            draw_outlines(painter, laid, QPointF(x, y), self._colour)
            return
        painter.setPen(self._colour)
        laid.draw(painter, QPointF(x, y))

    def _laid(self, width: float) -> QTextLayout:
        laid = QTextLayout(self._text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        laid.setTextOption(option)
        laid.setFormats(self._ranges)
        laid.beginLayout()
        y = 0.0
        while (line := laid.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y + (self._high - line.height()) / 2))
            y += self._high
        laid.endLayout()
        return laid


def _bold(start: int, length: int) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = start, length
    style = QTextCharFormat()
    style.setFontWeight(_WEIGHT)
    made.format = style
    return made
