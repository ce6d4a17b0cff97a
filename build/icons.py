"""Draws the program's icon at every usual size into ``resources/icons``; run it after changing the drawing.

The window loads the pictures: drawing them at every start would cost more than reading them. The ``.ico`` is
that of the Windows program, its setup and its shortcuts.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPainterPath, QPen, QPixmap

from wizard.ui.ico import SIZES as ICO_SIZES
from wizard.ui.ico import ico
from wizard.ui.vendor_icon import picture

SIZES = (16, 24, 32, 48, 64, 128, 256)
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
ACCENT, LINE, SPOT = "#0B6E6E", "#FFFFFF", "#FFB000"


def pen(colour: str, width: float) -> QPen:
    """A round pen."""
    return QPen(
        QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


def draw(size: int) -> QPixmap:
    """Two links that meet in the pointer's spot."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 64, size / 64)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ACCENT))
    painter.drawRoundedRect(QRectF(2, 2, 60, 60), 14, 14)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(LINE, 5.5))
    path = QPainterPath(QPointF(13, 42))
    path.cubicTo(QPointF(13, 24), QPointF(26, 24), QPointF(30, 33))
    path.moveTo(QPointF(34, 33))
    path.cubicTo(QPointF(38, 42), QPointF(51, 42), QPointF(51, 23))
    painter.drawPath(path)
    painter.setPen(pen(SPOT, 4.5))
    painter.drawEllipse(QPointF(32, 33), 8.5, 8.5)
    painter.end()
    return pixmap


def main() -> int:
    """Write every size."""
    application = QGuiApplication(sys.argv[:1])
    FOLDER.mkdir(exist_ok=True)
    for size in SIZES:
        path = FOLDER / f"connect-wizard-{size}.png"
        draw(size).save(str(path))
        print(path.name)
    (FOLDER / "connect-wizard.ico").write_bytes(ico(picture(draw(size).toImage()) for size in ICO_SIZES))
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
