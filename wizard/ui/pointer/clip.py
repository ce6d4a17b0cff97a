"""Clipping that also survives an SVG."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath

from wizard.ui.pointer.text_painter import outlines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter


@contextmanager
def clipped(painter: QPainter, shape: QRectF | QPainterPath) -> Iterator[None]:
    """Keep what is drawn inside ``shape``; afterwards the painter is as before."""
    if isinstance(shape, QPainterPath):
        path = shape
    else:
        path = QPainterPath()
        path.addRect(shape)
    outer = painter.clipPath() if painter.hasClipping() else None
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    yield
    painter.restore()
    if outer is not None and outlines(painter):
        # Qt's SVG writer keeps the inner clip after restore() until another one is set
        painter.setClipPath(outer)
