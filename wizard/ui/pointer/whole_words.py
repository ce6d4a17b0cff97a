"""Leaves out the words that the border of a picture would cut: half a word says nothing, or what is wrong.

Where words at the end are left out stands "…": half a file's path is a path too, and a wrong one.
"""

from __future__ import annotations

import re
from functools import lru_cache
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


class _Type:
    """A font that is known again: the same words are asked for in picture after picture."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._key = font.key()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Type) and other._key == self._key

    def __hash__(self) -> int:
        return hash(self._key)


class _Word(NamedTuple):
    """Its span in the text, and its sides from the left of the line's place."""

    first: int
    last: int
    left: float
    right: float


class _Measured(NamedTuple):
    """A line whose words are known; ``base`` is how far below the middle of its place it stands."""

    words: tuple[_Word, ...]
    base: float
    pixels: int
    more: float


@lru_cache(maxsize=512)
def _measured(text: str, face: _Type, across: int, wide: float) -> _Measured:
    laid, down = line_layout(face.font, QRectF(0, 0, wide, 0), across, text)
    row, metrics = laid.lineAt(0), QFontMetricsF(face.font)
    left = row.naturalTextRect().x()
    words = tuple(
        _Word(*found.span(), *(left + metrics.horizontalAdvance(text[:at]) for at in found.span()))
        for found in re.finditer(r"\S+", text)
    )
    return _Measured(words, down + row.ascent(), face.font.pixelSize(), metrics.horizontalAdvance(_MORE))


def whole_words(painter: QPainter, rect: QRectF, flags: int, text: str) -> SeenWords | None:
    """The words of a line that lie wholly in what is drawn; None where there are none."""
    seen = _seen(painter)
    words, base, pixels, more = _measured(text, _Type(painter.font()), flags & _ACROSS, rect.width())
    base += rect.center().y()
    if base - _ABOVE * pixels < seen.top() or base + _BELOW * pixels > seen.bottom():
        return None
    left, right = seen.left() - rect.x(), seen.right() - rect.x()
    begun = [word for word in words if word.left >= left]
    for word in reversed(begun):
        followed = word is not words[-1]
        if word.right + more * followed <= right:
            told = text[begun[0].first : word.last] + _MORE * followed
            return SeenWords(rect.x() + begun[0].left, told)
    return None


def left_out(painter: QPainter, rect: QRectF, flags: int, text: str) -> QRectF:
    """The part in sight of a line whose words are not; empty where the line's own height is cut."""
    seen = _seen(painter)
    if rect.top() < seen.top() or rect.bottom() > seen.bottom():
        return QRectF()
    laid, _ = line_layout(painter.font(), rect, flags, text)
    inked = laid.lineAt(0).naturalTextRect()
    place = QRectF(rect.x() + inked.x(), rect.y(), inked.width(), rect.height())
    return place.intersected(seen)
