"""Leaves out the words that the border of a picture would cut: half a word says nothing, or what is wrong.

Where words at the end are left out stands "…": half a file's path is a path too, and a wrong one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

_ACROSS = Qt.AlignmentFlag.AlignHorizontal_Mask.value
_ABOVE, _BELOW = 0.72, 0.2
"""Of the type's height, what letters take above and below the line that they stand on."""
_ROOM = 0.8
"""What is left free between a letter and the border, in stage pixels: what touches it looks cut."""


_MORE = "…"


class SeenWords(NamedTuple):
    """Words that are seen whole, and where they begin; with "…" where others followed."""

    left: float
    text: str


def is_cut(painter: QPainter, rect: QRectF) -> bool:
    """Whether the border of what is drawn runs through ``rect``, so that words in it may be cut."""
    return painter.hasClipping() and not _seen(painter).contains(rect)


def _seen(painter: QPainter) -> QRectF:
    return painter.clipBoundingRect().adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)


def line_layout(font: QFont, rect: QRectF, flags: int, text: str) -> tuple[QTextLayout, float]:
    """One line as ``QPainter.drawText`` sets it in the vertical middle, and how far down it begins."""
    laid = QTextLayout(text, font)
    option = QTextOption(Qt.AlignmentFlag(flags & _ACROSS))
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    laid.setTextOption(option)
    laid.beginLayout()
    row = laid.createLine()
    row.setLineWidth(rect.width())
    laid.endLayout()
    return laid, (rect.height() - row.height()) / 2


def whole_words(painter: QPainter, rect: QRectF, flags: int, text: str) -> SeenWords | None:
    """The words of a line that lie wholly in what is drawn; None where there are none."""
    seen, font = _seen(painter), painter.font()
    laid, down = line_layout(font, rect, flags, text)
    row, metrics, pixels = laid.lineAt(0), QFontMetricsF(font), font.pixelSize()
    base = rect.y() + down + row.ascent()
    if base - _ABOVE * pixels < seen.top() or base + _BELOW * pixels > seen.bottom():
        return None
    left = rect.x() + row.naturalTextRect().x()
    words = [
        (left + metrics.horizontalAdvance(text[: found.start()]), *found.span())
        for found in re.finditer(r"\S+", text)
    ]
    begun = [(x, first, last) for x, first, last in words if x >= seen.left()]
    for _, _, last in reversed(begun):
        x, first, _ = begun[0]
        told = text[first:last] + (_MORE if last < words[-1][2] else "")
        if x + metrics.horizontalAdvance(told) <= seen.right():
            return SeenWords(x, told)
    return None
