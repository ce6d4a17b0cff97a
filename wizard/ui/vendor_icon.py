"""Pictures for Windows made from one such as a vendor's logo: an icon, and the side of the setup's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from wizard.ui.ico import SIZES, IconImage, ico

if TYPE_CHECKING:
    from pathlib import Path

_LARGE = 256  # as PNG: its pixels alone would take a quarter of a megabyte
_SIDE = (164, 314)  # pixels that NSIS sets aside for it
_ACCENT = "#0B6E6E"
_PER_METRE = 3780  # 96 dots an inch


def icon_of(logo: Path) -> bytes | None:
    """The icon file with a picture in the middle of each size; None where Qt cannot read the picture."""
    image = QImage(str(logo))
    return None if image.isNull() else ico(picture(_fitted(image, size)) for size in SIZES)


def side_of(logo: Path, accent: str | None) -> bytes:
    """The setup's side as a bitmap: the picture on white, and a line in the accent colour below."""
    width, height = _SIDE
    canvas = QImage(width, height, QImage.Format.Format_RGB888)
    canvas.fill(QColor("white"))
    painter = QPainter(canvas)
    image = QImage(str(logo))
    if not image.isNull():
        painter.drawImage((width - 96) // 2, 44, _fitted(image, 96))
    painter.fillRect(0, height - 6, width, 6, QColor(accent or _ACCENT))
    painter.end()
    return _saved(canvas, "BMP")


def picture(image: QImage) -> IconImage:
    """A square image as one size of an icon."""
    size = image.width()
    if size < _LARGE:
        plain = image.convertToFormat(QImage.Format.Format_ARGB32)
        return IconImage(size, bytes(plain.constBits()))  # little-endian ARGB lies as blue, green, red, alpha
    return IconImage(size, _saved(image, "PNG"))


def _saved(image: QImage, form: str) -> bytes:
    # else it takes the resolution of this PC's screen, and the same logo gives other bytes on another PC
    image.setDotsPerMeterX(_PER_METRE)
    image.setDotsPerMeterY(_PER_METRE)
    file = QBuffer()
    file.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(file, form)  # type: ignore[call-overload]  # the types know the format as bytes only
    return bytes(file.data().data())


def _fitted(image: QImage, size: int) -> QImage:
    scaled = image.scaled(
        size, size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    canvas = QImage(size, size, QImage.Format.Format_ARGB32)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.drawImage((size - scaled.width()) // 2, (size - scaled.height()) // 2, scaled)
    painter.end()
    return canvas
